//! The calendar as a page: the matrix of a quarter, a month or a year, and the campaign by person.

use std::collections::HashMap;

use axum::extract::State as Shared;
use despacho_kernel::{Id, access::PracticeRight as R, tax_id};
use despacho_platform::{Platform, Result, i18n::Lang, t};
use despacho_practice::practices::frame::framed;
use despacho_ui::{
    InPractice, Outcome, Query,
    assets::icon,
    components::{empty, head},
    layout,
};
use jiff::civil::Date;
use maud::{Markup, html};

use super::{
    asked::{Asked, View},
    matrix::{self, Head, Lean, Line, Matrix, Narrow, Scope, Window, doer},
    parts::{initials, late, names, people, shape, short_day, state_word},
};
use crate::{
    hand::hand,
    obligations::obligation::State,
    period::Period,
    profile::{entity::PROFILE, store as profiles},
    rules,
};

/// How many clients a page shows.
const PAGE: usize = 100;
/// Within how many days a last day is near.
const NEAR: i32 = 7;

/// The window that a view of a period looks at.
pub(super) fn window(view: View, period: Period) -> Window {
    let (first, last) = period.days();
    match view {
        View::Quarter | View::Person => Window::Campaign(period.text()),
        View::Month => Window::Due(first.to_string(), last.to_string()),
        View::Year => Window::Year(period.year()),
    }
}

/// What a page narrows the matrix to.
pub(super) fn narrow(asked: &Asked) -> Narrow {
    Narrow {
        search: asked.search.trim().to_owned(),
        model: asked.model.clone(),
        state: asked.state.parse().ok(),
        person: match asked.person.as_str() {
            "" => None,
            "none" => Some(None),
            id => id.parse().ok().map(Some),
        },
        late: !asked.late.is_empty(),
        without: !asked.without.is_empty(),
    }
}

pub(super) async fn calendar(Shared(platform): Shared<Platform>, who: InPractice, Query(asked): Query<Asked>) -> Outcome {
    let (lang, db, hand) = (who.lang(), platform.db.read(), hand(&platform, &who));
    let (view, period) = (asked.view(), asked.period(hand.today));
    let scope = Scope { practice: who.practice, visible_to: hand.visible_to };
    let matrix = matrix::matrix(db, scope, &window(view, period), &narrow(&asked), hand.today).await?;
    let people = people(db, who.practice).await?;
    let title = lang.t("fiscal");
    let view_tabs = html! { nav.tabs aria-label=(lang.t("views")) {
        @for of in View::ALL { a href=(asked.path(&who, &[("view", of.word()), ("period", "")])) aria-current=[(*of == view).then_some("page")] { (lang.t(&format!("fiscal-view-{}", of.word()))) } }
    } };
    let pages = matrix.lines.len().div_ceil(PAGE).max(1);
    let page = asked.page().min(pages);
    let lines: Vec<&Line> = matrix.lines.iter().skip((page - 1) * PAGE).take(PAGE).collect();
    let body = html! {
        div.fiscal data-controller="fiscal" {
            form #picked method="get" action=(who.path("/fiscal/selection")) {
                input type="hidden" name="back" value=(asked.path(&who, &[]));
                (head(&title, html! {
                    details.pick-menu data-controller="menu" { summary.btn role="button" { (icon("download")) (lang.t("export")) }
                        div.pop { a href=(asked.file(&who, "xlsx")) { "XLSX" } a href=(asked.file(&who, "csv")) { "CSV" } } }
                    @if who.may(R::EditClients) { button.btn.primary type="submit" data-press="p" aria-keyshortcuts="p" { (lang.t("fiscal-file")) } }
                }))
            }
            (view_tabs)
            (filters(&who, &asked, (view, period), &matrix, &people))
            (legend(&who, &asked, &matrix))
            @if matrix.lines.is_empty() {
                section.card { (empty(&lang.t(if matrix.counts.is_empty() { "fiscal-none" } else { "fiscal-none-such" }), html! {
                    @if matrix.counts.is_empty() { a.btn href=(who.path("/clients")) { (lang.t("fiscal-fill-profiles")) } } @else { a.btn href=(asked.path(&who, &[("state", ""), ("late", ""), ("model", ""), ("person", ""), ("search", "")])) { (lang.t("fiscal-clear")) } }
                })) }
            } @else if view == View::Person {
                (by_person(&who, &asked, &matrix, &people, hand.today))
            } @else {
                (grid(&who, &asked, &matrix, &lines, &GridWords { names: &names(&people), regimes: regimes(&platform, &who, &lines, hand.today).await?, today: hand.today, period }))
                @if pages > 1 { nav.row aria-label=(lang.t("fiscal-pages")) {
                    @if page > 1 { a.btn href=(asked.path(&who, &[("page", &(page - 1).to_string())])) { (lang.t("control-before")) } }
                    span.muted { (t!(lang, "control-page", page = page, pages = pages)) }
                    @if page < pages { a.btn href=(asked.path(&who, &[("page", &(page + 1).to_string())])) { (lang.t("control-after")) } }
                } }
                p.muted.small { (lang.t("fiscal-about-dates")) " " span.keys-help { (lang.t("fiscal-keys")) } }
            }
            turbo-frame.drawer #obligation target="_top" {}
        }
    };
    Ok(layout::page(framed(&platform, &who, "fiscal", &title, &body).await?))
}

