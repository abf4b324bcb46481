//! Matching (punteo) on the general ledger: what each posting is matched with, the boxes that choose postings, and what is done to them.

use despacho_contacts::{Contact, store as contacts};
use despacho_kernel::{Id, Invalid, access::OrganizationRight as R};
use despacho_ledger::{
    accounts::Account,
    journal::{list::Whose, moved_store::Moved},
    matching::{rounding, rules::At, store::OpenSum},
    reports::beside::Beside,
};
use despacho_platform::{Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, assets::icon, error::message, format, forms::Form};
use maud::{Markup, html};

use super::asked::{Ground, Params};

/// The id of the form that chooses postings.
const FORM: &str = "ticking";

/// What was chosen, and what stood against it.
#[derive(Default)]
pub(super) struct Picked {
    pub postings: Vec<At>,
    pub errors: Invalid,
}

impl Picked {
    /// What is said of a posting.
    fn told(&self, lang: Lang, at: At) -> Option<String> {
        let place = self.postings.iter().position(|of| *of == at)?;
        let field = format!("postings[{place}]");
        self.errors.0.iter().find(|error| error.field == field).map(|error| message(lang, error))
    }

    /// Whether it stays chosen: what cannot be matched leaves.
    fn stays(&self, lang: Lang, at: At) -> bool {
        self.postings.contains(&at) && self.told(lang, at).is_none()
    }
}

/// How a posting is named in a form: its entry and its position there.
pub(super) fn word((entry, position): At) -> String {
    format!("{entry}.{position}")
}

/// The postings that a form names, each once.
pub(super) fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<At> {
    let mut found: Vec<At> = vec![];
    for word in words {
        let at = word.split_once('.').and_then(|(entry, position)| Some((entry.parse::<Id>().ok()?, position.parse::<i64>().ok()?)));
        if let Some(at) = at.filter(|at| !found.contains(at)) {
            found.push(at);
        }
    }
    found
}

/// Whether postings of an account settle each other: income and expenses do not.
pub(super) fn settles(account: &Account) -> bool {
    !matches!(account.r#type.as_str(), "income" | "expense")
}

/// What a ledger shows of matches.
pub(super) struct Ticking<'a> {
    pub lang: Lang,
    pub who: &'a InOrganization,
    pub ground: &'a Ground,
    pub params: &'a Params,
    pub beside: Beside,
    /// What is open through the last day that is shown; nothing where nothing is matched.
    pub open: OpenSum,
    pub picked: &'a Picked,
    /// Whether the ledger's accounts are matched at all.
    pub settles: bool,
}

impl Ticking<'_> {
    /// Whether postings can be chosen.
    pub fn chooses(&self) -> bool {
        self.settles && self.who.may(R::PostEntries)
    }

    pub fn heading(&self) -> Markup {
        let lang = self.lang;
        html! {
            @if self.chooses() { th.box.scripted scope="col" { input type="checkbox" data-ticking-target="all" data-action="ticking#all" aria-label=(lang.t("match-select-all")); } }
        }
    }

    /// The box that chooses a posting.
    pub fn tick(&self, row: &Moved, number: &str) -> Markup {
        let (lang, at) = (self.lang, (row.entry_id, row.position));
        let amount = self.ground.amount(lang, row.amount);
        html! {
            @if self.chooses() {
                td.box {
                    @if !row.carries() {
                        input type="checkbox" name="posting" value=(word(at)) form=(FORM) checked[self.picked.stays(lang, at)] aria-label=(t!(lang, "match-select", number = number, amount = amount))
                            data-ticking-target="box" data-action="ticking#tick" data-amount=(row.amount) data-matched=[row.match_id.map(|_| "yes")]
                            aria-describedby=[self.picked.told(lang, at).map(|_| format!("posting.{}", word(at)))];
                    }
                }
            }
        }
    }

    /// What a posting is matched with.
    pub fn cell(&self, row: &Moved) -> Markup {
        let letters = self.beside.letters(row);
        html! {
            @if self.settles {
                td.match {
                    @if !letters.is_empty() { span.tickmark { (icon("check")) span.vh { (self.lang.t("match-with")) " " } (letters) } }
                    @else if !row.carries() { span.untick { (self.lang.t("match-open")) } }
                }
            }
        }
    }

    /// What stands against a posting, in a row of its own below it.
    pub fn said(&self, row: &Moved, columns: usize) -> Markup {
        let at = (row.entry_id, row.position);
        html! {
            @if let Some(text) = self.picked.told(self.lang, at) {
                tr.say { td colspan=(columns) id=(format!("posting.{}", word(at))) { (text) } }
            }
        }
    }

    /// The figure of what is open, which leads to it.
    pub fn figure(&self) -> Markup {
        let (lang, open) = (self.lang, &self.open);
        let path = self.who.path("/reports/general-ledger");
        html! {
            @if self.settles {
                div {
                    dt { (lang.t("match-unmatched")) }
                    dd {
                        a.to href=(self.params.address(&path, &[("matched", "open"), ("after", "")])) { (self.ground.amount(lang, open.amount)) }
                        small { (t!(lang, "reports-postings", count = open.postings, number = format::number(lang, open.postings))) }
                    }
                }
            }
        }
    }

    /// Which postings are shown.
    pub fn filter(&self) -> Markup {
        let lang = self.lang;
        html! {
            @if self.settles {
                div.field {
                    div.label { label for="f-matched" { (lang.t("match")) } }
                    select #f-matched name="matched" {
                        @for (word, key) in [("", "match-all"), ("open", "match-only-open"), ("yes", "match-only-matched")] {
                            option value=(word) selected[self.params.matched == word] { (lang.t(key)) }
                        }
                    }
                }
            }
        }
    }

    /// What is done to the postings that are chosen. Without scripts it is always there; with them, once something is chosen.
    pub fn bar(&self) -> Markup {
        let (lang, digits) = (self.lang, self.ground.currency.digits);
        let address = self.params.address(&self.who.path("/reports/general-ledger"), &[]);
        let proposals = self.params.address(&self.who.path("/reports/general-ledger/proposals"), &[("after", ""), ("matched", "")]);
        let whole = self.picked.errors.0.iter().filter(|error| !error.field.starts_with("postings["));
        html! {
            @if self.chooses() {
                @if !self.picked.errors.0.is_empty() {
                    div.summary role="alert" tabindex="-1" data-controller="focus" {
                        h2 { (lang.t("match-refused")) }
                        ul {
                            @for error in whole { li { (message(lang, error)) } }
                            @for at in &self.picked.postings {
                                @if let Some(text) = self.picked.told(lang, *at) { li { a href=(format!("#posting.{}", word(*at))) { (text) } } }
                            }
                        }
                    }
                }
                form #(FORM) method="post" action=(address) {
                    p.row.tools { a.btn.small href=(proposals) { (lang.t("match-automatic")) } }
                    div.bulk data-ticking-target="bar" {
                        b role="status" data-ticking-target="count" data-one=(lang.t("match-one")) data-other=(lang.t("match-count")) {}
                        span.scripted { (lang.t("reports-debit")) " " span data-ticking-target="debit" {} }
                        span.scripted { (lang.t("reports-credit")) " " span data-ticking-target="credit" {} }
                        span.tag.scripted data-ticking-target="difference" data-label=(lang.t("match-difference")) {}
                        span.grow {}
                        button.btn.small.scripted type="button" data-action="ticking#none" { (lang.t("match-unselect")) }
                        button.btn.small type="submit" name="deed" value="round" data-ticking-target="round" data-most=(rounding::most(digits)) data-label=(lang.t("match-round-amount")) { (lang.t("match-round")) }
                        button.btn.small type="submit" name="deed" value="unmatch" data-ticking-target="unmatch" { (lang.t("match-remove")) }
                        button.btn.small.primary type="submit" name="deed" value="match" data-ticking-target="match" { (lang.t("match-do")) " " kbd.only-wide { "p" } }
                    }
                }
            }
        }
    }
}

