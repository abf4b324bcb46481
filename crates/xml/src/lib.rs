//! XML read element by element: no document types, no entities of its own, bounded depth.

use quick_xml::{
    events::{BytesStart, Event},
    reader::Reader,
};

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// The reason.
    pub why: Why,
}

/// The reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It ends before what must close it.
    #[error("the file ends too soon")]
    Truncated,
    /// No well-formed XML.
    #[error("no well-formed XML: {0}")]
    Malformed(String),
    /// A document type or an entity of its own: neither is ever followed.
    #[error("document types and entities are not read")]
    Entities,
}

/// Deepest element that is read.
const DEEPEST: usize = 40;

/// An element with all that is in it.
#[derive(Debug, Default)]
pub struct Node {
    pub name: String,
    pub text: String,
    /// The attributes' values by name.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
    /// Its line in the file.
    pub at: usize,
}

impl Node {
    /// The first child of a name.
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// What a path of first children leads to.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, name| node.child(name))
    }

    /// The text at the end of a path, without blanks around it; none where it is empty.
    pub fn said(&self, path: &[&str]) -> Option<&str> {
        self.at(path).map(|node| node.text.trim()).filter(|text| !text.is_empty())
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(of, _)| of == name).map(|(_, value)| value.as_str())
    }
}

/// What a file is read with.
pub struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// How far lines were counted.
    counted: (usize, usize),
    /// The elements that are open.
    open: Vec<String>,
}

/// What stands next.
pub enum Next {
    /// An element begins: its name.
    Begins(String),
    /// One ends.
    Ends(String),
    /// The file is over.
    Over,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, reader: Reader::from_str(text), counted: (0, 1), open: vec![] }
    }

    /// The line that is being read.
    pub fn line(&mut self) -> usize {
        let to = usize::try_from(self.reader.buffer_position()).unwrap_or(self.text.len()).min(self.text.len());
        let (from, line) = self.counted;
        if to > from {
            self.counted = (to, line + self.text.as_bytes()[from..to].iter().filter(|b| **b == b'\n').count());
        }
        self.counted.1
    }

    fn fault(&mut self, why: Why) -> Fault {
        Fault { line: self.line(), why }
    }

    fn event(&mut self) -> Result<Event<'a>, Fault> {
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => Err(self.fault(Why::Entities)),
            Ok(Event::Eof) if !self.open.is_empty() => Err(self.fault(Why::Truncated)),
            Ok(event) => Ok(event),
            // What breaks off within a tag is a file that was cut.
            Err(quick_xml::Error::Syntax(_)) => Err(self.fault(Why::Truncated)),
            Err(error) => Err(self.fault(Why::Malformed(error.to_string()))),
        }
    }

    /// The name of an element that begins.
    fn begins(&mut self, tag: &BytesStart) -> Result<String, Fault> {
        let name = tag.local_name().as_ref().to_owned();
        if self.open.len() >= DEEPEST {
            return Err(self.fault(Why::Malformed(name)));
        }
        self.open.push(name.clone());
        Ok(name)
    }

    /// The next element's beginning or end; texts between are left out.
    pub fn step(&mut self) -> Result<Next, Fault> {
        loop {
            match self.event()? {
                Event::Start(tag) => return Ok(Next::Begins(self.begins(&tag)?)),
                Event::End(_) => return Ok(Next::Ends(self.open.pop().unwrap_or_default())),
                Event::Eof => return Ok(Next::Over),
                _ => {}
            }
        }
    }

    /// The whole element that just began.
    pub fn whole(&mut self, name: String) -> Result<Node, Fault> {
        let mut node = Node { name, at: self.line(), ..Node::default() };
        loop {
            match self.event()? {
                Event::Start(tag) => {
                    let (name, attributes) = (self.begins(&tag)?, attributes(&tag));
                    let child = self.whole(name)?;
                    node.children.push(Node { attributes, ..child });
                }
                Event::Empty(tag) => {
                    let at = self.line();
                    node.children
                        .push(Node { name: tag.local_name().as_ref().to_owned(), attributes: attributes(&tag), at, ..Node::default() });
                }
                Event::End(_) => {
                    self.open.pop();
                    return Ok(node);
                }
                Event::Text(text) => node.text.push_str(&text),
                Event::CData(text) => node.text.push_str(&text),
                Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                    Ok(Some(letter)) => node.text.push(letter),
                    _ => match named(reference.as_ref()) {
                        Some(letter) => node.text.push(letter),
                        None => return Err(self.fault(Why::Entities)),
                    },
                },
                _ => {}
            }
        }
    }
}

fn attributes(tag: &quick_xml::events::BytesStart<'_>) -> Vec<(String, String)> {
    tag.attributes().flatten().map(|of| (of.key.local_name().as_ref().to_owned(), of.value.clone().into_owned())).collect()
}

/// The five letters that XML names.
pub fn named(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}
