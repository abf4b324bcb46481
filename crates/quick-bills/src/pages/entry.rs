//! The line in which a bill is typed.

use std::collections::BTreeMap;

use despacho_documents::ground::Ground;
use despacho_kernel::Invalid;
use despacho_ledger::taxes::{OwnTax, TAXES};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_settings::lists::store as lists;
use despacho_taxes::tax::{Direction, Nature, Treatment};
use despacho_ui::{InOrganization, components::making, error::message, format};
use jiff::civil::Date;
use maud::{Markup, html};
use rust_decimal::Decimal;
use serde_json::json;

use crate::{
    days,
    line::{Line, RATES, cell},
    read::{is_withheld, percent},
};

/// A tax that a bill may bear: its code, what a person reads, its percentage and whether it adds to the total.
pub struct Choice {
    code: String,
    label: String,
    rate: String,
    charged: bool,
}

impl Choice {
    /// Its code.
    pub fn code(&self) -> &str {
        &self.code
    }
}

fn short(lang: Lang, own: &OwnTax, name: &str) -> String {
    let rate = format::percent(lang, &own.tax.rate.normalize().to_string());
    if own.tax.treatment != Treatment::Standard || own.tax.nature != Nature::Any {
        return name.to_owned();
    }
    if own.tax.deductible == Decimal::ONE_HUNDRED {
        return rate;
    }
    t!(lang, "quick-bill-deductible", rate = rate, part = format::percent(lang, &own.tax.deductible.normalize().to_string()))
}

/// The taxes of bills on a day, those of everyday use first. What is withheld has its own cell.
pub async fn choices(db: &dyn Connection, ground: &Ground, day: Date, lang: Lang) -> Result<Vec<Choice>> {
    let rows = lists::list(db, &TAXES, ground.organization.id, lists::MAX).await?;
    let usual = |own: &OwnTax| own.tax.treatment == Treatment::Standard && own.tax.nature == Nature::Any && own.tax.deductible == Decimal::ONE_HUNDRED;
    let fits = |own: &&OwnTax| own.active && own.tax.direction == Direction::Purchase && !is_withheld(own) && own.tax.is_valid_on(day);
    let mut all: Vec<&OwnTax> = ground.taxes.iter().filter(fits).collect();
    all.sort_by_key(|own| !usual(own));
    let choice = |own: &OwnTax| {
        let name = rows.iter().find(|row| row.id == own.id).map(|row| TAXES.values(row).get("name").to_owned()).unwrap_or_default();
        let percent = percent(own);
        Choice { code: own.tax.code.clone(), label: short(lang, own, &name), rate: percent.rate.normalize().to_string(), charged: percent.charged }
    };
    Ok(all.into_iter().map(choice).collect())
}

/// What the line shows.
pub struct Entry<'a> {
    pub who: &'a InOrganization,
    pub line: &'a Line,
    pub errors: &'a Invalid,
    pub taxes: &'a [Choice],
    pub today: Date,
    pub digits: u8,
    pub key: &'a str,
    /// The bill that is there already, as a person reads it, with where it is.
    pub twin: Option<(String, String)>,
    /// Whether another rate was asked for.
    pub more: bool,
    /// The cells that are proposed: read of the document, or as last time.
    pub proposed: &'a [String],
    /// Whom the document is of, where nobody is known by it.
    pub seller: &'a str,
}

fn id(name: &str) -> String {
    format!("f-{}", name.replace('.', "-"))
}

/// Every cell, in the order in which they are told.
const CELLS: [&str; 13] =
    ["row", "month", "vendor", "number", "date", "account", "withholding", "withheld", "total", "paid_account", "description", "due_date", "reference"];

