#!/usr/bin/env python3
"""Measures how copies are found at scale, beside datasketch's MinHash and LSH on the same texts. `make bench-copies` runs it.

    bench_copies.py --example COPIES [--rounds 3] [--small 5000] [--large 50000] [--folder DIR]

Method. `generate_copies.py` makes two sets of invented reports, a tenth of them copies of others (synthetic: what is
measured is cost and order of size, not how real outlets copy). In each round both programs group each set: Fogline from
texts in memory to groups (the example `copies`, one thread), datasketch from texts in memory to groups (lower-case words,
shingles of 5 words, 128 permutations, `update_batch`, an LSH index at Jaccard 0.5, every document asked for once, joined by
union). Time is processor time of the process, without reading the input and starting up. Both come right after each other,
so a ratio within a round holds even where the machine's pace changes; reported is the median with all rounds.
F1 counts pairs of reports that print one text. The last line is JSON.
"""
import argparse
from collections import Counter
import json
from pathlib import Path
import re
import statistics
import subprocess
import sys
import time

TOOLS = Path(__file__).parent
PERMUTATIONS, SHINGLE, JACCARD = 128, 5, 0.5
WORD = re.compile(r"\w+")


def generate(path, documents):
    if not path.exists():
        with path.open("w", encoding="utf-8") as out:
            subprocess.run([sys.executable, TOOLS / "generate_copies.py", "--documents", str(documents),
                            "--copies", str(documents // 10)], stdout=out, check=True)
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def fogline(example, path):
    """{report: group}, seconds, bytes of a signature."""
    with path.open("rb") as lines:
        done = subprocess.run([example], stdin=lines, capture_output=True, check=True)
    timing = json.loads(done.stderr.splitlines()[-1])
    groups = json.loads(done.stdout)
    label = {}
    for number, group in enumerate(groups):
        for ref in [group["origin"]] + [m["ref"] for m in group["members"] if m["relation"] != "update"]:
            label.setdefault(ref, number)
    seconds = timing["seconds_signatures"] + timing["seconds_groups"]
    return label, seconds, timing


def datasketch(reports):
    """{report: group}, seconds."""
    from datasketch import MinHash, MinHashLSH
    texts = [report["text"] for report in reports]
    began = time.process_time()
    index = MinHashLSH(threshold=JACCARD, num_perm=PERMUTATIONS)
    parent = list(range(len(texts)))

    def root(number):
        while parent[number] != number:
            number = parent[number]
        return number

    for number, text in enumerate(texts):
        words = WORD.findall(text.lower())
        shingles = {" ".join(words[at:at + SHINGLE]).encode() for at in range(max(1, len(words) - SHINGLE + 1))}
        hashed = MinHash(num_perm=PERMUTATIONS)
        hashed.update_batch(shingles)
        for other in index.query(hashed):
            low, high = sorted((root(number), root(other)))
            parent[high] = low
        index.insert(number, hashed)
    label = {report["id"]: root(number) for number, report in enumerate(reports)}
    return label, time.process_time() - began


def score(reports, label):
    """P, R and F1 of the pairs that are in one group."""
    two = lambda counts: sum(n * (n - 1) // 2 for n in counts.values())
    gold = two(Counter(r["text_of"] for r in reports))
    predicted = two(Counter(label[r["id"]] for r in reports if r["id"] in label))
    hits = two(Counter((label[r["id"]], r["text_of"]) for r in reports if r["id"] in label))
    return {"precision": round(hits / max(predicted, 1), 4), "recall": round(hits / max(gold, 1), 4),
            "f1": round(2 * hits / max(predicted + gold, 1), 4)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--example", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--small", type=int, default=5_000)
    parser.add_argument("--large", type=int, default=50_000)
    parser.add_argument("--folder", type=Path, default=Path("."))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    out = {"synthetic": True}
    for documents in (args.small, args.large):
        path = args.folder / f"reports-{documents}.jsonl"
        reports = generate(path, documents)
        rounds = []
        for number in range(args.rounds):
            ours, seconds, timing = fogline(args.example, path)
            theirs, peer = datasketch(reports)
            rounds.append({"fogline": documents / seconds, "datasketch": documents / peer, "ratio": peer / seconds})
            print(f"{documents} reports, round {number + 1}: Fogline {documents / seconds:,.0f} a second of processor time, "
                  f"datasketch {documents / peer:,.0f}: {peer / seconds:.1f} times", file=sys.stderr)
        middle = lambda name: statistics.median(r[name] for r in rounds)
        out[str(documents)] = {
            "documents per second": round(middle("fogline")), "datasketch": round(middle("datasketch")),
            "ratio": round(middle("ratio"), 2), "ratios": [round(r["ratio"], 2) for r in rounds],
            "pairs": score(reports, ours), "datasketch pairs": score(reports, theirs),
            "bytes of a signature": round(timing["bytes_of_signatures"] / documents),
            "words of a report": round(sum(len(r["text"].split()) for r in reports) / documents),
        }
        print(f"  pairs {out[str(documents)]['pairs']}, datasketch {out[str(documents)]['datasketch pairs']}", file=sys.stderr)
    small, large = out[str(args.small)], out[str(args.large)]
    out["cost per document, large to small"] = round(small["documents per second"] / large["documents per second"], 2)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
