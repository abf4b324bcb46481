//! How a return stands, beside its boxes: its state, what was filed, what filing writes, and what changed since.

use despacho_documents::kind::Kind;
use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::{i18n::Lang, t};
use despacho_taxes::forms::{Corrects, Form};
use despacho_ui::{InOrganization, assets::icon, components::version, format};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{list, sheet};
use crate::{
    filing::{Filing, Outcome, State},
    filing_store::CHANGED,
    ground::Ground,
    settlement::Plan,
    standing::Standing,
};

/// What is looked at.
pub struct Looked<'a> {
    pub lang: Lang,
    pub who: &'a InOrganization,
    pub ground: &'a Ground,
    pub of: &'a Standing,
}

impl Looked<'_> {
    /// The address of the return, or of something of it.
    pub fn path(&self, of: &str) -> String {
        self.who.path(&format!("/tax-returns/{}/{}{of}", self.of.shown.form.model, self.of.shown.period.text()))
    }

    fn amount(&self, minor: i64) -> String {
        format::amount(self.lang, minor, self.ground.currency.digits)
    }

    /// What can be done now, the next step first in weight.
    pub fn deeds(&self) -> Markup {
        let (lang, state) = (self.lang, self.of.state());
        let files = self.who.may(R::ClosePeriods);
        let last = self.of.last();
        let unfiled = matches!(state, State::Draft | State::Approved);
        let written = sheet::layout_of(self.ground, self.of).is_some();
        html! {
            a.btn href=(self.path("/sheet?format=pdf")) download data-turbo="false" { (lang.t(if last.is_some_and(Filing::is_filed) { "tax-sheet-pdf" } else { "tax-sheet-draft-pdf" })) }
            @if written { a.btn href=(self.path("/sheet?format=aeat")) download data-turbo="false" { (lang.t("tax-make-file")) } }
            @if self.who.may(R::UndoFilings) && last.is_some() { a.btn href=(self.path("/reopening")) { (lang.t(undoing(state))) } }
            @if files && state == State::Draft {
                form.inline method="post" action=(self.path("/approval")) {
                    input type="hidden" name="fingerprint" value=(self.of.fingerprint()); (version(self.of.version()))
                    button.btn type="submit" { (lang.t("tax-approve")) }
                }
            }
            @if files && unfiled { a.btn.primary href=(self.path("/filing")) { (lang.t("tax-mark-filed")) } }
            @if self.who.may(R::PostEntries) && last.is_some_and(Filing::is_payable) {
                a.btn.primary href=(self.path("/payment")) { (lang.t(if last.and_then(Filing::outcome) == Some(Outcome::Refund) { "tax-record-refund" } else { "tax-record-payment" })) }
            }
        }
    }

    /// The result with both the state and its facts.
    pub fn result(&self, today: Date) -> Markup {
        let (lang, of) = (self.lang, &self.of.shown);
        let last = self.of.last().filter(|filing| filing.is_filed());
        let figure = of.result();
        html! {
            section.card.sum-up aria-label=(lang.t("tax-result")) {
                div.tax-result {
                    @if let Some(filing) = last {
                        p.mini { (icon("lock")) " " (t!(lang, "tax-filed-by", day = format::stored_date(lang, &filing.filed_on))) }
                    }
                    @if let Some(figure) = figure {
                        p.mini { (t!(lang, self.result_word(figure.value, last), number = figure.number)) }
                        p.big { (format::money(lang, figure.value, self.ground.currency)) }
                    } @else {
                        p.mini { (lang.t("tax-informative")) }
                        p.big { (t!(lang, "tax-records-count", count = of.records.len())) }
                    }
                    @if last.is_none() { p.mini { (lang.t("tax-due-until")) " " (list::due(lang, of, today)) } }
                    @if last.is_none() && self.is_idle() { p.mini { (lang.t("tax-no-activity")) } }
                    (self.steps())
                }
                @if let Some(filing) = last { div.body { (self.facts(filing)) } }
            }
        }
    }

    /// Whether there is nothing in any box.
    fn is_idle(&self) -> bool {
        self.of.shown.figures.iter().all(|figure| figure.value == 0) && self.of.shown.records.is_empty()
    }

    fn result_word(&self, value: i64, filing: Option<&Filing>) -> &'static str {
        match filing.and_then(Filing::outcome) {
            Some(Outcome::Carry) => "tax-box-carried",
            Some(Outcome::Refund) => "tax-box-refund",
            _ if value < 0 => "tax-box-to-carry",
            _ => "tax-box-to-pay",
        }
    }

    fn steps(&self) -> Markup {
        let (lang, state) = (self.lang, self.of.state());
        let last = self.of.last();
        // What is not paid ends where it is filed.
        let pays = last.is_none_or(|filing| !filing.is_filed() || matches!(filing.outcome(), Some(Outcome::Pay | Outcome::Refund)));
        let pays = pays && self.of.shown.form.settles.is_some();
        let all = [State::Draft, State::Approved, State::Filed, State::Paid];
        html! {
            ol.steps aria-label=(lang.t("tax-state")) { @for step in all.into_iter().filter(|step| pays || *step != State::Paid) {
                li.done[step < state] aria-current=[(step == state).then_some("step")] { (lang.t(&format!("tax-state-{}", step.word()))) }
            } }
        }
    }

    fn facts(&self, filing: &Filing) -> Markup {
        let (lang, who) = (self.lang, self.who);
        let entry = |id: despacho_kernel::Id, key: &str| html! { a.link href=(who.path(&format!("/journal-entries/{id}"))) { (lang.t(key)) } };
        html! {
            dl.facts {
                div { dt { (lang.t("tax-reference")) } dd { code { (filing.reference) } } }
                div { dt { (lang.t("tax-csv")) } dd { code { (filing.csv) } } }
                @if filing.sequence > 1 { div { dt { (lang.t("tax-kind")) } dd { (lang.t(&format!("tax-kind-{}", filing.kind))) } } }
                @if !filing.reason.is_empty() { div { dt { (lang.t("tax-reason-told")) } dd { (filing.reason) } } }
                @if !filing.paid_on.is_empty() { div { dt { (lang.t("tax-paid-on")) } dd { (format::stored_date(lang, &filing.paid_on)) } } }
                @if filing.entry_id.is_some() || filing.payment_entry_id.is_some() || filing.proof_id.is_some() {
                    div { dt { (lang.t("tax-papers")) } dd {
                        @if filing.proof_id.is_some() { a.link href=(self.path("/proof")) download data-turbo="false" { bdi { (filing.proof_name) } } " " }
                        @if let Some(id) = filing.entry_id { (entry(id, "tax-entry-of-filing")) " " }
                        @if let Some(id) = filing.payment_entry_id { (entry(id, "tax-entry-of-payment")) }
                    } }
                }
            }
        }
    }

    /// The entry that filing would write.
    pub fn settlement(&self, plan: &Plan) -> Markup {
        let lang = self.lang;
        let title = lang.t("tax-settlement");
        let total: i64 = plan.0.iter().map(|(_, amount)| (*amount).max(0)).sum();
        html! { @if !plan.0.is_empty() {
            section.card aria-label=(title) {
                header.line { h2 { (title) } span.muted { (format::calendar_date(lang, "", self.of.shown.days.to)) } }
                div.scroll tabindex="0" role="group" aria-label=(title) { table.dense {
                    caption.vh { (title) }
                    thead { tr { th scope="col" { (lang.t("reports-account")) } th.num scope="col" { (lang.t("tax-debit")) } th.num scope="col" { (lang.t("tax-credit")) } } }
                    tbody { @for (account, amount) in &plan.0 { tr {
                        th scope="row" { (account.code) " " span.muted { (account.name) } }
                        td.num { @if *amount > 0 { (self.amount(*amount)) } } td.num { @if *amount < 0 { (self.amount(-*amount)) } }
                    } } }
                    tfoot { tr { th scope="row" { (lang.t("reports-total")) } td.num { (self.amount(total)) } td.num { (self.amount(total)) } } }
                } }
            }
        } }
    }

    /// What is no longer as it was approved or filed.
    pub fn changes(&self) -> Markup {
        let lang = self.lang;
        let approved = self.of.state() == State::Approved;
        if !(self.of.has_changed() || (approved && !self.of.changes.is_empty())) {
            return html! {};
        }
        let title = lang.t(if approved { "tax-changed-approved" } else { "tax-changed" });
        let most = usize::try_from(CHANGED - 1).unwrap_or(0);
        let label = |of: &crate::standing::Change| {
            let (es, en) = Form::label(of.line, of.number);
            if lang == Lang::Es { es } else { en }
        };
        html! {
            section.card.told-of aria-label=(title) {
                header { h2 { (title) } }
                div.body.stack {
                    @if !self.of.changed.is_empty() {
                        p { (t!(lang, if self.of.changed.len() > most { "tax-changed-many" } else { "tax-changed-documents" }, count = self.of.changed.len().min(most))) }
                        ul.list { @for document in self.of.changed.iter().take(most) { li {
                            @if let Ok(kind) = document.kind.parse::<Kind>() {
                                a.link href=(self.who.path(&format!("/{}/{}", kind.path(), document.id))) { (if document.number.is_empty() { &document.vendor_number } else { &document.number }) }
                            }
                            " " (document.contact_name) ", " (format::stored_date(lang, &document.date))
                        } } }
                    }
                    @if !self.of.changes.is_empty() { table.ties {
                        caption.vh { (title) }
                        thead { tr {
                            th scope="col" { (lang.t("tax-box")) } th.num scope="col" { (lang.t(if approved { "tax-state-approved" } else { "tax-state-filed" })) }
                            th.num scope="col" { (lang.t("tax-now")) } th.num scope="col" { (lang.t("tax-difference")) }
                        } }
                        tbody { @for change in &self.of.changes { tr {
                            th scope="row" { span.bx { (change.number) } " " (label(change)) }
                            @for value in [change.kept, change.present, change.present - change.kept] { td.num { (if change.is_count() { format::number(lang, value) } else { self.amount(value) }) } }
                        } } }
                    } }
                    @if self.of.has_changed() && self.who.may(R::ClosePeriods) { (self.correction()) }
                }
            }
        }
    }

    /// What corrects it, or why nothing here does.
    fn correction(&self) -> Markup {
        let lang = self.lang;
        let corrects = self.of.shown.form.corrects;
        let less = self.of.present.result().zip(self.of.shown.result()).is_some_and(|(now, filed)| now.value < filed.value);
        html! {
            @if corrects == Corrects::Complementary && less { p.muted { (lang.t("tax-correct-by-request")) } }
            @else {
                form method="post" action=(self.path("/correction")) {
                    (version(self.of.version()))
                    button.btn.primary type="submit" { (lang.t(&format!("tax-prepare-{}", corrects.word()))) }
                }
            }
        }
    }
}

/// What taking a step back is called.
pub fn undoing(state: State) -> &'static str {
    match state {
        State::Paid => "tax-undo-payment",
        State::Filed => "tax-undo-filing",
        State::Approved => "tax-undo-approval",
        State::Draft | State::Undone => "tax-undo-correction",
    }
}
