//! Gazetteer files and GeoNames dumps of any content are refused with an error or answer like any other. The first byte
//! says which of the two the rest is, or that the rest overwrites a small good file.

#![no_main]

use std::fs;

use fogline::gazetteer::{
    Gazetteer,
    build::{Builder, Entry, Id, read_dumps},
};
use libfuzzer_sys::fuzz_target;

fn good() -> Vec<u8> {
    let mut builder = Builder::default();
    for (id, name) in [(1, "Donetsk"), (2, "Luhansk"), (3, "Donetsk")] {
        let point = Some((48.0 + f64::from(id), 37.8));
        let rings = vec![vec![(47.0, 37.0), (47.0, 39.0), (49.0, 39.0)]];
        builder.put(
            Id::GeoNames(id),
            Entry { name: name.to_owned(), point, country: "UA".to_owned(), rings, ..Entry::default() },
        );
    }
    builder.finish().unwrap_or_default()
}

fn ask(bytes: Vec<u8>) {
    let mut gazetteer = Gazetteer::default();
    if gazetteer.add(bytes).is_err() {
        return;
    }
    for name in ["Donetsk", "Luhansk", "Nowhere"] {
        for (place, _) in gazetteer.lookup(name).into_iter().chain(gazetteer.lookup_loose(name)).take(1000) {
            let _ = (place.id(), place.name(), place.point(), place.feature(), place.kind(), place.rings());
        }
    }
    let _ = gazetteer.by_id("geonames:1");
    let _ = gazetteer.division_of((48.0, 37.8));
}

fuzz_target!(|data: &[u8]| {
    let Some((kind, data)) = data.split_first() else { return };
    match kind % 3 {
        0 => ask(data.to_vec()),
        1 => {
            let mut bytes = good();
            let at = usize::from(data.first().copied().unwrap_or(0)) * bytes.len() / 256;
            for (byte, new) in bytes.iter_mut().skip(at).zip(data.iter().skip(1)) {
                *byte = *new;
            }
            ask(bytes);
        }
        _ => {
            let Ok(folder) = tempfile::tempdir() else { return };
            let files = ["UA.txt", "alternateNamesV2.txt", "admin1CodesASCII.txt", "hierarchy.txt"];
            for (file, part) in files.iter().zip(data.split(|byte| *byte == 0)) {
                let _ = fs::write(folder.path().join(file), part);
            }
            if let Ok(builder) = read_dumps(folder.path()) {
                ask(builder.finish().unwrap_or_default());
            }
        }
    }
});
