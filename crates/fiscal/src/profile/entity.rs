//! The fiscal profile of a client: what a tax authority knows of it. Described once; form, API, history and activity follow from it.

use despacho_bank_files::iban;
use despacho_kernel::{Id, Invalid};
use despacho_platform::sql::Versioned;
use despacho_ui::{
    days, field,
    fields::{Custom, Fields, Kind},
};

despacho_platform::row! {
    /// What obligations follow from. Its values are kept as what was said of them; a value is a text or several, empty where nothing is told.
    #[derive(Debug, Clone, Default, PartialEq, Eq)]
    pub struct FiscalProfile in "fiscal_profiles" key (practice_id, client_id) {
        pub practice_id: Id,
        pub client_id: Id,
        pub version: i64,
        pub updated_at: i64,
    } beside {
        /// `individual`, `sl`, `sa`…
        pub legal_form: String,
        /// Who collects its taxes; the State's agency or another one.
        pub tax_authority: String,
        /// ISO 3166-2 of the autonomous community.
        pub community: String,
        pub municipality: String,
        /// When its activity began and ended, ISO 8601.
        pub active_from: String,
        pub active_to: String,
        /// Codes of the classifications of activities, with their words where they were typed: `4711 Comercio al por menor`.
        pub cnae: Vec<String>,
        pub iae: Vec<String>,
        /// The first year in which it is not exempt from the tax on economic activities.
        pub iae_first_year: String,
        pub vat_regime: String,
        /// `quarter` or `month`.
        pub vat_period: String,
        pub redeme: bool,
        pub sii: bool,
        pub cash_criterion: bool,
        pub annual_vat_exempt: bool,
        pub roi: bool,
        pub intra_community: bool,
        pub intra_community_period: String,
        pub third_party_operations: bool,
        pub income_tax: String,
        /// Whether at least 70% of its income bears withholding.
        pub withheld_income: bool,
        pub corporate_instalments: bool,
        /// The month in which its fiscal year ends, 1 to 12.
        pub fiscal_year_end: String,
        pub related_operations: bool,
        pub assets_abroad: bool,
        pub large_company: bool,
        pub has_employees: bool,
        pub pays_professionals: bool,
        pub rent_withholding: bool,
        pub capital_withholding: bool,
        /// Accounts of contribution to social security.
        pub social_security_accounts: Vec<String>,
        /// IBANs.
        pub bank_accounts: Vec<String>,
        /// Lines `name; tax id; position; from; to`.
        pub administrators: String,
        /// Lines `holder; issuer; expiry`.
        pub certificates: String,
        /// Lines `what; from; to`.
        pub representations: String,
    }
}

impl Versioned for FiscalProfile {
    fn version(&self) -> i64 {
        self.version
    }
}

/// A day, stored as ISO 8601.
pub static DAY: Custom = Custom {
    parse: |text, _| days::read(text).map(|day| day.to_string()).ok_or("date"),
    show: |stored, _| days::shown(stored),
    input: "text",
    max: 20,
    format: "date",
    pattern: None,
};

/// Autonomous communities and cities by ISO 3166-2.
pub const COMMUNITIES: &[&str] = &[
    "ES-AN", "ES-AR", "ES-AS", "ES-IB", "ES-CN", "ES-CB", "ES-CL", "ES-CM", "ES-CT", "ES-EX", "ES-GA", "ES-MD", "ES-MC", "ES-NC", "ES-PV", "ES-RI", "ES-VC",
    "ES-CE", "ES-ML",
];

