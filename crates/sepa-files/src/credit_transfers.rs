//! Credit transfers: `pain.001`.

use crate::{
    latin,
    order::{self, Account, Fault, Order},
    writer::{Writer, group_head},
};

/// Which version of the format a bank takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferFormat {
    /// `pain.001.001.03`.
    V03,
    /// `pain.001.001.09`.
    V09,
}

/// Somebody is paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// What names it through to whoever is paid: at most 35 letters.
    pub id: String,
    /// Cents of euros, above zero.
    pub cents: i64,
    /// Who is paid.
    pub to: Account,
    /// What it is for, as whoever is paid reads it; 140 letters of it.
    pub text: String,
}

/// An order of transfers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfers {
    /// Who orders.
    pub order: Order,
    /// Whom it pays.
    pub all: Vec<Transfer>,
}

impl Transfers {
    /// The file.
    pub fn write(&self, format: TransferFormat) -> Result<String, Fault> {
        let order = &self.order;
        order.check(self.all.len())?;
        for (at, of) in self.all.iter().enumerate() {
            order::check(at, of.cents, &of.to, &of.id)?;
        }
        let (name, bic) = match format {
            TransferFormat::V03 => ("pain.001.001.03", "BIC"),
            TransferFormat::V09 => ("pain.001.001.09", "BICFI"),
        };
        let sum = order::amount(self.all.iter().map(|of| of.cents).sum());
        let mut writer = Writer::new(name);
        writer.within("CstmrCdtTrfInitn", |root| {
            group_head(root, order, (self.all.len(), &sum), None);
            root.within("PmtInf", |block| {
                block.leaf("PmtInfId", &format!("{}-1", order.id));
                block.leaf("PmtMtd", "TRF");
                block.leaf("BtchBookg", if order.batch { "true" } else { "false" });
                block.leaf("NbOfTxs", &self.all.len().to_string());
                block.leaf("CtrlSum", &sum);
                block.nested(&["PmtTpInf", "SvcLvl", "Cd"], "SEPA");
                match format {
                    TransferFormat::V03 => block.leaf("ReqdExctnDt", &order.day.to_string()),
                    TransferFormat::V09 => block.nested(&["ReqdExctnDt", "Dt"], &order.day.to_string()),
                }
                block.party("Dbtr", &order.own);
                block.account("DbtrAcct", &order.own);
                block.agent("DbtrAgt", &order.own, bic);
                block.leaf("ChrgBr", "SLEV");
                for of in &self.all {
                    block.within("CdtTrfTxInf", |payment| {
                        payment.nested(&["PmtId", "EndToEndId"], &of.id);
                        payment.within("Amt", |amount| amount.euros("InstdAmt", &order::amount(of.cents)));
                        if !of.to.bic.is_empty() {
                            payment.agent("CdtrAgt", &of.to, bic);
                        }
                        payment.party("Cdtr", &of.to);
                        payment.account("CdtrAcct", &of.to);
                        let text = latin(&of.text, 140);
                        if !text.is_empty() {
                            payment.nested(&["RmtInf", "Ustrd"], &text);
                        }
                    });
                }
            });
        });
        Ok(writer.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;

    fn sample(count: i64) -> Transfers {
        let account = |name: &str, iban: &str, bic: &str| Account { name: name.into(), iban: iban.into(), bic: bic.into() };
        let order = Order {
            id: "R0042".into(),
            made_at: "2026-01-15T09:30:00".into(),
            day: jiff::civil::Date::constant(2026, 1, 20),
            own: account("Peña & Hijos, S. L.", "ES9121000418450200051332", "CAIXESBBXXX"),
            tax_id: "B00000117".into(),
            batch: true,
        };
        let to = |at: i64| account("Suministros Ñandú", "ES7921000813610123456789", if at % 2 == 0 { "" } else { "CAIXESBB" });
        let all = (1..=count).map(|at| Transfer { id: format!("R0042-{at}"), cents: at * 10_005, to: to(at), text: "Facturas A-1, A-2".into() });
        Transfers { order, all: all.collect() }
    }

    #[test]
    fn files_are_as_the_schemas_ask() {
        for (format, rules) in [(TransferFormat::V03, schema::PAIN_001_03), (TransferFormat::V09, schema::PAIN_001_09)] {
            let file = sample(3).write(format).expect("a file");
            schema::holds(&file, rules);
            assert!(file.contains("<CtrlSum>600.30</CtrlSum>") && file.contains("<Nm>Pena + Hijos, S. L.</Nm>"), "{file}");
        }
    }

    #[test]
    fn what_no_bank_takes_is_told_with_its_place() {
        let with = |change: fn(&mut Transfers)| {
            let mut of = sample(2);
            change(&mut of);
            of.write(TransferFormat::V03)
        };
        assert_eq!(with(|of| of.all.clear()), Err(Fault::Empty));
        assert_eq!(with(|of| of.all[1].cents = 0), Err(Fault::Amount { at: 1 }));
        assert_eq!(with(|of| of.all[0].to.iban = "ES7921000813610123456780".into()), Err(Fault::Iban { at: 0 }));
        assert_eq!(with(|of| of.all[1].to.name = " ".into()), Err(Fault::Name { at: 1 }));
        assert_eq!(with(|of| of.all[1].id = "x".repeat(36)), Err(Fault::Identifier { at: 1 }));
        assert_eq!(with(|of| of.order.own.iban.clear()), Err(Fault::Own("account")));
        assert_eq!(with(|of| of.order.id = "a".repeat(32)), Err(Fault::Own("identifier")));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn whatever_is_said_the_file_holds(name in ".{0,90}", text in ".{0,200}", cents in 1i64..99_999_999_999) {
            let mut of = sample(1);
            (of.all[0].to.name, of.all[0].text, of.all[0].cents) = (format!("A{name}"), text, cents);
            let file = of.write(TransferFormat::V09).expect("a file");
            schema::holds(&file, schema::PAIN_001_09);
        }
    }
}
