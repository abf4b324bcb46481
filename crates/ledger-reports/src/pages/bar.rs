//! The bar of a report: its period, what it shows, and its files.

use despacho_ledger::{
    dimensions::Tagging,
    reports::{periods::Chosen, sums::Period},
};
use despacho_platform::{i18n::Lang, t};
use despacho_ui::{InOrganization, assets::icon, components, forms::Form};
use maud::{Markup, html};

use super::asked::{self, Ground, LEVELS, Params};

/// The id of the form that a report's files are asked for with.
const FORM: &str = "report-form";

/// The keys of a report, which the page's help tells.
fn keys(lang: Lang, ledger: bool) -> Markup {
    let all: &[(&str, &str)] = if ledger {
        &[("c", "account"), ("[ ]", "accounts"), ("j k", "row"), ("x", "select"), ("⇧ x", "range"), ("p", "match"), ("⇧ p", "unmatch"), ("e", "export")]
    } else {
        &[("p", "period"), ("[ ]", "periods"), ("1–5", "level"), ("j k", "row"), ("e", "export")]
    };
    html! {
        template #page-keys { h3 { (lang.t("reports-keys")) } dl { @for (key, about) in all { div { dt { kbd { (key) } } dd { (lang.t(&format!("reports-key-{about}"))) } } } } }
    }
}

/// Heading of a report: the way back, its name and its files.
pub fn head(lang: Lang, who: &InOrganization, title: &str) -> Markup {
    head_with(lang, who, title, false)
}

/// The same of the general ledger, which has keys of its own.
pub fn ledger_head(lang: Lang, who: &InOrganization, title: &str) -> Markup {
    head_with(lang, who, title, true)
}

fn head_with(lang: Lang, who: &InOrganization, title: &str, ledger: bool) -> Markup {
    html! {
        (keys(lang, ledger))
        nav.crumbs aria-label=(lang.t("reports-way")) { a href=(who.path("/reports")) { (lang.t("reports")) } }
        (components::head(title, html! {
            details.pick-menu data-controller="menu" {
                summary.btn.primary role="button" data-press="e" { (icon("download")) (lang.t("export")) }
                div.pop {
                    @for kind in ["pdf", "xlsx", "csv"] {
                        button.btn.quiet type="submit" form=(FORM) name="format" value=(kind) data-turbo="false" { (kind.to_uppercase()) }
                    }
                }
            }
        }))
    }
}

/// The form of a report; what it asks for fills the frame below it as soon as it is chosen.
pub fn form(lang: Lang, path: &str, fields: Markup) -> Markup {
    html! {
        form.bar #(FORM) method="get" action=(path) aria-label=(lang.t("reports-options"))
            data-controller="live" data-turbo-frame="report" data-turbo-action="replace" data-action="input->live#type change->live#change" {
            // The first button is what Enter presses; where scripts run the form needs none.
            button.btn.apply type="submit" { (lang.t("reports-apply")) }
            (fields)
        }
    }
}

/// What the form fills.
pub fn frame(body: Markup) -> Markup {
    html! { turbo-frame id="report" target="_top" { (body) } }
}

/// The period: by words, and by its days. On the general ledger its keys are those of accounts and of matching.
pub fn period(form: &Form<'_>, shown: Period, keys: bool) -> Markup {
    let lang = form.lang;
    let step = |word: Chosen, of: &str, label: &str, key: &str| {
        html! {
            button.btn type="submit" id=(format!("{}-period", word.word())) name="period" value=(word.word()) data-turbo-frame="_top" data-returns data-press=[keys.then_some(key)]
                aria-label=(lang.t(label)) title=(lang.t(label)) { (icon(of)) }
        }
    };
    html! {
        fieldset.field.auto {
            legend { (lang.t("reports-period")) }
            div.period {
                (step(Chosen::Previous, "chevron-left", "reports-previous", "["))
                details.pick-menu data-controller="menu" {
                    summary.btn.of-period role="button" data-press=[keys.then_some("p")] { (asked::named(lang, shown)) }
                    div.pop {
                        @for word in Chosen::ALL.iter().filter(|word| ![Chosen::Previous, Chosen::Next].contains(word)) {
                            button.btn.quiet type="submit" name="period" value=(word.word()) data-turbo-frame="_top" { (lang.t(&format!("reports-period-{}", word.word().replace('_', "-")))) }
                        }
                    }
                }
                (step(Chosen::Next, "chevron-right", "reports-next", "]"))
            }
        }
        (form.field("from").kind("date").label(lang.t("reports-from")))
        (form.field("to").kind("date").label(lang.t("reports-to")))
    }
}

/// How far down the chart goes.
pub fn level(lang: Lang, ground: &Ground, params: &Params) -> Markup {
    let chosen = params.level_word(ground);
    html! {
        fieldset.field.auto {
            legend { (lang.t("reports-level")) }
            div.seg {
                @for (at, word) in LEVELS.into_iter().enumerate() {
                    label { input type="radio" name="level" value=(word) data-press=(at + 1) checked[word == chosen]; @if word == "account" { (lang.t("reports-level-account")) } @else { (word) } }
                }
            }
        }
    }
}

/// A tick box.
pub fn tick(lang: Lang, name: &str, label: &str, on: bool) -> Markup {
    html! {
        div.check { input type="checkbox" id=(format!("f-{name}")) name=(name) value="1" checked[on]; label for=(format!("f-{name}")) { (lang.t(label)) } }
    }
}

/// What a report says of itself: its period and currency, then what else is told.
pub fn about(lang: Lang, ground: &Ground, period: &str, more: &[String]) -> Markup {
    html! {
        p.told data-period=(period) { (t!(lang, "reports-in", period = period, currency = ground.currency.code.as_str())) @for text in more { " · " (text) } }
    }
}

/// The values that a report may be narrowed to, where there are any; one that is no longer offered stays chosen.
pub fn tag(lang: Lang, tagging: &Tagging, params: &Params) -> Markup {
    let offered: Vec<(String, String)> = tagging
        .offered()
        .map(|(dimension, value)| (format!("{}:{}", dimension.code, value.code), format!("{}: {}", dimension.name, value.name)))
        .collect();
    let other = !params.tag.is_empty() && !offered.iter().any(|(word, _)| *word == params.tag);
    html! {
        @if !offered.is_empty() || other {
            div.field {
                div.label { label for="f-tag" { (lang.t("entry-tags")) } }
                select #f-tag name="tag" {
                    option value="" { (lang.t("reports-every-tag")) }
                    @if other { option value=(params.tag) selected { (params.tag) } }
                    @for (word, label) in &offered { option value=(word) selected[params.tag == *word] { (label) } }
                }
            }
        }
    }
}

/// What a report that is narrowed to a value says of it.
pub fn told_tag(tagging: &Tagging, params: &Params) -> Option<String> {
    tagging.named(&params.tag).map(|(dimension, value)| format!("{}: {}", dimension.name, value.name))
}
