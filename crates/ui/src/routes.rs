//! The table of routes: each states who may take it, and the guard enforces what the table says.
//!
//! Tests walk the same table, so a new route can't be forgotten; the API's description is made from it too.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, RawPathParams, Request},
    handler::Handler,
    http::{HeaderMap, Method},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use despacho_kernel::{
    Id, Invalid,
    access::{OrganizationRight, PracticeRight, PracticeRole},
};
use despacho_platform::{Error, Platform, memberships};

use crate::{
    api::Described,
    caller::{self, Identity, OrganizationContext, PracticeContext},
    error::{Failure, Posted},
    openapi::Operation,
    schema::Shape,
};
use futures_util::future::BoxFuture;
use serde_json::Value;

/// Who may take a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Anyone,
    /// Whoever is signed in, for what is their own.
    SignedIn,
    /// An administrator of the installation, named on the command line. To anyone else it is not there.
    Installation,
    /// A member of the practice in the path (`{practice}`) or of the token's practice, whose role has the right.
    Practice(PracticeRight),
    /// A member of the organization in the path (`{organization}`) whose role has the right.
    Organization(OrganizationRight),
}

/// One row of the table.
#[derive(Debug, Clone)]
pub struct Route {
    pub method: Method,
    /// With parameters in braces.
    pub path: &'static str,
    pub access: Access,
    /// The description of an endpoint of the API.
    pub operation: Option<Operation>,
}

impl Route {
    /// Whether it is an endpoint of the JSON API.
    pub fn is_api(&self) -> bool {
        self.path.starts_with("/api/")
    }
}

