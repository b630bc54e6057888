//! Whether two reports print one text, and how the one stands to the other.

use super::{
    edge::{Code, Edge, Reason, Relation, rounded},
    evidence::{Evidence, Slots, can_share},
    signature::Signature,
    translated,
};

/// Days after which only the same words, all of them, are a copy.
const DAYS: f64 = 30.0;
/// Hours within which a reworded text, a later version or a translation appears.
const FRESH: f64 = 72.0;
/// Words below which a text says too little: `Air raid alert in Kharkiv` is said by many.
const FEWEST: u32 = 8;
/// Runs of words that a judgement needs.
const RUNS: u32 = 8;

/// Runs of words of a standing paragraph: what outlets put below whatever they report.
const STANDING: u32 = 60;
/// Runs of words below which a share says little: one sentence, half of it alike.
const FEW: u32 = 24;

/// Shares of the shorter text's own words.
const MOST: f64 = 0.8;
const HALF: f64 = 0.5;
const SOME: f64 = 0.25;
/// Share of the lead from which it counts as shared, and as surely shared.
const LEAD: f64 = 0.4;
const STRONG: f64 = 0.6;

/// Whether two reports print one text: the edge between them with its reasons, the same whichever is given first; `None`
/// where they do not, or where too little is known.
pub fn compare(a: &Signature, b: &Signature) -> Option<Edge> {
    let hours = a.published.zip(b.published).map(|(a, b)| rounded(a.abs_diff(b) as f64 / 3600.0));
    if a.same == b.same && a.words == b.words {
        let reasons = vec![reason(Code::SameWords, f64::from(a.words))];
        return (a.words >= FEWEST).then_some(Edge { relation: Relation::Identical, score: 1.0, reasons });
    }
    if hours.is_some_and(|hours| hours > 24.0 * DAYS) {
        return None;
    }
    if a.lang.is_some() && b.lang.is_some() && a.lang != b.lang {
        return translation(a, b, hours);
    }
    if !can_share(a, b, SOME) {
        return None;
    }
    let evidence = Evidence::of(a, b);
    let ties = Ties::of(a, b, &evidence);
    let shared = contained(&evidence)?;
    if reuses_frame(&evidence, shared) {
        return None;
    }
    let support = ties.support();
    let fresh = hours.is_none_or(|hours| hours <= FRESH);
    let runs = evidence.shorter.told.hits << a.scale.max(b.scale);
    // What the outlet or the weeks have in common may be what it always prints.
    let lead = ties.lead >= if ties.same_outlet || !fresh { STRONG } else { LEAD };
    let accepted = if lead {
        shared >= MOST || (runs >= FEW && (shared >= HALF || (shared >= SOME && fresh && support >= 2)))
    } else {
        // A text can begin anew before the words of another, if these go beyond a standing paragraph.
        let anew = (shared >= MOST && runs >= STANDING) || (shared >= HALF && support >= 1 && runs >= 2 * STANDING);
        anew && !ties.same_outlet
    };
    if !accepted {
        return None;
    }
    let relation = relation(a, b, &evidence, &ties, shared, fresh);
    let doubt = (1.0 - shared) * 0.8_f64.powi(i32::from(support) + i32::from(lead));
    Some(Edge { relation, score: rounded(1.0 - doubt), reasons: reasons(a, b, &evidence, &ties, shared, hours) })
}

/// The share of the shorter text's own words that the other has. Where nearly all is quoted, as in a statement printed in
/// full, the quoted words count too, and must nearly all be there.
fn contained(evidence: &Evidence) -> Option<f64> {
    let half = evidence.shorter;
    if half.told.of >= RUNS {
        return Some(half.told.rate());
    }
    (half.all.of >= 4 * RUNS && half.all.rate() >= 0.9).then(|| half.all.rate())
}

/// Whether two texts share their frame and not what they report: bulletins of one series, whose figures or names differ
/// within the same words. Where much else differs, one figure is enough if nothing speaks against it.
fn reuses_frame(evidence: &Evidence, shared: f64) -> bool {
    let (figures, names) = (evidence.figures, evidence.names);
    let other = |slots: Slots, least: u32| slots.differ >= least && slots.differ > slots.agree;
    let nothing_agrees = figures.differ > figures.agree && names.agree == 0 && shared < MOST;
    nothing_agrees || other(figures, 2) || other(names, 3)
}

/// What ties two texts together besides the share of their words.
#[expect(clippy::struct_excessive_bools, reason = "each is a reason of its own")]
struct Ties {
    lead: f64,
    quotes: bool,
    figures: bool,
    names: bool,
    credit: usize,
    credited: bool,
    same_outlet: bool,
}

