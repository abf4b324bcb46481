//! What the search box finds in an organization's books: entries by number, document, text, contact and amount; contacts; and the ledger's pages.

use despacho_contacts::{Contact, store as contacts};
use despacho_documents::{document::Document, kind::Kind, pages::rows, store as documents};
use despacho_kernel::{access::OrganizationRight as R, place};
use despacho_ledger::{
    journal::{
        entry::Journal,
        list::Filter,
        store::{self as journal, JournalEntry},
        view,
    },
    reports::REPORTS,
};
use despacho_organizations::store as organizations;
use despacho_platform::{Platform, Result, i18n::Lang};
use despacho_ui::{InOrganization, fields::notation, format};

use super::hit::{Hit, Part, SHOWN};

/// The pages of the ledger that a member reads.
pub(super) fn pages(who: &InOrganization) -> Vec<Hit> {
    let lang = who.lang();
    let page = |path: &str, key: &str| Hit::page(&who.path(path), lang.t(key));
    let mut all = vec![];
    if who.may(R::ReadLedger) {
        all.extend([page("/journal-entries", "entries")]);
        all.extend(REPORTS.iter().map(|(path, _, key, about)| Hit { about: lang.t(about), ..page(&format!("/reports/{path}"), key) }));
        all.extend([
            page("/entry-templates", "templates"),
            page("/recurring-entries", "recurring"),
            page("/budgets", "budgets"),
            page("/contacts", "nav-contacts"),
            page("/items", "items-title"),
            page("/payments-received", "payments-received"),
            page("/payments-made", "payments-made"),
            page("/recurring-invoices", "nav-recurring-invoices"),
            page("/bank-accounts", "nav-banks"),
            page("/tax-returns", "nav-tax-returns"),
        ]);
        all.extend(Kind::ALL.iter().map(|kind| page(&format!("/{}", kind.path()), kind.title())));
    }
    if who.may(R::PostEntries) {
        all.extend([
            page("/journal-entries/new", "entry-new"),
            page("/opening-balances", "opening-balances"),
            page("/journal-imports", "diary-title"),
            page("/quick-bills", "quick-bill-title"),
        ]);
    }
    if who.may(R::ClosePeriods) {
        all.extend([page("/fiscal-years", "nav-fiscal-years"), page("/period-locks", "period-locks")]);
    }
    all
}

fn hit(who: &InOrganization, lang: Lang, entry: &JournalEntry, currency: &place::Currency) -> Hit {
    let called = view::name(lang, entry);
    let name = if entry.description.is_empty() { called } else { format!("{called} · {}", entry.description) };
    let mut about = vec![format::stored_date(lang, &entry.date)];
    if entry.journal != Journal::General.word() {
        about.push(lang.t(&format!("journal-{}", entry.journal)));
    }
    about.extend(Some(entry.reference.clone()).filter(|text| !text.is_empty()));
    about.extend((entry.total != 0).then(|| format::money(lang, entry.total, currency)));
    Hit { path: who.path(&format!("/journal-entries/{}", entry.id)), name, about: about.join(" · ") }
}

/// The entries that were asked for, the latest first.
pub(super) async fn entries(platform: &Platform, who: &InOrganization, asked: &str) -> Result<Part> {
    let (lang, db) = (who.lang(), platform.db.read());
    if !who.may(R::ReadLedger) {
        return Ok(Part::none(lang.t("entries")));
    }
    let currency = organizations::currency(db, who.organization).await?;
    let filter = Filter { search: asked.to_owned(), amounts: Some((currency, notation(lang))), ..Filter::default() };
    let found = journal::page(db, who.organization, &filter, None, SHOWN + 1).await?;
    Ok(Part::first(lang.t("entries"), found, |entry| hit(who, lang, &entry, currency), &who.path("/journal-entries"), &[("q", asked)]))
}

/// The documents of sales and purchases that were asked for, by their kinds, each the latest first.
pub(super) async fn papers(platform: &Platform, who: &InOrganization, asked: &str) -> Result<Vec<Part>> {
    let (lang, db) = (who.lang(), platform.db.read());
    if !who.may(R::ReadLedger) {
        return Ok(vec![]);
    }
    let amounts = Some((organizations::currency(db, who.organization).await?, notation(lang)));
    let mut parts = vec![];
    for kind in Kind::ALL {
        let filter = documents::Filter { kind: kind.word().into(), search: asked.to_owned(), amounts, ..documents::Filter::default() };
        let found = documents::page(db, who.organization, &filter, None, SHOWN + 1).await?;
        let hit = |document: Document| {
            let about = [format::stored_date(lang, &document.date), document.vendor_number.clone(), rows::money(lang, &document, document.payable)];
            Hit {
                path: rows::path_of(who, *kind, document.id),
                name: format!("{} · {}", rows::name(lang, &document), document.contact_name),
                about: about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
            }
        };
        parts.push(Part::first(lang.t(kind.title()), found, hit, &who.path(&format!("/{}", kind.path())), &[("q", asked)]));
    }
    Ok(parts)
}

/// The contacts that were asked for.
pub(super) async fn people(platform: &Platform, who: &InOrganization, asked: &str) -> Result<Part> {
    let lang = who.lang();
    if !who.may(R::ReadLedger) {
        return Ok(Part::none(lang.t("nav-contacts")));
    }
    let filter = contacts::Filter { search: asked.to_owned(), ..contacts::Filter::default() };
    let found = contacts::after(platform.db.read(), who.organization, &filter, 0, SHOWN + 1).await?;
    let hit = |contact: Contact| Hit { path: who.path(&format!("/contacts/{}", contact.id)), name: contact.label(), about: contact.tax_id };
    Ok(Part::first(lang.t("nav-contacts"), found, hit, &who.path("/contacts"), &[("q", asked)]))
}
