//! Names of places in a paragraph: what the model takes for one, and what the gazetteer knows and the words around allow.

use std::{collections::BTreeSet, ops::Range};

use hashbrown::HashSet;

use super::{
    cases,
    text::{Label, Line},
    words::ClassWord,
};
use crate::{
    gazetteer::{Gazetteer, Kind, NameKind, Place, fold, geo},
    lang::Lang,
    span::Span,
};

/// Words that a name has at most.
const LONGEST: usize = 6;
/// Words that a list of names is followed over.
const LIST: usize = 24;
/// Places of one name that are weighed.
const MOST: usize = 60;

/// How a spelling led to a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Match {
    /// By a name.
    Name(NameKind),
    /// By a spelling that is like one.
    Loose,
    /// By a spelling that is one letter off one.
    Fuzzy,
}

/// A name of a place in a text.
#[derive(Debug, Clone)]
pub(super) struct Mention<'g> {
    pub(super) span: Span,
    pub(super) paragraph: usize,
    /// Its words in the paragraph.
    pub(super) words: Range<usize>,
    /// What mentions of the same name share.
    pub(super) key: String,
    pub(super) candidates: Vec<(Place<'g>, Match)>,
    /// Kinds that the words around allow.
    pub(super) class: Option<Vec<Kind>>,
    /// Whether it needs another mention of the name that is sure.
    pub(super) doubtful: bool,
}

impl<'g> Mention<'g> {
    /// The divisions and countries that it can mean; where a word of class stands with it, those of its kinds.
    pub(super) fn divisions(&self) -> impl Iterator<Item = Place<'g>> {
        let fits = |kind: Kind| match &self.class {
            Some(kinds) if self.candidates.iter().any(|(place, _)| kinds.contains(&place.kind())) => {
                kinds.contains(&kind)
            }
            _ => true,
        };
        let places = self.candidates.iter().map(|(place, _)| *place);
        places
            .filter(move |place| matches!(place.kind(), Kind::Adm2 | Kind::Adm1 | Kind::Country) && fits(place.kind()))
    }
}

/// The names of places of a paragraph, in order.
pub(super) fn find<'g>(
    line: &Line,
    paragraph: usize,
    gazetteer: Option<&'g Gazetteer>,
    persons: &Persons,
) -> Vec<Mention<'g>> {
    let mut mentions: Vec<Mention<'g>> = Vec::new();
    // The run of words before that the gazetteer knows, whether meant as a place or not.
    let mut previous: Option<Found<'g>> = None;
    let mut i = 0;
    while i < line.words.len() {
        let found = gazetteer.and_then(|gazetteer| Some((longest(line, i, gazetteer)?, gazetteer)));
        let mut next = i + 1;
        if let Some((found, gazetteer)) = found {
            if let Some(mention) = weighed(line, paragraph, &found, previous.as_ref(), gazetteer, persons) {
                mentions.push(mention);
                next = found.words.end.max(next);
            }
            previous = Some(found);
        }
        i = next;
    }
    // What the model takes for a place, and the gazetteer does not know.
    for name in line.names.iter().filter(|name| name.label.is_place()) {
        let words = trimmed(line, name.words.clone());
        let taken = mentions.iter().any(|mention| mention.words.start < words.end && words.start < mention.words.end);
        let sure = line.words.get(words.clone()).is_some_and(|words| {
            words.iter().any(|word| word.capital) && words.iter().any(|word| word.pos == "PROPN" || word.pos == "NOUN")
        });
        // What a dateline holds beside a known place is mostly the agency.
        if taken || words.is_empty() || !sure || line.shouted || line.dateline {
            continue;
        }
        mentions.extend(unknown(line, paragraph, words, Vec::new()));
    }
    // A name before a comma and a known division: a place in it, perhaps misspelt.
    let Some(gazetteer) = gazetteer else { return mentions };
    let mut misspelt = Vec::new();
    for outer in mentions.iter().filter(|m| m.candidates.iter().any(|(place, _)| place.kind() >= Kind::Adm1)) {
        let Some(end) = outer.words.start.checked_sub(1).filter(|i| line.word(*i).is_some_and(|w| w.text == ","))
        else {
            continue;
        };
        let named = |i: &usize| line.word(*i).is_some_and(|word| (word.capital && word.inked) || word.text == "-");
        let start = (0..end).rev().take_while(named).last().unwrap_or(end);
        let words = start..end;
        let key = line.key(words.clone());
        let taken = mentions.iter().any(|m| {
            m.words.start < words.end && words.start < m.words.end && !(m.candidates.is_empty() && m.words == words)
        });
        if !taken && words.len() <= 4 && key.chars().count() >= 5 && !line.shouted {
            let candidates: Vec<_> =
                gazetteer.lookup_fuzzy(&key).into_iter().take(MOST).map(|place| (place, Match::Fuzzy)).collect();
            misspelt.extend(unknown(line, paragraph, words, candidates));
        }
    }
    mentions.retain(|mention| misspelt.iter().all(|other| !other.span.overlaps(mention.span)));
    mentions.extend(misspelt);
    mentions.sort_by_key(|mention| mention.span);
    mentions
}

