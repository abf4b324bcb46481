//! How amounts and orders are told.

use despacho_kernel::place;
use despacho_platform::i18n::Lang;
use despacho_ui::format;
use maud::{Markup, html};

use crate::remittance::Remittance;

/// Cents of euros as a person reads them.
pub fn euros(lang: Lang, cents: i64) -> String {
    place::currency("EUR").map_or_else(|_| format::amount(lang, cents, 2), |euro| format::money(lang, cents, euro))
}

/// How far an order has come.
pub fn tag(lang: Lang, of: &Remittance) -> Markup {
    let class = match of.state.as_str() {
        "prepared" => "tag warn",
        "posted" => "tag ok",
        _ => "tag",
    };
    html! { span class=(class) { (lang.t(&format!("remittance-state-{}", of.state))) } }
}
