//! The API of organizations and their members.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use despacho_kernel::{
    Uuid,
    access::{Application, OrganizationRight as R},
    address::Address,
    region::RegionInput,
    text::fold,
};
use despacho_platform::{Error, Event, Platform, invitations, memberships, team::Added};
use despacho_ui::{
    Access, InOrganization, Outcome, Query, Routes, SignedIn,
    api::{Body, List, json, once},
    openapi::Operation,
    paging::{self, ListQuery},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Apps, actions, members,
    organization::{NewOrganization, Organization, OrganizationInput},
    preferences::Snapshot,
    store,
};

pub(crate) fn routes(platform: &Platform) -> Routes {
    const ONE: &str = "/api/v1/organizations/{organization}";
    const MEMBERS: &str = "/api/v1/organizations/{organization}/members";
    Routes::new(platform)
        .api(
            Operation::get("/api/v1/organizations", "The organizations in which the token's user is a member").list::<OrganizationJson>(),
            Access::SignedIn,
            list,
        )
        .api(
            Operation::post("/api/v1/organizations", "Create an organization")
                .takes::<CreateOrganization>()
                .answers::<OrganizationJson>(201),
            Access::SignedIn,
            create,
        )
        .api(Operation::get(ONE, "An organization").answers::<OrganizationJson>(200), Access::Organization(R::Read), show)
        .api(
            Operation::patch(ONE, "Change an organization").takes::<ChangeOrganization>().answers::<OrganizationJson>(200),
            Access::Organization(R::EditSettings),
            change,
        )
        .api(Operation::get(MEMBERS, "Members and open invitations").list::<MemberJson>(), Access::Organization(R::ReadSettings), list_members)
        .api(
            Operation::post(MEMBERS, "Add a person: a member at once if they have an account, otherwise invited by mail")
                .takes::<CreateMember>()
                .answers::<MemberJson>(201),
            Access::Organization(R::ManageMembers),
            create_member,
        )
}

/// Regional settings; what is left out is proposed from the country.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Regional {
    /// ISO 4217.
    pub currency: Option<String>,
    /// `es` or `en`.
    pub language: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    pub date_format: Option<String>,
    /// Month, 1 to 12.
    pub fiscal_year_start: Option<u8>,
}

impl Regional {
    /// As the rules take it.
    pub fn input(&self) -> RegionInput {
        RegionInput {
            currency: self.currency.clone().unwrap_or_default(),
            language: self.language.clone().unwrap_or_default(),
            time_zone: self.time_zone.clone().unwrap_or_default(),
            date_format: self.date_format.clone().unwrap_or_default(),
            fiscal_year_start: self.fiscal_year_start.map_or(String::new(), |m| m.to_string()),
        }
    }

    /// From checked settings.
    pub fn of(region: &despacho_kernel::region::Region) -> Self {
        Self {
            currency: Some(region.currency.clone()),
            language: Some(region.language.clone()),
            time_zone: Some(region.time_zone.clone()),
            date_format: Some(region.date_format.clone()),
            fiscal_year_start: Some(region.fiscal_year_start),
        }
    }

    /// These settings where given, otherwise the others'.
    pub fn or(self, other: Self) -> Self {
        Self {
            currency: self.currency.or(other.currency),
            language: self.language.or(other.language),
            time_zone: self.time_zone.or(other.time_zone),
            date_format: self.date_format.or(other.date_format),
            fiscal_year_start: self.fiscal_year_start.or(other.fiscal_year_start),
        }
    }
}

/// A postal address.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct AddressJson {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub street1: String,
    pub street2: String,
    pub city: String,
    pub state: String,
    pub postal_code: String,
}

impl From<AddressJson> for Address {
    fn from(a: AddressJson) -> Self {
        Self { country: a.country, street1: a.street1, street2: a.street2, city: a.city, state: a.state, postal_code: a.postal_code }
    }
}

impl From<Address> for AddressJson {
    fn from(a: Address) -> Self {
        Self { country: a.country, street1: a.street1, street2: a.street2, city: a.city, state: a.state, postal_code: a.postal_code }
    }
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateOrganization {
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// `books`, `expense`, `payroll`, `inventory`; at least one.
    pub applications: Vec<String>,
    #[serde(default)]
    pub regional: Regional,
}

/// What is left out stays.
#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct ChangeOrganization {
    pub name: Option<String>,
    pub owner_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub tax_id: Option<String>,
    pub industry: Option<String>,
    pub address: Option<AddressJson>,
    pub regional: Option<Regional>,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Organization)]
pub struct OrganizationJson {
    pub id: Uuid,
    pub name: String,
    pub country: String,
    pub applications: Vec<String>,
    pub regional: Regional,
    pub owner_name: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub address: AddressJson,
}

impl From<Organization> for OrganizationJson {
    fn from(o: Organization) -> Self {
        Self {
            id: o.id,
            name: o.name,
            country: o.country,
            applications: o.applications.iter().map(|a: &Application| a.word().to_owned()).collect(),
            regional: Regional::of(&o.region),
            owner_name: o.owner_name,
            email: o.email,
            phone: o.phone,
            website: o.website,
            tax_id: o.tax_id,
            industry: o.industry,
            address: o.address.into(),
        }
    }
}

