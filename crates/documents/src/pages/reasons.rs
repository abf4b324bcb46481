//! What is done with an issued document by a form: voiding, giving up what is left, and correcting it by another.

use despacho_kernel::{Id, Invalid, new_id};
use despacho_ledger::{accounts::preferences::CHART, allowed::allowed};
use despacho_organizations::frame::framed;
use despacho_platform::{Error, Platform, Result, Tx, i18n::Lang, t};
use despacho_settings::lists::offer::{self, By};
use despacho_taxes::tax::Direction;
use despacho_ui::{
    InOrganization, Outcome,
    claim::{self, Claimed},
    components::head,
    flash::Flash,
    forms::{Form, FormData},
    layout,
};
use maud::{Markup, html};

use super::{
    list::today,
    rows::{issued, money, name, path_of},
};
use crate::{
    deeds::{self, Correction, Deed},
    document::Document,
    ground::Ground,
    kind::{Action, Kind},
    open::store as open,
    store,
    typed::TypedDocument,
};

/// The last part of the path of a form.
pub fn word(action: Action) -> &'static str {
    match action {
        Action::Void => "void",
        Action::WriteOff => "write-off",
        _ => "credit",
    }
}

/// A document that an action may be done with, and what is left of it.
async fn found(platform: &Platform, who: &InOrganization, (kind, id): (Kind, Id), action: Action) -> Result<(Document, i64)> {
    let db = platform.db.read();
    let document = store::find_of(db, who.organization, kind.word(), id).await?;
    let is_final = Ground::of(db, who.organization, platform.clock.now()).await?.is_final();
    kind.allows(document.stage()?, action, is_final).map_err(Error::Conflict)?;
    let left = open::left(db, who.organization, &[id]).await?.into_values().sum::<i64>();
    Ok((document, left.abs()))
}

fn title(lang: Lang, kind: Kind, action: Action, document: &Document) -> String {
    let key = match action {
        Action::Void => "document-void-title",
        Action::WriteOff => "document-write-off-title",
        _ => "document-credit-title",
    };
    t!(lang, key, name = name(lang, document), kind = kind.word())
}

