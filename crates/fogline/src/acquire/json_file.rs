//! JSON in one piece: a record, a list of them, or `{"records": [...]}`; several such pieces may follow each other.

use super::{
    json_walk::JsonWalk,
    jsonl,
    out::{At, Flow, Out, Place},
    recognise,
    stream::{Fault, Stream},
};

pub(super) fn read(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>) -> Flow {
    if stream.peek(3) == b"\xef\xbb\xbf" {
        std::io::BufRead::consume(stream, 3);
    }
    let mut number = 0;
    loop {
        let start = stream.position();
        match pieces(stream, place, out, &mut number) {
            Ok(Some(flow)) => flow?,
            Ok(None) => return Flow::Continue(()),
            // Where brackets do not match, it cannot be told where the next record begins.
            Err(fault) => return out.fault(place, At::new(start.max(stream.position()), number + 1), fault),
        }
    }
}

/// Reads one piece; `None` at the end.
fn pieces(stream: &mut Stream<'_>, place: &Place, out: &mut Out<'_>, number: &mut u64) -> Result<Option<Flow>, Fault> {
    // Only the first piece can hold a list of records by name; looking at every piece would cost more than reading it.
    let head = if *number == 0 { stream.peek(recognise::HEAD) } else { &[] };
    let head = String::from_utf8_lossy(head).into_owned();
    let mut walk = JsonWalk { stream };
    match walk.peek()? {
        None => Ok(None),
        Some(b'[') => list(&mut walk, place, out, number).map(Some),
        Some(b'{') => {
            if recognise::holds_records(&head) {
                return members(&mut walk, place, out, number).map(Some);
            }
            let name = if *number == 0 { place.path.clone() } else { place.numbered(*number + 1) };
            element(&mut walk, place, &name, out, number).map(Some)
        }
        Some(_) => element(&mut walk, place, &place.path, out, number).map(Some),
    }
}

fn members(walk: &mut JsonWalk<'_, '_>, place: &Place, out: &mut Out<'_>, number: &mut u64) -> Result<Flow, Fault> {
    walk.take(b'{')?;
    let mut first = true;
    while walk.another(b'}', &mut first)? {
        let key = walk.key()?;
        if key == "records" && walk.peek()? == Some(b'[') {
            let flow = list(walk, place, out, number)?;
            if flow.is_break() {
                return Ok(flow);
            }
        } else {
            walk.value(0)?;
        }
    }
    Ok(Flow::Continue(()))
}

fn list(walk: &mut JsonWalk<'_, '_>, place: &Place, out: &mut Out<'_>, number: &mut u64) -> Result<Flow, Fault> {
    walk.take(b'[')?;
    let mut first = true;
    while walk.another(b']', &mut first)? {
        let name = place.numbered(*number + 1);
        let flow = element(walk, place, &name, out, number)?;
        if flow.is_break() {
            return Ok(flow);
        }
    }
    Ok(Flow::Continue(()))
}

/// One record.
fn element(
    walk: &mut JsonWalk<'_, '_>,
    place: &Place,
    name: &str,
    out: &mut Out<'_>,
    number: &mut u64,
) -> Result<Flow, Fault> {
    walk.peek()?;
    let at = At::new(walk.stream.position(), *number + 1);
    let limit = out.limits().record;
    let bytes = walk.value(limit)?;
    *number += 1;
    Ok(match bytes.map(|bytes| jsonl::record(&bytes, name)) {
        Some(Ok(record)) => out.record(record),
        Some(Err(fault)) => out.fault(place, at, fault),
        None => out.fault(place, at, Fault::too_large(limit)),
    })
}
