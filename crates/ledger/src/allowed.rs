//! Who posts in a request.

use despacho_kernel::access::OrganizationRight as R;
use despacho_platform::Platform;
use despacho_ui::InOrganization;

use crate::journal::{Allowed, Past};

/// A member as they post now: through soft locks with the right to.
pub fn allowed<'a>(platform: &Platform, who: &'a InOrganization) -> Allowed<'a> {
    Allowed { by: &who.user, now: platform.clock.now(), past: Past::in_person(who.may(R::PostInLocked)) }
}
