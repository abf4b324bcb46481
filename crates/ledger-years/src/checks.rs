//! The checks before a year closes, on its page: what must be so, and what is recommended and may be accepted with a reason.

use despacho_kernel::{Invalid, place::Currency};
use despacho_ledger::closing::{
    Plan,
    checks::{Book, Check, Stand},
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{
    InOrganization,
    assets::icon,
    error::message,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

/// What must be so: the word of what stands against it, and the key of what is said.
const OBLIGATORY: [(&str, &str); 4] = [
    ("drafts_in_year", "closing-check-drafts"),
    ("earlier_year_open", "closing-check-earlier"),
    ("result_account_missing", "closing-check-result"),
    (LENGTH, "closing-check-length"),
];

/// The word of a bound that nearly nobody meets: it is told where it is met.
const LENGTH: &str = "closing_too_long";

/// Most accounts that a check names.
const NAMED: usize = 4;

/// What is shown of checks.
pub(super) struct Seen<'a> {
    pub lang: Lang,
    pub who: &'a InOrganization,
    pub currency: &'static Currency,
    pub plan: &'a Plan,
    pub checks: &'a [Check],
    pub book: &'a Book,
    /// What is typed of a reason that was refused, and for which check.
    pub typed: (&'a FormData, &'a Invalid),
    /// The organization's time zone.
    pub zone: &'a str,
}

impl Seen<'_> {
    /// What must be so and is not.
    pub fn against(&self) -> usize {
        let book = usize::from(self.book.difference != 0) + usize::from(self.book.gaps);
        self.told_of().filter(|(word, _)| self.plan.against.contains(word)).count() + book
    }

    /// What must be so and is told.
    fn told_of(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        OBLIGATORY.into_iter().filter(|(word, _)| *word != LENGTH || self.plan.against.contains(word))
    }

    /// What is recommended and nobody has decided on.
    pub fn undecided(&self) -> usize {
        self.checks.iter().filter(|check| check.undecided()).count()
    }

    fn path(&self, rest: &str) -> String {
        self.who.path(&format!("/fiscal-years/{}{rest}", self.plan.year.id))
    }

    fn amount(&self, minor: i64) -> String {
        format::amount(self.lang, minor, self.currency.digits)
    }

    fn must(&self, (id, key): (&str, &str), fails: bool, told: String, way: Markup) -> Markup {
        html! {
            li.stop[fails] id=(format!("closing.{id}")) {
                (icon(if fails { "circle-alert" } else { "check" }))
                div { b { span.vh { (self.lang.t(if fails { "closing-check-failing" } else { "closing-check-done" })) ": " } (self.lang.t(key)) } " " small { (told) } }
                span { (way) }
            }
        }
    }

    fn obligatory(&self) -> Markup {
        let (lang, plan, book) = (self.lang, self.plan, self.book);
        let drafts = self.who.path(&format!("/journal-entries?status=draft&from={}&to={}", plan.year.starts_on, plan.year.ends_on));
        let entries = format::number(lang, book.entries);
        html! {
            @for (word, key) in self.told_of() {
                @let fails = plan.against.contains(&word);
                @let told = match (fails, word) {
                    (true, "drafts_in_year") => t!(lang, "closing-check-drafts-left", count = plan.drafts, number = format::number(lang, plan.drafts)),
                    (true, _) => lang.t(&format!("problem-{}", word.replace('_', "-"))),
                    (false, _) => lang.t("closing-check-passed"),
                };
                (self.must((word, key), fails, told, html! {
                    @if fails && word == "drafts_in_year" { a.btn.small href=(drafts) { (lang.t("closing-see-drafts")) } }
                    @else if fails && word == "earlier_year_open" { a.btn.small href=(self.who.path("/fiscal-years")) { (lang.t("closing-see-years")) } }
                }))
            }
            (self.must(("book", "closing-check-book"), book.difference != 0, t!(lang, "closing-check-book-entries", count = book.entries, number = entries), html! {}))
            (self.must(("numbers", "closing-check-numbers"), book.gaps, lang.t(if book.gaps { "closing-check-numbers-gaps" } else { "closing-check-numbers-whole" }), html! {}))
        }
    }

    /// What proves a check or stands against it.
    fn told(&self, check: &Check) -> String {
        let lang = self.lang;
        if check.stand == Stand::NotNeeded {
            return lang.t("closing-check-not-needed");
        }
        let mut named: Vec<String> = check.accounts.iter().take(NAMED).map(|(code, amount)| format!("{code}: {}", self.amount(*amount))).collect();
        if check.accounts.len() > NAMED {
            named.push(t!(lang, "match-more", count = check.accounts.len() - NAMED));
        }
        let named = named.join(" · ");
        let of = check.of;
        match check.stand {
            Stand::Failing if !of.matched.is_empty() => {
                t!(lang, "closing-check-open", count = check.postings, number = format::number(lang, check.postings), accounts = named)
            }
            Stand::Failing if !of.moved.is_empty() && named.is_empty() => t!(lang, "closing-check-not-moved", accounts = of.moved.join(", ")),
            Stand::Failing if !of.moved.is_empty() => t!(lang, "closing-check-not-moved-where", accounts = of.moved.join(", "), held = named),
            _ if named.is_empty() => lang.t("closing-check-passed"),
            _ => named,
        }
    }

    /// Where what stands against a check is looked at.
    fn way(&self, check: &Check) -> Option<String> {
        let code = check.accounts.first().map(|(code, _)| code.clone()).or_else(|| check.of.moved.first().cloned())?;
        let matched = if check.of.matched.is_empty() { "" } else { "&matched=open" };
        let (from, to) = (&self.plan.year.starts_on, &self.plan.year.ends_on);
        Some(self.who.path(&format!("/reports/general-ledger?account={code}&from={from}&to={to}{matched}")))
    }

    fn recommended(&self, check: &Check) -> Markup {
        let lang = self.lang;
        let word = check.of.word.as_str();
        let name = check.of.name.in_lang(lang);
        let fails = check.undecided();
        let (data, errors) = self.typed;
        let none = (FormData::default(), Invalid::new());
        let mine = data.get("check") == word;
        let form = if mine { Form::new(lang, data, errors) } else { Form::new(lang, &none.0, &none.1) };
        let state = match (check.stand, &check.accepted) {
            (Stand::Failing, Some(_)) => "closing-check-accepted",
            (Stand::Failing, None) => "closing-check-warns",
            _ => "closing-check-done",
        };
        html! {
            li.warns[fails] id=(format!("closing.{word}")) {
                (icon(if fails { "circle-alert" } else { "check" }))
                div {
                    b { span.vh { (lang.t(state)) ": " } (name) } " "
                    small { (self.told(check)) }
                    @if let Some(of) = check.accepted.as_ref().filter(|_| check.stand == Stand::Failing) {
                        p.said { (t!(lang, "closing-check-accepted-by", name = of.accepted_name.as_str(), day = format::date(lang, self.zone, of.accepted_at), reason = of.reason.as_str())) }
                    }
                    @if fails {
                        div.row {
                            @if let Some(way) = self.way(check) { a.btn.small href=(way) aria-label=(t!(lang, "closing-check-see", name = name)) { (lang.t("closing-check-look")) } }
                            details.accept open[mine] {
                                summary.btn.small.quiet role="button" { (lang.t("closing-check-accept")) span.vh { " " (name) } }
                                form method="post" action=(self.path("/closing-checks")) novalidate {
                                    input type="hidden" name="check" value=(word);
                                    @if mine { (form.summary()) }
                                    (self.reason(&form, word))
                                    button.btn.small.primary type="submit" { (lang.t("closing-check-accept-do")) span.vh { " " (name) } }
                                }
                            }
                        }
                    }
                }
                span {
                    @if check.accepted.is_some() {
                        form.inline method="post" action=(self.path("/closing-checks")) {
                            input type="hidden" name="check" value=(word); input type="hidden" name="withdraw" value="yes";
                            button.btn.small.quiet type="submit" { (lang.t("closing-check-withdraw")) span.vh { " " (name) } }
                        }
                    } @else if check.stand == Stand::Passed && !check.accounts.is_empty() { span.num { (self.amount(check.sum())) } }
                }
            }
        }
    }

    /// The reason of an acceptance; several forms stand on one page, so each field has an id of its own.
    fn reason(&self, form: &Form<'_>, word: &str) -> Markup {
        let lang = self.lang;
        let error = form.errors.0.iter().find(|error| error.field == "reason").map(|error| message(lang, error));
        let id = format!("reason.{word}");
        let said = format!("{id}-said");
        html! {
            div.field {
                div.label { label for=(id) { (lang.t("field-reason")) } }
                input id=(id) name="reason" value=(form.data.get("reason")) maxlength="300" autocomplete="off" aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| said.as_str())];
                @if let Some(text) = &error { p.help.bad id=(said) { (text) } }
            }
        }
    }

    pub fn card(&self) -> Markup {
        let lang = self.lang;
        let all = self.told_of().count() + 2 + self.checks.len();
        let done = all - self.against() - self.undecided();
        html! {
            section.card #checks tabindex="-1" {
                header { h2 { (lang.t("closing-checks")) } span.muted { (t!(lang, "closing-checks-done", done = done, all = all)) } }
                div.body.tight {
                    @if self.undecided() > 0 {
                        h3.group-name { (lang.t("closing-checks-undecided")) }
                        ul.before { @for check in self.checks.iter().filter(|check| check.undecided()) { (self.recommended(check)) } }
                    }
                    h3.group-name { (lang.t("closing-checks-obligatory")) }
                    ul.before { (self.obligatory()) }
                    @if self.checks.iter().any(|check| !check.undecided()) {
                        h3.group-name { (lang.t("closing-checks-recommended")) }
                        ul.before { @for check in self.checks.iter().filter(|check| !check.undecided()) { (self.recommended(check)) } }
                    }
                }
            }
        }
    }
}
