//! A client's profile: overview, organizations, activity.

use std::collections::HashMap;

use axum::extract::State;
use despacho_kernel::{
    Difference, Id, Invalid,
    access::{OrganizationRight, PracticeRight as R},
    tax_id,
};
use despacho_organizations::{fields as organization_fields, team::team};
use despacho_phones as phone;
use despacho_platform::{
    Error, Platform, Result, Tx,
    activity::{self, Asked},
    i18n::Lang,
    invitations::{self, Invitation},
    memberships, t,
    team::Team,
};
use despacho_ui::{
    InPractice, Outcome, Path, Query,
    assets::icon,
    components::{self, application_name, application_tags, avatar, button, card, empty, role_name},
    confirm::Confirm,
    fields::Sight,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout, paging,
    team::state_tag,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    actions::Desk,
    assigned_pages,
    client::{CLIENT, CONTACT, Client, Contact},
    filter::visible_to,
    linked::{Linked, linked},
    store,
};
use crate::{
    imports,
    practices::{
        frame::framed,
        log::log,
        store::{self as practices, CustomField},
    },
};

#[derive(Deserialize)]
pub(super) struct OfClient {
    client: Id,
}

#[derive(Deserialize)]
pub(super) struct OfContact {
    client: Id,
    contact: Id,
}

#[derive(Deserialize)]
pub(super) struct OfInvitation {
    client: Id,
    organization_id: Id,
    invitation: Id,
}

#[derive(Deserialize)]
pub(super) struct OfLink {
    client: Id,
    organization_id: Id,
}

/// The button that opens the client's organization, or a menu of them; it says so when one has no access.
fn go(who: &InPractice, linked: &[Linked]) -> Markup {
    let lang = who.lang();
    let label = lang.t("organization-go");
    let mine: Vec<&Linked> = linked.iter().filter(|l| l.role.is_some()).collect();
    let targets: Vec<(String, String)> = mine
        .iter()
        .flat_map(|l| {
            let o = &l.organization;
            let name = |a| if mine.len() > 1 { format!("{} · {}", o.name, application_name(lang, a)) } else { application_name(lang, a) };
            o.applications.iter().map(move |a| (organization_fields::application_link(o.id, *a), name(*a)))
        })
        .collect();
    html! {
        @match targets.as_slice() {
            [] if linked.is_empty() => {}
            [] => { span.muted { (lang.t("organization-no-access")) } }
            [(link, _)] => { a.btn.primary href=(link) { (label) (icon("arrow-right")) } }
            many => {
                details.pick-menu data-controller="menu" {
                    summary.btn.primary role="button" { (label) (icon("chevrons-up-down")) }
                    div.pop { @for (link, name) in many { a href=(link) { (name) } } }
                }
            }
        }
    }
}

/// What the left panel shows besides the client itself.
struct Side {
    fields: Vec<CustomField>,
    contacts: Vec<Contact>,
    /// Names of those who are assigned.
    assigned: Vec<String>,
}

async fn side(platform: &Platform, who: &InPractice, client: Id) -> Result<Side> {
    let db = platform.db.read();
    Ok(Side {
        fields: practices::custom_fields(db, who.practice).await?,
        contacts: store::contacts(db, who.practice, client).await?,
        assigned: store::assigned_names(db, who.practice, &[client]).await?.remove(&client).unwrap_or_default(),
    })
}

/// Most contact persons that the left panel names.
const NAMED: usize = 5;

/// A fact that may be missing: then there is a link to where it is added.
fn fact(lang: Lang, label: &str, value: Option<Markup>, add: Option<String>) -> Markup {
    html! { div { dt { (label) } dd {
        @match (value, add) {
            (Some(value), _) => { (value) }
            (None, Some(add)) => { a.edit-link href=(add) aria-label=(t!(lang, "add-named", name = label)) { (lang.t("add-link")) } }
            (None, None) => { span.muted { "—" } }
        }
    } } }
}

