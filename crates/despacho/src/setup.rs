//! Users, practices and tokens without a browser.

use std::io::Read;

use despacho_kernel::email;
use despacho_platform::{
    Error, Result,
    memberships::{self, Tenant},
    security::{self, Origin, What},
    tokens::{self, NewToken},
    users::{self, NewUser},
};
use despacho_practice::practices::{Practice, actions};

use crate::{folder::DataFolder, wiring};

/// The errors of an input in a line each, in English.
pub fn explained(error: Error) -> Error {
    match error {
        Error::Invalid(invalid) => {
            // What is typed is checked before any data is opened, and so before the words are there.
            wiring::speak();
            let lang = despacho_platform::i18n::Lang::En;
            let lines = invalid.0.iter().map(|e| format!("{}: {}", option(&e.field), despacho_ui::error::message(lang, e)));
            Error::Other(lines.collect::<Vec<_>>().join("\n"))
        }
        other => other,
    }
}

/// The option of a field; the password comes from standard input.
fn option(field: &str) -> String {
    if field == "password" { "password on standard input".into() } else { format!("--{field}") }
}

/// Creates a confirmed user with a practice, or one more practice for a user whose password is given.
pub async fn setup(folder: &DataFolder, email: String, name: String, practice: String, country: String) -> Result<()> {
    let mut password = String::new();
    std::io::stdin().read_to_string(&mut password)?;
    let password = password.lines().next().unwrap_or("").to_owned();
    let new = Practice::named(&practice, &country).map_err(|mut invalid| {
        for error in invalid.0.iter_mut().filter(|e| e.field == "name") {
            error.field = "practice".into();
        }
        explained(invalid.into())
    })?;
    let user = NewUser { email, name, password, language: new.language.clone(), time_zone: new.time_zone.clone() };
    let user = user.checked().map_err(|e| explained(e.into()))?;
    let platform = wiring::open(folder.config()?).await?;
    let now = platform.clock.now();
    let known = users::find_by_email(platform.db.read(), &user.email).await?;
    if known.is_some() && users::authenticate(platform.db.read(), &user.email, &user.password).await?.is_none() {
        return Err(Error::Other("this e-mail has a user, and the password is not theirs".into()));
    }
    let hash = users::hash_password(user.password.clone()).await?;
    let tx = platform.db.begin().await?;
    let user = match known {
        Some(user) => user,
        None => users::insert(&tx, &user, &hash, true, now).await?,
    };
    let practice = actions::create(&tx, new, &user, now).await?;
    tx.commit().await?;
    println!("user {} {}", user.id, user.email);
    println!("practice {} {}", practice.id, practice.name);
    Ok(())
}

/// Prints a new API token of a user.
pub async fn token(folder: &DataFolder, address: &str, new: &NewToken) -> Result<()> {
    let platform = wiring::open(folder.config()?).await?;
    let address = email::parse(address).map_err(|_| Error::Other(format!("{address} is not an e-mail address")))?;
    let user = users::find_by_email(platform.db.read(), &address).await?;
    let user = user.ok_or_else(|| Error::Other(format!("nobody here has the e-mail {address}")))?;
    if let Some(practice) = new.practice {
        let role = memberships::role(platform.db.read(), Tenant::Practice, practice, user.id).await?;
        role.ok_or_else(|| Error::Other(format!("{address} belongs to no practice {practice}")))?;
    }
    let now = platform.clock.now();
    let tx = platform.db.begin().await?;
    let secret = tokens::issue_api(&tx, user.id, new, now).await?;
    security::tell(&tx, (user.id, &user.email), What::TokenMade, &new.name, &Origin::default(), now).await?;
    tx.commit().await?;
    println!("{secret}");
    Ok(())
}
