//! Forms with every field's error, and what was typed still there.

use axum::{
    body::Bytes,
    extract::{Form as AxumForm, FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use despacho_kernel::Invalid;
use despacho_platform::{Error, i18n::Lang, t};
use maud::{Markup, Render, html};

use crate::{
    days,
    error::{Failure, message},
};

/// What a browser sent, in order; a name may come more than once.
#[derive(Debug, Clone, Default)]
pub struct FormData(pub Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for FormData {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = AxumForm::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|AxumForm(pairs)| Self(pairs)).map_err(|e| Failure(Error::Malformed(e.to_string())))
    }
}

impl FormData {
    /// The first value, or nothing.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The first value, owned.
    pub fn text(&self, name: &str) -> String {
        self.get(name).to_owned()
    }

    /// A day as it is stored, ISO 8601, however it was typed; what is no day as it is.
    pub fn day(&self, name: &str) -> String {
        days::stored(self.get(name))
    }

    /// Every value.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }

    /// Whether a box was ticked.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(key, value)| key == name && !value.is_empty())
    }

    /// Sets a value, for a form that is shown for the first time.
    pub fn set(&mut self, name: &str, value: impl Into<String>) -> &mut Self {
        self.0.push((name.to_owned(), value.into()));
        self
    }
}

/// Most kilobytes of a request's body: what the framework takes unless told otherwise.
const MAX_UPLOAD: u32 = 2048;

/// The files of a form, as a browser sends it. A route that takes more than is usual has a limit of its own, and says it here: `Upload<20_480>`.
#[derive(Debug, Default)]
pub struct Upload<const KILOBYTES: u32 = MAX_UPLOAD> {
    parts: Vec<Part>,
}

/// A field of such a form.
#[derive(Debug)]
struct Part {
    field: String,
    file: Option<String>,
    bytes: Bytes,
}

impl<const KILOBYTES: u32> Upload<KILOBYTES> {
    fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.field == name)
    }

    /// A file's bytes; none where it was not sent.
    pub fn file(&self, name: &str) -> Bytes {
        self.part(name).map(|part| part.bytes.clone()).unwrap_or_default()
    }

    /// What a file is called where it comes from; empty where it has no name.
    pub fn file_name(&self, name: &str) -> String {
        self.part(name).and_then(|part| part.file.clone()).unwrap_or_default()
    }

    /// What is typed in the fields that are no files.
    pub fn typed(&self) -> FormData {
        let typed = self.parts.iter().filter(|part| part.file.is_none());
        FormData(typed.map(|part| (part.field.clone(), String::from_utf8_lossy(&part.bytes).into_owned())).collect())
    }
}

impl<S: Send + Sync, const KILOBYTES: u32> FromRequest<S> for Upload<KILOBYTES> {
    type Rejection = Failure;
    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let malformed = |e: &MultipartError| {
            let mut errors = Invalid::new();
            errors.push_with("file", "file_too_large", vec![("max", KILOBYTES.to_string())]);
            Failure(if e.status() == StatusCode::PAYLOAD_TOO_LARGE { errors.into() } else { Error::Malformed(e.to_string()) })
        };
        let mut parts = Multipart::from_request(request, state).await.map_err(|e| Failure(Error::Malformed(e.to_string())))?;
        let mut upload = Self { parts: vec![] };
        while let Some(part) = parts.next_field().await.map_err(|e| malformed(&e))? {
            let (field, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().map(str::to_owned));
            upload.parts.push(Part { field, file, bytes: part.bytes().await.map_err(|e| malformed(&e))? });
        }
        Ok(upload)
    }
}

/// A form being shown.
pub struct Form<'a> {
    pub lang: Lang,
    pub data: &'a FormData,
    pub errors: &'a Invalid,
}

/// A text that is an attribute only where there is any.
fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}

fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// Label key of a field: that of its last part.
pub(crate) fn label_key(name: &str) -> String {
    format!("field-{}", name.rsplit('.').next().unwrap_or(name).replace('_', "-"))
}

impl<'a> Form<'a> {
    pub fn new(lang: Lang, data: &'a FormData, errors: &'a Invalid) -> Self {
        Self { lang, data, errors }
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.0.iter().find(|e| e.field == name).map(|e| message(self.lang, e))
    }

    /// The list of errors with links to their fields; it takes the focus.
    pub fn summary(&self) -> Markup {
        self.summary_as(&[])
    }