fn panel(who: &InPractice, client: &Client, Side { fields, contacts, assigned }: &Side) -> Markup {
    let lang = who.lang();
    let base = who.path(&format!("/clients/{}", client.id));
    let to = |may: bool, place: &str| may.then(|| format!("{base}{place}"));
    let sight = Sight::form(lang, &client.country);
    let facts =
        CLIENT.facts(client, &["legal_name", "business_name", "client_type", "first_name", "last_name", "email", "phone", "mobile", "industry"], &sight);
    let region = CLIENT.facts(client, &["regional.currency", "regional.language", "regional.time_zone", "regional.fiscal_year_start"], &sight);
    html! {
        aside.stack {
            (card(&lang.t("client-identity"), html! { dl.facts {
                @for (label, value) in &facts { div { dt { (label) } dd { (value) } } }
                @if !client.tax_id.is_empty() { div { dt { (organization_fields::tax_label(lang, &client.country)) } dd { (tax_id::show(&client.tax_id, &client.country)) } } }
                @if !client.website.is_empty() { div { dt { (lang.t("field-website")) } dd { a href=(client.website) rel="noreferrer" target="_blank" { (client.website.trim_start_matches("https://")) } } } }
                @for (id, value) in &client.custom { @if let Some(field) = fields.iter().find(|f| f.id == *id && f.active) { div { dt { (field.name) } dd { (value) } } } }
                @let tags = (!client.tags.is_empty()).then(|| html! { @for tag in &client.tags { span.tag { (tag) } } });
                (fact(lang, &lang.t("field-tags"), tags, to(who.may(R::EditClients), "/edit#f-tags")))
                @let named = (!contacts.is_empty()).then(|| html! {
                    @for contact in contacts.iter().take(NAMED) { (contact.name) br; }
                    @if contacts.len() > NAMED { a.edit-link href=(format!("{base}#contacts")) { (lang.t("see-all")) } }
                });
                (fact(lang, &lang.t("contacts"), named, to(who.may(R::EditClients), "#contacts")))
                (fact(lang, &lang.t("assigned-users"), (!assigned.is_empty()).then(|| html! { (assigned.join(", ")) }), to(who.may(R::ManageClients), "#assigned")))
                @if !client.notes.is_empty() { div { dt { (lang.t("field-notes")) } dd { (client.notes) } } }
            } }))
            @if !client.billing_address.is_empty() { (card(&lang.t("field-billing-address"), html! { p { (organization_fields::address_lines(lang, &client.billing_address)) } })) }
            @if !client.shipping_address.is_empty() { (card(&lang.t("field-shipping-address"), html! { p { (organization_fields::address_lines(lang, &client.shipping_address)) } })) }
            (card(&lang.t("regional-settings"), html! { dl.facts { @for (label, value) in &region { div { dt { (label) } dd { (value) } } } } }))
        }
    }
}

/// The profile around one of its tabs.
async fn profile(platform: &Platform, who: &InPractice, client: &Client, tab: &str, content: Markup) -> Result<Markup> {
    let lang = who.lang();
    let linked = linked(platform, who, client.id).await?;
    let side = side(platform, who, client.id).await?;
    let base = who.path(&format!("/clients/{}", client.id));
    let body = html! {
        p.crumbs { a href=(who.path("/clients")) { (lang.t("clients")) } }
        div.head {
            h1 { (client.display_name) @if !client.active { " " span.tag { (lang.t("state-inactive")) } } }
            @if who.may(R::ManageClients) {
                @if client.active { (button(&format!("{base}/deactivation"), "btn", &lang.t("deactivate"))) }
                @else { (button(&format!("{base}/activation"), "btn", &lang.t("activate"))) }
            }
            @if who.may(R::EditClients) { a.btn href=(format!("{base}/edit")) { (lang.t("edit")) } }
            (go(who, &linked))
        }
        nav.tabs aria-label=(lang.t("profile")) {
            @for (word, path) in [("overview", ""), ("organizations", "/organizations"), ("activity", "/activity")] {
                a href=(format!("{base}{path}")) aria-current=[(word == tab).then_some("page")] { (lang.t(&format!("client-tab-{word}"))) }
            }
        }
        div.split.left { (panel(who, client, &side)) div.stack { (content) } }
    };
    framed(platform, who, "clients", &client.display_name, &body).await
}