async fn list(State(platform): State<Platform>, who: SignedIn, Query(query): Query<ListQuery>) -> Outcome {
    let limit = query.limit()?;
    let search = query.search.clone().unwrap_or_default();
    let mut found = store::of_user(platform.db.read(), who.user.id, &search, query.position()?, limit + 1).await?;
    let more = paging::cut(&mut found, limit);
    let next_cursor = found.last().filter(|_| more).map(|o| paging::encode(&(fold(&o.name), o.id)));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(OrganizationJson::from).collect(), next_cursor }))
}

async fn create(State(platform): State<Platform>, apps: Apps, who: SignedIn, headers: HeaderMap, Body(body): Body<CreateOrganization>) -> Outcome {
    let request = format!("POST /organizations {body:?}");
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let input = OrganizationInput {
            name: body.name.clone(),
            country: body.country.clone(),
            applications: body.applications.clone(),
            region: body.regional.input(),
            ..OrganizationInput::default()
        };
        let organization = actions::create(tx, &apps, NewOrganization::try_from(input)?, &Snapshot::default(), &who.user, now).await?;
        Ok(OrganizationJson::from(organization))
    });
    Ok(response.await?)
}

async fn show(State(platform): State<Platform>, who: InOrganization) -> Outcome {
    let organization = store::find(platform.db.read(), who.organization).await?;
    Ok(json(StatusCode::OK, &OrganizationJson::from(organization)))
}

async fn change(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Body(body): Body<ChangeOrganization>) -> Outcome {
    let request = format!("PATCH /organizations/{} {body:?}", who.organization);
    let now = platform.clock.now();
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::OK, async |tx| {
        let before = store::find(tx, who.organization).await?;
        let keep = |given: &Option<String>, present: String| given.clone().unwrap_or(present);
        let input = OrganizationInput {
            name: keep(&body.name, before.name),
            country: before.country,
            owner_name: keep(&body.owner_name, before.owner_name),
            email: keep(&body.email, before.email),
            phone: keep(&body.phone, before.phone),
            website: keep(&body.website, before.website),
            tax_id: keep(&body.tax_id, before.tax_id),
            industry: keep(&body.industry, before.industry),
            address: body.address.clone().map_or(before.address, Address::from),
            region: body.regional.clone().unwrap_or_default().or(Regional::of(&before.region)).input(),
            applications: vec![],
        };
        let organization = actions::update(tx, who.organization, NewOrganization::try_from(input)?, &who.user, now).await?;
        Ok(OrganizationJson::from(organization))
    });
    Ok(response.await?)
}

#[derive(Debug, Deserialize, Serialize, ToSchema)]
pub struct CreateMember {
    pub email: String,
    /// `administrator`, `accountant`, `staff` or `read_only`.
    pub role: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberJson {
    /// The user's id, or the invitation's.
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub role: String,
    /// `active` or `invited`.
    pub status: String,
}

async fn list_members(State(platform): State<Platform>, who: InOrganization, Query(query): Query<ListQuery>) -> Outcome {
    let db = platform.db.read();
    let (limit, after) = (query.limit()?, query.position::<usize>()?.unwrap_or(0));
    let search = fold(query.search.as_deref().unwrap_or(""));
    let now = platform.clock.now();
    let mut items: Vec<MemberJson> = memberships::list(db, who.organization)
        .await?
        .into_iter()
        .map(|m| MemberJson { id: m.user_id, name: m.name, email: m.email, role: m.role, status: "active".into() })
        .collect();
    let open = invitations::list(db, who.organization).await?.into_iter().filter(|i| i.is_open(now));
    items.extend(open.map(|i| MemberJson { id: i.id, name: String::new(), email: i.email, role: i.role, status: "invited".into() }));
    items.retain(|m| fold(&format!("{} {}", m.name, m.email)).contains(&search));
    let mut items: Vec<_> = items.into_iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut items, limit);
    let next_cursor = more.then(|| paging::encode(&(after + items.len())));
    Ok(json(StatusCode::OK, &List { items, next_cursor }))
}

async fn create_member(State(platform): State<Platform>, who: InOrganization, headers: HeaderMap, Body(body): Body<CreateMember>) -> Outcome {
    let request = format!("POST /organizations/{}/members {body:?}", who.organization);
    let now = platform.clock.now();
    let mut notified = None;
    let response = once(&platform, who.user.id, &headers, &request, StatusCode::CREATED, async |tx| {
        let member = match members::add_by_email(tx, who.organization, &body.email, &body.role, &who.user, now).await? {
            Added::Member(user) => {
                let member = memberships::find(tx, who.organization, user).await?.ok_or(Error::NotFound)?;
                notified = Some(user);
                MemberJson { id: user, name: member.name, email: member.email, role: member.role, status: "active".into() }
            }
            Added::Invited(id) => {
                let invitation = invitations::find(tx, who.organization, id).await?;
                let (email, role) = (invitation.email, invitation.role);
                MemberJson { id, name: String::new(), email, role, status: "invited".into() }
            }
        };
        Ok(member)
    })
    .await?;
    // After the commit: whoever hears it reads the count at once.
    if let Some(user) = notified {
        platform.tell(Event::Notified(user));
    }
    Ok(response)
}
