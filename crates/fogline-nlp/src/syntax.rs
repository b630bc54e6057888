//! Grammar without label sets: who does what to whom, whichever way a model names it.
//!
//! English pipelines are trained on ClearNLP labels (`nsubjpass`, `dobj`, `prep` + `pobj`), most others on Universal
//! Dependencies (`nsubj:pass`, `obj`, `obl` + `case`). [`SyntaxView`] answers in terms of both.

use crate::{Doc, Token};

/// How a token relates to the one it depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Relation {
    /// Subject of an active verb: *Monitors* recorded explosions.
    Subject,
    /// Subject of a passive verb: *The school* was hit.
    PassiveSubject,
    /// A word that only fills the subject's place: *there* were explosions, *it* was said that.
    Expletive,
    /// Direct object: recorded *explosions*.
    Object,
    /// Second object: gave *them* time.
    IndirectObject,
    /// Clause that completes a verb and has a subject of its own: said that they *left*.
    ClausalComplement,
    /// Clause that completes a verb and shares its subject: began to *leave*.
    OpenComplement,
    /// Predicate of a copula: is *false*.
    Predicate,
    /// A second name for the same thing: Peskov, the *spokesman*.
    Apposition,
    /// Agent of a passive verb: hit by *shells*.
    Agent,
    /// Dependent behind a preposition or in a case: fired from the *outskirts*.
    Oblique,
    /// Negation: did *not* fire.
    Negation,
    /// Auxiliary: *has* fired.
    Auxiliary,
    /// Auxiliary of a passive: *was* hit.
    PassiveAuxiliary,
    /// Another member of a coordination: killed and *injured*.
    Conjunct,
    /// Clause that describes a noun: the shell that *hit* it.
    RelativeClause,
    /// Adjective or other word that describes a noun.
    Modifier,
    /// Adverbial clause: *if* they *attack*.
    AdverbialClause,
    /// Number that counts a noun.
    Count,
    /// Owner of a noun: *Kyiv's* denial.
    Possessor,
    /// The top of a sentence.
    Root,
    /// Anything else.
    Other,
}

/// The way a model's labels name relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    ClearNlp,
    Universal,
}

/// Questions about the tree of a document.
///
/// ```no_run
/// # fn main() -> Result<(), fogline_nlp::ModelError> {
/// # let pipeline = fogline_nlp::Pipeline::load("model.whl".as_ref())?;
/// let doc = pipeline.annotate("Officials said the school was hit by shells.");
/// let view = fogline_nlp::syntax::SyntaxView::new(&doc);
/// let said = doc.token(1);
/// assert_eq!(view.subject(said).map(|subject| subject.text()), Some("Officials"));
/// let hit = view.clausal_complement(said).expect("what was said");
/// assert_eq!(view.agent(hit).map(|agent| agent.text()), Some("shells"));
/// # Ok(())
/// # }
/// ```
pub struct SyntaxView<'d> {
    doc: &'d Doc,
    scheme: Scheme,
    /// Children by head, left to right: where each token's begin, and the children themselves.
    first: Vec<u32>,
    children: Vec<u32>,
}

impl<'d> SyntaxView<'d> {
    /// Looks at a document's tree.
    pub fn new(doc: &'d Doc) -> Self {
        let heads = &doc.columns.head;
        let mut first = vec![0u32; heads.len() + 1];
        for (_, head) in heads.iter().enumerate().filter(|(token, head)| *token != **head as usize) {
            first[*head as usize + 1] += 1;
        }
        for index in 1..first.len() {
            first[index] += first[index - 1];
        }
        let mut next = first.clone();
        let mut children = vec![0; first.last().map_or(0, |count| *count as usize)];
        for (token, head) in heads.iter().enumerate().filter(|(token, head)| *token != **head as usize) {
            let slot = &mut next[*head as usize];
            children[*slot as usize] = token as u32;
            *slot += 1;
        }
        let scheme = if doc.layers.universal { Scheme::Universal } else { Scheme::ClearNlp };
        Self { doc, scheme, first, children }
    }

