//! The general ledger on a page: one account, how it moves, and what stands on the other side.

use axum::{Extension, extract::State, http::StatusCode};
use despacho_contacts::store as contacts;
use despacho_kernel::{Id, Invalid};
use despacho_ledger::{
    accounts::{Account, preferences::CHART, store as accounts},
    journal::{list::Slice, moved_store::PostingPlace},
    matching::store::{self as matches, OpenSum},
    reports::{
        beside::Beside,
        general_ledger::{Asked, brought, general_ledger},
        moved,
    },
};
use despacho_paper::Printer;
use despacho_platform::{Platform, t};
use despacho_settings::lists::{
    offer::{self, By},
    reference::{FOUND, Referable},
};
use despacho_ui::{InOrganization, Outcome, Query, api::json, components::empty, format, forms::Form, paging};
use maud::html;
use serde::Deserialize;

use super::{
    around,
    asked::{self, Ground, Params},
    bar, files,
    general_ledger_table::{Chosen, Contra, Seen},
    ticking::{self, Picked, Ticking},
    trial_balance_page::answer,
};

/// Postings of a page.
const PAGE: i64 = 100;

#[derive(Deserialize)]
pub struct Found {
    #[serde(default)]
    q: String,
}

/// Accounts by their code or name, for who sees the ledger and not the settings.
pub async fn accounts_found(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Found>) -> Outcome {
    let mut found = CHART.search(platform.db.read(), who.organization, &asked.q, FOUND + 1).await?;
    let more = paging::cut(&mut found, FOUND);
    let items: Vec<_> = found.iter().map(|row| serde_json::json!({ "id": row.id, "key": row.key, "label": row.label })).collect();
    Ok(json(StatusCode::OK, &serde_json::json!({ "items": items, "more": more })))
}

/// Contacts by their number or name, for whoever sees the ledger.
pub async fn contacts_found(State(platform): State<Platform>, who: InOrganization, Query(asked): Query<Found>) -> Outcome {
    let filter = contacts::Filter { search: asked.q, ..contacts::Filter::default() };
    let mut found = contacts::after(platform.db.read(), who.organization, &filter, 0, FOUND + 1).await?;
    let more = paging::cut(&mut found, FOUND);
    let items: Vec<_> = found.iter().map(|of| serde_json::json!({ "id": of.id, "key": of.number.to_string(), "label": of.label() })).collect();
    Ok(json(StatusCode::OK, &serde_json::json!({ "items": items, "more": more })))
}

/// Finds the accounts of a code, which may be a beginning that no account has.
fn choose(chart: Vec<Account>, code: &str, alone: bool) -> Option<Chosen> {
    let accounts: Vec<Account> = chart.into_iter().filter(|account| if alone { account.code == code } else { account.code.starts_with(code) }).collect();
    let named = accounts.iter().find(|account| account.code == code).cloned();
    let named = named.or_else(|| accounts.first().map(|_| Account { code: code.to_owned(), ..Account::default() }))?;
    Some(Chosen { named, accounts })
}

pub async fn show(State(platform): State<Platform>, Extension(printer): Extension<Printer>, who: InOrganization, Query(params): Query<Params>) -> Outcome {
    page((&platform, Some(&printer)), &who, &params, &Picked::default()).await
}

