//! Proposals: every way in which words of attribution, who they belong to and what they introduce could be read.

use std::ops::Range;

use fogline_nlp::Token;
use hashbrown::HashSet;

use super::cues::{Cues, Frame, Row};
use crate::read::{clauses::Clauses, quotes::Quote};

/// A possible statement, in words of one paragraph.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The cue's words.
    pub(super) cue: Range<usize>,
    /// The word whose lemma names the cue.
    pub(super) word: usize,
    pub(super) row: usize,
    pub(super) how: How,
    pub(super) source: Option<Source>,
    pub(super) content: Vec<Range<usize>>,
    /// The word that heads what is said.
    pub(super) top: Option<usize>,
}

/// Who is the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct Source {
    pub(in crate::read) words: Range<usize>,
    pub(in crate::read) head: usize,
    pub(in crate::read) by: By,
}

/// How the source stands to the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::read) enum By {
    Subject,
    Agent,
    Governor,
    Described,
    Owner,
    Behind,
    Lender,
    Colon,
}

/// How what is said stands to the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum How {
    Clause,
    Inverted,
    Infinitive,
    Object,
    As,
    Behind,
    Quote,
    Fragment,
    Host,
    NounClause,
    NounBehind,
    Adjective,
    Hedge,
    Colon,
}

/// Everything that the words of a paragraph propose.
pub(super) fn propose(clauses: &Clauses<'_>, quotes: &[Quote], cues: &Cues) -> Vec<Candidate> {
    let mut out = Vec::new();
    for i in 0..clauses.len() {
        let token = clauses.token(i);
        match token.pos() {
            "VERB" | "AUX" => verb(clauses, quotes, cues, i, &mut out),
            "NOUN" => noun(clauses, cues, i, &mut out),
            "ADJ" => adjective(clauses, cues, i, &mut out),
            _ => {}
        }
        phrase(clauses, cues, i, &mut out);
        hedge(clauses, cues, i, &mut out);
    }
    colon(clauses, &mut out);
    out
}

/// Words of the lexicon that propose nothing, with their first row: nothing stands where the row's frames look for what
/// was said. `proposing` are the words that do.
pub(super) fn silent(clauses: &Clauses<'_>, cues: &Cues, proposing: HashSet<usize>) -> Vec<(Range<usize>, usize)> {
    let row = |i: usize| {
        let lemma = clauses.token(i).lemma();
        match clauses.token(i).pos() {
            "VERB" => rows_of(clauses, cues, i).0.first().copied(),
            "NOUN" => cues.nouns.get(lemma)?.first().copied(),
            "ADJ" => cues.adjectives.get(lemma)?.first().copied(),
            _ => None,
        }
    };
    (0..clauses.len()).filter(|i| !proposing.contains(i)).filter_map(|i| Some((i..i + 1, row(i)?))).collect()
}

/// The rows of a verb: those of two words where the second is there.
fn rows_of(clauses: &Clauses<'_>, cues: &Cues, verb: usize) -> (Vec<usize>, usize) {
    let lemma = clauses.token(verb).lemma();
    if let Some(phrasal) = cues.phrasal.get(lemma) {
        let second = |i: usize| i < clauses.len() && clauses.sentence_of(i) == clauses.sentence_of(verb);
        let near = (verb + 1..verb + 4).filter(|i| second(*i));
        for i in near {
            let particle =
                i == verb + 1 || clauses.head(i) == verb && matches!(clauses.dep(i), "prt" | "acomp" | "advmod");
            let word = clauses.lower(i);
            let rows: Vec<usize> =
                phrasal.iter().filter(|(second, _)| particle && *second == word).map(|(_, row)| *row).collect();
            if !rows.is_empty() {
                return (rows, i + 1);
            }
        }
    }
    (cues.verbs.get(lemma).cloned().unwrap_or_default(), verb + 1)
}

