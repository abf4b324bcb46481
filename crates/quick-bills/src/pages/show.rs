//! The page: the line, and the batch under it.

use despacho_documents::{
    ground::Ground,
    kind::Kind,
    payments::{payment::Way, store as payments},
    store as documents,
};
use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::accounts::store as accounts;
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, i18n::Lang, sql::Connection, t};
use despacho_ui::{InOrganization, components::button, format};
use maud::{Markup, html};

use super::{
    asked,
    entry::{self, Entry},
    papers::{self, Papers},
    rows::Bills,
};
use crate::{
    batch::Batch,
    days,
    line::{Line, Rate},
    paper_store,
    proposing::{self, Proposed},
    store, vendor,
};

/// What the page shows beside its batch.
pub struct Told<'a> {
    pub errors: &'a Invalid,
    pub key: String,
    /// Whether another rate was asked for.
    pub more: bool,
    /// Files that were just sent and not kept.
    pub refused: &'a [(String, Invalid)],
}

/// No error.
static NONE: Invalid = Invalid(vec![]);

impl Told<'_> {
    /// A line with a key of its own.
    pub fn new() -> Self {
        Self { errors: &NONE, key: new_id().to_string(), more: false, refused: &[] }
    }
}

/// A line as the page begins with it, and the document that it is typed from.
pub struct Begun {
    pub proposed: Proposed,
    pub papers: Papers,
}

/// A line that begins with what is read of a document, if there is one: the one that is asked for, or the first that waits.
pub async fn begin(platform: &Platform, who: &InOrganization, paper: &str) -> Result<Begun> {
    let db = platform.db.read();
    let papers = papers::of(db, who.organization, paper).await?;
    let empty = empty(platform, who).await?;
    let proposed = match papers.current().and_then(|paper| Some((paper.id, paper.read()?))) {
        Some((id, read)) => {
            let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
            let found = proposing::of(db, &ground, &read, empty, who.lang()).await?;
            Proposed { line: Line { paper: Some(id), ..found.line }, ..found }
        }
        None => Proposed { line: Line { paper: papers.current().map(|paper| paper.id), ..empty }, cells: vec![], seller: String::new() },
    };
    Ok(Begun { proposed, papers })
}

/// A line as it was typed.
pub async fn typed(platform: &Platform, who: &InOrganization, line: Line) -> Result<Begun> {
    let asked = line.paper.map_or_else(|| "none".to_owned(), |id| id.to_string());
    let papers = match papers::of(platform.db.read(), who.organization, &asked).await {
        // Somebody made a bill of it, or took it away meanwhile.
        Err(Error::NotFound) => papers::of(platform.db.read(), who.organization, "none").await?,
        found => found?,
    };
    Ok(Begun { proposed: Proposed { line, cells: vec![], seller: String::new() }, papers })
}

/// The code of the account of the last payment.
async fn paid_from(db: &dyn Connection, organization: Id, batch: Option<&Batch>) -> Result<String> {
    if let Some(batch) = batch.filter(|batch| !batch.paid_account.is_empty()) {
        return Ok(batch.paid_account.clone());
    }
    let Some(id) = payments::last_account(db, organization, Way::Made.word()).await? else { return Ok(String::new()) };
    Ok(accounts::of_ids(db, organization, &[id]).await?.pop().map(|account| account.code).unwrap_or_default())
}

/// An empty line of a batch: its month, and the day of the last bill.
async fn empty(platform: &Platform, who: &InOrganization) -> Result<Line> {
    let db = platform.db.read();
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let batch = store::open(db, who.organization, who.user.id).await?;
    let bills = Bills::of(db, who.organization, batch.as_ref()).await?;
    let month = batch.as_ref().map_or_else(|| ground.today.strftime("%Y-%m").to_string(), |batch| batch.month.clone());
    let tax = entry::choices(db, &ground, ground.today, who.lang())
        .await?
        .first()
        .map(|tax| tax.code().to_owned())
        .unwrap_or_default();
    Ok(Line {
        date: bills.last().map(|bill| days::shown(&bill.date, &month)).unwrap_or_default(),
        rates: vec![Rate { tax, ..Rate::default() }],
        paid_account: paid_from(db, who.organization, batch.as_ref()).await?,
        month,
        ..Line::default()
    })
}

