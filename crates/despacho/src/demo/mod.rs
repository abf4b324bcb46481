//! A fictional firm to look around in.

mod banks;
mod bills;
mod books;
mod documents;
mod fiscal;
mod many;
mod papers;
mod remittances;
mod requests;
mod returns;
mod tasks;

use despacho_kernel::access::Application;
use despacho_organizations::Organization;
use despacho_platform::{
    Error, Result, Tx,
    config::DEMO,
    i18n::Lang,
    memberships::{self, Tenant},
    users::{self, NewUser, User},
};
use despacho_practice::{
    clients::{
        actions::Desk,
        client::{Contact, NewClient},
    },
    practices::{Practice, actions as practices},
};
use despacho_settings::{
    founding::actions as organizations,
    preferences::{Snapshot, actions::merge},
};
use despacho_tasks::actions::Desk as Work;
use despacho_ui::{fields::Sight, format, forms::FormData};

use crate::{folder::DataFolder, wiring};

/// Business, first and last name, town, province's code, postal code, applications, tags.
type Sample = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const SAMPLES: &[Sample] = &[
    ("Talleres Arriaga Ficticios, S. L.", "Ainhoa", "Arriaga", "Bilbao", "ES-BI", "48001", &["books", "payroll"], "Trimestral"),
    ("Clínica Valdés Imaginaria, S. A.", "Rosa", "Valdés", "Oviedo", "ES-O", "33001", &["books"], "Sanidad"),
    ("Librería Horizonte de Prueba", "Lucía", "Horizonte", "Salamanca", "ES-SA", "37001", &["books", "inventory"], "Comercio"),
    ("Panadería Mijares de Ejemplo", "Tomás", "Mijares", "València", "ES-V", "46001", &["books", "expense", "inventory"], "Comercio, Trimestral"),
    ("Ruiz y Soler Arquitectos Ficticios", "Marta", "Ruiz", "Barcelona", "ES-B", "08001", &["expense"], "Profesionales"),
    ("Viveros Quintana Inventados, S. L.", "Elena", "Quintana", "Oleiros", "ES-C", "15179", &["books", "inventory"], "Agrario"),
    ("Transportes Cierzo de Muestra", "Pilar", "Cierzo", "Zaragoza", "ES-Z", "50001", &["books", "expense", "payroll"], "Mensual"),
    ("Bodega Albariza Ficticia", "Manuel", "Albariza", "Jerez de la Frontera", "ES-CA", "11401", &["books", "inventory"], "Agrario, Mensual"),
    ("Estudio Grafito de Ejemplo", "Irene", "Grafito", "Madrid", "ES-M", "28001", &["books"], "Profesionales"),
    ("Academia Alfil de Prueba", "Jorge", "Alfil", "Valladolid", "ES-VA", "47001", &["books", "payroll"], "Enseñanza"),
    ("Hotel Marisma Imaginario", "Carmen", "Marisma", "Huelva", "ES-H", "21001", &["books", "payroll", "expense"], "Mensual"),
    ("Frutas La Vega de Muestra", "Antonio", "Vega", "Granada", "ES-GR", "18001", &["books", "inventory"], "Comercio"),
    ("Óptica Lumbre Ficticia", "Beatriz", "Lumbre", "León", "ES-LE", "24001", &["books", "inventory"], "Sanidad"),
    ("Carpintería Roble de Ejemplo", "Iñaki", "Roble", "Vitoria-Gasteiz", "ES-VI", "01001", &["books"], "Trimestral"),
    ("Cafetería Azulejo de Prueba", "Sara", "Azulejo", "Sevilla", "ES-SE", "41001", &["books", "payroll"], "Comercio"),
    ("Informática Nudo Imaginaria", "Hugo", "Nudo", "Málaga", "ES-MA", "29001", &["books", "expense"], "Profesionales"),
    ("Gestión Faro de Muestra", "Noelia", "Faro", "Vigo", "ES-PO", "36201", &["books"], "Mensual"),
    ("Pescados Ría Ficticios", "Brais", "Ría", "A Coruña", "ES-C", "15001", &["books", "inventory"], "Comercio"),
    ("Clases Pentagrama de Ejemplo", "Clara", "Pentagrama", "Murcia", "ES-MU", "30001", &["expense"], "Enseñanza"),
    ("Jardines Retama de Prueba", "Álvaro", "Retama", "Toledo", "ES-TO", "45001", &["books"], "Agrario"),
    ("Taller Bisagra Imaginario", "Nuria", "Bisagra", "Burgos", "ES-BU", "09001", &["books"], "Trimestral"),
    ("Quesos Páramo de Muestra", "Rodrigo", "Páramo", "Palencia", "ES-P", "34001", &["books", "inventory"], "Agrario"),
    ("Moda Dedal Ficticia", "Eva", "Dedal", "Alicante", "ES-A", "03001", &["books", "inventory"], "Comercio"),
    ("Asesoría Brújula de Ejemplo", "Daniel", "Brújula", "Pamplona", "ES-NA", "31001", &["payroll"], "Profesionales"),
    ("Cerámica Torno de Prueba", "Alba", "Torno", "Castelló", "ES-CS", "12001", &["books", "inventory"], "Comercio"),
];

