//! An organization's own roles, besides the four that every organization has.

use despacho_kernel::access::OrganizationRight as R;

use super::set::PreferenceGroup;
use crate::lists::list::{Column, Kind, MasterList};

/// Roles and what each may do. Who may manage users may give any right, so nobody else may change roles.
pub static ROLES: MasterList = MasterList {
    name: "roles",
    table: "organization_roles",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column {
            name: "rights",
            kind: Kind::Words(&[
                "read",
                "read_settings",
                "edit_settings",
                "edit_accounts",
                "manage_members",
                "read_ledger",
                "post_entries",
                "post_in_locked",
                "close_periods",
                "undo_filings",
            ]),
        },
    ],
    key: &["name"],
    edits: R::ManageMembers,
    // It stands in the invitations to it.
    rule: Some(|role, errors| errors.no_link("name", role.get("name"))),
    ..MasterList::PLAIN
};

/// Roles.
pub static ROLES_GROUP: PreferenceGroup = PreferenceGroup { name: "roles", sets: &[&ROLES], needs: &[], proposed: true, page: "/records/roles" };
