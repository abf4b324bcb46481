//! Requests of a few clients: one whose papers are half there, one that is late, a draft.

use despacho_kernel::{Id, number::Notation};
use despacho_platform::{
    Platform, Result, Tx,
    files::incoming::{self, Kept},
    users::User,
};
use despacho_practice::{
    clients::{actions::Desk as Clients, client::Contact, store as clients},
    practices::Practice,
};
use despacho_requests::{
    actions::Desk,
    answering::{self, Answerer},
    judging::Verdict,
    request::{Line, Request},
    store, template_actions,
    typed::{TypedLine, TypedRequest},
};
use jiff::{ToSpan, civil::Date};
use serde_json::json;

/// A page that says what it is, as a scan of it would.
const SCAN: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
const BEGUN: &[u8] = b"%PDF-1.4\n% Extracto ficticio\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// What the requests' files hold, kept before the transaction begins.
pub struct Papers {
    statement: Kept,
    contract: Kept,
}

impl Papers {
    pub async fn keep(platform: &Platform, practice: Id) -> Result<Self> {
        Ok(Self { statement: incoming::keep(platform, practice, BEGUN).await?, contract: incoming::keep(platform, practice, SCAN).await? })
    }
}

/// The quarter before a day, and what it is called.
fn quarter(today: Date) -> (String, String) {
    let before = today.checked_sub(3.months()).unwrap_or(today);
    let quarter = (before.month() + 2) / 3;
    (format!("{}-Q{quarter}", before.year()), format!("{quarter}T {}", before.year()))
}

fn documentation(today: Date) -> TypedRequest {
    let (period, called) = quarter(today);
    let due = today.checked_add(5.days()).unwrap_or(today);
    serde_json::from_value(json!({
        "title": format!("Documentación {called}"),
        "message": "Con esto cerramos el trimestre. Si algo no lo tiene, dígalo en su línea.",
        "due_on": due.to_string(),
        "remind_every": 3,
        "lines": [
            { "kind": "upload", "title": "Extracto de la cuenta terminada en 4471", "file_kinds": ["pdf"], "document_kind": "statement", "period": period },
            { "kind": "upload", "title": "Facturas recibidas", "document_kind": "invoice_received", "period": period },
            { "kind": "upload", "title": "Facturas emitidas fuera del programa", "required": false, "document_kind": "invoice_issued", "period": period },
            { "kind": "money", "title": "Ingresos en efectivo del trimestre" },
            { "kind": "yes_no", "title": "¿Ha alquilado un local o un almacén este trimestre?" },
            { "kind": "upload", "title": "Contrato del nuevo alquiler", "document_kind": "contract", "condition": { "line": 5, "answer": true } },
            { "kind": "read_and_accept", "title": "Acepto el presupuesto de la regularización", "help": "120 € y su IVA, una sola vez." },
        ],
    }))
    .unwrap_or_default()
}

async fn contact(tx: &Tx, practice: &Practice, boss: &User, now: i64, client: Id, name: &str, email: &str) -> Result<Id> {
    let desk = Clients { practice, by: boss, visible_to: None, now };
    desk.add_contact(tx, client, Contact { name: name.into(), position: "Administración".into(), email: email.into(), ..Contact::default() })
        .await
}

/// Asks the first clients for what a firm asks for.
pub async fn ask(platform: &Platform, tx: &Tx, practice: &Practice, boss: &User, papers: &Papers, today: Date) -> Result<()> {
    let now = platform.clock.now();
    let ids = async |name: &str| Ok::<_, despacho_platform::Error>(clients::find_by_name(tx, practice.id, name).await?.map(|(id, _)| id));
    let names = ["Talleres Arriaga Ficticios, S. L.", "Clínica Valdés Imaginaria, S. A.", "Librería Horizonte de Prueba"];
    let (Some(garage), Some(clinic), Some(shop)) = (ids(names[0]).await?, ids(names[1]).await?, ids(names[2]).await?) else { return Ok(()) };
    // All of it now: the log tells what was done in the order in which it was.
    let desk = Desk { platform, tx, practice: practice.id, by: boss, visible_to: None, now };
    // The garage has answered most, and one line went back.
    let nerea = contact(tx, practice, boss, now, garage, "Nerea Muestra", "nerea@arriaga.example").await?;
    let request = desk.create(garage, &TypedRequest { recipients: vec![nerea], ..documentation(today) }).await?;
    desk.send(request.id).await?;
    let lines = store::lines(tx, practice.id, request.id).await?;
    answered(platform, tx, &request, &lines, papers).await?;
    desk.judge(request.id, lines[3].id, &Verdict::Accept).await?;
    desk.judge(request.id, lines[5].id, &Verdict::Return("Solo se ve la primera página. Haga una foto de cada página, por favor.".into()))
        .await?;
    // The clinic is late, and nobody has opened it.
    let julia = contact(tx, practice, boss, now, clinic, "Julia Ejemplo", "julia@valdes.example").await?;
    let late = today.checked_sub(4.days()).unwrap_or(today).to_string();
    let late = TypedRequest { recipients: vec![julia], due_on: Some(late), ..documentation(today) };
    let late = desk.create(clinic, &late).await?;
    desk.send(late.id).await?;
    // What is asked of everybody each quarter is a template.
    let quarterly = TypedRequest { title: "Documentación {periodo}".into(), due_on: None, ..documentation(today) };
    let lines = quarterly.lines.into_iter().map(|line| TypedLine { period: None, ..line }).collect();
    template_actions::save(tx, practice.id, None, &TypedRequest { lines, ..quarterly }, (boss, now)).await?;
    // The shop's is still being written.
    let draft: TypedRequest = serde_json::from_value(json!({
        "title": "Datos del nuevo empleado",
        "asks_code": true,
        "lines": [
            { "kind": "text", "title": "Nombre y apellidos" },
            { "kind": "date", "title": "Primer día de trabajo" },
            { "kind": "choice", "title": "Jornada", "choices": ["Completa", "Parcial"] },
            { "kind": "number", "title": "Horas por semana", "condition": { "line": 3, "answer": "Parcial" } },
            { "kind": "upload", "title": "DNI por las dos caras", "file_kinds": ["pdf", "image"], "document_kind": "other" },
        ],
    }))
    .unwrap_or_default();
    desk.create(shop, &draft).await?;
    Ok(())
}

async fn answered(platform: &Platform, tx: &Tx, request: &Request, lines: &[Line], papers: &Papers) -> Result<()> {
    let at = (request.practice_id, request.id);
    let by = Answerer { name: "Nerea Muestra", link: None, user: None, address: "203.0.113.24", now: platform.clock.now() };
    answering::open(tx, at.0, at.1, by).await?;
    answering::bring(tx, platform, at, lines[0].id, ("extracto-4471.pdf", &papers.statement), by).await?;
    answering::excuse(tx, at, lines[2].id, "Todas se hicieron desde el programa.", by).await?;
    answering::answer(tx, at, lines[3].id, &["3460.00".into()], Notation::Plain, by).await?;
    answering::answer(tx, at, lines[4].id, &["yes".into()], Notation::Plain, by).await?;
    answering::bring(tx, platform, at, lines[5].id, ("contrato.pdf", &papers.contract), by).await?;
    Ok(())
}