/// Who a verb belongs to.
pub(in crate::read) fn source_of(clauses: &Clauses<'_>, verb: usize) -> Option<Source> {
    let noun = |head: usize, by: By| Some(Source { words: source_words(clauses, head, verb), head, by });
    let token = clauses.token(verb);
    if clauses.view.is_passive(token) || (clauses.dep(verb) == "acl" && token.tag() == "VBN") {
        return clauses.view.agent(token).and_then(|agent| noun(agent.i(), By::Agent));
    }
    let mut at = verb;
    for _ in 0..6 {
        if let Some(own) = clauses.child(at, &["nsubj", "csubj", "nsubjpass"]) {
            let by = if at == verb { By::Subject } else { By::Governor };
            return noun(own, by);
        }
        let head = clauses.head(at);
        if head == at {
            return None;
        }
        match clauses.dep(at) {
            "acl" => return noun(head, By::Described),
            "xcomp" => {
                if let Some(object) = clauses.child(head, &["dobj", "dative"]).filter(|object| *object < at) {
                    return noun(object, By::Governor);
                }
            }
            "conj" | "advcl" | "pcomp" | "prep" | "aux" | "ccomp" | "dep" | "parataxis" => {}
            _ => return None,
        }
        if clauses.dep(at) == "ccomp"
            && clauses.child(at, &["nsubj", "nsubjpass"]).is_none()
            && clauses.token(at).tag() != "VBG"
        {
            return None;
        }
        at = head;
    }
    None
}

/// The words of a source: without the clause of the cue where that hangs on it.
fn source_words(clauses: &Clauses<'_>, head: usize, verb: usize) -> Range<usize> {
    let without: Vec<usize> = {
        let mut top = verb;
        while clauses.head(top) != head && clauses.head(top) != top {
            top = clauses.head(top);
        }
        if clauses.head(top) == head && top != head { clauses.below(top) } else { Vec::new() }
    };
    let words: Vec<usize> = clauses.below(head).into_iter().filter(|i| !without.contains(i)).collect();
    let runs = clauses.runs(&words);
    runs.into_iter().find(|run| run.contains(&head)).unwrap_or(head..head + 1)
}

/// The words around a cue that belong to the attribution and not to what is said.
fn attribution(clauses: &Clauses<'_>, verb: usize, top: usize, source: Option<&Source>) -> Vec<usize> {
    let said = clauses.below(top);
    let mut words: Vec<usize> = clauses.below(verb).into_iter().filter(|i| said.binary_search(i).is_err()).collect();
    words.extend(source.iter().flat_map(|source| source.words.clone()));
    words.sort_unstable();
    words.dedup();
    words
}

fn minus(words: Vec<usize>, without: &[usize]) -> Vec<usize> {
    words.into_iter().filter(|i| without.binary_search(i).is_err()).collect()
}

/// A clause of what is said without the writer's own clauses behind it: "..., while prices rose", "..., as officials met".
fn foreground(clauses: &Clauses<'_>, cues: &Cues, top: usize, words: Vec<usize>) -> Vec<usize> {
    let mut without = Vec::new();
    let mut tops = vec![top];
    tops.extend(clauses.children(top).filter(|child| matches!(clauses.dep(*child), "conj" | "prep" | "pcomp")));
    for at in tops {
        for child in clauses.children(at).filter(|child| *child > at && clauses.dep(*child) == "advcl") {
            let mark =
                clauses.child(child, &["mark"]).is_some_and(|mark| cues.background.contains(&clauses.lower(mark)));
            if mark && clauses.child(child, &["nsubj", "nsubjpass"]).is_some() {
                without.extend(clauses.below(child));
            }
        }
    }
    without.sort_unstable();
    minus(words, &without)
}

/// What is said without the word that introduces it.
fn without_mark(clauses: &Clauses<'_>, top: usize, words: Vec<usize>) -> Vec<usize> {
    let first = words.iter().copied().find(|i| !clauses.is_mark(*i));
    match first {
        Some(first) if clauses.dep(first) == "mark" && clauses.head(first) == top && clauses.lower(first) == "that" => {
            words.into_iter().filter(|i| *i != first).collect()
        }
        _ => words,
    }
}

