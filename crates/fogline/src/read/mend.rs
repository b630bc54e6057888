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
        } else if clauses.dep(word) == "relcl" {
            mended.extend(of_a_cleft(clauses, word).map(|head| Mended { word, head, dep: None }));
            mended.extend(relative_object(clauses, word));
        } else if clauses.dep(word) == "ccomp" && token.pos() == "ADJ" {
            mended.extend(small_clause(clauses, word));
        } else if clauses.dep(word) == "dep" && token.pos() == "VERB" {
            mended.extend(of_a_series(clauses, word));
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

/// "held the rebels responsible": an adjective with a subject and no verb, which a cue asks for, is what the subject is held to
/// be. "saw the damage to the Brenik cathedral and took pictures": one with a verb beside it is none, but ends the object.
fn small_clause(clauses: &Clauses<'_>, adjective: usize) -> Vec<Mended> {
    let verb = clauses.head(adjective);
    let subject = clauses.child(adjective, &["nsubj"]).filter(|subject| *subject > verb && *subject < adjective);
    let bare = !clauses.children(adjective).any(|child| {
        let dep = clauses.dep(child);
        dep.starts_with("aux") || matches!(dep, "cop" | "mark" | "expl")
    });
    let Some(subject) = subject.filter(|_| bare && clauses.child(verb, &["dobj"]).is_none()) else { return Vec::new() };
    let object = Mended { word: subject, head: verb, dep: Some("dobj") };
    let tense = clauses.token(verb).tag();
    let goes_on = |child: &usize| {
        clauses.dep(*child) == "conj" && clauses.token(*child).tag() == tense && !has_subject(clauses, *child)
    };
    if clauses.cues.asks_for(clauses.token(verb).lemma(), clauses.token(adjective).lemma()) {
        vec![object, Mended { word: adjective, head: verb, dep: Some("oprd") }]
    } else if let Some(next) = clauses.children(adjective).find(goes_on) {
        vec![
            object,
            Mended { word: adjective, head: subject, dep: Some("amod") },
            Mended { word: next, head: verb, dep: None },
        ]
    } else {
        Vec::new()
    }
}

/// "had entered the camp, surrounded the men": a verb that nothing joins, behind a comma, goes on with the one before.
fn of_a_series(clauses: &Clauses<'_>, verb: usize) -> Option<Mended> {
    let head = clauses.head(verb);
    let first = *clauses.below(verb).first()?;
    let behind_comma = first.checked_sub(1).is_some_and(|before| clauses.token(before).text() == ",");
    let alike = matches!(clauses.token(verb).tag(), "VBD" | "VBN") && clauses.token(head).pos() == "VERB";
    (head < verb && first == verb && behind_comma && alike).then_some(Mended { word: verb, head, dep: Some("conj") })
}

/// "the village, which by its account rebels still held": of two subjects the one that links the clause is its object.
fn relative_object(clauses: &Clauses<'_>, verb: usize) -> Option<Mended> {
    let mut subjects = clauses.children(verb).filter(|child| clauses.dep(*child) == "nsubj" && *child < verb);
    let (link, own) = (subjects.next()?, subjects.next()?);
    let links = |word: usize| clauses.token(word).tag() == "WDT";
    (links(link) && !links(own)).then_some(Mended { word: link, head: verb, dep: Some("dobj") })
}

/// "It was the rebels, according to the mayor, who spoke for the town, that fired": what is set off belongs to nobody in
/// between, but to whom the sentence points out.
fn of_a_cleft(clauses: &Clauses<'_>, verb: usize) -> Option<usize> {
    let link = *clauses.below(verb).first()?;
    let comma = |i: usize| clauses.token(i).text() == ",";
    let set_off = link < verb && clauses.cues.that.contains(&clauses.lower(link)) && comma(link.checked_sub(1)?);
    let sentence = clauses.sentence(verb);
    let pointing = |i: usize| clauses.cues.thing.contains(&clauses.lower(i));
    let copula = (sentence.start..link).find(|i| clauses.token(*i).pos() == "AUX" && clauses.head(*i) == *i)?;
    clauses.child(copula, &["nsubj", "expl"]).filter(|subject| pointing(*subject) && *subject < copula)?;
    let meant = clauses.child(copula, &["attr"]).filter(|meant| *meant > copula)?;
    let held = clauses.head(verb);
    (set_off && meant < held && (meant..held).any(comma)).then_some(meant)
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
    // "had died and called": what shares "had" would be a participle too. One that looks the same is one, but for a verb of
    // saying: "had kidnapped and executed him".
    let alike = clauses.lower(verb).ends_with("ed");
    let perfect = clauses.token(beside).tag() == "VBN"
        && aux(beside)
        && clauses.token(verb).tag() == "VBD"
        && !aux(verb)
        && (!alike || clauses.cues.knows(clauses.token(verb).lemma()));
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
    // "that it was keeping the truce and called the charge unfounded": nobody who keeps it goes on in another form.
    let judges = clauses.token(beside).tag() == "VBG"
        && clauses.child(verb, &["oprd"]).is_some()
        && clauses.cues.knows(clauses.token(verb).lemma());
    let introduces = says(verb) && clauses.child(verb, &["ccomp"]).is_some_and(|clause| clause > verb);
    if !(introduces || acts(verb) || judges) || !judges && (says(beside) || acts(beside)) || !clauses.is_finite(verb) {
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
