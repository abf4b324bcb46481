//! Postal addresses.

use crate::{Invalid, place};

/// A postal address; every part may be empty, a country code is valid when present.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Address {
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// Street and number.
    pub street1: String,
    /// Floor, door, building.
    pub street2: String,
    /// Town.
    pub city: String,
    /// Province or state: its ISO 3166-2 code where the country has a list, otherwise free text.
    pub state: String,
    /// Postal code.
    pub postal_code: String,
}

/// The first two digits of Spanish postal codes and the provinces that they stand for (INE, codes of provinces; ISO 3166-2).
#[rustfmt::skip]
pub const POSTAL_PROVINCES: [(&str, &str); 52] = [
    ("01", "ES-VI"), ("02", "ES-AB"), ("03", "ES-A"), ("04", "ES-AL"), ("05", "ES-AV"), ("06", "ES-BA"), ("07", "ES-PM"), ("08", "ES-B"),
    ("09", "ES-BU"), ("10", "ES-CC"), ("11", "ES-CA"), ("12", "ES-CS"), ("13", "ES-CR"), ("14", "ES-CO"), ("15", "ES-C"), ("16", "ES-CU"),
    ("17", "ES-GI"), ("18", "ES-GR"), ("19", "ES-GU"), ("20", "ES-SS"), ("21", "ES-H"), ("22", "ES-HU"), ("23", "ES-J"), ("24", "ES-LE"),
    ("25", "ES-L"), ("26", "ES-LO"), ("27", "ES-LU"), ("28", "ES-M"), ("29", "ES-MA"), ("30", "ES-MU"), ("31", "ES-NA"), ("32", "ES-OR"),
    ("33", "ES-O"), ("34", "ES-P"), ("35", "ES-GC"), ("36", "ES-PO"), ("37", "ES-SA"), ("38", "ES-TF"), ("39", "ES-S"), ("40", "ES-SG"),
    ("41", "ES-SE"), ("42", "ES-SO"), ("43", "ES-T"), ("44", "ES-TE"), ("45", "ES-TO"), ("46", "ES-V"), ("47", "ES-VA"), ("48", "ES-BI"),
    ("49", "ES-ZA"), ("50", "ES-Z"), ("51", "ES-CE"), ("52", "ES-ML"),
];

impl Address {
    /// Checks and trims; errors are noted under `prefix` (`billing_address.country`).
    pub fn checked(&self, prefix: &str, errors: &mut Invalid) -> Self {
        let at = |field: &str| format!("{prefix}{field}");
        let country = self.country.trim().to_uppercase();
        if !country.is_empty() {
            errors.take(&at("country"), place::country(&country));
        }
        let listed = place::subdivisions(&country);
        let state = errors.optional(&at("state"), &self.state, 100);
        let state = listed
            .iter()
            .find(|s| s.code == state || crate::text::fold(&s.name) == crate::text::fold(&state))
            .map_or(state, |s| s.code.clone());
        if !state.is_empty() && !listed.is_empty() && !listed.iter().any(|s| s.code == state) {
            errors.push(&at("state"), "state");
        }
        let postal_code = errors.optional(&at("postal_code"), &self.postal_code, 20);
        // Spain: five digits, the first two a province (Real Decreto 1683/2007).
        let spanish = |code: &str| {
            code.len() == 5 && code.chars().all(|c| c.is_ascii_digit()) && code[..2].parse().is_ok_and(|province: u8| (1..=52).contains(&province))
        };
        if country == "ES" && !postal_code.is_empty() && !spanish(&postal_code) {
            errors.push(&at("postal_code"), "postal_code");
        }
        Self {
            country,
            street1: errors.optional(&at("street1"), &self.street1, 200),
            street2: errors.optional(&at("street2"), &self.street2, 200),
            city: errors.optional(&at("city"), &self.city, 100),
            state,
            postal_code,
        }
    }

