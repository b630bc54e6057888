//! Which encoding bytes are in.
//!
//! A byte order mark decides; then bytes that are UTF-8 are UTF-8, whatever a label says; then the labels, first the
//! server's, then the page's own, unless what they give is clearly not a language; then the detector that browsers use.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_2022_JP, KOI8_R, KOI8_U, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};

use super::{Reason, decode, stream::Fault};
use crate::offsets::OffsetMap;

/// What is looked at for signs of an encoding.
const SAMPLE: usize = 1 << 20;
/// Where a page says its encoding.
const HEAD: usize = 4096;

/// Decodes plain text.
pub(super) fn text(bytes: &[u8], labels: &[Option<&str>]) -> Result<(String, OffsetMap), Fault> {
    let (encoding, mark) = encoding(bytes, labels)?;
    Ok(decode::decode(bytes.get(mark..).unwrap_or_default(), encoding, mark))
}

/// Decodes a page, which may say its encoding itself.
pub(super) fn html(bytes: &[u8], label: Option<&str>) -> Result<(String, OffsetMap), Fault> {
    let own = label_within(bytes);
    text(bytes, &[label, own.as_deref()])
}

/// The encoding of text, and the length of the byte order mark before it.
pub(super) fn encoding(bytes: &[u8], labels: &[Option<&str>]) -> Result<(&'static Encoding, usize), Fault> {
    if let Some(marked) = decode::mark(bytes) {
        return Ok(marked);
    }
    if let Some(encoding) = unmarked_utf_16(bytes) {
        return Ok((encoding, 0));
    }
    if !is_text(bytes) {
        return Err(Fault::new(Reason::NotText, "control characters where text would have letters: a binary file"));
    }
    let mut labels = labels.iter().flatten().filter_map(|label| usable(label));
    if bytes.is_ascii() {
        // The one encoding whose texts look like ASCII.
        let escaped = bytes.contains(&0x1b) && labels.any(|encoding| encoding == ISO_2022_JP);
        return Ok((if escaped { ISO_2022_JP } else { UTF_8 }, 0));
    }
    if is_utf_8(bytes) {
        return Ok((UTF_8, 0));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = detector.guess(None, Utf8Detection::Deny);
    // A label of UTF-8 has been refuted already.
    let encoding = labels.filter(|encoding| *encoding != UTF_8).find_map(|encoding| believed(encoding, guess, sample));
    Ok((encoding.unwrap_or(guess), 0))
}

/// The encoding a label means, if it can be one without a byte order mark.
fn usable(label: &str) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.trim().as_bytes())?;
    let unusable = decode::is_utf_16(encoding) || encoding == REPLACEMENT || encoding == X_USER_DEFINED;
    (!unusable).then_some(encoding)
}

/// The labelled encoding or a close relative, unless the detector's is far more plausible.
fn believed(label: &'static Encoding, guess: &'static Encoding, sample: &[u8]) -> Option<&'static Encoding> {
    if label == KOI8_R && guess == KOI8_U {
        return Some(guess); // the same but for the Ukrainian letters
    }
    if label == guess {
        return Some(label);
    }
    let odd = |encoding: &'static Encoding| oddity(&encoding.decode_without_bom_handling(sample).0);
    let (labelled, guessed) = (odd(label), odd(guess));
    let refuted = labelled > 0.15 && guessed * 3.0 < labelled;
    (!refuted).then_some(label)
}

/// How much of a text's letters beyond ASCII stand as no language puts them, from 0.
fn oddity(text: &str) -> f64 {
    let (mut letters, mut odd) = (0_u32, 0.0);
    let (mut previous, mut latin_run) = (' ', 0);
    for c in text.chars() {
        let foreign = !c.is_ascii();
        letters += u32::from(foreign && (c.is_alphabetic() || c == '\u{fffd}'));
        if ('\u{2500}'..'\u{2600}').contains(&c) {
            odd += 1.0; // frames of tables, which old encodings keep where others have letters
        } else if c == '\u{fffd}' || ('\u{80}'..='\u{9f}').contains(&c) || ('\u{e000}'..='\u{f8ff}').contains(&c) {
            odd += 2.0;
        } else if c.is_alphabetic() && previous.is_alphabetic() {
            let both_foreign = foreign && !previous.is_ascii();
            if is_cyrillic(c) != is_cyrillic(previous) || (both_foreign && previous.is_lowercase() && c.is_uppercase())
            {
                odd += 1.0;
            } else if both_foreign && previous.is_uppercase() && c.is_uppercase() {
                odd += 0.3;
            }
        } else if foreign && previous.is_alphabetic() && !"«»“”‘’„–—…\u{a0}°·•§№".contains(c) {
            odd += 0.5;
        }
        latin_run = if ('\u{c0}'..'\u{250}').contains(&c) { latin_run + 1 } else { 0 };
        odd += f64::from(u8::from(latin_run >= 3));
        previous = c;
    }
    odd / f64::from(letters.max(1))
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..'\u{530}').contains(&c)
}

/// UTF-8 but for a few damaged places, such as a cut last character.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good >= bad * 10
}

