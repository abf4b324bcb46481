//! Which countries are in the European Union, and when: data of the catalogue.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Member {
    country: String,
    valid_from: Date,
    valid_to: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Members {
    members: Vec<Member>,
}

static MEMBERS: LazyLock<Vec<Member>> = LazyLock::new(|| {
    let all: Members = toml::from_str(include_str!("../../../catalog/taxes/union.toml")).expect("the catalogue is well formed");
    all.members
});

/// Whether a country (ISO 3166-1 alpha-2) is treated as a member state on a day.
pub fn has(country: &str, day: Date) -> bool {
    MEMBERS
        .iter()
        .any(|member| member.country == country && member.valid_from <= day && member.valid_to.is_none_or(|last| day <= last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn members_come_and_go() {
        let count = |day| MEMBERS.iter().filter(|member| has(&member.country, day)).count();
        assert_eq!((count(date(1957, 12, 31)), count(date(1985, 12, 31)), count(date(2020, 12, 31)), count(date(2021, 1, 1))), (0, 10, 28, 27));
        assert!(has("GB", date(2020, 12, 31)) && !has("GB", date(2021, 1, 1)) && !has("CH", date(2026, 1, 1)));
    }
}
