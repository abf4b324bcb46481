//! UBL 2.1, as EN 16931 uses it: `Invoice` and `CreditNote`.

use despacho_xml::Node;

use crate::said::{CHARGED, Charged, LINES, Read, Why, day, decimal, plain, size, text};

/// The tax id of a party: that of VAT before that of its legal entity.
fn tax_id(party: &Node) -> String {
    let of_vat = party
        .all("PartyTaxScheme")
        .find(|scheme| scheme.said(&["TaxScheme", "ID"]).is_none_or(|id| id.eq_ignore_ascii_case("VAT")))
        .and_then(|scheme| scheme.said(&["CompanyID"]));
    plain(of_vat.or_else(|| party.said(&["PartyLegalEntity", "CompanyID"])).unwrap_or_default())
}

fn name(party: &Node) -> String {
    [&["PartyLegalEntity", "RegistrationName"][..], &["PartyName", "Name"]]
        .iter()
        .map(|path| text(party, path))
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// The subtotals of taxes of one currency: an invoice may tell the sum again in another one.
fn subtotals<'a>(node: &'a Node, total: &'a str) -> impl Iterator<Item = &'a Node> {
    node.all(total).flat_map(|total| total.all("TaxSubtotal"))
}

pub fn read(node: &Node) -> Result<Read, Why> {
    let number = text(node, &["ID"]);
    let seller = node.at(&["AccountingSupplierParty", "Party"]).ok_or(Why::Broken)?;
    if number.is_empty() {
        return Err(Why::Broken);
    }
    let charged = |of: &Node| {
        let category = of.child("TaxCategory")?;
        Some(Charged {
            rate: decimal(category.said(&["Percent"])).unwrap_or_default(),
            base: decimal(of.said(&["TaxableAmount"]))?,
            amount: decimal(of.said(&["TaxAmount"]))?,
            self_assessed: category.said(&["ID"]).is_some_and(|id| ["AE", "K"].contains(&id)),
        })
    };
    let withheld = subtotals(node, "WithholdingTaxTotal").find_map(|of| Some((size(of.said(&["TaxCategory", "Percent"]))?, size(of.said(&["TaxAmount"]))?)));
    let corrects = node.name == "CreditNote";
    let lines = if corrects { "CreditNoteLine" } else { "InvoiceLine" };
    let line = |line: &Node| Some((text(line, &["Item", "Name"]), decimal(line.said(&["LineExtensionAmount"]))?));
    let buyer = node.at(&["AccountingCustomerParty", "Party"]).map(tax_id).unwrap_or_default();
    Ok(Read {
        format: "ubl".into(),
        seller_name: name(seller),
        seller_tax_id: tax_id(seller),
        buyer_tax_id: buyer,
        number,
        date: day(node.said(&["IssueDate"])),
        due: day(node.said(&["DueDate"]).or_else(|| node.said(&["PaymentMeans", "PaymentDueDate"]))),
        currency: text(node, &["DocumentCurrencyCode"]),
        charged: subtotals(node, "TaxTotal").filter_map(charged).take(CHARGED).collect(),
        withheld,
        payable: decimal(node.said(&["LegalMonetaryTotal", "PayableAmount"])),
        lines: node.all(lines).filter_map(line).take(LINES).collect(),
        corrects: corrects || node.said(&["InvoiceTypeCode"]).is_some_and(|code| code == "381"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An invoice of two rates, its sum told in another currency too.
    const INVOICE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="a" xmlns:cbc="b">
  <cbc:ID>A-3305</cbc:ID><cbc:IssueDate>2027-04-09</cbc:IssueDate><cbc:DueDate>2027-05-09</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party>
    <cac:PartyName><cbc:Name>Bazar Almena</cbc:Name></cac:PartyName>
    <cac:PartyTaxScheme><cbc:CompanyID>ESB99000044</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
    <cac:PartyLegalEntity><cbc:RegistrationName>Bazar Almena Ficticio &amp; Cía., S. L.</cbc:RegistrationName></cac:PartyLegalEntity>
  </cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity><cbc:CompanyID>B-99.000.010</cbc:CompanyID></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
  <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">13.77</cbc:TaxAmount>
    <cac:TaxSubtotal><cbc:TaxableAmount>48.20</cbc:TaxableAmount><cbc:TaxAmount>10.12</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21.00</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>
    <cac:TaxSubtotal><cbc:TaxableAmount>36.50</cbc:TaxableAmount><cbc:TaxAmount>3.65</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>10</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:TaxTotal><cbc:TaxAmount currencyID="USD">15.00</cbc:TaxAmount></cac:TaxTotal>
  <cac:WithholdingTaxTotal><cac:TaxSubtotal><cbc:TaxAmount>12.71</cbc:TaxAmount><cac:TaxCategory><cbc:Percent>15</cbc:Percent></cac:TaxCategory></cac:TaxSubtotal></cac:WithholdingTaxTotal>
  <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">85.76</cbc:PayableAmount></cac:LegalMonetaryTotal>
  <cac:InvoiceLine><cbc:LineExtensionAmount>48.20</cbc:LineExtensionAmount><cac:Item><cbc:Name>Limpieza</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>"#;

    #[test]
    fn an_invoice_is_read() {
        let read = crate::read(INVOICE.as_bytes()).expect("an invoice");
        assert_eq!(
            (read.format.as_str(), read.seller_name.as_str(), read.seller_tax_id.as_str(), read.buyer_tax_id.as_str()),
            ("ubl", "Bazar Almena Ficticio & Cía., S. L.", "ESB99000044", "B99000010")
        );
        assert_eq!(
            (read.number.as_str(), read.date.as_str(), read.due.as_str(), read.currency.as_str(), read.corrects),
            ("A-3305", "2027-04-09", "2027-05-09", "EUR", false)
        );
        let charged: Vec<String> = read.charged.iter().map(|of| format!("{} {} {}", of.rate, of.base, of.amount)).collect();
        assert_eq!(charged, ["21 48.2 10.12", "10 36.5 3.65"]);
        assert_eq!(
            (read.withheld.as_ref().map(|(rate, amount)| format!("{rate} {amount}")).as_deref(), read.payable.as_deref()),
            (Some("15 12.71"), Some("85.76"))
        );
        assert_eq!(read.lines, [("Limpieza".to_owned(), "48.2".to_owned())]);
    }

    #[test]
    fn a_credit_note_says_so_and_what_is_missing_is_left_out() {
        let credit = INVOICE.replace("<Invoice ", "<CreditNote ").replace("</Invoice>", "</CreditNote>");
        assert!(crate::read(credit.as_bytes()).expect("a credit note").corrects);
        let bare = "<Invoice><ID>7</ID><AccountingSupplierParty><Party/></AccountingSupplierParty></Invoice>";
        let read = crate::read(bare.as_bytes()).expect("an invoice");
        assert_eq!((read.number.as_str(), read.date.as_str(), read.charged.len(), read.payable), ("7", "", 0, None));
        assert_eq!(crate::read(b"<Invoice><ID>7</ID></Invoice>"), Err(Why::Broken));
    }
}
