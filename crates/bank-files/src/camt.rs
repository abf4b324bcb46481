//! CAMT.053 (ISO 20022, `camt.053.001.02` to `.08` and later of the same shape), and 052 and 054, which have the same entries.

use despacho_kernel::{money, place::Currency};
use despacho_xml::{Next, Node, Xml};
use jiff::civil::Date;

use crate::{
    fault::{Fault, Why},
    iban,
    numbers::{self, Mark},
    statement::{Detail, Line, Statement, bounded},
};

/// The statements of a file.
pub fn read(text: &str) -> Result<Vec<Statement>, Fault> {
    let mut xml = Xml::new(text);
    let (mut done, mut open, mut count): (Vec<Statement>, Option<Reading>, usize) = (vec![], None, 0);
    let mut known = false;
    loop {
        match (xml.step()?, &mut open) {
            (Next::Begins(name), None) => match name.as_str() {
                "BkToCstmrStmt" | "BkToCstmrAcctRpt" | "BkToCstmrDbtCdtNtfctn" => known = true,
                "Stmt" | "Rpt" | "Ntfctn" if known => open = Some(Reading::default()),
                _ => {}
            },
            (Next::Begins(name), Some(of)) => {
                let node = xml.whole(name)?;
                of.take(&node)?;
                count += usize::from(node.name == "Ntry");
                bounded(count, node.at)?;
            }
            (Next::Ends(name), Some(_)) if ["Stmt", "Rpt", "Ntfctn"].contains(&name.as_str()) => {
                let line = xml.line();
                if let Some(of) = open.take() {
                    done.push(of.finish(line)?);
                }
            }
            (Next::Ends(_), _) => {}
            (Next::Over, _) if known => return Ok(done),
            (Next::Over, _) => return Err(Fault { line: xml.line(), why: Why::Unknown }),
        }
    }
}

#[derive(Default)]
struct Reading {
    statement: Statement,
    currency: Option<&'static Currency>,
    /// What the file says of how many entries there are, and how many there are, pending ones too.
    told: Option<String>,
    entries: usize,
    opening: Option<i64>,
    previous: Option<i64>,
    closing: Option<i64>,
}

