"""Reads whole sets of reports and checks every reading against the form that it promises.

    python tools/spans.py                   with target/release/fogline
    python tools/spans.py --bin PATH --save FOLDER

Checked for every document: it is read, without a fault, in its place; its text is the one given; the words at every
span are those of the text; ids are unique and what refers to one finds it; statements and events name each other;
values are among those that the form lists; every statement and event names a rule; and every sentence of the body gave
something or is listed with a reason. The sets live beside the repository under ../shared/data and are not distributed
with it: one that is not there is named and left out. They are read on all cores.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared/data"
SHOWN = 20

VALUES = {
    "resolution": "explicit pronoun carried_over metonym collective anonymous author",
    "speech_act": "assert report record accuse deny confirm acknowledge comment appeal promise offer announce warn threaten "
                  "doubt state_intent decline_comment retract correct",
    "class": "neutral factive distancing belief zero",
    "quote_type": "direct indirect mixed scare",
    "factuality": "CT+ PR+ PS+ CT- PR- PS- CTu Uu",
    "author_distance": "none hedge scare_quotes self_proclaimed so_called not_verified",
    "polarity": "positive negative",
    "modality": "actual attempted hypothetical possible probable promised announced requested intended",
    "tense": "past ongoing future historical",
    "type": "AGREE CONSULT SUPPORT COOPERATE AID CONCEDE RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE "
            "ASSAULT",
}
VALUES = {field: set(names.split()) for field, names in VALUES.items()}


def lines(pattern):
    """The records of a set's files."""
    for path in sorted(DATA.glob(pattern)):
        opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
        with opened as file:
            for line in file:
                yield json.loads(line)


def muc4():
    for record in lines("muc4/*/*.jsonl*"):
        yield {"id": record["id"], "text": record["doc"], "lang": "en"}


def semeval2025_task10():
    for record in lines("semeval2025_task10/*/EN_*.jsonl*"):
        yield {"id": record["id"], "text": record["text"], "lang": "en"}


def guardian_nyt_ukraine2022():
    for record in lines("guardian_nyt_ukraine2022/*/*.jsonl*"):
        yield {"id": str(record["id"]), "title": record["headlines"], "text": record["articles"], "outlet": record["journal"],
               "outlet_kind": "newspaper", "published": record["published"], "lang": "en"}


def official_statements():
    for record in lines("official_statements/*/*.jsonl*"):
        known = is_date(record["date"])
        yield {"id": f"{record['file']}/{record['id']}", "title": record["title"], "text": record["text"],
               "url": record["url"], **({"published": record["date"]} if known else {})}


def is_date(value):
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


SETS = [muc4, semeval2025_task10, guardian_nyt_ukraine2022, official_statements]


def breaches(reading, record):
    """What in a reading is not as promised."""
    document = reading["document"]
    text = document["text"]
    if document["ref"] != record["id"]:
        yield f"is of {document['ref']}"
    if text != record["text"]:
        yield "its text is not the one given"
    yield from spans(reading, text, "")
    lists = ("actors", "places", "times", "quantities", "statements", "events")
    ids = {name: [item["id"] for item in reading[name]] for name in lists}
    for name, own in ids.items():
        for twice in [one for one, count in Counter(own).items() if count > 1]:
            yield f"{name}: {twice} stands twice"
    known = {name: set(own) for name, own in ids.items()}

    def refer(what, name, refs):
        for ref in refs:
            if ref is not None and ref not in known[name]:
                yield f"{what}: {ref} is not among the {name}"

    for s in reading["statements"]:
        what = f"statement {s['id']}"
        actors = [s["speaker"]["actor"], s["addressee"], *s["cosources"], *s["chain"], *s["accused"]]
        yield from refer(what, "actors", actors)
        yield from refer(what, "events", [*s["events"], *(target.get("event") for target in s["targets"])])
        yield from refer(what, "statements", [s["parent"], *(target.get("statement") for target in s["targets"])])
        yield from legal(what, s["speaker"], ["resolution"])
        yield from legal(what, s, ["speech_act", "quote_type"])
        yield from legal(what, s, ["factuality", "author_distance"], open_too=True)
        yield from legal(what, s["cue"] or {}, ["class"], open_too=True)
        for field, value in s["confidence"].items():
            if value is not None and not 0 <= value <= 1:
                yield f"{what}: confidence of {field} is {value}"
        if not s["content"]:
            yield f"{what} has no content"
        if not s["why"]:
            yield f"{what} names no rule"
        if s["speech_act"] == "deny" and not s["targets"]:
            yield f"{what} denies nothing"
        if bool(s["quotes"]) == (s["quote_type"] == "indirect"):
            yield f"{what} is {s['quote_type']} with {len(s['quotes'])} quotations"
        if s["chain"] and s["hops"] != len(s["chain"]) - 1:
            yield f"{what}: {s['hops']} hops over a chain of {len(s['chain'])}"
    parents = {s["id"]: s["parent"] for s in reading["statements"]}
    for at in parents:
        seen = set()
        while at is not None and at not in seen:
            seen.add(at)
            at = parents.get(at)
        if at is not None:
            yield f"statement {at} is within itself"
    for e in reading["events"]:
        what = f"event {e['id']}"
        yield from refer(what, "actors", [*e["actor"], *e["recipient"]])
        yield from refer(what, "places", [e["place"]])
        yield from refer(what, "times", [e["time"]])
        yield from refer(what, "quantities", e["quantities"])
        yield from legal(what, e, ["polarity", "modality"])
        yield from legal(what, e, ["type", "tense"], open_too=True)
        if not e["why"]:
            yield f"{what} names no rule"
        if not e["asserted_in"]:
            yield f"{what} is told by no statement"
    one = {(s["id"], event) for s in reading["statements"] for event in s["events"]}
    other = {(statement, e["id"]) for e in reading["events"] for statement in e["asserted_in"]}
    for statement, event in sorted(one ^ other):
        yield f"statement {statement} and event {event} do not name each other"
    yield from silent(reading)