/// What is typed of a fiscal profile.
pub static PROFILE: Fields<FiscalProfile> = Fields {
    entity: "fiscal_profile",
    list: &[
        field!(
            FiscalProfile,
            legal_form,
            Kind::Choice(
                &[
                    "individual",
                    "sl",
                    "sa",
                    "cooperative",
                    "community_of_goods",
                    "civil_partnership",
                    "association",
                    "foundation",
                    "community_of_owners",
                    "public_body",
                    "non_resident",
                    "other"
                ],
                "legal-form-"
            )
        ),
        field!(
            FiscalProfile,
            tax_authority,
            Kind::Choice(&["aeat", "alava", "bizkaia", "gipuzkoa", "navarra", "canarias", "ceuta", "melilla"], "tax-authority-")
        )
        .help("fiscal-authority-help"),
        field!(FiscalProfile, community, Kind::Choice(COMMUNITIES, "community-")).help("fiscal-community-help"),
        field!(FiscalProfile, municipality, Kind::Text(100)),
        field!(FiscalProfile, active_from, Kind::Custom(&DAY)).span(2).nullable(),
        field!(FiscalProfile, active_to, Kind::Custom(&DAY)).span(2).nullable(),
        field!(FiscalProfile, fiscal_year_end, Kind::Month).span(2).proposed(),
        field!(FiscalProfile, cnae, Kind::Words { most: 20, max: 120 }).help("fiscal-cnae-help"),
        field!(FiscalProfile, iae, Kind::Words { most: 20, max: 120 }).help("fiscal-iae-help"),
        field!(FiscalProfile, iae_first_year, Kind::Whole(2000, 2100)).span(2).nullable().help("fiscal-iae-first-year-help"),
        field!(FiscalProfile, vat_regime, Kind::Choice(&["general", "simplified", "equivalence", "agriculture", "exempt", "not_subject"], "vat-regime-")),
        field!(FiscalProfile, vat_period, Kind::Choice(&["quarter", "month"], "vat-period-")),
        field!(FiscalProfile, redeme, Kind::Flag),
        field!(FiscalProfile, sii, Kind::Flag),
        field!(FiscalProfile, cash_criterion, Kind::Flag),
        field!(FiscalProfile, annual_vat_exempt, Kind::Flag),
        field!(FiscalProfile, roi, Kind::Flag),
        field!(FiscalProfile, intra_community, Kind::Flag),
        field!(FiscalProfile, intra_community_period, Kind::Choice(&["quarter", "month"], "intra-community-period-")),
        field!(FiscalProfile, third_party_operations, Kind::Flag),
        field!(
            FiscalProfile,
            income_tax,
            Kind::Choice(&["direct_normal", "direct_simplified", "objective", "corporate", "attribution", "none"], "income-tax-")
        ),
        field!(FiscalProfile, withheld_income, Kind::Flag),
        field!(FiscalProfile, corporate_instalments, Kind::Flag),
        field!(FiscalProfile, related_operations, Kind::Flag),
        field!(FiscalProfile, assets_abroad, Kind::Flag),
        field!(FiscalProfile, large_company, Kind::Flag),
        field!(FiscalProfile, has_employees, Kind::Flag),
        field!(FiscalProfile, pays_professionals, Kind::Flag),
        field!(FiscalProfile, rent_withholding, Kind::Flag),
        field!(FiscalProfile, capital_withholding, Kind::Flag),
        field!(FiscalProfile, social_security_accounts, Kind::Words { most: 20, max: 20 }).help("fiscal-ccc-help"),
        field!(FiscalProfile, bank_accounts, Kind::Words { most: 20, max: 42 }).help("fiscal-ibans-help"),
        field!(FiscalProfile, administrators, Kind::Long(4000)).span(6).help("fiscal-administrators-help"),
        field!(FiscalProfile, certificates, Kind::Long(4000)).span(6).help("fiscal-certificates-help"),
        field!(FiscalProfile, representations, Kind::Long(4000)).span(6).help("fiscal-representations-help"),
    ],
};

impl FiscalProfile {
    /// A field's value as it is kept, by its name.
    pub fn value(&self, name: &str) -> String {
        PROFILE.get(name).map(|field| (field.get)(self)).unwrap_or_default()
    }

