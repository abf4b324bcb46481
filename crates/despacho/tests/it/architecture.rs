//! The house stays as ARCHITECTURE.md draws it: files of a crate make no circle, SQL stands in stores, what is below pages does not
//! import them, the ledger's rooms lean on few of each other, and no room names a table of one above it.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
    path::{Path, PathBuf},
    sync::LazyLock,
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A token of a file, and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Mark(char),
    Text(String),
}

struct File {
    room: String,
    /// Below `src`.
    path: String,
    /// The module that it is: `clients`, `store`.
    module: Vec<String>,
    tokens: Vec<(Token, usize)>,
}

impl File {
    fn at(&self, line: usize) -> String {
        format!("{}/src/{}:{line}", self.room, self.path)
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn flatten(stream: TokenStream, found: &mut Vec<(Token, usize)>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let marks = match group.delimiter() {
                    Delimiter::Brace => Some(('{', '}')),
                    Delimiter::Bracket => Some(('[', ']')),
                    Delimiter::Parenthesis => Some(('(', ')')),
                    Delimiter::None => None,
                };
                found.extend(marks.map(|(open, _)| (Token::Mark(open), line)));
                flatten(group.stream(), found);
                found.extend(marks.map(|(_, close)| (Token::Mark(close), group.span_close().start().line)));
            }
            TokenTree::Ident(word) => found.push((Token::Word(word.to_string()), line)),
            TokenTree::Punct(mark) => found.push((Token::Mark(mark.as_char()), line)),
            TokenTree::Literal(literal) => found.push((Token::Text(literal.to_string()), line)),
        }
    }
}

fn is(token: Option<&(Token, usize)>, mark: char) -> bool {
    token.is_some_and(|(token, _)| *token == Token::Mark(mark))
}

fn word(token: Option<&(Token, usize)>) -> Option<&str> {
    match token {
        Some((Token::Word(word), _)) => Some(word),
        _ => None,
    }
}

/// Where the group that begins at `at` ends.
fn group_end(tokens: &[(Token, usize)], at: usize) -> usize {
    let mut depth = 0usize;
    for (place, (token, _)) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Mark('{' | '[' | '(') => depth += 1,
            Token::Mark('}' | ']' | ')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return place;
        }
    }
    tokens.len()
}

/// Without what is compiled for tests only.
fn without_tests(tokens: Vec<(Token, usize)>) -> Vec<(Token, usize)> {
    let mut kept = vec![];
    let mut at = 0;
    while at < tokens.len() {
        let attribute = is(tokens.get(at), '#') && is(tokens.get(at + 1), '[');
        let end = if attribute { group_end(&tokens, at + 1) } else { at };
        let words: Vec<&str> = tokens[at..=end.min(tokens.len() - 1)].iter().filter_map(|token| word(Some(token))).collect();
        if attribute && words.first() == Some(&"cfg") && words.contains(&"test") && !words.contains(&"not") {
            at = end + 1;
            while at < tokens.len() && !is(tokens.get(at), ';') && !is(tokens.get(at), '{') {
                at = if is(tokens.get(at), '(') || is(tokens.get(at), '[') { group_end(&tokens, at) + 1 } else { at + 1 };
            }
            at = if is(tokens.get(at), '{') { group_end(&tokens, at) + 1 } else { at + 1 };
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

fn read(room: &str, source: &str, path: &str) -> File {
    let mut tokens = vec![];
    flatten(source.parse().unwrap_or_else(|e| panic!("{room}/src/{path}: {e}")), &mut tokens);
    let mut module: Vec<String> = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if module.last().is_some_and(|last| last == "mod" || last == "lib") {
        module.pop();
    }
    File { room: room.into(), path: path.into(), module, tokens: without_tests(tokens) }
}

fn walk(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")).collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{below}{name}/"), found);
        } else if name.ends_with(".rs") && name != "main.rs" {
            found.push((format!("{below}{name}"), fs::read_to_string(entry.path()).expect("a text")));
        }
    }
}