async fn find(platform: &Platform, who: &InPractice, id: Id) -> Result<Client> {
    store::find(platform.db.read(), who.practice, id, visible_to(who)).await
}

pub(super) async fn overview(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    Ok(layout::page(overview_page(&platform, &who, &client, &FormData::default(), &Invalid::new(), &[]).await?))
}

/// How many entries of the log the overview begins with.
const LATEST: i64 = 5;

async fn overview_page(platform: &Platform, who: &InPractice, client: &Client, data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Result<Markup> {
    let lang = who.lang();
    let contacts = store::contacts(platform.db.read(), who.practice, client.id).await?;
    let pending = pending(platform, who, client).await?;
    let mut entries = activity::list(platform.db.read(), who.practice, &Asked::of(client.id), LATEST + 1).await?;
    let all = paging::cut(&mut entries, LATEST).then(|| who.path(&format!("/clients/{}/activity", client.id)));
    let content = html! {
        (pending)
        div #contacts { (contacts_card(who, client, &contacts, data, errors, conflict)) }
        div #assigned { (assigned_pages::card(platform, who, client).await?) }
        (card(&lang.t("activity-latest"), log(who, &|_| None).list(&entries, all.as_deref())))
    };
    profile(platform, who, client, "overview", content).await
}

/// The invitations that nobody has answered yet, with what can be done to them by whoever administers the organization.
async fn pending(platform: &Platform, who: &InPractice, client: &Client) -> Result<Markup> {
    let (lang, now) = (who.lang(), platform.clock.now());
    let linked = linked(platform, who, client.id).await?;
    let administered: Vec<Id> = linked.iter().filter(|link| link.administers()).map(|link| link.organization.id).collect();
    let invitations = invitations::list_many(platform.db.read(), &administered).await?;
    let open: Vec<&Invitation> = invitations.values().flatten().filter(|i| i.state(now) == "open").take(10).collect();
    let back = format!("/clients/{}", client.id);
    Ok(html! {
        @for invitation in open {
            div.note.row {
                (icon("mail"))
                span.grow { b { (t!(lang, "invitation-pending-until", date = format::date(lang, &who.user.time_zone, invitation.expires_at))) } br; span.muted { (invitation.email) } }
                (invitation_buttons(who, &back, invitation))
            }
        }
    })
}

/// What can be done to an invitation of a client's organization.
fn invitation_buttons(who: &InPractice, client: &str, invitation: &Invitation) -> Markup {
    let lang = who.lang();
    let path = who.path(&format!("{client}/organization-links/{}/invitations/{}", invitation.tenant_id, invitation.id));
    html! {
        (button(&format!("{path}/resending"), "btn small", &lang.t("resend")))
        (Confirm::new(lang, &format!("{path}/revocation"), lang.t("revoke"), t!(lang, "invitation-revoke-sure", email = invitation.email.as_str())))
    }
}

fn contacts_card(who: &InPractice, client: &Client, contacts: &[Contact], data: &FormData, errors: &Invalid, conflict: &[Difference]) -> Markup {
    let lang = who.lang();
    let base = who.path(&format!("/clients/{}/contacts", client.id));
    let edits = who.may(R::EditClients);
    let open = data.get("contact");
    let fields = |form: &Form<'_>| {
        html! {
            (form.summary())
            div.grid {
                (CONTACT.inputs(form, &["name", "position", "email", "phone"]))
            }
            div { button.btn.primary type="submit" { (lang.t("save")) } }
        }
    };
    card(
        &lang.t("contacts"),
        html! {
            @if contacts.is_empty() { p.muted { (lang.t("contacts-empty")) } }
            ul.list { @for contact in contacts {
                li {
                    (avatar(&contact.name))
                    span.grow { b { (contact.name) } @if !contact.position.is_empty() { " · " (contact.position) } br;
                        span.muted { (contact.email) @if !contact.email.is_empty() && !contact.phone.is_empty() { " · " } (phone::show(&contact.phone, &client.country)) } }
                    @if edits {
                        @let is_open = open == contact.id.to_string();
                        details.contact data-controller="disclosure" open[is_open] {
                            summary.btn.small role="button" aria-label=(t!(lang, "edit-named", name = contact.name.as_str())) { (lang.t("edit")) }
                            form.stack method="post" action=(format!("{base}/{}", contact.id)) novalidate {
                                (components::version(contact.version))
                                @if is_open { (components::conflict(lang, conflict)) (fields(&Form::new(lang, data, errors))) } @else {
                                    @let (shown, none) = (contact_data(lang, client, contact), Invalid::new());
                                    (unlabelled(&fields(&Form::new(lang, &shown, &none)), &contact.id.to_string()))
                                }
                            }
                            (button(&format!("{base}/{}/removal", contact.id), "btn small danger", &lang.t("remove")))
                        }
                    }
                }
            } }
            @if edits {
                @let is_open = open == "new";
                details.contact data-controller="disclosure" open[is_open] {
                    summary.btn role="button" { (icon("plus")) (lang.t("contact-add")) }
                    form.stack method="post" action=(base) novalidate {
                        @if is_open { (fields(&Form::new(lang, data, errors))) } @else {
                            @let (empty, none) = (FormData::default(), Invalid::new());
                            (unlabelled(&fields(&Form::new(lang, &empty, &none)), "new"))
                        }
                    }
                }
            }
        },
    )
}

