//! The page around the content: side bar, top bar, bell, switcher.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use despacho_platform::{
    Platform, Result,
    i18n::Lang,
    memberships::{self, Belonging},
    notifications, t,
    users::User,
};
use maud::{DOCTYPE, Markup, html};

use crate::{
    assets::{icon, url},
    caller::{Caller, FLASH_COOKIE, THEMES, set_cookie},
    came_from::CameFrom,
    components::avatar,
    flash::Flash,
    forms::FormData,
    paging,
};

/// A link of the side bar.
pub struct NavItem {
    pub href: String,
    pub label: String,
    pub icon: &'static str,
    pub current: bool,
    pub count: Option<String>,
    /// Whether a line stands above it.
    pub apart: bool,
    /// Links that it opens to instead of leading anywhere itself; they have no icons.
    pub within: Vec<NavItem>,
}

impl NavItem {
    pub fn new(href: String, label: String, icon: &'static str, current: bool) -> Self {
        Self { href, label, icon, current, count: None, apart: false, within: vec![] }
    }
}

/// What surrounds a page.
#[derive(Default)]
pub struct Shell {
    /// The practice or organization one is in.
    pub tenant: Option<String>,
    pub nav: Vec<NavItem>,
    /// Where the search box leads.
    pub search: Option<String>,
    /// Where the shortcuts lead, for scripts: `[("c", "/practices/…/clients")]`.
    pub keys: Vec<(&'static str, String)>,
}

/// A page as a response.
pub fn page(markup: Markup) -> Response {
    Html(markup.into_string()).into_response()
}

/// A page with a form that has errors.
pub fn unprocessable(markup: Markup) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, Html(markup.into_string())).into_response()
}

/// A page with a form over which somebody saved another version.
pub fn conflicting(markup: Markup) -> Response {
    (StatusCode::CONFLICT, Html(markup.into_string())).into_response()
}

/// A page with a form that must wait: too many attempts were made.
pub fn waiting(markup: Markup, seconds: u64) -> Response {
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], Html(markup.into_string())).into_response()
}

/// After a successful form: to another page, which shows the message of `flash` once.
pub fn see(platform: &Platform, path: &str, flash: impl Into<Flash>) -> Response {
    let mut response = Redirect::to(path).into_response();
    let flash = flash.into();
    if !flash.is_empty() {
        tell(platform, &mut response, flash);
    }
    response
}

/// Lets the page that a response leads to show the message of `flash` once.
pub fn tell(platform: &Platform, response: &mut Response, flash: impl Into<Flash>) {
    response.headers_mut().append(header::SET_COOKIE, set_cookie(platform, FLASH_COOKIE, &flash.into().write(), 60));
}

/// A downloaded file.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).unwrap_or(HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response()
}

fn document(caller: &Caller, title: &str, keys: &[(&'static str, String)], body: &Markup) -> Markup {
    let lang = caller.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.code()) data-theme=[(!caller.theme.is_empty()).then_some(caller.theme)] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content=(if caller.theme.is_empty() { "light dark" } else { caller.theme });
                meta name="turbo-cache-control" content="no-cache";
                title { (title) " · Despacho" }
                link rel="icon" type="image/svg+xml" href=(url("icon.svg"));
                link rel="stylesheet" href=(url("app.css")) data-turbo-track="reload";
                script type="module" src=(url("app.js")) data-turbo-track="reload" {}
            }
            body data-controller="keys answers" data-keys-map-value=(serde_json::to_string(keys).unwrap_or_default())
                data-answers-unreachable-value=(lang.t("server-unreachable")) data-answers-slow-value=(lang.t("server-slow")) data-words=(words(lang)) {
                (body)
                (answers(lang))
            }
        }
    }
}

/// What scripts say.
fn words(lang: Lang) -> String {
    let keys = [
        "combobox-none",
        "combobox-count-one",
        "combobox-count",
        "combobox-more",
        "combobox-mismatch",
        "combobox-searching",
        "file-choose",
        "file-none",
        "unsaved-stay",
        "unsaved-leave",
    ];
    serde_json::Value::Object(keys.iter().map(|key| ((*key).to_owned(), lang.t(key).into())).collect()).to_string()
}

/// Where scripts tell what a form was answered with when it was not saved, in the page that it stands on.
fn answers(lang: Lang) -> Markup {
    html! {
        // Named as a description only: nobody comes upon it outside the landmarks.
        p #combobox-hint hidden { (lang.t("combobox-hint")) }
        p.offline role="status" data-answers-target="offline" { span hidden { (lang.t("offline")) } }
        div.toast #told role="alert" tabindex="-1" hidden data-answers-target="toast" {
            (icon("circle-alert"))
            div.grow data-answers-target="text" {}
            button.btn.small type="button" hidden data-answers-target="retry" data-action="answers#retry" { (lang.t("retry")) }
            button.btn.small.quiet type="button" aria-label=(lang.t("close")) data-action="answers#close" { (icon("x")) }
        }
        dialog.sure #again aria-labelledby="again-title" data-answers-target="dialog" {
            header { h2 #again-title { (lang.t("session-expired")) } }
            div.inside { p { (lang.t("session-expired-here")) } div.stack data-answers-target="form" {} }
        }
    }
}

