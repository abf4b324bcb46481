//! The frames of tenants around pages that are none of theirs: one that tells a failure, and a person's notices, which keep the side bar that
//! they were opened from.

use despacho_platform::{Platform, Result};
use maud::Markup;

use crate::{
    caller::Caller,
    layout::{self, Shell},
    room::Room,
};

/// The rooms, which put the frames.
#[derive(Clone, Copy)]
pub struct Frames(pub &'static [&'static Room]);

impl Frames {
    /// The frame of the tenant that a path lies in, for whoever asks; none for who does not belong to it, and where it lies in none.
    async fn around(self, platform: &Platform, caller: &Caller, path: &str) -> Result<Option<Shell>> {
        let Some(user) = &caller.user else { return Ok(None) };
        let found = self.0.iter().flat_map(|room| room.frames).find_map(|frame| {
            let id = path.strip_prefix(frame.under)?.split(['/', '?']).next()?.parse().ok()?;
            Some((frame, id))
        });
        match found {
            Some((frame, id)) => (frame.around)(platform.clone(), caller.clone(), user.clone(), id).await,
            None => Ok(None),
        }
    }

    /// A page in the frame of the tenant that a path lies in, or in that of no tenant.
    pub async fn page(self, platform: &Platform, caller: &Caller, path: &str, title: &str, body: &Markup) -> Result<Markup> {
        match (&caller.user, self.around(platform, caller, path).await?) {
            (Some(user), Some(shell)) => layout::framed(platform, caller, user, shell, title, body).await,
            _ => layout::simple(platform, caller, title, body).await,
        }
    }
}
