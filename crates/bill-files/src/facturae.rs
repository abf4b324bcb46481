//! Facturae 3.2 to 3.2.2, signed or not: one invoice of one seller.

use despacho_xml::Node;

use crate::said::{CHARGED, Charged, LINES, Read, Why, day, decimal, plain, size, text};

/// The name of a party: of a legal entity, or of a person.
fn name(party: &Node) -> String {
    let corporate = text(party, &["LegalEntity", "CorporateName"]);
    if !corporate.is_empty() {
        return corporate;
    }
    let parts = ["Name", "FirstSurname", "SecondSurname"].map(|part| text(party, &["Individual", part]));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn tax_id(party: &Node) -> String {
    plain(party.said(&["TaxIdentification", "TaxIdentificationNumber"]).unwrap_or_default())
}

/// A tax's amount: total in its own element, as amounts are written.
fn amount(tax: &Node, of: &str) -> Option<String> {
    decimal(tax.said(&[of, "TotalAmount"]))
}

pub fn read(node: &Node) -> Result<Read, Why> {
    let seller = node.at(&["Parties", "SellerParty"]).ok_or(Why::Broken)?;
    let invoices = node.child("Invoices").ok_or(Why::Broken)?;
    if invoices.all("Invoice").count() > 1 {
        return Err(Why::Several);
    }
    let invoice = invoices.child("Invoice").ok_or(Why::Broken)?;
    let (series, number) = (text(invoice, &["InvoiceHeader", "InvoiceSeriesCode"]), text(invoice, &["InvoiceHeader", "InvoiceNumber"]));
    if number.is_empty() {
        return Err(Why::Broken);
    }
    let taxes = |list: &'static str| invoice.child(list).into_iter().flat_map(|list| list.all("Tax"));
    let charged = |tax: &Node| {
        Some(Charged {
            rate: decimal(tax.said(&["TaxRate"]))?,
            base: amount(tax, "TaxableBase")?,
            amount: amount(tax, "TaxAmount").unwrap_or_default(),
            self_assessed: false,
        })
    };
    let withheld = taxes("TaxesWithheld").find_map(|tax| Some((size(tax.said(&["TaxRate"]))?, size(tax.said(&["TaxAmount", "TotalAmount"]))?)));
    let totals = invoice.child("InvoiceTotals").ok_or(Why::Broken)?;
    let line = |line: &Node| Some((text(line, &["ItemDescription"]), decimal(line.said(&["GrossAmount"]))?));
    let due = invoice.at(&["PaymentDetails", "Installment"]).and_then(|of| of.said(&["InstallmentDueDate"]));
    Ok(Read {
        format: "facturae".into(),
        seller_name: name(seller),
        seller_tax_id: tax_id(seller),
        buyer_tax_id: node.at(&["Parties", "BuyerParty"]).map(tax_id).unwrap_or_default(),
        number: if series.is_empty() { number } else { format!("{series}{number}") },
        date: day(invoice.said(&["InvoiceIssueData", "IssueDate"])),
        due: day(due),
        currency: text(invoice, &["InvoiceIssueData", "InvoiceCurrencyCode"]),
        charged: taxes("TaxesOutputs").filter_map(charged).take(CHARGED).collect(),
        withheld,
        payable: decimal(totals.said(&["TotalExecutableAmount"]).or_else(|| totals.said(&["InvoiceTotal"]))),
        lines: invoice.child("Items").into_iter().flat_map(|items| items.all("InvoiceLine")).filter_map(line).take(LINES).collect(),
        corrects: invoice.said(&["InvoiceHeader", "InvoiceClass"]).is_some_and(|class| ["OR", "CR"].contains(&class)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVOICE: &str = r#"<fe:Facturae xmlns:fe="http://www.facturae.gob.es/formato/Versiones/Facturaev3_2_2.xml">
  <FileHeader><SchemaVersion>3.2.2</SchemaVersion></FileHeader>
  <Parties>
    <SellerParty><TaxIdentification><PersonTypeCode>F</PersonTypeCode><TaxIdentificationNumber>ES12345678Z</TaxIdentificationNumber></TaxIdentification>
      <Individual><Name>Persona</Name><FirstSurname>De</FirstSurname><SecondSurname>Muestra</SecondSurname></Individual></SellerParty>
    <BuyerParty><TaxIdentification><TaxIdentificationNumber>B99000010</TaxIdentificationNumber></TaxIdentification><LegalEntity><CorporateName>Otra</CorporateName></LegalEntity></BuyerParty>
  </Parties>
  <Invoices><Invoice>
    <InvoiceHeader><InvoiceNumber>118</InvoiceNumber><InvoiceSeriesCode>F-</InvoiceSeriesCode><InvoiceClass>OO</InvoiceClass></InvoiceHeader>
    <InvoiceIssueData><IssueDate>2027-04-05</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData>
    <TaxesOutputs><Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate><TaxableBase><TotalAmount>180.00</TotalAmount></TaxableBase><TaxAmount><TotalAmount>37.80</TotalAmount></TaxAmount></Tax></TaxesOutputs>
    <TaxesWithheld><Tax><TaxTypeCode>04</TaxTypeCode><TaxRate>15.00</TaxRate><TaxableBase><TotalAmount>180.00</TotalAmount></TaxableBase><TaxAmount><TotalAmount>27.00</TotalAmount></TaxAmount></Tax></TaxesWithheld>
    <InvoiceTotals><InvoiceTotal>190.80</InvoiceTotal><TotalExecutableAmount>190.80</TotalExecutableAmount></InvoiceTotals>
    <Items><InvoiceLine><ItemDescription>Asesoría de abril</ItemDescription><GrossAmount>180.000000</GrossAmount></InvoiceLine></Items>
    <PaymentDetails><Installment><InstallmentDueDate>2027-05-05</InstallmentDueDate></Installment></PaymentDetails>
  </Invoice></Invoices>
</fe:Facturae>"#;

    #[test]
    fn an_invoice_is_read() {
        let read = crate::read(INVOICE.as_bytes()).expect("an invoice");
        assert_eq!(
            (read.format.as_str(), read.seller_name.as_str(), read.seller_tax_id.as_str(), read.number.as_str()),
            ("facturae", "Persona De Muestra", "ES12345678Z", "F-118")
        );
        assert_eq!((read.date.as_str(), read.due.as_str(), read.buyer_tax_id.as_str()), ("2027-04-05", "2027-05-05", "B99000010"));
        assert_eq!((read.charged.len(), read.charged[0].amount.as_str(), read.payable.as_deref()), (1, "37.8", Some("190.8")));
        assert_eq!(read.withheld.map(|(rate, amount)| format!("{rate} {amount}")).as_deref(), Some("15 27"));
        assert_eq!(read.lines, [("Asesoría de abril".to_owned(), "180".to_owned())]);
    }

    #[test]
    fn several_invoices_are_not_taken_for_one() {
        let one = INVOICE.split_once("<Invoices>").and_then(|(_, rest)| rest.split_once("</Invoices>")).map(|(one, _)| one).expect("one");
        let two = INVOICE.replace(one, &format!("{one}{one}"));
        assert_eq!(crate::read(two.as_bytes()), Err(Why::Several));
        assert!(crate::read(INVOICE.replace("<InvoiceClass>OO", "<InvoiceClass>OR").as_bytes()).expect("a correction").corrects);
    }
}
