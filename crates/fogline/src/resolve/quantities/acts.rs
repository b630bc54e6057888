//! What befell those counted: by the parse where there is one, else by the words beside them.

use fogline_nlp::{
    Token as Parsed,
    syntax::{Relation, SyntaxView},
};

use super::{
    QuantityKind,
    counted::{Act, Noun, Role},
    find::{Draft, Finder},
};
use crate::resolve::tokens::Shape;

/// How many tokens may stand between those counted and what befell them.
const ACT_REACH: usize = 5;
/// The same for words such as `death toll`.
pub(super) const FAR_REACH: usize = 10;
/// How long an aside may be: `, including a woman,`.
const ASIDE_REACH: usize = 12;
/// How many steps of the tree lead from those counted to their verb.
const CLIMB: usize = 8;

/// What an act can befall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    Person,
    Thing,
}

impl Target {
    /// What a noun stands for, if acts can befall it and it does not tell itself what did: `five wounded`.
    pub(super) fn of(noun: &Noun) -> Option<Self> {
        match (noun.unit.as_str(), noun.kind) {
            (_, Some(QuantityKind::Killed | QuantityKind::Injured | QuantityKind::Missing)) => None,
            ("person" | "soldier" | "casualty", _) => Some(Self::Person),
            (_, kind) => (kind == Some(QuantityKind::Damage)).then_some(Self::Thing),
        }
    }

    /// Whether an act of this kind can befall it.
    fn suffers(self, kind: QuantityKind) -> bool {
        match self {
            Self::Thing => kind == QuantityKind::Damage,
            Self::Person => is_harm(kind) || kind == QuantityKind::Displaced,
        }
    }
}

/// Whether it is what happens to a person alone, and is worth telling of one.
pub(super) fn is_harm(kind: QuantityKind) -> bool {
    matches!(kind, QuantityKind::Killed | QuantityKind::Injured | QuantityKind::Missing | QuantityKind::Detained)
}

/// What the parse tells of those counted.
enum Told {
    Befell(Act),
    /// They did it to others: `two gunmen killed three`.
    Did,
}

impl<'r> Finder<'r> {
    /// What befell those counted: where that is told.
    pub(super) fn act_of(&self, draft: &Draft) -> Option<Act> {
        let target = draft.target?;
        // `two wounded soldiers`
        let inside = draft.at.clone().find_map(|i| self.counted.acts.at(self.tokens, i).find(|(_, act)| !act.far));
        let act = match inside {
            Some((_, act)) => Some(*act),
            None => match self.by_tree(draft, target) {
                Some(Told::Befell(act)) => Some(act),
                Some(Told::Did) => None,
                None => {
                    let right = self.act_right(draft.at.end, false).map(|(act, _)| act);
                    right.or_else(|| self.act_left(draft.at.start))
                }
            },
        };
        act.filter(|act| target.suffers(act.kind))
    }

    /// What the parse tells: from those counted up to the word they depend on.
    fn by_tree(&self, draft: &Draft, target: Target) -> Option<Told> {
        let view = self.view.as_ref()?;
        let mut noun = self.parsed(draft.at.end.checked_sub(1)?)?;
        for _ in 0..CLIMB {
            let head = noun.head();
            let inside = self.at_word(head).is_some_and(|at| draft.at.contains(&at));
            if !inside || head.i() == noun.i() {
                break;
            }
            noun = head;
        }
        // What describes one member of a list says nothing of the next.
        let mut listed = false;
        for _ in 0..CLIMB {
            if let Some(act) = self.described(view, noun, target).filter(|_| !listed) {
                return Some(Told::Befell(act));
            }
            let head = noun.head();
            if head.i() == noun.i() {
                return None;
            }
            listed |= view.relation(noun) == Relation::Conjunct;
            noun = match view.relation(noun) {
                Relation::Conjunct | Relation::Apposition if head.pos() != "VERB" => head,
                Relation::Subject | Relation::PassiveSubject => return self.of_subject(view, head, target),
                Relation::Object => return self.befell(head, target).map(|(act, _)| Told::Befell(act)),
                _ if head.dep() == "agent" => return Some(Told::Did),
                // `40 civilians, including three children, were injured`
                _ if self.at_word(head).is_some_and(|at| self.is(at, &Role::Member).is_some()) => head.head(),
                _ => return None,
            };
        }
        None
    }

