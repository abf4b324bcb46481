//! The fictional firm: what it promises is there and sound, and it comes once.

use despacho::{check, demo, folder::DataFolder, wiring};
use despacho_platform::{Platform, both, sql, users, vals};

use crate::schema::empty;

async fn number(platform: &Platform, query: &str) -> i64 {
    sql::scalar(platform.db.read(), query, vec![]).await.unwrap_or_else(|e| panic!("{query}: {e}")).expect("a row")
}

/// Rows of the tables that the demo fills.
async fn counts(platform: &Platform) -> Vec<(&'static str, i64)> {
    let tables = [
        "users",
        "practices",
        "clients",
        "organizations",
        "client_organizations",
        "client_contacts",
        "client_assignments",
        "custom_fields",
        "organization_roles",
        "document_custom_fields",
        "memberships",
        "jobs",
        "invitations",
    ];
    let mut found = vec![];
    for table in tables {
        found.push((table, number(platform, &format!("SELECT COUNT(*) FROM {table}")).await));
    }
    found
}

both! {
    async fn an_empty_folder_is_filled_once_with_a_sound_firm(engine) {
        let Some((_folder, config)) = empty(engine).await else { return };
        let place = DataFolder { data: config.data, database_url: config.database_url, database_url_file: None };
        demo::demo(&place).await.expect("the demo");
        assert_eq!(check::check(&place, false).await.expect("a check"), Vec::<String>::new());
        let platform = wiring::open(place.config().expect("a configuration")).await.expect("a platform");
        let expected = [
            ("users", 5),
            ("practices", 1),
            // Twenty-five businesses, each with an organization and a contact, and fifteen persons.
            ("clients", 25 + 15),
            // Those of the businesses, and two that may be imported.
            ("organizations", 25 + 2),
            ("client_organizations", 25),
            // Two more answer what is asked of their firms.
            ("client_contacts", 25 + 2),
            // Every third business is assigned to the staff.
            ("client_assignments", 9),
            ("custom_fields", 1),
            ("organization_roles", 1),
            ("document_custom_fields", 2),
            // Three in the firm; its owner in each organization, and the business owner in both of theirs.
            ("memberships", 3 + 27 + 2),
            // Each issued document of its own is to be printed, orders too; somebody of a client is told of a message; two requests are mailed, and what one sends
            // back is told; a template of tasks is applied, and a series makes what is near; blueprints and webhooks have theirs.
            ("jobs", 35),
            ("invitations", 0),
        ];
        assert_eq!(counts(&platform).await, expected);
        assert_eq!(number(&platform, "SELECT COUNT(*) FROM clients WHERE NOT active").await, 3);
        // What there is to clone: accounts, a term, taxes in a group, a role.
        for query in [
            "SELECT COUNT(*) FROM accounts WHERE code = '5731' AND currency = 'USD'",
            "SELECT COUNT(*) FROM payment_terms WHERE name = 'A 45 días fin de mes' AND days = 45 AND due_from = 'end_of_month'",
            "SELECT COUNT(*) FROM tax_groups WHERE name = 'IVA 21 % y retención 7 %'",
            "SELECT COUNT(*) FROM organization_roles WHERE rights = 'read,read_settings'",
            "SELECT COUNT(*) FROM bank_rules WHERE value = 'Comisión mantenimiento'",
            "SELECT COUNT(*) FROM bank_statements WHERE format = 'n43' AND lines > 3",
            "SELECT COUNT(DISTINCT kind) FROM jobs WHERE kind = 'print_document'",
            "SELECT COUNT(*) FROM firm_documents WHERE kind = 'filing_proof' AND shared = 'all'",
            "SELECT COUNT(*) FROM client_people",
            "SELECT COUNT(*) FROM client_messages WHERE kind = 'note'",
        ] {
            assert_eq!(number(&platform, query).await, 1, "{query}");
        }

        // Of the statement some lines are matched, and some wait.
        for status in ["matched", "unmatched"] {
            assert!(number(&platform, &format!("SELECT COUNT(*) FROM bank_lines WHERE status = '{status}'")).await > 0, "{status}");
        }

        // All five sign in with the password that is printed, and each sees what is theirs.
        let clients = "SELECT COUNT(*) FROM memberships WHERE user_id = $1";
        for (name, memberships) in [("gerencia", 1 + 27), ("equipo", 1), ("consulta", 1), ("negocio", 2), ("cliente", 0)] {
            let email = format!("{name}@despacho.example");
            let user = users::authenticate(platform.db.read(), &email, "despacho-demo").await.expect("an answer");
            let user = user.unwrap_or_else(|| panic!("{email} signs in"));
            assert!(user.confirmed_at.is_some(), "{email}");
            let found: Option<i64> = sql::scalar(platform.db.read(), clients, vals![user.id]).await.expect("a query");
            assert_eq!(found, Some(memberships), "{email}");
        }
        assert!(users::authenticate(platform.db.read(), "gerencia@despacho.example", "otra").await.expect("an answer").is_none());

        // A second time it refuses, and nothing has changed.
        let refused = demo::demo(&place).await.expect_err("a refusal").to_string();
        assert!(refused.contains("already"), "{refused}");
        assert_eq!(counts(&platform).await, expected);
    }
}
