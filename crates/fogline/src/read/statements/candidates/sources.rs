//! Who may be the source of what a cue introduces, and who else takes part in the act of saying.

use std::ops::Range;

use fogline_nlp::Token;

use super::{By, Candidate, How, Source, content::minus};
use crate::read::{clauses::Clauses, statements::acts::Act};

/// Who a verb belongs to.
pub(in crate::read) fn source_of(clauses: &Clauses<'_>, verb: usize) -> Option<Source> {
    let noun = |head: usize, by: By| Some(Source { words: source_words(clauses, head, verb), head, by });
    let token = clauses.token(verb);
    // "as foreseen", "reported by the mayor".
    let bare = || !clauses.children(verb).any(|child| clauses.dep(child).starts_with("aux"));
    let participle = token.tag() == "VBN" && (clauses.dep(verb) == "acl" || clauses.dep(verb) == "advcl" && bare());
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
pub(super) fn source_words(clauses: &Clauses<'_>, head: usize, verb: usize) -> Range<usize> {
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

/// The members of a coordinated source, one by one.
pub(in crate::read::statements) fn members(clauses: &Clauses<'_>, source: &Source) -> Vec<Source> {
    let mut heads = vec![source.head];
    while let Some(next) = clauses
        .child(*heads.last().unwrap_or(&source.head), &["conj"])
        .filter(|next| !heads.contains(next) && source.words.contains(next))
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

/// The two sides of the last "and" within a source, where the parse hangs the second below the first: "rebels in the east
/// and soldiers".
pub(super) fn halves(clauses: &Clauses<'_>, source: &Source) -> Vec<Source> {
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

/// Whom a cue that accuses is about: its object, or its subject where it is passive; of "accused each other" the others.
pub(in crate::read::statements) fn against(clauses: &Clauses<'_>, candidate: &Candidate) -> Vec<Source> {
    let verb = candidate.word;
    if !matches!(clauses.token(verb).pos(), "VERB" | "AUX") {
        return Vec::new();
    }
    if candidate.row(clauses.cues).is_none_or(|row| row.act != Act::Accuse) {
        // "..., the army said, blaming the rebels"
        let blaming = |child: &usize| {
            *child > verb
                && clauses.dep(*child) == "advcl"
                && clauses.token(*child).tag() == "VBG"
                && clauses.child(*child, &["nsubj", "mark", "neg"]).is_none()
                && clauses.cues.performs(clauses.token(*child).lemma()) == Some(Act::Accuse)
        };
        let object = clauses.children(verb).find(blaming).and_then(|blaming| clauses.child(blaming, &["dobj"]));
        let of = |head| Source { words: source_words(clauses, head, verb), head, by: By::Subject };
        return object.map(|object| members(clauses, &of(object))).unwrap_or_default();
    }
    let of = |head: usize| {
        // "the group of repeating lies": the deed is no part of who is accused.
        let with =
            |child: &usize| candidate.row(clauses.cues).is_some_and(|row| row.with.contains(&clauses.lower(*child)));
        let deed = clauses
            .children(head)
            .find(|child| *child > head && with(child) && clauses.child(*child, &["pcomp"]).is_some());
        let words = source_words(clauses, head, verb);
        Source { words: words.start..deed.map_or(words.end, |deed| words.end.min(deed)), head, by: By::Subject }
    };
    let token = clauses.token(verb);
    if clauses.view.is_passive(token) {
        return clauses.view.subject(token).map(Token::i).map(of).into_iter().collect();
    }
    let Some(object) = clauses.child(verb, &["dobj"]).filter(|object| *object > verb) else { return Vec::new() };
    // "attributed the shelling to the rebels", "put the blame on them": the object is the deed or the blame.
    let deed = candidate.row(clauses.cues).filter(|row| row.has_object_of_its_own(clauses.token(object).lemma()));
    if let Some(row) = deed {
        let behind = [verb, object].into_iter().flat_map(|head| clauses.children(head));
        let mut behind = behind.filter(|child| *child > verb && row.with.contains(&clauses.lower(*child)));
        let blamed = behind.find_map(|preposition| clauses.child(preposition, &["pobj"]));
        return blamed.map(|head| members(clauses, &of(head))).unwrap_or_default();
    }
    if !is_mutual(clauses, object) {
        return members(clauses, &of(object));
    }
    let (Some(own), Some(source)) = (&candidate.source, source_of(clauses, verb)) else { return Vec::new() };
    let all = [members(clauses, &source), halves(clauses, &source)];
    let others = all.into_iter().find(|all| all.len() > 1).unwrap_or_default();
    others.into_iter().filter(|other| other.head != own.head).collect()
}

/// Whom a speaker cites: "citing medics, he said", "media, quoting a source, said".
pub(in crate::read::statements) fn cited(clauses: &Clauses<'_>, candidate: &Candidate) -> Vec<Source> {
    let holders = std::iter::once(candidate.word).chain(candidate.source.as_ref().map(|source| source.head));
    let citing = holders
        .flat_map(|holder| clauses.children(holder))
        .filter(|child| is_citing(clauses, *child) && *child != candidate.word);
    let objects = citing.filter_map(|verb| Some((verb, clauses.child(verb, &["dobj"])?)));
    let made = objects.flat_map(|(verb, object)| {
        let carried = clauses.cues.vessels.contains(clauses.token(object).lemma());
        let mut makers = if carried { authors(clauses, object) } else { Vec::new() };
        makers.truncate(1);
        if makers.is_empty() {
            makers.push(Source { words: source_words(clauses, object, verb), head: object, by: By::Subject });
        }
        makers
    });
    made.collect()
}

/// Who passes on what a source says: "*the ministry* quoted him as saying", "medics cited by *officials* said".
pub(in crate::read::statements) fn through(clauses: &Clauses<'_>, candidate: &Candidate) -> Vec<Source> {
    let above = |i: usize| (clauses.dep(i) == "pcomp").then(|| clauses.head(clauses.head(i)));
    let described = candidate.source.iter().flat_map(|source| clauses.children(source.head));
    let described = described.filter(|child| clauses.dep(*child) == "acl" && clauses.token(*child).tag() == "VBN");
    let quoting = above(candidate.word).into_iter().chain(described);
    let quoting = quoting.filter(|verb| clauses.cues.citing.contains(clauses.token(*verb).lemma()));
    quoting.filter_map(|verb| source_of(clauses, verb)).collect()
}

/// Whether a verb only passes on what another verb beside it introduces: "quoted him as saying", "medics cited by officials
/// said".
pub(super) fn passes_on(clauses: &Clauses<'_>, verb: usize) -> bool {
    let speaks = |verb: usize| clauses.cues.verbs.contains_key(clauses.token(verb).lemma());
    let says = |preposition: usize| clauses.child(preposition, &["pcomp"]).is_some_and(speaks);
    let described = clauses.dep(verb) == "acl" && clauses.token(verb).tag() == "VBN";
    let noun = clauses.head(verb);
    let speaker = || match clauses.dep(noun) {
        "nsubj" => speaks(clauses.head(noun)),
        "pobj" => clauses.cues.phrases.iter().any(|(words, _)| ends_with(clauses, clauses.head(noun), words)),
        _ => false,
    };
    clauses.cues.citing.contains(clauses.token(verb).lemma())
        && (clauses.children(verb).any(says) || described && speaker())
}

/// Whether the words up to one are those of a phrase.
fn ends_with(clauses: &Clauses<'_>, last: usize, words: &[String]) -> bool {
    (last + 1)
        .checked_sub(words.len())
        .is_some_and(|first| words.iter().zip(first..).all(|(word, i)| clauses.lower(i) == *word))
}

/// Whether a verb says on whom someone relies for what is said beside it.
pub(super) fn is_citing(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.cues.citing.contains(clauses.token(verb).lemma())
        && clauses.token(verb).tag() == "VBG"
        && matches!(clauses.dep(verb), "advcl" | "acl" | "prep")
        && clauses.child(verb, &["aux", "nsubj"]).is_none()
}

/// Whether a verb's object is "each other".
pub(super) fn is_mutual(clauses: &Clauses<'_>, object: usize) -> bool {
    let Some(first) = clauses.below(object).first().copied() else { return false };
    let pair = format!("{} {}", clauses.lower(first), clauses.lower((first + 1).min(clauses.len() - 1)));
    clauses.cues.mutual.contains(&pair)
}

/// Whom a cue addresses: its object beside what is said, "told the council that"; who is asked to act, "urged both to".
pub(in crate::read::statements) fn addressee(clauses: &Clauses<'_>, candidate: &Candidate) -> Option<Source> {
    let verb = candidate.word;
    let asks = candidate.how == How::Infinitive;
    let said = |i: usize| candidate.content.iter().any(|words| words.contains(&i));
    let someone = matches!(candidate.how, How::Clause | How::Inverted | How::Quote | How::Fragment | How::Infinitive);
    let head = clauses.child(verb, &["dobj", "dative"]).filter(|object| someone && *object > verb)?;
    let named = matches!(clauses.token(head).pos(), "NOUN" | "PROPN" | "PRON");
    (named && said(head) == asks).then(|| Source { words: source_words(clauses, head, verb), head, by: By::Subject })
}

/// Whose claim, warning or wish it is.
pub(super) fn owner(clauses: &Clauses<'_>, noun: usize) -> Option<Source> {
    let verb = clauses.head(noun);
    let lends = clauses.dep(noun) == "dobj" && clauses.cues.lending.contains(clauses.token(verb).lemma());
    // "indicated its readiness": whoever lends the noun says more than a pronoun.
    let pronoun = |owner: &usize| clauses.token(*owner).pos() == "PRON" && lends;
    if let Some(owner) = clauses.child(noun, &["poss"]).filter(|owner| !pronoun(owner)) {
        let words: Vec<usize> = clauses.below(owner).into_iter().filter(|i| clauses.token(*i).tag() != "POS").collect();
        let run = clauses.runs(&words).into_iter().find(|run| run.contains(&owner)).unwrap_or(owner..owner + 1);
        return Some(Source { words: run, head: owner, by: By::Owner });
    }
    let by = clauses
        .children(noun)
        .filter(|child| clauses.dep(*child) == "prep" && clauses.cues.authors.contains(clauses.token(*child).lemma()))
        .find_map(|preposition| clauses.child(preposition, &["pobj"]));
    if let Some(head) = by {
        let words = clauses.noun(head);
        // What is called for may hang on whoever calls.
        let rows = clauses.cues.nouns.get(clauses.token(noun).lemma()).into_iter().flatten();
        let with: Vec<&String> = rows.filter_map(|row| clauses.cues.rows.get(*row)).flat_map(|row| &row.with).collect();
        let until = clauses.children(head).filter(|child| {
            *child > head
                && with.contains(&&clauses.lower(*child))
                && !clauses.cues.genitives.contains(&clauses.lower(*child))
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
    let by_means = clauses.dep(noun) == "pobj" && clauses.cues.means.contains(&clauses.lower(verb));
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
pub(in crate::read::statements) fn authors(clauses: &Clauses<'_>, thing: usize) -> Vec<Source> {
    const DEEP: usize = 3;
    let mut found = Vec::new();
    let mut open = vec![thing];
    let mut things = 0;
    while let Some(mut at) = open.pop().filter(|_| things < DEEP) {
        things += 1;
        found.extend(owner(clauses, at));
        let verb = clauses.head(at);
        if clauses.dep(at) == "dobj" && clauses.cues.adopting.contains(clauses.token(verb).lemma()) {
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
            if clauses.cues.vessels.contains(clauses.token(head).lemma()) {
                open.push(head);
            } else if clauses.head(preposition) == at && clauses.token(head).pos() == "PROPN" {
                found.push(Source { words: clauses.noun(head), head, by: By::Behind });
            }
        }
        // "a number of programmes"
        while clauses.dep(at) == "pobj" && clauses.token(clauses.head(clauses.head(at))).pos() == "NOUN" {
            at = clauses.head(clauses.head(at));
            found.extend(owner(clauses, at));
        }
    }
    found
}
