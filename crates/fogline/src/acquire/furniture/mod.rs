//! What a line is if it is not the report: an appeal, a wall, a pointer to other reports, a byline. In goes a line; out
//! comes its class with a sum of signs, each weighed in `lexicon/furniture.toml`. The words that tell are in
//! `lexicon/*/page.toml`. Lines of pages and of plain text are judged alike.

pub(super) mod dateline;
pub(super) mod dates;
mod lexicon;
mod sequence;

pub(super) use lexicon::Class;
use lexicon::{Hits, fold, lexicon};
pub(super) use sequence::judge;

/// How much of a line is looked at, in bytes.
const LONGEST: usize = 6000;

/// What can be seen of a line by itself.
#[expect(clippy::struct_excessive_bools, reason = "each is a sign by itself")]
#[derive(Debug, Clone)]
pub(super) struct Line {
    hits: Hits,
    /// Number of words.
    pub(super) words: u32,
    /// Ends as a sentence does.
    pub(super) closed: bool,
    /// Ends in a question or goes on.
    asks: bool,
    /// Words to readers, of the outlet about itself, and of what others said or did, outside quotation marks.
    pub(super) readers: u32,
    pub(super) outlet: u32,
    pub(super) said: u32,
    /// Most of it is a quotation.
    pub(super) quoted: bool,
    /// Holds an address, a handle or a hash tag.
    pub(super) address: bool,
    /// Begins with an arrow or a picture sign.
    pub(super) arrow: bool,
    /// Nothing but an address.
    pub(super) bare_address: bool,
    /// Nothing but a date or a time.
    pub(super) date: bool,
    /// All its words but small ones begin with a capital.
    pub(super) names: bool,
}

impl Line {
    /// Looks at a line.
    pub(super) fn read(text: &str) -> Self {
        let lexicon = lexicon();
        let head = text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text);
        let folded = fold(head);
        let mut line = Self {
            // A cue stands in a line of readable length; a longer one is prose.
            hits: if head.len() == text.len() { lexicon.hits(&folded) } else { Hits::default() },
            words: 0,
            closed: is_closed(text),
            asks: text.trim_end().ends_with(['?', ',', '!']),
            readers: 0,
            outlet: 0,
            said: 0,
            quoted: false,
            address: has_address(&folded),
            bare_address: is_bare_address(text.trim()),
            arrow: is_pointed(text),
            date: dates::is_only_a_date(&folded),
            names: true,
        };
        let mut inside = 0_u32;
        for (word, in_quote) in words(head) {
            line.words += 1;
            let capital = word.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
            line.names &= capital || word.chars().count() <= 3;
            if in_quote {
                inside += 1;
                continue;
            }
            let folded = fold(word);
            let acronym = word.len() == 2 && word.chars().all(char::is_uppercase); // `US` is no `us`
            line.readers += u32::from(lexicon.readers.contains(&folded));
            line.outlet += u32::from(lexicon.outlet.contains(&folded) && !acronym);
            line.said += u32::from(lexicon.said.contains(&folded));
        }
        line.quoted = inside * 2 > line.words;
        line
    }

    /// The class that its cues speak for, with the sum of its signs; `None` if that is below the threshold. `context` is
    /// what the lines around it add.
    pub(super) fn class(&self, context: f32) -> Option<(Class, f32)> {
        let threshold = lexicon().weights.threshold;
        self.best().map(|(class, sum)| (class, sum + context)).filter(|&(_, sum)| sum >= threshold)
    }

    /// The class with the strongest cue, and the sum of the line's own signs.
    pub(super) fn best(&self) -> Option<(Class, f32)> {
        let w = lexicon().weights;
        let cue = |class: Class| {
            let hit = self.hits.get(class as usize).copied().unwrap_or_default();
            let place = [(hit.whole, w.whole), (hit.start, w.start), (hit.end, w.end), (hit.phrase, w.phrase)];
            let best = place.iter().filter(|(is, _)| *is).map(|&(_, weight)| weight).fold(0.0, f32::max);
            (best > 0.0 && self.allows(class)).then_some((best, hit))
        };
        let (class, strength, hit) = Class::ALL
            .into_iter()
            .filter_map(|class| cue(class).map(|(best, hit)| (class, best, hit)))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(a.2.longest.cmp(&b.2.longest)))?;
        let furthers = Class::ALL.into_iter().filter(|&other| other != class && cue(other).is_some()).count();
        let again = (furthers + usize::from(hit.start && (hit.end || hit.phrase)) + usize::from(hit.count > 2)).min(2);
        Some((class, strength + w.again * again as f32 + self.manner(class)))
    }

    /// What its wording and its looks add.
    fn manner(&self, class: Class) -> f32 {
        let w = lexicon().weights;
        let up_to = |count: u32, most: u32| count.min(most) as f32;
        let mut sum = w.said * up_to(self.said, 2);
        if self.quoted {
            sum += w.quoted;
        }
        if matches!(class, Class::Appeal | Class::Wall | Class::Comments | Class::Share) {
            sum += w.readers * up_to(self.readers, 3) + w.outlet * up_to(self.outlet, 3);
        }
        if self.words <= 12 {
            sum += w.short;
        } else if self.words > 30 {
            sum += w.long * (self.words / 15 - 1) as f32;
        }
        if !self.closed {
            sum += w.open;
        }
        if self.address {
            sum += w.address;
        }
        if self.arrow {
            sum += w.arrow;
        }
        sum
    }

    /// Whether a line of such a form can be of a class at all.
    fn allows(&self, class: Class) -> bool {
        match class {
            // `By Friday, 40 people had left.` is no byline.
            Class::Byline => self.words <= 16 && self.names && !self.closed,
            Class::Published => self.words <= 16 && !self.closed,
            Class::RelatedHeading | Class::Share | Class::Advert => self.words <= 12,
            Class::RelatedLead => self.words <= 30,
            // `Good?` is an answer.
            Class::Wall => self.words > 2 || !self.asks,
            _ => true,
        }
    }

    /// What a line beside one that is taken, and one after which no report comes, adds to it.
    pub(super) fn context(near: bool, last: bool) -> f32 {
        let w = lexicon().weights;
        (if near { w.near } else { 0.0 }) + (if last { w.last } else { 0.0 })
    }

    /// Whether it opens a part of its own: a heading, or words to the readers.
    pub(super) fn opens(&self, class: Class) -> bool {
        let hit = self.hits.get(class as usize).copied().unwrap_or_default();
        (hit.whole || hit.start) && self.words <= 12
    }

    /// Reads as the outlet speaking to its readers.
    pub(super) fn speaks(&self) -> bool {
        self.readers + self.outlet > 0 && !self.quoted
    }

    /// Reads as a part of a report: a sentence in which nobody speaks to readers.
    pub(super) fn is_prose(&self) -> bool {
        self.closed && self.words >= 8 && (self.quoted || self.readers + self.outlet == 0)
    }
}

