//! The part of the practice's home that tells of work: five numbers, what to handle today, and each person's week.

use despacho_kernel::{Id, access::PracticeRight as R};
use despacho_platform::{
    Platform, Result,
    memberships::{self, Member},
    t,
};
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{InPractice, assets::icon, components::avatar, format};
use futures_util::future::BoxFuture;
use jiff::civil::Date;
use maud::{Markup, html};

use crate::{
    actions::today,
    counts_store,
    filter::{Filter, Owner, When},
    list_store::{self, Listed},
    look,
    standing::{Standing, Sums},
    task::Status,
};

/// Most rows of what to handle today.
const TODAY: i64 = 12;
/// Most people of the table; the others are found in the list.
const PEOPLE: usize = 50;

/// The part, for who sees clients.
pub fn part<'a>(platform: &'a Platform, who: &'a InPractice) -> BoxFuture<'a, Result<Option<Markup>>> {
    Box::pin(async move {
        let read = read(platform, who).await?;
        Ok(Some(shown(who, &read)))
    })
}

/// How many open tasks are one's own.
pub fn own<'a>(platform: &'a Platform, who: &'a InPractice) -> BoxFuture<'a, Result<Option<i64>>> {
    Box::pin(async move {
        let count = counts_store::own(platform.db.read(), who.practice, who.user.id, visible_to(who)).await?;
        Ok(Some(count).filter(|count| *count > 0))
    })
}

/// What the part is made of.
pub struct Read {
    pub standing: Standing,
    members: Vec<Member>,
    late: Vec<Listed>,
    review: Vec<Listed>,
    own: Vec<Listed>,
    today: Date,
}

/// Reads what the part shows.
pub async fn read(platform: &Platform, who: &InPractice) -> Result<Read> {
    let db = platform.db.read();
    let today = today(who, platform.clock.now());
    let standing = Standing::of(&counts_store::counted(db, who.practice, (who.user.id, visible_to(who)), today).await?, who.user.id);
    let open = Filter::open(visible_to(who), today);
    let some = async |filter: Filter, there: i64, limit: i64| match there.min(limit) {
        0 => Ok(vec![]),
        limit => list_store::list(db, who.practice, &filter, limit, 0).await,
    };
    // A third each, and what one leaves the next may have.
    let late = some(Filter { when: Some(When::Late), ..open.clone() }, standing.all.late, TODAY / 2).await?;
    let left = |used: usize| TODAY - i64::try_from(used).unwrap_or(TODAY);
    let review = some(Filter { status: Some(Status::InReview), ..open.clone() }, standing.all.review, left(late.len()).min(TODAY / 3)).await?;
    let review: Vec<Listed> = review.into_iter().filter(|task| !late.iter().any(|of| of.id == task.id)).collect();
    let mine = Filter { owner: Some(Owner::Of(who.user.id)), when: Some(When::Today), ..open };
    let own = some(mine, standing.mine.today, left(late.len() + review.len())).await?;
    let own = own.into_iter().filter(|task| !review.iter().any(|of| of.id == task.id)).collect();
    Ok(Read { standing, members: memberships::list(db, who.practice).await?, late, review, own, today })
}

fn shown(who: &InPractice, read: &Read) -> Markup {
    let lang = who.lang();
    html! {
        div.row.work-head {
            h2 { (lang.t("task-home")) }
            span.grow {}
            @if who.may(R::EditClients) { a.btn href=(who.path("/tasks/new")) { (icon("plus")) (lang.t("task-new")) } }
        }
        (figures(who, &read.standing, read.today))
        (to_handle(who, read))
        (by_person(who, read))
    }
}

fn figures(who: &InPractice, standing: &Standing, today: Date) -> Markup {
    let lang = who.lang();
    let Standing { all, mine, to_review, .. } = standing;
    let late = all.first_late.as_deref().map(|day| t!(lang, "task-oldest-days", count = look::days_since(day, today)));
    let waiting = all
        .waiting_since
        .map(|since| format::date(lang, &who.user.time_zone, since))
        .map(|day| t!(lang, "task-oldest-since", day = day));
    let each = [
        ("tasks-late", "?when=late", all.late, late),
        ("tasks-week", "?when=week", all.week, (all.week > 0).then(|| t!(lang, "task-today-count", count = all.today))),
        ("tasks-waiting", "?status=waiting&waiting=client", all.waiting, waiting),
        ("tasks-review", "?status=in_review", all.review, (all.review > 0).then(|| t!(lang, "task-review-you", count = *to_review))),
        ("tasks-mine", "?owner=me", mine.open, (mine.open > 0).then(|| t!(lang, "task-mine-week", count = mine.week))),
    ];
    html! {
        ul.figures { @for (key, query, count, note) in each {
            li .hot[key == "tasks-late" && count > 0] {
                a href=(who.path(&format!("/tasks{query}"))) { span { (lang.t(key)) } b { (format::number(lang, count)) } small { @match note { Some(note) => (note), None => "—" } } }
            }
        } }
    }
}

