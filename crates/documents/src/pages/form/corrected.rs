//! Where a correction begins: with the invoice or the bill that it corrects.

use despacho_kernel::number::Notation;
use despacho_kernel::{Invalid, place::Currency};
use despacho_ledger::api::common::currency;
use despacho_organizations::frame::framed;
use despacho_platform::{Platform, Result, t};
use despacho_ui::{
    InOrganization,
    components::{empty, head},
    fields::notation,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::super::{
    list::today,
    rows::{self, key, money},
};
use crate::{
    kind::Kind,
    open::store as open,
    store::{self, Filter},
};

/// Documents that are offered; who does not see theirs looks for it.
const OFFERED: i64 = 30;

/// The issued documents that one of `kind` may correct, the latest first, of which those that hold the words of `asked`.
pub async fn page(platform: &Platform, who: &InOrganization, (kind, of): (Kind, Kind), asked: &str) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let amounts: (&'static Currency, Notation) = (currency(platform, who.organization).await?, notation(lang));
    let search = asked.chars().take(200).collect();
    let filter = Filter { kind: of.word().into(), search, amounts: Some(amounts), status: "standing".into(), ..Filter::default() };
    let mut found = store::page(db, who.organization, &filter, None, OFFERED + 1).await?;
    let more = despacho_ui::paging::cut(&mut found, OFFERED);
    let left = open::left(db, who.organization, &found.iter().map(|document| document.id).collect::<Vec<_>>()).await?;
    let today = today(platform, who.organization).await?;
    let mut data = FormData::default();
    data.set("q", asked);
    let errors = Invalid::new();
    let form = Form::new(lang, &data, &errors);
    let title = lang.t(&format!("document-new-{}", key(kind.word())));
    let new = |corrects: &str| who.path(&format!("/{}/new?corrects={corrects}", kind.path()));
    let body = html! {
        p.crumbs { a href=(who.path(&format!("/{}", kind.path()))) { (lang.t(kind.title())) } }
        (head(&title, html! { a.btn href=(new("none")) { (lang.t(&format!("document-corrects-none-{}", key(of.word())))) } }))
        p.lead.muted { (t!(lang, "document-corrects-which", kind = of.word())) }
        form.filters.of-entries method="get" role="search" aria-label=(lang.t("filters")) {
            (form.field("q").kind("search").label(lang.t("documents-search")).optional().focused())
            button.btn type="submit" { (lang.t("filter")) }
        }
        section.card {
            @if found.is_empty() { (empty(&lang.t("documents-none"), html! {})) }
            @else { table.dense.entry-list.two {
                caption.vh { (lang.t(of.title())) }
                thead { tr {
                    th scope="col" { (lang.t("document-number")) } th scope="col" { (lang.t("field-date")) } th scope="col" { (lang.t("document-contact")) }
                    th.num scope="col" { (lang.t("document-amount")) } th scope="col" { (lang.t("field-status")) }
                } }
                tbody { @for document in &found {
                    @let of_this = left.get(&document.id).copied().unwrap_or(0);
                    tr {
                        td.code.meta { (document.number) span.n-date { (format::stored_date(lang, &document.date)) } }
                        td.gone.code { (format::stored_date(lang, &document.date)) }
                        td.text.clip { a.to href=(new(&document.id.to_string())) { (document.contact_name) @if !document.vendor_number.is_empty() { " · " (document.vendor_number) } } }
                        td.num { (money(lang, document, document.payable)) }
                        td.st { (rows::tag(lang, of, document, of_this, &today)) }
                    }
                } }
            } }
            @if more { div.body { p.muted { (lang.t("document-corrects-more")) } } }
        }
    };
    framed(platform, who, kind.path(), &title, &body).await
}
