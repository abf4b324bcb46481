//! What the address of a view of tasks says. Every view, and every number that leads to one, has its address from here.

use despacho_kernel::Id;
use despacho_practice::clients::filter::visible_to;
use despacho_ui::InPractice;
use jiff::civil::Date;
use serde::Deserialize;

use crate::filter::{Among, Filter, Grouping, Owner};

/// Whose, for whoever reads: `owner=me`.
pub const ME: &str = "me";
/// Nobody's: `owner=nobody`.
pub const NOBODY: &str = "nobody";

/// What an address says.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub struct Params {
    pub q: String,
    /// `open` unless told, `closed` or `all`.
    pub show: String,
    pub client: String,
    pub owner: String,
    pub reviewer: String,
    pub status: String,
    pub waiting: String,
    pub sub: String,
    pub when: String,
    pub period: String,
    pub kind: String,
    pub tag: String,
    pub template: String,
    /// A day, or the first of several.
    pub on: String,
    /// The last of them.
    pub to: String,
    pub group: String,
    pub page: String,
}

impl Params {
    /// From an address that a form carried, or that is kept.
    pub fn of_query(query: &str) -> Self {
        let mut params = Self::default();
        for (name, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
            if let Some(place) = params.place(&name) {
                *place = value.into_owned();
            }
        }
        params
    }

    fn place(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "q" => &mut self.q,
            "show" => &mut self.show,
            "client" => &mut self.client,
            "owner" => &mut self.owner,
            "reviewer" => &mut self.reviewer,
            "status" => &mut self.status,
            "waiting" => &mut self.waiting,
            "sub" => &mut self.sub,
            "when" => &mut self.when,
            "period" => &mut self.period,
            "kind" => &mut self.kind,
            "tag" => &mut self.tag,
            "template" => &mut self.template,
            "on" => &mut self.on,
            "to" => &mut self.to,
            "group" => &mut self.group,
            "page" => &mut self.page,
            _ => return None,
        })
    }

    /// The filter that it stands for.
    pub fn filter(&self, who: &InPractice, today: Date) -> Filter {
        let person = |text: &str| if text == ME { Some(who.user.id) } else { text.parse::<Id>().ok() };
        Filter {
            search: self.q.clone(),
            among: self.show.parse().unwrap_or(Among::Open),
            client: self.client.parse().ok(),
            owner: if self.owner == NOBODY { Some(Owner::Nobody) } else { person(&self.owner).map(Owner::Of) },
            reviewer: person(&self.reviewer),
            status: self.status.parse().ok(),
            waiting_for: self.waiting.parse().ok(),
            sub_status: self.sub.parse().ok(),
            when: self.when.parse().ok(),
            period: crate::period::stored(&self.period).unwrap_or_default(),
            kind: self.kind.clone(),
            tag: self.tag.clone(),
            template: self.template.parse().ok(),
            days: self.days(),
            grouping: self.group.parse().unwrap_or(Grouping::Due),
            ..Filter::open(visible_to(who), today)
        }
    }

    /// The days that it names; one alone is both.
    fn days(&self) -> Option<(Date, Date)> {
        let from: Date = self.on.parse().ok()?;
        Some((from, self.to.parse().unwrap_or(from)))
    }

    fn pairs(&self) -> [(&'static str, &str); 17] {
        [
            ("q", &self.q),
            ("show", &self.show),
            ("client", &self.client),
            ("owner", &self.owner),
            ("reviewer", &self.reviewer),
            ("status", &self.status),
            ("waiting", &self.waiting),
            ("sub", &self.sub),
            ("when", &self.when),
            ("period", &self.period),
            ("kind", &self.kind),
            ("tag", &self.tag),
            ("template", &self.template),
            ("on", &self.on),
            ("to", &self.to),
            ("group", &self.group),
            ("page", &self.page),
        ]
    }

    /// The address with one of its parts changed; another page only when asked.
    pub fn with(&self, name: &str, value: &str) -> String {
        query(self.pairs().into_iter().filter(|(key, _)| *key != name && *key != "page").chain([(name, value)]))
    }

    /// The address as it is, its page included.
    pub fn address(&self) -> String {
        query(self.pairs().into_iter())
    }

    /// What it is narrowed by, for another view of the same: without page and grouping.
    pub fn narrowing(&self) -> String {
        query(self.pairs().into_iter().filter(|(key, _)| !matches!(*key, "page" | "group")))
    }

    /// Whether it shows fewer than all open tasks.
    pub fn narrowed(&self) -> bool {
        !self.narrowing().is_empty()
    }
}

fn query<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let text = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs.filter(|(_, value)| !value.is_empty())).finish();
    if text.is_empty() { text } else { format!("?{text}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back() {
        let params = Params::of_query("?q=caf%C3%A9+sol&owner=me&when=late&group=client&page=3&other=x");
        assert_eq!(params.address(), "?q=caf%C3%A9+sol&owner=me&when=late&group=client&page=3");
        assert_eq!(params.with("when", ""), "?q=caf%C3%A9+sol&owner=me&group=client");
        assert_eq!(params.narrowing(), "?q=caf%C3%A9+sol&owner=me&when=late");
        assert!(params.narrowed() && !Params::of_query("group=client&page=2").narrowed() && Params::default().address().is_empty());
        assert_eq!(Params::of_query(&params.address()), params);
    }
}