/// A name that the gazetteer does not know, or not in this spelling.
fn unknown<'g>(
    line: &Line,
    paragraph: usize,
    words: Range<usize>,
    candidates: Vec<(Place<'g>, Match)>,
) -> Option<Mention<'g>> {
    let span = line.span(words.clone())?;
    let (key, class) = (line.key(words.clone()), class_of(line, &words));
    (!key.is_empty()).then_some(Mention { span, paragraph, words, key, candidates, class, doubtful: false })
}

/// A run of words that the gazetteer knows.
#[derive(Clone)]
struct Found<'g> {
    words: Range<usize>,
    key: String,
    candidates: Vec<(Place<'g>, Match)>,
}

/// The longest name that begins with a word.
fn longest<'g>(line: &Line, start: usize, gazetteer: &'g Gazetteer) -> Option<Found<'g>> {
    let first = line.word(start)?;
    if !first.capital || !first.inked || first.key.is_empty() {
        return None;
    }
    // A name that begins within a name of a place begins with it, but for an article.
    // In Russian and Ukrainian the word of class at its end is written small: Донецкая область.
    let slavic = matches!(line.lang, Lang::Ru | Lang::Uk);
    let class = |word: &super::text::Word| slavic && line.lexicon.classes.contains_key(&word.lower);
    let mut ends = Vec::new();
    let mut end = start + 1;
    while end <= line.words.len() && end - start <= LONGEST + 3 {
        let last = line.word(end - 1)?;
        if last.inked && (last.capital || class(last) || last.text.chars().all(char::is_numeric)) && last.text != "'s" {
            ends.push(end);
        }
        let Some(next) = line.word(end) else { break };
        let joins = next.inked
            && next.text != "'s"
            && (next.capital || class(next) || line.lexicon.within.contains(&next.lower));
        let mark = matches!(next.text, "-" | "–" | "." | "'" | "’" | "'s");
        if !(joins || mark) || !same_sentence(line, start, end) {
            break;
        }
        end += 1;
    }
    for end in ends.into_iter().rev() {
        let words = start..end;
        let key = line.key(words.clone());
        let candidates = candidates(line, &words, &key, gazetteer);
        if !candidates.is_empty() {
            return Some(Found { words, key, candidates });
        }
    }
    None
}

fn same_sentence(line: &Line, a: usize, b: usize) -> bool {
    line.paragraph.sentences.iter().all(|sentence| sentence.words.contains(&a) == sentence.words.contains(&b))
}

