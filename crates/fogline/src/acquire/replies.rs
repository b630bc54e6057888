//! What a mail holds of other mails, and the signature under it: `> ` lines with the line that introduces them, all behind
//! the mark of an answered message, all behind `-- `.

use super::furniture::{introduces_reply, parts_messages};
use crate::span::Span;

/// How many lines a mail program breaks an introduction into.
const BROKEN: usize = 3;

/// The parts of a mail that its writer did not write or signs with.
pub(super) fn others(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        lines.push(Span::new(at, at + line.len()));
        at += line.len();
    }
    let words = |line: &Span| line.of(text).trim();
    let last = lines.iter().position(|line| words(line) == "--" || parts_messages(words(line)));
    let own = lines.get(..last.unwrap_or(lines.len())).unwrap_or_default();
    let mut out = Vec::new();
    for (at, line) in own.iter().enumerate() {
        if !words(line).starts_with('>') {
            continue;
        }
        let before = own.get(..at).unwrap_or_default();
        out.extend(introduction(before, words));
        out.push(*line);
    }
    out.extend(last.and_then(|last| lines.get(last)).map(|line| Span::new(line.start, text.len())));
    out
}

/// The lines before a quotation that say who wrote it and when.
fn introduction<'l>(before: &'l [Span], words: impl Fn(&Span) -> &'l str) -> Option<Span> {
    let last = before.iter().rposition(|line| !words(line).is_empty())?;
    let end = before.get(last).filter(|line| introduces_reply(words(line)))?;
    let dated = |line: &&Span| words(line).contains(|c: char| c.is_ascii_digit());
    let whole = before.get(..=last)?.iter().rev().take(BROKEN).take_while(|line| !words(line).is_empty());
    Some(Span::new(whole.into_iter().find(dated).unwrap_or(end).start, end.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> String {
        let others = others(text);
        text.char_indices().filter(|(at, _)| !others.iter().any(|o| o.range().contains(at))).map(|(_, c)| c).collect()
    }

    #[test]
    fn what_others_wrote_is_told_apart() {
        for (mail, own) in [
            (
                "We saw nothing.\n\n> Three soldiers died\n> near the bridge.\n\nIt is quiet.\n",
                "We saw nothing.\n\n\nIt is quiet.\n",
            ),
            ("No.\nOn Thu, 17 Feb 2022 at 10:00, Anna Petrenko <a@example.org>\nwrote:\n\n> Is it true?\n", "No.\n\n"),
            ("Нет.\n17.02.2022 10:00, Иван Коваль пишет:\n> Это правда?\n", "Нет.\n"),
            ("It is quiet.\n-- \nAnna Petrenko\nPress office\n", "It is quiet.\n"),
            ("It is quiet.\n\n-----Original Message-----\nFrom: x\n\nTwo died.\n", "It is quiet.\n\n"),
            ("The mayor wrote:\nTwo died.\n", "The mayor wrote:\nTwo died.\n"),
        ] {
            assert_eq!(rest(mail), own, "{mail}");
        }
    }
}
