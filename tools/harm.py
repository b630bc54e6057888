"""Counts the errors that harm, apart from other errors: a statement given to the wrong side, a denial read as an
assertion or the reverse, and what was only alleged, denied or to come read as a fact.

    python tools/harm.py                    with target/release/fogline
    python tools/harm.py --bin PATH         with another binary
    python tools/harm.py --quiet            only the counts, without the words
    python tools/harm.py --calibration      also how often a confidence is right

Read are the dossier's English dispatches, the literate cases of corpus/cases, and the article beside the repository
under ../shared, which is not distributed with it and is left out, with a word, where it is not there. A statement
found is one whose words meet those of the gold by half or more of the shorter; nobody's side (null) is an abstention
and no error.
"""

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
DOSSIER = ROOT / "dossiers/donbas-2022"
CASES = ROOT / "corpus/cases"
WORD = re.compile(r"\w+")

# Acts by which something is taken to be so.
ASSERTING = {"assert", "report", "record", "accuse", "confirm", "acknowledge"}
# Words by which a dispatch of the dossier says that someone denies; what is only negative ("we have not seen") may be
# read as either.
DENYING = re.compile(r"den(y|ies|ied)|reject|dismiss|refut")
# Of no side, by the reading or by the pack.
OPEN = {None, "UNKNOWN"}
# The sides of the dossier's accounts, as the pack calls them. Others (residents, relays) are of no side.
SIDES = {
    "russian_government": {"RU"}, "russian_regional": {"RU"}, "russian_media": {"RU", "MEDIA"}, "separatist": {"SEP"},
    "ukrainian": {"UA"}, "western": {"US", "WEST"}, "monitor": {"IND"}, "independent": {"IND", "MEDIA"},
    "independent_media": {"MEDIA", "IND"}, "belarus": {"BY"},
}


@dataclass
class Said:
    """A statement of the gold."""

    name: str
    at: list                    # [(start, end)]
    speaker: set                # words of the speaker's name
    sides: set                  # any of these is right; empty: not known
    denial: bool | None         # None: may be read as either


@dataclass
class Told:
    """An event of the gold."""

    name: str
    at: list
    actual: bool                # said to have happened or to be going on
    alleged: bool               # told by others only, never by the outlet


@dataclass
class Text:
    """A text with its gold."""

    source: str
    record: dict
    said: list = field(default_factory=list)
    told: list = field(default_factory=list)


def words(text):
    return {word.lower() for word in WORD.findall(text)}


def covered(text, spans):
    """The words of a text, by number, that some spans touch."""
    return {
        number
        for number, word in enumerate(WORD.finditer(text))
        if any(start < word.end() and word.start() < end for start, end in spans)
    }


def ends(spans):
    return [(span["start"], span["end"]) for span in spans]


def article():
    folder = SHARED / "gold/seed"
    if not (folder / "gold.json").exists():
        print(f"left out: there is no article with gold in {folder}", file=sys.stderr)
        return
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    text = (folder / "article.txt").read_bytes().decode("utf-8")
    record = {"id": "article", "text": text, "outlet": gold["document"].get("outlet") or "Outlet",
              "published": gold["document"]["published"], "lang": "en"}
    one = Text("article", record)
    own = {s["id"] for s in gold["statements"] if s["speaker"]["resolution"] == "author"}
    for s in gold["statements"]:
        acts = {s["speech_act"], s["alt_speech_act"]} - {None}
        denial = True if acts == {"deny"} else None if "deny" in acts else False
        side = {s["side"]} - {None, "UNKNOWN"}
        speaker = words(s["speaker"]["as_written"] or "")
        one.said.append(Said(s["id"], ends(s["content"]), speaker, side, denial))
    for e in gold["events"]:
        actual = e["polarity"] == "pos" and e["modality"] == "actual"
        one.told.append(Told(e["id"], ends([e["trigger"]]), actual, not own & set(e["asserted_in"])))
    yield one