/// The period and how to move it, and what the matrix is narrowed to.
fn filters(who: &InPractice, asked: &Asked, (view, period): (View, Period), matrix: &Matrix, people: &[(Id, String)]) -> Markup {
    let lang = who.lang();
    let step = |count: i16| asked.path(who, &[("period", &period.plus(count).text())]);
    let mut models: Vec<&str> = rules::models().iter().map(|model| model.model.as_str()).collect();
    models.extend(matrix.heads.iter().map(|head| head.model.as_str()).filter(|own| rules::model(own).is_none()));
    html! {
        form.bar2 method="get" action=(who.path("/fiscal")) role="search" aria-label=(lang.t("fiscal-filters")) {
            input type="hidden" name="view" value=(view.word());
            input type="hidden" name="period" value=(period.text());
            div.stepper {
                a.btn.quiet href=(step(-1)) aria-label=(lang.t("fiscal-before")) data-press="[" { (icon("chevron-left")) }
                b { (period.shown(lang)) }
                a.btn.quiet href=(step(1)) aria-label=(lang.t("fiscal-after")) data-press="]" { (icon("chevron-right")) }
            }
            input type="search" name="search" value=(asked.search) aria-label=(lang.t("fiscal-search")) placeholder=(lang.t("fiscal-search")) maxlength="100";
            select name="model" aria-label=(lang.t("fiscal-model")) {
                option value="" { (lang.t("fiscal-all-models")) }
                @for model in models { option value=(model) selected[asked.model == model] { (model) } }
            }
            select name="state" aria-label=(lang.t("field-obligation-state")) {
                option value="" { (lang.t("fiscal-all-states")) }
                @for state in State::ALL { option value=(state.word()) selected[asked.state == state.word()] { (state_word(lang, *state)) } }
            }
            select name="person" aria-label=(lang.t("fiscal-person")) {
                option value="" { (lang.t("fiscal-all-people")) }
                option value="none" selected[asked.person == "none"] { (lang.t("fiscal-nobody")) }
                @for (id, name) in people { option value=(id) selected[asked.person == id.to_string()] { (name) } }
            }
            label.inl { input type="checkbox" name="late" value="yes" checked[!asked.late.is_empty()]; (t!(lang, "fiscal-only-late", count = matrix.late)) }
            label.inl { input type="checkbox" name="without" value="yes" checked[!asked.without.is_empty()]; (lang.t("fiscal-without")) }
            button.btn type="submit" { (lang.t("fiscal-filter")) }
        }
    }
}

/// What each shape means and how many there are; each narrows to its state.
fn legend(who: &InPractice, asked: &Asked, matrix: &Matrix) -> Markup {
    let lang = who.lang();
    html! {
        p.legend {
            @for state in State::ALL {
                @let chosen = asked.state == state.word();
                a.st href=(asked.path(who, &[("state", if chosen { "" } else { state.word() })])) aria-current=[chosen.then_some("true")] {
                    (shape(*state)) (state_word(lang, *state)) " " b { (matrix.counts.get(state).copied().unwrap_or_default()) }
                }
            }
        }
    }
}