    /// Direct dependents, left to right.
    pub fn children(&self, token: Token<'d>) -> impl DoubleEndedIterator<Item = Token<'d>> {
        let range = self.first[token.i()] as usize..self.first[token.i() + 1] as usize;
        self.children[range].iter().map(|child| self.doc.token(*child as usize))
    }

    /// How a token relates to its head.
    pub fn relation(&self, token: Token<'d>) -> Relation {
        match self.scheme {
            Scheme::ClearNlp => clear_nlp(token),
            Scheme::Universal => universal(token, self),
        }
    }

    /// The subject, active or passive. Without one of its own, a coordinated verb has its head's, and an open complement
    /// its head's object (told *reporters* to leave) or else subject. Where a word only fills the place (there were
    /// explosions), the subject is what the clause introduces.
    pub fn subject(&self, verb: Token<'d>) -> Option<Token<'d>> {
        let mut verb = verb;
        // Crossing arcs can make a circle; no chain is longer than the document.
        for _ in 0..self.doc.len() {
            let own = self.find(verb, &[Relation::Subject, Relation::PassiveSubject]);
            if own.is_some() {
                return own;
            }
            if self.find(verb, &[Relation::Expletive]).is_some() {
                return self.find(verb, &[Relation::Predicate]);
            }
            match self.relation(verb) {
                Relation::OpenComplement => {
                    let controller = self.find(verb.head(), &[Relation::Object, Relation::IndirectObject]);
                    if controller.is_some() {
                        return controller;
                    }
                }
                Relation::Conjunct => {}
                _ => return None,
            }
            verb = verb.head();
        }
        None
    }

    /// What the verb acts on: its direct object, or the subject of a passive.
    pub fn object(&self, verb: Token<'d>) -> Option<Token<'d>> {
        let own = self.find(verb, &[Relation::Object]).or_else(|| self.find(verb, &[Relation::PassiveSubject]));
        own.or_else(|| if self.is_passive(verb) { self.subject(verb) } else { None })
    }

    /// The one that a passive verb says did it.
    pub fn agent(&self, verb: Token<'d>) -> Option<Token<'d>> {
        self.find(verb, &[Relation::Agent]).and_then(|agent| match self.scheme {
            Scheme::ClearNlp => self.behind_prepositions(agent),
            Scheme::Universal => Some(agent),
        })
    }

    /// The verb of the clause that says what was said, thought or asked for.
    pub fn clausal_complement(&self, verb: Token<'d>) -> Option<Token<'d>> {
        self.find(verb, &[Relation::ClausalComplement]).or_else(|| self.find(verb, &[Relation::OpenComplement]))
    }

    /// Second names of the same thing, left to right.
    pub fn appositions(&self, noun: Token<'d>) -> impl Iterator<Item = Token<'d>> {
        self.children(noun).filter(|child| self.relation(*child) == Relation::Apposition)
    }

    /// Dependents behind a preposition: the preposition, or the case word, where there is one, and the noun. Of several
    /// prepositions in a row (*from* behind the school, *because* of the shelling) the first is given.
    pub fn obliques(&self, head: Token<'d>) -> impl Iterator<Item = (Option<Token<'d>>, Token<'d>)> {
        let obliques = self.children(head).filter(|child| self.relation(*child) == Relation::Oblique);
        obliques.filter_map(|child| match self.scheme {
            Scheme::ClearNlp if child.dep() == "prep" => Some((Some(child), self.behind_prepositions(child)?)),
            Scheme::ClearNlp => Some((None, child)),
            Scheme::Universal => Some((self.children(child).find(|word| base(word.dep()) == "case"), child)),
        })
    }

    /// Whether the verb or its predicate is negated.
    pub fn is_negated(&self, verb: Token<'d>) -> bool {
        self.find(verb, &[Relation::Negation]).is_some()
    }

    /// What a clause says that its subject is, where a copula joins the two: the report is *false*, there were two
    /// *explosions*. In Universal Dependencies it is the head of its clause itself.
    pub fn predicate(&self, verb: Token<'d>) -> Option<Token<'d>> {
        match self.scheme {
            Scheme::ClearNlp => self.find(verb, &[Relation::Predicate]),
            Scheme::Universal => self.children(verb).any(|child| base(child.dep()) == "cop").then_some(verb),
        }
    }

    /// Auxiliaries, left to right: tense, modality, passive.
    pub fn auxiliaries(&self, verb: Token<'d>) -> impl Iterator<Item = Token<'d>> {
        self.children(verb)
            .filter(|child| matches!(self.relation(*child), Relation::Auxiliary | Relation::PassiveAuxiliary))
    }

    /// Whether the verb is in the passive. A coordinated verb without a subject or auxiliary of its own, and in the same
    /// form, shares its head's voice: was hit and *damaged*.
    pub fn is_passive(&self, verb: Token<'d>) -> bool {
        let mut verb = verb;
        for _ in 0..self.doc.len() {
            // By label, since some relations depend on whether the head is passive.
            let labels = ["auxpass", "nsubjpass", "csubjpass", "aux:pass", "nsubj:pass", "csubj:pass"];
            if self.children(verb).any(|child| labels.contains(&child.dep())) {
                return true;
            }
            let own = [Relation::Subject, Relation::PassiveSubject, Relation::Auxiliary, Relation::Object];
            let alike = verb.tag() == verb.head().tag();
            if base(verb.dep()) != "conj" || !alike || self.find_by_label(verb, &own) {
                return false;
            }
            verb = verb.head();
        }
        false
    }

    /// A token and everything below it, as the range of tokens it spans.
    pub fn subtree(&self, top: Token<'d>) -> std::ops::Range<usize> {
        let (mut start, mut end) = (top.i(), top.i() + 1);
        let mut open = vec![top];
        while let Some(token) = open.pop() {
            (start, end) = (start.min(token.i()), end.max(token.i() + 1));
            // Crossing arcs can make a circle; every token has one head, so that it can only lead back to the top.
            open.extend(self.children(token).filter(|child| child.i() != top.i()));
        }
        start..end
    }

    fn find(&self, head: Token<'d>, relations: &[Relation]) -> Option<Token<'d>> {
        self.children(head).find(|child| relations.contains(&self.relation(*child)))
    }

    /// Whether a child has one of these relations by its label alone.
    fn find_by_label(&self, head: Token<'d>, relations: &[Relation]) -> bool {
        self.children(head).any(|child| {
            let relation = match self.scheme {
                Scheme::ClearNlp => clear_nlp(child),
                Scheme::Universal => universal_label(child.dep()),
            };
            relations.contains(&relation)
        })
    }

    /// The noun or clause that hangs on a preposition, however many prepositions stand between.
    fn behind_prepositions(&self, preposition: Token<'d>) -> Option<Token<'d>> {
        let mut at = preposition;
        for _ in 0..self.doc.len() {
            let below = |labels: &[&str]| self.children(at).find(|child| labels.contains(&child.dep()));
            let next = below(&["pobj"]).or_else(|| below(&["pcomp"])).or_else(|| below(&["prep"]))?;
            if next.dep() != "prep" && next.pos() != "ADP" {
                return Some(next);
            }
            at = next;
        }
        None
    }
}

/// Whether a model's labels name relations as in Universal Dependencies, by labels that ClearNLP does not have.
pub(crate) fn are_universal<'l>(mut labels: impl Iterator<Item = &'l str>) -> bool {
    labels.any(|label| matches!(label, "obj" | "obl" | "nsubj:pass" | "flat"))
}

/// A label without its subtype.
fn base(label: &str) -> &str {
    label.split(':').next().unwrap_or(label)
}

fn clear_nlp(token: Token<'_>) -> Relation {
    match token.dep() {
        "nsubj" | "csubj" => Relation::Subject,
        "expl" => Relation::Expletive,
        "nsubjpass" | "csubjpass" => Relation::PassiveSubject,
        "dobj" => Relation::Object,
        "dative" => Relation::IndirectObject,
        "ccomp" => Relation::ClausalComplement,
        "xcomp" => Relation::OpenComplement,
        "acomp" | "attr" | "oprd" => Relation::Predicate,
        "appos" => Relation::Apposition,
        "agent" => Relation::Agent,
        "prep" | "pobj" | "npadvmod" => Relation::Oblique,
        "neg" => Relation::Negation,
        "aux" => Relation::Auxiliary,
        "auxpass" => Relation::PassiveAuxiliary,
        "conj" => Relation::Conjunct,
        "relcl" => Relation::RelativeClause,
        "amod" | "acl" | "nmod" | "compound" => Relation::Modifier,
        "advcl" => Relation::AdverbialClause,
        "nummod" => Relation::Count,
        "poss" => Relation::Possessor,
        "ROOT" => Relation::Root,
        _ => Relation::Other,
    }
}

fn universal(token: Token<'_>, view: &SyntaxView<'_>) -> Relation {
    match universal_label(token.dep()) {
        // The instrumental names the agent of a passive in East Slavic.
        Relation::Oblique if token.morph().contains("Case=Ins") && view.is_passive(token.head()) => Relation::Agent,
        Relation::Other if base(token.dep()) == "advmod" && token.morph().contains("Polarity=Neg") => {
            Relation::Negation
        }
        relation => relation,
    }
}

/// What a label says by itself.
fn universal_label(label: &str) -> Relation {
    match (label, base(label)) {
        ("nsubj:pass" | "csubj:pass", _) => Relation::PassiveSubject,
        ("aux:pass", _) => Relation::PassiveAuxiliary,
        ("obl:agent", _) => Relation::Agent,
        ("acl:relcl", _) => Relation::RelativeClause,
        ("nmod:poss", _) => Relation::Possessor,
        (_, "nsubj" | "csubj") => Relation::Subject,
        (_, "expl") => Relation::Expletive,
        (_, "obj") => Relation::Object,
        (_, "iobj") => Relation::IndirectObject,
        (_, "ccomp") => Relation::ClausalComplement,
        (_, "xcomp") => Relation::OpenComplement,
        (_, "appos") => Relation::Apposition,
        (_, "obl") => Relation::Oblique,
        (_, "aux" | "cop") => Relation::Auxiliary,
        (_, "conj") => Relation::Conjunct,
        (_, "amod" | "acl" | "nmod" | "compound") => Relation::Modifier,
        (_, "advcl") => Relation::AdverbialClause,
        (_, "nummod") => Relation::Count,
        ("ROOT", _) | (_, "root") => Relation::Root,
        _ => Relation::Other,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        doc::{Columns, Layers, Pos, Strings},
        labels::LabelsBuilder,
        model::ModelId,
    };

    /// A document from words with head, relation and features.
    fn doc(words: &[(&str, u32, &str, &str)]) -> Doc {
        let (mut builder, mut text, mut columns) = (LabelsBuilder::default(), String::new(), Columns::default());
        for (word, head, dep, morph) in words {
            columns.start.push(text.len() as u32);
            text.push_str(word);
            columns.end.push(text.len() as u32);
            text.push(' ');
            columns.head.push(*head);
            columns.dep.push(builder.intern(dep));
            columns.morph.push(builder.intern(morph));
            columns.tag.push(builder.intern(""));
        }
        columns.pos = vec![Pos::default(); words.len()];
        columns.begins = vec![None; words.len()];
        columns.lemma = vec![0; words.len()];
        let model = ModelId { name: "x".into(), version: "1".into(), lang: "x".into(), sha256: [0; 32] };
        let labels = Arc::new(builder.build().unwrap());
        let layers = Layers { universal: are_universal(labels.iter()), ..Layers::default() };
        Doc {
            text: text.into(),
            model: Arc::new(model),
            labels,
            columns,
            lemmas: Strings::default(),
            entities: vec![],
            layers,
        }
    }

    fn text(token: Option<Token<'_>>) -> &str {
        token.map_or("", Token::text)
    }

    #[test]
    fn clear_nlp_and_universal_trees_give_the_same_answers() {
        let english = doc(&[
            ("Officials", 1, "nsubj", ""),
            ("said", 1, "ROOT", ""),
            ("schools", 5, "nsubjpass", ""),
            ("were", 5, "auxpass", ""),
            ("not", 5, "neg", ""),
            ("hit", 1, "ccomp", ""),
            ("by", 5, "agent", ""),
            ("shells", 6, "pobj", ""),
            ("from", 5, "prep", ""),
            ("Russia", 8, "pobj", ""),
        ]);
        let ukrainian = doc(&[
            ("Посадовці", 1, "nsubj", ""),
            ("заявили", 1, "ROOT", ""),
            ("школи", 5, "nsubj:pass", ""),
            ("були", 5, "aux:pass", ""),
            ("не", 5, "advmod", "Polarity=Neg"),
            ("уражені", 1, "ccomp", ""),
            ("снарядами", 5, "obl", "Case=Ins"),
            ("з", 8, "case", ""),
            ("Росії", 5, "obl", "Case=Gen"),
            ("вчора", 5, "advmod", ""),
        ]);
        for (doc, expected) in [
            (&english, ["Officials", "hit", "schools", "shells", "from", "Russia", "were"]),
            (&ukrainian, ["Посадовці", "уражені", "школи", "снарядами", "з", "Росії", "були"]),
        ] {
            let view = SyntaxView::new(doc);
            let said = doc.token(1);
            let hit = view.clausal_complement(said).unwrap();
            let (preposition, noun) = view.obliques(hit).last().unwrap();
            let auxiliary = view.auxiliaries(hit).next();
            let found =
                [view.subject(said), Some(hit), view.object(hit), view.agent(hit), preposition, Some(noun), auxiliary];
            assert_eq!(found.map(text), expected);
            assert!(view.is_negated(hit) && view.is_passive(hit) && !view.is_negated(said));
            assert_eq!(text(view.subject(hit)), expected[2]);
            assert_eq!(view.subtree(hit).start, 2);
        }
    }

    #[test]
    fn an_agent_may_stand_before_what_makes_its_verb_passive() {
        let doc = doc(&[
            ("Снарядами", 1, "obl", "Case=Ins"),
            ("уражено", 1, "ROOT", ""),
            ("школи", 1, "nsubj:pass", ""),
            ("Каменем", 4, "obl", "Case=Ins"),
            ("кинув", 4, "ROOT", ""),
        ]);
        let view = SyntaxView::new(&doc);
        assert_eq!(text(view.agent(doc.token(1))), "Снарядами");
        assert!(view.agent(doc.token(4)).is_none());
        assert_eq!(view.relation(doc.token(3)), Relation::Oblique);
    }

    #[test]
    fn circles_come_to_an_end() {
        let doc = doc(&[("a", 1, "conj", ""), ("b", 2, "conj", ""), ("c", 0, "conj", ""), ("d", 0, "conj", "")]);
        let view = SyntaxView::new(&doc);
        for token in doc.tokens() {
            assert!(view.subject(token).is_none());
            assert_eq!(view.subtree(token), if token.i() == 3 { 3..4 } else { 0..4 });
        }
    }

    #[test]
    fn coordinated_verbs_share_a_subject() {
        let doc = doc(&[("They", 1, "nsubj", ""), ("came", 1, "ROOT", ""), ("left", 1, "conj", "")]);
        let view = SyntaxView::new(&doc);
        assert_eq!(text(view.subject(doc.token(2))), "They");
        assert!(view.appositions(doc.token(0)).next().is_none());
    }

    #[test]
    fn parts_of_one_name_are_no_second_name_and_copulas_have_predicates() {
        let doc = doc(&[
            ("Володимир", 3, "nsubj", ""),
            ("Зеленський", 0, "flat:name", ""),
            ("є", 3, "cop", ""),
            ("президентом", 3, "ROOT", ""),
            ("obj", 3, "obj", ""),
        ]);
        let view = SyntaxView::new(&doc);
        assert!(view.appositions(doc.token(0)).next().is_none());
        assert_eq!(text(view.predicate(doc.token(3))), "президентом");
        assert!(view.predicate(doc.token(0)).is_none());
    }
}
