//! What is found, part by part.

/// Most that each part shows.
pub(super) const SHOWN: i64 = 10;

/// What a part of the answer leads to.
pub(super) struct Hit {
    pub path: String,
    pub name: String,
    /// What tells it from others of the name.
    pub about: String,
}

/// One kind of what was found.
pub(super) struct Part {
    pub title: String,
    pub hits: Vec<Hit>,
    /// Where all are, if there are more.
    pub all: Option<String>,
}
