//! A sheet to print.

use despacho_paper::{LineColumn, Party, Sheet, Total};

/// An invoice of some lines, with a name that would be code if it were read as such.
pub fn sheet(design: &str, number: &str) -> Sheet {
    let party = |name: &str| Party { name: name.into(), lines: vec!["Calle Inventada, 1".into()] };
    let column = |label: &str, number| LineColumn { label: label.into(), number, wide: !number };
    Sheet {
        lang: "es".into(),
        design: design.into(),
        paper: "a4".into(),
        accent: "#1f5c4a".into(),
        logo: String::new(),
        title: "Factura".into(),
        number: number.into(),
        seller_label: "De".into(),
        seller: party("#panic(\"no\") $x$ *Vendedora* <etiqueta>"),
        buyer_label: "Para".into(),
        buyer: party("Cliente"),
        facts: vec![("Fecha".into(), "12 nov 2026".into())],
        header: "Una línea\nOtra".into(),
        columns: vec![column("Descripción", false), column("Importe", true)],
        lines: vec![vec!["Servicio".into(), "100,00".into()]; 60],
        totals: vec![Total { label: "Total".into(), value: "6.000,00 €".into(), strong: true }],
        footer: "Gracias".into(),
        landscape: false,
        strong: vec![],
    }
}
