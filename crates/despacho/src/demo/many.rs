//! What a firm with many clients has: a blueprint that some organizations follow, and a file that was tried.

use despacho_blueprints::actions::{self as blueprints, New, Source};
use despacho_client_sheets::{
    actions::{self as files, NewFile},
    settings::Settings,
};
use despacho_kernel::Id;
use despacho_platform::{Platform, Result, users::User};
use despacho_practice::practices::Practice;
use despacho_settings::Applications;

/// A list of another program: one that is right and two that are not.
const FILE: &str = "CÓDIGO;CIF/NIF;RAZÓN SOCIAL;E-MAIL;TELF.;POBLACIÓN;GESTOR\n\
    0101;B99020018;Telas del Ejemplo, S. L.;telas@cliente.example;912 555 010;Madrid;Persona del Equipo\n\
    0102;B99030018;Hostal Ficticio, S. L.;pedidos@cliente;;León;\n\
    0103;;Ana Muestra Gil;;600 555 020;Cádiz;L. Muestra\n";

/// Makes a blueprint of the first organization, which some of the others follow, and tries a file.
pub async fn keep(platform: &Platform, applications: &Applications, practice: &Practice, organizations: &[Id], by: &User) -> Result<()> {
    let now = platform.clock.now();
    let groups = ["payment_terms", "taxes", "number_series"].map(str::to_owned).to_vec();
    let (Some(first), tx) = (organizations.first(), platform.db.begin().await?) else { return Ok(()) };
    let new = New { name: "SL comercio".into(), description: String::new(), source: Source::Organization(*first), groups, default_for: String::new() };
    let blueprint = blueprints::create(&tx, applications, practice.id, new, (by, now)).await?;
    blueprints::publish(&tx, practice.id, blueprint.id, "Plazos y series de los clientes de comercio", (by, now)).await?;
    let published = despacho_blueprints::store::find(&tx, practice.id, blueprint.id).await?;
    for organization in organizations.iter().take(8) {
        blueprints::follow(&tx, &published, *organization).await?;
    }
    tx.commit().await?;
    let file = NewFile::of("clientes-2027.csv", FILE.into(), Settings { dry_run: true, ..Settings::default() }).await?;
    let tx = platform.db.begin().await?;
    let import = files::start(&tx, practice, file, false, (by, now)).await?;
    tx.commit().await?;
    while files::step(platform, applications, practice.id, import.id).await? {}
    Ok(())
}
