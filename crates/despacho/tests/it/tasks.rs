//! Tasks: their API, their people, their states, and what staff see of them.

use despacho_kernel::Id;
use despacho_platform::{both, memberships::Tenant};
use serde_json::{Value, json};

use crate::common::{App, Person};

async fn client(app: &App, owner: &Person, name: &str) -> String {
    let made = app.api(owner, "POST", "/clients", Some(json!({ "display_name": name })), None).await.json();
    made["id"].as_str().expect("an id").to_owned()
}

async fn task(app: &App, by: &Person, body: Value) -> Value {
    let made = app.api(by, "POST", "/tasks", Some(body), None).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()
}

fn faults(answer: &Value) -> Vec<(String, String)> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|e| (e["field"].as_str().unwrap_or("").to_owned(), e["code"].as_str().unwrap_or("").to_owned()))
        .collect()
}

fn told(field: &str, code: &str) -> Vec<(String, String)> {
    vec![(field.to_owned(), code.to_owned())]
}

both! {
    async fn a_task_goes_from_planned_to_done_and_is_reviewed_by_another(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, manager) = (app.person("owner").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &manager, "manager").await;
        let of = client(&app, &owner, "Café Sol").await;
        let body = json!({
            "client_id": of, "title": "Modelo 303", "period": "2027-Q1", "due_on": "2027-04-16", "owner_id": owner.user.id, "reviewer_id": manager.user.id,
            "tags": ["iva"], "subtasks": [{ "title": "Conciliar" }, { "title": "Revisar", "due_on": "2027-04-14", "assignee_id": owner.user.id }],
        });
        let made = task(&app, &owner, body).await;
        assert_eq!((&made["status"], &made["waiting_for"], &made["legal_due_on"], &made["client_id"]), (&json!("planned"), &Value::Null, &Value::Null, &json!(of)));
        assert_eq!((made["subtasks"][1]["title"].as_str(), &made["subtasks"][1]["done"], &made["subtasks"][0]["due_on"]), (Some("Revisar"), &json!(false), &Value::Null));
        let path = format!("/tasks/{}", made["id"].as_str().expect("an id"));
        let patch = async |by: &Person, body: Value| app.api(by, "PATCH", &path, Some(body), None).await;
        for (body, status) in [
            (json!({ "status": "ready" }), "ready"),
            (json!({ "status": "in_progress" }), "in_progress"),
            (json!({ "status": "waiting", "waiting_for": "client" }), "waiting"),
            (json!({ "status": "in_progress" }), "in_progress"),
            (json!({ "status": "in_review" }), "in_review"),
        ] {
            let answer = patch(&owner, body).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["status"]), (200, &json!(status)), "{}", answer.text);
        }
        let own = patch(&owner, json!({ "status": "done" })).await;
        assert_eq!((own.status.as_u16(), faults(&own.json())), (422, told("status", "task_own_review")));
        let done = patch(&manager, json!({ "status": "done" })).await;
        assert_eq!((done.status.as_u16(), &done.json()["status"]), (200, &json!("done")), "{}", done.text);
        assert_eq!(faults(&patch(&owner, json!({ "status": "planned" })).await.json()), told("status", "task_step"));
        // Returned work is told to who prepared it.
        for (by, status) in [(&manager, "in_progress"), (&owner, "in_review"), (&manager, "in_progress")] {
            assert_eq!(patch(by, json!({ "status": status })).await.status, 200);
        }
        assert_eq!(app.count("notifications WHERE kind = 'task_returned'").await, 1);
    }

    async fn what_is_wrong_with_a_task_is_told_at_its_place(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        app.practice(&owner, "Asesores").await;
        app.practice(&stranger, "Otros").await;
        let of = client(&app, &owner, "Café Sol").await;
        let refused = async |body: Value| {
            let answer = app.api(&owner, "POST", "/tasks", Some(body), None).await;
            assert_eq!(answer.status, 422, "{}", answer.text);
            faults(&answer.json())
        };
        assert_eq!(refused(json!({ "client_id": of })).await, told("title", "missing"));
        assert_eq!(refused(json!({ "title": "x" })).await, told("client_id", "missing"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "due_on": "2027-02-30" })).await, told("due_on", "date"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "period": "2027-Q7" })).await, told("period", "task_period"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "status": "waiting" })).await, told("waiting_for", "required"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "owner_id": stranger.user.id })).await, told("owner_id", "choice"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "start_on": "2027-02-02", "due_on": "2027-02-01" })).await, told("due_on", "date_order"));
        assert_eq!(refused(json!({ "client_id": of, "title": "x", "subtasks": [{ "title": "a", "assignee_id": stranger.user.id }] })).await, told("subtasks.0.assignee_id", "choice"));
        let theirs = client(&app, &stranger, "Ajeno").await;
        assert_eq!(app.api(&owner, "POST", "/tasks", Some(json!({ "client_id": theirs, "title": "x" })), None).await.status, 404);
        assert_eq!(app.count("tasks").await, 0);
        let other = task(&app, &stranger, json!({ "client_id": theirs, "title": "Suya" })).await;
        let path = format!("/tasks/{}", other["id"].as_str().expect("an id"));
        for (method, body) in [("GET", None), ("PATCH", Some(json!({ "title": "Mía" }))), ("DELETE", None)] {
            assert_eq!(app.api(&owner, method, &path, body, None).await.status, 404, "{method}");
        }
    }

    async fn lines_and_notes_of_a_task_are_added_changed_and_told(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, manager) = (app.person("owner").await, app.person("manager").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &manager, "manager").await;
        let tx = app.platform.db.begin().await.expect("a transaction");
        despacho_platform::memberships::visit(&tx, practice.id, manager.user.id, 1).await.expect("a visit");
        tx.commit().await.expect("a commit");
        let of = client(&app, &owner, "Café Sol").await;
        let made = task(&app, &owner, json!({ "client_id": of, "title": "Renta" })).await;
        let path = format!("/tasks/{}", made["id"].as_str().expect("an id"));
        let line = app.api(&owner, "POST", &format!("{path}/subtasks"), Some(json!({ "title": "Pedir datos" })), None).await;
        assert_eq!(line.status, 201, "{}", line.text);
        let line = line.json();
        assert_eq!((&line["done"], &line["assignee_id"]), (&json!(false), &Value::Null));
        let at = format!("{path}/subtasks/{}", line["id"].as_str().expect("an id"));
        let changed = app.api(&owner, "PATCH", &at, Some(json!({ "done": true, "assignee_id": manager.user.id, "due_on": "2027-05-01" })), None).await.json();
        assert_eq!((&changed["done"], &changed["due_on"], &changed["title"]), (&json!(true), &json!("2027-05-01"), &json!("Pedir datos")));
        assert_eq!(app.api(&owner, "GET", &path, None, None).await.json()["subtasks"], json!([changed]));
        let note = app.api(&owner, "POST", &format!("{path}/comments"), Some(json!({ "body": "@manager, falta el borrador" })), None).await;
        assert_eq!((note.status.as_u16(), &note.json()["author_name"]), (201, &json!("owner")), "{}", note.text);
        assert_eq!(app.count("notifications WHERE kind = 'task_mentioned'").await, 1);
        assert_eq!(app.api(&owner, "GET", &format!("{path}/comments"), None, None).await.json()["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(app.api(&owner, "GET", &path, None, None).await.json()["follower_ids"], json!([owner.user.id]));
        assert_eq!(faults(&app.api(&owner, "POST", &format!("{path}/comments"), Some(json!({ "body": "  " })), None).await.json()), told("body", "required"));
        assert_eq!(app.api(&owner, "DELETE", &at, None, None).await.status, 204);
        assert_eq!(app.api(&owner, "DELETE", &path, None, None).await.status, 204);
        assert_eq!(app.api(&owner, "GET", &path, None, None).await.status, 404);
        assert_eq!(app.api(&owner, "GET", "/tasks", None, None).await.json()["items"], json!([]));
    }

    async fn staff_see_and_get_tasks_of_their_clients_alone(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let (mine, other) = (client(&app, &owner, "Mío").await, client(&app, &owner, "Otro").await);
        let assigned = app.api(&owner, "PUT", &format!("/clients/{mine}/assignments"), Some(json!({ "user_ids": [staff.user.id] })), None).await;
        assert_eq!(assigned.status, 200, "{}", assigned.text);
        let seen = task(&app, &owner, json!({ "client_id": mine, "title": "Se ve" })).await;
        let hidden = task(&app, &owner, json!({ "client_id": other, "title": "No se ve" })).await;
        let items = app.api(&staff, "GET", "/tasks", None, None).await.json()["items"].clone();
        assert_eq!(items.as_array().expect("tasks").iter().map(|item| item["id"].clone()).collect::<Vec<_>>(), [seen["id"].clone()]);
        let path = |task: &Value| format!("/tasks/{}", task["id"].as_str().expect("an id"));
        assert_eq!(app.api(&staff, "GET", &path(&hidden), None, None).await.status, 404);
        assert_eq!(app.api(&staff, "PATCH", &path(&seen), Some(json!({ "status": "ready" })), None).await.status, 200);
        let refused = app.api(&owner, "PATCH", &path(&hidden), Some(json!({ "owner_id": staff.user.id })), None).await;
        assert_eq!(faults(&refused.json()), told("owner_id", "task_unseen"));
        assert_eq!(app.api(&owner, "PATCH", &path(&seen), Some(json!({ "owner_id": staff.user.id })), None).await.status, 200);
    }

    async fn a_later_change_over_an_older_version_is_refused_and_a_key_makes_one_task(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let of = client(&app, &owner, "Café Sol").await;
        let body = json!({ "client_id": of, "title": "Una" });
        let one = app.api(&owner, "POST", "/tasks", Some(body.clone()), Some("k1")).await.json();
        let again = app.api(&owner, "POST", "/tasks", Some(body), Some("k1")).await.json();
        assert_eq!((&one["id"], app.count("tasks").await), (&again["id"], 1));
        let path = format!("/api/v1/tasks/{}", one["id"].as_str().expect("an id"));
        let patch = async |tag: &str, title: &str| {
            let request = axum::http::Request::patch(&path).header("authorization", format!("Bearer {}", owner.token)).header("if-match", tag);
            app.send(request.body(json!({ "title": title }).to_string().into()).expect("a request")).await
        };
        assert_eq!(patch("\"1\"", "Dos").await.status, 200);
        let stale = patch("\"1\"", "Tres").await;
        assert_eq!(stale.status, 412, "{}", stale.text);
        assert_eq!(patch("\"2\"", "Tres").await.status, 200);
        let id: Id = one["id"].as_str().expect("an id").parse().expect("an id");
        assert_eq!(app.count(&format!("activity WHERE subject_kind = 'task' AND action = 'task_updated' AND actor_id IS NOT NULL AND subject_name IN ('Dos', 'Tres') AND '{id}' <> ''")).await, 2);
    }

    async fn a_list_goes_on_from_its_cursor_and_is_narrowed(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let (one, two) = (client(&app, &owner, "Café Sol").await, client(&app, &owner, "Viveros").await);
        for at in 0..5 {
            task(&app, &owner, json!({ "client_id": if at % 2 == 0 { &one } else { &two }, "title": format!("Tarea {at}"), "period": format!("2027-Q{}", at % 4 + 1) })).await;
        }
        let titles = async |query: &str| {
            let answer = app.api(&owner, "GET", &format!("/tasks{query}"), None, None).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            let answer = answer.json();
            let titles: Vec<String> = answer["items"].as_array().expect("tasks").iter().map(|item| item["title"].as_str().expect("a title").to_owned()).collect();
            (titles, answer["next_cursor"].as_str().map(str::to_owned))
        };
        let (first, cursor) = titles("?limit=3").await;
        let (rest, none) = titles(&format!("?limit=3&cursor={}", cursor.expect("more"))).await;
        assert_eq!((first.len(), rest.len(), none), (3, 2, None));
        assert_eq!(titles(&format!("?client_id={two}")).await.0, ["Tarea 1", "Tarea 3"]);
        assert_eq!(titles("?period=2027-Q1").await.0, ["Tarea 0", "Tarea 4"]);
        assert_eq!(titles("?search=viveros+3").await.0, ["Tarea 3"], "the client's name and the title");
        assert_eq!(titles("?status=done").await.0, Vec::<String>::new());
    }
}

