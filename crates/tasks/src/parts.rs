//! What belongs to a task: its lines, and what was said of it inside the firm.

use despacho_kernel::Id;
use despacho_platform::sql::Versioned;
use despacho_ui::{
    field,
    fields::{Field, Fields, Kind},
};

use crate::task::{DAY, PERSON, id_text};

/// Most lines of a task.
pub const SUBTASKS: usize = 100;
/// Most characters of a comment.
pub const COMMENT: usize = 5000;

despacho_platform::row! {
    /// A line of a task: of a checklist until somebody assigns or dates it.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct Subtask in "subtasks" key (practice_id, task_id, id) {
        pub practice_id: Id,
        pub task_id: Id,
        pub id: Id,
        pub position: i64,
        pub title: String,
        pub done: bool,
        pub assignee_id: Option<Id>,
        pub due_on: String,
        pub version: i64,
    }
}

impl Versioned for Subtask {
    fn version(&self) -> i64 {
        self.version
    }
}

const fn assignee() -> Field<Subtask> {
    Field {
        name: "assignee_id",
        kind: Kind::Custom(&PERSON),
        required: false,
        proposed: false,
        span: 2,
        label: Some("column-task-assignee-id"),
        help: None,
        nullable: true,
        get: |subtask| id_text(subtask.assignee_id),
        set: |subtask, text| subtask.assignee_id = text.parse().ok(),
    }
}

/// What is typed of a line.
pub static SUBTASK: Fields<Subtask> = Fields {
    entity: "subtask",
    list: &[
        field!(Subtask, title, Kind::Text(200)).required().label("column-task-title").span(3),
        field!(Subtask, done, Kind::Flag).label("column-task-done"),
        assignee(),
        field!(Subtask, due_on, Kind::Custom(&DAY)).nullable().label("column-task-due-on").span(1),
    ],
};

despacho_platform::row! {
    /// An internal note of a task: of the firm alone.
    #[derive(Debug, Clone)]
    pub struct Comment in "task_comments" key (practice_id, task_id, id) {
        pub practice_id: Id,
        pub task_id: Id,
        pub id: Id,
        pub author_id: Id,
        pub author_name: String,
        pub body: String,
        pub created_at: i64,
    }
}
