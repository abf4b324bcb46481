//! Formulas of templates: numbers, percentages, questions (`base`) and other lines (`L2`), with `+ - * /` and brackets. Everything is a
//! fraction of whole numbers until a line's amount is rounded, so that nothing is lost before its end.

use despacho_kernel::{
    number::{self, Notation},
    text::fold,
};
use rust_decimal::Decimal;

/// Most characters of a formula.
pub const MAX: usize = 200;

/// Most brackets and signs within each other.
const DEPTH: usize = 40;

/// An exact fraction; its denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    over: i128,
    under: i128,
}

fn common(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.abs().max(1)
}

impl Fraction {
    /// A fraction in its lowest terms; none beyond what is kept, or over nothing.
    pub fn new(over: i128, under: i128) -> Option<Self> {
        if under == 0 {
            return None;
        }
        let by = common(over, under);
        let sign = if under < 0 { -1 } else { 1 };
        Some(Self { over: (over / by).checked_mul(sign)?, under: (under / by).checked_mul(sign)? })
    }

    /// A decimal as a fraction.
    pub fn of(number: Decimal) -> Option<Self> {
        Self::new(number.mantissa(), 10i128.checked_pow(number.scale())?)
    }

    fn add(self, other: Self) -> Option<Self> {
        let over = self.over.checked_mul(other.under)?.checked_add(other.over.checked_mul(self.under)?)?;
        Self::new(over, self.under.checked_mul(other.under)?)
    }

    fn times(self, other: Self) -> Option<Self> {
        // Lowest terms first, so that what fits is not refused on its way.
        let (a, b) = (Self::new(self.over, other.under)?, Self::new(other.over, self.under)?);
        Self::new(a.over.checked_mul(b.over)?, a.under.checked_mul(b.under)?)
    }

    fn negated(self) -> Option<Self> {
        Some(Self { over: self.over.checked_neg()?, under: self.under })
    }

    fn inverse(self) -> Option<Self> {
        Self::new(self.under, self.over)
    }

    /// Minor units of so many digits, halves away from zero.
    pub fn minor(self, digits: u8) -> Option<i64> {
        let scaled = self.over.checked_mul(10i128.pow(digits.into()))?.checked_mul(2)?;
        let size = scaled.checked_abs()? / self.under;
        let units = i64::try_from((size + 1) / 2).ok()?;
        Some(if scaled < 0 { -units } else { units })
    }
}

/// A formula that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    Number(Fraction),
    /// What is asked, by its folded name.
    Asked(String),
    /// Another line by its place, from 0.
    Line(usize),
    Negative(Box<Formula>),
    Percent(Box<Formula>),
    Sum(Box<Formula>, Box<Formula>),
    Product(Box<Formula>, Box<Formula>),
    Quotient(Box<Formula>, Box<Formula>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(String),
    Name(String),
    Sign(char),
}

fn is_digit(c: char, notation: Notation) -> bool {
    c.is_ascii_digit() || c == '.' || (c == ',' && notation != Notation::Plain)
}

fn tokens(text: &str, notation: Notation) -> Result<Vec<Token>, &'static str> {
    let mut found = vec![];
    let mut rest = text.chars().peekable();
    while let Some(&c) = rest.peek() {
        if c.is_whitespace() {
            rest.next();
        } else if is_digit(c, notation) {
            let mut number = String::new();
            while let Some(c) = rest.next_if(|c| is_digit(*c, notation)) {
                number.push(c);
            }
            found.push(Token::Number(number));
        } else if c.is_alphabetic() {
            let mut name = String::new();
            while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
                name.push(c);
            }
            found.push(Token::Name(name));
        } else {
            let sign = match c {
                '−' => '-',
                '×' => '*',
                '÷' => '/',
                '+' | '-' | '*' | '/' | '(' | ')' | '%' => c,
                _ => return Err("formula_syntax"),
            };
            found.push(Token::Sign(sign));
            rest.next();
        }
    }
    Ok(found)
}

/// The line that a name means: `L2` is the second.
fn line(name: &str) -> Option<usize> {
    let digits = name.strip_prefix(['l', 'L'])?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<usize>().ok()?.checked_sub(1)
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
    notation: Notation,
}

