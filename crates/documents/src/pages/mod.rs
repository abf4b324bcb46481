//! The pages of documents: their lists, one document with what can be done with it, and payments.

mod ages;
mod choices;
mod deeds;
mod email;
pub mod form;
mod items;
pub mod list;
mod payments;
mod reasons;
pub mod rows;
mod settled;
mod store;
pub mod totals;
pub mod view;

use axum::{Extension, extract::State, http::HeaderMap};
use despacho_books::documents::Print;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Path, Query, Routes, forms::FormData, schema::lasting};
use serde::Deserialize;

use crate::kind::{Action, Kind, Stage};

/// The document that a path names.
#[derive(Deserialize)]
struct OfDocument {
    document: Id,
}

/// Whether a kind takes an action at any stage.
fn takes(kind: Kind, action: Action) -> bool {
    Stage::ALL.iter().any(|stage| kind.allows(*stage, action, false).is_ok())
}

pub fn routes(platform: &Platform) -> Routes {
    let beside = payments::routes(platform).merge(items::routes(platform)).merge(ages::routes(platform)).post(
        "/organizations/{organization}/document-contacts",
        Access::Organization(R::PostEntries),
        async |State(platform): State<Platform>, who: InOrganization, data: FormData| form::making::make(platform, who, data).await,
    );
    Kind::ALL.iter().fold(beside, |routes, kind| of(routes, *kind))
}

fn of(routes: Routes, kind: Kind) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let all = lasting(&format!("/organizations/{{organization}}/{}", kind.path()));
    let new = lasting(&format!("{all}/new"));
    let one = |rest: &str| lasting(&format!("{all}/{{document}}{rest}"));
    let mut routes = routes
        .get(all, read, async move |State(platform): State<Platform>, who: InOrganization, Query(params): Query<list::Params>| {
            list::list(platform, who, kind, params).await
        })
        .get(one(""), read, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
            view::show(platform, who, kind, of.document).await
        })
        .get(
            one("/paper.pdf"),
            read,
            async move |State(platform): State<Platform>, Extension(printer): Print, who: InOrganization, Path(of): Path<OfDocument>| {
                deeds::paper(platform, printer, who, kind, of.document).await
            },
        )
        .post(one("/issue"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
            deeds::issue(platform, who, kind, of.document).await
        })
        .post(one("/deletion"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
            deeds::delete(platform, who, kind, of.document).await
        });
    routes = routes
        .get(new, write, async move |State(platform): State<Platform>, who: InOrganization, Query(begun): Query<form::Begun>| {
            form::new(platform, who, kind, begun).await
        })
        .post(all, write, async move |State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, data: FormData| {
            form::create(platform, who, kind, headers, data).await
        })
        .get(one("/edit"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
            form::edit(platform, who, kind, of.document).await
        })
        .post(
            one(""),
            write,
            async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, headers: HeaderMap, data: FormData| {
                form::update(platform, who, (kind, of.document), headers, data).await
            },
        );
    for action in [Action::Void, Action::WriteOff, Action::Credit].into_iter().filter(|action| takes(kind, *action)) {
        let path = one(&format!("/{}", reasons::word(action)));
        routes = routes
            .get(path, write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
                reasons::ask(platform, who, (kind, of.document), action).await
            })
            .post(path, write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, data: FormData| {
                reasons::act(platform, who, (kind, of.document), action, data).await
            });
    }
    if takes(kind, Action::Email) {
        routes = routes
            .get(one("/email"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
                email::ask(platform, who, (kind, of.document)).await
            })
            .post(one("/email"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>, data: FormData| {
                email::send(platform, who, (kind, of.document), data).await
            });
    }
    if takes(kind, Action::Accept) {
        routes = routes
            .post(one("/accept"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
                deeds::answer(platform, who, of.document, true).await
            })
            .post(one("/decline"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
                deeds::answer(platform, who, of.document, false).await
            });
    }
    if takes(kind, Action::Invoice) {
        routes = routes.post(one("/invoice"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfDocument>| {
            deeds::invoice(platform, who, kind, of.document).await
        });
    }
    routes
}
