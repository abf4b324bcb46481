//! Tags of postings: the values that they have in dimensions, as they are typed, checked and stored.

use std::collections::BTreeMap;

use despacho_kernel::{Id, Invalid, text::fold};
use despacho_platform::{Result, sql::Connection};

use super::{
    lists::beginnings,
    store::{self, Dimension, DimensionValue, Tag},
};

/// The code of a value by the code of its dimension. What nobody has as a value stands under no dimension until it is told.
pub type Tags = BTreeMap<String, String>;

/// Most tags of a posting.
pub const MAX: usize = 20;

/// Stored tags by their codes.
pub fn by_code(tags: &[Tag]) -> Tags {
    tags.iter().map(|tag| (tag.dimension.clone(), tag.value.clone())).collect()
}

/// What there is to tag postings with.
#[derive(Debug, Clone, Default)]
pub struct Tagging {
    pub dimensions: Vec<Dimension>,
    pub values: Vec<DimensionValue>,
    /// Whether what is no longer used may be named, and nothing is required: what undoes an entry has its tags.
    pub undoes: bool,
}

impl Tagging {
    /// Reads dimensions; their values only where some are `named`.
    pub async fn of(db: &dyn Connection, organization: Id, named: bool) -> Result<Self> {
        let dimensions = store::dimensions(db, organization).await?;
        Self::over(db, organization, dimensions, named).await
    }

    /// The same of dimensions that were read.
    pub(crate) async fn over(db: &dyn Connection, organization: Id, dimensions: Vec<Dimension>, named: bool) -> Result<Self> {
        let values = if named && !dimensions.is_empty() { store::values(db, organization).await? } else { vec![] };
        Ok(Self { dimensions, values, undoes: false })
    }

    /// Whether there is anything to choose.
    pub fn is_empty(&self) -> bool {
        self.offered().next().is_none()
    }

    /// The values that may be chosen, each with its dimension.
    pub fn offered(&self) -> impl Iterator<Item = (&Dimension, &DimensionValue)> {
        let of = |value: &DimensionValue| self.dimensions.iter().find(|dimension| dimension.id == value.dimension_id && dimension.active);
        self.values.iter().filter(|value| value.active).filter_map(move |value| Some((of(value)?, value)))
    }

