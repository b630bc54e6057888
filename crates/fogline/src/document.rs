//! A report as it is read: its text, what each part of the text is, and what is known of where it comes from.

use std::{borrow::Cow, sync::Arc};

use crate::{offsets::OffsetMap, span::Span, time::Moment};

/// One report.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What the input calls it: a record's own id, or its path and place in a file.
    pub reference: String,
    /// Hash of the original bytes: SHA-256.
    pub sha256: [u8; 32],
    /// The original bytes, as they came.
    pub original: Arc<[u8]>,
    /// All visible text. Every span of a reading lies in it.
    pub text: Arc<str>,
    /// Where in the original bytes each part of the text stands.
    pub offsets: OffsetMap,
    /// What the parts of the text are: in order, without overlap. What no segment covers is white space between them.
    pub segments: Vec<Segment>,
    /// What is known of where it comes from.
    pub facts: Facts,
    /// Pictures, videos and files that it refers to; none is ever opened.
    pub media: Vec<Media>,
    /// What a channel's export says of a post.
    pub post: Option<Post>,
    /// Marks in the text that are no part of its words, as Markdown has them: in order, without overlap.
    pub marks: Vec<Span>,
}

impl Document {
    /// The document as its words are read: of the same length, with spaces where marks stand.
    pub fn without_marks(&self) -> Cow<'_, Self> {
        if self.marks.is_empty() {
            return Cow::Borrowed(self);
        }
        Cow::Owned(Self { text: without(&self.text, &self.marks).into(), marks: Vec::new(), ..self.clone() })
    }
}

/// A text with spaces in the place of some parts of it; line ends stay.
pub(crate) fn without(text: &str, parts: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for part in parts {
        out.push_str(text.get(at..part.start).unwrap_or_default());
        out.extend(part.of(text).bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }));
        at = part.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// A part of a document's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Where it stands.
    pub span: Span,
}

/// What a part of a page is. Only `Headline`, `Dateline`, `Body` and `Caption` are read for statements and events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SegmentKind {
    /// The report's title.
    Headline,
    /// Place and agency at the head of the text: `KYIV, Feb 17 (Northwire) -`.
    Dateline,
    /// The report itself.
    Body,
    /// Words under a picture.
    Caption,
    /// Who wrote it or took part: bylines, `AFP contributed reporting`.
    Credit,
    /// The outlet speaking for itself: donations, subscriptions, newsletters.
    Appeal,
    /// Walls, comments, cookie notices, share buttons, terms.
    Boilerplate,
    /// Menus, breadcrumbs, tags.
    Navigation,
    /// Other reports that the page points to.
    Related,
}

impl SegmentKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Headline,
        Self::Dateline,
        Self::Body,
        Self::Caption,
        Self::Credit,
        Self::Appeal,
        Self::Boilerplate,
        Self::Navigation,
        Self::Related,
    ];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Dateline => "dateline",
            Self::Body => "body",
            Self::Caption => "caption",
            Self::Credit => "credit",
            Self::Appeal => "appeal",
            Self::Boilerplate => "boilerplate",
            Self::Navigation => "navigation",
            Self::Related => "related",
        }
    }

    /// Whether it is part of the report, and not of the page around it.
    pub fn is_read(self) -> bool {
        matches!(self, Self::Headline | Self::Dateline | Self::Body | Self::Caption | Self::Credit)
    }
}

/// What is known of a report besides its words. Unknown is `None` or empty, never a guess.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Canonical address.
    pub uri: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Name of the outlet.
    pub outlet: Option<String>,
    /// Class of the outlet.
    pub outlet_kind: Option<OutletKind>,
    /// Where the outlet stands, in the words of the input.
    pub side: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// Language, as the input gives it.
    pub lang: Option<String>,
}

impl Facts {
    /// Fills in what is not known.
    #[must_use]
    pub fn or(self, supplied: &Self) -> Self {
        // The instant of a capture says only that it was published by then.
        let published = self.published.filter(|published| published.basis != PublishedBasis::Capture);
        Self {
            uri: self.uri.or_else(|| supplied.uri.clone()),
            title: self.title.or_else(|| supplied.title.clone()),
            outlet: self.outlet.or_else(|| supplied.outlet.clone()),
            outlet_kind: self.outlet_kind.or(supplied.outlet_kind),
            side: self.side.or_else(|| supplied.side.clone()),
            authors: if self.authors.is_empty() { supplied.authors.clone() } else { self.authors },
            published: published.or(supplied.published).or(self.published),
            lang: self.lang.or_else(|| supplied.lang.clone()),
        }
    }
}

/// When a report was published, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Published {
    /// The day or instant.
    pub at: Moment,
    /// What says so.
    pub basis: PublishedBasis,
}

/// What says when a report was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedBasis {
    /// Data in the page that readers do not see.
    Metadata,
    /// A date printed on the page.
    VisibleDate,
    /// A field of the record.
    RecordField,
    /// The person who runs Fogline.
    Supplied,
    /// The feed that it came in.
    Feed,
    /// Only when it was captured; it was published then or earlier.
    Capture,
}

impl PublishedBasis {
    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::VisibleDate => "visible_date",
            Self::RecordField => "record_field",
            Self::Supplied => "supplied",
            Self::Feed => "feed",
            Self::Capture => "capture",
        }
    }
}

/// What kind of publisher an outlet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OutletKind {
    /// News agency.
    Wire,
    /// Newspaper or news site.
    Newspaper,
    /// Radio or television.
    Broadcaster,
    /// Funded and editorially controlled by a state.
    StateMedia,
    /// Run by a party to the conflict.
    PartyChannel,
    /// The channel of an authority.
    OfficialChannel,
    /// Bulletin of a monitoring mission.
    MonitorBulletin,
    /// Copies what others publish.
    Aggregator,
    /// Local or regional outlet.
    LocalOutlet,
    /// Non-governmental organisation.
    Ngo,
    /// Account on a social network.
    SocialAccount,
    /// Not known.
    Unknown,
}

impl OutletKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Wire,
        Self::Newspaper,
        Self::Broadcaster,
        Self::StateMedia,
        Self::PartyChannel,
        Self::OfficialChannel,
        Self::MonitorBulletin,
        Self::Aggregator,
        Self::LocalOutlet,
        Self::Ngo,
        Self::SocialAccount,
        Self::Unknown,
    ];

    /// As the contract writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Newspaper => "newspaper",
            Self::Broadcaster => "broadcaster",
            Self::StateMedia => "state_media",
            Self::PartyChannel => "party_channel",
            Self::OfficialChannel => "official_channel",
            Self::MonitorBulletin => "monitor_bulletin",
            Self::Aggregator => "aggregator",
            Self::LocalOutlet => "local_outlet",
            Self::Ngo => "ngo",
            Self::SocialAccount => "social_account",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A file that a report refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// `photo`, `video`, `voice`, `file` ... as the source calls it.
    pub kind: String,
    /// Path or address, as the source gives it.
    pub reference: String,
    /// Where the words about it stand.
    pub caption: Option<Span>,
}

/// What a channel's export says of a post.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Post {
    /// Number in the channel.
    pub id: i64,
    /// The post that it answers.
    pub reply_to: Option<i64>,
    /// Channel or person that it was forwarded from.
    pub forwarded_from: Option<String>,
    /// When it was last edited.
    pub edited: Option<Moment>,
}
