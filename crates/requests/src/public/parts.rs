//! Pieces of the pages that a client answers on.

use despacho_kernel::Invalid;
use despacho_platform::{files::kind::Kind as Stored, i18n::Lang, t};
use despacho_ui::{
    assets::icon,
    error::message,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::door::Visit;
use crate::{
    answer,
    link::Listed,
    request::{FileKind, Kind, Line, LineState},
};

/// Bytes as people read them.
pub fn size(lang: Lang, bytes: i64) -> String {
    match bytes {
        ..1_000 => t!(lang, "attachments-size-b", size = bytes),
        1_000..1_000_000 => t!(lang, "attachments-size-kb", size = format::number(lang, bytes / 1_000)),
        _ => t!(lang, "attachments-size-mb", size = format::decimal(lang, &format!("{}.{}", bytes / 1_000_000, bytes % 1_000_000 / 100_000))),
    }
}

/// What an input takes, so that a phone offers what will do: one that makes HEIC of its photos makes JPEG of them then.
pub(super) fn accept(line: &Line) -> Option<String> {
    let of = |kind: &FileKind| match kind {
        FileKind::Pdf => "application/pdf,.pdf",
        FileKind::Image => "image/jpeg,image/png,image/webp",
        FileKind::Office => ".xlsx,.docx,.ods,.odt,.zip",
    };
    let kinds = line.file_kinds();
    (!kinds.is_empty()).then(|| kinds.iter().map(of).collect::<Vec<_>>().join(","))
}

fn takes_photos(line: &Line) -> bool {
    let kinds = line.file_kinds();
    kinds.is_empty() || kinds.contains(&FileKind::Image)
}

/// A line's state as a mark and a word: the word is there for whoever does not see the mark.
pub(super) fn mark(lang: Lang, line: &Line) -> Markup {
    let (symbol, class) = match line.state() {
        LineState::Pending => ("circle", "muted"),
        LineState::Returned => ("undo-2", "warn"),
        LineState::Answered | LineState::NotApplicable => ("check", "ok"),
        LineState::Accepted => ("circle-check", "ok"),
    };
    let word = match line.state() {
        LineState::Answered | LineState::NotApplicable => "request-answered".to_owned(),
        state => format!("request-line-state-{}", state.word()),
    };
    html! { span class=(format!("mark {class}")) { (icon(symbol)) span.vh { (lang.t(&word)) } } }
}

/// The field of a question.
pub(super) fn field(lang: Lang, line: &Line, form: &Form<'_>) -> Markup {
    let label = line.title.as_str();
    let input = || form.field("answer").label(label);
    match line.kind() {
        Kind::LongText => html! { (input().area()) },
        Kind::Number => html! { (input().help(lang.t("request-number-help"))) },
        Kind::Money => html! { (input().help(t!(lang, "request-money-help", currency = line.currency.as_str()))) },
        Kind::Date => html! { (input().day()) },
        Kind::YesNo => boxes(form, label, "radio", &[("yes".into(), lang.t("yes")), ("no".into(), lang.t("no"))]),
        Kind::Choice => boxes(form, label, "radio", &own(&line.choices())),
        Kind::Several => boxes(form, label, "checkbox", &own(&line.choices())),
        Kind::ReadAndAccept => boxes(form, label, "checkbox", &[("yes".into(), lang.t("request-accept-this"))]),
        Kind::Text | Kind::Upload => html! { (input()) },
    }
}

fn own(choices: &[String]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.clone(), choice.clone())).collect()
}

fn boxes(form: &Form<'_>, label: &str, kind: &str, options: &[(String, String)]) -> Markup {
    let chosen = form.data.all("answer");
    let error = form.errors.0.iter().find(|error| error.field == "answer").map(|error| message(form.lang, error));
    html! {
        fieldset.options.error[error.is_some()] id="f-answer" aria-describedby=[error.as_ref().map(|_| "f-answer-help")] {
            legend { (label) }
            @for (at, (value, text)) in options.iter().enumerate() {
                label { input type=(kind) id=(format!("f-answer-{at}")) name="answer" value=(value) checked[chosen.contains(value)]; span { (text) } }
            }
            @if let Some(error) = &error { p.help.bad id="f-answer-help" { (error) } }
        }
    }
}

