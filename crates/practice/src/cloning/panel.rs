//! The panel of the new client's form: an offer, the choice of a client, the choice of groups with a preview, and the card.
//!
//! It stands inside the form, so each step sends all that is typed along: without scripts the whole page comes back, with them
//! the panel alone.

use despacho_kernel::{Invalid, access::Application};
use despacho_organizations::{Organization, store as organizations};
use despacho_platform::{Error, Platform, Result, t};
use despacho_settings::{
    Apps,
    preferences::{
        Chosen, PreferenceGroup, Preview, Target, actions as preferences, choose,
        pages::{count_label, group_label, group_picks, offered, preview_list},
        preview,
    },
};
use despacho_ui::{
    InPractice,
    assets::icon,
    components::avatar,
    error::message,
    format,
    forms::{Form, FormData},
};
use maud::{Markup, html};

use super::{
    actions,
    source::{Asked, CloneChoice, Eyes, Source},
};
use crate::clients::filter::visible_to;

/// Where the panel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Offer,
    Choose,
    Groups,
    Saved,
}

impl Step {
    fn of(data: &FormData) -> Self {
        match data.get("clone.step") {
            "choose" => Self::Choose,
            "groups" => Self::Groups,
            "saved" => Self::Saved,
            _ => Self::Offer,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Offer => "",
            Self::Choose => "choose",
            Self::Groups => "groups",
            Self::Saved => "saved",
        }
    }
}

/// What the form clones: nothing unless an application that carries preferences is chosen. An unfinished choice is an error, as saving would
/// drop it unseen.
pub fn read(data: &FormData) -> Result<Option<CloneChoice>, Invalid> {
    if !carries(data) {
        return Ok(None);
    }
    match Step::of(data) {
        Step::Offer => Ok(None),
        Step::Choose | Step::Groups => Err(Invalid::one("clone", "clone_unfinished")),
        // What stays behind for its currency was told for another one.
        Step::Saved if data.get("clone.currency") != data.get("regional.currency") => Err(Invalid::one("clone", "clone_currency_changed")),
        Step::Saved => Ok(Some(wanted(data))),
    }
}

fn carries(data: &FormData) -> bool {
    data.all("applications").iter().any(|word| word.parse::<Application>().is_ok_and(Application::carries_preferences))
}

fn wanted(data: &FormData) -> CloneChoice {
    CloneChoice {
        client: None,
        organization: data.get("clone.source").parse().ok(),
        groups: data.all("clone.groups"),
        fingerprint: data.text("clone.fingerprint"),
    }
}

fn replace(data: &mut FormData, name: &str, values: Vec<String>) {
    data.0.retain(|(key, _)| key != name);
    data.0.extend(values.into_iter().map(|value| (name.to_owned(), value)));
}

/// What the card held, beside what is chosen now: the gear and the removal keep it so that neither loses it.
const KEPT: [(&str, &str); 4] = [
    ("clone.source", "clone.kept.source"),
    ("clone.groups", "clone.kept.groups"),
    ("clone.fingerprint", "clone.kept.fingerprint"),
    ("clone.currency", "clone.kept.currency"),
];

fn copy(data: &mut FormData, from: &str, to: &str) {
    let values = data.all(from);
    replace(data, to, values);
}

fn keep(data: &mut FormData) {
    for (chosen, kept) in KEPT {
        copy(data, chosen, kept);
    }
}

fn give_back(data: &mut FormData) {
    for (chosen, kept) in KEPT {
        copy(data, kept, chosen);
    }
}

fn forget(data: &mut FormData) {
    for (_, kept) in KEPT {
        replace(data, kept, vec![]);
    }
}

fn eyes(who: &InPractice) -> Eyes {
    Eyes { practice: who.practice, user: who.user.id, visible_to: visible_to(who) }
}

/// The panel after a step: what the step read, so that it is read once, and what keeps the step from being taken.
pub struct Taken {
    pub look: Option<Look>,
    pub errors: Invalid,
}