    /// `three people killed in the blast`, `three people who were killed`.
    fn described(&self, view: &SyntaxView<'r>, noun: Parsed<'r>, target: Target) -> Option<Act> {
        view.children(noun).find_map(|clause| {
            let describes = match clause.dep() {
                "acl" => clause.tag() == "VBN",
                "relcl" => {
                    view.children(clause).any(|child| child.dep().starts_with("nsubj") && child.tag().starts_with('W'))
                }
                _ => false,
            };
            let (act, end) = self.befell(clause, target).filter(|_| describes)?;
            (!self.is_done(view, clause, act, end)).then_some(act)
        })
    }

    /// What befell the subject of a verb, or what its predicate or a coordinated verb says of it.
    fn of_subject(&self, view: &SyntaxView<'r>, verb: Parsed<'r>, target: Target) -> Option<Told> {
        if let Some((act, end)) = self.act_at(verb) {
            if self.is_done(view, verb, act, end) {
                return Some(Told::Did);
            }
            if target.suffers(act.kind) {
                return Some(Told::Befell(act));
            }
        }
        view.children(verb).filter(|child| child.i() > verb.i()).find_map(|child| {
            let own = view.children(child).any(|word| word.dep().starts_with("nsubj"));
            let says = match view.relation(child) {
                Relation::OpenComplement | Relation::Predicate => matches!(child.tag(), "VBN" | "JJ"),
                Relation::Conjunct => !own,
                _ => child.dep() == "oprd",
            };
            let (act, end) = self.befell(child, target).filter(|_| says)?;
            (!self.is_done(view, child, act, end)).then_some(Told::Befell(act))
        })
    }