/// What stands in a question's field: what was just typed, or what is kept.
pub(super) fn kept(lang: Lang, line: &Line) -> FormData {
    let mut data = FormData::default();
    if line.not_applicable {
        data.set("reason", line.excuse.clone());
    } else if line.kind() == Kind::Several {
        for chosen in serde_json::from_str::<Vec<String>>(&line.answer).unwrap_or_default() {
            data.set("answer", chosen);
        }
    } else if !line.answer.is_empty() {
        data.set("answer", answer::in_field(lang, line));
    }
    data
}

/// A file that was brought.
fn brought(lang: Lang, visit: &Visit, file: &Listed, removable: bool) -> Markup {
    let path = visit.path(&format!("/files/{}", file.id));
    let shown = file.kind.parse().is_ok_and(Stored::is_shown);
    html! {
        li.got {
            (icon("file"))
            span.grow { a.link href=(path) target=[shown.then_some("_blank")] rel=[shown.then_some("noopener")] data-turbo="false" { bdi { (file.name) } } " " small.muted { (size(lang, file.size)) } }
            @if removable {
                form.inline method="post" action=(format!("{path}/removal")) {
                    button.btn.small.quiet type="submit" aria-label=(t!(lang, "request-file-remove", name = file.name.as_str())) { (icon("x")) }
                }
            }
        }
    }
}

/// Why files were not taken: their names, and what a person reads.
pub(super) type Refused = [(String, Invalid)];

/// The slot of an upload: what was brought, the camera and the files; what is on its way stands in the list that the script fills.
pub(super) fn slot(lang: Lang, visit: &Visit, line: &Line, files: &[Listed], refused: &Refused, most: u64) -> Markup {
    let path = visit.path(&format!("/lines/{}/files", line.id));
    let accept = accept(line);
    let help = t!(lang, "request-files-help", max = i64::try_from(most / 1_000_000).unwrap_or(0));
    html! {
        div.slot.error[!refused.is_empty()] data-controller="slot" data-slot-url-value=(path) data-slot-words-value=(words(lang)) {
            ul.files data-slot-target="list" aria-label=(lang.t("request-files")) { @for file in files { (brought(lang, visit, file, true)) } }
            div #f-file-help role=[(!refused.is_empty()).then_some("alert")] tabindex=[(!refused.is_empty()).then_some("-1")] data-controller=[(!refused.is_empty()).then_some("focus")] {
                @for (name, why) in refused { @for error in &why.0 { p.help.bad { @if !name.is_empty() { b { bdi { (name) } } ": " } (message(lang, error)) } } }
            }
            p.vh role="status" data-slot-target="told" {}
            form.stack method="post" action=(path) enctype="multipart/form-data" data-turbo="false" data-slot-target="form" {
                div.pair {
                    @if takes_photos(line) {
                        label.btn.pick { (icon("camera")) span { (lang.t("request-camera")) }
                            input type="file" name="file" accept="image/jpeg,image/png,image/webp" capture="environment" data-slot-target="input" data-action="slot#choose"; }
                    }
                    label.btn.pick { (icon("file")) span { (lang.t("request-choose-files")) }
                        input type="file" name="file" multiple accept=[accept.as_deref()] data-slot-target="input" data-action="slot#choose" aria-describedby="f-file-about"; }
                }
                p.help #f-file-about { (help) }
                button.btn type="submit" data-slot-target="send" { (lang.t("request-upload")) }
            }
        }
    }
}

/// What the script of a slot says.
fn words(lang: Lang) -> String {
    let keys = ["uploading", "waiting", "cancel", "retry", "failed", "done", "remove"];
    serde_json::Value::Object(keys.iter().map(|key| ((*key).to_owned(), lang.t(&format!("request-slot-{key}")).into())).collect()).to_string()
}

/// The files of a line that takes no more.
pub(super) fn files(lang: Lang, visit: &Visit, files: &[Listed]) -> Markup {
    html! { ul.files { @for file in files { (brought(lang, visit, file, false)) } } }
}
