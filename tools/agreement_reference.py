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


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in value)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(path.relative_to(ROOT))


if __name__ == "__main__":
    write(ROOT / "crates/fogline-reconcile/tests/fixtures/agreement.json", agreement())