/// The same fields several times on a page: their ids are told apart.
fn unlabelled(fields: &Markup, key: &str) -> Markup {
    let text = fields.0.replace("\"f-", &format!("\"f-{key}-"));
    maud::PreEscaped(text)
}

fn contact_data(lang: Lang, client: &Client, contact: &Contact) -> FormData {
    let mut data = FormData::default();
    CONTACT.fill(&mut data, contact, &Sight::form(lang, &client.country));
    data
}

/// Most organizations that the box to link one offers.
const LINKABLE: i64 = 200;

#[derive(Deserialize, Default)]
pub(super) struct ToLink {
    /// What is looked for in the names of organizations to link.
    #[serde(default)]
    link: String,
}

pub(super) async fn organizations(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<ToLink>) -> Outcome {
    let lang = who.lang();
    let client = find(&platform, &who, of.client).await?;
    let linked = linked(&platform, &who, of.client).await?;
    let administered: Vec<Id> = linked.iter().filter(|link| link.administers()).map(|link| link.organization.id).collect();
    let mut invitations = invitations::list_many(platform.db.read(), &administered).await?;
    let linked: Vec<(&Linked, Vec<Invitation>)> = linked.iter().map(|link| (link, invitations.remove(&link.organization.id).unwrap_or_default())).collect();
    let offered = if who.may(R::ManageClients) {
        imports::store::importable(platform.db.read(), who.practice, who.user.id, &query.link, None, LINKABLE + 1).await?
    } else {
        vec![]
    };
    let content = html! {
        @if linked.is_empty() { section.card { (empty(&lang.t("client-without-organization"), html! {})) } }
        @for (link, invitations) in &linked { (organization_card(&platform, &who, &client, link, invitations)) }
        @if who.may(R::ManageClients) {
            @let cut = i64::try_from(offered.len()).is_ok_and(|offered| offered > LINKABLE);
            (card(&lang.t("organization-link"), html! {
                @if cut || !query.link.is_empty() {
                    @if cut { p.note { (t!(lang, "organization-link-cut", max = format::number(lang, LINKABLE))) } }
                    form.row role="search" {
                        input.grow type="search" name="link" value=(query.link) aria-label=(lang.t("organization-link-search"));
                        button.btn type="submit" { (lang.t("search")) }
                    }
                }
                @if offered.is_empty() { p.muted { (lang.t("organization-link-none")) } } @else {
                    form.row method="post" action=(who.path(&format!("/clients/{}/organization-links", client.id))) {
                        select.grow name="organization" aria-label=(lang.t("organization")) { @for o in offered.iter().take(usize::try_from(LINKABLE).unwrap_or(0)) { option value=(o.organization.id) { (o.organization.name) } } }
                        button.btn type="submit" { (icon("link")) (lang.t("link")) }
                    }
                }
            }))
        }
    };
    Ok(layout::page(profile(&platform, &who, &client, "organizations", content).await?))
}

