//! The tests of the whole product, in one program: each on a database of its own, on both engines.

mod access;
mod architecture;
mod clients;
mod common;
mod demo;
mod example;
mod fold;
mod imports;
mod jobs;
mod lists;
mod mails;
mod openapi;
mod operations;
mod people;
mod preferences;
mod printer;
mod rights;
mod schema;
mod serving;
mod settings;
mod snapshots;
mod streams;
mod translations;
mod versions;
mod words;
mod writers;