/// Takes the panel one step on; nothing is written but the form's own data. `draft` is the organization that the form would make.
pub async fn step(platform: &Platform, apps: &Apps, who: &InPractice, draft: &Organization, data: &mut FormData) -> Result<Taken> {
    let carried = carries(data);
    let asked = match data.get("clone.do") {
        // Where no application carries preferences there is nothing to choose.
        _ if !carried => Step::Offer,
        "choose" => Step::Choose,
        "groups" | "refresh" | "edit" => Step::Groups,
        "save" => Step::Saved,
        "cancel" if data.has("clone.kept.source") => Step::Saved,
        _ => Step::Offer,
    };
    let unfinished = !carried && Step::of(data) == Step::Groups && !data.has("clone.kept.source");
    if Step::of(data) == Step::Saved || unfinished {
        keep(data);
    }
    if asked == Step::Saved && data.get("clone.do") == "cancel" {
        give_back(data);
    }
    if asked == Step::Offer {
        for name in ["clone.source", "clone.groups", "clone.fingerprint"] {
            replace(data, name, vec![]);
        }
    }
    // What an earlier look at another source chose says nothing about this one.
    if data.get("clone.do") == "groups" {
        replace(data, "clone.groups", vec![]);
    }
    let mut taken = Taken { look: None, errors: Invalid::new() };
    let mut to = asked;
    if matches!(asked, Step::Groups | Step::Saved) {
        let looked = match look(platform, apps, who, data, draft).await {
            Err(Error::Invalid(faults)) => Err(faults),
            other => Ok(other?),
        };
        let settled = looked.and_then(|look| {
            let nowhere = if wanted(data).organization.is_none() { "clone_source_required" } else { "clone_source_lost" };
            let look = look.ok_or_else(|| Invalid::one("clone", nowhere))?;
            let kept = if asked == Step::Saved { unchanged(&wanted(data), &look) } else { Ok(()) };
            taken.look = Some(look);
            kept
        });
        if let Err(faults) = settled {
            taken.errors = faults;
            // What can't be had back any more is not asked for twice.
            if data.get("clone.do") == "cancel" {
                forget(data);
            }
            to = if taken.look.is_some() { Step::Groups } else { Step::Choose };
        } else if asked == Step::Saved {
            forget(data);
        }
    }
    replace(data, "clone.step", vec![to.word().into()]);
    // The heading takes the focus of a step; after a mere refresh it stays where it was.
    let moved = data.get("clone.do") != "refresh";
    replace(data, "clone.moved", if moved { vec!["yes".into()] } else { vec![] });
    Ok(taken)
}

/// Whether all of it can be cloned, as it was looked at.
fn unchanged(wanted: &CloneChoice, look: &Look) -> Result<(), Invalid> {
    if !wanted.fingerprint.is_empty() && wanted.fingerprint != look.preview.fingerprint {
        return Err(Invalid::one("clone", "clone_source_changed"));
    }
    preferences::refuse_missing(&look.preview.missing)
}

