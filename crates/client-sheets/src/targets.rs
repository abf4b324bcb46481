//! What a column of a file may be: a field of clients, of their contact persons, of the practice's own, or what is made with the client.
//!
//! Described here once; the mapping, its form, the sample and the reading of rows follow from it.

use despacho_kernel::{Id, text::fold};
use despacho_platform::{i18n::Lang, t};
use despacho_practice::{
    clients::client::{CLIENT, CONTACT},
    practices::custom_field::CustomField,
};

use crate::sheet::Sheet;

/// Contact persons of a row.
pub const CONTACTS: usize = 3;

/// What is no field of an entity, and the key of its label.
const OTHERS: [(&str, &str); 6] = [
    ("external_id", "sheet-external-id"),
    ("status", "field-status"),
    ("assigned", "field-assigned"),
    ("applications", "field-applications"),
    ("invite_client", "sheet-invite"),
    ("blueprint", "sheet-blueprint"),
];

/// What a column may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// As the API calls it: `tax_id`, `contact2.email`, `custom.01928f2e-…`.
    pub name: String,
    pub label: String,
}

/// Everything that a column of the practice's files may be, in the order of the form.
pub fn targets(lang: Lang, own: &[CustomField]) -> Vec<Target> {
    let clients = CLIENT.list.iter().map(|field| {
        let label = field.title(lang);
        let label = if field.name.starts_with("shipping_address.") { t!(lang, "sheet-shipping", field = label) } else { label };
        Target { name: field.name.to_owned(), label }
    });
    let others = OTHERS.iter().map(|(name, key)| Target { name: (*name).to_owned(), label: lang.t(key) });
    let contacts = (1..=CONTACTS).flat_map(|nth| {
        let of = move |field: &str| contact(nth, field);
        CONTACT
            .list
            .iter()
            .map(move |field| Target { name: of(field.name), label: t!(lang, "sheet-contact", nth = nth, field = field.title(lang)) })
    });
    let own = own.iter().filter(|field| field.active).map(|field| Target { name: custom(field.id), label: field.name.clone() });
    clients.chain(others).chain(contacts).chain(own).collect()
}

/// The name of a field of the nth contact person.
pub fn contact(nth: usize, field: &str) -> String {
    if nth == 1 { format!("contact.{field}") } else { format!("contact{nth}.{field}") }
}

/// The name of one of the practice's own fields.
pub fn custom(id: Id) -> String {
    format!("custom.{id}")
}

/// Short names that programs may use.
const SHORT: [(&str, &str); 7] = [
    ("name", "display_name"),
    ("country", "billing_address.country"),
    ("street1", "billing_address.street1"),
    ("postal_code", "billing_address.postal_code"),
    ("city", "billing_address.city"),
    ("state", "billing_address.state"),
    ("currency", "regional.currency"),
];

/// The whole name of a target.
pub fn whole(name: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == name).map_or(name, |(_, whole)| whole)
}

