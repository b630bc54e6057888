//! The languages that reports are read in.

/// A language, by what Fogline has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Lang {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Ukrainian.
    Uk,
    /// Another language, or none that can be told.
    Other,
}

impl Lang {
    /// Its ISO 639-1 code; `None` where the language is not known.
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::En => Some("en"),
            Self::Ru => Some("ru"),
            Self::Uk => Some("uk"),
            Self::Other => None,
        }
    }

    /// The language of a code as `en`, `en-US` or `uk_UA`.
    pub fn of_code(code: &str) -> Self {
        match code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "en" => Self::En,
            "ru" => Self::Ru,
            "uk" | "ua" => Self::Uk,
            _ => Self::Other,
        }
    }
}
