//! Verbs of saying: what was said is a clause, an infinitive, an object or stands behind a preposition.

use std::ops::Range;

use fogline_nlp::Token;

use super::{
    By, Candidate, How, Source,
    content::{
        attribution, behind_semicolon, foreground, is_cue, is_quoted, is_relative, minus, trailing, without_mark,
    },
    nouns::clause_of_noun,
    quotes::beside,
    sources::{halves, is_citing, is_mutual, members, passes_on, source_of},
};
use crate::read::{
    clauses::Clauses,
    quotes::Quote,
    statements::{
        acts::Act,
        cues::{Frame, Row},
    },
};

/// The rows of a verb: those of two words where the second is there.
pub(super) fn rows_of(clauses: &Clauses<'_>, verb: usize) -> (Vec<usize>, usize) {
    let lemma = clauses.token(verb).lemma();
    if let Some(phrasal) = clauses.cues.phrasal.get(lemma) {
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
    (clauses.cues.verbs.get(lemma).cloned().unwrap_or_default(), verb + 1)
}

pub(super) fn verb(clauses: &Clauses<'_>, quotes: &[Quote], i: usize, out: &mut Vec<Candidate>) {
    let (rows, end) = rows_of(clauses, i);
    let speaks = |head: usize| clauses.cues.verbs.contains_key(clauses.token(head).lemma());
    let citing = is_citing(clauses, i) && (speaks(clauses.head(i)) || speaks(clauses.head(clauses.head(i))));
    if rows.is_empty()
        || citing
        || passes_on(clauses, i)
        || matches!(clauses.dep(i), "aux" | "auxpass" | "amod" | "compound")
    {
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
        let Some(row) = clauses.cues.rows.get(number).filter(named) else { continue };
        // "denied the patrol passage" is nothing said.
        if clauses.children(i).any(|child| clauses.dep(child) == "dobj" && is_excepted(clauses, row, child)) {
            continue;
        }
        let candidate = |how: How, content: Vec<Range<usize>>| Candidate {
            cue: i..end,
            word: i,
            row: Some(number),
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
                let words = without_mark(clauses, top, minus(clauses.below(top), &without));
                let mut words = foreground(clauses, top, words);
                if how == How::Inverted {
                    words = behind_semicolon(clauses, i, words);
                }
                let words = clauses.runs(&words);
                if has(Frame::Clause) || is_quoted(clauses, quotes, &words) {
                    out.push(candidate(how, words));
                    any = true;
                }
            } else if let Some(words) = around(clauses, i, source.as_ref()) {
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
            if !clauses.cues.anonymity.contains(clauses.token(top).lemma())
                || clauses.child(top, &["auxpass"]).is_none()
            {
                out.push(candidate(How::Infinitive, clauses.runs(&words)));
            }
            any = true;
        }
        if !any && has(Frame::As) {
            as_frame(clauses, row, i, passive, &candidate, out);
        }
        if !any && has(Frame::Object) {
            any = object(clauses, row, i, passive, &candidate, out);
        }
        if has(Frame::Behind)
            && let Some((preposition, top)) = behind(clauses, row, i)
            && !clauses.cues.media.contains(&clauses.token(top).lemma().to_lowercase())
            // "spoke on condition of anonymity" is nothing said.
            && !is_excepted(clauses, row, top)
            && (!clauses.is_time(top) || clauses.cues.genitives.contains(&clauses.lower(preposition)))
        {
            let mut words = clauses.below(top);
            trailing(clauses, i, &mut words);
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
fn around(clauses: &Clauses<'_>, verb: usize, source: Option<&Source>) -> Option<Vec<usize>> {
    let source = source.filter(|source| source.by == By::Subject)?;
    let mut host = clauses.head(verb);
    // "X said that A, while B, he added, C": what he added is the clause around it, not what X said.
    if host < verb && is_cue(clauses, host) {
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
        || mark.is_some_and(|mark| !clauses.cues.according.contains(&clauses.lower(mark)))
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
        behind_semicolon(clauses, verb, words)
    })
}

pub(super) type Make<'m> = dyn Fn(How, Vec<Range<usize>>) -> Candidate + 'm;

/// The object, with what the row lets follow it.
fn object(
    clauses: &Clauses<'_>,
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
    let of_saying = |row: &usize| clauses.cues.rows.get(*row).is_some_and(|row| row.act == Act::Assert);
    if row.act == Act::Assert
        && clauses.cues.lending.contains(clauses.token(verb).lemma())
        && clauses.cues.nouns.get(clauses.token(object).lemma()).is_some_and(|rows| rows.iter().all(of_saying))
        && clause_of_noun(clauses, object).is_some()
    {
        return false;
    }
    if let Some((members, words)) = mutual(clauses, row, verb, object, make) {
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
                words.extend(foreground(clauses, child, clauses.below(child)));
            }
        }
        words.sort_unstable();
        words.dedup();
        // "saw a crater in the yard, two holes": what stands amid them belongs to them, though it hangs on the verb.
        if let (Some(first), Some(last)) = (words.first().copied(), words.last().copied()) {
            let amid = |child: &usize| clauses.dep(*child) == "prep" && (first..last).contains(child);
            for child in clauses.children(verb).filter(amid) {
                words.extend(clauses.below(child));
            }
            words.sort_unstable();
            words.dedup();
        }
        trailing(clauses, verb, &mut words);
    }
    out.push(make(How::Object, clauses.runs(&words)));
    true
}

/// "accused each other of ...": each of the members of the source, of what follows the preposition, wherever the parse
/// hangs it.
fn mutual(
    clauses: &Clauses<'_>,
    row: &Row,
    verb: usize,
    object: usize,
    make: &Make<'_>,
) -> Option<(Vec<Source>, Vec<usize>)> {
    let first = *clauses.below(object).first()?;
    if first <= verb || !is_mutual(clauses, object) {
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
    (members.len() > 1).then(|| (members, foreground(clauses, top, clauses.below(top))))
}

/// Whether a noun is one of those that a cue of the row does not make anybody's words: "denied entry".
fn is_excepted(clauses: &Clauses<'_>, row: &Row, noun: usize) -> bool {
    row.unless.iter().any(|word| word == clauses.token(noun).lemma())
}

/// "described X as Y", "called X Y".
fn as_frame(clauses: &Clauses<'_>, row: &Row, verb: usize, passive: bool, make: &Make<'_>, out: &mut Vec<Candidate>) {
    let object = if passive {
        clauses.view.subject(clauses.token(verb)).map(Token::i)
    } else {
        clauses.children(verb).find(|child| *child > verb && matches!(clauses.dep(*child), "dobj" | "nsubj"))
    };
    let small = clauses.child(verb, &["ccomp"]).filter(|child| *child > verb);
    // "gave two people *wounded* as a figure"
    let described = object.filter(|_| !row.when.is_empty()).and_then(|object| clauses.child(object, &["acl"]));
    let predicate =
        std::iter::once(verb).chain(small).chain(described).flat_map(|top| clauses.children(top)).find(|child| {
            *child > verb
                && (clauses.dep(*child) == "prep" && row.with.contains(&clauses.lower(*child))
                    || matches!(clauses.dep(*child), "oprd"))
        });
    let noun = |predicate: usize| clauses.child(predicate, &["pobj"]).unwrap_or(predicate);
    let predicate = predicate.filter(|predicate| row.takes(clauses.token(noun(*predicate)).lemma()));
    let what = clauses.child(verb, &["dobj"]).filter(|object| *object < verb && is_relative(clauses, *object));
    let mut words = Vec::new();
    if let (Some(_), Some(predicate)) = (what, predicate) {
        // "what it calls a peace mission"
        words.extend(clauses.below(clauses.child(predicate, &["pobj", "pcomp"]).unwrap_or(predicate)));
    } else if let (Some(object), Some(predicate)) = (object, predicate) {
        words.extend(clauses.below(object));
        words.extend(clauses.below(predicate));
    } else if let Some(small) = small.filter(|_| row.when.is_empty() || predicate.is_some()) {
        words.extend(clauses.below(small));
    } else {
        return;
    }
    words.sort_unstable();
    words.dedup();
    out.push(make(How::As, clauses.runs(&words)));
}

/// What stands behind one of the row's prepositions.
pub(super) fn behind(clauses: &Clauses<'_>, row: &Row, verb: usize) -> Option<(usize, usize)> {
    let preposition = clauses.children(verb).find(|child| {
        *child > verb && matches!(clauses.dep(*child), "prep" | "agent") && row.with.contains(&clauses.lower(*child))
    })?;
    let top = clauses.child(preposition, &["pobj", "pcomp"])?;
    row.takes(clauses.token(top).lemma()).then_some((preposition, top))
}