/// Whether a line introduces the mail that is answered: `On Thursday, Anna wrote:`.
pub(super) fn introduces_reply(line: &str) -> bool {
    let folded = fold(line);
    lexicon().introduces_reply.iter().any(|words| folded.ends_with(words.as_str()))
}

/// Whether a line parts a mail from the one that it answers.
pub(super) fn parts_messages(line: &str) -> bool {
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
    bare.len() < line.len() && lexicon().parts_messages.contains(&fold(bare))
}

/// The letters and digits of a text in lower case: two titles are the same if these are.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a line, each with whether it stands in quotation marks.
fn words(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut depth = false;
    text.split_whitespace().filter_map(move |token| {
        let opens = token.starts_with(['"', '“', '«', '„', '(']) && !token.starts_with('(');
        let closes = token.trim_end_matches([',', '.', ';', ':', '!', '?', ')']).ends_with(['"', '”', '»'])
            || token.ends_with(['"', '”', '»']);
        depth |= opens;
        let inside = depth;
        if closes {
            depth = false;
        }
        let word = token.trim_matches(|c: char| !c.is_alphanumeric());
        (!word.is_empty()).then_some((word, inside))
    })
}

/// Whether a line ends as a sentence does.
fn is_closed(text: &str) -> bool {
    let end = text.trim_end().trim_end_matches(['"', '”', '»', '’', '\'', ')', ']', '“']);
    end.ends_with(['.', '!', '?', '…', '。'])
}

fn has_address(folded: &str) -> bool {
    folded.split(' ').any(|token| {
        let token = token.trim_start_matches(['(', '"', '[']);
        token.starts_with("http")
            || token.starts_with("www.")
            || token.contains("t.me/")
            || token.starts_with("vk.com/")
            || (token.starts_with('@') && token.len() > 3)
            || (token.starts_with('#') && token.len() > 3)
    })
}

/// One word with the marks of a web or mail address.
fn is_bare_address(text: &str) -> bool {
    let domain = text.split_once("://").map_or(text, |(_, rest)| rest);
    let domain = domain.rsplit('@').next().unwrap_or(domain).split('/').next().unwrap_or_default();
    let dot = domain.rsplit_once('.').is_some_and(|(name, end)| {
        !name.is_empty() && (2..=6).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
    });
    dot && text.is_ascii()
        && !text.contains(char::is_whitespace)
        && text.chars().next().is_some_and(|c| c.is_lowercase() || c == '@')
}

fn is_pointed(text: &str) -> bool {
    let points = |c: char| {
        matches!(
            c,
            '→' | '➡'
                | '➔'
                | '►'
                | '▶'
                | '▸'
                | '☞'
                | '»'
                | '⬇'
                | '↓'
                | '⏩'
                | '➤'
                | '✅'
                | '•'
                | '📲'
                | '⤵'
                | '‼'
                | '❗'
                | '⚡'
        ) || ('\u{1f300}'..='\u{1faff}').contains(&c)
    };
    text.trim_start().chars().next().is_some_and(points)
}
