//! What the firm does on the page of a request.

use axum::{extract::State as Platformed, response::Response};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, t};
use despacho_practice::{clients::filter::visible_to, practices::frame::framed};
use despacho_ui::{InPractice, Outcome, Path, components::head, flash::Flash, forms::FormData, layout};
use maud::html;
use serde::Deserialize;

use super::{
    form::OfRequest,
    view::{self, Refused},
};
use crate::{
    actions::{self, Addressee, Desk},
    judging::Verdict,
    link::Occasion,
    request::Request,
};

#[derive(Deserialize)]
pub(super) struct OfLine {
    request: Id,
    line: Id,
}

/// Does something to a request; what is refused is told on its page.
async fn done(platform: &Platform, who: &InPractice, id: Id, flash: &str, work: impl AsyncFnOnce(&Desk<'_>) -> Result<Request>) -> Result<Response> {
    let tx = platform.db.begin().await?;
    let desk = Desk { platform, tx: &tx, practice: who.practice, by: &who.user, visible_to: visible_to(who), now: platform.clock.now() };
    match work(&desk).await {
        Ok(request) => {
            tx.commit().await?;
            platform.wake_workers();
            Ok(layout::see(platform, &who.path(&format!("/requests/{id}")), Flash::new(flash).name(&request.title)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let refused = Refused { line: None, data: &FormData::default(), errors: &errors };
            Ok(layout::unprocessable(view::page(platform, who, id, Some(&refused)).await?))
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn send(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    Ok(done(&platform, &who, of.request, "flash-request-sent", async |desk| desk.send(of.request).await).await?)
}

pub(super) async fn remind(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    Ok(done(&platform, &who, of.request, "flash-request-reminded", async |desk| desk.remind(of.request).await).await?)
}

pub(super) async fn accept(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    Ok(done(&platform, &who, of.request, "flash-request-accepted", async |desk| desk.accept(of.request).await).await?)
}

pub(super) async fn cancel(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>, data: FormData) -> Outcome {
    Ok(done(&platform, &who, of.request, "flash-request-cancelled", async |desk| desk.cancel(of.request, data.get("reason")).await).await?)
}

pub(super) async fn revoke(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    Ok(done(&platform, &who, of.request, "flash-request-revoked", async |desk| desk.revoke(of.request).await).await?)
}

pub(super) async fn remove(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    let tx = platform.db.begin().await?;
    let desk = Desk { platform: &platform, tx: &tx, practice: who.practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    let removed = desk.remove(of.request).await?;
    tx.commit().await?;
    Ok(layout::see(&platform, &who.path("/requests?view=draft"), Flash::new("flash-request-removed").name(&removed.title)))
}

/// Accepts or returns a line, or takes that back. A return without a reason is told at its field, and stays open.
pub(super) async fn judge(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfLine>, data: FormData) -> Outcome {
    let ready = data.get("ready");
    let verdict = match data.get("verdict") {
        "accept" => Verdict::Accept,
        "undo" => Verdict::Undo,
        _ if !ready.is_empty() => Verdict::Return(ready.into()),
        _ => Verdict::Return(data.text("reason")),
    };
    let tx = platform.db.begin().await?;
    let desk = Desk { platform: &platform, tx: &tx, practice: who.practice, by: &who.user, visible_to: visible_to(&who), now: platform.clock.now() };
    match desk.judge(of.request, of.line, &verdict).await {
        Ok(_) => {
            tx.commit().await?;
            platform.wake_workers();
            let flash = match verdict {
                Verdict::Accept => "flash-request-line-accepted",
                Verdict::Return(_) => "flash-request-line-returned",
                Verdict::Undo => "flash-request-line-undone",
            };
            Ok(layout::see(&platform, &who.path(&format!("/requests/{}", of.request)), flash))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let refused = Refused { line: Some(of.line), data: &data, errors: &errors };
            Ok(layout::unprocessable(view::page(&platform, &who, of.request, Some(&refused)).await?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Makes a link to hand over by another way than e-mail. It is shown once: what is kept is its hash.
pub(super) async fn link(Platformed(platform): Platformed<Platform>, who: InPractice, Path(of): Path<OfRequest>) -> Outcome {
    let (lang, db, now) = (who.lang(), platform.db.read(), platform.clock.now());
    let (request, client) = actions::find(db, who.practice, of.request, visible_to(&who)).await?;
    if request.asks_code && client.email.is_empty() {
        let errors = Invalid::one("link", "request_link_needs_email");
        let refused = Refused { line: None, data: &FormData::default(), errors: &errors };
        return Ok(layout::unprocessable(view::page(&platform, &who, of.request, Some(&refused)).await?));
    }
    let tx = platform.db.begin().await?;
    let to = Addressee { contact_id: None, name: client.display_name.clone(), email: client.email.clone() };
    let path = actions::hand(&tx, &request, &to, Occasion::ByHand, now).await?;
    actions::record(&tx, &request, Some(&who.user), "request_link_made", vec![], now).await?;
    tx.commit().await?;
    let address = format!("{}{path}", platform.config.public_url);
    let title = lang.t("request-link-new");
    let body = html! {
        div.medium {
            p.crumbs { a href=(who.path(&format!("/requests/{}", request.id))) { (request.title) } }
            (head(&title, html! {}))
            section.card { div.body.stack {
                p { (t!(lang, "request-link-new-about", client = client.display_name.as_str())) }
                div.field { div.label { label for="link" { (lang.t("request-link")) } } input #link type="text" readonly value=(address) data-controller="focus"; }
                div { a.btn href=(who.path(&format!("/requests/{}", request.id))) { (lang.t("request-back")) } }
            } }
        }
    };
    // A form is answered with a page of its own here, which Turbo shows only where it is no success.
    Ok(layout::unprocessable(framed(&platform, &who, "requests", &title, &body).await?))
}
