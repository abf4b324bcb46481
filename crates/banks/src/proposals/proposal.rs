//! What a line of a statement may be, with a reason and a score.

use despacho_kernel::{Id, words};

/// Scores from this on are certain: they may be accepted without looking at each.
pub const CERTAIN: u8 = 85;
/// Scores from this on are likely; below them doubtful.
pub const LIKELY: u8 = 65;
/// Most proposals for a line.
pub const MOST: usize = 5;

words! {
    /// What a line would be matched with.
    Kind {
        /// Postings that the books have already.
        Posting = "posting",
        /// Open items of contacts, which it settles.
        OpenItems = "open_items",
        /// Another account of one's own.
        Transfer = "transfer",
        /// What a rule says.
        Rule = "rule",
        /// An account.
        Account = "account",
    }
}

words! {
    /// Why.
    Reason {
        /// The amount, and the number in the text.
        AmountAndNumber = "amount_and_number",
        /// The amount, and words of the text.
        AmountAndText = "amount_and_text",
        /// The amount within a few days, and nothing else has it.
        AmountAndDay = "amount_and_day",
        /// The amount, and others have it too.
        AmountOfSeveral = "amount_of_several",
        /// The amount, and the contact is named or known.
        AmountAndContact = "amount_and_contact",
        /// The amount alone.
        AmountAlone = "amount_alone",
        /// Numbers in the text whose items come to the amount.
        SumOfNumbers = "sum_of_numbers",
        /// All that is open of a contact comes to the amount.
        SumOfAll = "sum_of_all",
        /// Some of what is open of a contact comes to the amount.
        SumOfSome = "sum_of_some",
        /// An item and what the bank takes for it.
        LessCharges = "less_charges",
        /// Part of the only item of a contact.
        PartOfItem = "part_of_item",
        /// The opposite amount in an own account.
        OppositeLine = "opposite_line",
        /// The IBAN of an own account.
        OwnIban = "own_iban",
        /// A rule applies.
        Rule = "rule",
        /// It was done so before.
        AsBefore = "as_before",
    }
}

/// How much of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub document: Id,
    /// Its number.
    pub label: String,
    /// Minor units, above zero.
    pub amount: i64,
}

/// What a line may be.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub score: u8,
    pub kind: Kind,
    pub reason: Reason,
    /// What the reason and the title mention.
    pub about: String,
    /// Postings of the bank's account: their entries and positions there.
    pub postings: Vec<(Id, i64)>,
    /// Documents, their numbers, and how much of each, above zero.
    pub items: Vec<Part>,
    /// What the bank keeps or takes beside them, in minor units.
    pub charges: i64,
    pub account_code: String,
    pub contact: Option<Id>,
    pub rule: Option<Id>,
    pub bank_account: Option<Id>,
    pub line: Option<Id>,
}

impl Proposal {
    /// Of these; the rest is told by whoever makes it.
    pub fn new(score: u8, kind: Kind, reason: Reason, about: String) -> Self {
        Self {
            score,
            kind,
            reason,
            about,
            postings: vec![],
            items: vec![],
            charges: 0,
            account_code: String::new(),
            contact: None,
            rule: None,
            bank_account: None,
            line: None,
        }
    }

    /// `certain`, `likely` or `doubtful`.
    pub fn certainty(&self) -> &'static str {
        match self.score {
            CERTAIN.. => "certain",
            LIKELY.. => "likely",
            _ => "doubtful",
        }
    }
}