    /// What follows from what was typed, and what must agree with it. `year_starts` is the month in which the client's fiscal year begins.
    #[must_use]
    pub fn settled(mut self, year_starts: i64, errors: &mut Invalid) -> Self {
        if self.fiscal_year_end.is_empty() {
            let end = if (2..=12).contains(&year_starts) { year_starts - 1 } else { 12 };
            self.fiscal_year_end = end.to_string();
        }
        // Monthly refunds and large companies declare VAT each month, and who does is in immediate supply (RD 1624/1992, arts. 62.6 and 71.3).
        if self.redeme || (self.large_company && declares_vat(&self.vat_regime)) {
            self.vat_period = "month".into();
        }
        if declares_vat(&self.vat_regime) {
            if self.vat_period.is_empty() {
                self.vat_period = "quarter".into();
            }
            self.sii |= self.vat_period == "month";
        }
        if self.intra_community && self.intra_community_period.is_empty() {
            self.intra_community_period = "quarter".into();
        }
        if !self.active_from.is_empty()
            && !self.active_to.is_empty()
            && !errors.has("active_to")
            && !errors.has("active_from")
            && self.active_to < self.active_from
        {
            errors.push("active_to", "fiscal_before");
        }
        let accounts: Vec<Option<String>> = self.bank_accounts.iter().map(|text| iban::checked(text)).collect();
        if accounts.iter().any(Option::is_none) {
            errors.push("bank_accounts", "iban");
        } else {
            self.bank_accounts = accounts.into_iter().flatten().collect();
        }
        // Eleven digits: two of the province, seven, two of control.
        let social = |text: &String| text.chars().filter(|c| !matches!(c, ' ' | '/' | '-')).collect::<String>();
        let accounts: Vec<String> = self.social_security_accounts.iter().map(social).collect();
        if accounts.iter().any(|account| account.len() != 11 || !account.bytes().all(|b| b.is_ascii_digit())) {
            errors.push("social_security_accounts", "fiscal_ccc");
        } else {
            self.social_security_accounts = accounts;
        }
        self
    }
}

/// Whether a regime files returns of VAT.
fn declares_vat(regime: &str) -> bool {
    matches!(regime, "general" | "simplified")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(profile: FiscalProfile) -> (FiscalProfile, Vec<(String, &'static str)>) {
        let mut errors = Invalid::new();
        let profile = profile.settled(1, &mut errors);
        (profile, errors.0.into_iter().map(|e| (e.field, e.code)).collect())
    }

    #[test]
    fn who_has_refunds_each_month_declares_each_month_in_immediate_supply() {
        let typed = FiscalProfile { vat_regime: "general".into(), redeme: true, vat_period: "quarter".into(), ..FiscalProfile::default() };
        let (profile, errors) = settled(typed);
        assert_eq!((profile.vat_period.as_str(), profile.sii, profile.fiscal_year_end.as_str(), errors), ("month", true, "12", vec![]));
        let (exempt, _) = settled(FiscalProfile { vat_regime: "exempt".into(), large_company: true, ..FiscalProfile::default() });
        assert_eq!((exempt.vat_period.as_str(), exempt.sii), ("", false));
    }

    #[test]
    fn accounts_are_checked_and_kept_in_one_form() {
        let typed = FiscalProfile {
            bank_accounts: vec!["es91 2100 0418 4502 0005 1332".into()],
            social_security_accounts: vec!["28/1234567-89".into()],
            ..FiscalProfile::default()
        };
        let (profile, errors) = settled(typed);
        assert_eq!(
            (profile.bank_accounts[0].as_str(), profile.social_security_accounts[0].as_str(), errors),
            ("ES9121000418450200051332", "28123456789", vec![])
        );
        let wrong = FiscalProfile {
            bank_accounts: vec!["ES92 2100 0418 4502 0005 1332".into()],
            social_security_accounts: vec!["28".into()],
            active_from: "2026-05-01".into(),
            active_to: "2026-04-01".into(),
            ..FiscalProfile::default()
        };
        let fields: Vec<String> = settled(wrong).1.into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["active_to", "bank_accounts", "social_security_accounts"]);
    }
}
