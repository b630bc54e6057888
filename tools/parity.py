"""Compares two files of annotations, spaCy's and ours, and says where they differ.

    python tools/parity.py REFERENCE OURS [REFERENCE_ROWS OUR_ROWS]
    python tools/parity.py --pair en REFERENCE OURS REFERENCE_ROWS OUR_ROWS --pair mini REFERENCE OURS --check

Both files are as tools/reference.py writes them: the same texts in the same order. The rows, if given, are the tok2vec
output of both sides. Of several pairs the first is the main one: the last line printed, a JSON object, is about it.

What the columns mean:

    tokens       tokens in the reference
    tokenization share of them that we have too, with the same start and end
    tag ...      of the tokens both have, the share with the same answer; heads are the same if they start at the same byte
    entities     F1 over spans with the same start, end and label
    tok2vec      greatest absolute difference of any number, over texts with identical tokens

--check ends with status 1 if any pair falls below the limits set here.
"""

import argparse
import itertools
import json
import sys
from pathlib import Path

import numpy

FIELDS = ["tag", "pos", "morph", "lemma", "head", "label", "sent_start"]
LIMITS = {"tokenization": 0.9995, **dict.fromkeys(FIELDS, 0.9995), "entities_f1": 0.999}
TOK2VEC_LIMIT = 1e-4
SHOWN = 40


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def by_span(record):
    """The answers for every token of a text, by its start and end."""
    tokens = {}
    for i, span in enumerate(zip(record["start"], record["end"])):
        tokens[span] = {
            **{field: record[field][i] for field in ("tag", "pos", "morph", "lemma", "sent_start")},
            "head": record["start"][record["head"][i]],
            "label": record["dep"][i],
        }
    return tokens


def entities(record):
    return {(record["start"][first], record["end"][last - 1], label) for first, last, label in record["ents"]}


def compare(reference, ours):
    """Counts the agreements of two lists of records; also gives a line for every disagreement."""
    tokens = same_span = found = wanted = right = 0
    agree = dict.fromkeys(FIELDS, 0)
    differences = []
    for theirs, mine in zip(reference, ours):
        ident = theirs["id"]
        expected, got = by_span(theirs), by_span(mine)
        tokens += len(expected)
        for span, answers in expected.items():
            if span not in got:
                differences.append((ident, span, "token", "yes", "no"))
                continue
            same_span += 1
            for field in FIELDS:
                if answers[field] == got[span][field]:
                    agree[field] += 1
                else:
                    differences.append((ident, span, field, answers[field], got[span][field]))
        differences += [(ident, span, "token", "no", "yes") for span in got if span not in expected]

        expected, got = entities(theirs), entities(mine)
        wanted, found, right = wanted + len(expected), found + len(got), right + len(expected & got)
        differences += [(ident, ent[:2], "entity", ent[2], "no") for ent in sorted(expected - got)]
        differences += [(ident, ent[:2], "entity", "no", ent[2]) for ent in sorted(got - expected)]
    scores = {
        "tokens": tokens,
        "tokenization": share(same_span, tokens),
        **{field: share(agree[field], same_span) for field in FIELDS},
        "entities_f1": share(2 * right, wanted + found),
        "tok2vec_max_abs_diff": None,
    }
    return scores, differences


def share(part, whole):
    return part / whole if whole else 1.0


def tok2vec_difference(reference, ours, reference_rows, our_rows):
    """Greatest absolute difference, over the texts which both sides have cut into the same tokens."""
    sides = []
    for records, path in ((reference, reference_rows), (ours, our_rows)):
        lengths = [len(record["start"]) for record in records]
        rows = numpy.fromfile(path, dtype="<f4").reshape(sum(lengths), -1)
        sides.append(numpy.split(rows, numpy.cumsum(lengths)[:-1]))
    worst = 0.0
    for theirs, mine, expected, got in zip(reference, ours, *sides):
        if theirs["start"] == mine["start"] and theirs["end"] == mine["end"] and len(expected):
            difference = numpy.nan_to_num(abs(expected - got), nan=numpy.finfo("f4").max)
            worst = max(worst, float(difference.max()))
    return worst


def shortfalls(scores):
    for name, limit in LIMITS.items():
        if scores[name] < limit:
            yield f"{name} is {scores[name]:.6f}, below {limit}"
    difference = scores["tok2vec_max_abs_diff"]
    if difference is not None and difference > TOK2VEC_LIMIT:
        yield f"tok2vec differs by {difference:.2e}, more than {TOK2VEC_LIMIT}"


def table(results):
    heads = ["", "tokens", "tokenization", *FIELDS, "entities", "tok2vec"]
    lines = [heads]
    for name, scores in results:
        shares = [f"{100 * scores[key]:.3f}" for key in LIMITS]
        difference = scores["tok2vec_max_abs_diff"]
        lines.append([name, str(scores["tokens"]), *shares, "-" if difference is None else f"{difference:.1e}"])
    widths = [max(map(len, column)) for column in zip(*lines)]
    for line in lines:
        print(line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:])), sep="  ")


def main():
    parser = argparse.ArgumentParser(description="Compares annotations with spaCy's.")
    parser.add_argument("files", nargs="*", help="REFERENCE OURS [REFERENCE_ROWS OUR_ROWS]")
    parser.add_argument("--pair", nargs="+", action="append", default=[], metavar="NAME FILES",
                        help="a name, then the same files; may be repeated")
    parser.add_argument("--check", action="store_true", help="end with status 1 if agreement is too low")
    parser.add_argument("--disagreements", type=Path, metavar="FILE", help="write all of them there")
    parser.add_argument("--texts", metavar="FILE", help="the texts, so that disagreements can be shown with their words")
    args = parser.parse_args()
    pairs = ([["main", *args.files]] if args.files else []) + args.pair
    if not pairs or any(len(pair) not in (3, 5) for pair in pairs):
        parser.error("give REFERENCE and OURS, and the two files of rows or neither")

    texts = {record["id"]: record["text"].encode() for record in read_jsonl(args.texts)} if args.texts else {}
    results, lines = [], []
    for name, reference_path, our_path, *rows in pairs:
        reference, ours = read_jsonl(reference_path), read_jsonl(our_path)
        if [record["id"] for record in reference] != [record["id"] for record in ours]:
            sys.exit(f"parity: {reference_path} and {our_path} are not about the same texts")
        scores, differences = compare(reference, ours)
        if rows:
            scores["tok2vec_max_abs_diff"] = tok2vec_difference(reference, ours, *rows)
        results.append((name, scores))
        for ident, (start, end), field, expected, got in differences:
            words = repr(texts[ident][start:end].decode(errors="replace")) if ident in texts else ""
            lines.append(f"{name}  {ident}  {start}-{end}  {words}  {field}: {expected!r}, ours {got!r}")

    for line in itertools.islice(lines, SHOWN):
        print(line)
    print(f"{len(lines)} disagreements" + (f", {SHOWN} shown" if len(lines) > SHOWN else ""), end="\n\n")
    if args.disagreements:
        args.disagreements.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    table(results)
    failed = [f"{name}: {reason}" for name, scores in results for reason in shortfalls(scores)] if args.check else []
    print(*failed, sep="\n")
    print(json.dumps(results[0][1]))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