/// The files of every room, read once for all who look at them.
static HOUSE: LazyLock<BTreeMap<String, Vec<File>>> = LazyLock::new(|| {
    let mut rooms = BTreeMap::new();
    for entry in fs::read_dir(crates()).expect("the rooms").map(|entry| entry.expect("a room")) {
        let room = entry.file_name().to_string_lossy().into_owned();
        let mut files = vec![];
        walk(&entry.path().join("src"), "", &mut files);
        rooms.insert(room.clone(), files.iter().map(|(path, source)| read(&room, source, path)).collect());
    }
    rooms
});

/// Every path of a `use` from where it stands; answers where it ends.
fn uses(tokens: &[(Token, usize)], mut at: usize, before: &[String], found: &mut Vec<(Vec<String>, usize)>) -> usize {
    let mut path = before.to_vec();
    let line = tokens[at].1;
    loop {
        match tokens.get(at) {
            Some((Token::Word(name), _)) if name == "as" => at += 2,
            Some((Token::Word(name), _)) => {
                path.push(name.clone());
                at += 1;
            }
            Some((Token::Mark(':' | '*'), _)) => at += 1,
            Some((Token::Mark('{'), _)) => {
                let end = group_end(tokens, at);
                at += 1;
                while at < end {
                    at = uses(tokens, at, &path, found);
                    at += usize::from(is(tokens.get(at), ','));
                }
                return end + 1;
            }
            _ => {
                found.push((path, line));
                return at;
            }
        }
    }
}

/// The paths that a file names: those of its imports, and those in its code. Faces that it gives its children (`pub use child::X`) are
/// none.
fn paths(file: &File, children: &BTreeSet<String>) -> Vec<(Vec<String>, usize)> {
    let tokens = &file.tokens;
    let mut found = vec![];
    let mut at = 0;
    while at < tokens.len() {
        match word(tokens.get(at)) {
            Some("use") => {
                let public =
                    is(at.checked_sub(1).and_then(|before| tokens.get(before)), ')') || word(at.checked_sub(1).and_then(|b| tokens.get(b))) == Some("pub");
                let mut of = vec![];
                at = uses(tokens, at + 1, &[], &mut of);
                found.extend(
                    of.into_iter()
                        .filter(|(path, _)| !public || !path.first().is_some_and(|first| children.contains(first) || first == "self")),
                );
            }
            Some(first) => {
                let inside = at >= 1 && (is(tokens.get(at - 1), ':') || is(tokens.get(at - 1), '.') || is(tokens.get(at - 1), '$'));
                let (mut path, line) = (vec![first.to_owned()], tokens[at].1);
                at += 1;
                while is(tokens.get(at), ':') && is(tokens.get(at + 1), ':') && word(tokens.get(at + 2)).is_some() {
                    path.extend(word(tokens.get(at + 2)).map(str::to_owned));
                    at += 3;
                }
                if !inside && path.len() > 1 {
                    found.push((path, line));
                }
            }
            None => at += 1,
        }
    }
    found
}

/// Which files each file of a room names, and where first.
fn arrows(files: &[File]) -> BTreeMap<&str, BTreeMap<&str, usize>> {
    let modules: HashMap<&[String], &str> = files.iter().map(|file| (file.module.as_slice(), file.path.as_str())).collect();
    let mut arrows: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for file in files {
        let here = &file.module;
        let children: BTreeSet<String> = files
            .iter()
            .filter(|f| f.module.len() == here.len() + 1 && f.module.starts_with(here))
            .filter_map(|f| f.module.last().cloned())
            .collect();
        for (path, line) in paths(file, &children) {
            if path.is_empty() {
                continue;
            }
            let supers = path.iter().take_while(|part| *part == "super").count();
            let mut named: Vec<String> = match path[0].as_str() {
                "crate" => path[1..].to_vec(),
                "self" => here.iter().chain(&path[1..]).cloned().collect(),
                "super" => here[..here.len().saturating_sub(supers)].iter().chain(&path[supers..]).cloned().collect(),
                first if children.contains(first) => here.iter().chain(&path).cloned().collect(),
                _ => continue,
            };
            while !modules.contains_key(named.as_slice()) && named.pop().is_some() {}
            if let Some(target) = modules.get(named.as_slice()).filter(|target| **target != file.path) {
                arrows.entry(&file.path).or_default().entry(target).or_insert(line);
            }
        }
    }
    arrows
}

