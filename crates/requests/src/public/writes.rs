//! What is done on the pages of a link. A script is answered in JSON, a form with the next page.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use despacho_kernel::{Id, Invalid};
use despacho_platform::{Error, Platform, Result, i18n::Lang};
use despacho_ui::{Caller, Outcome, Path, api::json, error::message, forms::FormData, kinds::notation, layout, received::Parts};
use serde_json::json as value;

use super::{
    door::{OfLink, Visit, enter, private},
    pages::{self, OfFile, OfLine, line_page, lines, overview_page},
    parts::size,
    whence::Whence,
};
use crate::{
    answering::{self, Answerer},
    request::RECEIVED,
    store,
};

fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|kinds| kinds.as_bytes().starts_with(b"application/json"))
}

fn told(lang: Lang, errors: &Invalid) -> String {
    errors.0.iter().map(|error| message(lang, error)).collect::<Vec<_>>().join(" ")
}

fn by<'a>(visit: &'a Visit, address: &'a str, now: i64) -> Answerer<'a> {
    Answerer { name: &visit.link.name, link: Some(visit.link.id), user: None, address, now }
}

fn at(visit: &Visit) -> (Id, Id) {
    (visit.link.practice_id, visit.request.id)
}

/// Saves what was typed, or that the line does not apply.
pub(super) async fn answer(
    State(platform): State<Platform>,
    caller: Caller,
    headers: HeaderMap,
    Whence(address): Whence,
    Path(of): Path<OfLine>,
    data: FormData,
) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let (by, lang) = (by(&visit, &address, platform.clock.now()), caller.lang);
    let tx = platform.db.begin().await?;
    let saved = if data.has("not_applicable") {
        answering::excuse(&tx, at(&visit), of.line, data.get("reason"), by).await
    } else {
        answering::answer(&tx, at(&visit), of.line, &data.all("answer"), notation(lang), by).await
    };
    match saved {
        Ok((_, line)) => {
            tx.commit().await?;
            if wants_json(&headers) {
                return Ok(private(json(StatusCode::OK, &value!({ "state": line.state, "answered_at": line.answered_at }))));
            }
            let next = pages::next(&visit, &lines(&platform, &visit).await?, &line);
            Ok(private(Redirect::to(&next).into_response()))
        }
        Err(Error::Invalid(errors)) if wants_json(&headers) => Ok(private(json(StatusCode::UNPROCESSABLE_ENTITY, &value!({ "message": told(lang, &errors) })))),
        Err(Error::Invalid(errors)) => {
            drop(tx);
            let page = line_page(&platform, &caller, &visit, of.line, Some((&data, &errors)), &[]).await?;
            Ok(private(layout::unprocessable(page)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the line takes files at all, before one is read.
async fn admitted(platform: &Platform, visit: &Visit, line: Id) -> Result<()> {
    let tx = platform.db.begin().await?;
    answering::takes_file(&tx, at(visit), line).await?;
    if visit.request.received >= RECEIVED {
        return Err(Invalid::one("file", "request_received_most").into());
    }
    Ok(())
}

/// Takes files: each by itself, so that one that will not do keeps none of the others out.
pub(super) async fn bring(
    State(platform): State<Platform>,
    caller: Caller,
    headers: HeaderMap,
    Whence(address): Whence,
    Path(of): Path<OfLine>,
    parts: Parts,
) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let mut refused: Vec<(String, Invalid)> = vec![];
    let mut taken = vec![];
    match admitted(&platform, &visit, of.line).await {
        Ok(()) => {
            let received = parts.receive(&platform, visit.link.practice_id).await?;
            refused = received.refused;
            if received.files.is_empty() && refused.is_empty() {
                refused.push((String::new(), Invalid::one("file", "required")));
            }
            for file in received.files {
                match take(&platform, &visit, of.line, &file, &address).await {
                    Ok(brought) => taken.push((brought, i64::try_from(file.kept.size).unwrap_or(i64::MAX))),
                    Err(Error::Invalid(why)) => refused.push((file.name, why)),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Err(Error::Invalid(why)) => refused.push((String::new(), why)),
        Err(error) => return Err(error.into()),
    }
    let lang = caller.lang;
    if wants_json(&headers) {
        let files: Vec<_> = taken.iter().map(|(file, bytes)| value!({ "id": file.id, "name": file.name, "size": size(lang, *bytes) })).collect();
        let status = if refused.is_empty() { StatusCode::CREATED } else { StatusCode::UNPROCESSABLE_ENTITY };
        let why: Vec<String> = refused.iter().map(|(_, why)| told(lang, why)).collect();
        return Ok(private(json(status, &value!({ "files": files, "message": why.join(" ") }))));
    }
    if !refused.is_empty() {
        let page = line_page(&platform, &caller, &visit, of.line, None, &refused).await?;
        return Ok(private(layout::unprocessable(page)));
    }
    Ok(private(Redirect::to(&visit.path(&format!("/lines/{}", of.line))).into_response()))
}

async fn take(platform: &Platform, visit: &Visit, line: Id, file: &despacho_ui::received::Brought, address: &str) -> Result<crate::link::Brought> {
    let bytes = i64::try_from(file.kept.size).unwrap_or(i64::MAX);
    // What arrived counts, whatever becomes of it.
    let tx = platform.db.begin().await?;
    let fits = store::receive(&tx, visit.link.practice_id, visit.request.id, bytes, RECEIVED).await?;
    tx.commit().await?;
    if !fits {
        return Err(Invalid::one("file", "request_received_most").into());
    }
    let tx = platform.db.begin().await?;
    let brought = answering::bring(&tx, platform, at(visit), line, (&file.name, &file.kept), by(visit, address, platform.clock.now())).await?;
    tx.commit().await?;
    Ok(brought)
}

pub(super) async fn take_away(
    State(platform): State<Platform>,
    caller: Caller,
    headers: HeaderMap,
    Whence(address): Whence,
    Path(of): Path<OfFile>,
) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let tx = platform.db.begin().await?;
    let file = answering::take_away(&tx, at(&visit), of.file, by(&visit, &address, platform.clock.now())).await?;
    tx.commit().await?;
    if wants_json(&headers) {
        return Ok(private(json(StatusCode::OK, &value!({ "id": file.id }))));
    }
    Ok(private(Redirect::to(&visit.path(&format!("/lines/{}", file.line_id))).into_response()))
}

pub(super) async fn submit(State(platform): State<Platform>, caller: Caller, headers: HeaderMap, Whence(address): Whence, Path(of): Path<OfLink>) -> Outcome {
    let visit = match enter(&platform, &caller, &headers, &of.secret).await? {
        Ok(visit) => visit,
        Err(response) => return Ok(response),
    };
    let tx = platform.db.begin().await?;
    let response: Response = match answering::submit(&tx, at(&visit), by(&visit, &address, platform.clock.now())).await {
        Ok(_) => {
            tx.commit().await?;
            platform.wake_workers();
            Redirect::to(&visit.path("")).into_response()
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            layout::unprocessable(overview_page(&platform, &caller, &visit, &errors).await?)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(private(response))
}