impl Entry<'_> {
    fn lang(&self) -> Lang {
        self.who.lang()
    }

    fn error(&self, name: &str) -> Option<String> {
        self.errors.0.iter().find(|error| error.field == name).map(|error| message(self.lang(), error))
    }

    /// The first cell that something is wrong with takes the caret, or the vendor.
    fn is_first(&self, name: &str) -> bool {
        let cells = self.cells();
        let bad = cells.iter().find(|cell| self.errors.has(cell));
        bad.map_or(name == "vendor", |bad| bad == name)
    }

    fn cells(&self) -> Vec<String> {
        let rates = (0..RATES).flat_map(|at| ["base", "tax", "quota"].map(|field| cell(at, field)));
        let mut all: Vec<String> = CELLS.map(str::to_owned).to_vec();
        all.splice(6..6, rates);
        all
    }

    fn field(&self, class: &str, name: &str, label: &str, inner: Markup) -> Markup {
        let more = if self.errors.has(name) {
            " error"
        } else if self.proposed.iter().any(|cell| cell == name) {
            " proposed"
        } else {
            ""
        };
        let class = format!("field {class}{more}");
        html! { div class=(class.trim()) { label for=(id(name)) { (label) } (inner) } }
    }

    fn input(&self, name: &str, value: &str, mode: Option<&str>, hint: Option<&str>) -> Markup {
        let bad = self.errors.has(name);
        html! {
            input id=(id(name)) name=(name) value=(value) autocomplete="off" spellcheck="false" inputmode=[mode] placeholder=[hint] data-cell=(name.rsplit('.').next().unwrap_or(name))
                aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then(|| format!("{}-help", id(name)))] autofocus[self.is_first(name)];
        }
    }

    fn text(&self, name: &str, key: &str, value: &str) -> Markup {
        self.field("", name, &self.lang().t(key), self.input(name, value, None, None))
    }

    fn number(&self, name: &str, label: &str, value: &str, hint: Option<&str>) -> Markup {
        self.field("num", name, label, self.input(name, value, Some("decimal"), hint))
    }

    fn tax(&self, at: usize, chosen: &str) -> Markup {
        let name = cell(at, "tax");
        let bad = self.errors.has(&name);
        html! {
            select id=(id(&name)) name=(name) data-cell="tax" aria-invalid=[bad.then_some("true")] aria-describedby=[bad.then(|| format!("{}-help", id(&name)))] autofocus[self.is_first(&name)] {
                @for tax in self.taxes { option value=(tax.code) selected[tax.code == chosen] { (tax.label) } }
                option value="" selected[chosen.is_empty()] { (self.lang().t("quick-bill-no-tax")) }
            }
        }
    }

    /// The base, the tax and its amount of a rate; those after the first are told by their place.
    fn rate(&self, at: usize) -> Markup {
        let lang = self.lang();
        let empty = crate::line::Rate { tax: self.taxes.first().map(|tax| tax.code.clone()).unwrap_or_default(), ..crate::line::Rate::default() };
        let rate = self.line.rates.get(at).unwrap_or(&empty);
        let label = |key: &str| if at == 0 { lang.t(key) } else { t!(lang, "quick-bill-of-rate", label = lang.t(key), rate = at + 1) };
        html! {
            (self.number(&cell(at, "base"), &label("quick-bill-base"), &rate.base, None))
            (self.field("", &cell(at, "tax"), &label("quick-bill-tax"), self.tax(at, &rate.tax)))
            (self.number(&cell(at, "quota"), &label("quick-bill-quota"), &rate.quota, None))
        }
    }

    fn second(&self, at: usize) -> Markup {
        html! { div.line.second data-quick-target="rate" { p.mini { (t!(self.lang(), "quick-bill-rate", rate = at + 1)) } (self.rate(at)) } }
    }

    /// Every fault, each named by its cell.
    fn faults(&self) -> Markup {
        let lang = self.lang();
        let faults = self.cells().into_iter().filter_map(|name| Some((self.error(&name)?, name)));
        html! {
            @for (text, name) in faults {
                span.bad id=(format!("{}-help", id(&name))) {
                    @if let Some((told, path)) = self.twin.as_ref().filter(|_| name == "number") { (told) " " a.link href=(path) target="_blank" { (lang.t("quick-bill-see")) } } @else { (text) }
                }
            }
        }
    }

    /// The months that a batch may be of: two years back, and the next one.
    fn months(&self) -> Vec<(String, String)> {
        let mut all: Vec<String> = vec![];
        let first = self.today.first_of_month();
        for back in -1..24i64 {
            if let Ok(day) = first.checked_sub(jiff::Span::new().months(back)) {
                all.push(day.strftime("%Y-%m").to_string());
            }
        }
        if days::first(&self.line.month).is_some() && !all.contains(&self.line.month) {
            all.push(self.line.month.clone());
        }
        let lang = self.lang();
        let label = |month: &String| days::first(month).map_or_else(String::new, |day| format!("{} {}", lang.t(&format!("month-{}", day.month())), day.year()));
        all.iter().map(|month| (month.clone(), label(month))).collect()
    }

    fn more(&self) -> Markup {
        let open = [&self.line.description, &self.line.due_date, &self.line.reference].iter().any(|text| !text.is_empty())
            || ["description", "due_date", "reference"].iter().any(|name| self.errors.has(name));
        html! {
            details.more open[open] data-quick-target="more" {
                summary { (self.lang().t("quick-bill-more")) }
                div.line.others {
                    (self.text("description", "quick-bill-description", &self.line.description))
                    (self.text("due_date", "document-due-on", &self.line.due_date))
                    (self.text("reference", "document-own-reference", &self.line.reference))
                }
            }
        }
    }

    /// The form.
    pub fn form(&self) -> Markup {
        let lang = self.lang();
        let line = self.line;
        let rates = (line.rates.len() + usize::from(self.more)).clamp(1, RATES);
        let action = self.who.path("/quick-bills");
        html! {
            form.card.bill-line #line method="post" action=(action) novalidate aria-label=(lang.t(if line.replaces.is_some() { "quick-bill-correction" } else { "quick-bill-new" }))
                data-controller="unsaved quick" data-unsaved-message-value=(lang.t("unsaved")) data-quick-vendors-value=(self.who.path("/quick-bills/vendors")) data-quick-accounts-value=(self.who.path("/journal-entries/accounts"))
                data-quick-contacts-value=(self.who.path("/journal-entries/contacts")) data-quick-last-value=(self.who.path("/quick-bills/last")) data-quick-twin-value=(self.who.path("/quick-bills/twin"))
                data-quick-day-value=(self.who.path("/journal-entries/day")) data-quick-taxes-value=(self.told_taxes()) data-quick-words-value=(self.words()) data-quick-digits-value=(self.digits) data-quick-most-value=(RATES) data-quick-seller-value=(self.seller)
                data-action="keydown->quick#press focusin->quick#enter focusout->quick#leave input->quick#type change->quick#change submit->quick#sent:capture" {
                input type="hidden" name="key" value=(self.key);
                @if let Some(id) = line.paper { input type="hidden" name="paper" value=(id); }
                @if let Some(id) = line.replaces { input type="hidden" name="replaces" value=(id); }
                div.line {
                    (self.text("vendor", "quick-bill-vendor", &line.vendor))
                    (self.text("number", "quick-bill-number", &line.number))
                    (self.field("", "date", &lang.t("field-date"), self.input("date", &line.date, Some("numeric"), None)))
                    (self.text("account", "quick-bill-account", &line.account))
                    (self.rate(0))
                    (self.number("withholding", &lang.t("quick-bill-withholding"), &line.withholding, Some("0")))
                    (self.number("withheld", &lang.t("quick-bill-withheld"), &line.withheld, None))
                    (self.number("total", &lang.t("quick-bill-paper"), &line.total, None))
                }
                @for at in 1..rates { (self.second(at)) }
                template data-quick-target="blank" { (self.second(RATES)) }
                (self.more())
                div.says {
                    span.faults role="status" data-quick-target="says" { (self.faults()) }
                    span.last data-quick-target="last" {}
                    label.check.paid { input type="checkbox" name="paid" value="on" checked[line.paid] data-quick-target="paid"; span { (lang.t("quick-bill-paid")) " " kbd.hands { "Alt P" } } }
                    (self.field("paid-from", "paid_account", &lang.t("quick-bill-paid-from"), self.input("paid_account", &line.paid_account, None, None)))
                    span.grow {}
                    noscript { button.btn.small type="submit" name="do" value="rate" { (lang.t("quick-bill-add-rate")) } }
                    @if line.replaces.is_some() { a.btn.quiet href=(action) { (lang.t("cancel")) } }
                    button.btn.primary type="submit" name="do" value="register" data-quick-target="register" { (lang.t(if line.replaces.is_some() { "quick-bill-correct" } else { "quick-bill-register" })) }
                }
                (keys(lang))
                (making(lang, "quick", true))
            }
        }
    }

    /// The choice of the month, which belongs to the line wherever it stands.
    pub fn month(&self) -> Markup {
        html! {
            label for="f-month" { (self.lang().t("quick-bill-month")) }
            select #f-month name="month" form="line" { @for (value, label) in self.months() { option value=(value) selected[value == self.line.month] { (label) } } }
        }
    }

    fn told_taxes(&self) -> String {
        json!(
            self.taxes
                .iter()
                .map(|tax| json!({ "code": tax.code, "rate": tax.rate, "charged": tax.charged, "label": tax.label }))
                .collect::<Vec<_>>()
        )
        .to_string()
    }

    /// What the scripts of the line say.
    fn words(&self) -> String {
        let lang = self.lang();
        let says = [
            ("accepted", "quick-bill-says-accepted"),
            ("warned", "quick-bill-says-warned"),
            ("refused", "quick-bill-says-refused"),
            ("adds", "quick-bill-says-adds"),
            ("lacks", "quick-bill-says-lacks"),
            ("amount", "quick-bill-says-amount"),
            ("empty", "quick-bill-says-empty"),
            ("no_vendor", "quick-bill-says-no-vendor"),
            ("several", "quick-bill-says-several"),
            ("no_date", "quick-bill-says-no-date"),
            ("no_account", "quick-bill-says-no-account"),
        ];
        let mut all: BTreeMap<String, String> = says.iter().map(|(name, key)| ((*name).to_owned(), lang.t(key))).collect();
        let others = [
            ("unknown", lang.t("quick-bill-found-none")),
            ("found_one", lang.t("entry-found-one")),
            ("found", t!(lang, "entry-found", number = "%n")),
            ("make", t!(lang, "entry-make-account", code = "%t")),
            ("make_account", lang.t("account-add")),
            ("make_contact", lang.t("quick-bill-add-vendor")),
            ("about_account", lang.t("entry-make-account-about")),
            ("about_contact", lang.t("quick-bill-add-vendor-about")),
            ("rate", t!(lang, "quick-bill-rate", rate = "%n")),
            ("of_rate", t!(lang, "quick-bill-of-rate", label = "%t", rate = "%n")),
        ];
        all.extend(others.map(|(name, text)| (name.to_owned(), text)));
        json!(all).to_string()
    }
}

