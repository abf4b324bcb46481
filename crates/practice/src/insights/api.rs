//! The API of insights.

use axum::{extract::State, http::StatusCode};
use despacho_kernel::{Invalid, access::PracticeRight as R, money::plain};
use despacho_platform::{Error, Platform};
use despacho_ui::{
    Access, InPractice, Outcome, Query, Routes,
    api::{List, json},
    openapi::Operation,
    paging::{self, ListQuery},
    table::Sorted,
};
use serde::Deserialize;
use serde_json::{Value, json as value};

use super::{
    actions,
    insight::{Insight, Measure, Span, Unit, sort},
};
use crate::{
    clients::params::ListParams,
    control::actions::{scope, today},
};

fn schema() -> Value {
    let amount = |measure: &Measure| match measure.unit() {
        Unit::Money => value!({ "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$" }),
        Unit::Share => value!({ "type": ["string", "null"], "pattern": "^-?[0-9]+\\.[0-9]$" }),
    };
    let mut properties = value!({
        "client_id": { "type": "string", "format": "uuid" },
        "client_name": { "type": "string" },
        "organization_id": { "type": "string", "format": "uuid" },
        "organization_name": { "type": "string" },
        "currency": { "type": "string" },
    });
    for measure in Measure::ALL {
        properties[measure.word()] = amount(measure);
    }
    let names: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    value!({ "type": "object", "required": names, "properties": properties })
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    period: Option<String>,
    sort: Option<String>,
    tag: Option<String>,
    assigned: Option<String>,
}

/// Every order that may be asked for: a measure or the client's name, downwards with a hyphen before it.
fn orders() -> Vec<String> {
    let words = std::iter::once("name").chain(Measure::ALL.iter().map(|measure| measure.word()));
    words.flat_map(|word| [word.to_owned(), format!("-{word}")]).collect()
}

pub(super) fn routes(platform: &Platform) -> Routes {
    let words: Vec<&str> = Span::ALL.iter().map(|span| span.word()).collect();
    let operation = Operation::get("/api/v1/insights", "api-insights")
        .asks("period", value!({ "type": "string", "enum": words }))
        .asks("sort", value!({ "type": "string", "enum": orders() }))
        .asks("tag", value!({ "type": "string", "maxLength": 50 }))
        .asks("assigned", value!({ "type": "string", "format": "uuid" }))
        .lists_schema("Insight", schema());
    Routes::new(platform).api(operation, Access::Practice(R::ReadClients), list)
}

fn told(of: &Insight) -> Value {
    let mut answer = value!({
        "client_id": of.kept.client_id,
        "client_name": of.kept.client_name,
        "organization_id": of.kept.organization_id,
        "organization_name": of.kept.name,
        "currency": of.kept.currency,
    });
    for measure in Measure::ALL {
        let digits = if measure.unit() == Unit::Money { of.digits() } else { 1 };
        answer[measure.word()] = of.value(*measure).map(|value| plain(value, digits)).into();
    }
    answer
}

async fn list(State(platform): State<Platform>, who: InPractice, Query(query): Query<ListQuery>, Query(asked): Query<Asked>) -> Outcome {
    let limit = query.limit()?;
    let after: usize = query.position()?.unwrap_or(0);
    let params = ListParams {
        q: query.search.clone().unwrap_or_default(),
        tag: asked.tag.unwrap_or_default(),
        assigned: asked.assigned.unwrap_or_default(),
        ..ListParams::default()
    };
    let filter = params.narrowed().then(|| params.filter(&who));
    let refused = |field: &str| Error::Parameters(Invalid::one(field, "choice"));
    let span = asked.period.map_or(Ok(Span::Year), |word| word.parse()).map_err(|_| refused("period"))?;
    let order = asked.sort.unwrap_or_default();
    let Sorted { by, descending } = Sorted::of(&order, "name");
    let measure = if by == "name" { None } else { Some(by.parse::<Measure>().map_err(|_| refused("sort"))?) };
    let asked_for = (span, today(&platform, &who));
    let mut all = actions::insights(platform.db.read(), scope(&who), asked_for, filter.as_ref()).await?;
    sort(&mut all, measure, descending);
    let mut found: Vec<&Insight> = all.iter().skip(after).take(usize::try_from(limit).unwrap_or(0) + 1).collect();
    let more = paging::cut(&mut found, limit);
    let next_cursor = more.then(|| paging::encode(&(after + found.len())));
    Ok(json(StatusCode::OK, &List { items: found.into_iter().map(told).collect::<Vec<Value>>(), next_cursor }))
}
