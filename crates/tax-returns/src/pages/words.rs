//! Words of the catalogue.

use despacho_platform::i18n::Lang;
use despacho_taxes::forms::Words;

/// A text of the catalogue in the reader's language.
pub fn word(lang: Lang, words: &Words) -> &str {
    if lang == Lang::Es { &words.es } else { &words.en }
}