    /// Whether nothing was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The province's or state's name.
    pub fn state_name(&self) -> &str {
        let listed = place::subdivisions(&self.country);
        listed.iter().find(|s| s.code == self.state).map_or(&self.state, |s| &s.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(country: &str, state: &str, postal_code: &str) -> Address {
        Address { country: country.into(), state: state.into(), postal_code: postal_code.into(), ..Address::default() }
    }

    /// An address as it is kept, and the field and code of each error.
    fn checked(address: &Address) -> (Address, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let kept = address.checked("at.", &mut errors);
        (kept, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn every_part_may_be_empty() {
        assert_eq!(checked(&Address::default()), (Address::default(), vec![]));
        assert!(Address::default().is_empty() && !typed("ES", "", "").is_empty());
    }

    #[test]
    fn a_province_is_known_by_its_code_and_by_its_name() {
        for state in ["ES-C", " ES-C ", "A Coruña", "a CORUNA"] {
            let (kept, errors) = checked(&typed(" es ", state, " 15179 "));
            assert_eq!((kept.country.as_str(), kept.state.as_str(), kept.postal_code.as_str(), errors), ("ES", "ES-C", "15179", vec![]), "{state}");
            assert_eq!(kept.state_name(), "A Coruña");
        }
        // One of another country is none here; where no list is kept, any text is one.
        assert_eq!(checked(&typed("ES", "US-CA", "")).1, [("at.state".to_owned(), "state")]);
        assert_eq!(checked(&typed("ES", "es-c", "")).1, [("at.state".to_owned(), "state")], "a code is written as ISO 3166-2 does");
        assert_eq!(checked(&typed("FR", "Bretagne", "")), (typed("FR", "Bretagne", ""), vec![]));
        assert_eq!(typed("FR", "Bretagne", "").state_name(), "Bretagne");
        assert_eq!(checked(&typed("", "Bretagne", "x")), (typed("", "Bretagne", "x"), vec![]));
    }

    #[test]
    fn a_spanish_postal_code_begins_with_a_province() {
        for good in ["01001", "28001", "52006", "51001"] {
            assert_eq!(checked(&typed("ES", "", good)).1, [], "{good}");
        }
        for bad in ["00001", "53001", "99999", "2800", "280011", "28 01", "2800A", "２８００１", "ñandú"] {
            assert_eq!(checked(&typed("ES", "", bad)).1, [("at.postal_code".to_owned(), "postal_code")], "{bad}");
        }
        assert_eq!(checked(&typed("PT", "", "1000-001")).1, []);
    }

    #[test]
    fn each_province_has_its_postal_codes() {
        let mut listed: Vec<&str> = place::subdivisions("ES").iter().map(|s| s.code.as_str()).collect();
        let mut coded: Vec<&str> = POSTAL_PROVINCES.iter().map(|(_, code)| *code).collect();
        listed.sort_unstable();
        coded.sort_unstable();
        assert_eq!(coded, listed);
        assert!((1..).zip(POSTAL_PROVINCES).all(|(number, (digits, _))| digits == format!("{number:02}")));
        let named = |digits: &str| POSTAL_PROVINCES.iter().find(|(of, _)| *of == digits).map(|(_, code)| *code);
        assert_eq!((named("46"), named("15"), named("07")), (Some("ES-V"), Some("ES-C"), Some("ES-PM")));
    }

    #[test]
    fn every_fault_is_told_at_its_field() {
        let address = Address {
            country: "XX".into(),
            street1: "x".repeat(201),
            street2: "x\0".into(),
            city: "x".repeat(101),
            state: "x".repeat(101),
            postal_code: "x".repeat(21),
        };
        let faults = [
            ("at.country", "country"),
            ("at.state", "too_long"),
            ("at.postal_code", "too_long"),
            ("at.street1", "too_long"),
            ("at.street2", "characters"),
            ("at.city", "too_long"),
        ];
        assert_eq!(checked(&address).1, faults.map(|(field, code)| (field.to_owned(), code)));
        let longest = Address { street1: "ñ".repeat(200), street2: "ñ".repeat(200), city: "ñ".repeat(100), state: "ñ".repeat(100), ..Address::default() };
        assert_eq!(checked(&longest), (longest.clone(), vec![]), "characters are counted, not bytes");
    }

    proptest::proptest! {
        #[test]
        fn what_was_checked_stays_as_it_is(
            country in "ES|es|FR|US|| mx |.{0,3}", state in "ES-[A-Z]{1,2}|Madrid|Álava| CA |.{0,8}", postal_code in "[0-9]{5}|.{0,7}", rest in "\\PC{0,12}"
        ) {
            let (street1, street2, city) = (rest.clone(), format!(" {rest}"), rest);
            let (kept, errors) = checked(&Address { country, street1, street2, city, state, postal_code });
            let (again, faults) = checked(&kept);
            proptest::prop_assert_eq!(&again, &kept);
            proptest::prop_assert_eq!(faults, errors);
        }

        #[test]
        fn every_province_is_found_by_its_name(at in 0usize..52) {
            let province = place::subdivisions("ES")[at];
            let (kept, errors) = checked(&typed("ES", &province.name.to_uppercase(), ""));
            proptest::prop_assert_eq!((&kept.state, errors), (&province.code, vec![]));
        }
    }
}
