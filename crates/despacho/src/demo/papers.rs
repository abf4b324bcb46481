//! Documents of the demonstration's first client, and somebody of it who comes to the portal.

use despacho_firm_documents::{
    actions::{Desk, NewDocument},
    document::Document,
    people::{Eyes, Person, Role},
    people_store as people,
};
use despacho_platform::{Platform, Result, Tx, files, users::User};
use despacho_portal::conversation::{self, Said};
use despacho_practice::clients::{client::Client, store as clients};

/// Name, kind, period, folder, whether it is shared.
const PAPERS: &[(&str, &str, &str, &str, bool)] = &[
    ("Extracto de la cuenta de ejemplo", "statement", "2026-09", "Bancos/2026", false),
    ("Escritura de constitución ficticia", "deed", "", "Sociedad", false),
    ("Nóminas de octubre", "payslip", "2026-10", "Personal/2026", true),
    ("Justificante 303 de muestra", "filing_proof", "2026-Q3", "Impuestos/2026", true),
    ("Certificado de estar al corriente, inventado", "certificate", "2026", "Impuestos/2026", true),
];

/// A page of one line, as a PDF.
fn page(text: &str) -> Vec<u8> {
    // The page's own font knows no more than Latin-1.
    let line: String = text
        .chars()
        .map(|c| if c.is_ascii() && !"()\\".contains(c) { c.to_string() } else { format!("\\{:03o}", u32::from(c).min(255)) })
        .collect();
    let drawn = format!("BT /F1 18 Tf 60 760 Td ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>".into(),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".into(),
    ];
    let (mut all, mut places) = ("%PDF-1.4\n".to_owned(), vec![]);
    for (at, object) in objects.iter().enumerate() {
        places.push(all.len());
        all.push_str(&format!("{} 0 obj{object}endobj\n", at + 1));
    }
    let start = all.len();
    all.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        all.push_str(&format!("{place:010} 00000 n \n"));
    }
    all.push_str(&format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1));
    all.into_bytes()
}

/// Keeps them, and lets `person` in as the client's administrator.
pub async fn keep(platform: &Platform, tx: &Tx, client: &Client, (boss, person): (&User, &User), now: i64) -> Result<()> {
    let practice = client.practice_id;
    let contacts = clients::contacts(tx, practice, client.id).await?;
    for contact in contacts.iter().take(1) {
        let of = Person {
            practice_id: practice,
            client_id: client.id,
            user_id: person.id,
            contact_id: contact.id,
            role: Role::Administrator.word().into(),
            categories: String::new(),
            created_at: now,
            seen_at: None,
        };
        people::insert(tx, &of).await?;
    }
    let desk = Desk { platform, practice, by: Some(boss), eyes: Eyes::Firm { visible_to: None }, now };
    for (name, kind, period, folder, shared) in PAPERS {
        let kept = files::incoming::keep(platform, practice, &page(name)).await?;
        let typed = Document { name: (*name).into(), kind: (*kind).into(), period: (*period).into(), folder: (*folder).into(), ..Document::default() };
        let made = desk.add(tx, NewDocument::of(client.id, typed, "documento.pdf"), &kept).await?;
        if *shared {
            desk.share(tx, made.id, Some(None)).await?;
        }
    }
    conversation::say(tx, (practice, boss, now), client, &Said::Note, "Falta la póliza del local: pedirla antes del cierre.").await?;
    conversation::say(tx, (practice, boss, now), client, &Said::Message(&[person.id]), "Ya tiene aquí el justificante del tercer trimestre.").await?;
    Ok(())
}
