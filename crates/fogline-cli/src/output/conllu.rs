//! The annotation as CoNLL-U.
//!
//! White-space tokens have no line of their own: the white space around a word stands in its MISC column
//! (`SpaceAfter=No`, or `SpacesAfter=\n\n` where it is not one plain space), so that the text can be put together again.
//! Where the pipeline leaves several roots in a sentence, the first stays one and the others depend on it as `dep`.

use std::{
    borrow::Cow,
    io::{self, Write},
    ops::Range,
};

use fogline_nlp::{Doc, Token};

use super::{
    feats::{escaped, feats, field, upos},
    name_tags,
    tree::word_heads,
};

/// Writes the sentences that hold more than white space.
pub(crate) fn write_conllu(doc: &Doc, out: &mut impl Write) -> io::Result<()> {
    let sheet = Sheet::new(doc);
    let mut number = 0;
    for sentence in doc.sentences() {
        let words: Vec<_> = sentence.clone().filter(|i| !doc.token(*i).is_space()).collect();
        if words.is_empty() {
            continue;
        }
        if number == 0 {
            writeln!(out, "# newdoc\n# generator = {}", escape_line(&doc.model().to_string()))?;
        }
        number += 1;
        writeln!(out, "# sent_id = {number}\n# text = {}", sheet.plain(&words))?;
        let (above, space): (Vec<_>, Vec<_>) = sentence.clone().map(|i| placed(&doc.token(i), &sentence)).unzip();
        for (place, (i, head)) in words.iter().zip(word_heads(&above, &space)).enumerate() {
            let token = doc.token(*i);
            let (head, deprel) = arc(&token, head);
            writeln!(
                out,
                "{}\t{}\t{}\t{}\t{}\t{}\t{head}\t{deprel}\t_\t{}",
                place + 1,
                field(token.text()),
                field(token.lemma()),
                upos(token.pos()),
                field(token.tag()),
                feats(token.morph()),
                sheet.misc(&token),
            )?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// What the columns need to know of the whole text.
struct Sheet<'d> {
    doc: &'d Doc,
    names: Vec<String>,
    /// For each token, the byte where the next word starts.
    next_word: Vec<usize>,
    first_word: usize,
}

impl<'d> Sheet<'d> {
    fn new(doc: &'d Doc) -> Self {
        let mut next = doc.text().len();
        let mut next_word = vec![next; doc.len()];
        for i in (0..doc.len()).rev() {
            if let Some(slot) = next_word.get_mut(i) {
                *slot = next;
            }
            if !doc.token(i).is_space() {
                next = doc.token(i).span().start;
            }
        }
        Self { doc, names: name_tags(doc), next_word, first_word: next }
    }

    /// The white space between a word and the next.
    fn gap(&self, token: &Token<'_>) -> &'d str {
        let next = self.next_word.get(token.i()).copied().unwrap_or_default();
        self.doc.text().get(token.span().end..next).unwrap_or_default()
    }

    /// The sentence on one line, any white space between words as one space.
    fn plain(&self, words: &[usize]) -> String {
        let mut line = String::new();
        for (place, i) in words.iter().enumerate() {
            let token = self.doc.token(*i);
            line.push_str(&field(token.text()));
            if place + 1 < words.len() && !self.gap(&token).is_empty() {
                line.push(' ');
            }
        }
        line
    }

    fn misc(&self, token: &Token<'_>) -> String {
        let mut items = Vec::new();
        if let Some(name) = self.names.get(token.i()).filter(|name| !name.is_empty()) {
            items.push(format!("NER={}", escaped(name)));
        }
        match self.gap(token) {
            " " => {}
            "" => items.push("SpaceAfter=No".to_owned()),
            gap => items.push(format!("SpacesAfter={}", escaped(gap))),
        }
        if token.span().start == self.first_word && self.first_word > 0 {
            let before = self.doc.text().get(..self.first_word).unwrap_or_default();
            items.push(format!("SpacesBefore={}", escaped(before)));
        }
        if items.is_empty() { "_".to_owned() } else { items.join("|") }
    }
}

/// The place of a token's head in the sentence, and whether the token is white space.
fn placed(token: &Token<'_>, sentence: &Range<usize>) -> (Option<usize>, bool) {
    let head = token.head().i();
    let above = (head != token.i() && sentence.contains(&head)).then(|| head - sentence.start);
    (above, token.is_space())
}

/// HEAD and DEPREL, which are known only where there is a parse.
fn arc(token: &Token<'_>, head: Option<usize>) -> (String, Cow<'static, str>) {
    match (token.dep(), head) {
        ("", _) => ("_".into(), "_".into()),
        (_, None) => ("0".into(), "root".into()),
        (dep, Some(head)) if dep.eq_ignore_ascii_case("root") => ((head + 1).to_string(), "dep".into()),
        (dep, Some(head)) => ((head + 1).to_string(), field(dep).into_owned().into()),
    }
}

/// A comment must stay on its line.
fn escape_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}