    /// The same where fields have other labels than their own: `(field, label)`.
    pub fn summary_as(&self, labels: &[(&str, String)]) -> Markup {
        let label_of = |field: &str| {
            let key = label_key(field);
            let own = labels.iter().find(|(name, _)| *name == field).map(|(_, label)| label.clone());
            own.or_else(|| self.lang.has(&key).then(|| self.lang.t(&key)))
        };
        html! {
            @if !self.errors.0.is_empty() {
                div.summary role="alert" tabindex="-1" data-controller="focus" {
                    h2 { (t!(self.lang, "errors-found", count = self.errors.0.len())) }
                    ul {
                        @for error in &self.errors.0 {
                            li { a href=(format!("#{}", id(&error.field))) {
                                @if let Some(label) = label_of(&error.field) { (label) ": " }
                                (message(self.lang, error))
                            } }
                        }
                    }
                }
            }
        }
    }

    /// A text field; see [`Field`] for the rest.
    pub fn field(&'a self, name: &'a str) -> Field<'a> {
        Field {
            form: self,
            name,
            label: None,
            kind: Kind::Input("text"),
            optional: false,
            help: None,
            autocomplete: "off",
            span: 6,
            value: self.data.text(name),
            focused: false,
            data: vec![],
        }
    }

    /// A tick box with a label and a help line.
    pub fn check(&self, name: &str, value: &str, label: &str, help: Option<&str>) -> Markup {
        let on = self.data.all(name).iter().any(|v| v == value);
        let id = format!("{}-{value}", id(name));
        html! {
            div.check {
                input type="checkbox" id=(id) name=(name) value=(value) checked[on] aria-describedby=[help.map(|_| format!("{id}-help"))];
                div {
                    label for=(id) { (label) }
                    @if let Some(help) = help { p.help id=(format!("{id}-help")) { (help) } }
                }
            }
            @if let Some(error) = self.error(name) { p.help.bad { (error) } }
        }
    }

    /// Several of many, as tick boxes under one label; `options` are `(value, label)`.
    pub fn checks(&self, name: &str, label: &str, options: &[(String, String)], help: Option<&str>) -> Markup {
        let chosen = self.data.all(name);
        let error = self.error(name);
        let (own, help) = (help.unwrap_or_default(), error.as_deref().or(help));
        let id = id(name);
        html! {
            fieldset.checks.c6.error[error.is_some()] id=(id) aria-describedby=[help.map(|_| format!("{id}-help"))] {
                legend { (label) }
                div.columns {
                    @for (value, label) in options {
                        label.check { input type="checkbox" name=(name) value=(value) checked[chosen.contains(value)]; span { (label) } }
                    }
                }
                @if let Some(help) = &help { p.help id=(format!("{id}-help")) data-help=[error.as_ref().map(|_| own)] { (help) } }
            }
        }
    }
}

enum Kind {
    Input(&'static str),
    Day,
    Area,
    Select { options: Vec<Choice>, search: bool, more: Option<Search> },
}

/// One of several: what is sent, what is read, and for a search what stands beside it and what else finds it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Beside the label in the list of a search: an offset, a city.
    pub note: String,
    /// What else people call it, separated by semicolons.
    pub words: String,
}

impl Choice {
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.into(), label: label.into(), ..Self::default() }
    }

    /// With a note beside it.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// Found by these words too.
    pub fn found_by(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }
}

impl From<(String, String)> for Choice {
    fn from((value, label): (String, String)) -> Self {
        Self { value, label, ..Self::default() }
    }
}

/// Where options beyond those of the page are looked for, and which of `id` and `key` is the value.
struct Search {
    url: String,
    value: &'static str,
}

/// The name under which a row is named by its key, where scripts do not run and it is not among the options.
pub fn key_name(name: &str) -> String {
    format!("{name}.key")
}

/// A labelled field.
pub struct Field<'a> {
    form: &'a Form<'a>,
    name: &'a str,
    /// Another label than that of the field's key.
    label: Option<String>,
    kind: Kind,
    optional: bool,
    help: Option<String>,
    autocomplete: &'static str,
    span: u8,
    value: String,
    focused: bool,
    data: Vec<(&'static str, String)>,
}

