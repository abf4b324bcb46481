//! Direct debits: `pain.008`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{
    creditor::{CREDITOR_SCHEME, is_creditor},
    latin::{is_identifier, latin},
    order::{self, Account, Fault, Order},
    writer::{Writer, group_head},
};

/// Which version of the format a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DebitFormat {
    /// `pain.008.001.02`.
    V02,
    /// `pain.008.001.08`.
    V08,
}

/// The rules that a mandate is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Of anybody; whoever pays has eight weeks to ask for it back.
    Core,
    /// Between businesses; nobody asks for it back.
    B2b,
}

/// Which of a mandate's debits it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sequence {
    /// The first of several.
    First,
    /// One that others were before.
    Recurrent,
    /// The only one.
    Once,
}

impl Scheme {
    fn code(self) -> &'static str {
        match self {
            Self::Core => "CORE",
            Self::B2b => "B2B",
        }
    }
}

impl Sequence {
    fn code(self) -> &'static str {
        match self {
            Self::First => "FRST",
            Self::Recurrent => "RCUR",
            Self::Once => "OOFF",
        }
    }
}

/// What lets an account be debited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandate {
    /// Its reference: at most 35 letters.
    pub reference: String,
    /// When it was signed.
    pub signed_on: Date,
    /// Of which rules.
    pub scheme: Scheme,
    /// Which of its debits.
    pub sequence: Sequence,
}

/// Somebody pays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection {
    /// What names it through to whoever pays: at most 35 letters.
    pub id: String,
    /// Cents of euros, above zero.
    pub cents: i64,
    /// Who pays.
    pub from: Account,
    /// What lets it.
    pub mandate: Mandate,
    /// What it is for, as whoever pays reads it; 140 letters of it.
    pub text: String,
}

/// An order of debits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collections {
    /// Who orders.
    pub order: Order,
    /// The identifier of the creditor.
    pub creditor: String,
    /// Who pays.
    pub all: Vec<Collection>,
}

impl Collections {
    /// The file. Debits of one scheme and sequence stand in a block of their own.
    pub fn write(&self, format: DebitFormat) -> Result<String, Fault> {
        let order = &self.order;
        order.check(self.all.len())?;
        if !is_creditor(&self.creditor) {
            return Err(Fault::Own("creditor"));
        }
        for (at, of) in self.all.iter().enumerate() {
            order::check(at, of.cents, &of.from, &of.id)?;
            if !is_identifier(&of.mandate.reference, 35) {
                return Err(Fault::Identifier { at });
            }
        }
        let (name, bic) = match format {
            DebitFormat::V02 => ("pain.008.001.02", "BIC"),
            DebitFormat::V08 => ("pain.008.001.08", "BICFI"),
        };
        let mut blocks: BTreeMap<(Scheme, Sequence), Vec<&Collection>> = BTreeMap::new();
        for of in &self.all {
            blocks.entry((of.mandate.scheme, of.mandate.sequence)).or_default().push(of);
        }
        let sum = |all: &[&Collection]| order::amount(all.iter().map(|of| of.cents).sum());
        let mut writer = Writer::new(name);
        writer.within("CstmrDrctDbtInitn", |root| {
            group_head(root, order, (self.all.len(), &sum(&self.all.iter().collect::<Vec<_>>())), Some(&self.creditor));
            for (at, ((scheme, sequence), of_block)) in blocks.iter().enumerate() {
                root.within("PmtInf", |block| {
                    block.leaf("PmtInfId", &format!("{}-{}", order.id, at + 1));
                    block.leaf("PmtMtd", "DD");
                    block.leaf("BtchBookg", if order.batch { "true" } else { "false" });
                    block.leaf("NbOfTxs", &of_block.len().to_string());
                    block.leaf("CtrlSum", &sum(of_block));
                    block.within("PmtTpInf", |kind| {
                        kind.nested(&["SvcLvl", "Cd"], "SEPA");
                        kind.nested(&["LclInstrm", "Cd"], scheme.code());
                        kind.leaf("SeqTp", sequence.code());
                    });
                    block.leaf("ReqdColltnDt", &order.day.to_string());
                    block.party("Cdtr", &order.own);
                    block.account("CdtrAcct", &order.own);
                    block.agent("CdtrAgt", &order.own, bic);
                    block.leaf("ChrgBr", "SLEV");
                    block.within("CdtrSchmeId", |id| {
                        id.within("Id", |id| {
                            id.within("PrvtId", |id| {
                                id.within("Othr", |id| {
                                    id.leaf("Id", &self.creditor);
                                    id.nested(&["SchmeNm", "Prtry"], CREDITOR_SCHEME);
                                });
                            });
                        });
                    });
                    for of in of_block {
                        debit(block, of, bic);
                    }
                });
            }
        });
        Ok(writer.finish())
    }
}