fn language_switch(caller: &Caller) -> Markup {
    let other = match caller.lang {
        Lang::Es => Lang::En,
        Lang::En => Lang::Es,
    };
    html! {
        form.inline method="post" action="/language" data-turbo="false" {
            input type="hidden" name="language" value=(other.code());
            input type="hidden" name="next" value=(caller.path);
            button.btn.quiet type="submit" lang=(other.code()) { (other.t("language-name")) }
        }
    }
}

/// Light, dark, or what the system says; it works without scripts.
fn theme_switch(caller: &Caller) -> Markup {
    html! {
        form.theme method="post" action="/theme" data-turbo="false" {
            input type="hidden" name="next" value=(caller.path);
            span.muted #theme-label { (caller.lang.t("theme")) }
            div role="group" aria-labelledby="theme-label" {
                @for (theme, symbol) in THEMES.into_iter().zip(["monitor", "sun", "moon"]) {
                    @let label = caller.lang.t(if theme.is_empty() { "theme-system" } else if theme == "light" { "theme-light" } else { "theme-dark" });
                    button.btn.quiet type="submit" name="theme" value=(theme) aria-pressed=(theme == caller.theme) aria-label=(label) title=(label) { (icon(symbol)) }
                }
            }
        }
    }
}

/// A page for visitors, or for signed-in people outside any practice or organization.
pub async fn simple(platform: &Platform, caller: &Caller, title: &str, body: &Markup) -> Result<Markup> {
    if let Some(user) = &caller.user {
        let lang = caller.lang;
        let item = |path: &str, key: &str, symbol| NavItem::new(path.into(), lang.t(key), symbol, caller.path.split('?').next() == Some(path));
        let nav = vec![item("/home", "nav-home", "house"), item("/notifications", "notifications", "bell"), item("/account", "account", "user")];
        return framed(platform, caller, user, Shell { nav, ..Shell::default() }, title, body).await;
    }
    Ok(stranger(caller, title, body))
}

/// A page for whoever it may be, signed in or not.
pub fn stranger(caller: &Caller, title: &str, body: &Markup) -> Markup {
    let lang = caller.lang;
    let markup = html! {
        header.top.public { a.mark href="/" { "Despacho" i { "." } } span.grow {} (theme_switch(caller)) (language_switch(caller)) a.btn.quiet href="/sign-in" { (lang.t("sign-in")) } }
        main #main { (flash(caller)) (body) }
    };
    document(caller, title, &[], &markup)
}

fn flash(caller: &Caller) -> Markup {
    html! { @if let Some(flash) = &caller.flash { (flash.show(caller.lang)) } }
}

/// Most practices and organizations that the switcher lists; the search finds the others.
const SWITCHED: i64 = 60;

/// From how many on a list is searched.
const SEARCHED: usize = 8;

fn switcher(lang: Lang, shell: &Shell, mut tenants: Vec<Belonging>) -> Markup {
    let cut = paging::cut(&mut tenants, SWITCHED);
    let group = |kind: &str| -> Vec<&Belonging> { tenants.iter().filter(|t| t.tenant_kind == kind).collect() };
    html! {
        details.switcher data-controller="menu sift" {
            summary role="button" { span { (shell.tenant.clone().unwrap_or_else(|| lang.t("switch"))) } (icon("chevrons-up-down")) }
            div.pop {
                @if tenants.len() >= SEARCHED {
                    form role="search" action="/home" method="get" {
                        input type="search" name="q" autocomplete="off" aria-label=(lang.t("switch-search")) placeholder=(lang.t("switch-search"))
                            data-sift-target="words" data-action="input->sift#sift";
                    }
                    p.muted data-sift-target="none" hidden { (lang.t("switch-none")) }
                }
                @for (kind, base) in [("practice", "/practices/"), ("organization", "/organizations/")] {
                    @let list = group(kind);
                    @if !list.is_empty() {
                        p.muted data-sift-target="heading" { (lang.t(&format!("switch-{kind}"))) }
                        @for tenant in list { a data-sift-target="item" href=(format!("{base}{}", tenant.tenant_id)) { (tenant.name) } }
                    }
                }
                @if cut { p.muted { (t!(lang, "switch-cut", max = SWITCHED)) } }
                a.apart href="/home" { (lang.t("switch-all")) }
            }
        }
    }
}

/// Links of the side bar under one name, open while one of them is the page.
fn group(item: &NavItem) -> Markup {
    html! {
        details.items open[item.within.iter().any(|link| link.current)] {
            summary.item { (icon(item.icon)) span.name { (item.label) } (icon("chevron-right")) }
            @for link in &item.within { a.item href=(link.href) aria-current=[link.current.then_some("page")] { span.name { (link.label) } } }
        }
    }
}

/// The keys that `keys.js` knows; those of pages are there where their page is.
const SHORTCUTS: &[(&str, &str)] = &[
    ("/", "search"),
    ("n c", "new-client"),
    ("n r", "received-bill"),
    ("g c", "clients"),
    ("g t", "team"),
    ("g s", "settings"),
    ("j k", "move"),
    ("x", "select"),
    ("Ctrl+Enter", "save"),
    ("?", "help"),
];

