//! Somebody of a client at its portal, and the frame of its pages.

use despacho_firm_documents::{
    people::{Eyes, Person},
    people_store as people,
    portal::Visitor,
};
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, i18n::Lang, memberships};
use despacho_practice::clients::store as clients;
use despacho_ui::{
    SignedIn,
    assets::icon,
    format,
    layout::{self, NavItem, Shell},
};
use maud::{Markup, html};

use crate::conversation_store as conversation;

/// Who looks, at which client, of which firm.
pub struct AtPortal {
    pub who: SignedIn,
    pub person: Person,
    pub client: String,
    pub firm: String,
}

/// One write in so many milliseconds is enough to know when somebody was last there.
const VISIT: i64 = 600_000;

impl AtPortal {
    /// Somebody of this client; to anyone else it is not there.
    pub async fn find(platform: &Platform, who: SignedIn, client: Id) -> Result<Self> {
        let db = platform.db.read();
        let person = people::at_client(db, client, who.user.id).await?;
        let named = clients::find(db, person.practice_id, client, None).await?.display_name;
        let firm = memberships::tenant_name(db, person.practice_id).await?.unwrap_or_default();
        let now = platform.clock.now();
        if person.seen_at.is_none_or(|at| now - at > VISIT) {
            let tx = platform.db.begin().await?;
            people::visited(&tx, &person, now).await?;
            tx.commit().await?;
        }
        Ok(Self { who, person, client: named, firm })
    }

    pub fn lang(&self) -> Lang {
        self.who.caller.lang
    }

    /// The path of one of the client's pages.
    pub fn path(&self, rest: &str) -> String {
        format!("/portal/{}{rest}", self.person.client_id)
    }

    pub fn eyes(&self) -> Eyes {
        Eyes::Client(self.person.clone())
    }

    /// Whom conversations and reads are of.
    pub fn key(&self) -> (Id, Id, Id) {
        (self.person.practice_id, self.person.client_id, self.who.user.id)
    }

    pub fn visitor(&self) -> Visitor {
        Visitor { lang: self.lang(), user: self.who.user.clone(), person: self.person.clone() }
    }

    /// A page of the portal, with its places below on a phone.
    pub async fn framed(&self, platform: &Platform, current: &str, title: &str, body: &Markup) -> Result<Markup> {
        let lang = self.lang();
        let unread = conversation::unread(platform.db.read(), self.key()).await?;
        let count = (unread > 0).then(|| format::number(lang, unread));
        let place = |word: &str, rest: &str, key: &str, symbol| NavItem::new(self.path(rest), lang.t(key), symbol, current == word);
        let nav = vec![
            place("home", "", "portal-home", "house"),
            place("documents", "/documents", "portal-documents", "file"),
            NavItem { count: count.clone(), ..place("messages", "/messages", "portal-messages", "mail") },
        ];
        let tabs = html! {
            nav.tabbar aria-label=(lang.t("portal")) { @for item in &nav {
                a href=(item.href) aria-current=[item.current.then_some("page")] { (icon(item.icon)) span { (item.label) @if let Some(count) = &item.count { " · " (count) } } }
            } }
        };
        let whole = html! {
            div.portal {
                p.crumbs { (self.client) " · " (self.firm) }
                (body)
                (tabs)
            }
        };
        layout::framed(platform, &self.who.caller, &self.who.user, Shell { tenant: Some(self.client.clone()), nav, ..Shell::default() }, title, &whole).await
    }
}