fn verb(clauses: &Clauses<'_>, quotes: &[Quote], cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    let (rows, end) = rows_of(clauses, cues, i);
    if rows.is_empty() || matches!(clauses.dep(i), "aux" | "auxpass" | "amod" | "compound") {
        return;
    }
    let source = source_of(clauses, i);
    let token = clauses.token(i);
    let passive = clauses.view.is_passive(token) || (clauses.dep(i) == "acl" && token.tag() == "VBN");
    for number in rows {
        let Some(row) = cues.rows.get(number) else { continue };
        let candidate = |how: How, content: Vec<Range<usize>>, top: Option<usize>| Candidate {
            cue: i..end,
            word: i,
            row: number,
            how,
            source: source.clone(),
            content,
            top,
        };
        let has = |frame: Frame| row.frames.contains(&frame);
        let mut any = false;
        if has(Frame::Clause) || has(Frame::Quote) {
            if let Some(top) = clauses.children(i).find(|child| is_clause(clauses, i, *child)) {
                let how = if top < i { How::Inverted } else { How::Clause };
                let without = attribution(clauses, i, top, source.as_ref());
                let words = without_mark(clauses, top, minus(clauses.below(top), &without));
                let words = foreground(clauses, cues, top, words);
                if has(Frame::Clause) || how == How::Inverted {
                    out.push(candidate(how, clauses.runs(&words), Some(top)));
                    any = true;
                }
            } else if let Some(words) = around(clauses, i, source.as_ref()) {
                out.push(candidate(How::Inverted, clauses.runs(&words), Some(clauses.head(i))));
                any = true;
            }
        }
        if (has(Frame::Infinitive) || has(Frame::Object))
            && let Some(top) = clauses.children(i).find(|child| is_infinitive(clauses, *child) && *child > i)
        {
            let mut words = clauses.below(top);
            if let Some(object) = clauses.child(i, &["dobj", "dative"]).filter(|object| *object > i && *object < top) {
                words.extend(clauses.below(object));
                words.sort_unstable();
            } else if passive && let Some(subject) = clauses.child(i, &["nsubjpass", "nsubj"]) {
                words.extend(clauses.below(subject));
                words.sort_unstable();
            }
            out.push(candidate(How::Infinitive, clauses.runs(&words), Some(top)));
            any = true;
        }
        if !any && has(Frame::As) {
            as_frame(clauses, row, i, passive, &candidate, out);
        }
        if !any && has(Frame::Object) {
            object(clauses, cues, row, i, passive, &candidate, out);
        }
        if has(Frame::Behind)
            && let Some((preposition, top)) = behind(clauses, row, i)
        {
            let mut made = candidate(How::Behind, clauses.runs(&clauses.below(top)), Some(top));
            made.cue = i..(preposition + 1).max(end);
            if preposition > end + 1 {
                made.cue = i..end;
            }
            out.push(made);
        }
        if has(Frame::Quote) && !any {
            beside(clauses, quotes, i..end, source.as_ref(), &candidate, out);
        }
    }
}

/// Whether a clause is what a verb introduces; one before it that a semicolon sets off is not.
fn is_clause(clauses: &Clauses<'_>, verb: usize, child: usize) -> bool {
    clauses.dep(child) == "ccomp" && !(child..verb).any(|i| clauses.token(i).text() == ";")
}

fn is_infinitive(clauses: &Clauses<'_>, child: usize) -> bool {
    let to = || clauses.children(child).any(|below| clauses.token(below).tag() == "TO" && below < child);
    let gerund = clauses.dep(child) == "xcomp" && clauses.token(child).tag() == "VBG";
    gerund || matches!(clauses.dep(child), "xcomp" | "ccomp" | "advcl") && to()
}

/// "X, he said, Y": the clause that a cue with a subject of its own stands in, where it introduces none.
fn around(clauses: &Clauses<'_>, verb: usize, source: Option<&Source>) -> Option<Vec<usize>> {
    let source = source.filter(|source| source.by == By::Subject)?;
    let host = clauses.head(verb);
    if host == verb || !matches!(clauses.dep(verb), "parataxis" | "ccomp" | "dep" | "advcl" | "conj") {
        return None;
    }
    // "X goes on, he announced": what goes on is what he announced.
    if clauses.dep(verb) == "ccomp"
        && host > verb
        && clauses.child(host, &["nsubj"]).is_some_and(|subject| subject > verb)
    {
        return None;
    }
    if clauses.child(verb, &["dobj", "xcomp", "acomp", "attr"]).is_some()
        || clauses.dep(verb) == "advcl" && clauses.child(verb, &["mark"]).is_some()
    {
        return None;
    }
    let own = clauses.below(verb);
    let (first, last) = (*own.first()?.min(&source.words.start), *own.last()?);
    // Set off by commas or marks on both sides.
    let before = first.checked_sub(1).is_none_or(|i| clauses.is_mark(i));
    let after = (last + 1..clauses.len()).next().is_none_or(|i| clauses.is_mark(i)) || clauses.is_mark(last);
    (before && after && clauses.dep(verb) != "conj")
        .then(|| clauses.below(host).into_iter().filter(|i| own.binary_search(i).is_err()).collect())
}