def spans(value, text, path):
    """Words at spans that are not those of the text."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from spans(item, text, f"{path}[{number}]")
    elif isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            if not 0 <= start < end <= len(text):
                yield f"{path}: {start} to {end} is no stretch of {len(text)} letters"
            elif "exact" in value and text[start:end] != value["exact"]:
                yield f"{path}: at {start} stands {text[start:end]!r}, not {value['exact']!r}"
        for name, item in value.items():
            yield from spans(item, text, f"{path}.{name}")


def legal(what, item, fields, open_too=False):
    for field in fields:
        value = item.get(field)
        if value not in VALUES[field] and not (open_too and value is None):
            yield f"{what}: {value!r} is no {field}"


def silent(reading):
    """Sentences of the body that gave nothing and are not listed."""
    body = [one for one in reading["document"]["segments"] if one["kind"] == "body"]
    told = [span for s in reading["statements"] for span in s["content"]]
    told += [e["trigger"] for e in reading["events"]] + reading["unread"]
    meets = lambda one, others: any(one["start"] < other["end"] and other["start"] < one["end"] for other in others)
    for sentence in reading["document"]["sentences"]:
        if meets(sentence, body) and not meets(sentence, told):
            yield f"sentence at {sentence['start']} gave nothing and is not listed"


def check(binary, name, records, save):
    """Reads one set; gives how many breaches it has."""
    command = [binary, "read", "-", "--input-format", "jsonl", "--format", "json"]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
        for record in records:
            given.write((json.dumps(record, ensure_ascii=False) + "\n").encode())
        given.seek(0)
        started = time.monotonic()
        running = subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=said)
        kept = open(save / f"{name}.jsonl", "wb") if save else None
        found, items, number = [], Counter(), 0
        by_id = {record["id"]: record for record in records}
        for line in running.stdout:
            number += 1
            if kept:
                kept.write(line)
            reading = json.loads(line)
            record = by_id.get(reading["document"]["ref"], {"id": None, "text": None})
            found += [f"{record['id']}: {one}" for one in breaches(reading, record)]
            items.update({what: len(reading[what]) for what in ("statements", "events", "unread")})
        code = running.wait()
        seconds = time.monotonic() - started
        said.seek(0)
        complaints = said.read().decode("utf-8", "replace").splitlines()
    if kept:
        kept.close()
    if number != len(records):
        found.append(f"{len(records)} documents gave {number} readings")
    if code:
        found += [f"exit code {code}", *complaints[-5:]]
    kinds = ", ".join(f"{count} {what}" for what, count in items.items())
    print(f"{name}: {number} documents in {seconds:.0f} s: {kinds}; {len(found)} breaches")
    for line in found[:SHOWN]:
        print(f"  {line}")
    if len(found) > SHOWN:
        print(f"  and {len(found) - SHOWN} more")
    return len(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT / "target/release/fogline"))
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the readings here")
    args = parser.parse_args()
    if args.save:
        args.save.mkdir(parents=True, exist_ok=True)
    total = 0
    for of_set in SETS:
        records = list(of_set())
        if records:
            total += check(args.bin, of_set.__name__, records, args.save)
        else:
            print(f"{of_set.__name__}: left out, there is nothing of it in {DATA}")
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