async fn template(app: &App, by: &Person, body: Value) -> String {
    let made = app.api(by, "POST", "/task-templates", Some(body), None).await;
    assert_eq!(made.status, 201, "{}", made.text);
    made.json()["id"].as_str().expect("an id").to_owned()
}

async fn titles(app: &App, by: &Person) -> Vec<(String, String, String)> {
    let items = app.api(by, "GET", "/tasks?limit=200", None, None).await.json()["items"].clone();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or("").to_owned();
    let mut found: Vec<_> = items
        .as_array()
        .expect("tasks")
        .iter()
        .map(|item| (text(item, "title"), text(item, "period"), text(item, "due_on")))
        .collect();
    found.sort();
    found
}

both! {
    async fn a_template_makes_a_task_of_each_client_and_period_once(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, stranger) = (app.person("owner").await, app.person("stranger").await);
        app.practice(&owner, "Asesores").await;
        app.practice(&stranger, "Otros").await;
        let (one, two, theirs) = (client(&app, &owner, "Uno").await, client(&app, &owner, "Dos").await, client(&app, &stranger, "Ajeno").await);
        let body = json!({ "name": "IVA", "title": "Modelo 303", "due_days": 15, "weekends": "keep", "subtasks": [{ "title": "Conciliar", "due_days": -5 }, { "title": "Presentar" }] });
        let id = template(&app, &owner, body).await;
        let path = format!("/task-templates/{id}/applications");
        let apply = async |body: Value| app.api(&owner, "POST", &path, Some(body), None).await;
        let begun = apply(json!({ "client_ids": [one, two], "periods": ["2027-Q1", "2027-Q2"] })).await;
        assert_eq!((begun.status.as_u16(), &begun.json()["status"], &begun.json()["total"]), (202, &json!("queued"), &json!(4)), "{}", begun.text);
        app.work().await;
        let (first, second) = (("Modelo 303".to_owned(), "2027-Q1".to_owned(), "2027-04-15".to_owned()), ("Modelo 303".to_owned(), "2027-Q2".to_owned(), "2027-07-15".to_owned()));
        assert_eq!(titles(&app, &owner).await, [first.clone(), first.clone(), second.clone(), second]);
        let lines = app.api(&owner, "GET", &format!("/tasks?client_id={one}&period=2027-Q1"), None, None).await.json()["items"][0]["subtasks"].clone();
        assert_eq!((&lines[0]["due_on"], &lines[1]["due_on"], &lines[1]["title"]), (&json!("2027-04-10"), &Value::Null, &json!("Presentar")));
        // Twice is once, and what is new is made beside it.
        let again = apply(json!({ "client_ids": [one, one, two], "periods": ["1T 2027", "2027-Q3"] })).await.json();
        app.work().await;
        let told = app.api(&owner, "GET", &format!("{path}/{}", again["id"].as_str().expect("an id")), None, None).await.json();
        assert_eq!((&told["status"], &told["made"], &told["already"]), (&json!("completed"), &json!(2), &json!(2)));
        assert_eq!(app.count("tasks").await, 6);
        assert_eq!(faults(&apply(json!({ "client_ids": [one], "periods": ["2027-Q9"] })).await.json()), self::told("periods.0", "task_period"));
        assert_eq!(apply(json!({ "client_ids": [theirs], "periods": ["2027-Q1"] })).await.status, 404);
        assert_eq!(app.api(&stranger, "POST", &path, Some(json!({ "client_ids": [theirs] })), None).await.status, 404);
    }

    async fn a_changed_template_changes_what_is_not_begun_when_it_is_told_to(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let (one, two) = (client(&app, &owner, "Uno").await, client(&app, &owner, "Dos").await);
        let id = template(&app, &owner, json!({ "title": "Modelo 111", "due_days": 10, "weekends": "keep", "subtasks": [{ "title": "Revisar" }] })).await;
        app.api(&owner, "POST", &format!("/task-templates/{id}/applications"), Some(json!({ "client_ids": [one, two], "periods": ["2027-Q1"] })), None).await;
        app.work().await;
        let begun = app.api(&owner, "GET", &format!("/tasks?client_id={one}"), None, None).await.json()["items"][0]["id"].as_str().expect("an id").to_owned();
        assert_eq!(app.api(&owner, "PATCH", &format!("/tasks/{begun}"), Some(json!({ "status": "in_progress" })), None).await.status, 200);
        let changed = app.api(&owner, "PATCH", &format!("/task-templates/{id}"), Some(json!({ "due_days": 12, "title": "Modelo 111 nuevo", "subtasks": [{ "title": "Revisar" }, { "title": "Presentar" }] })), None).await;
        assert_eq!((changed.status.as_u16(), &changed.json()["version"]), (200, &json!(2)), "{}", changed.text);
        let old = ("Modelo 111".to_owned(), "2027-Q1".to_owned(), "2027-04-10".to_owned());
        assert_eq!(titles(&app, &owner).await, [old.clone(), old.clone()], "nothing changes by itself");
        let page = app.get(&owner, &format!("/practices/{}/task-templates/{id}", practice.id)).await.text;
        assert!(page.contains("1 tarea sin empezar") && page.contains("1 ya empezada se deja como está"), "{page}");
        assert_eq!(app.post(&owner, &format!("/practices/{}/task-templates/{id}/renewal", practice.id), "").await.status, 303);
        assert_eq!(titles(&app, &owner).await, [old, ("Modelo 111 nuevo".to_owned(), "2027-Q1".to_owned(), "2027-04-12".to_owned())]);
        assert_eq!(app.count("subtasks").await, 3);
    }

    async fn a_series_is_seen_ahead_and_makes_what_is_near(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        app.practice(&owner, "Asesores").await;
        let of = client(&app, &owner, "Uno").await;
        let now = despacho_ui::format::local_date("Europe/Madrid", app.platform.clock.now()).expect("a day");
        let starts = now.checked_add(jiff::ToSpan::days(5)).expect("a day");
        let body = json!({ "title": "Nóminas", "client_id": of, "frequency": "weekly", "starts_on": starts.to_string(), "days_ahead": 14, "weekends": "keep" });
        let made = app.api(&owner, "POST", "/task-series", Some(body), None).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let id = made.json()["id"].as_str().expect("an id").to_owned();
        let until = starts.checked_add(jiff::ToSpan::days(21)).expect("a day");
        let occurrences = async || app.api(&owner, "GET", &format!("/task-series/{id}/occurrences?until={until}"), None, None).await.json()["items"].clone();
        let days = |items: &Value| items.as_array().expect("times").iter().map(|item| item["due_on"].as_str().expect("a day").to_owned()).collect::<Vec<_>>();
        let planned = occurrences().await;
        let expected: Vec<String> = (0..4).map(|week| starts.checked_add(jiff::ToSpan::days(week * 7)).expect("a day").to_string()).collect();
        assert_eq!(days(&planned), expected);
        assert!(planned[0]["task_id"].is_null());
        app.work().await;
        // Those of the next fourteen days are tasks; a second look makes none again.
        app.api(&owner, "PATCH", &format!("/task-series/{id}"), Some(json!({ "ends_on": until.to_string() })), None).await;
        app.work().await;
        assert_eq!(app.count("tasks").await, 2);
        let now_planned = occurrences().await;
        assert_eq!((days(&now_planned), now_planned[1]["status"].clone(), now_planned[2]["task_id"].clone()), (expected.clone(), json!("planned"), Value::Null));
        // One is begun; leaving out a day takes only what is not.
        let begun = now_planned[0]["task_id"].as_str().expect("a task").to_owned();
        assert_eq!(app.api(&owner, "PATCH", &format!("/tasks/{begun}"), Some(json!({ "status": "in_progress" })), None).await.status, 200);
        let skipped = app.api(&owner, "PATCH", &format!("/task-series/{id}"), Some(json!({ "skip": [expected[0], expected[1]] })), None).await;
        assert_eq!(skipped.status, 200, "{}", skipped.text);
        app.work().await;
        assert_eq!(days(&occurrences().await), expected[2..]);
        assert_eq!(app.count("tasks WHERE shelf = 'open'").await, 1, "the begun one is left alone");
    }

    async fn several_are_changed_at_once_what_cannot_says_why_and_all_is_undone(engine) {
        let Some(app) = App::open(engine).await else { return };
        let owner = app.person("owner").await;
        let practice = app.practice(&owner, "Asesores").await;
        let of = client(&app, &owner, "Uno").await;
        let mut ids = vec![];
        for (title, status) in [("Una", "planned"), ("Dos", "planned"), ("Hecha", "done")] {
            let made = task(&app, &owner, json!({ "client_id": of, "title": title, "status": status, "due_on": "2027-04-30" })).await;
            ids.push(made["id"].as_str().expect("an id").to_owned());
        }
        let base = format!("/practices/{}/tasks", practice.id);
        let chosen: String = ids.iter().map(|id| format!("&ids={id}")).collect();
        let moved = app.post(&owner, &format!("{base}/selection"), &format!("do=move&move=%2B2&list={chosen}")).await;
        assert_eq!((moved.status.as_u16(), moved.flash().contains("flash-tasks-changed")), (303, true), "{}", moved.text);
        assert_eq!(app.count("tasks WHERE due_on = '2027-05-02'").await, 3);
        // A finished one does not wait: the others do, and the answer says which and why.
        let partly = app.post(&owner, &format!("{base}/selection"), &format!("do=status&status=waiting:client&list={chosen}")).await;
        assert_eq!(partly.status, 422);
        assert!(partly.text.contains("Cambiadas: 2") && partly.text.contains("Desde su estado actual no se pasa a este."), "{}", partly.text);
        assert_eq!(app.count("tasks WHERE status = 'waiting' AND waiting_for = 'client'").await, 2);
        let undo = partly.text.split("/tasks/selections/").nth(1).and_then(|rest| rest.split('"').next()).expect("an undoing").to_owned();
        assert_eq!(app.post(&owner, &format!("{base}/selections/{undo}"), "").await.status, 303);
        assert_eq!(app.count("tasks WHERE status = 'planned'").await, 2);
        assert_eq!(app.post(&owner, &format!("{base}/selections/{undo}"), "").await.status, 404, "once");
        let removed = app.post(&owner, &format!("{base}/selection"), &format!("do=remove&list={chosen}")).await;
        assert_eq!(removed.status, 303);
        assert_eq!((app.count("tasks WHERE shelf = 'removed'").await, app.get(&owner, &base).await.text.contains("Hecha</a>")), (3, false));
        let back = removed.flash().split("undo=").nth(1).map(|path| form_urlencoded::parse(format!("x={path}").as_bytes()).next().expect("a path").1.into_owned()).expect("an undoing");
        assert_eq!(app.post(&owner, &back, "").await.status, 303);
        assert_eq!(app.count("tasks WHERE shelf = 'removed'").await, 0);
        let wrong = app.post(&owner, &format!("{base}/selection"), &format!("do=move&move=pronto&list={chosen}")).await;
        assert!(wrong.status == 422 && wrong.text.contains("value=\"pronto\"") && wrong.text.contains("checked"), "{}", wrong.text);
    }

    async fn every_number_of_the_home_leads_to_a_list_of_as_many(engine) {
        let Some(app) = App::open(engine).await else { return };
        let (owner, staff) = (app.person("owner").await, app.person("staff").await);
        let practice = app.practice(&owner, "Asesores").await;
        app.join(Tenant::Practice, practice.id, &staff, "staff").await;
        let (mine, other) = (client(&app, &owner, "Mío").await, client(&app, &owner, "Otro").await);
        app.api(&owner, "PUT", &format!("/clients/{mine}/assignments"), Some(json!({ "user_ids": [staff.user.id] })), None).await;
        let now = despacho_ui::format::local_date("Europe/Madrid", app.platform.clock.now()).expect("a day");
        for at in 0..24i64 {
            let due = now.checked_add(jiff::ToSpan::days(at - 8)).expect("a day");
            let (status, waiting) = [("planned", None), ("waiting", Some("client")), ("in_progress", None), ("waiting", Some("authority"))][usize::try_from(at % 4).expect("small")];
            let body = json!({ "client_id": if at % 3 == 0 { &mine } else { &other }, "title": format!("T{at}"), "status": status, "waiting_for": waiting, "due_on": due.to_string(), "owner_id": (at % 2 == 0).then_some(owner.user.id) });
            task(&app, &owner, body).await;
        }
        for person in [&owner, &staff] {
            let home = app.get(person, &format!("/practices/{}", practice.id)).await.text;
            let mut links = 0;
            let figures = home.split("class=\"figures\"").nth(1).and_then(|rest| rest.split("</ul>").next()).expect("figures");
            for part in figures.split("href=\"").skip(1) {
                let link = part.split('"').next().expect("a link").replace("&amp;", "&");
                let count: usize = part.split("<b>").nth(1).and_then(|rest| rest.split("</b>").next()).expect("a number").parse().expect("a number");
                let list = app.get(person, &link).await.text;
                assert_eq!(list.matches("name=\"ids\"").count(), count, "{link}");
                links += 1;
            }
            assert_eq!(links, 5);
            let people = home.split("class=\"tasks people\"").nth(1).and_then(|rest| rest.split("</table>").next()).expect("people");
            for part in people.split("href=\"").skip(1) {
                let link = part.split('"').next().expect("a link").replace("&amp;", "&");
                let count: usize = part.split('>').nth(1).and_then(|rest| rest.split('<').next()).expect("a number").parse().expect("a number");
                assert_eq!(app.get(person, &link).await.text.matches("name=\"ids\"").count(), count, "{link}");
                links += 1;
            }
            assert!(links >= 15, "{links}");
            let rows = home.split("id=\"task-today\"").nth(1).and_then(|rest| rest.split("</table>").next()).expect("rows");
            assert!((1..=12).contains(&rows.matches("<td class=\"tt\">").count()));
        }
    }
}
