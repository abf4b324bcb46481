//! Sign-up with confirmation of the address. Nobody learns here whether an address has an account.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect},
};
use despacho_kernel::{Id, Invalid, email, new_id};
use despacho_platform::{
    Error, Platform, Result, jobs,
    limits::Guess,
    sign_ups::{self, SignUp},
    t,
    tokens::{self, Purpose},
    users::{self, NewUser, User},
};
use despacho_ui::{
    Caller, Outcome, Path,
    caller::{self, set_cookie},
    components::button,
    error::message,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use crate::{
    attempts,
    mails::{SendConfirmation, SendKnown},
    network::{Network, Whence},
    sign_in,
};

async fn form_page(platform: &Platform, caller: &Caller, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let form = Form::new(lang, data, errors);
    let title = lang.t("sign-up");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action="/sign-up" novalidate {
                (form.summary_as(&[("name", lang.t("field-your-name"))]))
                (form.field("name").autocomplete("name").label(lang.t("field-your-name")))
                (form.field("email").kind("email").autocomplete("email"))
                (form.field("password").kind("password").autocomplete("new-password").help(lang.t("password-help")))
                button.btn.primary type="submit" { (lang.t("sign-up")) }
            }
            p.muted { (lang.t("sign-up-have")) " " a href="/sign-in" { (lang.t("sign-in")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn show(State(platform): State<Platform>, caller: Caller) -> Outcome {
    Ok(layout::page(form_page(&platform, &caller, &FormData::default(), &Invalid::new()).await?))
}

pub(crate) async fn create(State(platform): State<Platform>, caller: Caller, network: Network, data: FormData) -> Outcome {
    let refused = async |errors: &Invalid| form_page(&platform, &caller, &data, errors).await;
    if let Err(Error::TooMany(seconds)) = platform.limits.network(&network.0) {
        return Ok(layout::waiting(refused(&attempts::must_wait("email", seconds)).await?, seconds));
    }
    let new = NewUser {
        email: data.text("email"),
        name: data.text("name"),
        password: data.text("password"),
        language: caller.lang.code().into(),
        time_zone: String::new(),
    };
    match new.checked() {
        Ok(new) => match register(&platform, &new).await {
            Ok(sign_up) => {
                let mut response = Redirect::to("/sign-up/sent").into_response();
                let waiting = Waiting { sign_up, email: new.email };
                response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, WAITING_COOKIE, &waiting.write(), 86_400));
                Ok(response)
            }
            Err(Error::TooMany(seconds)) => Ok(layout::waiting(refused(&attempts::must_wait("email", seconds)).await?, seconds)),
            Err(error) => Err(error.into()),
        },
        Err(errors) => Ok(layout::unprocessable(refused(&errors).await?)),
    }
}

/// Name of the cookie by which a browser knows which sign-up of its own waits for its confirmation.
const WAITING_COOKIE: &str = "despacho_sign_up";

/// A sign-up that waits, as the browser that made it remembers it. Of an address that has an account the id is one of nothing.
struct Waiting {
    sign_up: Id,
    email: String,
}

impl Waiting {
    fn write(&self) -> String {
        format!("{}&{}", self.sign_up, form_urlencoded::byte_serialize(self.email.as_bytes()).collect::<String>())
    }

    fn read(platform: &Platform, headers: &HeaderMap) -> Option<Self> {
        let cookie = caller::cookie(platform, headers, WAITING_COOKIE)?;
        let (id, address) = cookie.split_once('&')?;
        let (address, _) = form_urlencoded::parse(address.as_bytes()).next()?;
        Some(Self { sign_up: id.parse().ok()?, email: email::parse(&address).ok()? })
    }
}

/// Keeps a sign-up and has its link sent; answers its id, or one of nothing where the address has an account.
async fn register(platform: &Platform, new: &NewUser) -> Result<Id> {
    platform.limits.mail(&new.email)?;
    let hash = users::hash_password(new.password.clone()).await?;
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let user = match users::find_by_email(&tx, &new.email).await? {
        Some(user) => user,
        None => users::insert(&tx, new, &hash, false, now).await?,
    };
    let sign_up = if user.confirmed_at.is_some() {
        jobs::enqueue(&tx, &SendKnown { user_id: user.id }, now).await?;
        new_id()
    } else {
        // Nobody has shown that the address is theirs: each sign-up waits for its own link, and changes nothing of the others.
        let sign_up = sign_ups::insert(&tx, user.id, &new.name, &hash, now).await?;
        jobs::enqueue(&tx, &SendConfirmation { user_id: user.id, sign_up_id: Some(sign_up) }, now).await?;
        sign_up
    };
    tx.commit().await?;
    platform.wake_workers();
    Ok(sign_up)
}

/// Sends the link of a sign-up that waits once more, or the message that an address has an account.
async fn send_again(platform: &Platform, waiting: &Waiting) -> Result<()> {
    platform.limits.mail(&waiting.email)?;
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    if let Some(user) = users::find_by_email(&tx, &waiting.email).await? {
        if user.confirmed_at.is_some() {
            jobs::enqueue(&tx, &SendKnown { user_id: user.id }, now).await?;
        } else if let Some(sign_up) = sign_ups::find(&tx, waiting.sign_up, now).await?.filter(|sign_up| sign_up.user_id == user.id) {
            jobs::enqueue(&tx, &SendConfirmation { user_id: user.id, sign_up_id: Some(sign_up.id) }, now).await?;
        }
    }
    tx.commit().await?;
    platform.wake_workers();
    Ok(())
}

/// Sends the message once more to who has just signed up.
pub(crate) async fn again(State(platform): State<Platform>, caller: Caller, network: Network, headers: HeaderMap) -> Outcome {
    let Some(waiting) = Waiting::read(&platform, &headers) else { return Ok(Redirect::to("/sign-up").into_response()) };
    let sent = match platform.limits.network(&network.0) {
        Ok(()) => send_again(&platform, &waiting).await,
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => Ok(layout::see(&platform, "/sign-up/sent", Flash::new("flash-sent-again").name(&waiting.email))),
        Err(Error::TooMany(seconds)) => {
            Ok(layout::waiting(waiting_page(&platform, &caller, Some(&waiting), &attempts::must_wait("email", seconds)).await?, seconds))
        }
        Err(error) => Err(error.into()),
    }
}

/// Says where the message went, with a button that sends it again and the way to correct the address.
async fn waiting_page(platform: &Platform, caller: &Caller, waiting: Option<&Waiting>, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let title = lang.t("sign-up-sent");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            @match waiting {
                Some(waiting) => p { (t!(lang, "sign-up-sent-to", email = waiting.email.as_str())) },
                None => p { (lang.t("sign-up-sent-text")) },
            }
            (mail_kept(platform, caller))
            @for error in &errors.0 { p.note.warn role="alert" { (message(lang, error)) } }
            @if waiting.is_some() {
                p.muted { (lang.t("sign-up-sent-help")) }
                div.row {
                    (button("/sign-up/sent", "btn", &lang.t("send-again")))
                    a.btn.quiet href="/sign-up" { (lang.t("sign-up-correct")) }
                }
            }
            p { a href="/sign-in" { (lang.t("sign-in")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

/// Says where messages are kept when no mail server is configured.
fn mail_kept(platform: &Platform, caller: &Caller) -> Markup {
    let lang = caller.lang;
    html! {
        @if platform.mailer.keeps_files() {
            p.note { (lang.t("mail-kept")) @if platform.config.demo { " " a href="/developer/mail" { (lang.t("developer-mail")) } } }
        }
    }
}

/// Says that a message is on its way, and where it is kept when no mail server is configured.
pub(crate) async fn sent_page(platform: &Platform, caller: &Caller, title: &str, text: &str) -> Result<Markup> {
    let lang = caller.lang;
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            p { (text) }
            (mail_kept(platform, caller))
            p { a.btn href="/sign-in" { (lang.t("sign-in")) } }
        }
    };
    layout::simple(platform, caller, title, &body).await
}

pub(crate) async fn sent(State(platform): State<Platform>, caller: Caller, headers: HeaderMap) -> Outcome {
    Ok(layout::page(waiting_page(&platform, &caller, Waiting::read(&platform, &headers).as_ref(), &Invalid::new()).await?))
}

/// A page with a form: mail scanners follow links, and must not use them up. It asks for the password of the very sign-up that the
/// link was mailed for: who owns the address may hold the link of a stranger's, and must not open the stranger's account.
async fn confirmation_page(platform: &Platform, caller: &Caller, token: &str, errors: &Invalid) -> Result<Markup> {
    let lang = caller.lang;
    let data = FormData::default();
    let form = Form::new(lang, &data, errors);
    let title = lang.t("confirm-title");
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            form.stack method="post" action=(format!("/confirmations/{token}")) novalidate {
                (form.summary())
                p { (lang.t("confirm-text")) }
                (form.field("password").kind("password").autocomplete("current-password").label(lang.t("confirm-password")))
                button.btn.primary type="submit" { (lang.t("confirm")) }
            }
            p.muted { (lang.t("confirm-other")) " " a href="/sign-up" { (lang.t("sign-up")) } }
        }
    };
    layout::simple(platform, caller, &title, &body).await
}

pub(crate) async fn confirmation(State(platform): State<Platform>, caller: Caller, Path(token): Path<String>) -> Outcome {
    match waiting(&platform, &token, platform.clock.now()).await {
        Err(Error::Gone(_)) => dead_link(&platform, &caller, &token).await,
        found => {
            found?;
            Ok(layout::page(confirmation_page(&platform, &caller, &token, &Invalid::new()).await?))
        }
    }
}

/// What became of a link that works no more: its address is confirmed already, another link can be sent, or nobody knows it.
async fn dead_link(platform: &Platform, caller: &Caller, token: &str) -> Outcome {
    let (lang, db) = (caller.lang, platform.db.read());
    let user = match tokens::once_of(db, Purpose::Confirmation, token).await? {
        Some(user) => users::find(db, user).await?,
        None => None,
    };
    let confirmed = user.as_ref().is_some_and(|user| user.confirmed_at.is_some());
    let title = lang.t(if confirmed { "confirmed-already" } else { "problem-link" });
    let body = html! {
        div.narrow.stack {
            h1 { (title) }
            @if confirmed {
                p { (lang.t("confirmed-already-text")) }
                p { a.btn.primary href="/sign-in" { (lang.t("sign-in")) } }
            } @else if user.is_some() {
                p { (lang.t("confirmation-dead")) }
                (button(&format!("/confirmations/{token}/another"), "btn primary", &lang.t("link-another")))
            } @else {
                p { (lang.t("confirmation-unknown")) }
                div.row { a.btn.primary href="/sign-in" { (lang.t("sign-in")) } a.btn href="/sign-up" { (lang.t("sign-up")) } }
            }
        }
    };
    Ok((StatusCode::GONE, layout::page(layout::simple(platform, caller, &title, &body).await?)).into_response())
}

/// Sends another link for the sign-up of one that ended.
pub(crate) async fn another(State(platform): State<Platform>, caller: Caller, network: Network, Path(token): Path<String>) -> Outcome {
    platform.limits.network(&network.0)?;
    let db = platform.db.read();
    let user = match tokens::once_of(db, Purpose::Confirmation, &token).await? {
        Some(user) => users::find(db, user).await?.filter(|user| user.confirmed_at.is_none()),
        None => None,
    };
    let (Some(user), Some(sign_up)) = (user, tokens::sign_up(db, &token).await?) else { return dead_link(&platform, &caller, &token).await };
    let waiting = Waiting { sign_up, email: user.email };
    send_again(&platform, &waiting).await?;
    let mut response = Redirect::to("/sign-up/sent").into_response();
    response.headers_mut().append(header::SET_COOKIE, set_cookie(&platform, WAITING_COOKIE, &waiting.write(), 86_400));
    Ok(response)
}

/// The sign-up that a link confirms; for a link from before sign-ups were kept, the account as it was made.
async fn waiting(platform: &Platform, token: &str, now: i64) -> Result<(User, SignUp)> {
    let db = platform.db.read();
    let id = tokens::peek(db, Purpose::Confirmation, token, now).await?;
    let user = users::find(db, id).await?.filter(|user| user.confirmed_at.is_none()).ok_or(Error::Gone("link"))?;
    let sign_up = match tokens::sign_up(db, token).await? {
        Some(sign_up) => sign_ups::find(db, sign_up, now).await?.filter(|sign_up| sign_up.user_id == id).ok_or(Error::Gone("link"))?,
        None => SignUp { id, user_id: id, name: user.name.clone(), password_hash: users::password_hash(db, id).await?, expires_at: now },
    };
    Ok((user, sign_up))
}

pub(crate) async fn confirm(
    State(platform): State<Platform>,
    caller: Caller,
    network: Network,
    Whence(origin): Whence,
    headers: HeaderMap,
    Path(token): Path<String>,
    data: FormData,
) -> Outcome {
    platform.limits.network(&network.0)?;
    let now = platform.clock.now();
    let (user, sign_up) = match waiting(&platform, &token, now).await {
        Err(Error::Gone(_)) => return dead_link(&platform, &caller, &token).await,
        found => found?,
    };
    let attempt = async { Ok(users::verify_password(data.text("password"), sign_up.password_hash.clone()).await?.then_some(())) };
    let guess = Guess { email: &format!("{} {}", user.email, sign_up.id), network: &network.0, known: false };
    match platform.limits.password(guess, attempt).await {
        Ok(Some(())) => {}
        Ok(None) => {
            let errors = Invalid::one("password", "confirm_password");
            return Ok(layout::unprocessable(confirmation_page(&platform, &caller, &token, &errors).await?));
        }
        Err(Error::TooMany(seconds)) => {
            let errors = attempts::must_wait("password", seconds);
            return Ok(layout::waiting(confirmation_page(&platform, &caller, &token, &errors).await?, seconds));
        }
        Err(error) => return Err(error.into()),
    }
    let tx = platform.db.begin().await?;
    tokens::redeem(&tx, Purpose::Confirmation, &token, now).await?;
    sign_ups::confirm(&tx, &sign_up, now).await?;
    // The language of the account's first sign-up may be a stranger's.
    users::set_language(&tx, user.id, caller.lang.code()).await?;
    tokens::end_links(&tx, user.id).await?;
    let user = users::find(&tx, user.id).await?.ok_or(Error::NotFound)?;
    let response = sign_in::open_session(&platform, &tx, &user, &headers, &origin, "/home").await?;
    tx.commit().await?;
    Ok(response)
}
