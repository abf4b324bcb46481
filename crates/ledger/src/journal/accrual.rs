//! Entries that undo themselves on a day: what belongs to one period alone is written with its reversal.

use despacho_kernel::{Id, Invalid};
use despacho_organizations::store as organizations;
use despacho_platform::{Error, Result, Tx, i18n::Lang};

use super::{ground::Allowed, post};

/// Writes the reversal of what was just posted on the day that is told; nothing where none is. Both are of one transaction: a day that takes
/// no entries refuses the entry too, at `reverse_on`.
pub async fn reverse_on(tx: &Tx, organization: Id, id: Id, day: &str, allowed: Allowed<'_>) -> Result<()> {
    let day = day.trim();
    if day.is_empty() {
        return Ok(());
    }
    let date = day.parse().map_err(|_| Invalid::one("reverse_on", "date"))?;
    let lang = Lang::of(&organizations::find(tx, organization).await?.language);
    match post::reverse(tx, organization, id, date, &lang.t("entry-reverses-itself"), allowed).await {
        Ok(_) => Ok(()),
        Err(Error::Invalid(mut errors)) => {
            for error in errors.0.iter_mut().filter(|error| error.field == "date") {
                error.field = "reverse_on".into();
            }
            Err(errors.into())
        }
        Err(error) => Err(error),
    }
}
