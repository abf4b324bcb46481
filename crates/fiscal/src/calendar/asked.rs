//! What a page of the calendar shows, as its address says it.

use despacho_kernel::words;
use despacho_ui::InPractice;
use jiff::civil::Date;
use serde::Deserialize;

use crate::period::Period;

words! {
    /// How the calendar is looked at.
    View {
        /// What is filed in the campaign of a quarter.
        Quarter = "quarter",
        /// What is to be filed by a day of a month.
        Month = "month",
        /// What is of the periods of a year.
        Year = "year",
        /// The campaign of a quarter, by who does it.
        Person = "person",
    }
}

/// What is asked for; what is empty or unknown is as usual.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    view: String,
    period: String,
    /// Part of a client's name or tax id.
    pub search: String,
    pub model: String,
    pub state: String,
    /// A member's id, or `none` of what nobody does.
    pub person: String,
    pub late: String,
    /// Clients without obligations too.
    pub without: String,
    page: String,
}

/// The path of the calendar within the practice.
pub(super) const BASE: &str = "/fiscal";

impl Asked {
    pub fn view(&self) -> View {
        self.view.parse().unwrap_or(View::Quarter)
    }

    /// The period that is shown: the one asked for, or that in which one is on a day. Until the first month of a quarter ends, its campaign is that of the quarter before.
    pub fn period(&self, today: Date) -> Period {
        let asked = Period::read(&self.period);
        let campaign = || Period::quarter_of(today.first_of_month().yesterday().unwrap_or(today));
        match (self.view(), asked) {
            (View::Quarter | View::Person, Some(period @ Period::Quarter(..)))
            | (View::Month, Some(period @ Period::Month(..)))
            | (View::Year, Some(period @ Period::Year(_))) => period,
            (View::Quarter | View::Person, _) => campaign(),
            (View::Month, _) => Period::Month(today.year(), today.month()),
            (View::Year, _) => Period::Year(today.year()),
        }
    }

    pub fn page(&self) -> usize {
        self.page.parse().unwrap_or(1).max(1)
    }

    /// The pairs of its address; `but` are set instead, and where one is set the page is the first.
    fn pairs(&self, but: &[(&str, &str)]) -> String {
        let own = [
            ("view", self.view.as_str()),
            ("period", &self.period),
            ("search", &self.search),
            ("model", &self.model),
            ("state", &self.state),
            ("person", &self.person),
            ("late", &self.late),
            ("without", &self.without),
        ];
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in own {
            let value = but.iter().find(|(other, _)| *other == name).map_or(value, |(_, value)| value);
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some((_, page)) = but.iter().find(|(name, _)| *name == "page") {
            query.append_pair("page", page);
        }
        query.finish()
    }

    /// The address of the calendar with some of it otherwise.
    pub fn path(&self, who: &InPractice, but: &[(&str, &str)]) -> String {
        let pairs = self.pairs(but);
        who.path(&if pairs.is_empty() { BASE.to_owned() } else { format!("{BASE}?{pairs}") })
    }

    /// That of the file of what is shown.
    pub fn file(&self, who: &InPractice, format: &str) -> String {
        who.path(&format!("{BASE}/export?{}&format={format}", self.pairs(&[])))
    }
}