/// A page for a signed-in person.
pub async fn framed(platform: &Platform, caller: &Caller, user: &User, shell: Shell, title: &str, body: &Markup) -> Result<Markup> {
    let lang = caller.lang;
    let db = platform.db.read();
    let tenants = memberships::of_user(db, user.id, SWITCHED + 1).await?;
    let unread = notifications::unread(db, user.id).await?;
    let markup = html! {
        a.skip href="#main" { (lang.t("skip")) }
        div.app data-controller="nav" {
            nav.side #nav aria-label=(lang.t("nav")) {
                a.mark href="/home" { "Despacho" i { "." } }
                (switcher(lang, &shell, tenants))
                @for item in &shell.nav {
                    @if item.apart { hr; }
                    @if item.within.is_empty() {
                        a.item href=(item.href) aria-current=[item.current.then_some("page")] {
                            (icon(item.icon)) span.name { (item.label) }
                            @if let Some(count) = &item.count { span.count aria-hidden="true" { (count) } }
                        }
                    } @else { (group(item)) }
                }
            }
            div.work {
                header.top {
                    a.btn.quiet.menu href="#nav" role="button" aria-label=(lang.t("menu")) data-action="nav#toggle" { (icon("menu")) }
                    @if let Some(action) = &shell.search {
                        form.search role="search" action=(action) method="get" data-controller="suggest" data-suggest-url-value=(format!("{action}/suggestions")) {
                            input type="search" name="q" autocomplete="off" aria-label=(lang.t("search")) placeholder=(lang.t("search-placeholder"))
                                data-keys-target="search" data-suggest-target="input" data-action="input->suggest#type focus->suggest#type keydown->suggest#key";
                            div.pop.suggestions #suggestions role="listbox" aria-label=(lang.t("search")) data-suggest-target="list" hidden {}
                            kbd aria-hidden="true" { "/" }
                        }
                    }
                    span.grow {}
                    a.btn.quiet.bell href=(CameFrom::of(&caller.path).keep("/notifications")) data-controller="bell" data-bell-unread-value=(unread) data-bell-label-value=(lang.t("notifications"))
                        data-bell-reader-value=(user.id) data-bell-worker-value=(url("worker.js"))
                        aria-label=(t!(lang, "notifications-unread", count = unread)) {
                        (icon("bell")) span.tag.ok data-bell-target="count" hidden[unread == 0] { (unread) }
                    }
                    details.person data-controller="menu" {
                        summary role="button" { (avatar(&user.name)) span.vh { (t!(lang, "account-of", name = user.name.as_str())) } }
                        div.pop {
                            p { b { (user.name) } br; span.muted { (user.email) } }
                            a href="/account" { (icon("user")) (lang.t("account")) }
                            a href="/home" { (icon("building-2")) (lang.t("switch-all")) }
                            @if user.administers(&platform.config) { a href="/operations" { (icon("activity")) (lang.t("operations")) } }
                            (theme_switch(caller))
                            (language_switch(caller))
                            form.inline method="post" action="/sign-out" data-turbo="false" { button.btn.quiet type="submit" { (icon("log-out")) (lang.t("sign-out")) } }
                        }
                    }
                }
                main #main { (flash(caller)) (body) }
            }
        }
        dialog.help #shortcuts aria-labelledby="shortcuts-title" {
            header { h2 #shortcuts-title { (lang.t("shortcuts")) } form method="dialog" { button.btn.quiet aria-label=(lang.t("close")) { (icon("x")) } } }
            dl { @for (keys, key) in SHORTCUTS.iter().filter(|(keys, _)| !keys.contains(' ') || *keys == "j k" || shell.keys.iter().any(|(known, _)| known == keys)) {
                div { dt { kbd { (keys) } } dd { (lang.t(&format!("shortcut-{key}"))) } }
            } }
        }
    };
    Ok(document(caller, title, &shell.keys, &markup))
}

/// Where to go after signing in: a path of this site, never another's.
pub fn safe_next(data: &FormData) -> Option<String> {
    let next = data.get("next");
    is_ours(next).then(|| next.to_owned())
}

/// Whether a browser stays here when it is led to this. Browsers take `\` for `/` and leave control characters out, so either may make
/// another site of what begins with one slash; and what is not ASCII can't stand in a header.
fn is_ours(next: &str) -> bool {
    next.starts_with('/') && !next.starts_with("//") && next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for ours in ["/", "/account", "/practices/x?status=inactive&q=a%20b#top", "/a//b", "/%09/evil.example"] {
            assert!(is_ours(ours), "{ours}");
        }
        for others in [
            "",
            "account",
            "//evil.example",
            "/\t/evil.example",
            "/\\evil.example",
            "\t//evil.example",
            "/\u{1}",
            "/\r\nx: y",
            "/\u{7f}",
            "https://evil.example",
            "/a b",
            "/ñ",
            "/\u{a0}/evil.example",
        ] {
            assert!(!is_ours(others), "{others:?}");
        }
    }
}
