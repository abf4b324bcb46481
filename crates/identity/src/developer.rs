//! The mail that is kept as files, shown in demo mode only.

use axum::extract::State;
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Caller, Outcome,
    components::{card, empty, head},
    layout,
};
use maud::html;

/// How many messages are shown.
const SHOWN: usize = 20;

pub(crate) async fn mail(State(platform): State<Platform>, caller: Caller) -> Outcome {
    if !platform.config.demo || !platform.mailer.keeps_files() {
        return Err(Error::NotFound.into());
    }
    let lang = caller.lang;
    let folder = platform.config.data.join("mail");
    let mut names: Vec<_> = match std::fs::read_dir(&folder) {
        Ok(entries) => entries.filter_map(Result::ok).map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "eml")).collect(),
        Err(_) => vec![],
    };
    // Names are ids, which sort by time.
    names.sort();
    names.reverse();
    let messages: Vec<String> = names.iter().take(SHOWN).filter_map(|path| std::fs::read_to_string(path).ok()).collect();
    let title = lang.t("developer-mail");
    let body = html! {
        div.medium.stack {
            (head(&title, html! {}))
            @if messages.is_empty() { (empty(&lang.t("developer-mail-empty"), html! {})) }
            @for message in &messages {
                (card(&header(message, "To"), html! {
                    p.muted { (header(message, "Date")) }
                    @for link in links(message) { p { a href=(link) { (link) } } }
                }))
            }
        }
    };
    Ok(layout::page(layout::simple(&platform, &caller, &title, &body).await?))
}

fn header(message: &str, name: &str) -> String {
    let line = message.lines().take_while(|l| !l.is_empty()).find_map(|line| line.strip_prefix(&format!("{name}: ")));
    line.unwrap_or("").to_owned()
}

/// The paths of this site's links in the plain part, which quoted-printable may have folded.
fn links(message: &str) -> Vec<String> {
    let plain = message.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let words = plain.split_whitespace().filter(|word| word.starts_with("http"));
    let paths = words.filter_map(|url| url.splitn(4, '/').nth(3).map(|path| format!("/{path}")));
    let mut links: Vec<String> = paths.filter(|path| !path.contains(['<', '"'])).collect();
    links.dedup();
    links
}
