//! The forms in which a return is filed, paid and reopened.

use axum::extract::State;
use despacho_kernel::Invalid;
use despacho_ledger::{accounts::preferences::CHART, allowed::allowed, catalog};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, Tx, files, t};
use despacho_settings::lists::offer::{self, By};
use despacho_taxes::forms::Settles;
use despacho_taxes::period::Period;
use despacho_ui::{
    InOrganization, Outcome, Path,
    components::{file_input, head, version, version_of},
    error::message,
    flash::Flash,
    format,
    forms::{Form, FormData},
    layout,
    received::Parts,
    stored,
};
use maud::{Markup, html};

use super::{list, named::Named, stands::undoing};
use crate::{
    deeds::{Desk, TypedFiling},
    filed::Filed,
    filing::{Filing, Outcome as Becomes, State as Stage},
    ground::Ground,
    settlement,
    standing::{self, Standing},
    ties::held,
};

/// A return that a form is about.
struct Asked {
    ground: Ground,
    of: Standing,
}

async fn asked(platform: &Platform, who: &InOrganization, named: &Named) -> Result<Asked> {
    let db = platform.db.read();
    let ground = Ground::of(db, who.organization).await?;
    let (form, period) = named.find(platform, &ground)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    Ok(Asked { of: standing::of(db, &ground, form, period, &filed).await?, ground })
}

impl Asked {
    fn path(&self, who: &InOrganization, of: &str) -> String {
        who.path(&format!("/tax-returns/{}/{}{of}", self.of.shown.form.model, self.of.shown.period.text()))
    }

    async fn framed(&self, platform: &Platform, who: &InOrganization, title: &str, body: Markup) -> Result<Markup> {
        let lang = who.lang();
        let of = t!(lang, "tax-return-of", model = self.of.shown.form.model.as_str(), period = list::named(lang, self.of.shown.period));
        let body = html! { div.medium { p.crumbs { a href=(self.path(who, "")) { (of) } } (head(title, html! {})) (body) } };
        framed(platform, who, "tax-returns", title, &body).await
    }
}

