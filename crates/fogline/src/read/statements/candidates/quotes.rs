//! Words in quotation marks: beside a cue, behind a colon, above a name.

use std::ops::Range;

use super::{By, Candidate, How, Source, content::is_whole, verbs::Make};
use crate::read::{clauses::Clauses, quotes::Quote};

/// Where no clause hangs on a cue of saying: words in quotation marks beside it, or what it is set off from by commas.
pub(super) fn beside(
    clauses: &Clauses<'_>,
    quotes: &[Quote],
    cue: Range<usize>,
    source: Option<&Source>,
    without_marks: bool,
    make: &Make<'_>,
    out: &mut Vec<Candidate>,
) {
    let verb = cue.start;
    let sentence = clauses.sentence(verb);
    let Some(span) = clauses.span(&sentence) else { return };
    let Some(at) = clauses.span(&(verb..verb + 1)) else { return };
    if quotes.iter().any(|quote| quote.inner.contains(at) && quote.closed) {
        return;
    }
    let own = source.filter(|source| source.by == By::Subject);
    let first = own.map_or(verb, |source| source.words.start.min(verb));
    let last = own.map_or(cue.end, |source| source.words.end.max(cue.end));
    let words_of = |quote: &Quote| clauses.paragraph.words_in(quote.inner);
    // "...?" he said. / He said: "..." in a sentence of its own.
    let is_start = (sentence.start..first).all(|i| clauses.is_mark(i));
    let before = quotes.iter().rev().find(|quote| quote.outer.end <= span.start + 1 && words_of(quote).end + 3 > first);
    let after =
        || quotes.iter().find(|quote| quote.outer.start + 2 >= span.end && words_of(quote).start < sentence.end + 3);
    let within: Vec<&Quote> = quotes
        .iter()
        .filter(|quote| {
            let words = words_of(quote);
            sentence.start <= words.start
                && words.end <= sentence.end + 1
                && (words.end <= first || words.start >= last)
        })
        .collect();
    let whole = |quote: &&&Quote| is_whole(clauses, quote);
    let said: Vec<Range<usize>> = within.iter().filter(whole).map(|quote| words_of(quote)).collect();
    if !said.is_empty() {
        out.push(make(How::Quote, said));
        return;
    }
    if let Some(quote) = before.filter(|_| is_start && own.is_some()) {
        out.push(make(How::Quote, vec![words_of(quote)]));
        return;
    }
    if clauses.token(sentence.end.saturating_sub(1)).text() == ":"
        && let Some(quote) = after()
    {
        out.push(make(How::Quote, vec![words_of(quote)]));
        return;
    }
    // "He wrote on Telegram: the village was hit."
    if let Some(colon) = (last..sentence.end.min(last + 8)).find(|i| clauses.token(*i).text() == ":")
        && without_marks
        && (colon + 1..sentence.end).any(|i| clauses.child(i, &["nsubj", "nsubjpass", "expl"]).is_some())
    {
        out.push(make(How::Clause, clauses.runs(&(colon + 1..sentence.end).collect::<Vec<_>>())));
        return;
    }
    // "..., the ministry said." and "..., he said, ...".
    if own.is_some() && without_marks {
        let end = (last..sentence.end).find(|i| clauses.is_mark(*i)).unwrap_or(sentence.end);
        let comma = first
            .checked_sub(1)
            .is_some_and(|i| i > sentence.start && clauses.is_mark(i) && clauses.token(i).text() != ";");
        let words: Vec<usize> = (sentence.start..first).chain(end..sentence.end).collect();
        let clause = words.iter().any(|i| clauses.child(*i, &["nsubj", "nsubjpass", "expl"]).is_some());
        if comma && clause && first > sentence.start + 1 && end < last + 10 {
            out.push(make(How::Inverted, clauses.runs(&words)));
            return;
        }
    }
    // A verb of nobody's has nothing beside it.
    if source.is_some()
        && let Some(quote) = within.iter().min_by_key(|quote| words_of(quote).start.abs_diff(verb))
    {
        let words = words_of(quote);
        if words.start >= last {
            // The rest of the sentence, whatever the parse made of it.
            let rest: Vec<usize> = (last..sentence.end).collect();
            out.push(make(How::Fragment, clauses.runs(&rest)));
        } else {
            let rest: Vec<usize> = (sentence.start..first).collect();
            out.push(make(How::Fragment, clauses.runs(&rest)));
        }
    }
}

