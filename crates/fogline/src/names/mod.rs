//! Names in running text: a text as units, and tables of names found among them, in whatever case form they stand.
//!
//! Goes in: a stretch of text, and tables of names of packs and lexicons. Comes out: which name stands where. Case forms
//! of Russian and Ukrainian names are made from `lexicon/ru/endings.tsv` and `lexicon/uk/endings.tsv`.

mod forms;
mod phrases;
mod units;

pub use forms::forms;
pub use phrases::{Found, Phrases};
pub use units::{Gap, Shape, Unit, units};

/// A word as names are compared: lower case, without accents, `ё` as `е`, one kind of apostrophe.
pub fn fold(word: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'ё' => folded.push('е'),
            '’' | '‘' | 'ʼ' | '`' | '´' | '′' => folded.push('\''),
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => {}
            // Letters of their own in Cyrillic, though Unicode can take them apart.
            'а'..='я' | 'і' | 'ї' | 'є' | 'ґ' => folded.push(c),
            c if c.is_ascii() => folded.push(c),
            c => folded.extend(std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c))),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_kinds_of_apostrophe_do_not_matter() {
        assert_eq!(fold("Élysée"), "elysee");
        assert_eq!(fold("Слов’янськ"), "слов'янськ");
        assert_eq!(fold("Семёнов"), "семенов");
        assert_eq!(fold("Київ"), "київ");
        assert_eq!(fold("Бойко"), "бойко");
    }
}
