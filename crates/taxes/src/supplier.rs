//! Whether the amount of a tax on a supplier's paper may stand beside what is computed.

/// What becomes of a typed amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It differs by rounding at most: it stands without a word.
    Accepted,
    /// It stands, and is told.
    Warned,
    /// It can't be of these lines and rates.
    Refused,
}

/// Most that may differ with a word, in minor units.
const WARNED: u64 = 100;

/// Judges a typed amount: up to one minor unit a line, and two in any case, is rounding; up to a hundred is told; more is refused.
/// Amounts are minor units of the document's currency.
pub fn judge(typed: i64, computed: i64, lines: usize) -> Verdict {
    let difference = typed.abs_diff(computed);
    let rounding = u64::try_from(lines).unwrap_or(u64::MAX).max(2);
    if difference <= rounding {
        Verdict::Accepted
    } else if difference <= WARNED {
        Verdict::Warned
    } else {
        Verdict::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cent_a_line_is_rounding() {
        let judged = [(210, 1), (212, 1), (213, 1), (213, 3), (310, 1), (311, 1), (110, 1), (109, 1)].map(|(typed, lines)| judge(typed, 210, lines));
        use Verdict::{Accepted, Refused, Warned};
        assert_eq!(judged, [Accepted, Accepted, Warned, Accepted, Warned, Refused, Warned, Refused]);
    }
}
