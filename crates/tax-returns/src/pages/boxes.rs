//! The boxes of a return, each opening to its documents.

use despacho_documents::kind::Kind;
use despacho_kernel::Id;
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_taxes::forms::{Form, Line};
use despacho_ui::{InOrganization, format, paging};
use maud::{Markup, html};

use super::words::word;
use crate::{
    ground::Ground,
    returns::{self, BoxDocument, Figure, Return},
};

/// Documents below a box.
const SHOWN: i64 = 20;

/// What is looked at.
pub struct Seen<'a> {
    pub lang: Lang,
    pub who: &'a InOrganization,
    pub ground: &'a Ground,
    pub of: &'a Return,
    /// Whether empty lines are shown.
    pub all: bool,
}

/// A box that is open: its documents, how many there are, and the place after those that are shown.
pub struct Opened<'a> {
    figure: &'a Figure,
    documents: Vec<BoxDocument>,
    count: i64,
    first: bool,
    next: Option<String>,
}

/// Opens a box from beyond a place; none that has no documents.
pub async fn opened<'a>(db: &dyn Connection, ground: &Ground, of: &'a Return, number: &str, after: &str) -> Result<Option<Opened<'a>>> {
    let Some(figure) = of.figure(number).filter(|figure| figure.opens) else { return Ok(None) };
    let (date, id): (String, Id) = paging::position(after)?.unwrap_or((String::new(), Id::nil()));
    let mut documents = returns::behind(db, ground, of, figure, (&date, id), SHOWN + 1).await?;
    let more = paging::cut(&mut documents, SHOWN);
    let count = returns::count_behind(db, ground, of, figure).await?;
    let next = documents.last().filter(|_| more).map(|of| paging::encode(&(&of.document.date, of.document.id)));
    Ok(Some(Opened { figure, documents, count, first: after.is_empty(), next }))
}