fn debit(block: &mut Writer, of: &Collection, bic: &'static str) {
    block.within("DrctDbtTxInf", |payment| {
        payment.nested(&["PmtId", "EndToEndId"], &of.id);
        payment.euros("InstdAmt", &order::amount(of.cents));
        payment.within("DrctDbtTx", |debit| {
            debit.within("MndtRltdInf", |mandate| {
                mandate.leaf("MndtId", &of.mandate.reference);
                mandate.leaf("DtOfSgntr", &of.mandate.signed_on.to_string());
            });
        });
        payment.agent("DbtrAgt", &of.from, bic);
        payment.party("Dbtr", &of.from);
        payment.account("DbtrAcct", &of.from);
        let text = latin(&of.text, 140);
        if !text.is_empty() {
            payment.nested(&["RmtInf", "Ustrd"], &text);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{creditor_identifier, schema};

    fn sample() -> Collections {
        let account = |name: &str, iban: &str| Account { name: name.into(), iban: iban.into(), bic: String::new() };
        let order = Order {
            id: "R0043".into(),
            made_at: "2026-01-15T09:30:00".into(),
            day: Date::constant(2026, 1, 20),
            own: account("Estudio Grafito", "ES9121000418450200051332"),
            tax_id: "B00000117".into(),
            batch: false,
        };
        let of = |at: i64, scheme, sequence| Collection {
            id: format!("R0043-{at}"),
            cents: 12_100 + at,
            from: account("Editorial Pinar", "ES7921000813610123456789"),
            mandate: Mandate { reference: format!("M-{at}"), signed_on: Date::constant(2025, 6, 1), scheme, sequence },
            text: format!("F-{at}"),
        };
        let all = vec![
            of(1, Scheme::Core, Sequence::Recurrent),
            of(2, Scheme::Core, Sequence::First),
            of(3, Scheme::B2b, Sequence::Once),
            of(4, Scheme::Core, Sequence::Recurrent),
        ];
        Collections { order, creditor: creditor_identifier("B00000117", "000").expect("an identifier"), all }
    }

    #[test]
    fn files_are_as_the_schemas_ask_with_a_block_for_each_scheme_and_sequence() {
        for (format, rules) in [(DebitFormat::V02, schema::PAIN_008_02), (DebitFormat::V08, schema::PAIN_008_08)] {
            let file = sample().write(format).expect("a file");
            schema::holds(&file, rules);
            let kinds: Vec<&str> = file.lines().filter_map(|line| line.trim().strip_prefix("<SeqTp>")).map(|line| &line[..4]).collect();
            assert_eq!(kinds, ["FRST", "RCUR", "OOFF"]);
            assert!(file.contains("<CtrlSum>484.10</CtrlSum>") && file.contains("<CtrlSum>242.05</CtrlSum>"), "{file}");
        }
    }

    #[test]
    fn without_creditor_or_mandate_there_is_no_file() {
        let mut of = sample();
        of.creditor = "ES00000B00000117".into();
        assert_eq!(of.write(DebitFormat::V02), Err(Fault::Own("creditor")));
        let mut of = sample();
        of.all[2].mandate.reference.clear();
        assert_eq!(of.write(DebitFormat::V02), Err(Fault::Identifier { at: 2 }));
    }
}
