//! The cues of lines that are not the report, in all languages at once; the data is `lexicon/*/page.toml` and
//! `lexicon/furniture.toml`.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use hashbrown::{HashMap, HashSet};
use serde::Deserialize;

use crate::document::SegmentKind;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::bundled);

const PAGES: [&str; 3] = [
    include_str!("../../../../../lexicon/en/page.toml"),
    include_str!("../../../../../lexicon/ru/page.toml"),
    include_str!("../../../../../lexicon/uk/page.toml"),
];

/// The lexicon that comes with Fogline.
pub(super) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// What a line may be besides the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::acquire) enum Class {
    Appeal,
    Wall,
    Share,
    Comments,
    Advert,
    RelatedHeading,
    RelatedLead,
    Byline,
    Credit,
    Photo,
    Published,
}

impl Class {
    pub(super) const ALL: [Self; 11] = [
        Self::Appeal,
        Self::Wall,
        Self::Share,
        Self::Comments,
        Self::Advert,
        Self::RelatedHeading,
        Self::RelatedLead,
        Self::Byline,
        Self::Credit,
        Self::Photo,
        Self::Published,
    ];

    /// The kind of segment that such a line is.
    pub(in crate::acquire) fn kind(self) -> SegmentKind {
        match self {
            Self::Appeal => SegmentKind::Appeal,
            Self::Wall | Self::Share | Self::Comments | Self::Advert | Self::Published => SegmentKind::Boilerplate,
            Self::RelatedHeading | Self::RelatedLead => SegmentKind::Related,
            Self::Byline | Self::Credit => SegmentKind::Credit,
            Self::Photo => SegmentKind::Caption,
        }
    }
}

/// Where a cue must stand in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    Start,
    End,
    Anywhere,
}

/// A cue found in a line.
#[expect(clippy::struct_excessive_bools, reason = "a cue may stand in several ways at once")]
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hit {
    /// It is the whole line, begins it, ends it, or stands in it.
    pub(super) whole: bool,
    pub(super) start: bool,
    pub(super) end: bool,
    pub(super) phrase: bool,
    /// How many cues of the class.
    pub(super) count: u8,
    /// Length of the longest, in bytes of the folded line.
    pub(super) longest: usize,
}

/// The cues of each class in a line.
pub(super) type Hits = [Hit; Class::ALL.len()];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cues {
    whole: Vec<String>,
    start: Vec<String>,
    end: Vec<String>,
    phrase: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    example: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "run as tests"))]
    not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    appeal: Cues,
    wall: Cues,
    share: Cues,
    comments: Cues,
    advert: Cues,
    related_heading: Cues,
    related_lead: Cues,
    byline: Cues,
    credit: Cues,
    photo: Cues,
    published: Cues,
    wire: Names,
    reply: Reply,
    talk: Talk,
    months: Months,
}

impl Page {
    fn classes(&self) -> [(Class, &Cues); Class::ALL.len()] {
        [
            (Class::Appeal, &self.appeal),
            (Class::Wall, &self.wall),
            (Class::Share, &self.share),
            (Class::Comments, &self.comments),
            (Class::Advert, &self.advert),
            (Class::RelatedHeading, &self.related_heading),
            (Class::RelatedLead, &self.related_lead),
            (Class::Byline, &self.byline),
            (Class::Credit, &self.credit),
            (Class::Photo, &self.photo),
            (Class::Published, &self.published),
        ]
    }
}

#[derive(Deserialize)]
struct Names {
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Reply {
    introduces: Vec<String>,
    parts: Vec<String>,
}

#[derive(Deserialize)]
struct Talk {
    readers: Vec<String>,
    outlet: Vec<String>,
    said: Vec<String>,
}

#[derive(Deserialize)]
struct Months {
    names: Vec<String>,
    days: Vec<String>,
    filler: Vec<String>,
}

/// The weights of a line's signs.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Weights {
    pub(super) threshold: f32,
    pub(super) whole: f32,
    pub(super) start: f32,
    pub(super) end: f32,
    pub(super) phrase: f32,
    pub(super) again: f32,
    pub(super) readers: f32,
    pub(super) outlet: f32,
    pub(super) said: f32,
    pub(super) quoted: f32,
    pub(super) short: f32,
    pub(super) long: f32,
    pub(super) open: f32,
    pub(super) address: f32,
    pub(super) arrow: f32,
    pub(super) near: f32,
    pub(super) last: f32,
}

struct Cue {
    class: Class,
    place: Place,
    /// The last word may go on.
    stem: bool,
    /// What must follow later in the line.
    then: Option<String>,
}

/// All cues and word lists.
pub(super) struct Lexicon {
    finder: Option<AhoCorasick>,
    /// The cues of each pattern of the finder.
    cues: Vec<Vec<Cue>>,
    pub(super) readers: HashSet<String>,
    pub(super) outlet: HashSet<String>,
    pub(super) said: HashSet<String>,
    pub(super) wires: HashSet<String>,
    /// How a line ends that introduces the mail which is answered, and the whole of one that parts it from the answer.
    pub(super) introduces_reply: Vec<String>,
    pub(super) parts_messages: HashSet<String>,
    /// 1 to 12 by name, folded.
    pub(super) months: HashMap<String, i8>,
    /// Weekdays, and small words of lines that give a date.
    pub(super) of_dates: HashSet<String>,
    pub(super) weights: Weights,
}