/// A handler of whatever type as one type, so that what surrounds it is compiled once and not for each of a thousand.
#[derive(Clone)]
struct Endpoint(Arc<dyn Fn(Request, Platform) -> BoxFuture<'static, Response> + Send + Sync>);

impl Handler<(), Platform> for Endpoint {
    type Future = BoxFuture<'static, Response>;

    fn call(self, request: Request, platform: Platform) -> Self::Future {
        (self.0)(request, platform)
    }
}

/// Routes with their table.
pub struct Routes {
    platform: Platform,
    router: Router<Platform>,
    table: Vec<Route>,
}

impl Routes {
    /// No routes yet.
    pub fn new(platform: &Platform) -> Self {
        Self { platform: platform.clone(), router: Router::new(), table: vec![] }
    }

    /// A page.
    pub fn get<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Platform>,
        T: 'static,
    {
        self.route(MethodFilter::GET, Method::GET, path, access, None, handler)
    }

    /// A form's target.
    pub fn post<H, T>(self, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, Platform>,
        T: 'static,
    {
        self.route(MethodFilter::POST, Method::POST, path, access, None, handler)
    }

    /// An endpoint of the API with its description.
    pub fn api<H, T>(self, operation: Operation, access: Access, handler: H) -> Self
    where
        H: Handler<T, Platform>,
        T: 'static,
    {
        let filter = match operation.method {
            Method::POST => MethodFilter::POST,
            Method::PATCH => MethodFilter::PATCH,
            Method::PUT => MethodFilter::PUT,
            Method::DELETE => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let operation = match access {
            Access::Practice(_) => operation.of_practice(),
            _ => operation,
        };
        self.route(filter, operation.method.clone(), operation.path, access, Some(operation), handler)
    }

    fn route<H, T>(self, filter: MethodFilter, method: Method, path: &'static str, access: Access, operation: Option<Operation>, handler: H) -> Self
    where
        H: Handler<T, Platform>,
        T: 'static,
    {
        let endpoint = Endpoint(Arc::new(move |request, platform| Box::pin(handler.clone().call(request, platform))));
        self.add(filter, Route { method, path, access, operation }, endpoint)
    }

    fn add(mut self, filter: MethodFilter, route: Route, endpoint: Endpoint) -> Self {
        let (platform, access) = (self.platform.clone(), route.access);
        let described = route.operation.as_ref().map(|operation| Arc::new(Description::of(operation)));
        let guarded = from_fn(move |request: Request, next: Next| guard(platform.clone(), access, described.clone(), request, next));
        self.router = self.router.route(route.path, on(filter, endpoint).route_layer(guarded));
        self.table.push(route);
        self
    }

    /// Adds another room's routes.
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The table and the router made from it.
    pub fn finish(self) -> (Vec<Route>, Router<Platform>) {
        (self.table, self.router)
    }
}

/// What requests of an endpoint are held to.
struct Description {
    body: Option<Shape>,
    query: Vec<(&'static str, Shape)>,
}

impl Description {
    fn of(operation: &Operation) -> Self {
        Self { body: operation.body(), query: operation.parameters().collect() }
    }

    /// Every parameter of the query that is not as described. An empty one counts as absent; what nobody described is left alone.
    fn check(&self, query: &str) -> Result<(), Error> {
        let mut errors = Invalid::new();
        let sent: Vec<_> = form_urlencoded::parse(query.as_bytes()).filter(|(_, value)| !value.is_empty()).collect();
        for (name, shape) in &self.query {
            let mut values = sent.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
            let Some(value) = values.next() else { continue };
            if values.next().is_some() {
                errors.push(name, "repeated");
            }
            let value = if shape.is_number() { value.parse::<i64>().map_or_else(|_| value.as_ref().into(), Value::from) } else { value.as_ref().into() };
            for fault in shape.faults(name, &value).0 {
                errors.push_with(&fault.field, fault.code, fault.params);
            }
        }
        errors.finish().map_err(Error::Parameters)
    }
}

async fn guard(platform: Platform, access: Access, described: Option<Arc<Description>>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if let Err(error) = admit(&platform, access, &mut parts).await {
        let posted = match (&error, parts.method == Method::POST) {
            (Error::Unauthenticated, true) => Some(posted(&parts.headers, body).await),
            _ => None,
        };
        let mut response = Failure(error).into_response();
        if let Some(posted) = posted {
            response.extensions_mut().insert(posted);
        }
        return response;
    }
    if let Some(description) = described {
        if let Err(error) = description.check(parts.uri.query().unwrap_or("")) {
            return Failure(error).into_response();
        }
        if let Some(shape) = &description.body {
            parts.extensions.insert(Described(shape.clone()));
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// Most bytes of a form that are kept for whoever signs in again.
const KEPT: usize = 64 * 1024;

/// What was typed in a form whose sender has to sign in again. Passwords and files are not kept.
async fn posted(headers: &HeaderMap, body: Body) -> Posted {
    if !caller::header(headers, "content-type").is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Posted::default();
    }
    let bytes = axum::body::to_bytes(body, KEPT).await.unwrap_or_default();
    let secret = |name: &str| ["password", "secret", "token"].iter().any(|word| name.contains(word));
    Posted(form_urlencoded::parse(&bytes).into_owned().filter(|(name, _)| !secret(name)).collect())
}

async fn admit(platform: &Platform, access: Access, parts: &mut axum::http::request::Parts) -> Result<(), Error> {
    if access == Access::Anyone {
        return Ok(());
    }
    let identity = parts.extensions.get::<Identity>().cloned().ok_or(Error::Unauthenticated)?;
    let user = identity.user.id;
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Error::NotFound)?;
    let param = |name: &str| params.iter().find(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
    let id = |name: &str| param(name).map(|value| value.parse::<Id>().map_err(|_| Error::NotFound)).transpose();
    match access {
        Access::Anyone | Access::SignedIn => {}
        Access::Installation => {
            if !identity.user.administers(&platform.config) {
                return Err(Error::NotFound);
            }
        }
        Access::Practice(right) => {
            let practice = match id("practice")? {
                Some(practice) => practice,
                None => named_practice(platform, &parts.headers, user, identity.practice).await?,
            };
            let context = in_practice(platform, practice, user, right).await?;
            parts.extensions.insert(context);
        }
        Access::Organization(right) => {
            let organization = id("organization")?.ok_or(Error::NotFound)?;
            let context = in_organization(platform, organization, user, right).await?;
            parts.extensions.insert(context);
        }
    }
    Ok(())
}

/// A member's place in a practice, if their role has the right. The guard asks it of the path's; a handler asks it of one that only a body
/// brings into play.
pub async fn in_practice(platform: &Platform, practice: Id, user: Id, right: PracticeRight) -> Result<PracticeContext, Error> {
    let found = memberships::standing(platform.db.read(), practice, user).await?.ok_or(Error::NotFound)?;
    let role: PracticeRole = found.role.parse().map_err(|_| Error::Forbidden)?;
    if !role.may(right) {
        return Err(Error::Forbidden);
    }
    visited(platform, practice, user, found.seen_at).await?;
    Ok(PracticeContext { id: practice, role })
}

/// The same of an organization.
pub async fn in_organization(platform: &Platform, organization: Id, user: Id, right: OrganizationRight) -> Result<OrganizationContext, Error> {
    let held = memberships::held_role(platform.db.read(), organization, user).await?.ok_or(Error::NotFound)?;
    if !held.rights.may(right) {
        return Err(Error::Forbidden);
    }
    visited(platform, organization, user, held.seen_at).await?;
    Ok(OrganizationContext { id: organization, rights: held.rights })
}

/// One write in so many milliseconds is enough to know when a member was last at work in a tenant.
const VISIT: i64 = 600_000;

/// Notes that a member is at work in a tenant: the team sees when each last was, and learns a stranger's name by their coming.
async fn visited(platform: &Platform, tenant: Id, user: Id, seen_at: Option<i64>) -> Result<(), Error> {
    let now = platform.clock.now();
    if seen_at.is_none_or(|at| now - at > VISIT) {
        let tx = platform.db.begin().await?;
        memberships::visit(&tx, tenant, user, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The practice that an API call is for: the header's, the one that the token was made for, or the only one in which its user works. A token that was made
/// for one practice is none of another's.
pub async fn named_practice(platform: &Platform, headers: &HeaderMap, user: Id, token: Option<Id>) -> Result<Id, Error> {
    let named: Option<Id> = caller::header(headers, "despacho-practice").map(|value| value.parse().map_err(|_| Error::NotFound)).transpose()?;
    match (named, token) {
        (Some(named), Some(token)) if named != token => Err(Error::NotFound),
        (Some(practice), _) | (None, Some(practice)) => Ok(practice),
        (None, None) => match memberships::practices_at_work(platform.db.read(), user).await?.as_slice() {
            [only] => Ok(*only),
            [] => Err(Error::Conflict("no_practice")),
            _ => Err(Error::Conflict("practice_required")),
        },
    }
}