fn to_handle(who: &InPractice, read: &Read) -> Markup {
    let lang = who.lang();
    let rows = |heading: Option<&str>, tasks: &[Listed]| {
        html! {
            @if !tasks.is_empty() {
                @if let Some(heading) = heading { tr.group { th colspan="4" scope="rowgroup" { b { (lang.t(heading)) } } } }
                @for task in tasks { (row(who, read, task)) }
            }
        }
    };
    html! {
        section.card aria-labelledby="task-today" {
            header { h2 #task-today { (lang.t("task-handle")) } a.btn.quiet.small href=(who.path("/tasks")) { (t!(lang, "task-see-all", count = read.standing.all.open)) } }
            @if read.late.is_empty() && read.review.is_empty() && read.own.is_empty() { div.body { p.muted { (lang.t("task-handle-none")) } } }
            @else {
                div.scroll { table.tasks {
                    thead { tr { th { (lang.t("task")) } th.hide-s { (lang.t("task-why")) } th.hide-s { (lang.t("column-task-owner-id")) } th.num { (lang.t("task-internal")) } } }
                    tbody {
                        (rows(None, &read.late))
                        (rows(Some("tasks-review"), &read.review))
                        (rows(Some("task-own-today"), &read.own))
                    }
                } }
            }
        }
    }
}

fn row(who: &InPractice, read: &Read, task: &Listed) -> Markup {
    let lang = who.lang();
    let now = read.today.to_string();
    let late = |day: &str| !day.is_empty() && *day < *now;
    let why = if task.status == Status::InReview.word() && !late(&task.deadline) {
        let by = look::name(&read.members, task.prepared_by).unwrap_or("—");
        match task.reviewer_id {
            Some(id) if id == who.user.id => html! { (t!(lang, "task-prepared-you", name = by)) },
            Some(_) => html! { (t!(lang, "task-prepared-other", name = by, reviewer = look::name(&read.members, task.reviewer_id).unwrap_or("—"))) },
            None => html! { (t!(lang, "task-prepared", name = by)) },
        }
    } else {
        look::lateness(who, task, read.today)
    };
    html! {
        tr {
            td.tt { a.who href=(who.path(&format!("/tasks/{}", task.id))) { (look::title(lang, &task.title, &task.period)) } small { (task.client_name) } small.show-s { (why) } }
            td.hide-s { (why) }
            td.hide-s { (look::person(&read.members, task.owner_id)) }
            td.num { (look::day(lang, if task.due_on.is_empty() { &task.deadline } else { &task.due_on }, late(&task.deadline)))
                @if !task.legal_due_on.is_empty() { small { (t!(lang, "task-legal-day", day = format::stored_date(lang, &task.legal_due_on))) } } }
        }
    }
}

fn by_person(who: &InPractice, read: &Read) -> Markup {
    let lang = who.lang();
    // Members with something open by name, then nobody's.
    let mut people: Vec<(Option<Id>, String, &Sums)> = read
        .members
        .iter()
        .filter_map(|member| Some((Some(member.user_id), member.name.clone(), read.standing.people.get(&Some(member.user_id))?)))
        .collect();
    people.truncate(PEOPLE);
    let gone = read
        .standing
        .people
        .iter()
        .filter(|(id, _)| id.is_some_and(|id| !read.members.iter().any(|member| member.user_id == id)));
    people.extend(gone.map(|(id, sums)| (*id, lang.t("task-gone"), sums)));
    people.extend(read.standing.people.get(&None).map(|sums| (None, lang.t("task-nobody"), sums)));
    let cell = |owner: Option<Option<Id>>, query: &str, count: i64, late: bool| {
        let owner = match owner {
            None => String::new(),
            Some(None) => "&owner=nobody".to_owned(),
            Some(Some(id)) => format!("&owner={id}"),
        };
        let path = who.path(&format!("/tasks?{}", format!("{query}{owner}").trim_start_matches('&')));
        html! { td.num { a.cell .zero[count == 0] .late[late && count > 0] href=(path) { (format::number(lang, count)) } } }
    };
    let cells = |owner: Option<Option<Id>>, sums: &Sums| {
        html! {
            (cell(owner, "when=late", sums.late, true)) (cell(owner, "when=today", sums.today, false)) (cell(owner, "when=week", sums.week, false))
            (cell(owner, "status=waiting&waiting=client", sums.waiting, false)) (cell(owner, "", sums.open, false))
            td.num { @if sums.minutes > 0 { (look::hours(lang, sums.minutes)) } @else { span.muted { "—" } } }
        }
    };
    html! {
        @if !people.is_empty() {
            section.card aria-labelledby="task-people" {
                header { h2 #task-people { (lang.t("task-by-person")) } }
                div.scroll { table.tasks.people {
                    thead { tr { th { (lang.t("task-person")) } th.num { (lang.t("tasks-late")) } th.num { (lang.t("task-when-today")) } th.num { (lang.t("task-when-week")) } th.num { (lang.t("tasks-waiting")) } th.num { (lang.t("tasks-open")) } th.num { (lang.t("task-load")) } } }
                    tbody { @for (id, name, sums) in &people { tr { th scope="row" { span.who { (avatar(name)) span { b { (name) } } } } (cells(Some(*id), sums)) } } }
                    tfoot { tr { th scope="row" { (lang.t("task-all-firm")) } (cells(None, &read.standing.all)) } }
                } }
            }
        }
    }
}