/// What cells say beside what they are.
struct GridWords<'w> {
    names: &'w HashMap<Id, String>,
    regimes: HashMap<Id, String>,
    today: Date,
    period: Period,
}

/// How each client of a page is taxed, in a few words.
async fn regimes(platform: &Platform, who: &InPractice, lines: &[&Line], today: Date) -> Result<HashMap<Id, String>> {
    let ids: Vec<Id> = lines.iter().map(|line| line.client.id).collect();
    let histories = profiles::histories(platform.db.read(), who.practice, &ids).await?;
    let lang = who.lang();
    let sight = despacho_ui::fields::Sight::form(lang, "ES");
    let told = |history: &crate::profile::history::History| {
        let profile = history.on(today, 0);
        let facts = PROFILE.facts(&profile, &["income_tax", "vat_period"], &sight);
        facts.into_iter().map(|(_, value)| value).collect::<Vec<_>>().join(" · ")
    };
    Ok(histories.iter().map(|(client, history)| (*client, told(history))).collect())
}

fn grid(who: &InPractice, asked: &Asked, matrix: &Matrix, lines: &[&Line], words: &GridWords<'_>) -> Markup {
    let lang = who.lang();
    html! {
        section.card { div.gridbox tabindex="0" role="region" aria-label=(lang.t("fiscal-region")) {
            table.matrix data-action="keydown->fiscal#key click->fiscal#clicked" data-fiscal-target="grid" {
                caption.vh { (t!(lang, "fiscal-caption", period = words.period.shown(lang))) }
                thead { tr {
                    th scope="col" { (lang.t("fiscal-client")) small { (t!(lang, "fiscal-of-clients", count = matrix.lines.len(), all = matrix.clients)) } }
                    @for head in &matrix.heads { (column(who, asked, head, words.today)) }
                } }
                tbody { @for line in lines { tr {
                    th scope="row" {
                        @if let Some(name) = line.person.and_then(|id| words.names.get(&id)) { (initials(name)) }
                        a href=(who.path(&format!("/clients/{}/fiscal", line.client.id))) { (line.client.display_name) }
                        small { (words.regimes.get(&line.client.id).filter(|text| !text.is_empty()).cloned().unwrap_or_else(|| tax_id::show(&line.client.tax_id, &line.client.country))) }
                    }
                    @for (head, cells) in matrix.heads.iter().zip(&line.cells) { (cell(who, line, head, cells, words)) }
                } } }
                tfoot { tr {
                    th scope="row" { (lang.t("fiscal-left")) }
                    @for head in &matrix.heads { td { b { (head.all - head.done) } @if head.late > 0 { " " span.late { (t!(lang, "fiscal-late-count", count = head.late)) } } } }
                } }
            }
        } }
    }
}

fn column(who: &InPractice, asked: &Asked, head: &Head, today: Date) -> Markup {
    let lang = who.lang();
    let chosen = asked.model == head.model;
    html! {
        th scope="col" {
            a href=(asked.path(who, &[("model", if chosen { "" } else { &head.model })])) { b { (head.model) } }
            small { (rules::model(&head.model).map_or("", |model| lang.pick(&model.short.es, &model.short.en))) }
            small { @if head.due.is_empty() { "—" } @else { (short_day(lang, &head.due, today)) } }
            @if !head.debit.is_empty() { small { (t!(lang, "fiscal-debit-short", day = short_day(lang, &head.debit, today))) } }
            small { (t!(lang, "fiscal-done-of", done = head.done, all = head.all)) @if head.late > 0 { " " span.bad { (t!(lang, "fiscal-late-count", count = head.late)) } } }
        }
    }
}

