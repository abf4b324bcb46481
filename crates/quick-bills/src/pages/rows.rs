//! The bills of a batch, the last on top, with what they come to.

use std::collections::HashMap;

use despacho_documents::{
    document::{Document, DocumentLine, DocumentTax},
    store as documents,
};
use despacho_kernel::{Id, place::Currency};
use despacho_ledger::accounts::{Account, store as accounts};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, confirm::Confirm, format};
use maud::{Markup, html};

use crate::{
    batch::{Batch, Row, Sums},
    store,
};

/// Rows that are shown.
const SHOWN: i64 = 100;

/// What a batch shows.
pub struct Bills {
    pub sums: Sums,
    rows: Vec<Row>,
    documents: HashMap<Id, Document>,
    lines: HashMap<Id, Vec<DocumentLine>>,
    taxes: HashMap<Id, Vec<DocumentTax>>,
    accounts: HashMap<Id, Account>,
}

impl Bills {
    /// Reads a batch; nothing where there is none yet.
    pub async fn of(db: &dyn Connection, organization: Id, batch: Option<&Batch>) -> Result<Self> {
        let (rows, sums) = match batch {
            Some(batch) => (store::rows(db, organization, batch.id, SHOWN).await?, store::sums(db, organization, batch.id).await?),
            None => (vec![], Sums::default()),
        };
        let ids: Vec<Id> = rows.iter().map(|row| row.document_id).collect();
        let mut lines: HashMap<Id, Vec<DocumentLine>> = HashMap::new();
        for line in documents::lines(db, organization, &ids).await? {
            lines.entry(line.document_id).or_default().push(line);
        }
        let mut taxes: HashMap<Id, Vec<DocumentTax>> = HashMap::new();
        for tax in documents::taxes(db, organization, &ids).await? {
            taxes.entry(tax.document_id).or_default().push(tax);
        }
        let mut named: Vec<Id> = lines.values().flatten().map(|line| line.account_id).collect();
        named.sort_unstable();
        named.dedup();
        Ok(Self {
            documents: documents::of_ids(db, organization, &ids).await?.into_iter().map(|of| (of.id, of)).collect(),
            accounts: accounts::of_ids(db, organization, &named).await?.into_iter().map(|of| (of.id, of)).collect(),
            rows,
            sums,
            lines,
            taxes,
        })
    }

    /// The bill that was registered last.
    pub fn last(&self) -> Option<&Document> {
        self.rows.first().and_then(|row| self.documents.get(&row.document_id))
    }

    fn rates(&self, lang: Lang, id: Id, withheld: bool) -> String {
        let of = self.taxes.get(&id).into_iter().flatten().filter(|tax| (tax.effect == "withheld") == withheld && tax.rate != "0");
        let mut all: Vec<String> = of.map(|tax| format::percent(lang, tax.rate.trim_start_matches('-'))).collect();
        all.dedup();
        all.join(" + ")
    }