def dossier():
    gold = json.loads((DOSSIER / "gold.json").read_text(encoding="utf-8"))
    accounts = [account for incident in gold["incidents"].values() for account in incident["accounts"].items()]
    sides = {}
    for side, ids in accounts:
        for name in ids:
            sides.setdefault(name, set()).update(SIDES.get(side, ()))
    copies = {copy: one["of"] for one in gold["relations"] if one["type"] == "syndicated_copy" for copy in one["copies"]}
    for dispatch in gold["dispatches"]:
        record = json.loads((DOSSIER / dispatch["file"]).read_text(encoding="utf-8"))
        if record["lang"] != "en":
            continue
        one = Text("dossier", record)
        for s in dispatch["statements"]:
            number, part = s["id"].split(".")
            of_side = sides.get(f"{copies.get(number, number)}.{part}", set())
            at = record["text"].index(s["evidence"])
            denial = s["stance"] == "deny"
            if denial and not DENYING.search(s["cue"]):
                denial = None
            speaker = words(s["speaker"].split("(")[0])
            one.said.append(Said(s["id"], [(at, at + len(s["evidence"]))], speaker, of_side, denial))
        yield one


def cases():
    """What the cases say of their texts, those not yet read so among them. Lines of what is not there say nothing here."""
    for path in sorted(CASES.glob("*.md")):
        if path.stem == "README":
            continue
        for case in re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            name, *lines = case.splitlines()
            text = "\n".join(line[1:].removeprefix(" ") for line in lines if line.startswith(">")).rstrip()
            record = {"id": f"{path.stem}: {name}", "text": text, "published": "2022-02-17", "lang": "en"}
            one = Text("cases", record)
            for line in (line[2:].strip().strip("`") for line in lines if line.startswith("- ")):
                kind, _, rest = line.partition(" ")
                cells = [cell.strip() for cell in rest.split("|")]
                cells = [cell for cell in cells if "=" not in cell]
                if kind not in ("says", "event") or len(cells) < (3 if kind == "says" else 4) or "*" in cells:
                    continue
                spans = [located(text, piece) for piece in cells[2 if kind == "says" else 0].split(" ... ")]
                if None in spans:
                    continue
                if kind == "says":
                    one.said.append(Said(f"{record['id']}", spans, words(cells[0]), set(), cells[1] == "deny"))
                else:
                    one.told.append(Told(f"{record['id']}", spans, cells[2:4] == ["positive", "actual"], False))
            yield one


def located(text, piece):
    """Where words of a case stand, whatever white space or marks are at their ends."""
    inked = re.sub(r"^\W+|\W+$", "", piece)
    found = re.search(r"\s+".join(re.escape(word) for word in inked.split()), text) if inked else None
    return found.span() if found else None


def read(binary, texts):
    """The readings of all texts, in order."""
    lines = "".join(json.dumps(one.record, ensure_ascii=False) + "\n" for one in texts)
    command = [binary, "read", "-", "--input-format", "jsonl", "--format", "json"]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE)
    if done.returncode:
        sys.exit(f"{binary} ended with {done.returncode}")
    readings = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if len(readings) != len(texts):
        sys.exit(f"{len(texts)} texts gave {len(readings)} readings")
    return readings


def pairs(gold, found, score):
    """One to one, best first."""
    ranked = sorted(
        ((score(a, b), i, j) for i, a in enumerate(gold) for j, b in enumerate(found)), key=lambda x: (-x[0], x[1:])
    )
    left, right, out = set(), set(), {}
    for value, i, j in ranked:
        if value > 0 and i not in left and j not in right:
            left.add(i)
            right.add(j)
            out[i] = found[j]
    return out


class Counts:
    """Errors of one kind: how many of how many, and where."""

    def __init__(self, title, goal):
        self.title, self.goal, self.of, self.lines = title, goal, 0, []

    def add(self, wrong, line):
        self.of += 1
        if wrong:
            self.lines.append(line)

    @property
    def percent(self):
        return 100 * len(self.lines) / self.of if self.of else 0.0