/// People without an organization.
const OTHERS: [&str; 15] = [
    "Núria Ficticia Bosch",
    "Óscar Ejemplo Prado",
    "Teresa Muestra Gil",
    "Pablo Inventado Sanz",
    "Lola Prueba Cano",
    "Andrés Imaginario Vidal",
    "Inés Ejemplo Ferrer",
    "Raúl Ficticio Mora",
    "Silvia Muestra Peña",
    "Víctor Prueba Lozano",
    "Olga Inventada Reyes",
    "Martín Ejemplo Duarte",
    "Julia Ficticia Campos",
    "Emilio Muestra Rubio",
    "Gloria Prueba Santos",
];

/// Fills an empty data folder.
pub async fn demo(folder: &DataFolder) -> Result<()> {
    let platform = wiring::open(folder.config()?).await?;
    let (owner, password) = DEMO;
    if users::find_by_email(platform.db.read(), owner).await?.is_some() {
        return Err(Error::Other("the data folder holds the demo already".into()));
    }
    let applications = wiring::applications();
    let now = platform.clock.now();
    let hash = users::hash_password(password.into()).await?;
    let tx = platform.db.begin().await?;
    let person = async |email: &str, name: &str| -> Result<User> {
        let new = NewUser { email: email.into(), name: name.into(), language: "es".into(), time_zone: "Europe/Madrid".into(), ..NewUser::default() };
        users::insert(&tx, &new, &hash, true, now).await
    };
    let boss = person(owner, "Persona Gerente").await?;
    let staff = person("equipo@despacho.example", "Persona del Equipo").await?;
    let reader = person("consulta@despacho.example", "Persona de Consulta").await?;
    let of_client = person("cliente@despacho.example", "Persona Cliente").await?;
    let owner_alone = person("negocio@despacho.example", "Persona Empresaria").await?;
    let new = Practice::named("Despacho Ficticio Asesores", "ES")?;
    let practice = practices::create(&tx, new, &boss, now).await?;
    memberships::add(&tx, Tenant::Practice, practice.id, staff.id, "staff", now).await?;
    memberships::add(&tx, Tenant::Practice, practice.id, reader.id, "read_only", now).await?;
    practices::add_custom_field(&tx, practice.id, ("field_name", "Número de expediente"), &boss, now).await?;
    let desk = Desk { practice: &practice, by: &boss, visible_to: None, now };
    let mut working = vec![];
    let mut keeping = vec![];
    for (at, sample) in SAMPLES.iter().enumerate() {
        let (client, organization) = desk.create(&tx, &applications, input(sample, &tax_id("B", at))?).await?;
        if at == 0
            && let Some(organization) = &organization
        {
            own_preferences(&tx, organization, &boss, now).await?;
        }
        if let Some(organization) = organization
            && sample.6.contains(&"books")
        {
            books::keep(&tx, organization.id, at, &boss, now).await?;
            keeping.push(organization.id);
        }
        let contact = Contact { name: format!("{} {}", sample.1, sample.2), position: "Gerencia".into(), ..Contact::default() };
        desk.add_contact(&tx, client.id, contact).await?;
        if at == 0 {
            papers::keep(&platform, &tx, &client, (&boss, &of_client), now).await?;
        }
        fiscal::keep(&tx, practice.id, (client.id, at), (sample.4, at % 4 != 3), (&boss, now)).await?;
        if at % 3 == 0 {
            desk.assign(&tx, client.id, &[staff.id]).await?;
        }
        working.push(client);
    }
    let work = Work { practice: practice.id, by: &boss, visible_to: None, now, today: tasks::today(&boss, now) };
    tasks::fill(&tx, &work, &working, (&boss, &staff)).await?;
    for (at, name) in OTHERS.iter().enumerate() {
        let (first_name, last_name) = name.split_once(' ').unwrap_or((name, ""));
        let input =
            typed(&[("client_type", "individual"), ("first_name", first_name), ("last_name", last_name), ("tax_id", &tax_id("9", at)), ("tags", "Renta")])?;
        let (client, _) = desk.create(&tx, &applications, input).await?;
        if at % 3 == 1 {
            fiscal::keep(&tx, practice.id, (client.id, at), ("ES-M", false), (&boss, now)).await?;
        }
        if at % 5 == 0 {
            desk.set_active(&tx, &[client.id], false).await?;
        }
    }
    // Two organizations that the firm may import.
    for (name, country) in [("Comercial Ancla de Muestra", "ES"), ("Sample Lighthouse Ltd", "GB")] {
        let new = Organization {
            owner_name: "Persona Empresaria".into(),
            email: "negocio@despacho.example".into(),
            ..Organization::named(name, country, &[Application::Books])
        };
        let organization = organizations::create(&tx, &applications, new, &Snapshot::default(), &owner_alone, now).await?;
        memberships::add(&tx, Tenant::Organization, organization.id, boss.id, "accountant", now).await?;
    }
    let today = format::local_date(&practice.time_zone, now).ok_or_else(|| Error::Other("no day".into()))?;
    let papers = requests::Papers::keep(&platform, practice.id).await?;
    requests::ask(&platform, &tx, &practice, &boss, &papers, today).await?;
    tx.commit().await?;
    many::keep(&platform, &applications, &practice, &keeping, &boss).await?;
    println!("Despacho Ficticio Asesores, 40 clients. Sign in as {owner} with the password {password}");
    println!(
        "Others: equipo@despacho.example (staff), consulta@despacho.example (read-only), negocio@despacho.example (business owner), cliente@despacho.example (a client's person, at the portal)"
    );
    Ok(())
}