/// The files that a file leads to, itself only by a way back.
fn reach<'f>(arrows: &BTreeMap<&'f str, BTreeMap<&'f str, usize>>, from: &'f str) -> BTreeSet<&'f str> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(file) = open.pop() {
        open.extend(arrows.get(file).into_iter().flat_map(BTreeMap::keys).copied().filter(|next| seen.insert(*next)));
    }
    seen
}

fn circles(room: &str, files: &[File]) -> Vec<String> {
    let arrows = arrows(files);
    let ways: BTreeMap<&str, BTreeSet<&str>> = arrows.keys().map(|file| (*file, reach(&arrows, file))).collect();
    let back = |from: &str, to: &str| ways.get(to).is_some_and(|way| way.contains(from));
    let of = |(from, named): (&&str, &BTreeMap<&str, usize>)| -> Vec<String> {
        named
            .iter()
            .filter(|(to, _)| back(from, to))
            .map(|(to, line)| format!("{room}/src/{from}:{line} names {to}, which leads back"))
            .collect()
    };
    arrows.iter().flat_map(of).collect()
}

#[test]
fn files_of_a_room_make_no_circle() {
    let found: Vec<String> = HOUSE.iter().flat_map(|(room, files)| circles(room, files)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let files = |sources: &[(&str, &str)]| -> Vec<File> { sources.iter().map(|(path, source)| read("room", source, path)).collect() };
    let found = |sources: &[(&str, &str)]| circles("room", &files(sources)).len();
    assert_eq!(found(&[("a.rs", "use crate::b::{self, X};"), ("b.rs", "fn f() { super::a::g() }"), ("lib.rs", "mod a; mod b;")]), 2);
    assert_eq!(found(&[("a/mod.rs", "mod pages; pub struct X; fn routes() { pages::list() }"), ("a/pages.rs", "use super::X;"), ("lib.rs", "")]), 2);
    // A face is no arrow, but who looks at it from within makes a circle with what its routes name.
    assert_eq!(found(&[("a/mod.rs", "mod x; pub use x::X;"), ("a/x.rs", "pub struct X;"), ("a/y.rs", "use super::X;"), ("lib.rs", "")]), 0);
    assert_eq!(found(&[("a.rs", "#[cfg(test)] mod tests { use crate::b; }"), ("b.rs", "use crate::a::{b::c as d};"), ("lib.rs", "")]), 0);
}

/// Whether a text is a statement: one of the words that begin one, in capitals.
fn is_statement(text: &str) -> bool {
    let text = text.trim_start_matches(['r', '#', '"']).trim_start();
    ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "].iter().any(|beginning| text.starts_with(beginning))
}

fn texts(file: &File) -> impl Iterator<Item = (&str, usize)> {
    file.tokens.iter().filter_map(|(token, line)| match token {
        Token::Text(text) => Some((text.as_str(), *line)),
        _ => None,
    })
}

/// Rooms and files whose SQL stands elsewhere than in a store, and why.
const SQL_ELSEWHERE: [(&str, &str); 3] = [
    ("platform", "its modules are stores of one table each"),
    ("lib.rs", "a room's invariants are queries, named in its ROOM"),
    ("check.rs", "a room's invariants where they are many"),
];

#[test]
fn sql_stands_in_stores() {
    let is_store = |path: &str| path.ends_with("store.rs") || path.contains("store/");
    let elsewhere = |file: &File| SQL_ELSEWHERE.iter().any(|(place, _)| *place == file.room || *place == file.path);
    let files = || HOUSE.values().flatten();
    let found: Vec<String> = files()
        .filter(|file| !is_store(&file.path) && !elsewhere(file))
        .flat_map(|file| texts(file).filter(|(text, _)| is_statement(text)).map(|(text, line)| format!("{}: {text}", file.at(line))))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    let statements = files().flat_map(texts).filter(|(text, _)| is_statement(text)).count();
    assert!(statements > 100, "statements are found: {statements}");
}

#[test]
fn what_is_below_pages_does_not_name_them() {
    let is_page = |path: &str| path.ends_with("pages.rs") || path.ends_with("api.rs");
    // The files that put routes together, and pages themselves, name pages.
    let above = |path: &str| is_page(path) || path.ends_with("mod.rs") || path.ends_with("lib.rs");
    let lower =
        ["store.rs", "actions.rs", "job.rs", "client.rs", "account.rs", "organization.rs", "import.rs", "source.rs", "set.rs", "list.rs", "practice.rs"];
    let mut looked = 0;
    let mut found = vec![];
    for (room, files) in HOUSE.iter() {
        for (file, named) in &arrows(files) {
            if above(file) || !lower.iter().any(|name| file.ends_with(name)) {
                continue;
            }
            looked += 1;
            found.extend(named.iter().filter(|(to, _)| is_page(to)).map(|(to, line)| format!("{room}/src/{file}:{line} names {to}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(looked > 10, "lower files are found: {looked}");
}

/// The rooms that a room stands on, and itself.
fn below(room: &str) -> BTreeSet<String> {
    let mut seen = BTreeSet::from([room.to_owned()]);
    let mut open = vec![room.to_owned()];
    while let Some(room) = open.pop() {
        let manifest = fs::read_to_string(crates().join(&room).join("Cargo.toml")).expect("a manifest");
        let dependencies = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let own = dependencies.lines().filter_map(|line| line.strip_prefix("despacho-")?.split(['.', ' ']).next());
        open.extend(own.map(str::to_owned).filter(|name| seen.insert(name.clone())));
    }
    seen
}

/// Which of the ledger's own rooms a room leans on. The money is below all of them, so that a change of a page compiles its room alone.
const LEANS: [(&str, &[&str]); 11] = [
    ("ledger", &[]),
    ("ledger-budgets", &[]),
    ("ledger-templates", &[]),
    ("ledger-entries", &["ledger-templates"]),
    ("ledger-exchange", &[]),
    ("ledger-reports", &["ledger-budgets"]),
    ("ledger-years", &[]),
    ("books", &["ledger-budgets"]),
    ("expense", &[]),
    ("payroll", &[]),
    ("inventory", &[]),
];

#[test]
fn the_ledgers_rooms_stand_beside_each_other() {
    let of_ledger = |room: &str| room.starts_with("ledger-");
    for (room, leans) in LEANS {
        let found: BTreeSet<String> = below(room).into_iter().filter(|other| of_ledger(other) && other != room).collect();
        assert_eq!(found.iter().map(String::as_str).collect::<Vec<_>>(), leans, "{room}");
    }
    let told: BTreeSet<&str> = LEANS.iter().map(|(room, _)| *room).filter(|room| of_ledger(room)).collect();
    assert_eq!(HOUSE.keys().map(String::as_str).filter(|room| of_ledger(room)).collect::<BTreeSet<_>>(), told);
}

#[test]
fn no_room_names_a_table_of_one_above_it() {
    let mut owners: HashMap<String, String> = HashMap::new();
    for room in HOUSE.keys() {
        let Ok(folder) = fs::read_dir(crates().join(room).join("migrations")) else { continue };
        for entry in folder.map(|entry| entry.expect("a migration")).filter(|entry| entry.path().extension().is_some_and(|e| e == "sql")) {
            let sql = fs::read_to_string(entry.path()).expect("a text");
            for rest in sql.split("CREATE TABLE ").skip(1) {
                let name = rest.trim_start_matches("IF NOT EXISTS ").split([' ', '(']).next().unwrap_or_default();
                owners.entry(name.to_owned()).or_insert_with(|| room.clone());
            }
        }
    }
    let mut looked = 0;
    let mut found = vec![];
    for (room, files) in HOUSE.iter() {
        let below = below(room);
        for file in files {
            for (text, line) in texts(file) {
                let words: Vec<&str> = text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect();
                for pair in words.windows(2).filter(|pair| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&pair[0])) {
                    let Some(owner) = owners.get(pair[1]) else { continue };
                    looked += 1;
                    if !below.contains(owner) {
                        found.push(format!("{} names {} of {owner}", file.at(line), pair[1]));
                    }
                }
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert!(looked > 100 && owners.len() > 30, "tables are found: {looked} of {}", owners.len());
}