/// What people write over columns, in Spanish and English, folded and without anything but letters and digits. What stands over the columns of our own
/// files is known besides.
const WORDS: &[(&str, &str)] = &[
    (
        "tax_id",
        "nif cif dni nie cifnif nifcif nifcifnie dninif nifdni nifcifdni documento documentoidentidad identificacionfiscal numeroidentificacionfiscal nif1 taxid vat vatnumber vatid taxnumber taxcode taxidentifier",
    ),
    ("display_name", "cliente nombrecliente nombredelcliente denominacion nombreparamostrar displayname client clientname customer customername name nombre"),
    ("legal_name", "razonsocial nombrerazonsocial nombreorazonsocial razonsocialnombre nombrefiscal legalname companyname registeredname denominacionsocial"),
    ("business_name", "nombrecomercial comercial marca tradename tradingname businessname company empresa"),
    ("first_name", "nombredepila nombrepersona firstname givenname"),
    ("last_name", "apellidos apellido primerapellido lastname surname familyname"),
    ("salutation", "tratamiento salutation title"),
    ("client_type", "tipo tipocliente tipodecliente clienttype type kind"),
    ("email", "email correo correoelectronico mail emailaddress emailcliente direcciondecorreo"),
    ("phone", "telefono telf tfno tlf tel telefono1 telefonofijo fijo phone phonenumber telephone landline"),
    ("mobile", "movil telefonomovil telefono2 mobile mobilephone cell cellphone"),
    ("website", "web paginaweb sitioweb website url"),
    ("industry", "sector actividad industry activity"),
    ("tags", "etiquetas grupos grupo tags labels groups"),
    ("notes", "notas observaciones comentarios notes comments remarks"),
    ("billing_address.country", "pais country countrycode codigopais"),
    ("billing_address.street1", "direccion domicilio domiciliofiscal calle direccion1 address address1 street streetaddress addressline1"),
    ("billing_address.street2", "direccion2 piso puerta address2 addressline2"),
    ("billing_address.postal_code", "cp codigopostal codpostal postalcode postcode zip zipcode"),
    ("billing_address.city", "poblacion localidad municipio ciudad city town"),
    ("billing_address.state", "provincia state province county region"),
    ("regional.currency", "moneda divisa currency"),
    ("regional.language", "idioma language"),
    ("regional.fiscal_year_start", "inicioejercicio mesinicioejercicio fiscalyearstart"),
    (
        "external_id",
        "codigo cod codigocliente codcliente numero numcliente numerocliente id idcliente ref referencia clientcode code externalid customerid clientid number",
    ),
    ("status", "estado situacion activo status active"),
    ("assigned", "gestor asesor responsable asignado asignados personaasignada encargado assigned assignedto manager owner accountmanager"),
    ("applications", "aplicaciones apps applications"),
    ("invite_client", "invitar invite"),
    ("blueprint", "plantilla blueprint template"),
    ("contact.name", "contacto personadecontacto personacontacto nombrecontacto contact contactperson contactname"),
    ("contact.position", "cargo cargocontacto puesto position jobtitle role"),
    ("contact.email", "emailcontacto correocontacto contactemail"),
    ("contact.phone", "telefonocontacto contactphone"),
    ("contact2.name", "contacto2 nombrecontacto2 contact2 contactname2"),
    ("contact2.email", "emailcontacto2 contactemail2"),
    ("contact3.name", "contacto3 nombrecontacto3 contact3 contactname3"),
    ("contact3.email", "emailcontacto3 contactemail3"),
];

/// The key of the heading under which we tell what is wrong with a row.
pub const ERRORS: &str = "sheet-errors-column";

/// A file without the column that we put into one with what is wrong: corrected, it is the file again.
pub fn without_errors(mut sheet: Sheet) -> Sheet {
    let ours = [Lang::Es, Lang::En].map(|lang| key(&lang.t(ERRORS)));
    if let Some(at) = sheet.headings.iter().position(|heading| ours.contains(&key(heading))) {
        sheet.headings.remove(at);
        for row in &mut sheet.rows {
            row.cells.remove(at);
        }
    }
    sheet
}

/// A heading as it is compared: folded, letters and digits alone.
pub fn key(heading: &str) -> String {
    fold(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a heading says, if it is known.
pub fn of_heading(heading: &str, own: &[CustomField]) -> Option<String> {
    let key = key(heading);
    if key.is_empty() {
        return None;
    }
    if let Some(field) = own.iter().find(|field| field.active && self::key(&field.name) == key) {
        return Some(custom(field.id));
    }
    // Our own labels first: what we write is read back as it was.
    let labelled = [Lang::Es, Lang::En]
        .iter()
        .find_map(|lang| targets(*lang, &[]).into_iter().find(|target| self::key(&target.label) == key));
    labelled
        .map(|target| target.name)
        .or_else(|| WORDS.iter().find(|(_, words)| words.split(' ').any(|word| word == key)).map(|(name, _)| (*name).to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_word_leads_to_one_target() {
        crate::speak();
        let names: HashSet<String> = targets(Lang::Es, &[]).into_iter().map(|target| target.name).collect();
        let mut seen = HashSet::new();
        for (name, words) in WORDS {
            assert!(names.contains(*name), "{name}");
            for word in words.split(' ') {
                assert_eq!(key(word), word, "{word}");
                assert!(seen.insert(word), "{word} is said twice");
            }
        }
        for (short, whole) in SHORT {
            assert!(names.contains(whole) && !names.contains(short), "{short}");
        }
    }

    #[test]
    fn headings_of_old_programs_are_known() {
        crate::speak();
        for (heading, name) in [
            ("CIF/NIF", "tax_id"),
            ("Razón Social", "legal_name"),
            ("TELF.", "phone"),
            ("E-MAIL", "email"),
            ("C.P.", "billing_address.postal_code"),
            ("POBLACIÓN", "billing_address.city"),
            ("GESTOR", "assigned"),
            ("Tax ID", "tax_id"),
            ("Cód. cliente", "external_id"),
        ] {
            assert_eq!(of_heading(heading, &[]).as_deref(), Some(name), "{heading}");
        }
        assert_eq!(of_heading("F. ALTA", &[]), None);
    }
}