/// Whose postings an address asks for: a contact by its number, or nobody's.
pub(super) async fn whose(db: &dyn Connection, organization: Id, params: &Params, errors: &mut Invalid) -> Result<(Option<Whose>, Option<Contact>)> {
    let word = params.contact.trim();
    if word.is_empty() {
        return Ok((None, None));
    }
    if word == "none" {
        return Ok((Some(Whose::Nobody), None));
    }
    let found = match word.parse() {
        Ok(number) => contacts::of_numbers(db, organization, &[number]).await?.pop(),
        // A file of the API names one by its id.
        Err(_) => match word.parse::<Id>() {
            Ok(id) => contacts::of_ids(db, organization, &[id]).await?.pop(),
            Err(_) => None,
        },
    };
    if found.is_none() {
        errors.push("contact", "contact_unknown");
    }
    Ok((found.as_ref().map(|contact| Whose::Contact(contact.id)), found))
}

/// The field that chooses whose postings are shown, on accounts that are kept by contact.
pub(super) fn contact_field(form: &Form<'_>, who: &InOrganization, contact: Option<&Contact>) -> Markup {
    let lang = form.lang;
    let mut options = vec![(String::new(), lang.t("match-everybody")), ("none".to_owned(), lang.t("match-nobody"))];
    options.extend(contact.map(|contact| (contact.number.to_string(), contact.label())));
    let field = form.field("contact").label(lang.t("match-contact")).combobox(options).searched(who.path("/reports/contacts"), "key");
    html! { (field) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_are_read_as_they_are_written() {
        let (one, other) = ((Id::from_u128(7), 0), (Id::from_u128(8), 12));
        let words = [word(one), word(other), word(one), "x".into(), "00000000-0000-0000-0000-000000000001.".into()];
        assert_eq!(read(words.iter().map(String::as_str)), [one, other]);
    }

    #[test]
    fn what_cannot_be_matched_leaves_and_the_rest_stays() {
        crate::speak();
        let postings = vec![(Id::from_u128(1), 0), (Id::from_u128(2), 3)];
        let picked = Picked { postings: postings.clone(), errors: Invalid::one("postings[1]", "posting_matched") };
        assert_eq!((picked.stays(Lang::Es, postings[0]), picked.stays(Lang::Es, postings[1])), (true, false));
        assert_eq!(picked.told(Lang::Es, postings[1]).as_deref(), Some("El apunte ya está punteado."));
        assert_eq!((picked.told(Lang::Es, postings[0]), picked.stays(Lang::Es, (Id::from_u128(3), 0))), (None, false));
    }
}
