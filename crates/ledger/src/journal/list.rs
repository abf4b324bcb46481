//! What a list of entries is narrowed by.

use despacho_kernel::{Id, money::Money, number::Notation, place::Currency};
use jiff::civil::Date;

use super::entry::State;

/// A list of entries, the latest day first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// One of its postings is on one of these.
    pub accounts: Option<Vec<Id>>,
    /// Words of its texts, in any order; a number alone is its number too.
    pub search: String,
    /// How a word is read as an amount, which then finds the entries and postings that have it; none where words are no amounts.
    pub amounts: Option<(&'static Currency, Notation)>,
    /// Of its debits' sum, in minor units.
    pub min: Option<i64>,
    pub max: Option<i64>,
    /// Without one, what was corrected and what undid it are left out.
    pub state: Option<State>,
    /// Whether what was corrected is shown.
    pub corrections: bool,
}

impl Filter {
    /// The amount that a word is, whatever its side, in minor units.
    pub fn amount(&self, word: &str) -> Option<i64> {
        let (currency, notation) = self.amounts?;
        let minor = Money::parse(word, currency, notation).ok()?.minor.checked_abs()?;
        (minor != 0).then_some(minor)
    }
}

/// A place in the list: what comes after it is earlier.
pub type Place = (String, Id);

/// The postings of an organization, or those of them that have a value in a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slice {
    pub organization: Id,
    /// The value's id.
    pub tag: Option<Id>,
    pub whose: Option<Whose>,
    /// Whether only what is matched, or only what is open.
    pub matched: Option<bool>,
}

/// Whose postings are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Contact(Id),
    /// Those that name nobody.
    Nobody,
}

impl From<Id> for Slice {
    fn from(organization: Id) -> Self {
        Self { organization, tag: None, whose: None, matched: None }
    }
}

/// Postings of a page for programs.
pub const MOST: i64 = 2000;

/// Cuts a page to at most `limit` entries and to as many as have `most` postings together, at least one: an entry has up to a thousand.
/// `postings` counts those of one. Answers whether there are more.
pub fn cut<T>(entries: &mut Vec<T>, (limit, most): (i64, i64), postings: impl Fn(&T) -> i64) -> bool {
    let mut sum = 0;
    let fits = |entry: &&T| {
        sum += postings(entry);
        sum <= most
    };
    let fitting = entries.iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).take_while(fits).count().max(1);
    let more = fitting < entries.len();
    entries.truncate(fitting);
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_an_amount_as_its_reader_writes_it() {
        let euro = despacho_kernel::place::currency("EUR").expect("the euro");
        let of = |notation, word: &str| Filter { amounts: Some((euro, notation)), ..Filter::default() }.amount(word);
        assert_eq!(of(Notation::Spanish, "1582,68"), Some(158_268));
        assert_eq!((of(Notation::Spanish, "1.582,68"), of(Notation::English, "1,582.68")), (Some(158_268), Some(158_268)));
        assert_eq!((of(Notation::Spanish, "-5"), of(Notation::Spanish, "0"), of(Notation::Spanish, "fra")), (Some(500), None, None));
        assert_eq!(Filter::default().amount("5"), None);
    }

    #[test]
    fn a_page_ends_by_its_entries_or_their_postings() {
        let left = |postings: &[i64], limit: i64, most: i64| {
            let mut entries = postings.to_vec();
            (cut(&mut entries, (limit, most), |count| *count), entries.len())
        };
        assert_eq!(left(&[], 9, 9), (false, 0));
        assert_eq!(left(&[2, 3, 4], 3, 9), (false, 3));
        assert_eq!(left(&[2, 3, 4], 2, 9), (true, 2));
        assert_eq!(left(&[9, 1], 3, 9), (true, 1));
        assert_eq!(left(&[10, 1], 3, 9), (true, 1));
        assert_eq!(left(&[7, 2, 1], 3, 9), (true, 2));
    }
}