async fn page(platform: &Platform, who: &InOrganization, (kind, id): (Kind, Id), action: Action, data: &FormData, errors: &Invalid) -> Result<Markup> {
    let lang = who.lang();
    let (document, left) = found(platform, who, (kind, id), action).await?;
    let form = Form::new(lang, data, errors);
    let path = path_of(who, kind, id);
    let title = title(lang, kind, action, &document);
    let about = match action {
        Action::Void => lang.t("document-void-about"),
        Action::WriteOff => t!(lang, "document-write-off-about", amount = money(lang, &document, left)),
        _ => t!(lang, "document-credit-about", kind = kind.word()),
    };
    let account = if action == Action::WriteOff {
        let offered = offer::rows(platform, who, &CHART, By::Key, std::slice::from_ref(&data.text("account_code"))).await?;
        Some(
            offered
                .into_field(form.field("account_code").label(lang.t("document-loss-account")).optional().span(3), lang.t("document-usual-account"))
                .searched(who.path("/reports/accounts"), "key"),
        )
    } else {
        None
    };
    let reason = form.field("reason").label(lang.t("document-reason")).span(6);
    let body = html! {
        div.medium {
            p.crumbs { a href=(path) { (name(lang, &document)) } }
            (head(&title, html! {}))
            form.stack method="post" action=(format!("{path}/{}", word(action))) data-controller="unsaved" data-unsaved-message-value=(lang.t("unsaved")) novalidate {
                input type="hidden" name="key" value=(data.get("key"));
                (form.summary_as(&[("lines", lang.t("document-lines"))]))
                section.card { div.body.grid {
                    p.c6 { (document.contact_name) " · " (money(lang, &document, document.payable)) }
                    p.c6.muted { (about) }
                    (form.field("date").day().span(3))
                    @if let Some(account) = account { (account) }
                    @if action == Action::Credit && kind.direction() == Direction::Purchase { (form.field("vendor_number").label(lang.t("document-vendor-number")).span(3)) }
                    @if action == Action::Void { (reason.focused()) } @else { (reason) }
                } }
                div.foot {
                    @match action {
                        Action::Void => button.btn.danger type="submit" { (lang.t("document-void")) },
                        Action::WriteOff => button.btn.danger type="submit" { (lang.t("document-write-off")) },
                        _ => {
                            button.btn.primary type="submit" name="do" value="draft" { (lang.t("document-credit-draft")) }
                            span.inline data-controller="dialog" {
                                button.btn type="button" aria-haspopup="dialog" popovertarget="sure-issue" data-action="dialog#open" { (lang.t("document-credit-issue")) }
                                dialog.sure popover id="sure-issue" aria-labelledby="sure-issue-title" data-dialog-target="dialog" {
                                    header { h2 #sure-issue-title { (lang.t("document-credit-question")) } }
                                    div.inside { p { (lang.t("document-credit-sure")) } }
                                    footer {
                                        span.grow {}
                                        button.btn type="button" autofocus popovertarget="sure-issue" popovertargetaction="hide" data-action="dialog#close" { (lang.t("cancel")) }
                                        button.btn.primary type="submit" name="do" value="issue" { (lang.t("document-credit-issue")) }
                                    }
                                }
                            }
                        }
                    }
                    a.btn.quiet href=(path) { (lang.t("cancel")) }
                }
            }
        }
    };
    framed(platform, who, kind.path(), &title, &body).await
}

/// Asks when and why.
pub async fn ask(platform: Platform, who: InOrganization, of: (Kind, Id), action: Action) -> Outcome {
    let (document, _) = found(&platform, &who, of, action).await?;
    let today = today(&platform, who.organization).await?;
    let mut data = FormData::default();
    // A void one is undone on its own day; what is given up or corrected, today, though not before it was.
    data.set("date", if action == Action::Void { document.date.clone() } else { today.max(document.date.clone()) });
    data.set("key", new_id().to_string());
    Ok(layout::page(page(&platform, &who, of, action, &data, &Invalid::new()).await?))
}

async fn done(tx: &Tx, platform: &Platform, who: &InOrganization, (kind, id): (Kind, Id), action: Action, data: &FormData) -> Result<Document> {
    let allowed = allowed(platform, who);
    if action == Action::Credit {
        let typed = TypedDocument {
            date: data.day("date"),
            method: data.text("method"),
            reason: data.text("reason"),
            vendor_number: data.text("vendor_number"),
            ..TypedDocument::default()
        };
        return deeds::credit(tx, who.organization, (kind, id), Correction { typed, issues: data.get("do") == "issue" }, allowed).await;
    }
    let mut errors = Invalid::new();
    let date = errors.take("date", data.day("date").parse().map_err(|_| "date"));
    errors.finish()?;
    let deed = Deed { date, reason: data.text("reason"), account_code: data.text("account_code") };
    match action {
        Action::Void => deeds::void(tx, who.organization, (kind, id), &deed, allowed).await,
        _ => deeds::write_off(tx, who.organization, (kind, id), &deed, allowed).await,
    }
}

/// Does it, or shows the form again with what is wrong.
pub async fn act(platform: Platform, who: InOrganization, of: (Kind, Id), action: Action, data: FormData) -> Outcome {
    let (kind, _) = of;
    let tx = platform.db.begin().await?;
    let made = match claim::claimed(&tx, &platform, &who, word(action), &data, "reason").await {
        Ok(Claimed::Before(path)) => return Ok(layout::see(&platform, &path, Flash::default())),
        Ok(Claimed::Now(claim)) => match done(&tx, &platform, &who, of, action, &data).await {
            Ok(document) => {
                let path = path_of(&who, document.kind()?, document.id);
                claim::answer(&tx, claim, &path).await?;
                tx.commit().await?;
                Ok((document, path))
            }
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match made {
        Ok((document, path)) => Ok(layout::see(&platform, &path, told(who.lang(), kind, action, &document))),
        Err(Error::Invalid(errors)) => Ok(layout::unprocessable(page(&platform, &who, of, action, &data, &errors).await?)),
        Err(error) => Err(error.into()),
    }
}

fn told(lang: Lang, kind: Kind, action: Action, document: &Document) -> Flash {
    match action {
        Action::Void => Flash::new("flash-document-voided").name(&name(lang, document)),
        Action::WriteOff => Flash::new("flash-document-written-off").name(&name(lang, document)),
        _ if document.number.is_empty() => Flash::new("flash-document-kept"),
        _ => issued(lang, kind, document),
    }
}