type Make<'m> = dyn Fn(How, Vec<Range<usize>>, Option<usize>) -> Candidate + 'm;

/// The object, with what the row lets follow it.
fn object(
    clauses: &Clauses<'_>,
    cues: &Cues,
    row: &Row,
    verb: usize,
    passive: bool,
    make: &Make<'_>,
    out: &mut Vec<Candidate>,
) {
    let described = clauses.dep(verb) == "acl" && clauses.token(verb).tag() == "VBN";
    let object = if described {
        Some(clauses.head(verb))
    } else if passive {
        clauses.view.subject(clauses.token(verb)).map(Token::i)
    } else {
        clauses.child(verb, &["dobj", "dative"]).filter(|object| *object > verb || is_relative(clauses, *object))
    };
    let Some(object) = object else { return };
    if let Some((members, words)) = mutual(clauses, cues, row, verb, object, make) {
        for source in members {
            let mut made = make(How::Object, clauses.runs(&words), Some(object));
            made.source = Some(source);
            out.push(made);
        }
        return;
    }
    let without = if described { clauses.below(verb) } else { Vec::new() };
    let mut words = minus(clauses.below(object), &without);
    if !described {
        for child in clauses.children(verb).filter(|child| *child > verb) {
            let prep = clauses.dep(child) == "prep" && row.with.contains(&clauses.lower(child));
            if prep || matches!(clauses.dep(child), "oprd" | "xcomp") {
                words.extend(foreground(clauses, cues, child, clauses.below(child)));
            }
        }
        words.sort_unstable();
        words.dedup();
    }
    out.push(make(How::Object, clauses.runs(&words), Some(object)));
}

/// "accused each other of ...": each of the members of the source, of what follows the preposition, wherever the parse
/// hangs it.
fn mutual(
    clauses: &Clauses<'_>,
    cues: &Cues,
    row: &Row,
    verb: usize,
    object: usize,
    make: &Make<'_>,
) -> Option<(Vec<Source>, Vec<usize>)> {
    let first = *clauses.below(object).first()?;
    let pair = format!("{} {}", clauses.lower(first), clauses.lower((first + 1).min(clauses.len() - 1)));
    if first <= verb || !cues.mutual.contains(&pair) {
        return None;
    }
    let members = members(clauses, make(How::Object, Vec::new(), None).source.as_ref()?);
    let sentence = clauses.sentence(verb);
    let time = |i: usize| clauses.token(i).entity_label().is_some_and(|label| matches!(label, "DATE" | "TIME"));
    let top = (first + 2..sentence.end.min(first + 8))
        .filter(|i| row.with.contains(&clauses.lower(*i)))
        .find_map(|i| clauses.child(i, &["pobj", "pcomp"]).filter(|top| !time(*top)))?;
    (members.len() > 1).then(|| (members, foreground(clauses, cues, top, clauses.below(top))))
}

/// The members of a coordinated source, one by one.
fn members(clauses: &Clauses<'_>, source: &Source) -> Vec<Source> {
    let mut heads = vec![source.head];
    while let Some(next) =
        clauses.child(*heads.last().unwrap_or(&source.head), &["conj"]).filter(|next| !heads.contains(next))
    {
        heads.push(next);
    }
    let of = |(number, head): (usize, &usize)| {
        let after = heads.get(number + 1).map(|next| clauses.below(*next)).unwrap_or_default();
        let words = minus(clauses.below(*head), &after);
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(head)).unwrap_or(*head..*head + 1);
        Source { words: run, head: *head, by: source.by }
    };
    heads.iter().enumerate().map(of).collect()
}

fn is_relative(clauses: &Clauses<'_>, i: usize) -> bool {
    matches!(clauses.token(i).tag(), "WDT" | "WP" | "WP$")
}

