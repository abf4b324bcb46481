//! Names are folded on the server and in the browser, which must find the same: one table of cases is read by both, here and in
//! `e2e/tests/fold.spec.js`.

use despacho_kernel::text::fold;

#[test]
fn the_server_folds_as_the_table_says() {
    let cases: Vec<(String, String)> = serde_json::from_str(include_str!("../../../kernel/tests/fold.json")).expect("the table");
    assert!(cases.len() > 70, "{} cases", cases.len());
    for (text, folded) in cases {
        assert_eq!(fold(&text), folded, "{text}");
    }
}
