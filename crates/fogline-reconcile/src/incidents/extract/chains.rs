//! Which mentions of one report tell of the same.

use super::Made;
use crate::incidents::mention::{Level, Mention, Where, Window};

/// Numbers the chains: mentions of one family that can be one occurrence and that the report puts together.
pub(super) fn chain(made: &mut [Made]) {
    let mut root: Vec<usize> = (0..made.len()).collect();
    // What is told of a village comes first, so that an account of an area never becomes one of a village by way of another.
    for of_sites in [true, false] {
        for later in 0..made.len() {
            for earlier in (0..later).rev() {
                // What is of one chain already need not be looked at again, or a long report would take cubic time.
                if find(&root, earlier) == find(&root, later) {
                    continue;
                }
                let (Some(one), Some(other)) = (made.get(earlier), made.get(later)) else { continue };
                let levels = (one.mention.place.level, other.mention.place.level);
                let site = levels.0 == Level::Site || levels.1 == Level::Site;
                if site != of_sites || !joined(one, other, made) {
                    continue;
                }
                let place = if levels.0 == Level::Site { &one.mention.place } else { &other.mention.place };
                let place = Where { stated: false, ..place.clone() };
                for number in [earlier, later] {
                    if let Some(made) =
                        made.get_mut(number).filter(|one| site && one.mention.place.level != Level::Site)
                    {
                        made.mention.place = place.clone();
                    }
                }
                let (a, b) = (find(&root, earlier), find(&root, later));
                let (low, high) = (a.min(b), a.max(b));
                for slot in root.iter_mut().filter(|slot| **slot == high) {
                    *slot = low;
                }
            }
        }
    }
    let kept: Vec<bool> = (0..made.len())
        .map(|number| {
            let own = find(&root, number);
            made.iter().enumerate().any(|(other, one)| find(&root, other) == own && tells(one))
        })
        .collect();
    for ((number, one), kept) in made.iter_mut().enumerate().zip(kept) {
        one.mention.chain = find(&root, number);
        one.kept = kept;
    }
}

fn find(root: &[usize], number: usize) -> usize {
    root.get(number).copied().unwrap_or(number)
}

/// Whether a mention shows by itself what it is of.
fn tells(one: &Made) -> bool {
    let mention = &one.mention;
    let hurt = |kind: &str| matches!(kind, "killed" | "injured" | "damage" | "incidents" | "explosions");
    !one.bare || mention.place.level == Level::Site || mention.counts.iter().any(|count| hurt(&count.kind))
}

/// Whether two mentions of a report tell of one occurrence.
fn joined(one: &Made, other: &Made, made: &[Made]) -> bool {
    let (a, b) = (&one.mention, &other.mention);
    let within = |reach: usize| other.sentence.abs_diff(one.sentence) <= reach;
    let near = within(2);
    // Damage and harm of no day are of what is told beside them, however long ago that was, if that is all of one day.
    let of_no_day = |one: &Made| one.bare && !one.mention.window.stated;
    let dated = if of_no_day(one) { b } else { a };
    let all_of_it = || {
        let there =
            |other: &Mention| other.family == dated.family && other.place.id == dated.place.id && other.window.stated;
        made.iter().all(|other| !there(&other.mention) || overlap(other.mention.window, dated.window))
    };
    let undated = near && one.bare != other.bare && (of_no_day(one) || of_no_day(other)) && all_of_it();
    if a.family != b.family || a.label != b.label || !could_be_one(a, b, undated) {
        return false;
    }
    if !is_placed(&a.family) {
        return share_statement(a, b)
            || alike(a, b)
            || within(8) && a.kind == b.kind
            || within(4) && same_speaker(a, b);
    }
    match (a.place.level, b.place.level) {
        // The same village, on days that can be one.
        (Level::Site, Level::Site) => true,
        // What nobody places stays with what is told beside it only where the words say that it is known.
        (Level::Site, _) | (_, Level::Site) => {
            let sentence = other.sentence == one.sentence;
            near && share_statement(a, b) && (sentence || other.definite || one.bare != other.bare)
        }
        _ if other.bare || one.bare => near,
        _ => true,
    }
}

fn is_placed(family: &str) -> bool {
    super::Rules::bundled().family_of(family).is_some_and(|family| family.placed)
}

/// Whether two mentions of events without a place have the same word, or the same one doing or undergoing it.
fn alike(a: &Mention, b: &Mention) -> bool {
    let words = |one: &Mention| super::stems(&one.trigger);
    let ids = |one: &Mention| -> Vec<String> {
        one.actor.iter().chain(&one.recipient).map(|party| party.id.clone()).collect()
    };
    a.label.is_some() || !words(a).is_disjoint(&words(b)) || ids(a).iter().any(|id| ids(b).contains(id))
}

fn same_speaker(a: &Mention, b: &Mention) -> bool {
    let speakers = |one: &Mention| -> Vec<String> {
        one.voices.iter().filter_map(|v| Some(v.speaker.as_ref()?.id.clone())).collect()
    };
    speakers(a).iter().any(|id| speakers(b).contains(id))
}

fn share_statement(a: &Mention, b: &Mention) -> bool {
    a.voices.iter().any(|one| b.voices.iter().any(|other| one.statement == other.statement))
}

/// Whether nothing that is told keeps two mentions apart.
fn could_be_one(a: &Mention, b: &Mention, undated: bool) -> bool {
    if !is_placed(&a.family) {
        return true;
    }
    let places = a.place.level != Level::Site || b.place.level != Level::Site || a.place.id == b.place.id;
    places && (undated || overlap(a.window, b.window)) && !apart_on_clock(a.window, b.window)
}

/// Whether two windows share a day.
pub(in crate::incidents) fn overlap(a: Window, b: Window) -> bool {
    a.first <= b.last && b.first <= a.last
}

/// Whether two times on the clock are too far apart to be one.
pub(in crate::incidents) fn apart_on_clock(a: Window, b: Window) -> bool {
    let limit = super::Rules::bundled().limits.clock_minutes * 60;
    a.clock.zip(b.clock).is_some_and(|(a, b)| a.0 - b.1 > limit || b.0 - a.1 > limit)
}

/// Gives what one mention of a chain tells of place and time to those that do not.
pub(super) fn settle(made: &mut [Made]) {
    let told: Vec<(usize, Mention)> = made
        .iter()
        .filter(|one| one.mention.place.level == Level::Site || one.mention.window.stated)
        .map(|one| (one.mention.chain, one.mention.clone()))
        .collect();
    for one in made.iter_mut() {
        let of_chain = || told.iter().filter(|(chain, _)| *chain == one.mention.chain).map(|(_, mention)| mention);
        let site = of_chain().find(|other| other.place.level == Level::Site).map(|other| other.place.clone());
        let day = of_chain().find(|other| other.window.stated).map(|other| other.window);
        if one.mention.place.level == Level::Unplaced
            && let Some(site) = site
        {
            one.mention.place = Where { stated: false, ..site };
        }
        if !one.mention.window.stated
            && let Some(day) = day
        {
            one.mention.window = Window { stated: false, ..day };
        }
    }
}
