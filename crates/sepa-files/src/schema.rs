//! What the public schemas of the formats (iso20022.org) ask of the elements that are written: which follow which, how often, and what stands in them.
//! An element that is written and not described here fails.

use despacho_xml::{Next, Node, Xml};

/// An element, or one within a certain other (`Id/Othr`), with what is in it: a sequence of elements, each once, `?` at most once, `+` at least once, `*` any
/// number; `|` one of several; `=` a text.
pub type Rules = &'static [&'static [(&'static str, &'static str)]];

const COMMON: &[(&str, &str)] = &[
    ("GrpHdr", "MsgId CreDtTm Authstn* NbOfTxs CtrlSum? InitgPty FwdgAgt?"),
    ("MsgId", "=35"),
    ("PmtInfId", "=35"),
    ("EndToEndId", "=35"),
    ("MndtId", "=35"),
    ("CreDtTm", "=instant"),
    ("ReqdColltnDt", "=day"),
    ("DtOfSgntr", "=day"),
    ("NbOfTxs", "=count"),
    ("CtrlSum", "=amount"),
    ("InstdAmt", "=amount"),
    ("BtchBookg", "=flag"),
    ("InitgPty", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"),
    ("Dbtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"),
    ("Cdtr", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"),
    ("CdtrSchmeId", "Nm? PstlAdr? Id? CtryOfRes? CtctDtls?"),
    // The area's own bound; the schema's is 140.
    ("Nm", "=70"),
    ("InitgPty/Id", "|OrgId PrvtId"),
    ("CdtrSchmeId/Id", "|OrgId PrvtId"),
    ("PrvtId", "DtAndPlcOfBirth? Othr*"),
    ("OrgId/Othr", "Id SchmeNm? Issr?"),
    ("PrvtId/Othr", "Id SchmeNm? Issr?"),
    ("FinInstnId/Othr", "Id SchmeNm? Issr?"),
    ("Othr/Id", "=35"),
    ("SchmeNm", "|Cd Prtry"),
    ("Prtry", "=35"),
    ("SvcLvl", "|Cd Prtry"),
    ("LclInstrm", "|Cd Prtry"),
    ("SvcLvl/Cd", "=4"),
    ("LclInstrm/Cd", "=35"),
    ("SeqTp", "=FRST RCUR FNAL OOFF"),
    ("ChrgBr", "=DEBT CRED SHAR SLEV"),
    ("DbtrAcct/Id", "|IBAN Othr"),
    ("CdtrAcct/Id", "|IBAN Othr"),
    ("IBAN", "=iban"),
    ("BIC", "=bic"),
    ("BICFI", "=bic"),
    ("DbtrAgt", "FinInstnId BrnchId?"),
    ("CdtrAgt", "FinInstnId BrnchId?"),
    ("Amt", "|InstdAmt EqvtAmt"),
    ("RmtInf", "Ustrd* Strd*"),
    ("Ustrd", "=140"),
];

const OLDER: &[(&str, &str)] = &[
    ("OrgId", "BICOrBEI? Othr*"),
    ("FinInstnId", "BIC? ClrSysMmbId? Nm? PstlAdr? Othr?"),
    ("DbtrAcct", "Id Tp? Ccy? Nm?"),
    ("CdtrAcct", "Id Tp? Ccy? Nm?"),
    ("PmtId", "InstrId? EndToEndId"),
];

const NEWER: &[(&str, &str)] = &[
    ("OrgId", "AnyBIC? LEI? Othr*"),
    ("FinInstnId", "BICFI? ClrSysMmbId? LEI? Nm? PstlAdr? Othr?"),
    ("DbtrAcct", "Id Tp? Ccy? Nm? Prxy?"),
    ("CdtrAcct", "Id Tp? Ccy? Nm? Prxy?"),
    ("PmtId", "InstrId? EndToEndId UETR?"),
];

const TRANSFERS: &[(&str, &str)] = &[
    ("Document", "CstmrCdtTrfInitn"),
    ("CstmrCdtTrfInitn", "GrpHdr PmtInf+ SplmtryData*"),
    (
        "PmtInf",
        "PmtInfId PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdExctnDt PoolgAdjstmntDt? Dbtr DbtrAcct DbtrAgt DbtrAgtAcct? UltmtDbtr? ChrgBr? ChrgsAcct? ChrgsAcctAgt? CdtTrfTxInf+",
    ),
    ("PmtMtd", "=CHK TRF TRA"),
    (
        "CdtTrfTxInf",
        "PmtId PmtTpInf? Amt XchgRateInf? ChrgBr? ChqInstr? UltmtDbtr? IntrmyAgt1? IntrmyAgt1Acct? IntrmyAgt2? IntrmyAgt2Acct? IntrmyAgt3? IntrmyAgt3Acct? CdtrAgt? CdtrAgtAcct? Cdtr? CdtrAcct? UltmtCdtr? InstrForCdtrAgt* InstrForDbtrAgt? Purp? RgltryRptg* Tax? RltdRmtInf* RmtInf?",
    ),
];

const DEBITS: &[(&str, &str)] = &[
    ("Document", "CstmrDrctDbtInitn"),
    ("CstmrDrctDbtInitn", "GrpHdr PmtInf+ SplmtryData*"),
    (
        "PmtInf",
        "PmtInfId PmtMtd BtchBookg? NbOfTxs? CtrlSum? PmtTpInf? ReqdColltnDt Cdtr CdtrAcct CdtrAgt CdtrAgtAcct? UltmtCdtr? ChrgBr? ChrgsAcct? ChrgsAcctAgt? CdtrSchmeId? DrctDbtTxInf+",
    ),
    ("PmtMtd", "=DD"),
    (
        "DrctDbtTxInf",
        "PmtId PmtTpInf? InstdAmt ChrgBr? DrctDbtTx? UltmtCdtr? DbtrAgt DbtrAgtAcct? Dbtr DbtrAcct UltmtDbtr? InstrForCdtrAgt? Purp? RgltryRptg* Tax? RltdRmtInf* RmtInf?",
    ),
    ("DrctDbtTx", "MndtRltdInf? CdtrSchmeId? PreNtfctnId? PreNtfctnDt?"),
    ("MndtRltdInf", "MndtId? DtOfSgntr? AmdmntInd? AmdmntInfDtls? ElctrncSgntr? FrstColltnDt? FnlColltnDt? Frqcy?"),
];

pub const PAIN_001_03: Rules = &[&[("ReqdExctnDt", "=day"), ("PmtTpInf", "InstrPrty? SvcLvl? LclInstrm? CtgyPurp?")], TRANSFERS, OLDER, COMMON];
pub const PAIN_001_09: Rules =
    &[&[("ReqdExctnDt", "|Dt DtTm"), ("Dt", "=day"), ("PmtTpInf", "InstrPrty? SvcLvl* LclInstrm? CtgyPurp?")], TRANSFERS, NEWER, COMMON];
pub const PAIN_008_02: Rules = &[&[("PmtTpInf", "InstrPrty? SvcLvl? LclInstrm? SeqTp? CtgyPurp?")], DEBITS, OLDER, COMMON];
pub const PAIN_008_08: Rules = &[&[("PmtTpInf", "InstrPrty? SvcLvl* LclInstrm? SeqTp? CtgyPurp?")], DEBITS, NEWER, COMMON];

fn rule(rules: Rules, parent: &str, name: &str) -> &'static str {
    let within = format!("{parent}/{name}");
    let find = |key: &str| rules.iter().flat_map(|part| part.iter()).find(|(of, _)| *of == key).map(|(_, rule)| *rule);
    find(&within).or_else(|| find(name)).unwrap_or_else(|| panic!("{within} is not described"))
}

fn alike(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.chars().zip(pattern.chars()).all(|(c, p)| match p {
            '9' => c.is_ascii_digit(),
            'A' => c.is_ascii_uppercase(),
            'x' => c.is_ascii_uppercase() || c.is_ascii_digit(),
            p => c == p,
        })
}

fn text(kind: &str, text: &str) -> bool {
    match kind {
        "day" => alike(text, "9999-99-99"),
        "instant" => alike(text, "9999-99-99T99:99:99"),
        "count" => !text.is_empty() && text.len() <= 15 && text.chars().all(|c| c.is_ascii_digit()),
        "amount" => text
            .split_once('.')
            .is_some_and(|(whole, cents)| text.len() <= 19 && cents.len() == 2 && (whole.to_owned() + cents).parse::<u64>().is_ok()),
        "flag" => ["true", "false"].contains(&text),
        "iban" => text.len() > 4 && text.len() <= 34 && alike(&text[..4], "AA99") && text[4..].chars().all(|c| c.is_ascii_alphanumeric()),
        "bic" => ["AAAAAAxx", "AAAAAAxxxxx"].iter().any(|pattern| alike(text, pattern)),
        words if words.parse::<usize>().is_err() => words.split(' ').any(|word| word == text),
        most => (1..=most.parse().expect("a length")).contains(&text.chars().count()),
    }
}

fn check(rules: Rules, parent: &str, node: &Node) {
    let within = format!("{parent}/{}", node.name);
    let rule = rule(rules, parent, &node.name);
    let names: Vec<&str> = node.children.iter().map(|child| child.name.as_str()).collect();
    if let Some(kind) = rule.strip_prefix('=') {
        assert!(names.is_empty() && text(kind, node.text.trim()), "{within}: {:?} is not {kind}", node.text);
    } else if let Some(choice) = rule.strip_prefix('|') {
        assert!(names.len() == 1 && choice.split(' ').any(|name| name == names[0]), "{within}: {names:?}, not one of {choice}");
    } else {
        let mut at = 0;
        for part in rule.split(' ') {
            let name = part.trim_end_matches(['?', '*', '+']);
            let count = names[at..].iter().take_while(|child| **child == name).count();
            at += count;
            let right = match part.strip_prefix(name) {
                Some("?") => count <= 1,
                Some("+") => count >= 1,
                Some("*") => true,
                _ => count == 1,
            };
            assert!(right, "{within}: {count} of {part}");
        }
        assert_eq!(at, names.len(), "{within}: {names:?} do not follow {rule}");
    }
    for child in &node.children {
        check(rules, &node.name, child);
    }
}

/// Holds a file to what its schema asks.
pub fn holds(file: &str, rules: Rules) {
    let mut xml = Xml::new(file);
    loop {
        match xml.step().unwrap_or_else(|fault| panic!("{fault:?}: {file}")) {
            Next::Begins(name) => return check(rules, "", &xml.whole(name).unwrap_or_else(|fault| panic!("{fault:?}: {file}"))),
            Next::Over => panic!("no element: {file}"),
            Next::Ends(_) => {}
        }
    }
}

#[test]
fn a_wrong_order_is_found() {
    let wrong = "<Document><CstmrCdtTrfInitn><PmtInf></PmtInf><GrpHdr></GrpHdr></CstmrCdtTrfInitn></Document>";
    assert!(std::panic::catch_unwind(|| holds(wrong, PAIN_001_03)).is_err());
}