/// The places that a run of words can name.
fn candidates<'g>(line: &Line, words: &Range<usize>, key: &str, gazetteer: &'g Gazetteer) -> Vec<(Place<'g>, Match)> {
    let texts: Vec<&str> = line.words.get(words.clone()).unwrap_or_default().iter().map(|word| word.text).collect();
    // An article is part of a name only where it is of the one that the place is listed under: The Hague.
    let first = texts.first().copied().unwrap_or_default();
    let led = texts.len() > 1 && line.lexicon.articles.contains(&first.to_lowercase());
    let upper = texts.iter().all(|text| text.chars().all(|c| !c.is_lowercase()));
    let dotted = texts.len() == 1 && texts.iter().any(|text| text.contains('.'));
    // Abbreviations have no small letters, or a full stop within or after; they are one word.
    let is_code = |kind: NameKind| {
        if kind == NameKind::Code && line.span(words.clone()).is_some_and(|span| span.of(line.text).contains(' ')) {
            return false;
        }
        let stopped = dotted || line.word(words.end).is_some_and(|word| word.text == "." && texts.len() == 1);
        kind != NameKind::Code || (upper && (!line.shouted || dotted)) || stopped
    };
    let mut found: Vec<(Place, Match)> = gazetteer
        .lookup_key(key)
        .into_iter()
        .filter(|(_, kind)| is_code(*kind))
        .filter(|(_, kind)| key.chars().count() > 2 || *kind == NameKind::Code)
        .filter(|(place, _)| !led || begins_with_word(place.name(), first))
        .map(|(place, kind)| (place, Match::Name(kind)))
        .collect();
    if let Some(forms) = class_forms(line, words) {
        let divisions = forms.iter().flat_map(|form| gazetteer.lookup_key(&fold::plain(&form.concat())));
        let divisions: Vec<_> = divisions.map(|(place, kind)| (place, Match::Name(kind))).collect();
        if !divisions.is_empty() {
            return divisions;
        }
    }
    if matches!(line.lang, Lang::Ru | Lang::Uk) && texts.iter().all(|text| !text.is_ascii()) {
        let parts: Vec<&str> = texts.iter().copied().filter(|text| text.chars().any(char::is_alphanumeric)).collect();
        if parts.len() <= 3 {
            for form in cases::of_name(&parts, line.lexicon).into_iter().skip(1) {
                for (place, kind) in gazetteer.lookup_key(&fold::plain(&form.concat())) {
                    if found.iter().all(|(seen, _)| *seen != place) && kind != NameKind::Code {
                        found.push((place, Match::Name(kind)));
                    }
                }
            }
            let known = found.iter().any(|(place, _)| place.kind() != Kind::Section);
            if !known && key.chars().count() >= 6 {
                for form in cases::of_name(&parts, line.lexicon) {
                    for (place, _) in gazetteer.lookup_loose(&form.concat()) {
                        if found.iter().all(|(seen, _)| *seen != place) {
                            found.push((place, Match::Loose));
                        }
                    }
                }
            }
        }
    } else if found.is_empty()
        && key.chars().count() >= 6
        && (line.label_at(words.start).is_some_and(Label::is_place)
            || locative_before(line, words.start)
            || class_of(line, words).is_some())
    {
        found.extend(gazetteer.lookup_loose(&texts.join(" ")).into_iter().map(|(place, _)| (place, Match::Loose)));
    }
    // A short word with a full stop is an abbreviation or none: `Kan.`, `Sen.`.
    if texts.len() == 1 && texts.iter().all(|text| text.ends_with('.') && text.chars().count() <= 6) {
        found.retain(|(_, by)| *by == Match::Name(NameKind::Code));
    }
    found.truncate(MOST);
    found
}

/// In Russian and Ukrainian the names of divisions are adjectives: the forms of one with its word of class in the
/// nominative, where that stands behind it or behind the list that it is a member of: в Донецкой и Луганской областях.
fn class_forms(line: &Line, words: &Range<usize>) -> Option<Vec<Vec<String>>> {
    if !matches!(line.lang, Lang::Ru | Lang::Uk) {
        return None;
    }
    let last = words.end.checked_sub(1)?;
    let is_class = |i: usize| line.lexicon.classes.get(&line.word(i)?.lower);
    let (class, end) = match is_class(last) {
        Some(class) => (class, last),
        None => (is_class(list_tail(line, words.end))?, words.end),
    };
    let names: Vec<&str> = line.words.get(words.start..end)?.iter().map(|word| word.text).collect();
    (names.len() == 1).then(|| {
        let forms = cases::of_name(&names, line.lexicon);
        forms.into_iter().map(|form| form.into_iter().chain([class.base.clone()]).collect()).collect()
    })
}

fn begins_with_word(name: &str, word: &str) -> bool {
    name.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(word))
}

fn locative_before(line: &Line, start: usize) -> bool {
    is_before(line, start, &line.lexicon.locative)
}

/// Whether one of these words stands before another, or before its article.
fn is_before(line: &Line, start: usize, words: &HashSet<String>) -> bool {
    let article = line.before(start, 1).is_some_and(|word| line.lexicon.articles.contains(&word.lower));
    line.before(start - usize::from(article), 1).is_some_and(|word| words.contains(&word.lower))
}

