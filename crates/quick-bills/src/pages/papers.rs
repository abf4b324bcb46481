//! The documents beside the line: the one that is typed from, with what was read of it marked, and the form that brings them.

use despacho_bill_files::Read;
use despacho_documents::ground::Ground;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Result, files, files::kind::Kind, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, assets::icon, components::files_input, confirm::Confirm, error::message, format, received::AT_ONCE};
use maud::{Markup, html};
use rust_decimal::Decimal;

use crate::{
    paper::{MOST, Paper, State},
    paper_store as store,
};

/// The documents that are no bill's yet, and the one that is shown.
pub struct Papers {
    all: Vec<Paper>,
    at: Option<usize>,
    shown: Kind,
}

/// Which document is asked for: its id, `none`, or the first that waits.
pub async fn of(db: &dyn Connection, organization: Id, asked: &str) -> Result<Papers> {
    let all = store::waiting(db, organization, MOST).await?;
    let at = match asked {
        "none" => None,
        asked => match asked.parse::<Id>() {
            Ok(id) => Some(all.iter().position(|paper| paper.id == id).ok_or(Error::NotFound)?),
            Err(_) => (!all.is_empty()).then_some(0),
        },
    };
    let shown = match at {
        Some(at) => files::store::find(db, organization, all[at].id).await?.kind.parse().unwrap_or(Kind::Other),
        None => Kind::Other,
    };
    Ok(Papers { all, at, shown })
}

impl Papers {
    /// The one that is shown.
    pub fn current(&self) -> Option<&Paper> {
        self.at.map(|at| &self.all[at])
    }

    /// How many there are.
    pub fn left(&self) -> usize {
        self.all.len()
    }

    fn go(&self, who: &InOrganization, by: isize, key: &str, symbol: &'static str) -> Markup {
        let to = self.at.and_then(|at| at.checked_add_signed(by)).and_then(|at| self.all.get(at));
        let label = who.lang().t(key);
        html! { @if let Some(paper) = to { a.iconbtn href=(who.path(&format!("/quick-bills?paper={}", paper.id))) aria-label=(label) title=(label) data-quick-go=(by) { (icon(symbol)) } } }
    }

    /// The document that is typed from.
    pub fn viewer(&self, who: &InOrganization, ground: &Ground) -> Markup {
        let lang = who.lang();
        let Some((at, paper)) = self.at.zip(self.current()) else { return html! {} };
        let path = who.path(&format!("/quick-bills/papers/{}", paper.id));
        let (aside, removal) = (format!("{path}/setting-aside"), format!("{path}/removal"));
        html! {
            section.viewer aria-label=(lang.t("quick-paper")) {
                header {
                    p { (t!(lang, "quick-paper-at", at = at + 1, all = self.all.len(), name = paper.name.as_str())) }
                    (self.go(who, -1, "quick-paper-before", "chevron-left"))
                    (self.go(who, 1, "quick-paper-next", "chevron-right"))
                }
                @if paper.state == State::Aside.word() { p.note.warn { (t!(lang, "quick-paper-aside", reason = paper.reason.as_str())) } }
                div.desk tabindex="0" role="region" aria-label=(paper.name) {
                    @if let Some(read) = paper.read() {
                        @for note in notes(lang, &read, ground) { p.note.warn { (note) } }
                        (sheet(lang, &read))
                    } @else if matches!(self.shown, Kind::Png | Kind::Jpeg | Kind::Gif | Kind::Webp) {
                        img src=(format!("{path}?inline=true")) alt=(paper.name);
                    } @else { p.muted { (lang.t("quick-paper-unread")) } }
                }
                footer {
                    @if self.shown.is_shown() { a.btn.small href=(format!("{path}?inline=true")) target="_blank" rel="noopener" { (lang.t("quick-paper-open")) } }
                    @else { a.btn.small href=(path) download data-turbo="false" { (icon("download")) (lang.t("quick-paper-save")) } }
                    details.aside {
                        summary.btn.small { (lang.t("quick-paper-set-aside")) }
                        form method="post" action=(aside) {
                            label for="aside-reason" { (lang.t("quick-paper-reason")) }
                            input #aside-reason name="reason" maxlength="300" required autocomplete="off";
                            button.btn.small type="submit" { (lang.t("quick-paper-set-aside")) }
                        }
                    }
                    (Confirm::new(lang, &removal, lang.t("remove"), t!(lang, "quick-paper-remove-question", name = paper.name.as_str())).about(lang.t("quick-paper-remove-about")).class("btn small quiet"))
                    a.btn.small.quiet href=(who.path("/quick-bills?paper=none")) { (lang.t("quick-paper-without")) }
                }
            }
        }
    }
}

