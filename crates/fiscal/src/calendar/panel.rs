//! One obligation: where it stands, its dates, why it is asked, its proof, what was done; and changing it.

use axum::extract::State as Shared;
use despacho_kernel::{Id, Invalid, access::PracticeRight as R, money::Money, place};
use despacho_platform::memberships::Tenant;
use despacho_platform::{
    Error, Platform, Result,
    activity::{self, Asked as Log},
    i18n::Lang,
    t,
};
use despacho_practice::{
    clients::{client::Client, store as clients},
    practices::frame::framed,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    activity::Log as Shown,
    assets::icon,
    components,
    fields::{Sight, notation},
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::parts::{names, people, state, state_word, weekday};
use crate::{
    derive::Fact,
    hand::hand,
    obligations::{
        actions::{self, Edit},
        obligation::{Obligation, State},
        returns, store,
    },
    profile::entity::PROFILE,
    rules,
};

#[derive(Deserialize)]
pub(super) struct OfObligation {
    obligation: Id,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Back {
    back: String,
}

/// What a form has of an obligation, as it stands.
fn filled(lang: Lang, own: &Obligation) -> FormData {
    let mut data = FormData::default();
    for (name, value) in [
        ("state", own.state.clone()),
        ("reason", own.reason.clone()),
        ("assigned_to", own.assigned_to.map(|id| id.to_string()).unwrap_or_default()),
        ("reference", own.reference.clone()),
        ("csv", own.csv.clone()),
        ("filed_on", own.filed_on.clone()),
        ("amount", own.amount.map(|amount| format::amount(lang, amount, 2)).unwrap_or_default()),
        ("late_reason", own.late_reason.clone()),
        ("paid_on", own.paid_on.clone()),
    ] {
        data.set(name, value);
    }
    data
}

/// An amount in euro as it is typed, in cents; none where nothing is.
pub(super) fn amount(lang: Lang, field: &str, text: &str, errors: &mut Invalid) -> Option<i64> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let euro = place::currency("EUR").ok()?;
    errors.take(field, Money::parse(text, euro, notation(lang)).map(|money| money.minor))
}

/// What a form says of an obligation.
fn typed(lang: Lang, data: &FormData, errors: &mut Invalid) -> Edit {
    Edit {
        state: data.get("state").parse().ok(),
        reason: Some(data.text("reason")),
        assigned_to: Some(data.get("assigned_to").parse().ok()),
        reference: Some(data.text("reference")),
        csv: Some(data.text("csv")),
        filed_on: Some(data.day("filed_on")),
        amount: Some(amount(lang, "amount", data.get("amount"), errors)),
        late_reason: Some(data.text("late_reason")),
        paid_on: Some(data.day("paid_on")),
        proof_document_id: None,
    }
}

pub(super) async fn show(Shared(platform): Shared<Platform>, who: InPractice, Path(of): Path<OfObligation>, Query(back): Query<Back>) -> Outcome {
    let hand = hand(&platform, &who);
    let own = store::find(platform.db.read(), who.practice, of.obligation, hand.visible_to).await?;
    let data = filled(who.lang(), &own);
    Ok(layout::page(page(&platform, &who, &own, &back.back, (&data, &Invalid::new())).await?))
}

async fn page(platform: &Platform, who: &InPractice, own: &Obligation, back: &str, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = who.lang();
    let client = clients::find(platform.db.read(), who.practice, own.client_id, None).await?;
    let period = own.period().map_or(own.period.clone(), |period| period.shown(lang));
    let title = format!("{} · {period} · {}", own.model, client.display_name);
    let body = html! {
        p.crumbs { a href=(who.path("/fiscal")) { (lang.t("fiscal")) } }
        turbo-frame #obligation target="_top" { (panel(platform, who, own, &client, back, (data, errors)).await?) }
    };
    framed(platform, who, "fiscal", &title, &html! { div.medium { (body) } }).await
}

async fn panel(platform: &Platform, who: &InPractice, own: &Obligation, client: &Client, back: &str, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let (lang, hand) = (who.lang(), hand(platform, who));
    let people = people(platform.db.read(), who.practice).await?;
    let names = names(&people);
    let period = own.period().map_or(own.period.clone(), |period| period.shown(lang));
    let day = |label: &str, text: &str| html! { div.fixed { dt { (icon("lock")) (label) } dd { @if text.is_empty() { "—" } @else { (format::stored_date(lang, text)) small { (weekday(lang, text)) } } } } };
    let filed = returns::filed(platform.db.read(), who.practice, own).await?;
    let log = activity::list(platform.db.read(), who.practice, &Log::of(own.client_id), 200).await?;
    let of_this =
        |entry: &activity::Recorded| entry.action == "obligation_changed" && entry.changes().first().is_some_and(|change| change.after == own.label());
    let log: Vec<activity::Recorded> = log.into_iter().filter(of_this).take(10).collect();
    Ok(html! {
        section.card.panel aria-labelledby="obligation-title" {
            header.top-of {
                div.row { p.crumbs { a href=(who.path(&format!("/clients/{}/fiscal", client.id))) { (client.display_name) } } a.btn.quiet.small href=(if back.is_empty() { who.path("/fiscal") } else { back.to_owned() }) data-close aria-label=(lang.t("fiscal-close")) { (icon("x")) } }
                h2 #obligation-title tabindex="-1" { (own.model) " · " (period) }
                p.muted { (own.title(lang)) }
                div.row { (state(lang, own.state())) @if let Some(days) = own.late_days(hand.today) { span.late { (t!(lang, "fiscal-late-days", count = days)) } } span.muted { (own.assigned_to.and_then(|id| names.get(&id)).cloned().unwrap_or_default()) } }
            }
            section { h3 { (lang.t("fiscal-dates")) } dl.dates2 {
                (day(&lang.t("fiscal-legal"), &own.legal_due_on))
                @if !own.direct_debit_on.is_empty() { (day(&lang.t("fiscal-debit"), &own.direct_debit_on)) }
                @if !own.opens_on.is_empty() { (day(&lang.t("fiscal-opens"), &own.opens_on)) }
            } }
            section { h3 { (lang.t("fiscal-why")) } (why(lang, who, own, client)) }
            @if let Some(filing) = &filed { section { h3 { (lang.t("fiscal-in-books")) }
                p { (t!(lang, "fiscal-filed-in-books", day = format::stored_date(lang, &filing.filed_on), reference = filing.reference.as_str(), amount = format::amount(lang, filing.result, 2))) }
                @if own.state().is_open() && who.may(R::EditClients) { (take(who, own, filing, lang)) }
            } }
            @if !own.filed_on.is_empty() { section { h3 { (lang.t("fiscal-proof")) } dl.kv {
                dt { (lang.t("field-filed-on")) } dd { (format::stored_date(lang, &own.filed_on)) }
                @if !own.reference.is_empty() { dt { (lang.t("fiscal-reference")) } dd { (own.reference) } }
                @if !own.csv.is_empty() { dt { (lang.t("field-csv")) } dd { (own.csv) } }
                @if let Some(amount) = own.amount { dt { (lang.t("fiscal-amount")) } dd { (format::amount(lang, amount, 2)) " €" } }
                @if !own.late_reason.is_empty() { dt { (lang.t("field-late-reason")) } dd { (own.late_reason) } }
                @if !own.paid_on.is_empty() { dt { (lang.t("field-paid-on")) } dd { (format::stored_date(lang, &own.paid_on)) } }
            } } }
            @if who.may(R::EditClients) { section { h3 { (lang.t("fiscal-change")) } (form(lang, who, own, back, (data, errors), &people)) } }
            @if !log.is_empty() { section { h3 { (lang.t("fiscal-done")) } (Shown { lang, zone: &who.user.time_zone, tenant: Tenant::Practice, link: &|_| None, page: None }.list(&log, None)) } }
        }
    })
}

/// Why it is asked: the sentence, the facts with their days, the law.
fn why(lang: Lang, who: &InPractice, own: &Obligation, client: &Client) -> Markup {
    let Some(rule) = rules::find(&own.rule) else { return html! { p.muted { (lang.t("fiscal-by-hand")) } } };
    let explained = own.explained();
    let sight = Sight::form(lang, &client.country);
    let fact = |fact: &Fact| {
        let field = PROFILE.get(&fact.field);
        let value = match fact.value.as_str() {
            "yes" => lang.t("yes"),
            "no" => lang.t("no"),
            value => field.map_or(value.to_owned(), |field| field.shown(value, &sight)),
        };
        html! { dt { (field.map_or(fact.field.clone(), |field| field.title(lang))) } dd { (value) @if !fact.valid_from.is_empty() { " " span.muted { (t!(lang, "fiscal-since-day", day = format::stored_date(lang, &fact.valid_from))) } } } }
    };
    html! {
        p { (lang.pick(&rule.because.es, &rule.because.en)) }
        dl.kv { @for own in &explained.facts { (fact(own)) } }
        @if own.nominal_due_on != own.legal_due_on {
            p { (t!(lang, "fiscal-moved-from", day = format::stored_date(lang, &own.nominal_due_on))) " "
                @if explained.moved.is_empty() { (lang.t("fiscal-moved-weekend")) } @else { (explained.moved.iter().map(|(name, source)| format!("{name} ({source})")).collect::<Vec<_>>().join("; ")) } }
        }
        @if !explained.calendar_known { p.note { (lang.t("fiscal-calendar-unknown")) } }
        p.muted.small { (t!(lang, "fiscal-rule-source", rule = own.rule.as_str(), source = explained.source.as_str())) " " a.link href=(who.path(&format!("/clients/{}/fiscal/edit", own.client_id))) { (lang.t("fiscal-change-facts")) } }
    }
}

/// Takes what the books filed as the proof.
fn take(who: &InPractice, own: &Obligation, filing: &returns::Filed, lang: Lang) -> Markup {
    html! {
        form method="post" action=(who.path(&format!("/fiscal/obligations/{}", own.id))) {
            (components::version(own.version))
            @for (name, value) in [("state", if filing.paid_on.is_empty() { "filed" } else { "paid" }), ("reference", &filing.reference), ("csv", &filing.csv), ("filed_on", &filing.filed_on), ("paid_on", &filing.paid_on)] { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="amount" value=(format::amount(lang, filing.result, 2));
            input type="hidden" name="assigned_to" value=(own.assigned_to.map(|id| id.to_string()).unwrap_or_default());
            input type="hidden" name="late_reason" value=(lang.t("fiscal-from-books"));
            button.btn type="submit" { (lang.t("fiscal-take")) }
        }
    }
}

fn form(lang: Lang, who: &InPractice, own: &Obligation, back: &str, (data, errors): (&FormData, &Invalid), people: &[(Id, String)]) -> Markup {
    let form = Form::new(lang, data, errors);
    let states = State::ALL.iter().map(|state| (state.word().to_owned(), state_word(lang, *state))).collect();
    let everybody = std::iter::once((String::new(), lang.t("fiscal-client-s")))
        .chain(people.iter().map(|(id, name)| (id.to_string(), name.clone())))
        .collect();
    html! {
        form.stack method="post" action=(who.path(&format!("/fiscal/obligations/{}", own.id))) novalidate {
            (components::version(own.version))
            input type="hidden" name="back" value=(back);
            (form.summary())
            div.grid {
                (form.field("state").select(states).span(3).label(lang.t("field-obligation-state")))
                (form.field("assigned_to").select(everybody).span(3).optional().label(lang.t("fiscal-person")))
                (form.field("filed_on").day().span(3).optional())
                (form.field("amount").span(3).optional().label(lang.t("fiscal-amount")).help(lang.t("fiscal-amount-help")))
                (form.field("reference").span(3).optional().label(lang.t("fiscal-reference")))
                (form.field("csv").span(3).optional())
                (form.field("paid_on").day().span(3).optional())
                (form.field("reason").span(3).optional().label(lang.t("fiscal-reason")).help(lang.t("fiscal-reason-help")))
                (form.field("late_reason").span(6).optional())
            }
            div { button.btn.primary type="submit" { (lang.t("save")) } }
        }
    }
}

pub(super) async fn save(Shared(platform): Shared<Platform>, who: InPractice, Path(of): Path<OfObligation>, data: FormData) -> Outcome {
    let (lang, hand) = (who.lang(), hand(&platform, &who));
    let mut errors = Invalid::new();
    let edit = typed(lang, &data, &mut errors);
    let tx = platform.db.begin().await?;
    let saved = match errors.0.is_empty() {
        true => actions::change(&tx, hand, of.obligation, components::version_of(&data), edit).await,
        false => Err(Error::Invalid(errors)),
    };
    let back = data.get("back");
    match saved {
        Ok(own) => {
            tx.commit().await?;
            let mut next = FormData::default();
            next.set("next", back);
            let path = layout::safe_next(&next).unwrap_or_else(|| who.path(&format!("/fiscal/obligations/{}", own.id)));
            Ok(layout::see(&platform, &path, Flash::new("flash-obligation-saved").name(&own.label())))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let own = store::find(platform.db.read(), who.practice, of.obligation, hand.visible_to).await?;
            Ok(layout::unprocessable(page(&platform, &who, &own, back, (&data, &errors)).await?))
        }
        Err(Error::Stale(differences)) => {
            drop(tx);
            let own = store::find(platform.db.read(), who.practice, of.obligation, hand.visible_to).await?;
            let page = page(&platform, &who, &own, back, (&data, &Invalid::new())).await?;
            Ok(layout::conflicting(html! { (page) template { (components::conflict(lang, &differences)) } }))
        }
        Err(error) => Err(error.into()),
    }
}