/// Where the name begins that a list or a word like "now" joins to one that ends here.
fn following(line: &Line, end: usize) -> Option<usize> {
    let at = (end..end + 4).find(|i| !is_between(line, *i))?;
    (at > end).then_some(at)
}

/// Whether a word may stand between two names of a list, or two of one place.
fn is_between(line: &Line, i: usize) -> bool {
    line.word(i).is_some_and(|word| {
        joins(line, i)
            || matches!(word.text, "-" | "–" | "(")
            || !word.capital
                && (line.lexicon.also.contains(&word.lower)
                    || line.lexicon.articles.contains(&word.lower)
                    || line.lexicon.classes.contains_key(&word.lower))
    })
}

/// Whether two names that a list joins are each borne by few places, and there are some of them close to each other: names of
/// persons are seldom so.
fn goes_with(line: &Line, first: &Found, second: &Found) -> bool {
    const FEW: usize = 6;
    const NEAR: f64 = 200.0;
    let towns = |found: &Found| -> Vec<_> {
        let named = found.candidates.iter().filter(|(place, by)| {
            matches!(by, Match::Name(_)) && matches!(place.kind(), Kind::Settlement | Kind::Adm2 | Kind::Spot)
        });
        named.filter_map(|(place, _)| place.point()).collect()
    };
    if following(line, first.words.end) != Some(second.words.start) || first.key == second.key {
        return false;
    }
    let (a, b) = (towns(first), towns(second));
    a.len() <= FEW && b.len() <= FEW && a.iter().any(|a| b.iter().any(|b| geo::kilometres(*a, *b) <= NEAR))
}

