//! Files that belong to a page or an export beside them: pictures, styles, scripts.

use std::collections::BTreeSet;

/// Folders that a Telegram export keeps its media in.
const MEDIA: [&str; 13] = [
    "photos",
    "video_files",
    "voice_messages",
    "round_video_messages",
    "video_messages",
    "audio_files",
    "files",
    "stickers",
    "contacts",
    "images",
    "css",
    "js",
    "profile_pictures",
];

/// Which folders hold attachments, by their names with a slash at the end.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    folders: BTreeSet<String>,
    /// Pages of an export that is there in JSON too.
    exports: BTreeSet<String>,
}

impl Attachments {
    /// Tells them by what stands beside them: `Page.html` and `Page_files/`, `result.json` and `photos/`.
    pub(super) fn among<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut found = Self::default();
        for name in names {
            let name = name.replace('\\', "/");
            if let Some(page) = name.strip_suffix(".html").or_else(|| name.strip_suffix(".htm")) {
                found.folders.extend(["_files/", ".files/"].map(|end| format!("{page}{end}")));
            }
            let (folder, file) = name.rsplit_once('/').map_or(("", name.as_str()), |(folder, file)| (folder, file));
            if matches!(file, "result.json" | "messages.html") {
                let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
                found.folders.extend(MEDIA.map(|media| format!("{folder}{media}/")));
                if file == "result.json" {
                    found.exports.insert(folder);
                }
            }
        }
        found
    }

    /// Whether a file lies in one of them.
    pub(super) fn holds(&self, name: &str) -> bool {
        let name = name.replace('\\', "/");
        let folder = name.rfind('/').and_then(|at| name.get(..=at)).unwrap_or_default();
        let file = name.get(folder.len()..).unwrap_or_default();
        let in_export = is_page_of_messages(file) && self.exports.contains(folder);
        let mut parents = name.match_indices('/').filter_map(|(at, _)| name.get(..=at));
        in_export || parents.any(|parent| self.folders.contains(parent))
    }
}

/// `messages.html`, `messages2.html` and so on.
fn is_page_of_messages(file: &str) -> bool {
    let number = file.strip_prefix("messages").and_then(|rest| rest.strip_suffix(".html"));
    number.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_a_page_or_an_export_is_known_by_its_folder() {
        let names = ["a/Page.html", "a/Page_files/logo.png", "x/result.json", "x/photos/1.jpg", "photos/2.jpg"];
        let found = Attachments::among(names.into_iter());
        assert!(found.holds("a/Page_files/logo.png"));
        assert!(found.holds("x/photos/1.jpg"));
        assert!(found.holds("x/messages2.html"));
        for kept in ["a/Page.html", "photos/2.jpg", "x/result.json", "x/other/1.txt", "messages.html"] {
            assert!(!found.holds(kept), "{kept}");
        }
    }
}