/// Does something with a return and leads back to it; what was wrong is told by `again`.
async fn done<W, A>(platform: &Platform, who: &InOrganization, (named, data): (&Named, &FormData), flash: &str, work: W, again: A) -> Outcome
where
    W: AsyncFnOnce(&Tx, Desk<'_>) -> Result<()>,
    A: AsyncFnOnce(&Invalid) -> Result<Markup>,
{
    let ground = Ground::of(platform.db.read(), who.organization).await?;
    let (form, period) = named.find(platform, &ground)?;
    let tx = platform.db.begin().await?;
    let allowed = allowed(platform, who);
    let outcome = async {
        let desk = Desk::of(&tx, who.organization, (&form.model, period), version_of(data), allowed).await?;
        work(&tx, desk).await
    };
    match outcome.await {
        Ok(()) => {
            tx.commit().await?;
            Ok(layout::see(platform, &who.path(&format!("/tax-returns/{}/{}", form.model, period.text())), Flash::new(flash)))
        }
        Err(Error::Invalid(errors)) => {
            drop(tx);
            Ok(layout::unprocessable(again(&errors).await?))
        }
        Err(error) => Err(error.into()),
    }
}

async fn filing_page(platform: &Platform, who: &InOrganization, named: &Named, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let (lang, db) = (who.lang(), platform.db.read());
    let asked = asked(platform, who, named).await?;
    let (of, ground) = (&asked.of.shown, &asked.ground);
    let form = Form::new(lang, data, errors);
    let differ: Vec<String> = held(db, ground, of)
        .await?
        .iter()
        .filter(|tie| tie.difference() != 0)
        .map(|tie| format!("{} ({})", tie.account.code, format::money(lang, tie.difference(), ground.currency)))
        .collect();
    let chooses = settlement::may_choose(of);
    let outcomes = [Becomes::Carry, Becomes::Refund]
        .map(|one| (one.word().to_owned(), lang.t(&format!("tax-outcome-{}", one.word()))))
        .to_vec();
    let bad_file = errors.0.iter().find(|error| error.field == "file");
    let labels = [
        ("date", lang.t("tax-filed-on")),
        ("reference", lang.t("tax-reference")),
        ("csv", lang.t("tax-csv")),
        ("reason", lang.t("tax-reason")),
        ("fingerprint", lang.t("tax-boxes")),
        ("settlement", lang.t("tax-settlement")),
        ("result", lang.t("tax-result")),
        ("file", lang.t("tax-proof")),
    ];
    let title = t!(lang, "tax-filing-of", model = of.form.model.as_str(), period = list::named(lang, of.period));
    let body = html! {
        form.stack method="post" action=(asked.path(who, "/filing")) enctype="multipart/form-data" data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            input type="hidden" name="fingerprint" value=(asked.of.fingerprint()); (version(asked.of.version()))
            (form.summary_as(&labels))
            section.card {
                @if let Some(figure) = of.result() {
                    header.line { h2 { (t!(lang, "tax-box-comes-to", number = figure.number)) } b { (format::money(lang, figure.value, ground.currency)) } }
                }
                div.body.grid {
                    (form.field("date").label(lang.t("tax-filed-on")).day().span(2).focused())
                    (form.field("reference").label(lang.t("tax-reference")).help(lang.t("tax-reference-help")).span(2))
                    (form.field("csv").label(lang.t("tax-csv")).help(lang.t("tax-csv-help")).span(2))
                    @if chooses { (form.field("outcome").label(lang.t("tax-outcome")).select(outcomes).span(3)) }
                    div class=(if bad_file.is_some() { "field c3 error" } else { "field c3" }) {
                        div.label { label for="f-file" { (lang.t("tax-proof")) } span.opt aria-hidden="true" { (lang.t("optional")) } }
                        (file_input("file", None, bad_file.is_some(), bad_file.is_some()))
                        @if let Some(error) = bad_file { p.help #f-file-help { (message(lang, error)) } }
                    }
                    @if !differ.is_empty() {
                        (form.field("reason").label(t!(lang, "tax-reason-of", accounts = differ.join(", "))).help(lang.t("tax-reason-help")))
                    }
                }
                div.body { p.muted { (lang.t(if of.form.settles == Some(Settles::Settlement) { "tax-filing-does" } else { "tax-filing-locks" })) } }
            }
            div.foot { button.btn.primary type="submit" { (lang.t("tax-mark-filed")) } a.btn.quiet href=(asked.path(who, "")) { (lang.t("cancel")) } }
        }
    };
    asked.framed(platform, who, &title, body).await
}

pub async fn filing(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>) -> Outcome {
    let ground = Ground::of(platform.db.read(), who.organization).await?;
    let mut data = FormData::default();
    data.set("date", list::today(&platform, &ground)?.to_string());
    Ok(layout::page(filing_page(&platform, &who, &named, (&data, &Invalid::new())).await?))
}

pub async fn mark_filed(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>, parts: Parts) -> Outcome {
    let received = parts.receive(&platform, who.organization).await?;
    let data = &received.typed;
    let again = async |errors: &Invalid| filing_page(&platform, &who, &named, (data, errors)).await;
    if let Some((_, why)) = received.refused.first() {
        return Ok(layout::unprocessable(again(why).await?));
    }
    let typed = TypedFiling {
        date: data.day("date"),
        reference: data.text("reference"),
        csv: data.text("csv"),
        reason: data.text("reason"),
        outcome: data.text("outcome"),
        fingerprint: data.text("fingerprint"),
    };
    let work = async |tx: &Tx, desk: Desk<'_>| {
        desk.file(&typed).await?;
        if let Some(brought) = received.files.first() {
            desk.again(tx).await?.prove(&platform, &brought.name, &brought.kept).await?;
        }
        Ok(())
    };
    done(&platform, &who, (&named, data), "flash-tax-return-filed", work, again).await
}

async fn payment_page(platform: &Platform, who: &InOrganization, named: &Named, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = who.lang();
    let asked = asked(platform, who, named).await?;
    let filing = asked.of.last().filter(|filing| filing.is_payable()).ok_or(Error::Conflict("return_not_payable"))?;
    let form = Form::new(lang, data, errors);
    let account = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&data.text("account_code"))).await?;
    let account = account
        .into_field(form.field("account_code").label(lang.t("tax-payment-account")), lang.t("choose"))
        .searched(who.path("/reports/accounts"), "key");
    let refund = filing.outcome() == Some(Becomes::Refund);
    let title = lang.t(if refund { "tax-record-refund" } else { "tax-record-payment" });
    let body = html! {
        form.stack method="post" action=(asked.path(who, "/payment")) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
            (version(asked.of.version()))
            (form.summary_as(&[("account_code", lang.t("tax-payment-account")), ("date", lang.t("field-date"))]))
            section.card {
                header.line { h2 { (lang.t("tax-payment-amount")) } b { (format::money(lang, filing.result.abs(), asked.ground.currency)) } }
                div.body.grid { (form.field("date").day().span(2).focused()) (account.span(4)) }
            }
            div.foot { button.btn.primary type="submit" { (title) } a.btn.quiet href=(asked.path(who, "")) { (lang.t("cancel")) } }
        }
    };
    asked.framed(platform, who, &title, body).await
}