impl Reading {
    fn take(&mut self, node: &Node) -> Result<(), Fault> {
        match node.name.as_str() {
            "Acct" => {
                let told = node.said(&["Id", "IBAN"]);
                self.statement.iban = told.and_then(iban::checked);
                self.statement.account = told.or_else(|| node.said(&["Id", "Othr", "Id"])).unwrap_or_default().split_whitespace().collect();
                if let Some(code) = node.said(&["Ccy"]) {
                    self.currency = Some(numbers::currency(code, node.at)?);
                }
            }
            "FrToDt" => {
                let day = |name: &str| node.said(&[name]).and_then(date);
                (self.statement.from, self.statement.through) = (day("FrDtTm").or_else(|| day("FrDt")), day("ToDtTm").or_else(|| day("ToDt")));
            }
            "TxsSummry" => self.told = node.said(&["TtlNtries", "NbOfNtries"]).map(str::to_owned),
            "Bal" => {
                let amount = self.amount(node, node)?;
                match node.said(&["Tp", "CdOrPrtry", "Cd"]) {
                    Some("OPBD") => self.opening = self.opening.or(Some(amount)),
                    Some("PRCD") => self.previous = self.previous.or(Some(amount)),
                    Some("CLBD") => self.closing = Some(amount),
                    _ => {}
                }
            }
            "Ntry" => {
                self.entries += 1;
                let status = node.said(&["Sts"]).or_else(|| node.said(&["Sts", "Cd"]));
                // What is pending or only announced has not happened.
                if status.is_none_or(|status| status == "BOOK") {
                    let line = self.entry(node)?;
                    self.statement.lines.push(line);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The amount of an element with its own sign, in the account's currency.
    fn amount(&mut self, node: &Node, signed: &Node) -> Result<i64, Fault> {
        let told = node.child("Amt").ok_or(Fault { line: node.at, why: Why::Missing("Amt") })?;
        let code = told.attribute("Ccy").unwrap_or_default();
        let own = match self.currency {
            Some(own) => own,
            None => *self.currency.insert(numbers::currency(code, told.at)?),
        };
        if !code.is_empty() && code != own.code {
            return Err(Fault { line: told.at, why: Why::Currency(code.to_owned()) });
        }
        let amount = numbers::amount(told.text.trim(), own, Mark::Of('.'), told.at)?;
        Ok(if is_debit(signed)? { -amount } else { amount })
    }

    fn entry(&mut self, node: &Node) -> Result<Line, Fault> {
        let amount = self.amount(node, node)?;
        let day = |name: &str| node.said(&[name, "Dt"]).or_else(|| node.said(&[name, "DtTm"]));
        let value_date = day("ValDt").and_then(date);
        let date = match day("BookgDt") {
            Some(told) => date(told).ok_or_else(|| Fault { line: node.at, why: Why::Date(told.to_owned()) })?,
            None => value_date.ok_or(Fault { line: node.at, why: Why::Missing("BookgDt") })?,
        };
        let payments: Vec<&Node> = node.all("NtryDtls").flat_map(|of| of.all("TxDtls")).collect();
        let details = payments.iter().map(|of| self.detail(of, amount)).collect::<Result<Vec<_>, _>>()?;
        let info = node.said(&["AddtlNtryInf"]).unwrap_or_default();
        let first = if let [only] = details.as_slice() { only.clone() } else { Detail::default() };
        let text = if first.text.is_empty() || info.contains(&first.text) { info.to_owned() } else { format!("{info} {}", first.text) };
        let code = ["Domn", "Prtry"].iter().find_map(|kind| bank_code(node.at(&["BkTxCd", kind])?));
        let external = node.said(&["AcctSvcrRef"]).or_else(|| node.said(&["NtryDtls", "TxDtls", "Refs", "AcctSvcrRef"]));
        Ok(Line {
            at: node.at,
            date,
            value_date,
            amount,
            text: if text.trim().is_empty() { first.counterparty.clone() } else { text },
            reference: if first.reference.is_empty() { node.said(&["NtryRef"]).unwrap_or_default().to_owned() } else { first.reference },
            counterparty: first.counterparty,
            counterparty_iban: first.counterparty_iban,
            code: code.unwrap_or_default(),
            external_id: external.filter(|text| *text != "NONREF").unwrap_or_default().to_owned(),
            details: if details.len() > 1 { details } else { vec![] },
        })
    }

    /// One payment of an entry, of the entry's sign; none of its amounts in another currency is taken for the account's.
    fn detail(&self, node: &Node, whole: i64) -> Result<Detail, Fault> {
        let own = self.currency.map_or("", |own| own.code.as_str());
        let amounts = [node.child("Amt"), node.at(&["AmtDtls", "TxAmt", "Amt"]), node.at(&["AmtDtls", "InstdAmt", "Amt"])];
        let told = amounts.into_iter().flatten().find(|amount| amount.attribute("Ccy") == Some(own));
        let amount = match (told, self.currency) {
            (Some(told), Some(own)) => numbers::amount(&told.text, own, Mark::Of('.'), told.at)? * whole.signum(),
            _ => 0,
        };
        // Who pays stands on the other side of money that comes in.
        let (side, account) = if whole < 0 { ("Cdtr", "CdtrAcct") } else { ("Dbtr", "DbtrAcct") };
        let party = |path: &[&str]| node.child("RltdPties").and_then(|of| of.said(path));
        let mut texts: Vec<&str> = node.child("RmtInf").into_iter().flat_map(|of| of.all("Ustrd")).map(|of| of.text.trim()).collect();
        texts.extend(node.said(&["AddtlTxInf"]));
        let told = [["Refs", "EndToEndId"], ["Refs", "TxId"], ["Refs", "MndtId"]];
        let mut references: Vec<&str> = node
            .child("RmtInf")
            .into_iter()
            .flat_map(|of| of.all("Strd"))
            .filter_map(|of| of.said(&["CdtrRefInf", "Ref"]))
            .collect();
        references.extend(told.iter().filter_map(|path| node.said(path)).filter(|text| !["NOTPROVIDED", "NONREF"].contains(text)).take(1));
        Ok(Detail {
            amount,
            text: texts.join(" "),
            reference: references.join(" "),
            counterparty: party(&[side, "Nm"]).or_else(|| party(&[side, "Pty", "Nm"])).unwrap_or_default().to_owned(),
            counterparty_iban: party(&[account, "Id", "IBAN"]).and_then(iban::checked).unwrap_or_default(),
        })
    }

    /// The statement, if its entries are as many and come to what it says.
    fn finish(mut self, line: usize) -> Result<Statement, Fault> {
        if let Some(told) = &self.told {
            let booked = self.statement.lines.len();
            if ![self.entries, booked].iter().any(|found| told.parse() == Ok(*found)) {
                return Err(Fault { line, why: Why::Count { told: told.clone(), found: self.entries.to_string() } });
            }
        }
        let opening = self.opening.or(self.previous);
        let sum: i64 = self.statement.lines.iter().map(|line| line.amount).sum();
        if let (Some(opening), Some(closing), Some(currency)) = (opening, self.closing, self.currency)
            && opening + sum != closing
        {
            let plain = |minor| money::plain(minor, currency.digits);
            return Err(Fault { line, why: Why::Sums { told: plain(closing), found: plain(opening + sum) } });
        }
        (self.statement.opening, self.statement.closing) = (opening, self.closing);
        self.statement.currency = self.currency.map(|of| of.code.clone()).unwrap_or_default();
        Ok(self.statement)
    }
}

/// Whether an amount is a debit. An entry that reverses another tells its own side.
fn is_debit(node: &Node) -> Result<bool, Fault> {
    match node.said(&["CdtDbtInd"]) {
        Some("DBIT") => Ok(true),
        Some("CRDT") => Ok(false),
        Some(other) => Err(Fault { line: node.at, why: Why::Record(other.to_owned()) }),
        None => Err(Fault { line: node.at, why: Why::Missing("CdtDbtInd") }),
    }
}

fn bank_code(node: &Node) -> Option<String> {
    let parts: Vec<&str> = [node.said(&["Cd"]), node.said(&["Fmly", "Cd"]), node.said(&["Fmly", "SubFmlyCd"])].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The day of a date or of an instant.
fn date(text: &str) -> Option<Date> {
    text.get(..10)?.parse().ok()
}