/// The line of a bill of the batch, to be put right.
pub async fn of_row(platform: &Platform, who: &InOrganization, id: Id) -> Result<Line> {
    let (lang, db) = (who.lang(), platform.db.read());
    let batch = store::open(db, who.organization, who.user.id).await?.ok_or(Error::NotFound)?;
    let row = store::row(db, who.organization, batch.id, id).await?;
    let whole = documents::whole(db, documents::find_of(db, who.organization, Kind::Bill.word(), id).await?).await?;
    let document = &whole.document;
    let digits = document.own_currency()?.digits;
    let amount = |minor: i64| format::amount(lang, minor, digits).replace('−', "-");
    let withheld = whole.taxes.iter().find(|tax| tax.effect == "withheld");
    let rate = |line: &despacho_documents::document::DocumentLine| {
        let code = line.taxes.lines().find(|code| Some(*code) != withheld.map(|tax| tax.code.as_str())).unwrap_or_default();
        Rate { base: amount(line.base), tax: code.to_owned(), quota: String::new() }
    };
    let mut rates: Vec<Rate> = whole.lines.iter().map(rate).collect();
    // The paper's amount is of the tax: it is shown at its first base.
    for tax in &whole.taxes {
        if let Some(typed) = tax.typed
            && let Some(rate) = rates.iter_mut().find(|rate| rate.tax == tax.code)
        {
            rate.quota = amount(typed);
        }
    }
    let contact = despacho_contacts::store::find(db, who.organization, document.contact_id).await?;
    let controls = vendor::controls(db, who.organization, std::slice::from_ref(&contact), "").await?;
    let account = match whole.lines.first() {
        Some(line) => accounts::find(db, who.organization, line.account_id).await?.label(),
        None => String::new(),
    };
    Ok(Line {
        vendor: vendor::label(controls.get(&contact.id).map_or("", String::as_str), &contact),
        number: document.vendor_number.clone(),
        date: days::shown(&document.date, &batch.month),
        account,
        rates,
        withholding: withheld.map(|tax| format::decimal(lang, tax.rate.trim_start_matches('-'))).unwrap_or_default(),
        withheld: withheld.map(|tax| amount(tax.amount)).unwrap_or_default(),
        total: amount(document.payable),
        paid: row.payment_id.is_some(),
        paid_account: paid_from(db, who.organization, Some(&batch)).await?,
        description: whole.lines.first().map(|line| line.description.clone()).unwrap_or_default(),
        due_date: days::shown(&document.due_on, &batch.month),
        reference: document.reference.clone(),
        month: batch.month,
        replaces: Some(id),
        paper: paper_store::of_document(db, who.organization, id).await?,
    })
}

/// The page with a line as it is typed.
pub async fn page(platform: &Platform, who: &InOrganization, begun: &Begun, told: Told<'_>) -> Result<Markup> {
    let Begun { proposed, papers } = begun;
    let line = &proposed.line;
    let (lang, db): (Lang, _) = (who.lang(), platform.db.read());
    let ground = Ground::of(db, who.organization, platform.clock.now()).await?;
    let batch = store::open(db, who.organization, who.user.id).await?;
    let bills = Bills::of(db, who.organization, batch.as_ref()).await?;
    let of = days::read(&line.date, &line.month).unwrap_or(ground.today);
    let taxes = entry::choices(db, &ground, of, lang).await?;
    let repeated = told.errors.0.iter().find(|error| error.code == "duplicate_bill").and_then(|error| error.params.first()?.1.parse().ok());
    let twin = match repeated {
        Some(id) => Some(asked::told_twin(db, who, lang, id).await?),
        None => None,
    };
    let entry = Entry {
        who,
        line,
        errors: told.errors,
        taxes: &taxes,
        today: ground.today,
        digits: ground.currency.digits,
        key: &told.key,
        twin,
        more: told.more,
        proposed: &proposed.cells,
        seller: &proposed.seller,
    };
    let title = lang.t("quick-bill-title");
    let body = html! {
        p.crumbs { a href=(who.path("/bills")) { (lang.t("documents-bills")) } }
        div.head.of-batch {
            div { h1 { (title) } p.sub.muted { (entry.month()) @if papers.left() > 0 { span { (t!(lang, "quick-papers-left", count = papers.left())) } } } }
            (papers::form(who, told.refused))
            @if batch.is_some() { (button(&who.path("/quick-bills/end"), "btn", &lang.t("quick-bill-end"))) }
        }
        (entry.form())
        @if papers.current().is_some() { div.with-paper { (bills.card(who, ground.currency, line.replaces)) (papers.viewer(who, &ground)) } }
        @else {
            @if papers.left() > 0 { p.note { a.link href=(who.path("/quick-bills")) { (t!(lang, "quick-papers-left", count = papers.left())) } } }
            (bills.card(who, ground.currency, line.replaces))
        }
    };
    framed(platform, who, "quick-bills", &title, &body).await
}
