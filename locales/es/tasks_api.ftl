### La API de tareas

api-part-tasks = Tareas
api-tasks = Tareas de los clientes que ve, por orden de creación, con sus subtareas
api-tasks-create = Crea una tarea de un cliente, con sus subtareas
api-task = Una tarea
api-task-change = Cambia una tarea: sus datos, sus fechas, sus personas o su estado
api-task-delete = Elimina una tarea
api-subtasks-add = Añade una subtarea
api-subtask-change = Cambia una subtarea, o la da por hecha
api-subtask-delete = Elimina una subtarea
api-task-comments = Notas internas de una tarea, las últimas primero
api-task-comments-add = Añade una nota interna; quien se nombra con @ recibe un aviso
api-query-owner-id = Solo de este responsable
api-part-task-templates = Plantillas de tareas
api-part-task-series = Series de tareas
api-task-templates = Plantillas de tareas
api-task-templates-create = Crea una plantilla de tareas
api-task-template = Una plantilla de tareas
api-task-template-change = Cambia una plantilla: sus tareas abiertas se quedan como están
api-task-template-apply = Aplica una plantilla a clientes y periodos, en segundo plano; lo que ya está no se crea dos veces
api-task-template-application = Cómo va una aplicación
api-task-series = Series de tareas
api-task-series-create = Crea una serie de tareas
api-task-series-one = Una serie de tareas
api-task-series-change = Cambia una serie: la siguen sus tareas sin empezar
api-task-series-occurrences = Las veces de una serie hasta un día, con la tarea de las que ya la tienen
api-query-until = Hasta este día; si no se dice, un año