impl Reader<'_> {
    fn take(&mut self, signs: &[char]) -> Option<char> {
        match self.tokens.get(self.at) {
            Some(Token::Sign(sign)) if signs.contains(sign) => {
                self.at += 1;
                Some(*sign)
            }
            _ => None,
        }
    }

    fn factor(&mut self) -> Result<Formula, &'static str> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err("formula_syntax");
        }
        let mut found = if self.take(&['-']).is_some() {
            Formula::Negative(Box::new(self.factor()?))
        } else if self.take(&['(']).is_some() {
            let inner = self.sum()?;
            self.take(&[')']).ok_or("formula_syntax")?;
            inner
        } else {
            let token = self.tokens.get(self.at).cloned().ok_or("formula_syntax")?;
            self.at += 1;
            match token {
                Token::Number(text) => {
                    let number = number::decimal(&text, self.notation, 10).map_err(|_| "formula_syntax")?;
                    Formula::Number(Fraction::of(number).ok_or("formula_too_large")?)
                }
                Token::Name(name) => line(&name).map_or_else(|| Formula::Asked(fold(&name)), Formula::Line),
                Token::Sign(_) => return Err("formula_syntax"),
            }
        };
        while self.take(&['%']).is_some() {
            found = Formula::Percent(Box::new(found));
        }
        self.depth -= 1;
        Ok(found)
    }

    fn product(&mut self) -> Result<Formula, &'static str> {
        let mut left = self.factor()?;
        while let Some(sign) = self.take(&['*', '/']) {
            let right = Box::new(self.factor()?);
            left = if sign == '*' { Formula::Product(Box::new(left), right) } else { Formula::Quotient(Box::new(left), right) };
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Formula, &'static str> {
        let mut left = self.product()?;
        while let Some(sign) = self.take(&['+', '-']) {
            let right = self.product()?;
            let right = if sign == '-' { Formula::Negative(Box::new(right)) } else { right };
            left = Formula::Sum(Box::new(left), Box::new(right));
        }
        Ok(left)
    }
}

/// Reads a formula as it is written in a notation.
pub fn read(text: &str, notation: Notation) -> Result<Formula, &'static str> {
    if text.chars().count() > MAX {
        return Err("formula_syntax");
    }
    let tokens = tokens(text, notation)?;
    let mut reader = Reader { tokens: &tokens, at: 0, depth: 0, notation };
    let found = reader.sum()?;
    if reader.at == tokens.len() { Ok(found) } else { Err("formula_syntax") }
}

/// A formula as it is written in another notation; what cannot be read stays as it is.
pub fn rewritten(text: &str, from: Notation, to: Notation) -> String {
    let Ok(tokens) = tokens(text, from) else { return text.to_owned() };
    let mut written = String::new();
    for token in tokens {
        match token {
            Token::Number(number) => match number::decimal(&number, from, 10) {
                Ok(number) if to == Notation::Spanish => written.push_str(&number.to_string().replace('.', ",")),
                Ok(number) => written.push_str(&number.to_string()),
                Err(_) => return text.to_owned(),
            },
            Token::Name(name) => written.push_str(&name),
            Token::Sign(sign @ ('+' | '-')) if !written.is_empty() && !written.ends_with(['(', '*', '/', ' ']) => {
                written.push(' ');
                written.push(sign);
                written.push(' ');
            }
            Token::Sign(sign) => written.push(sign),
        }
    }
    written
}

impl Formula {
    /// What it asks, in the order of its first mention.
    pub fn asks(&self, found: &mut Vec<String>) {
        match self {
            Self::Asked(name) if !found.contains(name) => found.push(name.clone()),
            Self::Number(_) | Self::Line(_) | Self::Asked(_) => {}
            Self::Negative(of) | Self::Percent(of) => of.asks(found),
            Self::Sum(a, b) | Self::Product(a, b) | Self::Quotient(a, b) => {
                a.asks(found);
                b.asks(found);
            }
        }
    }