fn organization_card(platform: &Platform, who: &InPractice, client: &Client, link: &Linked, invitations: &[Invitation]) -> Markup {
    let (lang, now) = (who.lang(), platform.clock.now());
    let o = &link.organization;
    let base = who.path(&format!("/clients/{}/organization-links/{}", client.id, o.id));
    let administers = link.administers();
    let invited = invitations.iter().any(|i| i.is_open(now) && i.email == client.email);
    card(
        &o.name,
        html! {
            div.stack {
                p { (application_tags(lang, &o.applications)) span.muted { (components::country_name(lang, &o.country)) " · " (o.currency) } }
                p.muted { @match &link.role {
                    Some(role) => { (lang.t("organization-your-role")) ": " @if role.name.is_empty() { (role_name(lang, "organization", &role.word, &HashMap::new())) } @else { (role.name) } }
                    None => { (lang.t("organization-no-access")) }
                } }
                @if !invitations.is_empty() {
                    ul.list { @for i in invitations.iter().take(10) {
                        li {
                            (icon("mail")) span.grow { (i.email) } (state_tag(lang, i.state(now)))
                            @if matches!(i.state(now), "open" | "expired") { (invitation_buttons(who, &format!("/clients/{}", client.id), i)) }
                        }
                    } }
                }
                div.row {
                    @if link.role.is_some() { a.btn href=(format!("/organizations/{}", o.id)) { (lang.t("open")) } }
                    @if administers && who.may(R::ManageClients) && !client.email.is_empty() && !invited {
                        (button(&format!("{base}/invitations"), "btn", &lang.t("invite-client-now")))
                    }
                    @if who.may(R::ManageClients) {
                        (Confirm::new(lang, &format!("{base}/removal"), lang.t("unlink"), t!(lang, "unlink-sure", name = o.name.as_str())).about(lang.t("unlink-about")).class("btn danger"))
                    }
                }
            }
        },
    )
}

#[derive(Deserialize)]
pub(super) struct Before {
    before: Option<Id>,
}

pub(super) async fn activity(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, Query(query): Query<Before>) -> Outcome {
    const PAGE: i64 = 50;
    let lang = who.lang();
    let client = find(&platform, &who, of.client).await?;
    let asked = Asked { before: query.before, ..Asked::of(of.client) };
    let mut entries = activity::list(platform.db.read(), who.practice, &asked, PAGE + 1).await?;
    let more = paging::cut(&mut entries, PAGE);
    let path = who.path(&format!("/clients/{}/activity", of.client));
    let more = entries.last().filter(|_| more).map(|last| format!("{path}?before={}", last.id));
    let content = card(&lang.t("nav-activity"), log(&who, &|_| None).list(&entries, more.as_deref()));
    Ok(layout::page(profile(&platform, &who, &client, "activity", content).await?))
}

/// Runs one change of a client in a transaction and goes back to `path`.
async fn change(platform: &Platform, who: &InPractice, path: String, work: impl AsyncFnOnce(&Desk<'_>, &despacho_platform::Tx) -> Result<()>) -> Outcome {
    let practice = practices::find(platform.db.read(), who.practice).await?;
    let desk = Desk { practice: &practice, by: &who.user, visible_to: visible_to(who), now: platform.clock.now() };
    let tx = platform.db.begin().await?;
    work(&desk, &tx).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(platform, &path, "flash-saved"))
}

fn home(who: &InPractice, client: Id, rest: &str) -> String {
    who.path(&format!("/clients/{client}{rest}"))
}

pub(super) async fn activate(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    change(&platform, &who, home(&who, of.client, ""), async |desk, tx| desk.set_active(tx, &[of.client], true).await.map(|_| ())).await
}

pub(super) async fn deactivate(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>) -> Outcome {
    change(&platform, &who, home(&who, of.client, ""), async |desk, tx| desk.set_active(tx, &[of.client], false).await.map(|_| ())).await
}

pub(super) async fn link(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let organization: Id = data.get("organization").parse().map_err(|_| Error::NotFound)?;
    change(&platform, &who, home(&who, of.client, "/organizations"), async |desk, tx| desk.link(tx, of.client, organization).await).await
}

