//! Several documents as one file, for whoever sees them.

use axum::response::Response;
use despacho_kernel::Id;
use despacho_platform::{Error, Platform, Result, files::kind};

use crate::{
    actions::AT_ONCE,
    document::Document,
    people::Eyes,
    store::{self, Filter},
    zipping::{self, Member},
};

/// Those of some documents that somebody sees, as one file called `name`: for the firm by client and folder, with what is in the bin; for the client by their
/// names alone, each noted as downloaded.
///
/// Errors: not found where none is seen; too many where as many archives are being made as can be.
pub async fn answer(platform: &Platform, practice: Id, eyes: &Eyes, ids: &[Id], name: &str) -> Result<Response> {
    let db = platform.db.read();
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let mut found = vec![];
    for deleted in [false, true].into_iter().filter(|deleted| !deleted || matches!(eyes, Eyes::Firm { .. })) {
        let filter = Filter { ids: Some(ids.iter().copied().take(AT_ONCE).collect()), deleted, ..Filter::of(eyes.clone()) };
        found.extend(store::list(db, practice, &filter, None, most).await?);
    }
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    let clients: Vec<Id> = found.iter().map(|document| document.client_id).collect();
    let names = store::client_names(db, practice, &clients).await?;
    let brought = store::brought(db, practice, &found).await?;
    let stored = store::stored(db, practice, &found).await?;
    let of = |document: &Document| {
        let name = kind::name(&document.file_name(brought.get(&document.id).map_or("", String::as_str)));
        if matches!(eyes, Eyes::Client(_)) {
            return name;
        }
        let client = names.get(&document.client_id).map(|name| kind::name(name)).unwrap_or_default();
        let folder = document.folder.split('/').filter(|part| !part.is_empty()).map(kind::name);
        std::iter::once(client).chain(folder).chain([name]).collect::<Vec<_>>().join("/")
    };
    let paths = zipping::apart(found.iter().map(of));
    let members: Vec<Member> = found
        .iter()
        .zip(paths)
        .filter_map(|(document, path)| Some(Member { path, file: stored.get(&document.file_id)?.clone() }))
        .collect();
    let response = zipping::answer(platform, members, name)?;
    if let Eyes::Client(person) = eyes {
        let tx = platform.db.begin().await?;
        store::read_many(&tx, &found, (person.user_id, "downloaded"), platform.clock.now()).await?;
        tx.commit().await?;
    }
    Ok(response)
}
