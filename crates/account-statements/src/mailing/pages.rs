//! The form of a statement by e-mail, with what was sent before.

use axum::extract::State;
use despacho_documents::mailing::form;
use despacho_kernel::{Invalid, access::OrganizationRight as R, new_id};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InOrganization, Outcome, Path, Query, Routes,
    claim::{self, Claimed},
    components::head,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::{actions, message::Message, store};
use crate::{
    figures::days,
    pages::{OfContact, Params, path_of, query},
    paper,
    reading::{self, Statement},
};

/// Messages that the form tells; the API has all.
const TOLD: i64 = 10;

pub fn routes(platform: &Platform) -> Routes {
    let post = Access::Organization(R::PostEntries);
    Routes::new(platform).get("/organizations/{organization}/contacts/{contact}/statement/email", post, ask).post(
        "/organizations/{organization}/contacts/{contact}/statement/email",
        post,
        send,
    )
}

async fn read(platform: &Platform, who: &InOrganization, of: &OfContact, params: &Params) -> Result<Statement> {
    let mut errors = Invalid::new();
    let asked = reading::asked(platform, who.organization, (&params.shape, &params.from, &params.to), &mut errors).await?;
    if !errors.0.is_empty() {
        return Err(Error::Parameters(errors));
    }
    reading::of(platform.db.read(), who.organization, of.contact, asked).await
}

fn sent(who: &InOrganization, all: &[Message]) -> Markup {
    let lang = who.lang();
    let at = |instant: i64| format::instant(lang, &who.user.time_zone, instant);
    html! { @if !all.is_empty() {
        section.card { header.line { h2 { (lang.t("document-messages")) } } div.body { ul.list { @for message in all { li {
            span.grow { (message.recipient) " · " (lang.t(&format!("statement-shape-{}", message.shape))) ", " (format::stored_date(lang, &message.last_day)) }
            @match (message.sent_at, message.state.as_str()) {
                (Some(sent), _) => { span.tag { (lang.t("document-message-sent")) } span.muted { (at(sent)) } }
                (None, "failed") => { span.tag.warn { (lang.t("document-message-failed")) } span.muted { (at(message.created_at)) } }
                _ => { span.tag { (lang.t("document-message-queued")) } span.muted { (at(message.created_at)) } }
            }
        } } } } }
    } }
}

async fn page(platform: &Platform, who: &InOrganization, statement: &Statement, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let form = Form::new(lang, data, errors);
    let path = path_of(who, statement.contact.id);
    let asked = query(statement.asked);
    let back = format!("{path}?{asked}");
    let title = lang.t("statement-email-title");
    let before = store::page(platform.db.read(), who.organization, statement.contact.id, None, TOLD).await?;
    let body = html! {
        div.medium.stack {
            p.crumbs { a href=(back) { (lang.t("statement-title")) ", " (statement.contact.name) } }
            (head(&title, html! {}))
            form.stack.letter-form method="post" action=(format!("{path}/email?{asked}")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                input type="hidden" name="key" value=(data.get("key"));
                (form::summary(&form))
                section.card { div.body.grid {
                    p.c6 { (lang.t(&format!("statement-shape-{}", statement.asked.shape.word()))) ", " (days(lang, statement)) }
                    (form::fields(&form))
                    p.c6.muted { (lang.t("statement-email-about")) }
                } }
                div.foot { button.btn.primary type="submit" { (lang.t("document-email-send")) } a.btn.quiet href=(back) { (lang.t("cancel")) } }
            }
            (sent(who, &before))
        }
    };
    framed(platform, who, "contacts", &title, &body).await
}

async fn ask(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, Query(params): Query<Params>) -> Outcome {
    let statement = read(&platform, &who, &of, &params).await?;
    let (to, subject, body) = actions::draft(&statement);
    let mut data = FormData::default();
    data.set("to", to).set("subject", subject).set("body", body).set("key", new_id().to_string());
    Ok(layout::page(page(&platform, &who, &statement, &data, &Invalid::new()).await?))
}

async fn send(State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfContact>, Query(params): Query<Params>, data: FormData) -> Outcome {
    let statement = read(&platform, &who, &of, &params).await?;
    let sheet = paper::sheet(platform.db.read(), &statement).await?;
    let back = format!("{}?{}", path_of(&who, of.contact), query(statement.asked));
    let typed = form::typed(&data);
    let tx = platform.db.begin().await?;
    let sent = match claim::claimed(&tx, &platform, &who, "statement", &data, "subject").await {
        Ok(Claimed::Before(path)) => return Ok(layout::see(&platform, &path, Flash::default())),
        Ok(Claimed::Now(claim)) => match actions::send(&tx, &statement, &sheet, &typed, (&who.user, platform.clock.now())).await {
            Ok(message) => {
                claim::answer(&tx, claim, &back).await?;
                tx.commit().await?;
                Ok(message)
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match sent {
        Ok(message) => {
            platform.wake_workers();
            Ok(layout::see(&platform, &back, Flash::new("flash-document-emailed").name(&message.recipient)))
        }
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, &statement, &data, &form::at_fields(errors)).await?)),
        Err(error) => Err(error.into()),
    }
}
