//! Many obligations at once: their filings registered one by one, or all set to a state or given to a person.

use axum::extract::State as Shared;
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, t};
use despacho_practice::{clients::store as clients, practices::frame::framed};
use despacho_ui::{
    InPractice, Outcome, Query,
    components::head,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use std::collections::HashMap;

use super::{
    panel::amount,
    parts::{people, state, state_word},
};
use crate::{
    hand::hand,
    obligations::{
        actions::{self, Edit},
        obligation::{Obligation, State},
        store,
    },
};

/// Most obligations that are changed at once.
const MOST: usize = 200;

/// The chosen obligations that a member sees, in the order in which they were chosen.
async fn chosen(platform: &Platform, who: &InPractice, data: &FormData) -> Result<Vec<Obligation>> {
    let mut ids: Vec<Id> = data.all("id").iter().filter_map(|id| id.parse().ok()).collect();
    let mut seen = std::collections::HashSet::new();
    ids.retain(|id| seen.insert(*id));
    if ids.len() > MOST {
        return Err(Invalid::too_many("id", MOST).into());
    }
    store::find_many(platform.db.read(), who.practice, &ids, hand(platform, who).visible_to).await
}

pub(super) async fn show(Shared(platform): Shared<Platform>, who: InPractice, Query(pairs): Query<Vec<(String, String)>>) -> Outcome {
    let data = FormData(pairs);
    let chosen = chosen(&platform, &who, &data).await?;
    Ok(layout::page(page(&platform, &who, &chosen, &data, &Invalid::new(), 0).await?))
}

async fn page(platform: &Platform, who: &InPractice, chosen: &[Obligation], data: &FormData, errors: &Invalid, saved: usize) -> Result<Markup> {
    let (lang, hand) = (who.lang(), hand(platform, who));
    let mut ids: Vec<Id> = chosen.iter().map(|own| own.client_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<Id, String> = clients::find_many(platform.db.read(), who.practice, &ids)
        .await?
        .into_iter()
        .map(|client| (client.id, client.display_name))
        .collect();
    let people = people(platform.db.read(), who.practice).await?;
    let form = Form::new(lang, data, errors);
    let title = lang.t("fiscal-file");
    let action = who.path("/fiscal/selection");
    let hidden = html! { input type="hidden" name="back" value=(data.get("back")); };
    let states = std::iter::once((String::new(), lang.t("fiscal-as-is")))
        .chain(State::ALL.iter().map(|state| (state.word().to_owned(), state_word(lang, *state))))
        .collect();
    let everybody = [(String::new(), lang.t("fiscal-as-is")), ("none".to_owned(), lang.t("fiscal-client-s"))]
        .into_iter()
        .chain(people.iter().map(|(id, name)| (id.to_string(), name.clone())))
        .collect();
    let body = html! {
        p.crumbs { a href=(who.path("/fiscal")) { (lang.t("fiscal")) } }
        (head(&title, html! {}))
        @if saved > 0 { p.note role="status" { (t!(lang, "fiscal-saved-rest", saved = saved, left = chosen.len())) } }
        @if chosen.is_empty() { section.card { div.body { p { (lang.t("fiscal-none-chosen")) } a.btn href=(who.path("/fiscal")) { (lang.t("fiscal")) } } } }
        @else { div.stack {
            (form.summary())
            form.stack method="post" action=(action) novalidate {
                (hidden)
                section.card { header { h2 { (t!(lang, "fiscal-filings", count = chosen.len())) } } div.scroll tabindex="0" role="region" aria-label=(title) { table.filings {
                    caption.vh { (title) }
                    thead { tr { th scope="col" { (lang.t("fiscal-client")) } th scope="col" { (lang.t("field-obligation")) } th scope="col" { (lang.t("field-filed-on")) } th scope="col" { (lang.t("fiscal-reference")) } th scope="col" { (lang.t("field-csv")) } th scope="col" { (lang.t("fiscal-amount")) } th scope="col" { (lang.t("field-late-reason")) } } }
                    tbody { @for own in chosen {
                        @let name = names.get(&own.client_id).map_or("", String::as_str);
                        @let of = format!("{name} {} {}", own.model, own.period);
                        tr {
                            th scope="row" { input type="hidden" name="id" value=(own.id); (name) br; small.muted { (t!(lang, "fiscal-until", day = format::stored_date(lang, &own.legal_due_on))) } }
                            td { b { (own.model) } " " (own.period().map_or(own.period.clone(), |period| period.shown(lang))) br; (state(lang, own.state())) }
                            @for (field, class, stored) in [
                                ("filed_on", "day", if own.filed_on.is_empty() { hand.today.to_string() } else { own.filed_on.clone() }),
                                ("reference", "", own.reference.clone()),
                                ("csv", "", own.csv.clone()),
                                ("amount", "num", own.amount.map(|amount| format::amount(lang, amount, 2)).unwrap_or_default()),
                                ("late_reason", "", own.late_reason.clone()),
                            ] { (input(&form, data, own.id, field, class, &stored, &of)) }
                        }
                    } }
                } }
                div.body { button.btn.primary type="submit" name="what" value="file" { (t!(lang, "fiscal-file-count", count = chosen.len())) } } }
            }
            form.stack method="post" action=(action) novalidate {
                (hidden)
                @for own in chosen { input type="hidden" name="id" value=(own.id); }
                section.card { header { h2 { (lang.t("fiscal-for-all")) } } div.body.stack { div.grid {
                    (form.field("state").select(states).span(2).label(lang.t("field-obligation-state")))
                    (form.field("assigned_to").select(everybody).span(2).label(lang.t("fiscal-person")))
                    (form.field("reason").span(2).optional().label(lang.t("fiscal-reason")).help(lang.t("fiscal-reason-help")))
                } div { button.btn type="submit" name="what" value="all" { (t!(lang, "fiscal-change-count", count = chosen.len())) } } } }
            }
        } }
    };
    framed(platform, who, "fiscal", &title, &body).await
}

/// The input of a field of one of many, with its error beneath.
fn input(form: &Form<'_>, data: &FormData, id: Id, field: &str, class: &str, stored: &str, of: &str) -> Markup {
    let name = format!("{field}.{id}");
    let typed = data.0.iter().find(|(key, _)| *key == name).map_or(stored, |(_, value)| value.as_str());
    let error = form.errors.0.iter().find(|error| error.field == name).map(|error| despacho_ui::error::message(form.lang, error));
    let label = form
        .lang
        .t(if matches!(field, "amount" | "reference") { format!("fiscal-{field}") } else { format!("field-{}", field.replace('_', "-")) }.as_str());
    let key = format!("f-{}", name.replace('.', "-"));
    let shown = if class == "day" { despacho_ui::days::shown(typed) } else { typed.to_owned() };
    html! { td.field data-l=(label) {
        input type="text" id=(key) name=(name) value=(shown) class=[Some(class).filter(|class| *class == "num")] aria-label=(format!("{label}: {of}")) aria-invalid=[error.as_ref().map(|_| "true")] aria-describedby=[error.as_ref().map(|_| format!("{key}-help"))] autocomplete="off"
            data-controller=[(class == "day").then_some("date")] data-action=[(class == "day").then_some("change->date#complete")];
        @if let Some(error) = error { p.help.bad id=(format!("{key}-help")) { (error) } }
    } }
}

pub(super) async fn save(Shared(platform): Shared<Platform>, who: InPractice, data: FormData) -> Outcome {
    let (lang, hand) = (who.lang(), hand(&platform, &who));
    let chosen = chosen(&platform, &who, &data).await?;
    let mut errors = Invalid::new();
    let (mut saved, mut left) = (0, vec![]);
    let tx = platform.db.begin().await?;
    for own in chosen {
        let at = |field: &str| format!("{field}.{}", own.id);
        let mut wrong = Invalid::new();
        let edit = if data.get("what") == "file" {
            Edit {
                state: Some(if own.state() == State::Paid { State::Paid } else { State::Filed }),
                filed_on: Some(data.day(&at("filed_on"))),
                reference: Some(data.text(&at("reference"))),
                csv: Some(data.text(&at("csv"))),
                amount: Some(amount(lang, "amount", data.get(&at("amount")), &mut wrong)),
                late_reason: Some(data.text(&at("late_reason"))),
                ..Edit::default()
            }
        } else {
            Edit {
                state: data.get("state").parse().ok(),
                reason: Some(data.text("reason")).filter(|reason| !reason.is_empty()),
                assigned_to: match data.get("assigned_to") {
                    "" => None,
                    "none" => Some(None),
                    id => Some(id.parse().ok()),
                },
                ..Edit::default()
            }
        };
        // What is right is saved, what is wrong stays with its error.
        let done = if wrong.0.is_empty() { actions::change(&tx, hand, own.id, None, edit).await.map(drop) } else { Err(Error::Invalid(wrong)) };
        match done {
            Ok(()) => saved += 1,
            Err(Error::Invalid(wrong)) => {
                for error in wrong.0 {
                    let field = if data.get("what") == "file" { at(&error.field) } else { error.field.clone() };
                    if !errors.has(&field) {
                        errors.push_with(&field, error.code, error.params);
                    }
                }
                left.push(own);
            }
            Err(error) => return Err(error.into()),
        }
    }
    tx.commit().await?;
    if !left.is_empty() {
        return Ok(layout::unprocessable(page(&platform, &who, &left, &data, &errors, saved).await?));
    }
    let mut next = FormData::default();
    next.set("next", data.get("back"));
    let path = layout::safe_next(&next).unwrap_or_else(|| who.path("/fiscal"));
    Ok(layout::see(&platform, &path, Flash::new("flash-obligations-saved").count(saved)))
}
