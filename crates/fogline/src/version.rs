//! What a reading rests on that is in the binary: the code and the lexicons.

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::packs::Pack;

static LEXICON: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../lexicon");

/// Version of the code.
pub const ENGINE: &str = env!("CARGO_PKG_VERSION");

/// Changes with any word or weight of the lexicons.
pub fn lexicon() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut files = Vec::new();
        collect(&LEXICON, &mut files);
        files.sort_unstable();
        digest(files.into_iter())
    });
    &VERSION
}

/// Changes with any file of a pack.
pub fn pack(pack: &Pack) -> String {
    digest(pack.files.iter().map(|(name, content)| (name.as_str(), content.as_bytes())))
}

fn collect(dir: &Dir<'static>, into: &mut Vec<(&'static str, &'static [u8])>) {
    into.extend(dir.files().filter_map(|file| Some((file.path().to_str()?, file.contents()))));
    dir.dirs().for_each(|dir| collect(dir, into));
}

/// The first 16 hexadecimal digits of a hash over names and contents.
fn digest<'f>(files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
    let mut hasher = Sha256::new();
    for (name, content) in files {
        for field in [name.as_bytes(), content] {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field);
        }
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_file_counts() {
        assert_eq!(lexicon().len(), 16);
        let mut one = Pack::bundled().unwrap()[0].clone();
        let before = pack(&one);
        one.files.insert("z.toml".to_owned(), "".into());
        assert_ne!(pack(&one), before);
        assert_ne!(digest([("a", b"bc".as_slice())].into_iter()), digest([("ab", b"c".as_slice())].into_iter()));
    }
}
