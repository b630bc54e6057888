#!/usr/bin/env python3
"""Writes what a reference implementation of Krippendorff's alpha makes of data of all kinds, for the tests to compare with.

    python -m venv .venv && .venv/bin/pip install -r tools/requirements-agreement.txt
    .venv/bin/python tools/agreement_reference.py

Two files: crates/fogline-reconcile/tests/fixtures/agreement.json has the example that Krippendorff published and drawn data;
crates/fogline-cli/tests/fixtures/coding.json has two scripted coders' codings of the dossier with planted disagreements, and
the alpha of each field.
"""

import json
import random
from pathlib import Path

import krippendorff
import numpy as np

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ("nominal", "ordinal", "interval", "ratio")

# Krippendorff (2011), example C: four observers, twelve units, missing values. Published: nominal 0.743, ordinal 0.815,
# interval 0.849, ratio 0.797.
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def alpha(rows, level):
    data = np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=float)
    return float(krippendorff.alpha(reliability_data=data, level_of_measurement=level))


def words(rows):
    """Alpha of words that are the same or not."""
    known = sorted({value for row in rows for value in row if value is not None})
    return alpha([[None if value is None else known.index(value) for value in row] for row in rows], "nominal")


def comparable(rows):
    """Whether alpha is defined: a unit with two values, and two values that differ among those that can be compared."""
    units = [[row[at] for row in rows if row[at] is not None] for at in range(len(rows[0]))]
    values = [value for unit in units if len(unit) > 1 for value in unit]
    return len(set(values)) > 1


def drawn():
    draw = random.Random(20220217)
    while True:
        coders, units = draw.randint(2, 6), draw.randint(2, 40)
        values = draw.choice([[0, 1], [0, 1, 2, 3, 4], [0.5, 2, 2.25, 7, 40], list(range(30))])
        missing, noise = draw.random() * 0.5, draw.random()
        truth = [draw.choice(values) for _ in range(units)]
        rows = [
            [
                None if draw.random() < missing else draw.choice(values) if draw.random() < noise else value
                for value in truth
            ]
            for _ in range(coders)
        ]
        if comparable(rows):
            yield rows


def agreement():
    cases = []
    source = drawn()
    for rows in [PUBLISHED] + [next(source) for _ in range(60)]:
        cases.append({"rows": rows, "alpha": {level: alpha(rows, level) for level in LEVELS}})
    return cases


SPEAKERS = ("the first voice", "the second voice", "the third voice", "author", "none")
SIDES = ("RU", "SEP", "UA", "US", "none")
ACTS = ("assert", "accuse", "deny", "warn", "comment")
FACTUALITY = ("CT+", "PR+", "PS+", "CT-", "Uu")
TYPES = ("ASSAULT", "COERCE", "AID", "RETREAT", "none")
MODALITY = ("actual", "possible", "promised", "announced")
STATUSES = {
    "occurrence": ("observer_recorded", "one_sided", "denied_happened", "unknown"),
    "responsibility": ("contested_mutual", "denied_by_accused", "unattributed"),
    "details": ("none", "single", "range", "conflicting"),
    "characterisation": ("none", "used", "rejected"),
}
INCIDENTS = 6


def statement(draw, span):
    return {
        "content": [span],
        "speaker": draw.choice(SPEAKERS),
        "side": draw.choice(SIDES),
        "speech_act": draw.choice(ACTS),
        "accused": draw.choice([[], ["somebody from far away"], ["somebody from far away", "somebody else again"]]),
        "factuality": draw.choice(FACTUALITY),
    }


def event(draw, trigger):
    return {
        "trigger": trigger,
        "type": draw.choice(TYPES),
        "mode": "none",
        "polarity": draw.choice(("positive", "negative")),
        "modality": draw.choice(MODALITY),
        "place": draw.choice(("the north ridge of nowhere", "the south ridge of nowhere", "none")),
        "day": draw.choice((None, "2022-02-15", "2022-02-17", "2022-02-18")),
        "killed": draw.choice((None, 0, 1, 7)),
        "injured": draw.choice((None, 2, 3, 3.5, 40)),
    }