/// "described X as Y", "called X Y".
fn as_frame(clauses: &Clauses<'_>, row: &Row, verb: usize, passive: bool, make: &Make<'_>, out: &mut Vec<Candidate>) {
    let object = if passive {
        clauses.view.subject(clauses.token(verb)).map(Token::i)
    } else {
        clauses.children(verb).find(|child| *child > verb && matches!(clauses.dep(*child), "dobj" | "nsubj"))
    };
    let predicate = clauses.children(verb).find(|child| {
        *child > verb
            && (clauses.dep(*child) == "prep" && row.with.contains(&clauses.lower(*child))
                || matches!(clauses.dep(*child), "oprd"))
    });
    let small = clauses.child(verb, &["ccomp"]).filter(|child| *child > verb);
    let mut words = Vec::new();
    if let (Some(object), Some(predicate)) = (object, predicate) {
        words.extend(clauses.below(object));
        words.extend(clauses.below(predicate));
    } else if let Some(small) = small {
        words.extend(clauses.below(small));
    } else {
        return;
    }
    words.sort_unstable();
    words.dedup();
    out.push(make(How::As, clauses.runs(&words), predicate.or(small)));
}

/// What stands behind one of the row's prepositions.
fn behind(clauses: &Clauses<'_>, row: &Row, verb: usize) -> Option<(usize, usize)> {
    let preposition = clauses.children(verb).find(|child| {
        *child > verb && matches!(clauses.dep(*child), "prep" | "agent") && row.with.contains(&clauses.lower(*child))
    })?;
    let top = clauses.child(preposition, &["pobj", "pcomp"])?;
    Some((preposition, top))
}

/// Where no clause hangs on a cue of saying: words in quotation marks beside it, or what it is set off from by commas.
fn beside(
    clauses: &Clauses<'_>,
    quotes: &[Quote],
    cue: Range<usize>,
    source: Option<&Source>,
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
        out.push(make(How::Quote, said, None));
        return;
    }
    if let Some(quote) = before.filter(|_| is_start) {
        out.push(make(How::Quote, vec![words_of(quote)], None));
        return;
    }
    if clauses.token(sentence.end.saturating_sub(1)).text() == ":"
        && let Some(quote) = after()
    {
        out.push(make(How::Quote, vec![words_of(quote)], None));
        return;
    }
    // "..., the ministry said." and "..., he said, ...".
    if own.is_some() {
        let end = (last..sentence.end).find(|i| clauses.is_mark(*i)).unwrap_or(sentence.end);
        let comma = first
            .checked_sub(1)
            .is_some_and(|i| i > sentence.start && clauses.is_mark(i) && clauses.token(i).text() != ";");
        let words: Vec<usize> = (sentence.start..first).chain(end..sentence.end).collect();
        let clause = words.iter().any(|i| clauses.child(*i, &["nsubj", "nsubjpass", "expl"]).is_some());
        if comma && clause && first > sentence.start + 1 && end < last + 10 {
            out.push(make(How::Inverted, clauses.runs(&words), None));
            return;
        }
    }
    if let Some(quote) = within.iter().min_by_key(|quote| words_of(quote).start.abs_diff(verb)) {
        let words = words_of(quote);
        if words.start >= last {
            // The rest of the sentence, whatever the parse made of it.
            let rest: Vec<usize> = (last..sentence.end).collect();
            out.push(make(How::Fragment, clauses.runs(&rest), None));
        } else {
            let rest: Vec<usize> = (sentence.start..first).collect();
            out.push(make(How::Fragment, clauses.runs(&rest), None));
        }
    }
}

/// Whether a quotation can stand alone: it begins like a sentence or is long.
pub(super) fn is_whole(clauses: &Clauses<'_>, quote: &Quote) -> bool {
    let text = quote.inner.of(clauses.text);
    let capital = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let words = clauses.paragraph.words_in(quote.inner).len();
    words >= 12 || capital && (words >= 4 || text.ends_with(['.', ',', '!', '?']))
}

