//! What is found, part by part.

use despacho_ui::paging;

/// Most that each part shows.
pub(super) const SHOWN: i64 = 10;

/// What a part of the answer leads to.
pub(super) struct Hit {
    pub path: String,
    pub name: String,
    /// What tells it from others of the name.
    pub about: String,
}

impl Hit {
    /// A page that its name tells apart.
    pub fn page(path: &str, name: String) -> Self {
        Self { path: path.to_owned(), name, about: String::new() }
    }
}

/// One kind of what was found.
pub(super) struct Part {
    pub title: String,
    pub hits: Vec<Hit>,
    /// Where all are, if there are more.
    pub all: Option<String>,
}

impl Part {
    /// What was found of a kind: the first of it, and where all are if there are more than are shown.
    pub fn first<T>(title: String, mut found: Vec<T>, hit: impl FnMut(T) -> Hit, list: &str, asked: &[(&str, &str)]) -> Self {
        let more = paging::cut(&mut found, SHOWN);
        let query = || form_urlencoded::Serializer::new(String::new()).extend_pairs(asked).finish();
        Self { title, all: more.then(|| format!("{list}?{}", query())), hits: found.into_iter().map(hit).collect() }
    }

    /// What whoever asks may not see any of.
    pub fn none(title: String) -> Self {
        Self { title, hits: vec![], all: None }
    }
}
