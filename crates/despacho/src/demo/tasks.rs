//! The demo firm's work: open and finished tasks of its clients, late, waiting, for review and ahead, counted from today.

use despacho_kernel::{Id, Invalid};
use despacho_platform::{Result, Tx, clock::DAY, i18n::Lang, users::User};
use despacho_practice::clients::client::Client;
use despacho_tasks::{
    actions::Desk,
    parts::Subtask,
    period::Period,
    series::Series,
    task::Task,
    template::{Line, Template},
};
use despacho_ui::{fields::Sight, format};
use jiff::{ToSpan, civil::Date};

/// A kind of work: title, kind, what it is about in months, minutes, lines.
type Kind = (&'static str, &'static str, i8, i64, &'static [&'static str]);

const KINDS: [Kind; 6] = [
    ("Modelo 303", "tax", 3, 90, &["Pedir facturas", "Conciliar el banco", "Revisar el IVA", "Presentar"]),
    ("Modelo 111", "tax", 3, 45, &["Revisar retenciones", "Presentar"]),
    ("Contabilidad del mes", "accounting", 1, 180, &["Registrar facturas", "Conciliar el banco", "Revisar saldos"]),
    ("Nóminas y seguros sociales", "payroll", 1, 120, &["Pedir incidencias", "Calcular", "Enviar nóminas"]),
    ("Cuentas anuales", "corporate", 12, 300, &["Cerrar el ejercicio", "Redactar la memoria", "Depositar"]),
    ("Contestar requerimiento", "notice", 0, 150, &["Leer la notificación", "Pedir documentos", "Redactar alegaciones"]),
];

/// Days from today on which tasks are due, late ones first, and where each stands: status and whom it waits for.
const STANDS: [(i64, &str, &str); 14] = [
    (-12, "waiting", "client"),
    (3, "in_progress", ""),
    (0, "ready", ""),
    (9, "planned", ""),
    (1, "in_review", ""),
    (5, "waiting", "client"),
    (-3, "in_progress", ""),
    (2, "planned", ""),
    (16, "planned", ""),
    (4, "waiting", "authority"),
    (0, "in_progress", ""),
    (25, "planned", ""),
    (6, "ready", ""),
    (-20, "done", ""),
];

/// Gives the clients their tasks.
pub async fn fill(tx: &Tx, desk: &Desk<'_>, clients: &[Client], (boss, staff): (&User, &User)) -> Result<()> {
    for (at, client) in clients.iter().enumerate() {
        for nth in 0..3 {
            let seed = at * 3 + nth;
            let (days, status, waiting) = STANDS[seed % STANDS.len()];
            let (title, kind, months, minutes, lines) = KINDS[(at + nth * 2) % KINDS.len()];
            let due = desk.today.checked_add(days.days()).unwrap_or(desk.today);
            let period = if months == 0 { String::new() } else { Period::of(due, months).before().word() };
            // Every third client is assigned to the team's person, who does their work; the head of the firm reviews it.
            let (owner, reviewer) = if at % 3 == 0 { (staff.id, Some(boss.id)) } else { (boss.id, None) };
            let done = match status {
                "done" | "in_review" => lines.len(),
                "in_progress" | "waiting" => 1 + seed % (lines.len() - 1),
                _ => 0,
            };
            let subtasks = lines
                .iter()
                .enumerate()
                .map(|(line, title)| Subtask { title: (*title).to_owned(), done: line < done, ..Subtask::default() });
            let read = |begun: Task, _: &mut Invalid| Task {
                title: title.into(),
                kind: kind.into(),
                period: period.clone(),
                due_on: due.to_string(),
                owner_id: Some(owner),
                reviewer_id: reviewer,
                estimate_minutes: minutes,
                tags: if kind == "notice" { "Plazo".into() } else { String::new() },
                priority: if kind == "notice" { "high".into() } else { String::new() },
                status: if status == "in_review" { "in_progress".into() } else { status.into() },
                waiting_for: waiting.into(),
                ..begun
            };
            // What is late came to where it stands before its day.
            let desk = Desk { now: desk.now + (days - 2).min(0) * DAY, ..*desk };
            let task = desk.create(tx, client.id, subtasks.collect(), read).await?;
            if status == "in_review" {
                let by = Desk { by: if at % 3 == 0 { staff } else { boss }, ..desk };
                let sight = Sight::form(Lang::Es, "");
                by.update(tx, task.id, None, &sight, |before, _| Task { status: "in_review".into(), ..before }).await?;
            }
            if seed % 14 == 0 {
                desk.comment(tx, task.id, "El cliente dice que lo manda esta semana. Le he llamado dos veces.").await?;
            }
        }
    }
    again(tx, desk, clients).await
}

/// A template with its tasks of the next quarter, and a series of every month.
async fn again(tx: &Tx, desk: &Desk<'_>, clients: &[Client]) -> Result<()> {
    let line = |title: &str, due_days| Line { title: title.into(), due_days };
    let lines = [line("Pedir facturas", Some(-10)), line("Conciliar el banco", Some(-5)), line("Revisar el IVA", Some(-2)), line("Presentar", None)];
    let read = |begun: Template, _: &mut Invalid| Template {
        name: "IVA trimestral".into(),
        title: "Modelo 303".into(),
        kind: "tax".into(),
        model: "303".into(),
        due_days: 15,
        start_days: 14,
        estimate_minutes: 90,
        ..begun
    };
    let template = desk.create_template(tx, &lines, read).await?;
    let some: Vec<Id> = clients.iter().take(6).map(|client| client.id).collect();
    desk.apply(tx, template.id, &some, &[Period::of(desk.today, 3).word()]).await?;
    let starts_on = desk.today.first_of_month().with().day(25).build().unwrap_or(desk.today).to_string();
    let read = |begun: Series, _: &mut Invalid| Series {
        title: "Nóminas y seguros sociales".into(),
        kind: "payroll".into(),
        frequency: "monthly".into(),
        period_of: "current".into(),
        starts_on,
        estimate_minutes: 120,
        ..begun
    };
    desk.create_series(tx, &some[..3.min(some.len())], read).await?;
    Ok(())
}

/// The present day of the demo's people.
pub fn today(user: &User, now: i64) -> Date {
    format::local_date(&user.time_zone, now).unwrap_or_default()
}