/// Group, set and values of preferences that one client has of its own, so that there is something to clone.
const OWN: &[(&str, &str, &[&str])] = &[
    ("chart_of_accounts", "accounts", &["5731", "Banco en dólares", "asset", "573", "USD"]),
    ("chart_of_accounts", "accounts", &["62901", "Consumibles del taller", "expense", "629", ""]),
    ("chart_of_accounts", "accounts", &["7051", "Mano de obra", "income", "705", ""]),
    ("payment_terms", "payment_terms", &["A 45 días fin de mes", "45", "end_of_month"]),
    ("custom_fields", "custom_fields", &["Matrícula", "invoice", "text", "", "yes", "yes", "Del vehículo que se repara."]),
    ("custom_fields", "custom_fields", &["Ruta", "contact", "choice", "Norte\nSur", "", "", ""]),
    ("taxes", "tax_groups", &["IVA 21 % y retención 7 %", "iva21v\nirpf7v"]),
    ("bank_rules", "bank_rules", &["Mantenimiento de la cuenta", "out", "text", "starts_with", "Comisión mantenimiento", "626"]),
    ("roles", "roles", &["Jefatura de taller", "read,read_settings"]),
];

async fn own_preferences(tx: &Tx, organization: &Organization, by: &User, now: i64) -> Result<()> {
    for group in wiring::applications().groups() {
        let rows = OWN.iter().filter(|(of, ..)| *of == group.name);
        let items = rows.filter_map(|(_, name, values)| {
            let set = group.sets.iter().find(|set| set.name() == *name)?;
            Some((*set, set.item(values.iter().map(|v| (*v).to_owned()).collect(), true)))
        });
        merge(tx, organization, (group, None), items.collect(), by, now).await?;
    }
    Ok(())
}

/// A client as the form would send it.
fn typed(pairs: &[(&str, &str)]) -> Result<NewClient> {
    let data = FormData(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect());
    Ok(NewClient::read(&data, None, &Sight::form(Lang::Es, "ES"), "ES")?)
}

/// A NIF of nobody, with its right control: of an entity (`B`), or of a person with a number that none has (`9`).
fn tax_id(first: &str, at: usize) -> String {
    let number = format!("{first}{:07}", if first == "B" { at } else { 9_999_900 + at });
    let mut whole = ('0'..='9').chain('A'..='Z').map(|control| format!("{number}{control}"));
    whole.find(|id| despacho_kernel::tax_id::parse(id, "ES").is_ok()).unwrap_or_default()
}

fn input(sample: &Sample, tax_id: &str) -> Result<NewClient> {
    let (business, first_name, last_name, city, state, postal_code, applications, tags) = *sample;
    let email = format!("{}@cliente.example", despacho_kernel::text::fold(last_name));
    let mut pairs = vec![
        ("client_type", "business"),
        ("business_name", business),
        ("first_name", first_name),
        ("last_name", last_name),
        ("email", email.as_str()),
        ("tax_id", tax_id),
        ("billing_address.country", "ES"),
        ("billing_address.street1", "Calle Inventada, 1"),
        ("billing_address.city", city),
        ("billing_address.state", state),
        ("billing_address.postal_code", postal_code),
        ("tags", tags),
    ];
    pairs.extend(applications.iter().map(|application| ("applications", *application)));
    typed(&pairs)
}