    /// Whether the subject did the act to something that stands behind its words (`lost their lives` has its object
    /// within).
    fn is_done(&self, view: &SyntaxView<'r>, verb: Parsed<'r>, act: Act, end: usize) -> bool {
        let acts_on = |child: &Parsed<'r>| {
            matches!(view.relation(*child), Relation::Object | Relation::ClausalComplement)
                && self.at_word(*child).is_some_and(|at| at >= end)
        };
        !act.own && !view.is_passive(verb) && view.children(verb).any(|child| acts_on(&child))
    }

    /// The act that a parsed word begins, if it can befall the target.
    fn befell(&self, word: Parsed<'r>, target: Target) -> Option<(Act, usize)> {
        self.act_at(word).filter(|(act, _)| target.suffers(act.kind))
    }

    /// The act that a parsed word begins, and where its words end.
    fn act_at(&self, word: Parsed<'r>) -> Option<(Act, usize)> {
        let at = self.at_word(word)?;
        let (len, act) = self.counted.acts.at(self.tokens, at).find(|(_, act)| !act.far)?;
        Some((*act, at + len))
    }

    /// The token that a parsed word begins with.
    fn at_word(&self, word: Parsed<'_>) -> Option<usize> {
        let start = self.paragraph.words.get(word.i())?.start;
        Some(self.tokens.partition_point(|token| token.span.end <= start))
    }

    /// The parsed word that a token belongs to.
    pub(super) fn parsed(&self, at: usize) -> Option<Parsed<'r>> {
        self.paragraph.token(self.paragraph.words_in(self.tokens.get(at)?.span).start)
    }

    /// Whether the parse takes a token for the subject of a verb.
    pub(super) fn is_subject(&self, at: usize) -> bool {
        self.parsed(at).is_some_and(|word| word.dep().starts_with("nsubj"))
    }

    /// An act behind those counted: `were killed`, `injured`.
    pub(super) fn act_right(&self, from: usize, spoken: bool) -> Option<(Act, usize)> {
        let mut at = from;
        let mut helped = spoken;
        for _ in 0..ACT_REACH {
            if let Some((len, act)) = self.counted.acts.at(self.tokens, at).find(|(_, act)| !act.far) {
                let end = at + len;
                let next = self.token(end);
                let object = next.is_some_and(|next| {
                    !next.opens_line
                        && (next.shape == Shape::Digits
                            || self.counted.numerals.number(self.tokens, end).is_some()
                            || next.is_capital())
                });
                // `two gunmen killed three`: those counted did it.
                return (helped || !object || !self.counted.english).then_some((*act, end));
            }
            at = match self.is(at, &Role::Aux) {
                Some(len) => at + len,
                None => self.past_aside(at)?,
            };
            helped = true;
        }
        None
    }

    /// Past an aside: brackets, or between commas words that tell who was among those counted, or of what age.
    fn past_aside(&self, at: usize) -> Option<usize> {
        let open = self.token(at)?;
        let member = |at: usize| [Role::Member, Role::Whom, Role::Age].iter().any(|role| self.is(at, role).is_some());
        let close = match open.text {
            "(" => ")",
            "," if (at + 1..at + 4).any(member) => ",",
            _ => return None,
        };
        let inside = (at + 1..at + ASIDE_REACH).take_while(|i| {
            self.token(*i).is_some_and(|token| !token.opens_line && !matches!(token.text, "." | ";" | "!" | "?"))
        });
        inside.into_iter().find(|i| self.token(*i).is_some_and(|token| token.is(close))).map(|i| i + 1)
    }

    /// An act before those counted: `killing`, `погибли`, `the death toll rose to`, `killed: 5`.
    pub(super) fn act_left(&self, from: usize) -> Option<Act> {
        let mark = from.checked_sub(1)?;
        if self.token(mark).is_some_and(|token| token.is(":") || (token.is_dash() && !token.glued())) {
            return self.counted.acts.before(self.tokens, mark).map(|(_, act)| *act);
        }
        let mut only_far = false;
        for back in 1..=FAR_REACH.min(from) {
            let at = from - back;
            let token = self.token(at)?;
            let act = self
                .counted
                .acts
                .at(self.tokens, at)
                .find(|(len, act)| at + len <= from && (act.far || (!only_far && back <= ACT_REACH)));
            if let Some((len, act)) = act {
                let plain = (at + len..from).all(|i| self.is(i, &Role::Break).is_none());
                if plain || act.far {
                    return Some(*act);
                }
                only_far = true;
            }
            if matches!(token.text, "." | ";" | "!" | "?" | "," | ":")
                || token.opens_line
                || token.shape == Shape::Digits
            {
                return None;
            }
        }
        None
    }

    /// Members of a list share what befell them: `three civilians and two soldiers were killed`.
    pub(super) fn share_acts(&self, drafts: &mut [Draft]) {
        for i in (1..drafts.len()).rev() {
            let (head, tail) = drafts.split_at_mut(i);
            let (Some(a), Some(b)) = (head.last_mut(), tail.first()) else { continue };
            if !a.act && b.act && self.listed(a, b, false) {
                (a.kind, a.act) = (b.kind, true);
            }
        }
        for i in 1..drafts.len() {
            let (head, tail) = drafts.split_at_mut(i);
            let (Some(a), Some(b)) = (head.last(), tail.first_mut()) else { continue };
            if a.act && !b.act && self.listed(a, b, true) {
                (b.kind, b.act) = (a.kind, true);
            }
        }
    }

    /// Whether two counts are members of one list; with `within` the second may count some of the first.
    fn listed(&self, a: &Draft, b: &Draft, within: bool) -> bool {
        let mut at = a.at.end;
        while at < b.at.start {
            let Some(token) = self.token(at) else { return false };
            at += match self.is(at, &Role::Member) {
                Some(len) if within => len,
                _ if token.is(",") || self.counted.numerals.joins_lists(&token.lower) => 1,
                _ => return false,
            };
        }
        a.sentence == b.sentence && a.target.is_some() && a.target == b.target && a.at.end <= b.at.start
    }
}
