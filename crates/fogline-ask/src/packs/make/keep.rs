//! Entries of a sheet beside what a person wrote: made ones stand between marks with a hash, and one that was changed since, or
//! never was made, is the person's and stays.

use std::{collections::BTreeSet, fmt::Write};

use fogline::faults::Fault;
use sha2::{Digest, Sha256};

use super::entries::Block;

/// Begins an entry that was made; its hash follows.
const BEGIN: &str = "#> made from sorting.tsv ";
/// Ends it.
const END: &str = "#<";

/// A file with its entries; nothing where there is no file and nothing for one. Also what is the person's and was to be made.
pub(super) fn merged(
    file: &str,
    head: &str,
    existing: Option<&str>,
    blocks: &[&Block],
) -> Result<Option<(String, Vec<String>)>, Fault> {
    if existing.is_none() && blocks.is_empty() {
        return Ok(None);
    }
    let own = existing.map_or_else(|| format!("{head}\n"), by_hand);
    let taken = keys(file, &own)?;
    let mut kept = Vec::new();
    let (mut first, mut rest) = (String::new(), String::new());
    for block in blocks {
        if taken.contains(&block.key) {
            kept.push(format!("{file}: {} is written by hand and stays as it is", block.key));
            continue;
        }
        let into = if block.first { &mut first } else { &mut rest };
        let text = block.text.trim_end();
        let _ = write!(into, "\n{BEGIN}{}\n{text}\n{END}\n", hash(text));
    }
    // Keys of a file stand before its first table, behind the remarks at its head.
    let begin: usize = own.lines().take_while(|line| line.starts_with('#')).map(|line| line.len() + 1).sum();
    let (remarks, tables) = own.split_at_checked(begin.min(own.len())).unwrap_or((own.as_str(), ""));
    let mut text = String::from(remarks);
    for part in [first.as_str(), tables, rest.as_str()] {
        let part = part.trim_matches('\n');
        if !part.is_empty() {
            let all = format!("{}\n\n{part}\n", text.trim_end_matches('\n'));
            all.trim_start_matches('\n').clone_into(&mut text);
        }
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    Ok(Some((text, kept)))
}

/// What of a file is a person's: all but the entries that stand as they were made.
fn by_hand(text: &str) -> String {
    let mut own = String::new();
    let mut made: Option<(&str, String)> = None;
    for line in text.lines() {
        match &mut made {
            None => match line.strip_prefix(BEGIN) {
                Some(hash) => made = Some((hash.trim(), String::new())),
                None => own.extend([line, "\n"]),
            },
            Some((is, entry)) if line.trim_end() == END => {
                if hash(entry.trim_end()) != *is {
                    own += entry;
                }
                made = None;
            }
            Some((_, entry)) => entry.extend([line, "\n"]),
        }
    }
    // An entry whose end was lost is the person's.
    if let Some((_, entry)) = made {
        own += &entry;
    }
    own
}

fn hash(entry: &str) -> String {
    Sha256::digest(entry).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// What entries of a file are known by.
fn keys(file: &str, text: &str) -> Result<BTreeSet<String>, Fault> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let fault = format!("{}; mend what is written by hand there (line {line} without the entries that were made), or take the file away; nothing was written", error.message());
        Fault { file: file.to_owned(), line: 0, fault }
    })?;
    let mut found = BTreeSet::new();
    let of = |value: &toml::Value, key: &str| value.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    for (name, value) in &table {
        match (name.as_str(), value) {
            ("side" | "bloc" | "actor" | "agreement", toml::Value::Array(all)) => {
                found.extend(all.iter().filter_map(|one| Some(format!("{name} {}", of(one, "id")?))));
            }
            ("label", toml::Value::Array(all)) => {
                let words = all.iter().flat_map(|one| ["en", "ru", "uk"].into_iter().filter_map(|lang| one.get(lang)));
                let words = words.filter_map(toml::Value::as_array).flatten().filter_map(toml::Value::as_str);
                found.extend(words.map(|word| format!("label {word}")));
            }
            ("state", toml::Value::Table(all)) => found.extend(all.keys().map(|code| format!("state {code}"))),
            ("countries" | "divisions", _) => {
                found.insert("countries".to_owned());
            }
            (other, _) => {
                found.insert(other.to_owned());
            }
        }
    }
    Ok(found)
}