/// Decides by the words around whether a name that the gazetteer knows is meant as a place.
fn weighed<'g>(
    line: &Line,
    paragraph: usize,
    found: &Found<'g>,
    previous: Option<&Found<'g>>,
    gazetteer: &'g Gazetteer,
    persons: &Persons,
) -> Option<Mention<'g>> {
    let Found { words, key, candidates } = found.clone();
    let span = line.span(words.clone())?;
    let first = line.word(words.start)?;
    let class = class_of(line, &words);
    if words.len() == 1
        && line.lexicon.seldom.contains(&first.lower)
        && line.paragraph.parse.is_some()
        && !matches!(label_of(line, &words), Some((Label::Gpe | Label::Loc, _)))
        && !is_chained(line, &words, gazetteer)
        && class.is_none()
    {
        return None;
    }
    let best = candidates.iter().filter(|(_, by)| *by != Match::Loose).map(|(place, _)| weight_of(*place)).max();
    let best = best.unwrap_or(0);
    let demonym = candidates.iter().all(|(_, by)| *by == Match::Name(NameKind::Demonym));
    let code = candidates.iter().all(|(_, by)| *by == Match::Name(NameKind::Code));
    let locative = locative_before(line, words.start);
    let chained = is_chained(line, &words, gazetteer);
    let seldom = words.len() == 1 && line.lexicon.seldom.contains(&first.lower);
    let label = label_of(line, &words);
    let next = line.word(words.end);
    let before = line.before(words.start, 1).filter(|word| !line.lexicon.articles.contains(&word.lower));
    let follows_title = before.is_some_and(|word| line.lexicon.personal.contains(&word.lower));
    let acts = next.is_some_and(|word| line.lexicon.acts.contains(&word.lower));
    let parsed = line.paragraph.parse.is_some();
    // Where it can only be a place, the model's other opinion of the name counts for nothing.
    let listed = previous.is_some_and(|other| goes_with(line, other, found))
        || following(line, words.end)
            .and_then(|at| longest(line, at, gazetteer))
            .is_some_and(|other| goes_with(line, found, &other));
    let head = list_head(line, words.start);
    let in_list = head < words.start
        && (head..list_tail(line, words.end))
            .any(|i| line.word(i).is_some_and(|w| line.lexicon.joins.contains(&w.lower)))
        && !line.paragraph.token(words.end - 1).is_some_and(|token| token.dep().starts_with("nsubj"));
    // "rebel-held X"
    let held = is_before(line, words.start, &line.lexicon.held)
        && line.before(words.start, 2).is_some_and(|word| matches!(word.text, "-" | "–"));
    // "shelled X", "the shelling of X"
    let of = line.before(words.start, 1).is_some_and(|word| line.lexicon.from.contains(&word.lower));
    let struck = is_before(line, words.start, &line.lexicon.struck)
        || of && line.before(words.start, 2).is_some_and(|word| line.lexicon.struck.contains(&word.lower));
    let owns = next.is_some_and(|word| matches!(word.text, "'s" | "’s"));
    let situated = !owns
        && (held
            || struck
            || is_before(line, words.start, &line.lexicon.situated)
            || in_list && is_before(line, head, &line.lexicon.situated));
    let locative = locative || situated;
    let placed = (listed || situated || chained || class.is_some()) && !persons.has(&key);
    let mut score = match label {
        Some((Label::Person | Label::Org | Label::Other, true)) if placed => 0,
        Some((Label::Gpe, true)) => 4,
        Some((Label::Gpe, false) | (Label::Loc, _)) => 3,
        Some((Label::Facility, true)) => 2,
        Some((Label::Norp, _)) => 1 + 3 * i32::from(demonym),
        Some((Label::Facility | Label::Org, false) | (Label::Other, _)) => -1,
        Some((Label::Person, true)) => -2,
        Some((Label::Person, false)) => -5,
        Some((Label::Value, _)) => -3,
        Some((Label::Org, true)) | None => 0,
    };
    score += best;
    if demonym {
        // The model knows peoples; elsewhere the word has to be an adjective or stand with a capital within a sentence.
        score += i32::from(!line.starts_sentence(words.start));
    }
    score += 4 * i32::from(line.dateline || heads(line, &words));
    score += 2 * i32::from(locative) + 3 * i32::from(class.is_some()) + 3 * i32::from(chained || listed);
    score += i32::from(situated && !seldom);
    score -= 4 * i32::from(follows_title) + 2 * i32::from(acts && best < 2);
    if seldom {
        score -= 3;
    }
    if words.len() == 1 && line.lexicon.personal.contains(&first.lower) {
        return None;
    }
    if partial(line, &words) {
        return None;
    }
    if persons.has(&key) && best < 3 && !chained && class.is_none() {
        score -= 3 + 2 * i32::from(!locative);
    }
    let office = next.is_some_and(|word| line.lexicon.offices.contains(&word.lower));
    if office && !demonym && !matches!(label, Some((Label::Person, _))) {
        score += 2;
    }
    if code && !chained && best < 4 {
        score -= 5;
    }
    if parsed && words.len() == 1 && label.is_none() && class.is_none() && !matches!(first.pos, "PROPN" | "ADJ") {
        score -= 3;
    }
    if words.len() == 1 && line.starts_sentence(words.start) && label.is_none() {
        score -= 1;
    }
    // A capital before or after makes it part of another name, unless that is a name of its own.
    let joined = |word: Option<&super::text::Word>, name: Option<usize>| {
        word.is_some_and(|word| word.capital && word.inked && word.name == name && !line.shouted)
    };
    let part_of_name =
        joined(next, first.name) || (joined(before, first.name) && !line.starts_sentence(words.start - 1));
    if part_of_name && class.is_none() && !locative && !office {
        score -= 2;
    }
    if !parsed {
        // No model: a town that many know, or words that say so.
        let capitals = before.is_some_and(|word| word.capital && word.inked) || next.is_some_and(|word| word.capital);
        score -= i32::from(capitals && !locative && class.is_none()) * 2;
        score -= i32::from(words.len() == 1 && first.key.chars().count() <= 3);
        // Long names are seldom those of persons or things as well.
        score += i32::from(locative && first.key.chars().count() >= 6);
    }
    let bearer = next.is_some_and(|word| line.lexicon.bearers.contains(&word.lower) && word.capital);
    if bearer && class.is_none() {
        score -= 3;
    }
    // A town and its region may share a name in one text.
    let key = if class.is_some() { format!("{key} {class:?}") } else { key };
    let (needed, hoped) = (2, if matches!(label, Some((Label::Person, _))) && !placed { 0 } else { -2 });
    // A name of several words that elsewhere is surely a place is one here as well, whatever the model takes it for.
    let long = words.len() > 1 && score + 2 >= hoped && !follows_title;
    if score < hoped && !long {
        return None;
    }
    Some(Mention { span, paragraph, words, key, candidates, class, doubtful: score < needed })
}