/// UTF-16 without a mark: every other byte is one of the few that begin the letters of the scripts read here.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    if sample.len() < 4 {
        return None;
    }
    let share = |first: usize| {
        let of_script = sample.iter().skip(first).step_by(2).filter(|b| matches!(**b, 0 | 4)).count();
        of_script * 20 > (sample.len() / 2) * 17 // 85 %
    };
    match (share(0), share(1)) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

/// Whether bytes are text in some encoding that extends ASCII. A stray control character does no harm.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample.iter().filter(|b| matches!(**b, 0..=7 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)).count();
    controls * 50 <= sample.len()
}

/// The label within a page or an XML document: `<meta charset=...>`, `<?xml encoding=...?>`.
pub(super) fn label_within(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let head = WINDOWS_1252.decode_without_bom_handling(head).0.to_ascii_lowercase();
    if let Some(declaration) = head.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split("?>").next())
        && let Some(label) = assigned(declaration, "encoding")
    {
        return Some(label);
    }
    head.split("<meta").skip(1).find_map(|tag| assigned(tag.split('>').next()?, "charset"))
}

/// The label in `charset=...`, wherever in the words it stands.
pub(super) fn assigned(words: &str, name: &str) -> Option<String> {
    words.split(name).skip(1).find_map(|rest| {
        let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.+".contains(c)).unwrap_or(value.len());
        value.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use encoding_rs::{IBM866, WINDOWS_1251};

    use super::*;

    const RUSSIAN: &str = "В среду вечером в городе прозвучали три взрыва, сообщили в Администрации области.";
    const UKRAINIAN: &str = "У середу ввечері в місті пролунали три вибухи, повідомили в Адміністрації області.";

    fn read(bytes: &[u8], label: Option<&str>) -> String {
        text(bytes, &[label]).unwrap().0
    }

    #[test]
    fn labels_are_believed_where_they_fit() {
        for (encoding, label) in
            [(WINDOWS_1251, "windows-1251"), (KOI8_R, "koi8-r"), (IBM866, "cp866"), (KOI8_U, "KOI8-U")]
        {
            let words = if encoding == KOI8_U { UKRAINIAN } else { RUSSIAN };
            assert_eq!(read(&encoding.encode(words).0, Some(label)), words, "{label}");
            assert_eq!(read(&encoding.encode(words).0, None), words, "{label} unlabelled");
        }
        let short = WINDOWS_1252.encode("Café").0;
        assert_eq!(read(&short, Some("iso-8859-1")), "Café");
    }

    #[test]
    fn wrong_labels_are_overruled() {
        let cyrillic = WINDOWS_1251.encode(RUSSIAN).0;
        for wrong in ["utf-8", "windows-1252", "koi8-r", "iso-8859-1", "cp866", "utf-16", "nonsense"] {
            assert_eq!(read(&cyrillic, Some(wrong)), RUSSIAN, "{wrong}");
        }
        assert_eq!(read(RUSSIAN.as_bytes(), Some("windows-1251")), RUSSIAN);
        assert_eq!(read(&KOI8_U.encode(UKRAINIAN).0, Some("windows-1251")), UKRAINIAN);
        assert_eq!(read(&KOI8_U.encode(UKRAINIAN).0, Some("koi8-r")), UKRAINIAN);
    }

    #[test]
    fn the_server_s_label_comes_before_the_page_s() {
        let page = format!("<html><head><meta charset=\"koi8-r\"></head><p>{RUSSIAN}");
        let bytes = WINDOWS_1251.encode(&page).0;
        assert_eq!(html(&bytes, Some("windows-1251")).unwrap().0, page);
        assert_eq!(html(&bytes, None).unwrap().0, page);
    }

    #[test]
    fn labels_are_found_in_pages() {
        for (page, label) in [
            ("<meta http-equiv='Content-Type' content='text/html; charset=Windows-1251'>", Some("windows-1251")),
            ("<html><META CHARSET = koi8-r >", Some("koi8-r")),
            ("<?xml version=\"1.0\" encoding='UTF-8'?><rss>", Some("utf-8")),
            ("<meta name=author content=x><p>charset=no", None),
        ] {
            assert_eq!(label_within(page.as_bytes()).as_deref(), label, "{page}");
        }
    }

    #[test]
    fn marks_and_zero_bytes_tell_utf_16() {
        let units = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
        assert_eq!(read(&units(&format!("\u{feff}{RUSSIAN}")), None), RUSSIAN);
        assert_eq!(read(&units(RUSSIAN), None), RUSSIAN);
        assert_eq!(read(&units("Two were hurt."), None), "Two were hurt.");
        assert_eq!(text("\u{feff}Так".as_bytes(), &[]).unwrap().1, OffsetMap::identity(6, 3));
    }

    #[test]
    fn binary_files_are_not_text_and_a_stray_zero_is() {
        assert_eq!(text(&(0..=255).collect::<Vec<u8>>(), &[]).unwrap_err().reason, Reason::NotText);
        assert_eq!(read(format!("{RUSSIAN}\0").as_bytes(), None), format!("{RUSSIAN}\0"));
        let cut = RUSSIAN.as_bytes();
        assert!(read(&cut[1..], None).ends_with("области."));
    }
}
