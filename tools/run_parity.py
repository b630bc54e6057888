"""Runs spaCy and Fogline's engine over the same texts and compares them: the whole measurement of `make parity`.

    python tools/run_parity.py --dump target/release/examples/dump --model models/NAME.whl --out target/parity

The trained pipeline reads the big corpus (tools/texts.py) and the texts kept in this repository, once as it comes and
once with `senter` in place of the parser; each small pipeline under crates/fogline-nlp/tests/fixtures reads the texts
kept there. All files stay in the --out folder, the disagreements in disagreements.txt. The last line of the output is
the JSON object of tools/parity.py about the trained pipeline as it comes; the status is 1 if agreement is too low.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from texts import OWN

TOOLS = Path(__file__).resolve().parent
SMALL = sorted((OWN.parent / "pipelines").glob("*.whl"))
TOKENS = 120_000


def python(script, *arguments, **options):
    return subprocess.run([sys.executable, str(TOOLS / script), *map(str, arguments)], check=True, **options)


def corpus(path, limit):
    """The big corpus, as much of it as is wanted and there, then the repository's own texts."""
    with open(path, "wb") as file:
        python("texts.py", *(["--limit-tokens", limit] if limit else []), stdout=file)
    with open(path, "ab") as file:
        file.write(OWN.read_bytes())


def both_sides(name, model, texts, out, dump, options=()):
    """Annotates with spaCy and with us; gives the arguments for `parity.py --pair`."""
    files = []
    for side, command in (
        ("spacy", [sys.executable, str(TOOLS / "reference.py")]),
        ("ours", [str(dump)]),
    ):
        print(f"parity: {name}, {side}", file=sys.stderr)
        annotations, rows = out / f"{name}.{side}.jsonl", out / f"{name}.{side}.f32"
        with open(texts, "rb") as stdin, open(annotations, "wb") as stdout:
            command += ["--model", str(model), *options, "--vectors", str(rows)]
            subprocess.run(command, stdin=stdin, stdout=stdout, check=True)
        files.append((annotations, rows))
    (theirs, their_rows), (mine, my_rows) = files
    return ["--pair", name, theirs, mine, their_rows, my_rows]


def main():
    parser = argparse.ArgumentParser(description="Measures agreement with spaCy.")
    parser.add_argument("--dump", type=Path, required=True, help="the built example `dump` of fogline-nlp")
    parser.add_argument("--model", type=Path, required=True, help="wheel of the trained pipeline")
    parser.add_argument("--out", type=Path, required=True, help="folder for everything that is written")
    parser.add_argument("--limit-tokens", type=int, default=TOKENS, metavar="N",
                        help=f"about that many tokens of the big corpus, 0 for all of it (default {TOKENS})")
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    texts = args.out / "texts.jsonl"
    corpus(texts, args.limit_tokens)
    pairs = both_sides("en", args.model, texts, args.out, args.dump)
    senter = ["--exclude", "parser", "--enable", "senter"]
    pairs += both_sides("en-senter", args.model, texts, args.out, args.dump, senter)
    for wheel in SMALL:
        pairs += both_sides(wheel.name.split("-")[0], wheel, OWN, args.out, args.dump)
    disagreements = args.out / "disagreements.txt"
    try:
        python("parity.py", "--check", "--texts", texts, "--disagreements", disagreements, *pairs)
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