/// Whether a name with a number before it is all of the sentence with which a paragraph begins: "2. Norton. Two were hurt."
fn heads(line: &Line, words: &Range<usize>) -> bool {
    let is_number = |i: usize| line.word(i).is_some_and(|word| word.text.chars().all(|c| !c.is_alphabetic()));
    let numbered = words.start > 0 && (0..words.start).all(is_number);
    let ends = |sentence: &crate::annotate::Sentence| {
        sentence.words.contains(&words.start) && (words.end..sentence.words.end).all(is_number)
    };
    numbered && line.paragraph.sentences.iter().any(ends)
}

/// Whether the words are only a part of what the model takes for the name of a place, and the rest belongs to the name:
/// `Paris Fields`, but not `northern Italy` or `Paris, France`.
fn partial(line: &Line, words: &Range<usize>) -> bool {
    let Some(name) = line.name_at(words.start).filter(|name| matches!(name.label, Label::Gpe | Label::Loc)) else {
        return false;
    };
    let belongs = |i: usize| {
        line.word(i).is_some_and(|word| {
            let lexicon = line.lexicon;
            word.capital
                && !lexicon.locative.contains(&word.lower)
                && !lexicon.classes.contains_key(&word.lower)
                && !lexicon.articles.contains(&word.lower)
                && !lexicon.prefixes.contains(&word.lower)
        })
    };
    let goes_on = |i: &usize| line.word(*i).is_some_and(|word| word.inked && !line.lexicon.joins.contains(&word.lower));
    let before = (name.words.start..words.start).rev().take_while(goes_on);
    let after = (words.end..name.words.end).take_while(goes_on);
    before.chain(after).any(belongs)
}

/// How well known a place is, in steps of evidence.
fn weight_of(place: Place) -> i32 {
    match place.kind() {
        Kind::Country | Kind::Area => 4,
        Kind::Adm1 => 3,
        Kind::Line | Kind::Spot | Kind::Adm2 => 2,
        Kind::Section => -1,
        Kind::Settlement => match place.population() {
            1_000_000.. => 3,
            200_000.. => 2,
            30_000.. => 1,
            2_000.. => 0,
            _ => -1,
        },
    }
}

/// What the model takes the words for, and whether its name is these words alone.
fn label_of(line: &Line, words: &Range<usize>) -> Option<(Label, bool)> {
    let name = line.name_at(words.start).or_else(|| line.name_at(words.end.checked_sub(1)?))?;
    // The model takes a list for one name at times.
    let comma = |i: &usize| line.word(*i).is_some_and(|word| word.text == ",");
    let from = (name.words.start..words.start).rev().find(comma).map_or(name.words.start, |i| i + 1);
    let to = (words.end..name.words.end).find(comma).unwrap_or(name.words.end);
    let inner = trimmed(line, from..to);
    Some((name.label, inner.start >= words.start && inner.end <= words.end))
}

/// A name without articles and possessive endings.
fn trimmed(line: &Line, words: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = words;
    while start < end && line.word(start).is_some_and(|w| !w.inked || line.lexicon.articles.contains(&w.lower)) {
        start += 1;
    }
    while start < end && line.word(end - 1).is_some_and(|word| !word.inked || matches!(word.text, "'s" | "’s")) {
        end -= 1;
    }
    start..end
}

/// The kinds that a word of class beside a name, or beside the list that it is a member of, allows.
fn class_of(line: &Line, words: &Range<usize>) -> Option<Vec<Kind>> {
    let classes = &line.lexicon.classes;
    let english = matches!(line.lang, Lang::En | Lang::Other);
    let kinds = |class: &ClassWord| class.kinds.clone();
    let last = words.end.checked_sub(1).filter(|last| *last > words.start && !english);
    if let Some(class) = last.and_then(|last| line.word(last)).and_then(|word| classes.get(&word.lower)) {
        return Some(kinds(class));
    }
    let head = list_head(line, words.start);
    if let Some(previous) = line.before(head, 1) {
        if english && line.lexicon.from.contains(&previous.lower) {
            // "The Y district of X" is Y's.
            let claimed = line.before(head, 3).is_some_and(|word| word.capital && word.inked);
            let class = line.before(head, 2).and_then(|word| classes.get(&word.lower));
            if let Some(class) = class.filter(|class| !class.part && !claimed && (class.plural || head == words.start))
            {
                return Some(kinds(class));
            }
        } else if let Some(class) = classes
            .get(&previous.lower)
            .filter(|class| (head == words.start || class.plural) && (!english || previous.capital))
        {
            return Some(kinds(class));
        }
        if previous.text == "." && !english {
            let short = line.before(head, 2).map(|word| format!("{}.", word.lower));
            if let Some(class) = short.and_then(|short| classes.get(&short)) {
                return Some(kinds(class));
            }
        }
    }
    let tail = list_tail(line, words.end);
    let next = line.word(tail)?;
    // "The X and Y regions", but not "X towns", which are towns in it.
    let fits = |class: &&ClassWord| {
        if class.plural {
            (head < words.start || tail > words.end) && !class.kinds.contains(&Kind::Settlement)
        } else {
            tail == words.end
        }
    };
    classes.get(&next.lower).filter(|_| next.text != "Port").filter(fits).map(kinds)
}