impl Field<'_> {
    /// Another label than the field's own.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The kind of input: `email`, `tel`, `password`, `number`, `date`.
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = Kind::Input(kind);
        self
    }

    /// A day, typed as the reader writes it and read by [`FormData::day`]; what is left out of it is completed where scripts run.
    pub fn day(mut self) -> Self {
        self.kind = Kind::Day;
        self
    }

    /// Several lines.
    pub fn area(mut self) -> Self {
        self.kind = Kind::Area;
        self
    }

    /// A choice of `(value, label)`.
    pub fn select(mut self, options: Vec<(String, String)>) -> Self {
        self.kind = Kind::Select { options: options.into_iter().map(Choice::from).collect(), search: false, more: None };
        self
    }

    /// A choice among many, with search where scripts run.
    pub fn combobox<C: Into<Choice>>(mut self, options: Vec<C>) -> Self {
        self.kind = Kind::Select { options: options.into_iter().map(Into::into).collect(), search: true, more: None };
        self
    }

    pub(crate) fn lang(&self) -> Lang {
        self.form.lang
    }

    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// It has the focus when its page opens.
    pub fn focused(mut self) -> Self {
        self.focused = true;
        self
    }

    /// Further options of a combobox are looked for at `url`; each has an `id`, a `key` and a `label`, and `value` names the one that is sent.
    pub fn searched(mut self, url: String, value: &'static str) -> Self {
        if let Kind::Select { more, .. } = &mut self.kind {
            *more = Some(Search { url, value });
        }
        self
    }

    /// It may be left empty.
    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// A line of help, replaced by the error if there is one.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub fn autocomplete(mut self, value: &'static str) -> Self {
        self.autocomplete = value;
        self
    }

    /// Width in sixths.
    pub fn span(mut self, sixths: u8) -> Self {
        self.span = sixths;
        self
    }

    /// An attribute for scripts.
    pub fn data(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.data.push((name, value.into()));
        self
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let id = id(self.name);
        let label = self.label.clone().unwrap_or_else(|| self.form.lang.t(&label_key(self.name)));
        let error = self.form.error(self.name);
        let help = error.clone().or_else(|| self.help.clone());
        let described = help.as_ref().map(|_| format!("{id}-help"));
        let invalid = error.as_ref().map(|_| "true");
        let target = |key: &str| self.data.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
        let (targets, action) = (target("target"), target("action"));
        html! {
            div class=(format!("field c{}{}", self.span, if error.is_some() { " error" } else { "" })) {
                div.label {
                    label for=(id) { (label) }
                    @if self.optional { span.opt aria-hidden="true" { (self.form.lang.t("optional")) } }
                }
                @match &self.kind {
                    Kind::Input(kind) => {
                        input type=(kind) id=(id) name=(self.name) value=(if *kind == "password" { "" } else { &self.value })
                            autocomplete=(self.autocomplete) aria-describedby=[described] aria-invalid=[invalid] required[!self.optional] autofocus[self.focused && self.form.errors.0.is_empty()]
                            data-field=[targets] data-action=[action];
                    }
                    Kind::Day => {
                        input type="text" id=(id) name=(self.name) value=(days::shown(&self.value)) inputmode="numeric" maxlength="20" placeholder=(self.form.lang.t("day-placeholder"))
                            autocomplete="off" aria-describedby=[described] aria-invalid=[invalid] required[!self.optional] autofocus[self.focused && self.form.errors.0.is_empty()]
                            data-controller="date" data-action="change->date#complete";
                    }
                    Kind::Area => {
                        textarea id=(id) name=(self.name) rows="3" aria-describedby=[described] aria-invalid=[invalid] required[!self.optional]
                            data-field=[targets] { (self.value) }
                    }
                    Kind::Select { options, search, more } => {
                        select id=(id) name=(self.name) aria-describedby=[described] aria-invalid=[invalid] autocomplete=(self.autocomplete)
                            data-controller=[search.then_some("combobox")] data-field=[targets] data-action=[action]
                            data-combobox-url-value=[more.as_ref().map(|more| &more.url)] data-combobox-of-value=[more.as_ref().map(|more| more.value)] {
                            @for option in options {
                                option value=(option.value) selected[option.value == self.value] data-note=[filled(&option.note)] data-words=[filled(&option.words)] { (option.label) }
                            }
                        }
                        @if more.is_some() {
                            @let key = key_name(self.name);
                            noscript { input type="text" name=(key) value=(self.form.data.get(&key)) aria-label=(self.form.lang.t("reference-key")) placeholder=(self.form.lang.t("reference-key")); }
                        }
                    }
                }
                // The help that an error stands in for comes back once the value is put right.
                @if let Some(help) = &help { p.help id=(format!("{id}-help")) data-help=[error.as_ref().map(|_| self.help.as_deref().unwrap_or_default())] { (help) } }
            }
        }
    }
}