    fn row(&self, who: &InOrganization, row: &Row, at: Option<Id>) -> Markup {
        let lang = who.lang();
        let Some(document) = self.documents.get(&row.document_id) else { return html! {} };
        let digits = document.own_currency().map_or(2, |currency| currency.digits);
        let amount = |minor: i64| format::amount(lang, minor, digits);
        let account = self.lines.get(&document.id).and_then(|lines| self.accounts.get(&lines.first()?.account_id));
        let (path, undoing) = (who.path(&format!("/bills/{}", document.id)), who.path(&format!("/quick-bills/rows/{}/undoing", document.id)));
        let void = document.stage != "issued";
        let name = format!("{} · {}", document.contact_name, document.vendor_number);
        html! {
            tr aria-current=[(at == Some(document.id)).then_some("true")] {
                td.b {
                    a.to href=(path) { b { (document.contact_name) } }
                    span.mini { (document.number) " · " (document.vendor_number) " · " (format::stored_date(lang, &document.date)) @if void { " · " span.tag.warn { (lang.t("quick-bill-void")) } } }
                }
                td.w data-l=(lang.t("quick-bill-account")) { @if let Some(account) = account { span.code { (account.code) } " " span.mini { (account.name) } } }
                td.num.off data-l=(lang.t("quick-bill-base")) { (amount(document.net)) }
                td.num.off data-l=(lang.t("quick-bill-tax")) { (amount(document.taxes)) span.mini { (self.rates(lang, document.id, false)) } }
                td.num.off data-l=(lang.t("quick-bill-withheld")) { @if document.withheld != 0 { (amount(-document.withheld)) span.mini { (self.rates(lang, document.id, true)) } } }
                td.num.e data-l=(lang.t("quick-bill-total")) { (amount(document.payable)) @if row.payment_id.is_some() { span.mini { (lang.t("quick-bill-was-paid")) } } }
                td.act {
                    @if !void { a.btn.small.quiet href=(who.path(&format!("/quick-bills?row={}", document.id))) aria-label=(t!(lang, "quick-bill-correct-named", name = name.as_str())) { (lang.t("quick-bill-correct")) } " " }
                    (Confirm::new(lang, &undoing, lang.t("undo"), t!(lang, "quick-bill-undo-question", name = name.as_str())).about(lang.t("quick-bill-undo-about")).class("btn small quiet"))
                }
            }
        }
    }

    /// The card of the batch. `at` is the bill that is being put right.
    pub fn card(&self, who: &InOrganization, currency: &'static Currency, at: Option<Id>) -> Markup {
        let lang = who.lang();
        let sums = &self.sums;
        let amount = |minor: i64| format::amount(lang, minor, currency.digits);
        html! {
            section.card.batch #batch {
                header.line {
                    h2 { (lang.t("quick-bill-batch")) }
                    @if sums.bills > 0 { span.muted { (t!(lang, "quick-bill-batch-about", count = sums.bills, first = sums.first.as_str(), last = sums.last.as_str())) } }
                    @if let Some(last) = self.last() {
                        form.inline method="post" action=(who.path(&format!("/quick-bills/rows/{}/undoing", last.id))) { button.btn.small.quiet #undo-last type="submit" { (lang.t("quick-bill-undo-last")) " " kbd.hands { "Ctrl Z" } } }
                    }
                }
                @if self.rows.is_empty() { div.body { p.muted { (lang.t("quick-bill-none")) } } }
                @else {
                    table.dense.bills {
                        caption.vh { (lang.t("quick-bill-batch-caption")) }
                        thead { tr {
                            th scope="col" { (lang.t("quick-bill-column-vendor")) }
                            th scope="col" { (lang.t("quick-bill-account")) }
                            th.num scope="col" { (lang.t("quick-bill-base")) }
                            th.num scope="col" { (lang.t("quick-bill-tax")) }
                            th.num scope="col" { (lang.t("quick-bill-withheld")) }
                            th.num scope="col" { (lang.t("quick-bill-total")) }
                            th scope="col" { span.vh { (lang.t("actions")) } }
                        } }
                        tbody { @for row in &self.rows { (self.row(who, row, at)) } }
                        tfoot { tr {
                            th scope="row" colspan="2" { (lang.t("quick-bill-sum")) }
                            td.num data-l=(lang.t("quick-bill-base")) { (amount(sums.net)) }
                            td.num data-l=(lang.t("quick-bill-tax")) { (amount(sums.taxes)) }
                            td.num data-l=(lang.t("quick-bill-withheld")) { @if sums.withheld != 0 { (amount(-sums.withheld)) } }
                            td.num.e data-l=(lang.t("quick-bill-total")) { (amount(sums.payable)) }
                            td {}
                        } }
                    }
                    @if sums.bills > SHOWN { p.told { (t!(lang, "quick-bill-shown", max = SHOWN)) " " a.link href=(who.path("/bills")) { (lang.t("quick-bill-all")) } } }
                }
            }
        }
    }
}
