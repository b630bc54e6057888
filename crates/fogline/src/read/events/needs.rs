//! What a row asks for beside its word: an object, forces that move, a shell that falls.

use super::{Reader, lexicon::Need};
use crate::resolve::who::ActorKind;

impl Reader<'_> {
    /// Whether a verb has what its row asks for.
    pub(super) fn has(&self, verb: usize, needs: &[Need]) -> bool {
        let clauses = self.clauses;
        needs.iter().all(|need| match need {
            Need::Object => self.object(verb).is_some(),
            Need::Person => self.object(verb).is_some_and(|object| self.is_someone(object) || self.is_anyone(object)),
            Need::Goal => clauses.children(verb).any(|child| {
                clauses.dep(child) == "dative"
                    || clauses.dep(child) == "prep" && self.lexicon.roles.goal.contains(&clauses.lower(child))
            }),
            Need::Infinitive => clauses
                .children(verb)
                .any(|child| clauses.dep(child) == "xcomp" && clauses.child(child, &["aux"]).is_some()),
            // "Left two dead", "left the army" are no moves.
            Need::Forces => {
                self.who_moves(verb).is_some_and(|noun| self.are_forces(noun))
                    && clauses.child(verb, &["oprd", "ccomp", "acomp"]).is_none()
                    && clauses.child(verb, &["dobj"]).is_none_or(|object| !self.is_someone(object))
            }
            Need::Civilians => {
                [self.object(verb), self.who_moves(verb)].into_iter().flatten().any(|noun| self.are_civilians(noun))
            }
            Need::Missile => clauses.child(verb, &["nsubj"]).is_some_and(|noun| self.is_missile(noun)),
            Need::Station => false,
        })
    }

    /// Whether a noun has what its row asks of nouns: those whose it is, as in "the return of the brigades".
    pub(super) fn noun_has(&self, noun: usize, row: usize) -> bool {
        let clauses = self.clauses;
        let Some(row) = self.lexicon.rows.get(row) else { return false };
        row.needs.iter().filter(|need| need.of_nouns()).all(|need| {
            if *need == Need::Station {
                return self.is_matter(noun) && self.stands(noun);
            }
            let fits = |word: usize| match need {
                Need::Forces => self.are_forces(word),
                _ => self.are_civilians(word),
            };
            clauses.children(noun).any(|child| match clauses.dep(child) {
                "poss" | "compound" => fits(child),
                "prep" => {
                    self.lexicon.roles.owner.contains(&clauses.lower(child))
                        && clauses.child(child, &["pobj"]).is_some_and(fits)
                }
                _ => false,
            })
        })
    }

    /// Whether a noun is what people are at odds over: "a row over troops".
    fn is_matter(&self, noun: usize) -> bool {
        let before = self.clauses.head(noun);
        self.clauses.dep(noun) == "pobj" && self.lexicon.roles.matter.contains(&self.clauses.lower(before))
    }

    /// Whether it is told where a noun stands: "the troops near the border".
    fn stands(&self, noun: usize) -> bool {
        let clauses = self.clauses;
        clauses.children(noun).any(|child| {
            clauses.dep(child) == "prep"
                && self.lexicon.roles.station.contains(&clauses.lower(child))
                && clauses.child(child, &["pobj"]).is_some()
        })
    }

    /// Who goes somewhere: whom a verb is done to, or who does it.
    fn who_moves(&self, verb: usize) -> Option<usize> {
        let clauses = self.clauses;
        if clauses.view.is_passive(clauses.token(verb)) {
            return self.object(verb);
        }
        // "urged *residents* to leave": the object of the verb above.
        self.doer(verb).map(|source| source.head)
    }

    /// Whether a noun stands for nobody or anybody: "nobody was hurt".
    fn is_anyone(&self, word: usize) -> bool {
        matches!(self.clauses.token(word).pos(), "PRON") && self.clauses.token(word).tag() != "WDT"
    }

    /// Whether a noun stands for forces.
    fn are_forces(&self, noun: usize) -> bool {
        let noun = self.counted(noun);
        let lemma = self.clauses.token(noun).lemma().to_lowercase();
        self.lexicon.troops.contains(&lemma) || self.is_kind(noun, ActorKind::ArmedForce)
    }

    /// Whether a noun, or one joined to it, stands for people other than forces.
    pub(super) fn are_civilians(&self, noun: usize) -> bool {
        let clauses = self.clauses;
        let noun = self.counted(noun);
        let joined = clauses.children(noun).filter(|child| clauses.dep(*child) == "conj");
        std::iter::once(noun).chain(joined).any(|noun| {
            self.lexicon.civilians.contains(&clauses.token(noun).lemma().to_lowercase())
                || self.is_kind(noun, ActorKind::Civilians)
        })
    }

    fn is_kind(&self, noun: usize, kind: ActorKind) -> bool {
        self.clauses.span(&(noun..noun + 1)).is_some_and(|own| {
            self.mentioned(own)
                .any(|(_, actor)| self.resolved.actors.get(actor).is_some_and(|actor| actor.kind == kind))
        })
    }

    /// Whether a noun stands for something fired, thrown or dropped: "shell", "mortar round", "a volley of rockets".
    pub(super) fn is_missile(&self, noun: usize) -> bool {
        let clauses = self.clauses;
        let known = |word: usize| self.lexicon.missiles.contains(&clauses.token(word).lemma().to_lowercase());
        let counted = self.counted(noun);
        known(counted) || clauses.children(counted).any(|child| clauses.dep(child) == "compound" && known(child))
    }

    /// Whether two nouns are members of one list, or stand as such: what the parser hangs apart is joined by commas.
    pub(super) fn listed(&self, first: usize, second: usize) -> bool {
        let clauses = self.clauses;
        let below = clauses.below(first).contains(&second);
        let parted = (first..second)
            .any(|word| matches!(clauses.token(word).pos(), "VERB" | "AUX") && clauses.token(word).tag() != "VBN");
        below || !parted
    }
}
