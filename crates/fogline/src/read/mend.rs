//! Where the parser hangs a verb at which its form cannot stand, and where it then belongs.
//!
//! "He claimed that they would attack and said that ...": the small model takes *said* for a second verb of what was
//! claimed, which would put one party's words into another's mouth. A tense cannot stand beside a bare verb, and who is
//! said to have claimed something is as a rule who goes on to say something.

use super::clauses::Clauses;

/// A word that hangs elsewhere.
pub(super) struct Mended {
    pub(super) word: usize,
    pub(super) head: usize,
    /// How it stands to it, where that changes too.
    pub(super) dep: Option<&'static str>,
}

/// Words that hang elsewhere.
pub(super) fn mended(clauses: &Clauses<'_>) -> Vec<Mended> {
    let mut mended = Vec::new();
    for word in 0..clauses.len() {
        let token = clauses.token(word);
        if clauses.dep(word) == "conj" && matches!(token.pos(), "VERB" | "AUX") {
            let head = of_another_form(clauses, word).or_else(|| of_a_speaker(clauses, word));
            mended.extend(head.map(|head| Mended { word, head, dep: None }));
        } else if clauses.dep(word) == "ccomp" && matches!(token.pos(), "NOUN" | "PROPN") {
            mended.extend(of_a_list(clauses, word));
        } else if token.tag() == "POS" && clauses.dep(word) != "case" {
            mended.extend(owned(clauses, word).into_iter().flatten());
        }
    }
    mended
}

/// "saw a crater, two holes and a wall": a noun behind the object of a verb and a comma, which the parser takes for a clause
/// though nothing of one hangs on it.
fn of_a_list(clauses: &Clauses<'_>, noun: usize) -> Option<Mended> {
    let object = clauses.child(clauses.head(noun), &["dobj"]).filter(|object| *object < noun)?;
    let first = *clauses.below(noun).first()?;
    let listed = (object..=first).any(|i| clauses.token(i).text() == ",");
    let says = |child: usize| {
        let dep = clauses.dep(child);
        dep.starts_with("nsubj") || dep.starts_with("aux") || matches!(dep, "mark" | "expl" | "cop" | "neg")
    };
    (listed && !clauses.children(noun).any(says)).then_some(Mended { word: noun, head: object, dep: Some("conj") })
}

/// "the Hill League (HL)'s channel": behind a bracket the parser takes the mark of an owner for a word of its own.
fn owned(clauses: &Clauses<'_>, mark: usize) -> Option<Vec<Mended>> {
    let closing = mark.checked_sub(1).filter(|before| clauses.token(*before).text() == ")")?;
    let opening = (clauses.sentence(mark).start..closing).rev().find(|i| clauses.token(*i).text() == "(")?;
    let mut owner = opening.checked_sub(1)?;
    while (opening..mark).contains(&clauses.head(owner)) {
        owner = clauses.head(owner);
    }
    let noun = |i: usize| matches!(clauses.token(i).pos(), "NOUN" | "PROPN");
    let end = clauses.sentence(mark).end;
    let goes_on = (mark + 1..end).take_while(|i| noun(*i) || clauses.token(*i).pos() == "ADJ");
    let thing = goes_on.filter(|i| noun(*i)).last()?;
    let head = clauses.head(owner);
    // The thing takes the owner's place.
    (noun(owner) && head < owner).then(|| {
        let dep = match clauses.dep(owner) {
            "pobj" => "pobj",
            "dobj" => "dobj",
            _ => "nsubj",
        };
        // What hung on the mark hangs where the thing did.
        let left = clauses.children(mark).map(|word| Mended { word, head: clauses.head(thing), dep: None });
        let mut mended: Vec<Mended> = left.filter(|one| one.word != owner && one.word != thing).collect();
        mended.extend([
            Mended { word: thing, head, dep: Some(dep) },
            Mended { word: owner, head: thing, dep: Some("poss") },
            Mended { word: mark, head: owner, dep: Some("case") },
        ]);
        mended
    })
}

/// A verb with a tense beside one without: the first verb with a tense above it.
fn of_another_form(clauses: &Clauses<'_>, verb: usize) -> Option<usize> {
    let beside = clauses.head(verb);
    let aux = |i: usize| clauses.children(i).any(|child| clauses.dep(child).starts_with("aux"));
    let bare = matches!(clauses.token(beside).tag(), "VB" | "VBN")
        && clauses.children(beside).any(|child| matches!(clauses.token(child).tag(), "MD" | "TO"));
    // "had died and called": what shares "had" would be a participle too.
    let perfect =
        clauses.token(beside).tag() == "VBN" && aux(beside) && clauses.token(verb).tag() == "VBD" && !aux(verb);
    if !(bare || perfect) || !clauses.is_finite(verb) || has_subject(clauses, verb) {
        return None;
    }
    above(clauses, beside).find(|other| {
        let same = !perfect || clauses.token(*other).tag() == clauses.token(verb).tag();
        *other < verb && clauses.is_finite(*other) && same
    })
}

/// A verb of saying in what is said, beside a verb of another kind: it goes on from the verb that says.
fn of_a_speaker(clauses: &Clauses<'_>, verb: usize) -> Option<usize> {
    let says = |i: usize| clauses.cues.introduces(clauses.token(i).lemma());
    let acts = |i: usize| clauses.cues.acts(clauses.token(i).lemma());
    let beside = clauses.head(verb);
    let introduces = says(verb) && clauses.child(verb, &["ccomp"]).is_some_and(|clause| clause > verb);
    if !(introduces || acts(verb)) || says(beside) || acts(beside) || !clauses.is_finite(verb) {
        return None;
    }
    let own = has_subject(clauses, verb);
    // With a subject of its own it has to be set off.
    if own
        && !clauses.children(beside).any(|child| clauses.token(child).text() == "," && child > beside && child < verb)
    {
        return None;
    }
    let mut clause = beside;
    while clauses.dep(clause) == "conj" && clauses.head(clause) != clause {
        clause = clauses.head(clause);
    }
    let speaks = clauses.head(clause);
    let same = clauses.token(speaks).tag() == clauses.token(verb).tag();
    (clauses.dep(clause) == "ccomp" && speaks < clause && says(speaks) && has_subject(clauses, speaks) && (own || same))
        .then_some(speaks)
}

fn has_subject(clauses: &Clauses<'_>, verb: usize) -> bool {
    clauses.child(verb, &["nsubj", "nsubjpass", "csubj", "expl"]).is_some_and(|subject| subject < verb)
}

/// The words above a word, up to the top of its sentence.
fn above<'c>(clauses: &'c Clauses<'_>, word: usize) -> impl Iterator<Item = usize> + 'c {
    std::iter::successors(Some(word), |at| Some(clauses.head(*at)).filter(|head| head != at)).skip(1).take(12)
}