/// Whether a word is one of a name or joins the names of a list.
fn is_of_list(line: &Line, i: usize) -> bool {
    line.word(i).is_some_and(|word| {
        word.text == "," || line.lexicon.joins.contains(&word.lower) || word.text == "-" || word.capital && word.inked
    })
}

/// Whether a word joins the names of a list.
fn joins(line: &Line, i: usize) -> bool {
    line.word(i).is_some_and(|word| word.text == "," || line.lexicon.joins.contains(&word.lower))
}

/// Where the list begins that a name beginning here is a member of; here if it is of none.
fn list_head(line: &Line, start: usize) -> usize {
    let head = (start.saturating_sub(LIST)..start).rev().take_while(|i| is_of_list(line, *i)).last();
    head.filter(|_| start.checked_sub(1).is_some_and(|i| joins(line, i))).unwrap_or(start)
}

/// Where the list ends that a name ending here is a member of; here if it is of none.
fn list_tail(line: &Line, end: usize) -> usize {
    let tail = (end..end + LIST).take_while(|i| is_of_list(line, *i)).last();
    tail.filter(|_| joins(line, end)).map_or(end, |tail| tail + 1)
}

/// Whether a comma and another name of a place follow, or such a name and a comma go before: `Springfield, Illinois`.
fn is_chained(line: &Line, words: &Range<usize>, gazetteer: &Gazetteer) -> bool {
    let comma = |i: Option<usize>| i.and_then(|i| line.word(i)).is_some_and(|word| word.text == ",");
    let place = |i: usize| line.label_at(i).is_some_and(|label| matches!(label, Label::Gpe | Label::Loc));
    let capital = |i: usize| line.word(i).is_some_and(|word| word.capital && word.inked);
    let division = |i: usize| {
        longest(line, i, gazetteer).is_some_and(|found| {
            found.candidates.iter().any(|(place, by)| {
                matches!(place.kind(), Kind::Adm1 | Kind::Country) && *by != Match::Name(NameKind::Demonym)
            })
        })
    };
    let next = words.end + 1;
    let after = comma(Some(words.end)) && capital(next) && (place(next) || division(next));
    let before =
        comma(words.start.checked_sub(1)) && words.start.checked_sub(2).is_some_and(|i| capital(i) && place(i));
    after || before
}

/// Surnames of the persons of a document: the last words of names of several words that the model takes for persons'.
#[derive(Debug, Default)]
pub(super) struct Persons(BTreeSet<String>);

impl Persons {
    pub(super) fn of(lines: &[Line], gazetteer: Option<&Gazetteer>) -> Self {
        let of_place = |key: &str| gazetteer.is_some_and(|gazetteer| gazetteer.knows_key(key));
        let names = lines.iter().flat_map(|line| line.names.iter().map(move |name| (line, name)));
        let surnames = names.filter(|(_, name)| name.label == Label::Person).filter_map(|(line, name)| {
            let words = trimmed(line, name.words.clone());
            let titled = line.before(words.start, 1).is_some_and(|word| line.lexicon.personal.contains(&word.lower));
            let last = line.word(words.end.checked_sub(1)?)?;
            let named = words.len() > 1 && !of_place(&line.key(words.clone())) && class_of(line, &words).is_none();
            (titled || named).then(|| last.key.clone())
        });
        Self(surnames.collect())
    }

    fn has(&self, key: &str) -> bool {
        self.0.contains(key)
    }
}
