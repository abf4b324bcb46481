use despacho_kernel::{
    Id, Invalid,
    access::Application,
    address::Address,
    email, place,
    region::{Region, RegionInput},
    tax_id,
};
use despacho_phones as phone;

/// A company with books and settings of its own.
#[derive(Debug, Clone)]
pub struct Organization {
    pub id: Id,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: Region,
    /// Its owner's name, if told.
    pub owner_name: String,
    pub email: String,
    /// E.164, or empty.
    pub phone: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub address: Address,
    pub applications: Vec<Application>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// An organization's profile as it was typed.
#[derive(Debug, Clone, Default)]
pub struct OrganizationInput {
    pub name: String,
    pub country: String,
    pub region: RegionInput,
    pub owner_name: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub address: Address,
    pub applications: Vec<String>,
}

/// A checked profile.
#[derive(Debug, Clone)]
pub struct NewOrganization {
    pub name: String,
    pub country: String,
    pub region: Region,
    pub owner_name: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub tax_id: String,
    pub industry: String,
    pub address: Address,
    pub applications: Vec<Application>,
}

impl TryFrom<OrganizationInput> for NewOrganization {
    type Error = Invalid;

    fn try_from(input: OrganizationInput) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let name = errors.required("name", &input.name, 200);
        let country = input.country.trim().to_uppercase();
        if country.is_empty() {
            errors.push("country", "required");
        } else {
            errors.take("country", place::country(&country));
        }
        let email = errors.optional_as("email", &input.email, email::parse);
        let phone = errors.optional_as("phone", &input.phone, |v| phone::parse(v, &country));
        let tax_id = errors.optional_as("tax_id", &input.tax_id, |v| tax_id::parse(v, &country));
        let applications = Application::parse_all(&input.applications, &mut errors);
        let new = Self {
            name,
            region: Region::parse(&input.region, &country, "regional.", &mut errors),
            owner_name: errors.optional("owner_name", &input.owner_name, 200),
            email,
            phone,
            website: errors.optional("website", &input.website, 200),
            tax_id,
            industry: errors.optional("industry", &input.industry, 100),
            address: input.address.checked("address.", &mut errors),
            applications,
            country,
        };
        errors.finish()?;
        Ok(new)
    }
}

impl NewOrganization {
    /// The organization that it would make, without an id.
    pub fn draft(&self) -> Organization {
        Organization {
            id: Id::nil(),
            name: self.name.clone(),
            country: self.country.clone(),
            region: self.region.clone(),
            owner_name: self.owner_name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            website: self.website.clone(),
            tax_id: self.tax_id.clone(),
            industry: self.industry.clone(),
            address: self.address.clone(),
            applications: self.applications.clone(),
            created_at: 0,
            updated_at: 0,
        }
    }
}

impl Organization {
    /// The fields that the activity log compares.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("name", self.name.clone()),
            ("country", self.country.clone()),
            ("owner_name", self.owner_name.clone()),
            ("email", self.email.clone()),
            ("phone", self.phone.clone()),
            ("website", self.website.clone()),
            ("tax_id", self.tax_id.clone()),
            ("industry", self.industry.clone()),
            ("street1", self.address.street1.clone()),
            ("street2", self.address.street2.clone()),
            ("city", self.address.city.clone()),
            ("state", self.address.state.clone()),
            ("postal_code", self.address.postal_code.clone()),
            ("currency", self.region.currency.clone()),
            ("language", self.region.language.clone()),
            ("time_zone", self.region.time_zone.clone()),
            ("date_format", self.region.date_format.clone()),
            ("fiscal_year_start", self.region.fiscal_year_start.to_string()),
        ]
    }
}