def disturbed(draw, value, other):
    """The same with some fields as another coder would have them."""
    kept = ("content", "trigger", "mode")
    return {name: own if name in kept or draw.random() > 0.25 else other[name] for name, own in value.items()}


def spans(text, gold):
    """Words of the gold's statements that do not overlap, in the order of the text, in code points."""
    found = []
    for one in gold["statements"]:
        start = text.find(one["evidence"])
        words = one["evidence"]
        free = all(start >= end or start + len(words) <= begin for begin, end, _ in found)
        if start >= 0 and len(words.split()) > 3 and free:
            found.append((start, start + len(words), words))
    return sorted(found)


def span(start, exact):
    return {"start": start, "end": start + len(exact), "exact": exact}


def dossier():
    draw = random.Random(20220224)
    folder = ROOT / "dossiers/donbas-2022"
    reports, units = [], []
    for number, gold in enumerate(json.loads((folder / "gold.json").read_text(encoding="utf-8"))["dispatches"]):
        text = json.loads((folder / gold["file"]).read_text(encoding="utf-8"))["text"]
        coders = {"anna": {"statements": [], "events": []}, "boris": {"statements": [], "events": []}}
        for start, _, words in spans(text, gold):
            first = statement(draw, span(start, words))
            second = disturbed(draw, first, statement(draw, None))
            # The second coder ends a word earlier.
            second["content"] = [span(start, words.rsplit(" ", 1)[0])]
            trigger = span(start, words.split()[0])
            told = event(draw, trigger)
            other = disturbed(draw, told, event(draw, None))
            # One of the two has not found it; in one report it is always the same one.
            misses = draw.random() < 0.12
            missing = ("anna", "boris")[number % 2] if misses else None
            for name, said, happened in (("anna", first, told), ("boris", second, other)):
                if name != missing:
                    coders[name]["statements"].append(said)
                    coders[name]["events"].append({key: value for key, value in happened.items() if value is not None})
            units.append([None if missing == "anna" else (first, told), None if missing == "boris" else (second, other)])
        reports.append({"dispatch": gold["id"], "coders": coders})
    return reports, units


def incidents():
    draw = random.Random(19450508)
    rows = {name: ([], []) for name in STATUSES}
    for name, choices in STATUSES.items():
        for _ in range(INCIDENTS):
            value = draw.choice(choices)
            rows[name][0].append(value)
            rows[name][1].append(value if draw.random() > 0.25 else draw.choice(choices))
    return rows


def coding():
    # What a coder has not found is a value of its own where another has something, and none that a coder can give; a number or a
    # day is missing there.
    reports, units = dossier()
    expected = {}
    for name in ("speaker", "side", "speech_act", "accused", "factuality"):
        plain = lambda value: "+".join(sorted(value)) or "none" if isinstance(value, list) else value
        expected[name] = words([["absent" if unit[at] is None else plain(unit[at][0][name]) for unit in units] for at in (0, 1)])
    for name in ("type", "polarity", "modality", "place"):
        expected[name] = words([["absent" if unit[at] is None else unit[at][1][name] for unit in units] for at in (0, 1)])
    day = lambda value: None if value is None else int(value[-2:])
    for name, level, number in (("day", "interval", day), ("killed", "ratio", float), ("injured", "ratio", float)):
        row = lambda at: [None if unit[at] is None or unit[at][1][name] is None else number(unit[at][1][name]) for unit in units]
        expected[name] = alpha([row(0), row(1)], level)
    statuses = incidents()
    for name, rows in statuses.items():
        expected[name] = words(rows)
    return {"reports": reports, "incidents": statuses, "alpha": expected, "units": len(units)}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text + "\n", encoding="utf-8")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(one) for one in agreement())
    write(ROOT / "crates/fogline-reconcile/tests/fixtures/agreement.json", f"[\n{lines}\n]")
    write(ROOT / "crates/fogline-cli/tests/fixtures/coding.json", json.dumps(coding(), ensure_ascii=False))
