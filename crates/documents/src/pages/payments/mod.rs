//! The pages of payments: their lists, the form in which one is recorded, and one of them.

mod form;
mod list;
mod settles;
mod view;

use axum::extract::State;
use despacho_kernel::{Id, access::OrganizationRight as R};
use despacho_platform::Platform;
use despacho_ui::{Access, InOrganization, Path, Query, Routes, forms::FormData, schema::lasting};
use serde::Deserialize;

use super::list::Params;
use crate::payments::payment::Way;

/// The payment that a path names.
#[derive(Deserialize)]
struct OfPayment {
    payment: Id,
}

pub fn routes(platform: &Platform) -> Routes {
    Way::ALL.iter().fold(Routes::new(platform), |routes, way| of(routes, *way))
}

fn of(routes: Routes, way: Way) -> Routes {
    let (read, write) = (Access::Organization(R::ReadLedger), Access::Organization(R::PostEntries));
    let all = lasting(&format!("/organizations/{{organization}}/{}", way.path()));
    let one = |rest: &str| lasting(&format!("{all}/{{payment}}{rest}"));
    let new = lasting(&format!("{all}/new"));
    routes
        .get(all, read, async move |State(platform): State<Platform>, who: InOrganization, Query(params): Query<Params>| {
            list::list(platform, who, way, params).await
        })
        .post(all, write, async move |State(platform): State<Platform>, who: InOrganization, data: FormData| form::create(platform, who, way, data).await)
        .get(new, write, async move |State(platform): State<Platform>, who: InOrganization, Query(begun): Query<form::Begun>| {
            form::new(platform, who, way, begun).await
        })
        .get(one(""), read, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>| {
            view::show(platform, who, way, of.payment).await
        })
        .post(one(""), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>, data: FormData| {
            view::change(platform, who, way, of.payment, data).await
        })
        .post(one("/void"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>| {
            view::void(platform, who, way, of.payment).await
        })
        .get(one("/allocation"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>| {
            view::allocation(platform, who, way, of.payment).await
        })
        .post(one("/allocation"), write, async move |State(platform): State<Platform>, who: InOrganization, Path(of): Path<OfPayment>, data: FormData| {
            view::allocate(platform, who, way, of.payment, data).await
        })
}