def judge(texts, readings):
    side = Counts("statements given to the wrong side", 1)
    flipped = Counts("denials read as assertions, or the reverse", 1)
    fact = Counts("alleged, denied or future events read as facts", 2)
    missed = Counts("denials of the gold that were missed", 5)
    abstained = Counts("found statements whose side is left open", None)
    # (confidence, right) of each decision.
    sure = {"side": [], "polarity": []}
    for one, reading in zip(texts, readings):
        text = one.record["text"]
        actors = {actor["id"]: actor for actor in reading["actors"]}
        named = lambda s: words(" ".join(
            [m["exact"] for m in actors.get(s["speaker"]["actor"], {"mentions": []})["mentions"]]
            + [(s["speaker"]["span"] or {}).get("exact", ""), actors.get(s["speaker"]["actor"], {"name": ""})["name"]]))
        statements = [(covered(text, ends(s["content"])), named(s), s) for s in reading["statements"]]
        gold = [(covered(text, s.at), s) for s in one.said]

        def near(a, b):
            shared = len(a[0] & b[0])
            if not shared or shared / min(len(a[0]), len(b[0])) < 0.5:
                return 0
            same = len(a[1].speaker & b[1]) / max(1, len(a[1].speaker))
            return shared / min(len(a[0]), len(b[0])) + same + shared / len(a[0] | b[0]) / 10

        found = pairs(gold, statements, near)
        for i, (_, s) in enumerate(gold):
            got = found[i][2] if i in found else None
            denied = got is not None and got["speech_act"] == "deny"
            where = f"{one.source} {s.name}: {quoted(text, s.at)}"
            if s.denial:
                missed.add(not denied, where + (f" [read as {got['speech_act']}]" if got else " [not found]"))
            if got is None:
                continue
            if s.sides:
                abstained.add(got["side"] in OPEN, f"{where} [{got['speaker']['resolution']}]")
                if got["side"] not in OPEN:
                    side.add(got["side"] not in s.sides, f"{where} [{got['side']} for {'/'.join(sorted(s.sides))}]")
                held = actors.get(got["speaker"]["actor"], {}).get("side")
                if held not in OPEN:
                    sure["side"].append((got["confidence"]["side"], held in s.sides))
            if s.denial is not None:
                wrong = s.denial and got["speech_act"] in ASSERTING or not s.denial and denied
                flipped.add(wrong, f"{where} [read as {got['speech_act']}]")
                sure["polarity"].append((got["confidence"]["polarity"], not wrong))

        own = {s["id"] for s in reading["statements"] if s["speaker"]["resolution"] == "author"}
        events = [(covered(text, ends([e["trigger"]])), e) for e in reading["events"]]
        gold = [(covered(text, e.at), e) for e in one.told]
        found = pairs(gold, events, lambda a, b: len(a[0] & b[0]) / len(a[0] | b[0]) if a[0] & b[0] else 0)
        for i, (_, e) in enumerate(gold):
            if i not in found or e.actual and not e.alleged:
                continue
            got = found[i][1]
            as_fact = got["polarity"] == "positive" and got["modality"] == "actual"
            if e.actual:
                as_fact = as_fact and own & set(got["asserted_in"])
            fact.add(as_fact, f"{one.source} {e.name}: {quoted(text, e.at)}")
    return (side, flipped, fact, missed, abstained), sure


def quoted(text, spans):
    exact = " ... ".join(text[start:end] for start, end in spans)
    return " ".join(exact.split())[:110]


def calibration(sure):
    for what, decisions in sure.items():
        print(f"\nconfidence of {what:9} decisions   right")
        for low in range(0, 100, 10):
            here = [right for confidence, right in decisions if confidence is not None
                    and low <= min(confidence * 100, 99.9) < low + 10]
            if here:
                print(f"  {low / 100:.1f} to {low / 100 + 0.1:.1f} {len(here):16} {100 * sum(here) / len(here):6.1f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", default=str(ROOT / "target/release/fogline"))
    parser.add_argument("--quiet", action="store_true", help="only the counts, without the words")
    parser.add_argument("--calibration", action="store_true", help="also print how often a confidence is right")
    args = parser.parse_args()
    texts = [*article(), *dossier(), *cases()]
    counts, sure = judge(texts, read(args.bin, texts))
    for one in counts:
        goal = "" if one.goal is None else f"   goal {one.goal} %{'' if one.percent <= one.goal else ', MISSED'}"
        print(f"{one.title:48} {len(one.lines):3} of {one.of:3}  {one.percent:5.1f} %{goal}")
    for one in counts:
        if one.lines and not args.quiet:
            print(f"\n{one.title}:")
            print("\n".join(f"  {line}" for line in one.lines))
    if args.calibration:
        calibration(sure)


if __name__ == "__main__":
    main()