/// The keys of the line, at its foot and in the dialog that shows every key of the page.
fn keys(lang: Lang) -> Markup {
    let name = |key: &str| match lang {
        Lang::Es => key.to_owned(),
        Lang::En => key.replace("Intro", "Enter").replace("Mayús", "Shift").replace("Re Pág", "PgUp").replace("Av Pág", "PgDn"),
    };
    let shown = [
        ("Intro", "quick-bill-key-next"),
        ("Ctrl Intro", "quick-bill-key-register"),
        ("+", "quick-bill-key-rate"),
        ("Alt P", "quick-bill-key-paid"),
        ("F2", "quick-bill-key-more"),
    ];
    let others = [
        ("Alt Re Pág · Av Pág", "quick-bill-key-paper"),
        ("Mayús Intro", "quick-bill-key-back"),
        ("Esc", "quick-bill-key-empty"),
        ("Ctrl Z", "quick-bill-key-undo"),
    ];
    html! {
        p.keys.hands { @for (key, about) in shown { span { kbd { (name(key)) } " " (lang.t(about)) } } }
        template #page-keys { h3 { (lang.t("quick-bill-title")) } dl { @for (key, about) in shown.into_iter().chain(others) { div { dt { kbd { (name(key)) } } dd { (lang.t(about)) } } } } }
    }
}