pub async fn payment(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>) -> Outcome {
    let ground = Ground::of(platform.db.read(), who.organization).await?;
    let mut data = FormData::default();
    data.set("date", list::today(&platform, &ground)?.to_string())
        .set("account_code", &catalog::pack(&ground.organization.country).documents.bank);
    Ok(layout::page(payment_page(&platform, &who, &named, (&data, &Invalid::new())).await?))
}

pub async fn pay(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>, data: FormData) -> Outcome {
    let work = async |_: &Tx, desk: Desk<'_>| desk.pay(&data.day("date"), data.get("account_code")).await.map(drop);
    let again = async |errors: &Invalid| payment_page(&platform, &who, &named, (&data, errors)).await;
    done(&platform, &who, (&named, &data), "flash-tax-return-paid", work, again).await
}

async fn reopening_page(platform: &Platform, who: &InOrganization, named: &Named, (data, errors): (&FormData, &Invalid)) -> Result<Markup> {
    let lang = who.lang();
    let asked = asked(platform, who, named).await?;
    let state = asked.of.last().map(Filing::state).ok_or(Error::Conflict("return_draft"))?;
    let form = Form::new(lang, data, errors);
    let title = lang.t(undoing(state));
    let about = match state {
        Stage::Filed => "tax-undo-filing-about",
        Stage::Paid => "tax-undo-payment-about",
        _ => "tax-undo-about",
    };
    let body = html! {
        form.stack method="post" action=(asked.path(who, "/reopening")) novalidate {
            (version(asked.of.version()))
            (form.summary())
            section.card { div.body.grid { p.c6 { (lang.t(about)) } (form.field("reason").focused()) } }
            div.foot { button.btn.danger type="submit" { (title) } a.btn.quiet href=(asked.path(who, "")) { (lang.t("cancel")) } }
        }
    };
    asked.framed(platform, who, &title, body).await
}

pub async fn reopening(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>) -> Outcome {
    Ok(layout::page(reopening_page(&platform, &who, &named, (&FormData::default(), &Invalid::new())).await?))
}

pub async fn reopen(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>, data: FormData) -> Outcome {
    let work = async |_: &Tx, desk: Desk<'_>| desk.reopen(data.get("reason")).await;
    let again = async |errors: &Invalid| reopening_page(&platform, &who, &named, (&data, errors)).await;
    done(&platform, &who, (&named, &data), "flash-tax-return-reopened", work, again).await
}

pub async fn approve(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>, data: FormData) -> Outcome {
    let work = async |_: &Tx, desk: Desk<'_>| desk.approve(data.get("fingerprint")).await;
    let again = async |_: &Invalid| Err(Error::Conflict("return_changed"));
    done(&platform, &who, (&named, &data), "flash-tax-return-approved", work, again).await
}

pub async fn correct(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>, data: FormData) -> Outcome {
    let work = async |_: &Tx, desk: Desk<'_>| desk.rectify().await.map(drop);
    let again = async |errors: &Invalid| Err(Error::Invalid(errors.clone()));
    done(&platform, &who, (&named, &data), "flash-tax-return-corrected", work, again).await
}

pub async fn proof(State(platform): State<Platform>, who: InOrganization, Path(named): Path<Named>) -> Outcome {
    let db = platform.db.read();
    let ground = Ground::of(db, who.organization).await?;
    let (form, period): (_, Period) = named.find(&platform, &ground)?;
    let filed = Filed::of(db, who.organization, period.year).await?;
    let filing = filed.all(&form.model, period).into_iter().rfind(|filing| filing.proof_id.is_some()).ok_or(Error::NotFound)?;
    let file = files::store::find(db, who.organization, filing.proof_id.ok_or(Error::NotFound)?).await?;
    Ok(stored::serve(&platform, &file, &filing.proof_name, false).await?)
}