/// The ledger, with what is chosen on it; as a file where there is a printer to make one.
pub(super) async fn page((platform, printer): (&Platform, Option<&Printer>), who: &InOrganization, params: &Params, picked: &Picked) -> Outcome {
    let (lang, path, db) = (who.lang(), who.path("/reports/general-ledger"), platform.db.read());
    let ground = Ground::of(platform, who).await?;
    if let Some(address) = params.chosen(&ground, &path) {
        return Ok(asked::lead(platform, &address));
    }
    let mut errors = Invalid::new();
    let period = params.period(&ground, &mut errors);
    let (slice, tagging) = params.slice(platform, who, &mut errors).await?;
    let code = params.account.trim();
    let mut chosen = None;
    // A page is of some account; a file may be of all.
    let whole = printer.is_some() && files::kind(&params.format).is_some();
    if !code.is_empty() || whole {
        chosen = choose(accounts::all(db, who.organization).await?, code, !params.only.is_empty());
        if chosen.is_none() {
            errors.push("account", "account_unknown");
        }
    }
    let (whose, contact) = ticking::whose(db, who.organization, params, &mut errors).await?;
    let matched = match params.matched.as_str() {
        "open" => Some(false),
        "yes" => Some(true),
        _ => None,
    };
    let slice = Slice { whose, matched, ..slice };
    // What is open may be of an opening that was typed: what only carries on is left out of it anyhow.
    let closing = !params.closing.is_empty() || matched.is_some();
    let data = params.data(period);
    let form = Form::new(lang, &data, &errors);
    let control = chosen.iter().flat_map(|chosen| &chosen.accounts).any(|account| !account.control.is_empty());
    let settles = chosen.iter().flat_map(|chosen| &chosen.accounts).any(ticking::settles);
    let mut filter = html! {};
    let shown = match &chosen {
        _ if !errors.0.is_empty() => {
            let labels =
                [("from", lang.t("reports-from")), ("to", lang.t("reports-to")), ("account", lang.t("reports-account")), ("contact", lang.t("match-contact"))];
            html! { div.body { (form.summary_as(&labels)) } }
        }
        None => empty(&lang.t("general-ledger-choose"), html! { a.btn href=(who.path("/reports/trial-balance")) { (lang.t("trial-balance")) } }),
        Some(chosen) => {
            let (from, to) = (period.from.to_string(), period.to.to_string());
            let ids: Vec<Id> = chosen.accounts.iter().map(|account| account.id).collect();
            let printed = printer.zip(files::kind(&params.format));
            let kind = printed.map(|(_, kind)| kind);
            let asked = Asked { accounts: &ids, period, closing_entries: closing };
            let opening = brought(db, slice, asked).await?;
            let sums = moved::sums(db, slice, &ids, period, closing, None).await?;
            if let Some(most) = kind.map(files::Kind::most).filter(|most| sums.postings > *most) {
                return Err(Invalid::too_many("postings", most).into());
            }
            let after = paging::position::<PostingPlace>(&params.after)?.filter(|_| kind.is_none());
            let limit = kind.map_or(PAGE, files::Kind::most);
            let ledger = general_ledger(db, slice, asked, after.as_ref(), limit).await?;
            let contra = Contra::of(platform, who, &ledger.rows).await?;
            let beside = Beside::of(db, who.organization, &ledger.rows).await?;
            let open = if settles { matches::open_sum(db, who.organization, &ids, whose, &to).await? } else { OpenSum::default() };
            let ticking = Ticking { lang, who, ground: &ground, params, beside, open, picked, settles };
            filter = ticking.filter();
            let seen = Seen { lang, who, ground: &ground, params, chosen, period, opening, sums, ledger: &ledger, contra: &contra, ticking: &ticking };
            if let Some((printer, kind)) = printed {
                let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
                let name = t!(lang, "general-ledger-file", code = &code, from = from.as_str(), to = to.as_str());
                let title = lang.t("general-ledger");
                let title = if code.is_empty() { title } else { format!("{title} · {}", chosen.named.label()) };
                let head = files::head(lang, &ground, &title, &asked::named(lang, period), &[]);
                return Ok(files::file(printer, lang, kind, &name, (head, seen.file())).await?);
            }
            let mut told = vec![lang.t(if closing { "reports-with-closing" } else { "reports-without-closing" })];
            if seen.several() {
                told.push(t!(lang, "general-ledger-several", count = chosen.accounts.len()));
            }
            told.extend(bar::told_tag(&tagging, params));
            let around = around::Around { lang, who, ground: &ground, params, named: &chosen.named, accounts: &chosen.accounts };
            html! {
                (around.head(db, contact.as_ref()).await?)
                (bar::about(lang, &ground, &asked::named(lang, period), &told))
                (around.tabs(db, slice, period.to).await?)
                (seen.figures())
                div data-controller="ticking" data-ticking-lang-value=(lang.code()) data-ticking-digits-value=(ground.currency.digits) {
                    (ticking.bar())
                    @if matched == Some(false) && ledger.rows.is_empty() && params.after.is_empty() {
                        (empty(&t!(lang, "match-all-done", day = format::calendar_date(lang, "", period.to)), html! { a.btn href=(params.address(&path, &[("matched", "")])) { (lang.t("match-see-all")) } }))
                    } @else { (seen.table()) }
                }
            }
        }
    };
    let title = lang.t("general-ledger");
    let mut offered = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&data.text("account"))).await?;
    if !code.is_empty() && !offered.rows.iter().any(|(value, _)| value == code) {
        offered.rows.insert(0, (code.to_owned(), code.to_owned()));
    }
    let account = form.field("account").label(lang.t("reports-account"));
    let account = offered.into_field(account, lang.t("choose")).searched(who.path("/reports/accounts"), "key");
    let body = html! {
        (bar::ledger_head(lang, who, &title))
        section.card aria-label=(title) {
            (bar::form(lang, &path, html! {
                div.wide { (account) }
                @if control || !params.contact.is_empty() { (ticking::contact_field(&form, who, contact.as_ref())) }
                (bar::period(&form, period, false)) (filter) (bar::tag(lang, &tagging, params)) (bar::tick(lang, "closing", "reports-closing", !params.closing.is_empty()))
            }))
            (bar::frame(shown))
        }
    };
    if picked.errors.0.is_empty() {
        return answer(platform, who, &title, &body, &errors).await;
    }
    answer(platform, who, &title, &body, &picked.errors).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(code: &str) -> Account {
        Account { code: code.into(), name: format!("n{code}"), ..Account::default() }
    }

    #[test]
    fn a_code_means_itself_and_what_it_begins() {
        let chart = || ["43", "430", "4300", "44"].map(account).to_vec();
        let of = |code: &str, alone: bool| choose(chart(), code, alone).map(|c| (c.named.label(), c.accounts.into_iter().map(|a| a.code).collect::<Vec<_>>()));
        assert_eq!(of("430", false), Some(("430 n430".into(), vec!["430".into(), "4300".into()])));
        assert_eq!(of("430", true), Some(("430 n430".into(), vec!["430".into()])));
        assert_eq!(of("4", false).map(|(label, all)| (label, all.len())), Some(("4 ".into(), 4)));
        assert_eq!(of("4", true), None);
        assert_eq!(of("9", false), None);
    }
}