/// "The governor was blunt: “...”": a quotation behind a colon is said by whoever the words before it are about.
pub(super) fn before_quote(clauses: &Clauses<'_>, quotes: &[Quote], out: &mut Vec<Candidate>) {
    for quote in quotes.iter().filter(|quote| is_whole(clauses, quote)) {
        let words = clauses.paragraph.words_in(quote.inner);
        let told = |one: &Candidate| one.content.iter().any(|run| run.start < words.end && words.start < run.end);
        let Some(mark) = (0..words.start).rev().find(|i| clauses.token(*i).text() == ":" || !clauses.is_mark(*i))
        else {
            continue;
        };
        if clauses.token(mark).text() != ":" || mark == 0 || out.iter().any(told) {
            continue;
        }
        let sentence = clauses.sentence(mark);
        let inked: Vec<usize> = (sentence.start..mark).filter(|i| !clauses.is_mark(*i)).collect();
        let root = inked.iter().copied().find(|i| {
            let head = clauses.head(*i);
            head == *i || !inked.contains(&head)
        });
        let Some(root) = root else { continue };
        let verbal = matches!(clauses.token(root).pos(), "VERB" | "AUX");
        let Some(head) = (if verbal { clauses.child(root, &["nsubj", "nsubjpass"]) } else { Some(root) }) else {
            continue;
        };
        if head >= mark || !matches!(clauses.token(head).pos(), "NOUN" | "PROPN" | "PRON") {
            continue;
        }
        let own: Vec<usize> = clauses.below(head).into_iter().filter(|i| inked.contains(i)).collect();
        let Some(own) = clauses.runs(&own).into_iter().find(|run| run.contains(&head)) else { continue };
        out.push(Candidate {
            cue: mark..mark + 1,
            word: mark,
            row: None,
            how: How::Colon,
            source: Some(Source { words: own, head, by: By::Subject }),
            content: vec![words],
        });
    }
}

/// "“...” - NAME": a quotation with its speaker's name below or behind it.
pub(super) fn byline(clauses: &Clauses<'_>, quotes: &[Quote], out: &mut Vec<Candidate>) {
    let Some(quote) = quotes.last().filter(|quote| quote.closed && is_whole(clauses, quote)) else { return };
    let words = clauses.paragraph.words_in(quote.inner);
    let rest: Vec<usize> = (words.end..clauses.len()).collect();
    let Some(dash) = rest.iter().copied().find(|i| matches!(clauses.token(*i).text(), "-" | "–" | "—" | "--"))
    else {
        return;
    };
    let name = clauses.runs(&(dash + 1..clauses.len()).collect::<Vec<_>>()).into_iter().next();
    let Some(name) = name.filter(|_| (words.end..dash).all(|i| clauses.is_mark(i))) else { return };
    let end = name.clone().find(|i| clauses.token(*i).text() == ",").unwrap_or(name.end);
    let name = name.start..end;
    if name.is_empty() || name.len() > 5 || !name.clone().any(|i| clauses.token(i).pos() == "PROPN") {
        return;
    }
    let head = name.clone().rev().find(|i| clauses.token(*i).pos() == "PROPN").unwrap_or(name.start);
    out.push(Candidate {
        cue: dash..dash + 1,
        word: dash,
        row: None,
        how: How::Colon,
        source: Some(Source { words: name, head, by: By::Subject }),
        content: vec![words],
    });
}