impl Ties {
    fn of(a: &Signature, b: &Signature, evidence: &Evidence) -> Self {
        let agree = |slots: Slots| slots.agree >= 3 && slots.agree > 3 * slots.differ;
        let credits = |one: &Signature, other: &Signature| other.outlet.is_some_and(|it| one.credits.contains(&it));
        Self {
            lead: evidence.shorter.lead.rate().max(evidence.longer.lead.rate()),
            quotes: evidence.quoted >= 6,
            figures: agree(evidence.figures),
            names: agree(evidence.names),
            credit: a.credits.iter().filter(|credit| b.credits.contains(credit)).count(),
            credited: credits(a, b) || credits(b, a),
            same_outlet: a.outlet.is_some() && a.outlet == b.outlet,
        }
    }

    fn support(&self) -> u8 {
        [self.quotes, self.figures, self.names, self.credit > 0 || self.credited].map(u8::from).iter().sum()
    }
}

fn relation(a: &Signature, b: &Signature, evidence: &Evidence, ties: &Ties, shared: f64, fresh: bool) -> Relation {
    if fresh && is_update(a, b, evidence, ties) {
        return Relation::Update;
    }
    let lengths = f64::from(evidence.shorter.all.of) / f64::from(evidence.longer.all.of.max(1));
    match (shared >= MOST, lengths >= 0.75) {
        (true, true) => Relation::Reprint,
        (true, false) => Relation::Excerpt,
        _ => Relation::Rewrite,
    }
}

/// Whether the later of two texts is another version of the earlier, by the same outlet or agency: it says so, a figure
/// has changed, or much is new.
fn is_update(a: &Signature, b: &Signature, evidence: &Evidence, ties: &Ties) -> bool {
    let Some((early, late)) = a.published.zip(b.published).and_then(|(at_a, at_b)| match at_a.cmp(&at_b) {
        std::cmp::Ordering::Less => Some((a, b)),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some((b, a)),
    }) else {
        return false;
    };
    let marked = late.later_version && !early.later_version;
    let grown = late.words > early.words && evidence.longer.told.rate() < 1.0 - NEW;
    (marked && (ties.same_outlet || ties.credit > 0 || ties.credited))
        || (ties.same_outlet && (evidence.figures.differ > 0 || grown))
}

/// Share of a later text that makes it another version.
const NEW: f64 = 0.25;

fn reason(code: Code, figure: f64) -> Reason {
    Reason { code, figure: rounded(figure) }
}

fn reasons(
    a: &Signature,
    b: &Signature,
    evidence: &Evidence,
    ties: &Ties,
    shared: f64,
    hours: Option<f64>,
) -> Vec<Reason> {
    let counted = |code, count: u32| (count > 0).then(|| reason(code, f64::from(count)));
    let holds = |code, holds: bool| holds.then(|| reason(code, 1.0));
    [
        Some(reason(Code::WordsShared, shared)),
        Some(reason(Code::LeadShared, ties.lead)),
        counted(Code::QuotesShared, evidence.quoted),
        counted(Code::FiguresAgree, evidence.figures.agree),
        counted(Code::FiguresDiffer, evidence.figures.differ),
        counted(Code::NamesAgree, evidence.names.agree),
        counted(Code::CreditShared, ties.credit as u32),
        holds(Code::OriginCredited, ties.credited),
        holds(Code::SameOutlet, ties.same_outlet),
        holds(Code::MarkedVersion, a.later_version != b.later_version),
        Some(reason(Code::NewMaterial, 1.0 - evidence.longer.told.rate())),
        hours.map(|hours| reason(Code::HoursApart, hours)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A candidate for a translation: figures and names stand in the same order in both, as two reporters would not set them,
/// and the lengths are alike.
fn translation(a: &Signature, b: &Signature, hours: Option<f64>) -> Option<Edge> {
    let hours = hours.filter(|hours| *hours <= FRESH)?;
    let ordered = translated::in_order(&a.anchors, &b.anchors);
    let lengths = f64::from(a.words.min(b.words)) / f64::from(a.words.max(b.words).max(1));
    let shared = ordered.in_order as f64 / ordered.of.max(1) as f64;
    if ordered.figures < 2 || ordered.names < 2 || ordered.in_order < 6 || shared < 0.6 || lengths < 0.5 {
        return None;
    }
    let reasons = vec![reason(Code::AnchorsShared, shared), reason(Code::HoursApart, hours)];
    Some(Edge { relation: Relation::Translation, score: rounded(0.9 * shared), reasons })
}
