//! The organization's logo, which travels apart from its profile.

use async_trait::async_trait;
use axum::body::Bytes;
use data_encoding::BASE64;
use despacho_images::{is_whole, media_type};
use despacho_kernel::{Id, Invalid};
use despacho_organizations::Organization;
use despacho_platform::sql::Connection;
use despacho_platform::{Result, Tx};

use super::{
    set::{Item, PreferenceGroup, PreferenceSet},
    store,
};

/// The logo that documents show.
pub struct Logo;

/// The logo's only set.
pub static LOGO: Logo = Logo;

/// The logo is chosen apart from the profile, and only on purpose: it shows whose it is.
pub static LOGO_GROUP: PreferenceGroup =
    PreferenceGroup { name: "logo", sets: &[&LOGO], needs: &["organization_profile"], proposed: false, page: "/settings/profile" };

/// Most bytes of a logo.
pub const MAX_LOGO: usize = 256 * 1024;

/// A logo: its media type and bytes.
pub async fn logo(db: &dyn Connection, organization: Id) -> Result<Option<(String, Bytes)>> {
    let stored = store::logo(db, organization).await?;
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

    fn is_single(&self) -> bool {
        true
    }

    fn defaults(&self, _: &Organization) -> Vec<Item> {
        vec![]
    }

    fn table(&self) -> (&'static str, &'static str) {
        ("organization_logos", "organization_id")
    }

    async fn read(&self, db: &dyn Connection, organization: Id) -> Result<Vec<Item>> {
        let stored = store::logo(db, organization).await?;
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
        // Checked before it got here: decoding an image is no work for a write transaction.
        for item in items {
            let [media_type, data] = item.values.as_slice() else { return Err(Invalid::one("logo", "image").into()) };
            store::put_logo(tx, organization, media_type, data).await?;
        }
        Ok(())
    }

    async fn update(&self, tx: &Tx, organization: Id, items: &[Item]) -> Result<()> {
        self.insert(tx, organization, items).await
    }

    async fn delete(&self, tx: &Tx, organization: Id, keys: &[String]) -> Result<()> {
        if keys.is_empty() {
            return Ok(());
        }
        store::remove_logo(tx, organization).await
    }
}
