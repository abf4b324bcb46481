//! Fiscal profiles of the demo's clients, the obligations that follow from them, and where some of those stand.

use despacho_fiscal::{
    derive::years_about,
    obligations::{
        actions::{self, Edit},
        obligation::State,
        store::{self, Asked},
    },
    profile::{
        actions::{self as profiles, COUNTRY, Hand},
        entity::{FiscalProfile, PROFILE},
    },
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Result, Tx, i18n::Lang, users::User};
use despacho_ui::{api::Object, fields::Sight, format};
use jiff::ToSpan;
use serde_json::{Value, json};

/// Profiles by turns: companies of several kinds, then people.
fn profile(at: usize, company: bool) -> Value {
    match (company, at % 5) {
        (true, 0) => {
            json!({ "legal_form": "sl", "income_tax": "corporate", "corporate_instalments": true, "has_employees": true, "rent_withholding": true, "third_party_operations": true })
        }
        (true, 1) => json!({ "legal_form": "sa", "income_tax": "corporate", "corporate_instalments": true, "large_company": true, "has_employees": true }),
        (true, 2) => {
            json!({ "legal_form": "sl", "income_tax": "corporate", "intra_community": true, "roi": true, "pays_professionals": true, "third_party_operations": true })
        }
        (true, 3) => json!({ "legal_form": "community_of_goods", "income_tax": "attribution", "third_party_operations": true }),
        (true, _) => json!({ "legal_form": "sl", "income_tax": "corporate", "related_operations": true, "capital_withholding": true }),
        (false, 0) => json!({ "legal_form": "individual", "income_tax": "objective", "vat_regime": "simplified" }),
        (false, 1) => json!({ "legal_form": "individual", "income_tax": "direct_simplified", "vat_regime": "exempt", "withheld_income": true }),
        (false, _) => json!({ "legal_form": "individual", "income_tax": "direct_simplified", "pays_professionals": at.is_multiple_of(2) }),
    }
}

/// The community of each province that the demo's clients are in.
fn community(province: &str) -> &'static str {
    match province {
        "ES-BI" | "ES-VI" => "ES-PV",
        "ES-O" => "ES-AS",
        "ES-SA" | "ES-VA" | "ES-LE" | "ES-BU" | "ES-P" => "ES-CL",
        "ES-V" | "ES-A" | "ES-CS" => "ES-VC",
        "ES-B" => "ES-CT",
        "ES-C" | "ES-PO" => "ES-GA",
        "ES-Z" => "ES-AR",
        "ES-CA" | "ES-H" | "ES-GR" | "ES-SE" | "ES-MA" => "ES-AN",
        "ES-MU" => "ES-MC",
        "ES-TO" => "ES-CM",
        "ES-NA" => "ES-NC",
        _ => "ES-MD",
    }
}

/// Fills a client's profile, accepts what follows, and files what is long due.
pub(super) async fn keep(tx: &Tx, practice: Id, (client, at): (Id, usize), (province, company): (&str, bool), (by, now): (&User, i64)) -> Result<()> {
    let today = format::local_date(&by.time_zone, now).unwrap_or_default();
    let hand = Hand { practice, by, visible_to: None, today, now };
    let mut body = json!({ "tax_authority": "aeat", "community": community(province), "vat_regime": "general" });
    for (field, value) in profile(at, company).as_object().into_iter().flatten() {
        body[field] = value.clone();
    }
    if province == "ES-BI" || province == "ES-VI" || province == "ES-NA" {
        body["tax_authority"] = json!(match province {
            "ES-BI" => "bizkaia",
            "ES-VI" => "alava",
            _ => "navarra",
        });
    }
    let (sight, body) = (Sight::api(Lang::Es, COUNTRY), Object::from(body));
    profiles::save(tx, hand, client, (None, None), &sight, |before: FiscalProfile, errors: &mut Invalid| PROFILE.patch(&body, before, &sight, errors)).await?;
    for year in years_about(today) {
        actions::accept(tx, hand, client, year, "").await?;
    }
    // What fell due more than ten days ago was filed, two days before; of a few clients something is late.
    let until = today.checked_sub(10.days()).unwrap_or(today);
    let due = Asked { client: Some(client), due: Some(("2000-01-01".into(), until.to_string())), ..Asked::default() };
    for (nth, own) in store::list(tx, practice, &due, None, 200).await?.into_iter().enumerate() {
        if at % 7 == 3 && nth % 9 == 8 {
            continue;
        }
        let filed = own.legal_due_on.parse::<jiff::civil::Date>().ok().and_then(|day| day.checked_sub(2.days()).ok()).unwrap_or(until);
        let paid = !own.direct_debit_on.is_empty() && nth % 2 == 0;
        let edit = Edit {
            state: Some(if paid { State::Paid } else { State::Filed }),
            filed_on: Some(filed.to_string()),
            paid_on: paid.then(|| own.legal_due_on.clone()),
            reference: Some(format!("{}{:09}", own.model.chars().take(3).collect::<String>(), at * 1000 + nth)),
            ..Edit::default()
        };
        actions::change(tx, hand, own.id, None, edit).await?;
    }
    let near = Asked {
        client: Some(client),
        state: Some("pending".into()),
        due: Some((today.to_string(), today.checked_add(2.months()).unwrap_or(today).to_string())),
        ..Asked::default()
    };
    for (nth, own) in store::list(tx, practice, &near, None, 50).await?.into_iter().enumerate() {
        let state = match (at + nth) % 4 {
            0 => State::InPreparation,
            1 => State::WaitingApproval,
            _ => continue,
        };
        actions::set_state(tx, hand, own.id, state).await?;
    }
    Ok(())
}
