### The API of tasks

api-part-tasks = Tasks
api-tasks = Tasks of the clients that you see, in the order of their creation, with their subtasks
api-tasks-create = Adds a task of a client, with its subtasks
api-task = A task
api-task-change = Changes a task: what it is, its dates, its people or its status
api-task-delete = Deletes a task
api-subtasks-add = Adds a subtask
api-subtask-change = Changes a subtask, or ticks it off
api-subtask-delete = Deletes a subtask
api-task-comments = Internal notes of a task, the latest first
api-task-comments-add = Adds an internal note; whoever is named with @ is told
api-query-owner-id = Of this owner only
api-part-task-templates = Task templates
api-part-task-series = Task series
api-task-templates = Templates of tasks
api-task-templates-create = Adds a template of tasks
api-task-template = A template of tasks
api-task-template-change = Changes a template: its open tasks stay as they are
api-task-template-apply = Applies a template to clients and periods, in the background; what is there already is not made twice
api-task-template-application = How an application goes on
api-task-series = Series of tasks
api-task-series-create = Adds a series of tasks
api-task-series-one = A series of tasks
api-task-series-change = Changes a series: its tasks that are not begun follow it
api-task-series-occurrences = The times of a series through a day, with the task of those that have one
api-query-until = Through this day; a year unless told
