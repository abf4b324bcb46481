//! Name, language, time zone, notices by mail, light or dark.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{Invalid, place};
use despacho_platform::{
    Platform, jobs,
    users::{self, Renamed, User},
};
use despacho_ui::{
    Caller, Outcome, SignedIn,
    caller::{self, THEME_COOKIE, set_cookie},
    forms::FormData,
    layout,
};

use super::page::{Of, Refused, page};

pub(super) async fn show(State(platform): State<Platform>, who: SignedIn) -> Outcome {
    Ok(layout::page(page(&platform, &who, None, None).await?))
}

pub(super) async fn update(State(platform): State<Platform>, who: SignedIn, data: FormData) -> Outcome {
    let mut errors = Invalid::new();
    let name = errors.name("name", data.get("name"), 100);
    let time_zone = errors.take("time_zone", place::time_zone(data.get("time_zone"))).unwrap_or_default().to_owned();
    let language = data.text("language");
    if !despacho_kernel::region::LANGUAGES.contains(&language.as_str()) {
        errors.push("language", "language");
    }
    if errors.clone().finish().is_err() {
        let refused = Refused { of: Of::Profile, data: &data, errors: &errors };
        return Ok(layout::unprocessable(page(&platform, &who, Some(refused), None).await?));
    }
    let tx = platform.db.begin().await?;
    if name != who.user.name {
        jobs::enqueue(&tx, &Renamed { user_id: who.user.id }, platform.clock.now()).await?;
    }
    users::update(&tx, &User { name, time_zone, language, mail_notices: data.has("mail_notices"), ..who.user }).await?;
    tx.commit().await?;
    platform.wake_workers();
    Ok(layout::see(&platform, "/account", "flash-account-saved"))
}

/// Light, dark or what the system says: for visitors by a cookie, for users in their profile, too.
pub(super) async fn theme(State(platform): State<Platform>, caller: Caller, data: FormData) -> Outcome {
    let theme = caller::theme(data.get("theme"));
    if let Some(user) = &caller.user {
        let tx = platform.db.begin().await?;
        users::set_theme(&tx, user.id, theme).await?;
        tx.commit().await?;
    }
    let next = layout::safe_next(&data).unwrap_or_else(|| "/".into());
    let mut response = Redirect::to(&next).into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, THEME_COOKIE, theme, 365 * 86_400));
    Ok(response)
}
