//! An accounting firm.

use despacho_kernel::{
    Id, Invalid, place,
    region::{Region, RegionInput},
};

/// An accounting firm.
#[derive(Debug, Clone)]
pub struct Practice {
    pub id: Id,
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    pub region: Region,
}

/// A practice as it was typed.
#[derive(Debug, Clone, Default)]
pub struct PracticeInput {
    pub name: String,
    pub country: String,
    pub region: RegionInput,
}

/// A checked practice.
#[derive(Debug, Clone)]
pub struct NewPractice {
    pub name: String,
    pub country: String,
    pub region: Region,
}

impl TryFrom<PracticeInput> for NewPractice {
    type Error = Invalid;

    fn try_from(input: PracticeInput) -> Result<Self, Invalid> {
        let mut errors = Invalid::new();
        let name = errors.name("name", &input.name, 200);
        let country = input.country.trim().to_uppercase();
        errors.take("country", place::country(&country));
        let region = Region::parse(&input.region, &country, "regional.", &mut errors);
        errors.finish()?;
        Ok(Self { name, country, region })
    }
}
