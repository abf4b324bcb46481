//! The pages that wait for the program that prints: what they say without it, and once it is there.

use std::{fs, os::unix::fs::PermissionsExt, path::Path, process::Command};

use despacho::wiring;
use despacho_kernel::Id;
use despacho_platform::{Platform, both, config::Config, sql, vals};

use crate::common::App;

/// A program that answers its first order with a document of its own, as `despacho_paper::wire` says: a length in four bytes, and as many bytes.
const PROGRAM: &str = "#!/bin/sh
printf '\\000\\000\\000\\025{\"id\":0,\"fault\":null}'
printf '\\000\\000\\000\\006<svg/>'
exec /bin/cat >/dev/null
";

/// Puts the program in its place. Another process writes it: a file that this one had open could not be run by a child of its own.
pub fn install(program: &Path) {
    let source = program.with_extension("sh");
    fs::write(&source, PROGRAM).expect("a file");
    assert!(Command::new("install").args(["-m", "755"]).arg(&source).arg(program).status().expect("a copy").success());
}

both! {
    async fn a_document_s_page_waits_for_the_program_that_prints(engine) {
        let Some(mut app) = App::open(engine).await else { return };
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("despacho-printer");
        // The same database, served by a server whose printer is not built yet.
        let config = Config { printer: Some(program.clone()), ..app.platform.config.clone() };
        let server = Platform::open(config, &wiring::migrations()).await.expect("a platform");
        app.router = wiring::service(&server).1;
        let (owner, administrator) = (app.person("owner").await, app.person("installation").await);
        let organization = app.organization(&owner, "Café Sol", &["books"]).await;
        let query = "SELECT id FROM document_templates WHERE organization_id = $1 AND document = 'invoice'";
        let template: Id = sql::scalar(app.platform.db.read(), query, vals![organization]).await.expect("a query").expect("a template");
        let page = format!("/organizations/{organization}/document-templates/{template}/preview");
        let waits = format!("data-controller=\"waiting\" data-waiting-url-value=\"{page}\"");

        assert!(app.get(&administrator, "/operations").await.text.contains("No está: no se pueden hacer PDF"));
        for there in [false, true] {
            if there {
                // A file that can't be run is no program.
                fs::write(&program, "half").expect("a file");
                fs::set_permissions(&program, fs::Permissions::from_mode(0o644)).expect("its rights");
            }
            let answer = app.get(&owner, &page).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            for said in [waits.as_str(), "El programa que imprime aún se está preparando; esta página se actualiza sola.", "Comprobar de nuevo", "Vista previa · Factura"] {
                assert!(answer.text.contains(said), "{said}: {}", answer.text);
            }
            assert!(!answer.text.contains("preview.svg") && !answer.text.contains("preview.pdf"), "nothing is offered that is not to be had");
            for document in ["svg", "pdf"] {
                let refused = app.get(&owner, &format!("{page}.{document}")).await;
                assert_eq!(refused.status, 409, "{document}");
                assert!(refused.text.contains("Aún no se puede imprimir"), "{}", refused.text);
            }
        }

        // It comes while the page is open: the next look finds the whole.
        fs::remove_file(&program).expect("gone");
        install(&program);
        let whole = app.get(&owner, &page).await.text;
        assert!(whole.contains(&format!("<img class=\"sheet\" src=\"{page}.svg\"")) && whole.contains(&format!("href=\"{page}.pdf\"")), "{whole}");
        assert!(!whole.contains("data-controller=\"waiting\""));
        let image = app.get(&owner, &format!("{page}.svg")).await;
        assert_eq!((image.status.as_u16(), image.text.as_str()), (200, "<svg/>"), "what the program printed");
        assert_eq!(image.headers["content-type"], "image/svg+xml");
        assert!(app.get(&administrator, "/operations").await.text.contains("Instalado"));
    }
}