impl Seen<'_> {
    fn address(&self, open: &str, after: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("all", if self.all { "1" } else { "" }), ("open", open), ("after", after)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        let query = query.finish();
        let path = self.who.path(&format!("/tax-returns/{}/{}", self.of.form.model, self.of.period.text()));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// A figure; one with documents opens and closes them.
    fn figure(&self, number: Option<&str>, open: Option<&str>) -> Markup {
        let (lang, digits) = (self.lang, self.ground.currency.digits);
        let Some(figure) = number.and_then(|number| self.of.figure(number)) else { return html! { td.bxc {} td.num {} } };
        let text = if figure.is_count() { format::number(lang, figure.value) } else { format::amount(lang, figure.value, digits) };
        let is_open = open == Some(figure.number);
        let label = t!(lang, "tax-box-opens", number = figure.number, amount = text.as_str());
        html! {
            td.bxc { span.bx { (figure.number) } }
            td.num {
                @if !figure.opens { (text) } @else {
                    a.figure-btn #{ "box-" (figure.number) } href={ (self.address(if is_open { "" } else { figure.number }, "")) "#box-" (figure.number) }
                        aria-expanded=(if is_open { "true" } else { "false" }) aria-label=(label) autofocus[is_open] { (text) }
                }
            }
        }
    }

    fn documents(&self, opened: &Opened<'_>, columns: usize) -> Markup {
        let (lang, who, digits) = (self.lang, self.who, self.ground.currency.digits);
        let (es, en) = Form::label(opened.figure.line, opened.figure.number);
        html! {
            tr.docs { td colspan=(columns) {
                table {
                    caption.vh { (t!(lang, "tax-box-documents", number = opened.figure.number)) }
                    thead { tr {
                        th scope="col" { (lang.t("tax-number")) } th.off scope="col" { (lang.t("field-date")) }
                        th scope="col" { (lang.t("document-contact")) } th.num scope="col" { (if lang == Lang::Es { es } else { en }) }
                    } }
                    tbody { @for of in &opened.documents {
                        @let document = &of.document;
                        tr {
                            td { @if let Ok(kind) = document.kind.parse::<Kind>() { a.link href=(who.path(&format!("/{}/{}", kind.path(), document.id))) { (document.number) } } }
                            td.off { (format::stored_date(lang, &document.date)) }
                            td { (document.contact_name) }
                            td.num { (format::amount(lang, of.amount, digits)) }
                        }
                    } }
                    tfoot { tr {
                        th scope="row" { (lang.t("reports-total")) } td.off {}
                        td { (t!(lang, "tax-documents-count", count = opened.count)) }
                        td.num { (format::amount(lang, opened.figure.value, digits)) }
                    } }
                }
                @if !opened.first || opened.next.is_some() {
                    nav.pages aria-label=(lang.t("pages")) {
                        p {}
                        @if !opened.first { a.btn href=(self.address(opened.figure.number, "")) { (lang.t("reports-first-page")) } }
                        @if let Some(next) = &opened.next { a.btn rel="next" href=(self.address(opened.figure.number, next)) { (lang.t("pages-next")) } }
                    }
                }
            } }
        }
    }

    fn is_shown(&self, line: &Line) -> bool {
        let is = |number: &Option<String>| number.as_deref().and_then(|number| self.of.figure(number)).is_some_and(|figure| figure.value != 0 || figure.opens);
        self.all || is(&line.count) || is(&line.base) || is(&line.amount) || line.amount.is_some() && line.amount == self.of.form.result
    }

    fn line(&self, line: &Line, counts: bool, opened: Option<&Opened<'_>>) -> Markup {
        let (es, en) = line.name();
        let own = opened.filter(|opened| std::ptr::eq(opened.figure.line, line));
        let open = own.map(|opened| opened.figure.number);
        let last = line.amount.is_some() && line.amount == self.of.form.result;
        html! {
            tr.total[line.is_sum()].final[last].open[own.is_some()].one[line.base.is_none() && line.count.is_none()] {
                th scope="row" { (if self.lang == Lang::Es { es } else { en }) }
                @if counts { (self.figure(line.count.as_deref(), None)) }
                (self.figure(line.base.as_deref(), open))
                (self.figure(line.amount.as_deref(), open))
            }
            @if let Some(opened) = own { (self.documents(opened, if counts { 7 } else { 5 })) }
        }
    }

    /// The card of the boxes.
    pub fn card(&self, opened: Option<&Opened<'_>>) -> Markup {
        let (lang, form) = (self.lang, self.of.form);
        let counts = form.lines().any(|line| line.count.is_some());
        let withheld = form.lines().any(|line| line.withheld);
        let title = lang.t("tax-boxes");
        html! {
            section.card aria-label=(title) {
                header.line {
                    h2 { (title) }
                    a.btn.quiet href=(Seen { all: !self.all, ..*self }.address("", "")) { (lang.t(if self.all { "tax-boxes-filled" } else { "tax-boxes-all" })) }
                }
                table.boxes {
                    caption.vh { (title) " " (form.model) }
                    thead { tr {
                        th scope="col" { (lang.t("tax-concept")) }
                        @if counts { th scope="col" { span.vh { (lang.t("tax-box-of-count")) } } th.num scope="col" { (lang.t("tax-count")) } }
                        th scope="col" { span.vh { (lang.t("tax-box-of-base")) } } th.num scope="col" { (lang.t("tax-base")) }
                        th scope="col" { span.vh { (lang.t("tax-box-of-amount")) } } th.num scope="col" { (lang.t(if withheld { "tax-withheld" } else { "tax-amount" })) }
                    } }
                    @for section in form.sections.iter().filter(|section| section.lines.iter().any(|line| self.is_shown(line))) {
                        tbody {
                            tr.group { th scope="rowgroup" colspan=(if counts { 7 } else { 5 }) { (word(lang, &section.name)) } }
                            @for line in section.lines.iter().filter(|line| self.is_shown(line)) { (self.line(line, counts, opened)) }
                        }
                    }
                }
            }
        }
    }
}