impl Lexicon {
    fn bundled() -> Self {
        let mut patterns: Vec<String> = Vec::new();
        let mut place_of: HashMap<String, usize> = HashMap::new();
        let mut cues: Vec<Vec<Cue>> = Vec::new();
        let mut out = Self {
            finder: None,
            cues: Vec::new(),
            readers: HashSet::new(),
            outlet: HashSet::new(),
            said: HashSet::new(),
            wires: HashSet::new(),
            introduces_reply: Vec::new(),
            parts_messages: HashSet::new(),
            months: HashMap::new(),
            of_dates: HashSet::new(),
            weights: toml::from_str(include_str!("../../../../../lexicon/furniture.toml")).unwrap_or_default(),
        };
        for page in PAGES.iter().filter_map(|data| toml::from_str::<Page>(data).ok()) {
            for (class, lists) in page.classes() {
                let places = [
                    (Place::Whole, &lists.whole),
                    (Place::Start, &lists.start),
                    (Place::End, &lists.end),
                    (Place::Anywhere, &lists.phrase),
                ];
                for (place, list) in places {
                    for entry in list {
                        let (head, then) = match entry.split_once(" ~ ") {
                            Some((head, then)) => (head, Some(fold(then))),
                            None => (entry.as_str(), None),
                        };
                        let stem = head.ends_with('*');
                        let key = fold(head.trim_end_matches('*'));
                        let at = *place_of.entry(key.clone()).or_insert_with(|| {
                            patterns.push(key);
                            cues.push(Vec::new());
                            patterns.len() - 1
                        });
                        if let Some(list) = cues.get_mut(at) {
                            list.push(Cue { class, place, stem, then });
                        }
                    }
                }
            }
            out.readers.extend(page.talk.readers.iter().map(|w| fold(w)));
            out.outlet.extend(page.talk.outlet.iter().map(|w| fold(w)));
            out.said.extend(page.talk.said.iter().map(|w| fold(w)));
            out.wires.extend(page.wire.names.iter().map(|w| fold(w)));
            out.introduces_reply.extend(page.reply.introduces.iter().map(|words| fold(words)));
            out.parts_messages.extend(page.reply.parts.iter().map(|words| fold(words)));
            for (names, month) in page.months.names.iter().zip(1..) {
                out.months.extend(names.split(' ').map(|name| (fold(name), month)));
            }
            out.of_dates.extend(page.months.days.iter().chain(&page.months.filler).map(|w| fold(w)));
        }
        out.finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&patterns).ok();
        out.cues = cues;
        out
    }

    /// The cues in a folded line.
    pub(super) fn hits(&self, line: &str) -> Hits {
        let mut out = Hits::default();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        for found in self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(line)) {
            let (Some(before), Some(own), Some(after)) =
                (line.get(..found.start()), line.get(found.start()..found.end()), line.get(found.end()..))
            else {
                continue;
            };
            if word(before.chars().next_back()) && word(own.chars().next()) {
                continue;
            }
            let goes_on = word(after.chars().next()) && word(own.chars().next_back());
            let at_start = !before.chars().any(char::is_alphanumeric);
            let at_end = !after.chars().any(char::is_alphanumeric);
            for cue in self.cues.get(found.pattern().as_usize()).into_iter().flatten() {
                if (goes_on && !cue.stem) || cue.then.as_ref().is_some_and(|then| !after.contains(then.as_str())) {
                    continue;
                }
                let Some(hit) = out.get_mut(cue.class as usize) else { continue };
                match cue.place {
                    Place::Whole if at_start && at_end => hit.whole = true,
                    Place::Start if at_start => hit.start = true,
                    Place::End if at_end => hit.end = true,
                    Place::Anywhere => hit.phrase = true,
                    _ => continue,
                }
                hit.count = hit.count.saturating_add(1);
                hit.longest = hit.longest.max(own.len());
            }
        }
        out
    }
}

/// A line in lower case, with plain quotation marks and single spaces.
pub(super) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut gap = false;
    for c in line.chars() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            '’' | '‘' | 'ʼ' | '`' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            'ё' | 'Ё' => out.push('е'),
            '\u{fe0f}' | '\u{200d}' | '\u{301}' => {}
            _ => out.extend(c.to_lowercase()),
        }
    }
    if gap && line.ends_with(' ') && !out.is_empty() {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{super::Line, *};

    #[test]
    fn every_file_is_read() {
        for data in PAGES {
            let page: Page = toml::from_str(data).unwrap();
            assert_eq!(page.months.names.len(), 12);
        }
        assert!(lexicon().weights.threshold > 0.0);
    }

    #[test]
    fn examples_are_marked_and_counter_examples_are_not() {
        for data in PAGES {
            let page: Page = toml::from_str(data).unwrap();
            for (class, cues) in page.classes() {
                for example in &cues.example {
                    let found = Line::read(example).class(1.0);
                    assert_eq!(found.map(|(class, _)| class.kind()), Some(class.kind()), "{example}");
                }
                for not in &cues.not {
                    assert_eq!(Line::read(not).class(1.0), None, "{not}");
                }
            }
        }
    }
}
