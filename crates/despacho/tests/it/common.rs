//! A firm of its own for each test, and requests as a browser or a program makes them.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use despacho::wiring;
use despacho_kernel::Id;
use despacho_kernel::access::Application;
use despacho_organizations::Organization;
use despacho_platform::{
    Platform, jobs,
    memberships::{self, Tenant},
    security::Origin,
    sessions,
    testkit::{Engine, Ground, ground},
    tokens::{self, NewToken},
    users::{self, NewUser, User},
};
use despacho_practice::practices::{Practice, actions as practices};
use despacho_settings::{founding::actions as organizations, preferences::Snapshot};
use despacho_ui::routes::Route;
use serde_json::Value;
use tower::ServiceExt;

/// The whole product on a fresh database.
pub struct App {
    pub platform: Platform,
    pub router: Router,
    pub table: Vec<Route>,
    pub ground: Ground,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{e}: {}", self.text))
    }

    pub fn location(&self) -> String {
        self.headers.get(header::LOCATION).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned()
    }

    /// What the next page will tell once.
    pub fn flash(&self) -> String {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|cookie| cookie.to_str().ok());
        let told = cookies.filter_map(|cookie| cookie.strip_prefix("despacho_flash=")).next().unwrap_or_default();
        told.split(';').next().unwrap_or_default().to_owned()
    }
}

/// A person with a browser's session and an API token.
pub struct Person {
    pub user: User,
    pub cookie: String,
    pub token: String,
}

impl App {
    /// Nothing when the engine is PostgreSQL and no server is named.
    pub async fn open(engine: Engine) -> Option<Self> {
        wiring::speak();
        let ground = ground(engine, &wiring::migrations()).await?;
        let platform = ground.platform.clone();
        let (table, router) = wiring::service(&platform);
        Some(Self { platform, router, table, ground })
    }

    pub async fn person(&self, name: &str) -> Person {
        let now = self.platform.clock.now();
        let new = NewUser {
            email: format!("{name}@test.example"),
            name: name.into(),
            language: "es".into(),
            time_zone: "Europe/Madrid".into(),
            ..NewUser::default()
        };
        let tx = self.platform.db.begin().await.expect("a transaction");
        // No test signs in with it, so it needs no real hash.
        let user = users::insert(&tx, &new, "-", true, now).await.expect("a user");
        let secret = sessions::open(&tx, user.id, &Origin::default(), now).await.expect("a session");
        let token = tokens::issue_api(&tx, user.id, &NewToken::named("test"), now).await.expect("a token");
        tx.commit().await.expect("a commit");
        Person { user, cookie: format!("despacho_session={secret}"), token }
    }

    /// Gives a person a password, which costs a real hash.
    pub async fn set_password(&self, person: &Person, password: &str) {
        let hash = users::hash_password(password.into()).await.expect("a hash");
        let tx = self.platform.db.begin().await.expect("a transaction");
        users::set_password(&tx, person.user.id, &hash).await.expect("a password");
        tx.commit().await.expect("a commit");
    }

    pub async fn practice(&self, owner: &Person, name: &str) -> Practice {
        let new = Practice::named(name, "ES").expect("valid");
        let tx = self.platform.db.begin().await.expect("a transaction");
        let practice = practices::create(&tx, new, &owner.user, self.platform.clock.now()).await.expect("a practice");
        tx.commit().await.expect("a commit");
        practice
    }

    pub async fn join(&self, kind: Tenant, tenant: Id, person: &Person, role: &str) {
        let tx = self.platform.db.begin().await.expect("a transaction");
        memberships::add(&tx, kind, tenant, person.user.id, role, self.platform.clock.now()).await.expect("a membership");
        tx.commit().await.expect("a commit");
    }

    pub async fn organization(&self, owner: &Person, name: &str, applications: &[&str]) -> Id {
        let applications: Vec<Application> = applications.iter().map(|a| a.parse().expect("an application")).collect();
        let new = Organization {
            owner_name: "Persona Ficticia".into(),
            email: "negocio@test.example".into(),
            phone: "+34600112233".into(),
            ..Organization::named(name, "ES", &applications)
        };
        let tx = self.platform.db.begin().await.expect("a transaction");
        let made = organizations::create(&tx, &wiring::applications(), new, &Snapshot::default(), &owner.user, self.platform.clock.now())
            .await
            .expect("an organization");
        tx.commit().await.expect("a commit");
        made.id
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 50_000_000).await.expect("a body");
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, person: &Person, path: &str) -> Answer {
        let request = Request::get(path).header(header::COOKIE, &person.cookie).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    pub async fn post(&self, person: &Person, path: &str, form: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &person.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .expect("a request");
        self.send(request).await
    }

    pub async fn api(&self, person: &Person, method: &str, path: &str, body: Option<Value>, key: Option<&str>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::AUTHORIZATION, format!("Bearer {}", person.token));
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let body = body.map_or(Body::empty(), |b| Body::from(b.to_string()));
        self.send(request.body(body).expect("a request")).await
    }

    /// Does every job that is due.
    pub async fn work(&self) {
        jobs::run_due(&self.platform, &wiring::jobs()).await.expect("the jobs");
    }

    /// The kept messages, the latest last, without the folds of quoted-printable.
    pub fn mail(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.platform.config.data.join("mail")) else { return vec![] };
        let mut paths: Vec<_> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
        paths.sort();
        paths.iter().map(|p| std::fs::read_to_string(p).expect("a message").replace("=\r\n", "").replace("=3D", "=")).collect()
    }

    /// The path of the latest message's link.
    pub fn link(&self) -> String {
        let mail = self.mail().pop().expect("a message");
        let at = mail.find("http://despacho.test").expect("a link") + "http://despacho.test".len();
        mail[at..].split_whitespace().next().unwrap_or("").to_owned()
    }

    pub async fn count(&self, table: &str) -> i64 {
        despacho_platform::sql::scalar(self.platform.db.read(), &format!("SELECT COUNT(*) FROM {table}"), vec![])
            .await
            .expect("a count")
            .unwrap_or(0)
    }
}