/// What is read of the source for a look at it.
pub struct Look {
    source: Source,
    groups: Vec<(&'static PreferenceGroup, i64)>,
    chosen: Vec<Chosen>,
    preview: Preview,
}

async fn look(platform: &Platform, apps: &Apps, who: &InPractice, data: &FormData, draft: &Organization) -> Result<Option<Look>> {
    let db = platform.db.read();
    let clone = wanted(data);
    let Some(organization) = clone.organization else { return Ok(None) };
    let Some(source) = actions::find(db, eyes(who), None, Some(organization)).await? else { return Ok(None) };
    let of = organizations::find(db, organization).await?;
    let (groups, names) = offered(platform, apps, &of, &clone.groups).await?;
    let chosen = choose(&apps.groups(), &names)?;
    let preview = preview(db, &of, &chosen, Target::New(draft)).await?;
    Ok(Some(Look { source, groups, chosen, preview }))
}

fn source_name(source: &Source, several: bool) -> String {
    if several { format!("{} · {}", source.client_name, source.organization_name) } else { source.client_name.clone() }
}

/// The panel as the form's data have it. `draft` is the organization that the form would make; what a step looked at is not read again.
pub async fn render(
    platform: &Platform,
    apps: &Apps,
    who: &InPractice,
    draft: &Organization,
    data: &FormData,
    errors: &Invalid,
    looked: Option<Look>,
) -> Result<Markup> {
    let lang = who.lang();
    let error = errors.0.iter().find(|e| e.field == "clone" || e.field == "groups");
    // A fault of what was looked at needs another look.
    let step = match (Step::of(data), error) {
        (Step::Saved, Some(_)) => Step::Groups,
        (step, _) => step,
    };
    let look = match looked {
        Some(look) => Some(look),
        None if matches!(step, Step::Groups | Step::Saved) => look(platform, apps, who, data, draft).await?,
        None => None,
    };
    let step = if look.is_none() && matches!(step, Step::Groups | Step::Saved) { Step::Choose } else { step };
    let moved = data.has("clone.moved");
    let action = who.path("/clients/clone");
    let press = |word: &'static str, class: &str, label: Markup, name: Option<String>| {
        html! {
            button class=(class) type="submit" name="clone.do" value=(word) formaction=(action) formnovalidate data-turbo-frame="clone"
                aria-label=[name] data-clone-target=[match word { "remove" | "cancel" => Some("remove"), "edit" => Some("settled"), "refresh" => Some("refresh"), _ => None }] { (label) }
        }
    };
    let title = |key: &str| html! { h2 #f-clone tabindex="-1" autofocus[moved] { (lang.t(key)) } };
    let body = match (step, &look) {
        (Step::Saved, Some(look)) => html! {
            header {
                (title("clone-card"))
                span.grow {}
                (press("edit", "btn quiet small", icon("settings"), Some(lang.t("clone-edit"))))
            }
            div.body.stack {
                (who_of(who, platform, look))
                ul.list { @for c in &look.chosen {
                    @let count = look.groups.iter().find(|(group, _)| group.name == c.group.name).map_or(0, |(_, count)| *count);
                    li { span.grow { (group_label(lang, c.group)) } span.num { (count_label(lang, c.group, count)) } }
                } }
                (foreign_note(who, look))
                (press("remove", "btn danger", html! { (lang.t("clone-remove")) }, None))
            }
            input type="hidden" name="clone.source" value=(look.source.organization);
            @for c in &look.chosen { input type="hidden" name="clone.groups" value=(c.group.name); }
            // What was looked at when it was saved, not what it is now.
            input type="hidden" name="clone.fingerprint" value=(data.get("clone.fingerprint"));
            input type="hidden" name="clone.currency" value=(data.get("clone.currency"));
        },
        (Step::Groups, Some(look)) => html! {
            header { (title("clone-title-groups")) }
            div.body.stack {
                (fault(who, error))
                (who_of(who, platform, look))
                (group_picks(lang, &look.groups, &look.chosen, "clone.groups"))
                (press("refresh", "btn small", html! { (lang.t("clone-refresh")) }, None))
                h3 { (lang.t("clone-preview")) }
                (preview_list(lang, &look.preview))
                div.row {
                    (press("save", "btn primary", html! { (lang.t("save")) }, None))
                    (press("choose", "btn", html! { (lang.t("clone-other-client")) }, None))
                    (press("cancel", "btn quiet", html! { (lang.t("cancel")) }, None))
                }
            }
            input type="hidden" name="clone.source" value=(look.source.organization);
            input type="hidden" name="clone.fingerprint" value=(look.preview.fingerprint);
            input type="hidden" name="clone.currency" value=(data.get("regional.currency"));
        },
        (Step::Choose, _) => {
            let asked = Asked { search: data.get("clone.q"), ..Asked::default() };
            let (sources, more) = actions::sources(platform.db.read(), eyes(who), &asked, actions::MOST).await?;
            let searched = more || !asked.search.is_empty();
            let several = |s: &Source| sources.iter().filter(|other| other.client == s.client).count() > 1;
            let options =
                std::iter::once((String::new(), lang.t("choose"))).chain(sources.iter().map(|s| (s.organization.to_string(), source_name(s, several(s)))));
            let form = Form::new(lang, data, errors);
            html! {
                header { (title("clone-title-client")) }
                div.body.stack {
                    (fault(who, error))
                    @if searched {
                        @if more { p.note role="status" { (t!(lang, "clone-sources-cut", max = format::number(lang, actions::MOST))) } }
                        div.row {
                            div.grow { (form.field("clone.q").kind("search").label(lang.t("search")).optional()) }
                            (press("choose", "btn", html! { (lang.t("search")) }, None))
                        }
                    }
                    @if sources.is_empty() { p.muted { (lang.t(if asked.search.is_empty() { "clone-no-client" } else { "clients-none" })) } } @else {
                        (form.field("clone.source").label(lang.t("client")).combobox(options.collect()))
                    }
                    div.row {
                        @if !sources.is_empty() { (press("groups", "btn primary", html! { (lang.t("continue")) }, None)) }
                        (press("cancel", "btn quiet", html! { (lang.t("cancel")) }, None))
                    }
                }
            }
        }
        _ => html! {
            header { (title("clone-title")) }
            div.body.stack {
                p { (lang.t("clone-offer")) }
                div.row {
                    (press("choose", "btn", html! { (lang.t("continue")) }, None))
                    @if data.has("clone.kept.source") { (press("cancel", "btn quiet", html! { (lang.t("clone-restore")) }, None)) }
                }
                p.muted { (lang.t("clone-defaults")) }
            }
        },
    };
    Ok(html! {
        section.card.clone aria-label=(lang.t("clone-card")) {
            input type="hidden" name="clone.step" value=(step.word());
            @if step != Step::Saved { @for (chosen, kept) in KEPT {
                // A card that could not be saved as it was is looked at again, and is still what it was.
                @for value in data.all(if Step::of(data) == Step::Saved { chosen } else { kept }) { input type="hidden" name=(kept) value=(value); }
            } }
            (body)
        }
    })
}

fn fault(who: &InPractice, error: Option<&despacho_kernel::FieldError>) -> Markup {
    html! { @if let Some(error) = error { p.note.warn role="alert" { (message(who.lang(), error)) } } }
}

fn who_of(who: &InPractice, platform: &Platform, look: &Look) -> Markup {
    let lang = who.lang();
    let now = format::instant(lang, &who.user.time_zone, platform.clock.now());
    html! {
        div.who { (avatar(&look.source.client_name)) span {
            b { (look.source.client_name) }
            small { @if look.source.organization_name != look.source.client_name { (look.source.organization_name) " · " } (t!(lang, "clone-read-at", at = now)) }
        } }
    }
}

fn foreign_note(who: &InPractice, look: &Look) -> Markup {
    use despacho_settings::preferences::Effect;
    let behind: usize = look.preview.groups.iter().map(|g| g.left_for(Effect::OtherCurrency)).sum();
    html! { @if behind > 0 { p.note { (t!(who.lang(), "clone-foreign-short", count = behind)) } } }
}
