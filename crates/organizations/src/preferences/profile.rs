//! The organization's profile as far as it can be cloned: industry, fiscal year, formats; and its logo, apart.
//!
//! Names, addresses, tax ids and the currency are the organization's own and never travel.

use async_trait::async_trait;
use axum::body::Bytes;
use data_encoding::BASE64;
use despacho_images::{is_whole, media_type};
use despacho_kernel::{Id, Invalid, region::DATE_FORMATS};
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx, sql, vals};

use super::{Item, PreferenceGroup, PreferenceSet};
use crate::{Organization, store};

/// Industry, fiscal year and formats.
pub struct Profile;

/// The profile's only set.
pub static PROFILE: Profile = Profile;

/// Organization profile.
pub static PROFILE_GROUP: PreferenceGroup =
    PreferenceGroup { name: "organization_profile", sets: &[&PROFILE], needs: &[], proposed: true, page: "/settings/profile" };

fn profile(organization: &Organization) -> Vec<String> {
    vec![organization.industry.clone(), organization.region.fiscal_year_start.to_string(), organization.region.date_format.clone()]
}

#[async_trait]
impl PreferenceSet for Profile {
    fn name(&self) -> &'static str {
        "organization_profile"
    }

    fn fields(&self) -> Vec<&'static str> {
        vec!["industry", "fiscal_year_start", "date_format"]
    }

    fn defaults(&self, organization: &Organization) -> Vec<Item> {
        vec![self.item(profile(organization), true)]
    }

    async fn count(&self, _: &dyn Connection, _: Id) -> Result<i64> {
        Ok(1)
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
            let sql = "UPDATE organizations SET industry = $2, fiscal_year_start = $3, date_format = $4 WHERE id = $1";
            sql::run(tx, sql, vals![organization, industry.as_str(), month, format.as_str()]).await?;
        }
        Ok(())
    }

    async fn delete(&self, _: &Tx, _: Id, _: &[String]) -> Result<()> {
        Ok(())
    }
}

/// The logo that documents show.
pub struct Logo;

/// The logo's only set.
pub static LOGO: Logo = Logo;

/// The logo is chosen apart from the profile, and only on purpose: it shows whose it is.
pub static LOGO_GROUP: PreferenceGroup =
    PreferenceGroup { name: "logo", sets: &[&LOGO], needs: &["organization_profile"], proposed: false, page: "/settings/profile" };

/// Most bytes of a logo.
pub const MAX_LOGO: usize = 256 * 1024;

despacho_platform::row! {
    struct Stored {
        media_type: String,
        data: String,
    }
}

/// A logo: its media type and bytes.
pub async fn logo(db: &dyn Connection, organization: Id) -> Result<Option<(String, Bytes)>> {
    let sql = "SELECT media_type, data FROM organization_logos WHERE organization_id = $1";
    let stored: Option<Stored> = sql::maybe(db, sql, vals![organization]).await?;
    Ok(stored.and_then(|s| Some((s.media_type, Bytes::from(BASE64.decode(s.data.as_bytes()).ok()?)))))
}

/// An image as an item of the logo's set.
pub fn logo_item(bytes: &[u8]) -> Result<Item, Invalid> {
    let item = LOGO.item(vec![media_type(bytes).unwrap_or_default().into(), BASE64.encode(bytes)], true);
    LOGO.check(&item).map(|()| item)
}

#[async_trait]
impl PreferenceSet for Logo {
    fn name(&self) -> &'static str {
        "logo"
    }

    fn fields(&self) -> Vec<&'static str> {
        vec!["media_type", "data"]
    }

    fn defaults(&self, _: &Organization) -> Vec<Item> {
        vec![]
    }

    async fn count(&self, db: &dyn Connection, organization: Id) -> Result<i64> {
        let sql = "SELECT COUNT(*) FROM organization_logos WHERE organization_id = $1";
        Ok(sql::scalar(db, sql, vals![organization]).await?.unwrap_or(0))
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        let sql = "SELECT media_type, data FROM organization_logos WHERE organization_id = $1";
        let stored: Option<Stored> = sql::maybe(db, sql, vals![organization]).await?;
        Ok(stored.into_iter().map(|s| self.item(vec![s.media_type, s.data], true)).collect())
    }

    fn item(&self, values: Vec<String>, active: bool) -> Item {
        Item { key: "logo".into(), name: String::new(), values, active }
    }

    fn check(&self, item: &Item) -> Result<(), Invalid> {
        let bytes = item.values.get(1).and_then(|data| BASE64.decode(data.as_bytes()).ok()).unwrap_or_default();
        if bytes.len() > MAX_LOGO {
            let mut errors = Invalid::new();
            errors.push_with("logo", "file_too_large", vec![("max", (MAX_LOGO / 1024).to_string())]);
            return Err(errors);
        }
        let named = media_type(&bytes).is_some() && media_type(&bytes) == item.values.first().map(String::as_str);
        if named && is_whole(&bytes) { Ok(()) } else { Err(Invalid::one("logo", "image")) }
    }

    async fn insert(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        for item in items {
            self.check(item)?;
            let sql = "INSERT INTO organization_logos (organization_id, media_type, data) VALUES ($1, $2, $3)
                       ON CONFLICT (organization_id) DO UPDATE SET media_type = excluded.media_type, data = excluded.data";
            sql::run(tx, sql, vals![organization, item.values[0].as_str(), item.values[1].as_str()]).await?;
        }
        Ok(())
    }

    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        self.insert(tx, organization, items).await
    }

    async fn delete(&self, tx: &Tx, organization: Id, _: &[String]) -> Result<()> {
        sql::run(tx, "DELETE FROM organization_logos WHERE organization_id = $1", vals![organization]).await?;
        Ok(())
    }
}
