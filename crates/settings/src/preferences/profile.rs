//! The organization's profile as far as it can be cloned: industry, fiscal year, formats.
//!
//! Names, addresses, tax ids and the currency are the organization's own and never travel.

use async_trait::async_trait;
use despacho_kernel::{Id, Invalid, region::DATE_FORMATS};
use despacho_organizations::{Organization, store};
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};

use super::set::{Item, PreferenceGroup, PreferenceSet};

/// Industry, fiscal year and formats.
pub struct Profile;

/// The profile's only set.
pub static PROFILE: Profile = Profile;

/// Organization profile.
pub static PROFILE_GROUP: PreferenceGroup =
    PreferenceGroup { name: "organization_profile", sets: &[&PROFILE], needs: &[], proposed: true, page: "/settings/profile" };

fn profile(organization: &Organization) -> Vec<String> {
    vec![organization.industry.clone(), organization.fiscal_year_start.to_string(), organization.date_format.clone()]
}

#[async_trait]
impl PreferenceSet for Profile {
    fn name(&self) -> &'static str {
        "organization_profile"
    }

    fn fields(&self) -> Vec<&'static str> {
        vec!["industry", "fiscal_year_start", "date_format"]
    }

    fn is_single(&self) -> bool {
        true
    }

    fn defaults(&self, organization: &Organization) -> Vec<Item> {
        vec![self.item(profile(organization), true)]
    }

    fn table(&self) -> (&'static str, &'static str) {
        ("organizations", "id")
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        Ok(self.defaults(&store::find(db, organization).await?))
    }

    fn item(&self, values: Vec<String>, active: bool) -> Item {
        Item { key: "profile".into(), name: String::new(), values, active }
    }

    fn check(&self, item: &Item) -> Result<(), Invalid> {
        let mut errors = Invalid::new();
        let [industry, month, format] = item.values.as_slice() else { return Err(Invalid::one("values", "required")) };
        errors.optional("industry", industry, 100);
        if !month.parse::<u8>().is_ok_and(|month| (1..=12).contains(&month)) {
            errors.push("fiscal_year_start", "choice");
        }
        if !DATE_FORMATS.contains(&format.as_str()) {
            errors.push("date_format", "choice");
        }
        errors.finish()
    }

    /// An organization is made with a profile: there is only a change of it.
    async fn insert(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        self.update(tx, organization, items).await
    }

    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        for item in items {
            self.check(item)?;
            let [industry, month, format] = item.values.as_slice() else { continue };
            let month: i64 = month.parse().unwrap_or(1);
            store::set_conventions(tx, organization, industry, month, format).await?;
        }
        Ok(())
    }

    async fn delete(&self, _: &Tx, _: Id, _: &[String]) -> Result<()> {
        Ok(())
    }
}
