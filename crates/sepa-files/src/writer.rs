//! Writing elements one inside another.

use crate::{latin, order::Account};

/// A document that is being written. What it is given has only the letters of [`latin`](crate::latin::latin), so that nothing needs to be escaped.
pub struct Writer {
    text: String,
    open: Vec<&'static str>,
}

impl Writer {
    /// Begins a document of a format.
    pub fn new(format: &str) -> Self {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{format}\">\n");
        Self { text, open: vec!["Document"] }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }

    /// An element with others in it.
    pub fn within(&mut self, name: &'static str, write: impl FnOnce(&mut Self)) {
        self.indent();
        self.text.push_str(&format!("<{name}>\n"));
        self.open.push(name);
        write(self);
        self.open.pop();
        self.indent();
        self.text.push_str(&format!("</{name}>\n"));
    }

    /// An element with a text.
    pub fn leaf(&mut self, name: &'static str, text: &str) {
        self.indent();
        self.text.push_str(&format!("<{name}>{text}</{name}>\n"));
    }

    /// An amount in euros.
    pub fn euros(&mut self, name: &'static str, amount: &str) {
        self.indent();
        self.text.push_str(&format!("<{name} Ccy=\"EUR\">{amount}</{name}>\n"));
    }

    /// Elements one in another with one text in the last.
    pub fn nested(&mut self, names: &[&'static str], text: &str) {
        match names {
            [] => {}
            [name] => self.leaf(name, text),
            [name, rest @ ..] => self.within(name, |inner| inner.nested(rest, text)),
        }
    }

    /// An account by its IBAN.
    pub fn account(&mut self, name: &'static str, of: &Account) {
        self.within(name, |inner| inner.nested(&["Id", "IBAN"], &of.iban));
    }

    /// A name.
    pub fn party(&mut self, name: &'static str, of: &Account) {
        self.within(name, |inner| inner.leaf("Nm", &latin(&of.name, 70)));
    }

    /// A bank by its code, `element` being how the format calls it; or that it is not told.
    pub fn agent(&mut self, name: &'static str, of: &Account, element: &'static str) {
        self.within(name, |inner| {
            inner.within("FinInstnId", |inner| if of.bic.is_empty() { inner.nested(&["Othr", "Id"], "NOTPROVIDED") } else { inner.leaf(element, &of.bic) });
        });
    }

    /// The document.
    pub fn finish(mut self) -> String {
        self.text.push_str("</Document>\n");
        self.text
    }
}

/// The head that both kinds of order have.
pub fn group_head(writer: &mut Writer, order: &crate::order::Order, (count, sum): (usize, &str), creditor: Option<&str>) {
    writer.within("GrpHdr", |head| {
        head.leaf("MsgId", &order.id);
        head.leaf("CreDtTm", &order.made_at);
        head.leaf("NbOfTxs", &count.to_string());
        head.leaf("CtrlSum", sum);
        head.within("InitgPty", |party| {
            party.leaf("Nm", &latin(&order.own.name, 70));
            let id = creditor.map_or_else(|| latin(&order.tax_id, 35), str::to_owned);
            if !id.is_empty() {
                let holder = if creditor.is_some() { "PrvtId" } else { "OrgId" };
                party.nested(&["Id", holder, "Othr", "Id"], &id);
            }
        });
    });
}
