//! Writes the first corpora: `cargo run --example seed`.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use fogline_fuzz::{PIPELINES, acquire, package, stored, texts, wheel};
use fogline_nlp::Pipeline;

/// Longest text of a seed, and longest member that is given whole.
const LONGEST: usize = 4096;

/// Texts that are hard on a tokenizer, to begin with.
const HARD: [&str; 24] = [
    "http://abc.de/fg?h=i#j,k.l://m@n:80/",
    "a.b,c;d:e!f?g",
    "\"\"''“”‘’«»„“",
    "((([[[{{{<<<>>>}}}]]])))",
    "):):( :-) xD ಠ_ಠ ¯\\_(ツ)_/¯",
    "+5aaaaaa -3 $5 €5 5€ US$5 5km 5kg. 25°C. 30%",
    "can't won't I'd've 'em y'all C'mon o'clock 'Cause",
    "U.S. U.S.A. e.g. i.e. a.m. 5p.m. Mr. Dr.",
    ".... ... .. . …… ……",
    "\u{1}\u{2}\u{3}\u{7f}\0\0",
    " \t\u{a0}\u{2003}\r\n \n\n  \u{1c} \u{85}",
    "שלום \u{202e}abc\u{202c} عربى",
    "👩‍👩‍👧‍👦🏳️‍🌈🇺🇦😀😀",
    "e\u{301}\u{302}\u{303}\u{304}a\u{308}",
    "漢字かな交じり文ไทย字가나다",
    "п'ять об'єкт м. Київ вул. Січових Стрільців 5 грн. т.зв. 2022 р.",
    "aбвgδe",
    "end.Start a-b-c d--e f/g h=i j+k l*m 1-2 3+4 5*6 7^8",
    "a'b'c's d’s E'S",
    "x²y³ 5m² ½ Ⅷ ①",
    "\u{feff}\u{200b}a\u{200d}b\u{ad}c",
    "ŐűİıſẞǅÅΩ",
    "#tag @user a@b.c <b>x</b> &amp; [1] {2}",
    "--------- ========= _____ *****",
];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let folder = |target: &str| -> Result<PathBuf, Box<dyn Error>> {
        let folder = root.join(target);
        fs::create_dir_all(&folder)?;
        Ok(folder)
    };

    let packages = folder("package")?;
    for (number, entry) in package::ENTRIES.iter().enumerate() {
        let choice = u8::try_from(number + 1)?;
        let name = entry.name().replace('/', "-");
        if entry.bytes().len() <= LONGEST {
            let whole = [&[choice, package::REPLACE], entry.bytes()].concat();
            fs::write(packages.join(format!("{number}-{name}-whole")), whole)?;
        }
        // One number overwritten near the start; the outermost value's first child taken out.
        fs::write(packages.join(format!("{number}-{name}-byte")), [choice, package::OVERWRITE, 1, 0, 0, 3, 1, 0])?;
        fs::write(packages.join(format!("{number}-{name}-edit")), [choice, package::EDIT, 0, 0, 9, 0, 0, 0])?;
    }
    let config = "[nlp]\nlang = \"en\"\npipeline = []\n[nlp.tokenizer]\n@tokenizers = \"spacy.Tokenizer.v1\"\n";
    let smallest = package::zip(&[
        ("config.cfg", config.as_bytes().to_vec()),
        ("meta.json", br#"{"name":"m","version":"1"}"#.to_vec()),
        ("tokenizer", package::tokenizer()),
        ("x.dist-info/RECORD", b"config.cfg,sha256=x,1\n".to_vec()),
    ]);
    fs::write(packages.join("wheel"), [&[0], smallest.as_slice()].concat())?;

    let tokenizer = folder("tokenizer")?;
    let all = texts();
    for choice in 0..2u8 {
        let texts = all.iter().map(String::as_str).chain(HARD).filter(|text| text.len() <= LONGEST);
        for (number, text) in texts.enumerate() {
            fs::write(tokenizer.join(format!("{choice}-{number}")), [&[choice], text.as_bytes()].concat())?;
        }
    }

    let docs = folder("stored")?;
    for name in PIPELINES {
        let bytes = Pipeline::load(&wheel(name))?.annotate(stored::TEXT).to_bytes();
        fs::write(docs.join(name), [&[0], bytes.as_slice()].concat())?;
        fs::write(docs.join(format!("{name}-plain")), stored::payload(&bytes).ok_or("a stored document changed")?)?;
    }
    let any = folder("acquire_any")?;
    let archive = folder("acquire_archive")?;
    for (target, name, bytes) in acquire::SEEDS {
        fs::write(folder(&format!("acquire_{target}"))?.join(name), bytes)?;
        fs::write(any.join(format!("{target}-{name}")), bytes)?;
        for how in 0..6u8 {
            let damaged = [&[how, 0, 40, 0], bytes].concat();
            fs::write(archive.join(format!("{how}-{target}-{name}")), damaged)?;
        }
    }
    Ok(())
}
