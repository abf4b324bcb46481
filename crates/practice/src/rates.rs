//! The exchange rates that a practice keeps for all its clients.

use axum::extract::State;
use despacho_kernel::{Invalid, access::PracticeRight as R};
use despacho_ledger::rates::rate::PIVOT;
use despacho_ledger_years::rates::pages::{self, Params, Shown};
use despacho_platform::{Error, Platform, Result};
use despacho_ui::{
    Access, InPractice, Outcome, Query, Routes,
    components::head,
    flash::Flash,
    format,
    forms::{FormData, Upload},
    layout,
};
use maud::{Markup, html};

use crate::practices::frame::framed;

pub(crate) fn routes(platform: &Platform) -> Routes {
    const PAGE: &str = "/practices/{practice}/exchange-rates";
    let manage = Access::Practice(R::ManageClients);
    Routes::new(platform)
        .get(PAGE, Access::Practice(R::ReadClients), show)
        .post(PAGE, manage, put)
        .post("/practices/{practice}/exchange-rates/removal", manage, remove)
        .post("/practices/{practice}/exchange-rates/file", manage, file)
}

async fn page(platform: &Platform, who: &InPractice, params: &Params, typed: Option<&FormData>, errors: &Invalid) -> Result<Markup> {
    let (lang, path) = (who.lang(), who.path("/exchange-rates"));
    let of = Shown { tenants: &[who.practice], base: PIVOT, path: &path, lang, may_put: who.may(R::ManageClients) };
    let today = format::local_date(&who.user.time_zone, platform.clock.now()).map(|day| day.to_string()).unwrap_or_default();
    let blank = pages::blank(PIVOT, today);
    let title = lang.t("exchange-rates");
    let inside = pages::body(platform, &of, params, typed.unwrap_or(&blank), errors).await?;
    framed(platform, who, "exchange-rates", &title, &html! { (head(&title, html! {})) (inside) }).await
}

async fn show(State(platform): State<Platform>, who: InPractice, Query(params): Query<Params>) -> Outcome {
    Ok(layout::page(page(&platform, &who, &params, None, &Invalid::new()).await?))
}

async fn told(platform: &Platform, who: &InPractice, done: Result<Flash>, data: Option<&FormData>) -> Outcome {
    match done {
        Ok(flash) => Ok(layout::see(platform, &who.path("/exchange-rates"), flash)),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(platform, who, &Params::default(), data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

async fn put(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let done = pages::put_typed(&platform, who.practice, PIVOT, (&data, who.lang()), &who.user).await;
    told(&platform, &who, done.map(|()| Flash::new("flash-saved")), Some(&data)).await
}

async fn remove(State(platform): State<Platform>, who: InPractice, data: FormData) -> Outcome {
    let done = pages::remove_one(&platform, who.practice, &data, &who.user).await;
    told(&platform, &who, done.map(|()| Flash::new("flash-rate-removed")), None).await
}

async fn file(State(platform): State<Platform>, who: InPractice, upload: Upload) -> Outcome {
    let done = pages::take_file(&platform, who.practice, PIVOT, &upload, &who.user).await;
    told(&platform, &who, done.map(|put| Flash::new("flash-rates-taken").count(put)), None).await
}
