//! Proposals: every way in which words of attribution, who they belong to and what they introduce could be read.

use std::ops::Range;

use fogline_nlp::Token;
use hashbrown::HashSet;

use super::{
    acts::Act,
    cues::{Cues, Frame, Row},
};
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
        view(clauses, cues, i, &mut out);
        hedge(clauses, cues, i, &mut out);
    }
    tail(clauses, cues, &mut out);
    colon(clauses, quotes, cues, &mut out);
    before_quote(clauses, quotes, &mut out);
    byline(clauses, quotes, &mut out);
    out
}

/// Words of the lexicon that propose nothing, with their first row: nothing stands where the row's frames look for what
/// was said. `proposing` are the words that do.
pub(super) fn silent(clauses: &Clauses<'_>, cues: &Cues, proposing: &HashSet<usize>) -> Vec<(Range<usize>, usize)> {
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
    // "as foreseen", "reported by the mayor".
    let participle = token.tag() == "VBN"
        && (clauses.dep(verb) == "acl"
            || clauses.dep(verb) == "advcl" && !clauses.children(verb).any(|child| clauses.dep(child).starts_with("aux")));
    if clauses.view.is_passive(token) || participle {
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
            // "quoted him as saying", "accused them of firing"
            "pcomp" if clauses.cues.controls.contains(&clauses.lower(head)) => {
                let verb = clauses.head(head);
                if let Some(object) = clauses.child(verb, &["dobj"]).filter(|object| *object < at && verb < *object) {
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
            // "..., urging them to leave": the speaker goes on.
            let goes_on = clauses.token(child).tag() == "VBG"
                && clauses.token(child - 1).text() == ","
                && cues.verbs.contains_key(clauses.token(child).lemma());
            if goes_on {
                without.extend(clauses.below(child));
            }
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
fn without_mark(clauses: &Clauses<'_>, cues: &Cues, top: usize, words: Vec<usize>) -> Vec<usize> {
    let first = words.iter().copied().find(|i| !clauses.is_mark(*i));
    match first {
        Some(first) if clauses.head(first) == top && introduces(clauses, cues, first) => {
            words.into_iter().filter(|i| *i != first).collect()
        }
        _ => words,
    }
}

/// Whether a word is the conjunction "that", which the parse may take for a pronoun: the clause has a subject of its own.
fn introduces(clauses: &Clauses<'_>, cues: &Cues, that: usize) -> bool {
    let own = || clauses.child(clauses.head(that), &["nsubj", "nsubjpass", "expl"]).is_some_and(|own| own > that);
    cues.that.contains(&clauses.lower(that)) && (clauses.dep(that) == "mark" || clauses.dep(that) == "dobj" && own())
}

fn verb(clauses: &Clauses<'_>, quotes: &[Quote], cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    let (rows, end) = rows_of(clauses, cues, i);
    let speaks = |head: usize| cues.verbs.contains_key(clauses.token(head).lemma());
    let citing = is_citing(clauses, cues, i) && (speaks(clauses.head(i)) || speaks(clauses.head(clauses.head(i))));
    if rows.is_empty() || citing || matches!(clauses.dep(i), "aux" | "auxpass" | "amod" | "compound") {
        return;
    }
    let source = source_of(clauses, i);
    let token = clauses.token(i);
    let passive = clauses.view.is_passive(token) || (clauses.dep(i) == "acl" && token.tag() == "VBN");
    for number in rows {
        let named = |row: &&Row| {
            let is_source = |source: &Source| row.sources.iter().any(|word| word == clauses.token(source.head).lemma());
            row.sources.is_empty() || source.as_ref().is_some_and(is_source)
        };
        let Some(row) = cues.rows.get(number).filter(named) else { continue };
        let candidate = |how: How, content: Vec<Range<usize>>| Candidate {
            cue: i..end,
            word: i,
            row: number,
            how,
            source: source.clone(),
            content,
        };
        let has = |frame: Frame| row.frames.contains(&frame);
        let mut any = false;
        if has(Frame::Clause) || has(Frame::Quote) {
            if let Some(top) = clauses.children(i).find(|child| is_clause(clauses, i, *child)) {
                let how = if top < i { How::Inverted } else { How::Clause };
                let without = attribution(clauses, i, top, source.as_ref());
                let words = without_mark(clauses, cues, top, minus(clauses.below(top), &without));
                let mut words = foreground(clauses, cues, top, words);
                if how == How::Inverted {
                    words = behind_semicolon(clauses, cues, i, words);
                }
                let words = clauses.runs(&words);
                if has(Frame::Clause) || is_quoted(clauses, quotes, &words) {
                    out.push(candidate(how, words));
                    any = true;
                }
            } else if let Some(words) = around(clauses, cues, i, source.as_ref()) {
                let words = clauses.runs(&words);
                if has(Frame::Clause) || is_quoted(clauses, quotes, &words) {
                    out.push(candidate(How::Inverted, words));
                    any = true;
                }
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
            // "asked not to be named" is nothing said.
            if !cues.anonymity.contains(clauses.token(top).lemma()) || clauses.child(top, &["auxpass"]).is_none() {
                out.push(candidate(How::Infinitive, clauses.runs(&words)));
            }
            any = true;
        }
        if !any && has(Frame::As) {
            as_frame(clauses, row, i, passive, &candidate, out);
        }
        if !any && has(Frame::Object) {
            any = object(clauses, cues, row, i, passive, &candidate, out);
        }
        if has(Frame::Behind)
            && let Some((preposition, top)) = behind(clauses, row, i)
            && !cues.media.contains(&clauses.token(top).lemma().to_lowercase())
            && !(clauses.is_time(top) && !cues.genitives.contains(&clauses.lower(preposition)))
        {
            let mut words = clauses.below(top);
            trailing(clauses, cues, i, &mut words);
            let mut made = candidate(How::Behind, clauses.runs(&words));
            made.cue = i..(preposition + 1).max(end);
            if preposition > end + 1 {
                made.cue = i..end;
            }
            out.push(made);
        }
        if has(Frame::Quote) && !any {
            beside(clauses, quotes, i..end, source.as_ref(), has(Frame::Clause), &candidate, out);
        }
    }
}

/// Whether some of these words stand in quotation marks.
fn is_quoted(clauses: &Clauses<'_>, quotes: &[Quote], words: &[Range<usize>]) -> bool {
    let spans: Vec<_> = words.iter().filter_map(|words| clauses.span(words)).collect();
    quotes.iter().any(|quote| spans.iter().any(|span| span.overlaps(quote.inner)))
}

/// Whether a clause is what a verb introduces; one before it that a semicolon sets off is not.
fn is_clause(clauses: &Clauses<'_>, verb: usize, child: usize) -> bool {
    clauses.dep(child) == "ccomp" && !(child..verb).any(|i| clauses.token(i).text() == ";")
}

fn is_infinitive(clauses: &Clauses<'_>, child: usize) -> bool {
    let to = || clauses.children(child).any(|below| clauses.token(below).tag() == "TO" && below < child);
    let ing = |word: usize| clauses.token(word).tag() == "VBG";
    // "having fired"
    let having = || clauses.children(child).any(|below| clauses.dep(below).starts_with("aux") && ing(below));
    let gerund = clauses.dep(child) == "xcomp" && (ing(child) || having());
    gerund || matches!(clauses.dep(child), "xcomp" | "ccomp" | "advcl") && to()
}

/// "X, he said, Y": the clause that a cue with a subject of its own stands in, where it introduces none.
fn around(clauses: &Clauses<'_>, cues: &Cues, verb: usize, source: Option<&Source>) -> Option<Vec<usize>> {
    let source = source.filter(|source| source.by == By::Subject)?;
    let mut host = clauses.head(verb);
    // "X said that A, while B, he added, C": what he added is the clause around it, not what X said.
    if host < verb && is_cue(clauses, cues, host) {
        let around = |child: &usize| {
            let words = clauses.below(*child);
            *child != verb
                && words.first().is_some_and(|first| *first < verb)
                && words.last().is_some_and(|last| *last > verb)
        };
        host = clauses.children(host).find(around)?;
    }
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
    let mark = clauses.child(verb, &["mark"]).filter(|_| clauses.dep(verb) == "advcl");
    if clauses.child(verb, &["dobj", "xcomp", "acomp", "attr", "ccomp"]).is_some()
        || mark.is_some_and(|mark| !cues.according.contains(&clauses.lower(mark)))
    {
        return None;
    }
    let own = clauses.below(verb);
    let (first, last) = (*own.first()?.min(&source.words.start), *own.last()?);
    // Set off by commas or marks on both sides.
    let before = first.checked_sub(1).is_none_or(|i| clauses.is_mark(i));
    let after = (last + 1..clauses.len()).next().is_none_or(|i| clauses.is_mark(i)) || clauses.is_mark(last);
    (before && after && clauses.dep(verb) != "conj").then(|| {
        let words = clauses.below(host).into_iter().filter(|i| own.binary_search(i).is_err()).collect();
        behind_semicolon(clauses, cues, verb, words)
    })
}

/// Whether a verb is one of attribution with a subject of its own.
fn is_cue(clauses: &Clauses<'_>, cues: &Cues, verb: usize) -> bool {
    cues.verbs.contains_key(clauses.token(verb).lemma()) && clauses.child(verb, &["nsubj", "nsubjpass"]).is_some()
}

/// "A denied it; B is true, he said": what comes before the semicolon is another's where it has a cue of its own.
fn behind_semicolon(clauses: &Clauses<'_>, cues: &Cues, verb: usize, words: Vec<usize>) -> Vec<usize> {
    let Some(first) = words.first().copied() else { return words };
    let Some(cut) = (first..verb).rev().find(|i| clauses.token(*i).text() == ";") else { return words };
    let other = (first..cut).any(|i| matches!(clauses.token(i).pos(), "VERB" | "AUX") && is_cue(clauses, cues, i));
    if other { words.into_iter().filter(|i| *i > cut).collect() } else { words }
}

type Make<'m> = dyn Fn(How, Vec<Range<usize>>) -> Candidate + 'm;

/// The object, with what the row lets follow it.
fn object(
    clauses: &Clauses<'_>,
    cues: &Cues,
    row: &Row,
    verb: usize,
    passive: bool,
    make: &Make<'_>,
    out: &mut Vec<Candidate>,
) -> bool {
    let described = clauses.dep(verb) == "acl" && clauses.token(verb).tag() == "VBN";
    let object = if described {
        Some(clauses.head(verb))
    } else if passive {
        clauses.view.subject(clauses.token(verb)).map(Token::i)
    } else {
        clauses.child(verb, &["dobj", "dative"]).filter(|object| *object > verb || is_relative(clauses, *object))
    };
    let Some(object) =
        object.filter(|object| row.takes(clauses.token(*object).lemma()) && !is_excepted(clauses, row, *object))
    else {
        return false;
    };
    // "voiced the hope that": the noun is the cue.
    let of_saying = |row: &usize| cues.rows.get(*row).is_some_and(|row| row.act == Act::Assert);
    if row.act == Act::Assert
        && cues.lending.contains(clauses.token(verb).lemma())
        && cues.nouns.get(clauses.token(object).lemma()).is_some_and(|rows| rows.iter().all(of_saying))
        && clause_of_noun(clauses, cues, object).is_some()
    {
        return false;
    }
    if let Some((members, words)) = mutual(clauses, cues, row, verb, object, make) {
        for source in members {
            let mut made = make(How::Object, clauses.runs(&words));
            made.source = Some(source);
            out.push(made);
        }
        return true;
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
        trailing(clauses, cues, verb, &mut words);
    }
    out.push(make(How::Object, clauses.runs(&words)));
    true
}

/// Takes in the phrases right behind what is said that the parse hangs on the cue: "warned of floods in the valley". A time,
/// an occasion or someone spoken to belongs to the saying.
fn trailing(clauses: &Clauses<'_>, cues: &Cues, verb: usize, words: &mut Vec<usize>) {
    for child in clauses.children(verb).filter(|child| *child > verb && clauses.dep(*child) == "prep") {
        let Some(noun) = clauses.child(child, &["pobj"]) else { continue };
        let lemma = clauses.token(noun).lemma().to_lowercase();
        let own = cues.locating.contains(&clauses.lower(child))
            && !clauses.is_time(noun)
            && !cues.vessels.contains(&lemma)
            && !cues.occasions.contains(&lemma)
            && !cues.media.contains(&lemma);
        if own && words.last().is_some_and(|last| last + 1 == child) {
            words.extend(clauses.below(child));
        }
    }
}

/// The clause that a noun of saying introduces.
fn clause_of_noun(clauses: &Clauses<'_>, cues: &Cues, noun: usize) -> Option<usize> {
    clauses.children(noun).find(|child| {
        let marked = || {
            clauses.children(*child).any(|below| introduces(clauses, cues, below) || clauses.token(below).tag() == "TO")
        };
        *child > noun && matches!(clauses.dep(*child), "acl" | "ccomp" | "relcl" | "xcomp") && marked()
    })
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
    if first <= verb || !is_mutual(clauses, cues, object) {
        return None;
    }
    let source = make(How::Object, Vec::new()).source?;
    let mut members = members(clauses, &source);
    if members.len() < 2 {
        members = halves(clauses, &source);
    }
    let sentence = clauses.sentence(verb);
    let time = |i: usize| clauses.token(i).entity_label().is_some_and(|label| matches!(label, "DATE" | "TIME"));
    let top = (first + 2..sentence.end.min(first + 8))
        .filter(|i| row.with.contains(&clauses.lower(*i)))
        .find_map(|i| clauses.child(i, &["pobj", "pcomp"]).filter(|top| !time(*top)))?;
    (members.len() > 1).then(|| (members, foreground(clauses, cues, top, clauses.below(top))))
}

/// The members of a coordinated source, one by one.
pub(super) fn members(clauses: &Clauses<'_>, source: &Source) -> Vec<Source> {
    let mut heads = vec![source.head];
    while let Some(next) =
        clauses.child(*heads.last().unwrap_or(&source.head), &["conj"]).filter(|next| !heads.contains(next))
    {
        heads.push(next);
    }
    if heads.len() == 1 {
        return vec![source.clone()];
    }
    let of = |(number, head): (usize, &usize)| {
        let after = heads.get(number + 1).map(|next| clauses.below(*next)).unwrap_or_default();
        let words = minus(clauses.below(*head), &after);
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(head)).unwrap_or(*head..*head + 1);
        Source { words: run, head: *head, by: source.by }
    };
    heads.iter().enumerate().map(of).collect()
}

/// Whom a cue that accuses is about: its object, or its subject where it is passive; of "accused each other" the others.
pub(super) fn against(clauses: &Clauses<'_>, cues: &Cues, candidate: &Candidate) -> Vec<Source> {
    let verb = candidate.word;
    let accuses = cues.rows.get(candidate.row).is_some_and(|row| row.act == Act::Accuse);
    if !accuses || !matches!(clauses.token(verb).pos(), "VERB" | "AUX") {
        return Vec::new();
    }
    let of = |head: usize| Source { words: source_words(clauses, head, verb), head, by: By::Subject };
    let token = clauses.token(verb);
    if clauses.view.is_passive(token) {
        return clauses.view.subject(token).map(Token::i).map(of).into_iter().collect();
    }
    let Some(object) = clauses.child(verb, &["dobj"]).filter(|object| *object > verb) else { return Vec::new() };
    if !is_mutual(clauses, cues, object) {
        return members(clauses, &of(object));
    }
    let (Some(own), Some(source)) = (&candidate.source, source_of(clauses, verb)) else { return Vec::new() };
    let all = [members(clauses, &source), halves(clauses, &source)];
    let others = all.into_iter().find(|all| all.len() > 1).unwrap_or_default();
    others.into_iter().filter(|other| other.head != own.head).collect()
}

/// Whom a speaker cites: "citing medics, he said", "media, quoting a source, said".
pub(super) fn cited(clauses: &Clauses<'_>, cues: &Cues, candidate: &Candidate) -> Vec<Source> {
    let holders = std::iter::once(candidate.word).chain(candidate.source.as_ref().map(|source| source.head));
    let citing = holders
        .flat_map(|holder| clauses.children(holder))
        .filter(|child| is_citing(clauses, cues, *child) && *child != candidate.word);
    let objects = citing.filter_map(|verb| Some((verb, clauses.child(verb, &["dobj"])?)));
    let made = objects.flat_map(|(verb, object)| {
        let carried = cues.vessels.contains(clauses.token(object).lemma());
        let mut makers = if carried { authors(clauses, cues, object) } else { Vec::new() };
        makers.truncate(1);
        if makers.is_empty() {
            makers.push(Source { words: source_words(clauses, object, verb), head: object, by: By::Subject });
        }
        makers
    });
    made.collect()
}

/// Whether a verb says on whom someone relies for what is said beside it.
fn is_citing(clauses: &Clauses<'_>, cues: &Cues, verb: usize) -> bool {
    cues.citing.contains(clauses.token(verb).lemma())
        && clauses.token(verb).tag() == "VBG"
        && matches!(clauses.dep(verb), "advcl" | "acl" | "prep")
        && clauses.child(verb, &["aux", "nsubj"]).is_none()
}

/// Whether a verb's object is "each other".
fn is_mutual(clauses: &Clauses<'_>, cues: &Cues, object: usize) -> bool {
    let Some(first) = clauses.below(object).first().copied() else { return false };
    let pair = format!("{} {}", clauses.lower(first), clauses.lower((first + 1).min(clauses.len() - 1)));
    cues.mutual.contains(&pair)
}

/// Whom a cue addresses: its object beside what is said, "told the council that"; who is asked to act, "urged both to".
pub(super) fn addressee(clauses: &Clauses<'_>, candidate: &Candidate) -> Option<Source> {
    let verb = candidate.word;
    let asks = candidate.how == How::Infinitive;
    let said = |i: usize| candidate.content.iter().any(|words| words.contains(&i));
    let someone = matches!(candidate.how, How::Clause | How::Inverted | How::Quote | How::Fragment | How::Infinitive);
    let head = clauses.child(verb, &["dobj", "dative"]).filter(|object| someone && *object > verb)?;
    let named = matches!(clauses.token(head).pos(), "NOUN" | "PROPN" | "PRON");
    (named && said(head) == asks).then(|| Source { words: source_words(clauses, head, verb), head, by: By::Subject })
}

/// The two sides of the last "and" within a source, where the parse hangs the second below the first: "rebels in the east
/// and soldiers".
fn halves(clauses: &Clauses<'_>, source: &Source) -> Vec<Source> {
    let joined = |i: &usize| clauses.dep(*i) == "cc" && clauses.head(*i) != source.head;
    let Some(and) = source.words.clone().rev().find(joined) else { return Vec::new() };
    let second = clauses.children(clauses.head(and)).find(|child| *child > and && clauses.dep(*child) == "conj");
    let Some(second) = second.filter(|second| source.words.contains(second)) else { return Vec::new() };
    let by = source.by;
    vec![
        Source { words: source.words.start..and, head: source.head, by },
        Source { words: and + 1..source.words.end, head: second, by },
    ]
}

/// Whether a noun is one of those that a cue of the row does not make anybody's words: "denied entry".
fn is_excepted(clauses: &Clauses<'_>, row: &Row, noun: usize) -> bool {
    row.unless.iter().any(|word| word == clauses.token(noun).lemma())
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
    let predicate = predicate.filter(|predicate| row.takes(clauses.token(*predicate).lemma()));
    let what = clauses.child(verb, &["dobj"]).filter(|object| *object < verb && is_relative(clauses, *object));
    let mut words = Vec::new();
    if let (Some(_), Some(predicate)) = (what, predicate) {
        // "what it calls a peace mission"
        words.extend(clauses.below(clauses.child(predicate, &["pobj", "pcomp"]).unwrap_or(predicate)));
    } else if let (Some(object), Some(predicate)) = (object, predicate) {
        words.extend(clauses.below(object));
        words.extend(clauses.below(predicate));
    } else if let Some(small) = small {
        words.extend(clauses.below(small));
    } else {
        return;
    }
    words.sort_unstable();
    words.dedup();
    out.push(make(How::As, clauses.runs(&words)));
}

/// What stands behind one of the row's prepositions.
fn behind(clauses: &Clauses<'_>, row: &Row, verb: usize) -> Option<(usize, usize)> {
    let preposition = clauses.children(verb).find(|child| {
        *child > verb && matches!(clauses.dep(*child), "prep" | "agent") && row.with.contains(&clauses.lower(*child))
    })?;
    let top = clauses.child(preposition, &["pobj", "pcomp"])?;
    row.takes(clauses.token(top).lemma()).then_some((preposition, top))
}

/// Where no clause hangs on a cue of saying: words in quotation marks beside it, or what it is set off from by commas.
fn beside(
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
    if let Some(quote) = within.iter().min_by_key(|quote| words_of(quote).start.abs_diff(verb)) {
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
    let of = || {
        // "the claim of the rebels that": of a noun with a clause, "of" names whose it is.
        let of = clauses.children(i).find(|child| cues.genitives.contains(&clauses.lower(*child)))?;
        let head = clauses.child(of, &["pobj"]).filter(|_| clause_of_noun(clauses, cues, i).is_some())?;
        let words = source_words(clauses, head, clause_of_noun(clauses, cues, i)?);
        Some(Source { words, head, by: By::Behind })
    };
    let source = owner(clauses, cues, i).or_else(of);
    for number in rows {
        let Some(row) = cues.rows.get(*number) else { continue };
        let make = |how: How, words: Vec<usize>| Candidate {
            cue: i..i + 1,
            word: i,
            row: *number,
            how,
            source: source.clone(),
            content: clauses.runs(&words),
        };
        let clause = clause_of_noun(clauses, cues, i);
        if let Some(top) = clause {
            out.push(make(How::NounClause, without_mark(clauses, cues, top, clauses.below(top))));
            continue;
        }
        if let Some((head, top)) = beyond(clauses, cues, i) {
            let source = Source { words: source_words(clauses, head, top), head, by: By::Behind };
            let made = make(How::NounClause, without_mark(clauses, cues, top, clauses.below(top)));
            out.push(Candidate { source: Some(source), ..made });
            continue;
        }
        // "the call by the bishops for a truce"
        let behind = source.as_ref().filter(|source| source.by == By::Behind).map(|source| source.head);
        let preposition = clauses
            .children(i)
            .chain(behind.into_iter().flat_map(|head| clauses.children(head)))
            .find(|child| *child > i && clauses.dep(*child) == "prep" && row.with.contains(&clauses.lower(*child)));
        if let Some(top) = preposition.and_then(|preposition| clauses.child(preposition, &["pobj", "pcomp"])) {
            out.push(make(How::NounBehind, clauses.below(top)));
        }
    }
}

/// "the claims of the rebels that the town had fallen": whose they are, and the clause, which the parse hangs on them.
fn beyond(clauses: &Clauses<'_>, cues: &Cues, noun: usize) -> Option<(usize, usize)> {
    let owns = |word: &str| cues.authors.contains(word) || cues.genitives.contains(word);
    let owner = clauses
        .children(noun)
        .filter(|child| *child > noun && owns(&clauses.lower(*child)))
        .find_map(|preposition| clauses.child(preposition, &["pobj"]))?;
    let clause = clauses.children(owner).find(|child| {
        matches!(clauses.dep(*child), "relcl" | "acl")
            && clauses.children(*child).any(|that| introduces(clauses, cues, that))
    })?;
    Some((owner, clause))
}

/// Whose claim, warning or wish it is.
fn owner(clauses: &Clauses<'_>, cues: &Cues, noun: usize) -> Option<Source> {
    let verb = clauses.head(noun);
    let lends = clauses.dep(noun) == "dobj" && cues.lending.contains(clauses.token(verb).lemma());
    // "indicated its readiness": whoever lends the noun says more than a pronoun.
    let pronoun = |owner: &usize| clauses.token(*owner).pos() == "PRON" && lends;
    if let Some(owner) = clauses.child(noun, &["poss"]).filter(|owner| !pronoun(owner)) {
        let words: Vec<usize> = clauses.below(owner).into_iter().filter(|i| clauses.token(*i).tag() != "POS").collect();
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(&owner)).unwrap_or(owner..owner + 1);
        return Some(Source { words: run, head: owner, by: By::Owner });
    }
    let by = clauses
        .children(noun)
        .filter(|child| clauses.dep(*child) == "prep" && cues.authors.contains(clauses.token(*child).lemma()))
        .find_map(|preposition| clauses.child(preposition, &["pobj"]));
    if let Some(head) = by {
        let words = clauses.noun(head);
        // What is called for may hang on whoever calls.
        let rows = cues.nouns.get(clauses.token(noun).lemma()).into_iter().flatten();
        let with: Vec<&String> = rows.filter_map(|row| cues.rows.get(*row)).flat_map(|row| &row.with).collect();
        let until = clauses.children(head).filter(|child| {
            *child > head && with.contains(&&clauses.lower(*child)) && !cues.genitives.contains(&clauses.lower(*child))
        });
        let words = words.start..until.min().map_or(words.end, |until| words.end.min(until));
        return Some(Source { words, head, by: By::Behind });
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

/// Who may have made or sent a thing that carries words, likeliest first: its owner, who posted it, whose channel it
/// stands on, whoever airs it.
pub(super) fn authors(clauses: &Clauses<'_>, cues: &Cues, thing: usize) -> Vec<Source> {
    const DEEP: usize = 3;
    let mut found = Vec::new();
    let mut open = vec![thing];
    let mut things = 0;
    while let Some(mut at) = open.pop().filter(|_| things < DEEP) {
        things += 1;
        found.extend(owner(clauses, cues, at));
        let verb = clauses.head(at);
        if clauses.dep(at) == "dobj" && cues.adopting.contains(clauses.token(verb).lemma()) {
            found.extend(source_of(clauses, verb));
        }
        let parts = clauses.children(at).filter(|child| matches!(clauses.dep(*child), "acl" | "relcl"));
        let mut holders = vec![at];
        for part in parts {
            if let Some(agent) = clauses.view.agent(clauses.token(part)).map(Token::i) {
                found.push(Source { words: clauses.noun(agent), head: agent, by: By::Agent });
            }
            holders.push(part);
        }
        for preposition in holders.iter().flat_map(|holder| clauses.children(*holder)) {
            let Some(head) = clauses.child(preposition, &["pobj"]).filter(|_| clauses.dep(preposition) == "prep")
            else {
                continue;
            };
            if cues.vessels.contains(clauses.token(head).lemma()) {
                open.push(head);
            } else if clauses.head(preposition) == at && clauses.token(head).pos() == "PROPN" {
                found.push(Source { words: clauses.noun(head), head, by: By::Behind });
            }
        }
        // "a number of programmes"
        while clauses.dep(at) == "pobj" && clauses.token(clauses.head(clauses.head(at))).pos() == "NOUN" {
            at = clauses.head(clauses.head(at));
            found.extend(owner(clauses, cues, at));
        }
    }
    found
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
            content: clauses.runs(&without_mark(clauses, cues, top, clauses.below(top))),
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
        out.push(Candidate {
            cue: i..last + 1,
            word: i,
            row: *row,
            how: How::Host,
            source: Some(Source { words: clauses.noun(source), head: source, by: By::Behind }),
            ..hosted(clauses, i)
        });
    }
}

/// "in the minister's words": the clause that it stands in is what the minister says.
fn view(clauses: &Clauses<'_>, cues: &Cues, i: usize, out: &mut Vec<Candidate>) {
    if clauses.dep(i) != "prep" {
        return;
    }
    let Some(noun) = clauses.child(i, &["pobj"]) else { return };
    let Some(rows) = cues.views.get(clauses.token(noun).lemma()) else { return };
    let Some(owner) = clauses.child(noun, &["poss"]) else { return };
    for number in rows {
        if !cues.rows.get(*number).is_some_and(|row| row.with.contains(&clauses.lower(i))) {
            continue;
        }
        let words: Vec<usize> = clauses.below(owner).into_iter().filter(|i| clauses.token(*i).tag() != "POS").collect();
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(&owner)).unwrap_or(owner..owner + 1);
        out.push(Candidate {
            cue: i..noun + 1,
            word: i,
            row: *number,
            how: How::Host,
            source: Some(Source { words: run, head: owner, by: By::Owner }),
            ..hosted(clauses, i)
        });
    }
}

/// The clause that a phrase stands in, as what is said; where the phrase begins or ends its sentence, all of that.
fn hosted(clauses: &Clauses<'_>, i: usize) -> Candidate {
    let own = clauses.below(i);
    let mut host = clauses.head(i);
    for _ in 0..8 {
        let verb = matches!(clauses.token(host).pos(), "VERB" | "AUX");
        if verb && !matches!(clauses.dep(host), "acl" | "xcomp" | "pcomp" | "amod") || clauses.head(host) == host {
            break;
        }
        host = clauses.head(host);
    }
    let sentence = clauses.sentence(i);
    let last_own = own.last().copied().unwrap_or(i);
    let at_edge =
        (last_own + 1..sentence.end).all(|at| clauses.is_mark(at)) || (sentence.start..i).all(|at| clauses.is_mark(at));
    let said = if at_edge { sentence.clone().collect() } else { clauses.below(host) };
    let words: Vec<usize> =
        said.into_iter().filter(|at| own.binary_search(at).is_err() && sentence.contains(at)).collect();
    Candidate { cue: i..i + 1, word: i, row: 0, how: How::Host, source: None, content: clauses.runs(&words) }
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
    });
}

/// "..., our office in the town reports.": an attribution that ends its sentence and that the parse did not see, as it
/// takes a verb in the present for a noun, or one behind an apposition for a participle.
fn tail(clauses: &Clauses<'_>, cues: &Cues, out: &mut Vec<Candidate>) {
    const BEHIND: usize = 8;
    for sentence in clauses.paragraph.sentences.iter().map(|sentence| sentence.words.clone()) {
        let Some(last) = sentence.clone().rev().find(|i| !clauses.is_mark(*i)) else { continue };
        let said = |verb: &usize| {
            let tag = clauses.token(*verb).tag();
            matches!(tag, "VBD" | "VBN" | "VBZ" | "NNS") && cues.introduces(clauses.token(*verb).lemma())
        };
        let Some(verb) = (sentence.start.max(last.saturating_sub(BEHIND))..last + 1).rev().find(said) else { continue };
        let nominal = |range: &Range<usize>| range.clone().all(|i| is_nominal(clauses, i));
        if clauses.child(verb, &["nsubj"]).is_some() || !nominal(&(verb + 1..last + 1)) {
            continue;
        }
        // Back to the comma before the noun, over one apposition.
        let segment = |end: usize| {
            let start = (sentence.start..end).rev().find(|i| clauses.is_mark(*i))?;
            (clauses.token(start).text() == "," && start + 1 < end && nominal(&(start + 1..end))).then_some(start)
        };
        let apposition = verb > sentence.start && clauses.token(verb - 1).text() == ",";
        let end = if apposition { verb - 1 } else { verb };
        let Some(mut comma) = segment(end) else { continue };
        if apposition {
            let Some(before) = segment(comma) else { continue };
            comma = before;
        }
        let clause = (sentence.start..comma).any(|i| matches!(clauses.dep(i), "nsubj" | "nsubjpass" | "expl"));
        let first_end = (comma + 1..end).find(|i| clauses.is_mark(*i)).unwrap_or(end);
        let named = |i: &usize| matches!(clauses.token(*i).pos(), "NOUN" | "PROPN" | "PRON");
        let outside = |i: &usize| {
            let head = clauses.head(*i);
            head == *i || !(comma + 1..first_end).contains(&head)
        };
        let Some(head) = (comma + 1..first_end).find(|i| named(i) && outside(i)) else { continue };
        let Some(row) = cues.verbs.get(clauses.token(verb).lemma()).and_then(|rows| rows.first()) else { continue };
        if !clause {
            continue;
        }
        out.push(Candidate {
            cue: verb..verb + 1,
            word: verb,
            row: *row,
            how: How::Inverted,
            source: Some(Source { words: comma + 1..end, head, by: By::Subject }),
            content: clauses.runs(&(sentence.start..comma).collect::<Vec<_>>()),
        });
    }
}

/// Whether a word can stand in a noun's group or a phrase of time and place.
fn is_nominal(clauses: &Clauses<'_>, i: usize) -> bool {
    matches!(
        clauses.token(i).pos(),
        "NOUN" | "PROPN" | "PRON" | "DET" | "ADJ" | "ADP" | "NUM" | "PART" | "ADV" | "CCONJ"
    ) && clauses.token(i).tag() != "TO"
}

/// "NAME: words", in headlines and transcripts.
fn colon(clauses: &Clauses<'_>, quotes: &[Quote], cues: &Cues, out: &mut Vec<Candidate>) {
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
        let until = if words.start == 0 { clauses.len() } else { words.end };
        let title = words.start == 0 && sentences.len() <= 2 && matches!(clauses.token(head).pos(), "PROPN" | "NOUN");
        let begins =
            clauses.runs(&(mark + 1..until).collect::<Vec<_>>()).first().is_some_and(|run| capital(&run.start));
        let sentence = || {
            (mark + 1..words.end).any(|i| {
                clauses.child(i, &["nsubj", "nsubjpass"]).is_some_and(|subject| !is_relative(clauses, subject))
            }) && !is_relative(clauses, mark + 1)
        };
        let capitals =
            inked.iter().filter(|i| !matches!(clauses.token(**i).pos(), "NOUN" | "ADP" | "DET")).all(capital);
        let rest: Vec<usize> = (mark + 1..words.end).collect();
        let spoken = || sentence() || is_quoted(clauses, quotes, &clauses.runs(&rest));
        let shouted = words.start == 0
            && inked.iter().all(|i| clauses.token(*i).text().chars().all(|c| !c.is_lowercase()))
            && !cues.notices.contains(&clauses.lower(head));
        if !capitals || !(named && (begins || spoken()) || title && spoken() || shouted && begins) {
            continue;
        }
        let Some(source) = clauses.runs(&inked).into_iter().next_back() else { continue };
        out.push(Candidate {
            cue: mark..mark + 1,
            word: mark,
            row: usize::MAX,
            how: How::Colon,
            source: Some(Source { words: source, head, by: By::Colon }),
            content: clauses.runs(&(mark + 1..until).collect::<Vec<_>>()),
        });
    }
}

/// "The governor was blunt: “...”": a quotation behind a colon is said by whoever the words before it are about.
fn before_quote(clauses: &Clauses<'_>, quotes: &[Quote], out: &mut Vec<Candidate>) {
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
            row: usize::MAX,
            how: How::Colon,
            source: Some(Source { words: own, head, by: By::Colon }),
            content: vec![words],
        });
    }
}

/// "“...” - NAME": a quotation with its speaker's name below or behind it.
fn byline(clauses: &Clauses<'_>, quotes: &[Quote], out: &mut Vec<Candidate>) {
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
        row: usize::MAX,
        how: How::Colon,
        source: Some(Source { words: name, head, by: By::Colon }),
        content: vec![words],
    });
}
