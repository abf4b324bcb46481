//! The table of routes: each states who may take it, and the guard enforces what the table says.
//!
//! Tests walk the same table, so a new route can't be forgotten; the API's description is made from it too.

use axum::{
    Router,
    extract::{FromRequestParts, RawPathParams, Request},
    handler::Handler,
    http::{HeaderMap, Method},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::{MethodFilter, on},
};
use despacho_kernel::{
    Id,
    access::{OrganizationRight, PracticeRight, PracticeRole},
};
use despacho_platform::{
    Error, Platform,
    memberships::{self, Tenant},
};

use crate::{
    caller::{self, Identity, OrganizationContext, PracticeContext},
    error::Failure,
    openapi::Operation,
};

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
            Method::DELETE => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        self.route(filter, operation.method.clone(), operation.path, access, Some(operation), handler)
    }

    fn route<H, T>(mut self, filter: MethodFilter, method: Method, path: &'static str, access: Access, operation: Option<Operation>, handler: H) -> Self
    where
        H: Handler<T, Platform>,
        T: 'static,
    {
        let platform = self.platform.clone();
        let guarded = from_fn(move |request: Request, next: Next| guard(platform.clone(), access, request, next));
        self.router = self.router.route(path, on(filter, handler).route_layer(guarded));
        self.table.push(Route { method, path, access, operation });
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

async fn guard(platform: Platform, access: Access, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match admit(&platform, access, &mut parts).await {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(error) => Failure(error).into_response(),
    }
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
                None => named_practice(platform, &parts.headers, user).await?,
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
    let role = memberships::role(platform.db.read(), Tenant::Practice, practice, user).await?.ok_or(Error::NotFound)?;
    let role: PracticeRole = role.parse().map_err(|_| Error::Forbidden)?;
    if role.may(right) { Ok(PracticeContext { id: practice, role }) } else { Err(Error::Forbidden) }
}

/// The same of an organization.
pub async fn in_organization(platform: &Platform, organization: Id, user: Id, right: OrganizationRight) -> Result<OrganizationContext, Error> {
    let rights = memberships::held_role(platform.db.read(), organization, user).await?.ok_or(Error::NotFound)?.rights;
    if rights.may(right) { Ok(OrganizationContext { id: organization, rights }) } else { Err(Error::Forbidden) }
}

/// The practice that an API call is for: the header's, or the one that the token's user joined first.
pub async fn named_practice(platform: &Platform, headers: &HeaderMap, user: Id) -> Result<Id, Error> {
    match caller::header(headers, "despacho-practice") {
        Some(value) => value.parse().map_err(|_| Error::NotFound),
        None => memberships::first_practice(platform.db.read(), user).await?.ok_or(Error::Conflict("no_practice")),
    }
}