    fn dimension(&self, code: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.code == code)
    }

    fn value(&self, of: Id, code: &str) -> Option<&DimensionValue> {
        let code = fold(code);
        self.values.iter().find(|value| value.dimension_id == of && fold(&value.code) == code)
    }

    /// Notes what is wrong with the tags of a posting of an account on a day, at `field`; `needed` where what an account requires is.
    pub fn check(&self, field: &str, tags: &Tags, (account, day): (&str, &str), needed: bool, errors: &mut Invalid) {
        for (code, value) in tags {
            let at = if code.is_empty() { field.to_owned() } else { format!("{field}.{code}") };
            let Some(dimension) = self.dimension(code).filter(|dimension| dimension.active || self.undoes) else {
                errors.push_with(
                    &at,
                    if code.is_empty() { "tag_unknown" } else { "dimension_unknown" },
                    vec![("value", value.clone()), ("dimension", code.clone())],
                );
                continue;
            };
            let told = vec![("value", value.clone()), ("dimension", dimension.name.clone())];
            match self.value(dimension.id, value) {
                Some(_) if self.undoes => {}
                None => errors.push_with(&at, "tag_unknown", told),
                Some(found) if !found.active => errors.push_with(&at, "tag_inactive", told),
                Some(found) if day < found.valid_from.as_str() || (!found.valid_to.is_empty() && found.valid_to.as_str() < day) => {
                    errors.push_with(&at, "tag_not_valid", told);
                }
                Some(_) => {}
            }
        }
        if !needed || self.undoes {
            return;
        }
        for dimension in self.dimensions.iter().filter(|dimension| dimension.active && !tags.contains_key(&dimension.code)) {
            if beginnings(&dimension.required_on).any(|start| account.starts_with(start)) {
                errors.push_with(&format!("{field}.{}", dimension.code), "tag_required", vec![("dimension", dimension.name.clone())]);
            }
        }
    }

    /// The tags of checked codes as they are stored.
    pub fn stored(&self, tags: &Tags) -> Vec<Tag> {
        let tag = |(code, value): (&String, &String)| {
            let dimension = self.dimension(code)?;
            let value = self.value(dimension.id, value)?;
            Some(Tag { dimension_id: dimension.id, value_id: value.id, dimension: dimension.code.clone(), value: value.code.clone() })
        };
        tags.iter().filter_map(tag).collect()
    }

    /// The dimension of a code, active or not.
    pub fn of_code(&self, code: &str) -> Option<&Dimension> {
        self.dimension(code.trim())
    }

    /// The value that a text names with its dimension, `project:NAVE2`, active or not.
    pub fn named(&self, text: &str) -> Option<(&Dimension, &DimensionValue)> {
        let (dimension, value) = text.trim().split_once(':')?;
        let dimension = self.dimension(dimension)?;
        Some((dimension, self.value(dimension.id, value)?))
    }

    /// What is typed in one cell: values by their codes, `NAVE2 ADM`, with their dimension where two have such a one, `project:NAVE2`.
    pub fn read(&self, text: &str) -> Tags {
        let mut tags = Tags::new();
        let mut unknown = vec![];
        for word in text.split([' ', ',', ';', '\u{a0}']).filter(|word| !word.is_empty()) {
            let found = match word.split_once(':') {
                Some((dimension, value)) => {
                    let of = fold(dimension);
                    let known = self.dimensions.iter().find(|d| fold(&d.code) == of || fold(&d.name) == of);
                    Some((known.map_or(dimension, |known| known.code.as_str()), value))
                }
                None => {
                    let of = fold(word);
                    let mut all = self.offered().filter(|(_, value)| fold(&value.code) == of);
                    match (all.next(), all.next()) {
                        (Some((dimension, value)), None) => Some((dimension.code.as_str(), value.code.as_str())),
                        _ => None,
                    }
                }
            };
            match found {
                Some((dimension, value)) => _ = tags.insert(dimension.to_owned(), value.to_owned()),
                None => unknown.push(word),
            }
        }
        if !unknown.is_empty() {
            tags.insert(String::new(), unknown.join(" "));
        }
        tags
    }

    /// Tags as they are typed in one cell; [`read`](Self::read) gives the same tags.
    pub fn shown(&self, tags: &Tags) -> String {
        let word = |(dimension, value): (&String, &String)| {
            let of = fold(value);
            let alone = self.offered().filter(|(_, other)| fold(&other.code) == of).count() == 1;
            if dimension.is_empty() || alone { value.clone() } else { format!("{dimension}:{value}") }
        };
        // What is not known comes last, as it is typed.
        let (unknown, known): (Vec<_>, Vec<_>) = tags.iter().partition(|(dimension, _)| dimension.is_empty());
        known.into_iter().chain(unknown).map(word).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u128) -> Id {
        Id::from_u128(n)
    }

    fn tagging() -> Tagging {
        let dimension = |n, code: &str, required_on: &str, active| Dimension {
            id: id(n),
            code: code.into(),
            name: code.to_uppercase(),
            required_on: required_on.into(),
            active,
        };
        let value = |n, of, code: &str, active| DimensionValue { id: id(n), dimension_id: id(of), code: code.into(), active, ..DimensionValue::default() };
        let mut values =
            vec![value(11, 1, "NAVE2", true), value(12, 1, "ADM", true), value(13, 2, "ADM", true), value(14, 2, "TALLER", false), value(15, 3, "X", true)];
        values[0].valid_from = "2026-02-01".into();
        values[0].valid_to = "2026-02-28".into();
        Tagging {
            dimensions: vec![dimension(1, "project", "", true), dimension(2, "center", "6, 70", true), dimension(3, "old", "6", false)],
            values,
            undoes: false,
        }
    }

    fn tags(pairs: &[(&str, &str)]) -> Tags {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    fn faults(of: &Tagging, pairs: &[(&str, &str)], account: &str, day: &str) -> Vec<String> {
        let mut errors = Invalid::new();
        of.check("tags", &tags(pairs), (account, day), true, &mut errors);
        errors.0.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect()
    }

    #[test]
    fn what_is_wrong_with_a_tag_is_told_at_it() {
        let of = tagging();
        let none: [&str; 0] = [];
        assert_eq!(faults(&of, &[("project", "NAVE2"), ("center", "adm")], "629", "2026-02-28"), none);
        assert_eq!(faults(&of, &[("project", "NAVE2")], "572", "2026-03-01"), ["tags.project tag_not_valid"]);
        assert_eq!(faults(&of, &[("project", "NAVE2")], "572", "2026-01-31"), ["tags.project tag_not_valid"]);
        assert_eq!(faults(&of, &[("project", "OTRO"), ("old", "X")], "572", "2026-02-01"), ["tags.old dimension_unknown", "tags.project tag_unknown"]);
        assert_eq!(faults(&of, &[("center", "TALLER"), ("", "que")], "572", "2026-02-01"), ["tags tag_unknown", "tags.center tag_inactive"]);
    }

    #[test]
    fn an_account_may_require_a_dimension() {
        let of = tagging();
        assert_eq!(faults(&of, &[], "6290", "2026-02-01"), ["tags.center tag_required"]);
        assert_eq!(faults(&of, &[], "705", "2026-02-01"), ["tags.center tag_required"]);
        assert_eq!(faults(&of, &[], "572", "2026-02-01"), [""; 0]);
        let undoing = Tagging { undoes: true, ..of };
        assert_eq!(faults(&undoing, &[("old", "X"), ("center", "TALLER")], "629", "2030-01-01"), [""; 0]);
    }

    #[test]
    fn a_cell_is_read_as_it_is_shown() {
        let of = tagging();
        for (text, expected, shown) in [
            ("nave2", tags(&[("project", "NAVE2")]), "NAVE2"),
            ("NAVE2, center:ADM", tags(&[("project", "NAVE2"), ("center", "ADM")]), "center:ADM NAVE2"),
            ("PROJECT:adm", tags(&[("project", "adm")]), "project:adm"),
            // Two dimensions have such a value, and one is no longer offered.
            ("ADM NAVE2 TALLER", tags(&[("", "ADM TALLER"), ("project", "NAVE2")]), "NAVE2 ADM TALLER"),
            ("", tags(&[]), ""),
        ] {
            assert_eq!(of.read(text), expected, "{text}");
            assert_eq!(of.shown(&expected), shown);
            assert_eq!(of.read(shown), expected, "{shown}");
        }
    }
}