/// What is to be minded of a document.
fn notes(lang: Lang, read: &Read, ground: &Ground) -> Vec<String> {
    let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let own = plain(&ground.organization.tax_id);
    let mut all = vec![];
    if !own.is_empty() && !read.buyer_tax_id.is_empty() && !read.buyer_tax_id.ends_with(&own) {
        all.push(t!(lang, "quick-paper-other-buyer", id = read.buyer_tax_id.as_str()));
    }
    if !read.currency.is_empty() && read.currency != ground.currency.code {
        all.push(t!(lang, "quick-paper-other-currency", currency = read.currency.as_str()));
    }
    if read.corrects {
        all.push(lang.t("quick-paper-corrects"));
    }
    all
}

/// What was read, as a sheet: each mark is what a cell is proposed.
fn sheet(lang: Lang, read: &Read) -> Markup {
    // As papers have it: two decimals at least.
    let amount = |number: &str| number.parse::<Decimal>().map_or_else(|_| number.to_owned(), |number| format::decimal(lang, &format!("{number:.2}")));
    let percent = |number: &str| format::percent(lang, number);
    let mark = |of: &str, text: &str| html! { @if !text.is_empty() { mark data-of=(of) { (text) } } };
    let day = |day: &str| if day.is_empty() { String::new() } else { format::stored_date(lang, day) };
    html! {
        div.read-sheet {
            div.two {
                div { h3 { (read.seller_name) } p { (mark("vendor", &read.seller_tax_id)) } }
                div { h3 { (lang.t("quick-paper-invoice")) } p { (lang.t("quick-bill-number")) " " (mark("number", &read.number)) br; (lang.t("field-date")) " " (mark("date", &day(&read.date))) } }
            }
            @if !read.lines.is_empty() { table {
                caption.vh { (lang.t("document-lines")) }
                tbody { @for (text, net) in &read.lines { tr { td { (text) } td.num { (amount(net)) } } } }
            } }
            table {
                caption.vh { (lang.t("document-totals")) }
                tbody {
                    @for (at, of) in read.charged.iter().enumerate() {
                        tr { th scope="row" { (lang.t("quick-bill-base")) } td.num { (mark(&crate::line::cell(at, "base"), &amount(&of.base))) } }
                        tr { th scope="row" { (lang.t("quick-bill-tax")) " " (percent(&of.rate)) } td.num { (mark(&crate::line::cell(at, "quota"), &amount(&of.amount))) } }
                    }
                    @if let Some((rate, of)) = &read.withheld { tr { th scope="row" { (lang.t("quick-bill-withheld")) " " (percent(rate)) } td.num { "−" (mark("withheld", &amount(of))) } } }
                    @if let Some(total) = &read.payable { tr.sum { th scope="row" { (lang.t("quick-bill-total")) } td.num { (mark("total", &amount(total))) } } }
                }
            }
            @if !read.due.is_empty() { p { (lang.t("document-due-on")) " " (mark("due_date", &day(&read.due))) } }
        }
    }
}

/// The form that brings documents; `refused` are those that were just sent and not kept.
pub fn form(who: &InOrganization, refused: &[(String, Invalid)]) -> Markup {
    let lang = who.lang();
    html! {
        details.bring open[!refused.is_empty()] {
            summary.btn { (icon("paperclip")) (lang.t("quick-paper-bring")) }
            form.card.stack method="post" action=(who.path("/quick-bills/papers")) enctype="multipart/form-data" novalidate {
                div.field.error[!refused.is_empty()] {
                    div.label { label for="f-file" { (lang.t("quick-paper-files")) } }
                    (files_input("file", None, true, !refused.is_empty(), true))
                    div.help #f-file-help {
                        @if refused.is_empty() { (t!(lang, "quick-paper-files-help", max = AT_ONCE)) }
                        @for (name, why) in refused { @for error in &why.0 { p { @if !name.is_empty() { b { bdi { (name) } } ": " } (message(lang, error)) } } }
                    }
                }
                button.btn.primary type="submit" { (lang.t("quick-paper-bring")) }
            }
        }
    }
}
