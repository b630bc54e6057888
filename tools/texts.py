"""Prints the corpus for agreement and speed measurements, one JSON line {"id", "text"} per report.

    python tools/texts.py > corpus.jsonl                       everything found
    python tools/texts.py --limit-tokens 60000 > corpus.jsonl  about that many tokens, from every source in turn
    python tools/texts.py --own > own.jsonl                    only the texts kept in this repository

The big sources live beside the repository, under ../shared, and are not distributed with it. A source which is not
there is named on standard error and left out. Texts are passed on as they are, line breaks included.
"""

import argparse
import itertools
import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OWN = ROOT / "crates/fogline-nlp/tests/fixtures/texts.jsonl"


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def read_jsonl(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def seed():
    for path in sorted((SHARED / "gold/seed").glob("*.txt")):
        yield f"seed/{path.stem}", read(path)


def dossier():
    for path in sorted((SHARED / "dossier").glob("[0-9]*.json")):
        report = json.loads(read(path))
        if report["lang"] == "en":
            yield f"dossier/{report['id']}", f"{report['title']}\n\n{report['text']}"


def semeval():
    for path in sorted((SHARED / "data/semeval2025_task10/dev").glob("EN_*.jsonl")):
        for article in read_jsonl(path):
            yield f"semeval/{article['id']}", article["text"]


def polnear():
    for path in sorted((SHARED / "data/polnear/dev").glob("*/text/*.txt")):
        yield f"polnear/{path.stem}", read(path)


def own():
    for record in read_jsonl(OWN):
        yield record["id"], record["text"]


def rough_tokens(text):
    """Words and marks: within some percent of what a tokenizer finds, and needs no model."""
    return len(re.findall(r"\w+|[^\w\s]", text))


def main():
    parser = argparse.ArgumentParser(description="Prints the measurement corpus as JSON lines.")
    parser.add_argument("--limit-tokens", type=int, metavar="N", help="stop after about N tokens")
    parser.add_argument("--own", action="store_true", help="only the texts kept in this repository")
    args = parser.parse_args()

    sys.stdout.reconfigure(encoding="utf-8")
    collected = {}
    for source in [own] if args.own else [seed, dossier, semeval, polnear]:
        collected[source.__name__] = list(source())
        if not collected[source.__name__]:
            print(f"texts: {source.__name__} is absent, going on without it", file=sys.stderr)

    counts = {name: [0, 0, 0] for name in collected}
    total = 0
    # One text of each source in turn, so that a small corpus still holds some of everything.
    turns = itertools.zip_longest(*([(name, *text) for text in texts] for name, texts in collected.items()))
    for name, ident, text in filter(None, itertools.chain.from_iterable(turns)):
        print(json.dumps({"id": ident, "text": text}, ensure_ascii=False))
        tokens = rough_tokens(text)
        for i, n in enumerate((1, len(text), tokens)):
            counts[name][i] += n
        total += tokens
        if args.limit_tokens and total >= args.limit_tokens:
            break
    for name, (texts, chars, tokens) in counts.items():
        print(f"texts: {name}: {texts} texts, {chars} characters, about {tokens} tokens", file=sys.stderr)
    print(f"texts: about {total} tokens in all", file=sys.stderr)


if __name__ == "__main__":
    main()
