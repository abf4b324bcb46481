//! Reminders of what is due or overdue.

use despacho_platform::i18n::Lang;
use despacho_settings::{
    lists::{Column, Kind, MasterList},
    preferences::PreferenceGroup,
};

use super::email_templates::{self, EMAIL_TEMPLATES};

/// How many days before or after an invoice is due its customer is reminded, and with which e-mail.
pub static REMINDERS: MasterList = MasterList {
    name: "reminders",
    table: "reminders",
    columns: &[
        Column { name: "name", kind: Kind::Text { max: 60, required: true } },
        Column { name: "days", kind: Kind::Whole { min: 0, max: 365 } },
        Column { name: "moment", kind: Kind::Choice(&["before_due", "after_due"]) },
        Column { name: "template_id", kind: Kind::Reference { to: &EMAIL_TEMPLATES, required: true, many: false } },
    ],
    key: &["name"],
    defaults: |organization| {
        let lang = Lang::of(&organization.language);
        let template = email_templates::key_of_default("payment_reminder", lang);
        let reminders = [("before", "3", "before_due"), ("week", "7", "after_due"), ("month", "30", "after_due")];
        let row = |(word, days, moment): (&str, &str, &str)| vec![lang.t(&format!("default-reminder-{word}")), days.into(), moment.into(), template.clone()];
        reminders.map(row).into()
    },
    ..MasterList::PLAIN
};

/// Reminders; each has its e-mail template.
pub static GROUP: PreferenceGroup =
    PreferenceGroup { name: "reminders", sets: &[&REMINDERS], needs: &["email_templates"], proposed: true, page: "/records/reminders" };
