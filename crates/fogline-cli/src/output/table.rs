//! The annotation as aligned columns, a block per sentence.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use fogline_nlp::{Doc, Token};

use super::{Columns, name_tags, shown};

/// Writes a line on the model and what it found, then a row per token.
pub(crate) fn write_table(doc: &Doc, out: &mut impl Write) -> io::Result<()> {
    let split = doc.has_sentences();
    let sentences: Vec<_> = doc.sentences().collect();
    let names = name_tags(doc);
    let digits = doc.len().saturating_sub(1).to_string().len();
    let row = |i| cells(&doc.token(i), digits, names.get(i).map_or("", String::as_str));

    writeln!(
        out,
        "{}: {}, {}, {}",
        shown(&doc.model().to_string()),
        counted(doc.len(), "token", "tokens"),
        if split { counted(sentences.len(), "sentence", "sentences") } else { "not split into sentences".to_owned() },
        if doc.has_entities() {
            counted(doc.entities().count(), "name", "names")
        } else {
            "names not looked for".to_owned()
        },
    )?;
    if doc.is_empty() {
        return Ok(());
    }
    let mut columns = Columns::new(["#", "text", "lemma", "pos", "tag", "dep", "head", "entity"]);
    for i in 0..doc.len() {
        columns.fit(&row(i));
    }
    writeln!(out)?;
    columns.write_headings(out)?;
    for (number, sentence) in sentences.into_iter().enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        if split {
            writeln!(out, "sentence {}", number + 1)?;
        }
        for i in sentence {
            columns.write(&row(i), out)?;
        }
    }
    Ok(())
}

fn cells<'d>(token: &Token<'d>, digits: usize, name: &str) -> [Cow<'d, str>; 8] {
    let head = token.head();
    // A token that heads itself is a root, or was not parsed: `dep` tells which.
    let head = if head.i() == token.i() { "-".into() } else { format!("{} {}", head.i(), shown(head.text())).into() };
    [
        format!("{:>digits$}", token.i()).into(),
        shown(token.text()),
        shown(token.lemma()),
        shown(token.pos()),
        shown(token.tag()),
        shown(token.dep()),
        head,
        shown(name).into_owned().into(),
    ]
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
