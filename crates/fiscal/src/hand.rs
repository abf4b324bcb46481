//! Who acts, as a request tells it.

use despacho_platform::Platform;
use despacho_practice::clients::filter::visible_to;
use despacho_ui::{InPractice, format};

use crate::profile::actions::Hand;

/// Who asks for something in a practice, on their own present day.
pub(crate) fn hand<'a>(platform: &Platform, who: &'a InPractice) -> Hand<'a> {
    let now = platform.clock.now();
    let today = format::local_date(&who.user.time_zone, now).unwrap_or_default();
    Hand { practice: who.practice, by: &who.user, visible_to: visible_to(who), today, now }
}