pub(super) async fn unlink(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>) -> Outcome {
    let back = home(&who, of.client, "/organizations");
    change(&platform, &who, back, async |desk, tx| desk.unlink(tx, of.client, of.organization_id).await).await
}

pub(super) async fn invite(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfLink>) -> Outcome {
    let back = home(&who, of.client, "/organizations");
    change(&platform, &who, back, async |desk, tx| desk.invite(tx, of.client, of.organization_id).await).await
}

/// Sends an invitation again, or takes it back; only whoever administers the organization may.
async fn answer(platform: &Platform, who: &InPractice, of: &OfInvitation, work: impl AsyncFnOnce(&Team<'_>, &Tx) -> Result<Flash>) -> Outcome {
    find(platform, who, of.client).await?;
    let tx = platform.db.begin().await?;
    memberships::hold(&tx, of.organization_id).await?;
    if !store::organizations_of(&tx, who.practice, of.client).await?.contains(&of.organization_id) {
        return Err(Error::NotFound.into());
    }
    let role = memberships::held_role(&tx, of.organization_id, who.user.id).await?.ok_or(Error::NotFound)?;
    if !role.rights.may(OrganizationRight::ManageMembers) {
        return Err(Error::Forbidden.into());
    }
    let flash = work(&team(of.organization_id, &who.user, platform.clock.now()), &tx).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(platform, &home(who, of.client, ""), flash))
}

pub(super) async fn resend(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>) -> Outcome {
    answer(&platform, &who, &of, async |team, tx| Ok(Flash::new("flash-invited").name(&team.resend(tx, of.invitation).await?))).await
}

pub(super) async fn revoke(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfInvitation>) -> Outcome {
    answer(&platform, &who, &of, async |team, tx| team.revoke(tx, of.invitation).await.map(|()| "flash-revoked".into())).await
}

/// Back to the profile, or to the open form with its errors.
async fn contact_outcome(platform: &Platform, who: &InPractice, client: Id, key: &str, mut data: FormData, outcome: Outcome) -> Outcome {
    let (errors, differences) = match outcome {
        Err(despacho_ui::Failure(Error::Invalid(errors))) => (errors, vec![]),
        Err(despacho_ui::Failure(Error::Stale(differences))) => (Invalid::new(), differences),
        other => return other,
    };
    data.set("contact", key);
    let client = find(platform, who, client).await?;
    let markup = overview_page(platform, who, &client, &data, &errors, &differences).await?;
    Ok(if differences.is_empty() { layout::unprocessable(markup) } else { layout::conflicting(markup) })
}

pub(super) async fn add_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfClient>, data: FormData) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let sight = Sight::form(who.lang(), &client.country);
    let added = async |desk: &Desk<'_>, tx: &despacho_platform::Tx| {
        let mut errors = Invalid::new();
        let contact = CONTACT.read(&data, Contact::default(), &sight, &mut errors);
        errors.finish()?;
        desk.add_contact(tx, of.client, contact).await.map(drop)
    };
    let outcome = change(&platform, &who, home(&who, of.client, ""), added).await;
    contact_outcome(&platform, &who, of.client, "new", data, outcome).await
}

pub(super) async fn update_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>, data: FormData) -> Outcome {
    let client = find(&platform, &who, of.client).await?;
    let sight = Sight::form(who.lang(), &client.country);
    let changed = async |desk: &Desk<'_>, tx: &despacho_platform::Tx| {
        let read = |before: Contact, errors: &mut Invalid| CONTACT.read(&data, before, &sight, errors);
        desk.update_contact(tx, (of.client, of.contact), components::version_of(&data), &sight, read).await
    };
    let outcome = change(&platform, &who, home(&who, of.client, ""), changed).await;
    contact_outcome(&platform, &who, of.client, &of.contact.to_string(), data, outcome).await
}

pub(super) async fn remove_contact(State(platform): State<Platform>, who: InPractice, Path(of): Path<OfContact>) -> Outcome {
    change(&platform, &who, home(&who, of.client, ""), async |desk, tx| desk.remove_contact(tx, of.client, of.contact).await).await
}