    /// Its value; `of` gives that of what is asked and of other lines.
    pub fn value(&self, of: &mut dyn FnMut(&Self) -> Result<Fraction, &'static str>) -> Result<Fraction, &'static str> {
        const LARGE: &str = "formula_too_large";
        match self {
            Self::Number(number) => Ok(*number),
            Self::Asked(_) | Self::Line(_) => of(self),
            Self::Negative(inner) => inner.value(of)?.negated().ok_or(LARGE),
            Self::Percent(inner) => inner.value(of)?.times(Fraction { over: 1, under: 100 }).ok_or(LARGE),
            Self::Sum(a, b) => a.value(of)?.add(b.value(of)?).ok_or(LARGE),
            Self::Product(a, b) => a.value(of)?.times(b.value(of)?).ok_or(LARGE),
            Self::Quotient(a, b) => {
                let (a, b) = (a.value(of)?, b.value(of)?);
                if b.over == 0 {
                    return Err("formula_division");
                }
                b.inverse().and_then(|b| a.times(b)).ok_or(LARGE)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn solved(text: &str, notation: Notation) -> Result<i64, &'static str> {
        let mut of = |asked: &Formula| match asked {
            Formula::Asked(name) if name == "base" => Ok(Fraction::new(1000, 1).expect("a number")),
            Formula::Line(1) => Ok(Fraction::new(21, 1).expect("a number")),
            _ => Err("formula_unknown"),
        };
        read(text, notation)?.value(&mut of)?.minor(2).ok_or("formula_too_large")
    }

    #[test]
    fn a_formula_is_solved_exactly() {
        for (text, minor) in [
            ("1.234,50", 123_450),
            ("base*21%", 21_000),
            ("Base * 0,21 - base*15%", 6_000),
            ("-(base+L2)/3", -34_033),
            ("base/3*3", 100_000),
            ("100 / 7 * 7", 10_000),
            ("0,005", 1),
            ("−0,005", -1),
            ("10%%", 0),
            ("base × 2 ÷ 4", 50_000),
        ] {
            assert_eq!(solved(text, Notation::Spanish), Ok(minor), "{text}");
        }
        assert_eq!(solved("1,234.50+.5", Notation::English), Err("formula_syntax"));
        assert_eq!(solved("1,234.50+0.5", Notation::English), Ok(123_500));
        assert_eq!(solved("1234.5*2", Notation::Plain), Ok(246_900));
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in ["", "base*", "(base", "base)", "2 3", "1..2", "base^2", "a b", "=", "*2", "1,5"] {
            assert_eq!(solved(text, Notation::Plain), Err("formula_syntax"), "{text}");
        }
        assert_eq!(solved("base/(L2-21)", Notation::Plain), Err("formula_division"));
        assert_eq!(solved("L9", Notation::Plain), Err("formula_unknown"));
        assert_eq!(solved(&"(".repeat(60), Notation::Plain), Err("formula_syntax"));
        assert_eq!(solved("999999999999999*999999999999999*999999999999999", Notation::Plain), Err("formula_too_large"));
        let mut asked = vec![];
        read("base*iva% + base - L1 + cuota_2", Notation::Plain).expect("a formula").asks(&mut asked);
        assert_eq!(asked, ["base", "iva", "cuota_2"]);
    }

    #[test]
    fn a_formula_is_shown_as_the_reader_writes() {
        assert_eq!(rewritten("base*0.21+1234.5", Notation::Plain, Notation::Spanish), "base*0,21 + 1234,5");
        assert_eq!(rewritten("base*0,21 + 1.234,5", Notation::Spanish, Notation::Plain), "base*0.21 + 1234.5");
        assert_eq!(rewritten("-base * -2", Notation::Spanish, Notation::Plain), "-base*-2");
        assert_eq!(rewritten("qué?", Notation::Spanish, Notation::Plain), "qué?");
    }

    proptest! {
        #[test]
        fn a_sum_is_what_whole_numbers_say(a in -1_000_000_000i64..1_000_000_000, b in -1_000_000_000i64..1_000_000_000, c in 1i64..100_000) {
            let text = |minor: i64| despacho_kernel::money::plain(minor, 2);
            prop_assert_eq!(solved(&format!("({}) + ({})", text(a), text(b)), Notation::Plain), Ok(a + b));
            // An amount cut in parts and put together again is itself.
            prop_assert_eq!(solved(&format!("({})/{c}*{c}", text(a)), Notation::Plain), Ok(a));
            let shown = rewritten(&format!("{}*2", text(a)), Notation::Plain, Notation::Spanish);
            prop_assert_eq!(solved(&shown, Notation::Spanish), Ok(a * 2));
        }
    }
}