fn cell(who: &InPractice, line: &Line, head: &Head, cells: &[Lean], words: &GridWords<'_>) -> Markup {
    let lang = who.lang();
    let Some(first) = cells.first() else { return html! { td.none { span.vh { (lang.t("fiscal-not-obliged")) } } } };
    let (state, late_days) = (first.state(), first.late_days(words.today));
    let due: Option<Date> = first.legal_due_on.parse().ok();
    let near = state.is_open() && late_days.is_none() && due.is_some_and(|day| (day - words.today).get_days() <= NEAR);
    let own = doer(first, line.person).filter(|id| Some(*id) != line.person).and_then(|id| words.names.get(&id));
    let period = Period::read(&first.period);
    let told = period.filter(|period| *period != words.period).map(|period| period.shown(lang));
    let label = format!("{} {} {}", line.client.display_name, head.model, told.clone().unwrap_or_default());
    html! {
        td class=(if state.is_open() { "open" } else { "done" }) {
            a.o href=(who.path(&format!("/fiscal/obligations/{}", first.id))) data-turbo-frame="obligation" data-h=(head.model) data-id=(first.id) title=[Some(&first.reason).filter(|text| !text.is_empty())] {
                (shape(state))
                span.vh { (label) " " }
                span.w {
                    span { (state_word(lang, state)) @if cells.len() > 1 { " " span.muted { (t!(lang, "fiscal-more", count = cells.len() - 1)) } } }
                    @if let Some(days) = late_days { (late(lang, days)) }
                    @else if near { small.soon { (short_day(lang, &first.legal_due_on, words.today)) } }
                    @else if let Some(told) = &told { small { (told) } }
                    @else if state.is_open() && first.legal_due_on != head.due { small { (short_day(lang, &first.legal_due_on, words.today)) } }
                    @else if state == State::NotApplicable { small { (first.reason) } }
                }
                @if let Some(name) = own { (initials(name)) }
            }
            @if who.may(R::EditClients) { label.mark { input type="checkbox" form="picked" name="id" value=(first.id); span.vh { (t!(lang, "fiscal-choose", name = label.trim())) } } }
        }
    }
}

/// The campaign by who does it: each number leads to what it counts.
fn by_person(who: &InPractice, asked: &Asked, matrix: &Matrix, people: &[(Id, String)], today: Date) -> Markup {
    let lang = who.lang();
    let mut counts: HashMap<Option<Id>, (HashMap<State, usize>, usize)> = HashMap::new();
    for line in &matrix.lines {
        for cell in line.cells.iter().flatten() {
            let own = counts.entry(doer(cell, line.person)).or_default();
            *own.0.entry(cell.state()).or_default() += 1;
            own.1 += usize::from(cell.late_days(today).is_some());
        }
    }
    let rows: Vec<(Option<Id>, String)> = people
        .iter()
        .map(|(id, name)| (Some(*id), name.clone()))
        .chain([(None, lang.t("fiscal-nobody"))])
        .filter(|(id, _)| counts.contains_key(id))
        .collect();
    let number = |id: Option<Id>, state: &str, late: &str, count: usize| {
        let person = id.map_or("none".to_owned(), |id| id.to_string());
        html! { td.num { @if count == 0 { span.muted { "0" } } @else { a.cell href=(asked.path(who, &[("view", "quarter"), ("person", &person), ("state", state), ("late", late)])) { (count) } } } }
    };
    let (mut all, mut all_late) = (HashMap::<State, usize>::new(), 0);
    for (states, late) in counts.values() {
        all_late += late;
        for (state, count) in states {
            *all.entry(*state).or_default() += count;
        }
    }
    html! {
        section.card { div.scroll tabindex="0" role="region" aria-label=(lang.t("fiscal-view-person")) { table.people {
            caption.vh { (lang.t("fiscal-view-person")) }
            thead { tr { th scope="col" { (lang.t("fiscal-person")) } @for state in State::ALL { th.num scope="col" { (state_word(lang, *state)) } } th.num scope="col" { (lang.t("fiscal-late")) } } }
            tbody { @for (id, name) in &rows { tr {
                th scope="row" { (name) }
                @let (states, late) = &counts[id];
                @for state in State::ALL { (number(*id, state.word(), "", states.get(state).copied().unwrap_or_default())) }
                (number(*id, "", "yes", *late))
            } } }
            tfoot { tr { th scope="row" { (lang.t("fiscal-total")) } @for state in State::ALL { td.num { (all.get(state).copied().unwrap_or_default()) } } td.num { (all_late) } } }
        } } }
    }
}

/// The name of a model in a language.
pub(super) fn model_name(lang: Lang, model: &str) -> String {
    rules::model(model).map(|model| lang.pick(&model.name.es, &model.name.en).to_owned()).unwrap_or_default()
}