fn noun(clauses: &Clauses<'_>, cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    let Some(rows) = cues.nouns.get(clauses.token(i).lemma()) else { return };
    if clauses.dep(i) == "compound" {
        return;
    }
    let source = owner(clauses, cues, i);
    for number in rows {
        let Some(row) = cues.rows.get(*number) else { continue };
        let make = |how: How, words: Vec<usize>, top: usize| Candidate {
            cue: i..i + 1,
            word: i,
            row: *number,
            how,
            source: source.clone(),
            content: clauses.runs(&words),
            top: Some(top),
        };
        let clause = clauses.children(i).find(|child| {
            let marked = || {
                clauses.children(*child).any(|below| {
                    clauses.dep(below) == "mark" && clauses.lower(below) == "that" || clauses.token(below).tag() == "TO"
                })
            };
            *child > i && matches!(clauses.dep(*child), "acl" | "ccomp" | "relcl" | "xcomp") && marked()
        });
        if let Some(top) = clause {
            out.push(make(How::NounClause, without_mark(clauses, top, clauses.below(top)), top));
            continue;
        }
        let preposition = clauses
            .children(i)
            .find(|child| *child > i && clauses.dep(*child) == "prep" && row.with.contains(&clauses.lower(*child)));
        if let Some(top) = preposition.and_then(|preposition| clauses.child(preposition, &["pobj", "pcomp"])) {
            out.push(make(How::NounBehind, clauses.below(top), top));
        }
    }
}

/// Whose claim, warning or wish it is.
fn owner(clauses: &Clauses<'_>, cues: &Cues, noun: usize) -> Option<Source> {
    if let Some(owner) = clauses.child(noun, &["poss"]) {
        let words: Vec<usize> = clauses.below(owner).into_iter().filter(|i| clauses.token(*i).tag() != "POS").collect();
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(&owner)).unwrap_or(owner..owner + 1);
        return Some(Source { words: run, head: owner, by: By::Owner });
    }
    let by = clauses
        .children(noun)
        .filter(|child| {
            clauses.dep(*child) == "prep" && matches!(clauses.token(*child).lemma(), "by" | "from" | "among")
        })
        .find_map(|preposition| clauses.child(preposition, &["pobj"]));
    if let Some(head) = by {
        return Some(Source { words: clauses.noun(head), head, by: By::Behind });
    }
    let adjective = clauses.children(noun).find(|child| {
        *child < noun
            && matches!(clauses.dep(*child), "amod" | "compound" | "nmod")
            && (clauses
                .token(*child)
                .entity_label()
                .is_some_and(|label| matches!(label, "NORP" | "ORG" | "GPE" | "PERSON")))
    });
    if let Some(head) = adjective {
        return Some(Source { words: head..head + 1, head, by: By::Owner });
    }
    let verb = clauses.head(noun);
    let lends = clauses.dep(noun) == "dobj" && cues.lending.contains(clauses.token(verb).lemma());
    if lends {
        return source_of(clauses, verb).map(|source| Source { by: By::Lender, ..source });
    }
    // "is creating a pretext with claims of": whoever acts by them makes them.
    let by_means = clauses.dep(noun) == "pobj" && cues.means.contains(&clauses.lower(verb));
    if by_means {
        let mut at = clauses.head(verb);
        while !matches!(clauses.token(at).pos(), "VERB" | "AUX") && clauses.head(at) != at {
            at = clauses.head(at);
        }
        return source_of(clauses, at).map(|source| Source { by: By::Lender, ..source });
    }
    None
}

fn adjective(clauses: &Clauses<'_>, cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    let Some(rows) = cues.adjectives.get(clauses.token(i).lemma()) else { return };
    if !matches!(clauses.dep(i), "acomp" | "oprd" | "conj" | "ROOT" | "advcl" | "acl") {
        return;
    }
    let verb = if clauses.dep(i) == "acomp" { clauses.head(i) } else { i };
    let source = source_of(clauses, verb);
    for number in rows {
        let Some(row) = cues.rows.get(*number) else { continue };
        let clause = clauses.children(i).find(|child| *child > i && matches!(clauses.dep(*child), "ccomp" | "xcomp"));
        let top = clause.or_else(|| behind(clauses, row, i).map(|(_, top)| top));
        let Some(top) = top else { continue };
        out.push(Candidate {
            cue: if verb < i { verb..i + 1 } else { i..i + 1 },
            word: i,
            row: *number,
            how: How::Adjective,
            source: source.clone(),
            content: clauses.runs(&without_mark(clauses, top, clauses.below(top))),
            top: Some(top),
        });
    }
}

/// "according to X": the clause that it stands in is what X says.
fn phrase(clauses: &Clauses<'_>, cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    for (words, row) in &cues.phrases {
        let is_here = words.iter().enumerate().all(|(by, word)| {
            i + by < clauses.len()
                && clauses.sentence_of(i + by) == clauses.sentence_of(i)
                && clauses.lower(i + by) == *word
        });
        if !is_here {
            continue;
        }
        let last = i + words.len() - 1;
        let Some(source) = clauses.child(last, &["pobj"]).or_else(|| clauses.child(i, &["pobj"])) else { continue };
        if cues.rows.get(*row).is_some_and(|row| row.unless.iter().any(|word| word == clauses.token(source).lemma())) {
            continue;
        }
        // Up from the phrase to the clause.
        let own = clauses.below(i);
        let mut host = clauses.head(i);
        for _ in 0..8 {
            let token = clauses.token(host);
            if matches!(token.pos(), "VERB" | "AUX") && !matches!(clauses.dep(host), "acl" | "xcomp" | "pcomp" | "amod")
            {
                break;
            }
            if clauses.head(host) == host {
                break;
            }
            host = clauses.head(host);
        }
        let sentence = clauses.sentence(i);
        let last_own = own.last().copied().unwrap_or(last);
        let at_edge = (last_own + 1..sentence.end).all(|at| clauses.is_mark(at))
            || (sentence.start..i).all(|at| clauses.is_mark(at));
        let said = if at_edge { sentence.clone().collect() } else { clauses.below(host) };
        let words: Vec<usize> =
            said.into_iter().filter(|at| own.binary_search(at).is_err() && sentence.contains(at)).collect();
        out.push(Candidate {
            cue: i..last + 1,
            word: i,
            row: *row,
            how: How::Host,
            source: Some(Source { words: clauses.noun(source), head: source, by: By::Behind }),
            content: clauses.runs(&words),
            top: Some(host),
        });
    }
}

/// "reportedly": the clause that it stands in.
fn hedge(clauses: &Clauses<'_>, cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    let Some(row) = cues.hedges.get(&clauses.lower(i)) else { return };
    let mut host = clauses.head(i);
    if !matches!(clauses.token(host).pos(), "VERB" | "AUX")
        && clauses.head(host) != host
        && clauses.token(host).pos() != "NOUN"
    {
        host = clauses.head(host);
    }
    let words: Vec<usize> = clauses.below(host).into_iter().filter(|at| *at != i).collect();
    out.push(Candidate {
        cue: i..i + 1,
        word: i,
        row: *row,
        how: How::Hedge,
        source: None,
        content: clauses.runs(&words),
        top: Some(host),
    });
}

/// "NAME: words", in headlines and transcripts.
fn colon(clauses: &Clauses<'_>, out: &mut Vec<Candidate>) {
    const LONGEST: usize = 7;
    let sentences = &clauses.paragraph.sentences;
    for sentence in sentences {
        let words = sentence.words.clone();
        let Some(mark) = words.clone().take(LONGEST + 1).find(|i| clauses.token(*i).text() == ":") else { continue };
        let inked: Vec<usize> = (words.start..mark).filter(|i| !clauses.is_mark(*i)).collect();
        let capital = |i: &usize| clauses.token(*i).text().chars().next().is_some_and(char::is_uppercase);
        let Some(head) = inked.last().copied() else { continue };
        let label = |label: &str| matches!(label, "PERSON" | "ORG" | "GPE" | "NORP");
        let named = inked.iter().any(|i| clauses.token(*i).entity_label().is_some_and(label));
        let title = words.start == 0 && sentences.len() <= 2 && matches!(clauses.token(head).pos(), "PROPN" | "NOUN");
        let begins =
            clauses.runs(&(mark + 1..words.end).collect::<Vec<_>>()).first().is_some_and(|run| capital(&run.start));
        if !inked.iter().all(capital) || !begins || !(named || title) {
            continue;
        }
        let until = if words.start == 0 { clauses.len() } else { words.end };
        let Some(source) = clauses.runs(&inked).into_iter().next_back() else { continue };
        out.push(Candidate {
            cue: mark..mark + 1,
            word: mark,
            row: usize::MAX,
            how: How::Colon,
            source: Some(Source { words: source, head, by: By::Colon }),
            content: clauses.runs(&(mark + 1..until).collect::<Vec<_>>()),
            top: None,
        });
    }
}
