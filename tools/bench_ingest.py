#!/usr/bin/env python3
"""Measures how `fogline ingest` goes as a ledger grows, beside spaCy's bare pipeline on the same texts. `make bench-ingest`
runs it.

    bench_ingest.py --fogline FOGLINE [--documents 5000] [--threads 1] [--sample 300] [--folder DIR]

Method. `generate_reports.py` makes the reports: synthetic, three in ten of the incidents in one region and one week. They are
ingested into a fresh ledger in one run of one process; with `--threads 1` on one core, as spaCy. Every half second the
process is looked at: resident memory, processor time, and how many reports the ledger holds. The rate of each tenth of the
reports is in reports a second of processor time, of all threads together, which other work on the machine disturbs least.
What comes behind the last report is the settling: copies are folded, incidents grouped. The share of spaCy: before and after,
it annotates a sample of the reports with the same model on the same core, one process, one thread; the ratio is its seconds for
a report against those of the whole ingest for a report: starting, reading, storing, deriving, settling. Then it is asked of
the ledger what a shift would ask, each time in a new process. The last line is JSON.
"""
import argparse
import json
import os
from pathlib import Path
import shutil
import sqlite3
import subprocess
import sys
import time

from bench import ONE_THREAD

TOOLS = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
STEP = 0.5  # seconds between looks
QUESTIONS = [
    ["incidents"], ["incidents", "--area", "Popasna"], ["search", "school AND Popasna"], ["incident", None], ["why", None],
    ["new", "--since", "2022-01-05"], ["commitments"], ["responses"], ["narratives"], ["copies"], ["stats"],
]


def say(line):
    print(line, file=sys.stderr, flush=True)


def generate(path, documents):
    if not path.exists():
        say(f"making {documents:,} reports")
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as out:
            subprocess.run([sys.executable, TOOLS / "generate_reports.py", "--documents", str(documents)], stdout=out,
                           check=True)
        part.rename(path)


def spacy(texts, core):
    """Processor seconds that spaCy's pipeline takes for texts, and their tokens."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    done = subprocess.run(
        [sys.executable, TOOLS / "bench.py", "--spacy-worker"], input=lines.encode(), stdout=subprocess.PIPE,
        env={**os.environ, **ONE_THREAD}, preexec_fn=lambda: os.sched_setaffinity(0, {core}), check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return found["cpu_seconds"], found["tokens"]


def look(process, ledger, began):
    """(reports stored, seconds, processor seconds, resident KiB, highest KiB), or `None` when the process is gone."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
        times = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    if "VmRSS" not in fields:
        return None
    resident, highest = (int(fields[name].split()[0]) for name in ("VmRSS", "VmHWM"))
    stored = 0
    try:
        with sqlite3.connect(f"file:{ledger / 'ledger.sqlite'}?mode=ro", uri=True, timeout=5) as records:
            stored = records.execute("SELECT count(*) FROM record WHERE kind = 'reading'").fetchone()[0]
    except sqlite3.Error:
        pass
    return stored, time.monotonic() - began, (int(times[11]) + int(times[12])) / TICKS, resident, highest


def ingest(binary, ledger, path, threads, cores):
    """What was seen of an ingest, its summary, and its own count of processor seconds."""
    shutil.rmtree(ledger, ignore_errors=True)
    began = time.monotonic()
    process = subprocess.Popen(
        [binary, "ingest", "--ledger", ledger, "--format", "json", path], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "RAYON_NUM_THREADS": str(threads)}, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    seen, told = [(0, 0.0, 0.0, 0, 0)], began
    while process.poll() is None:
        if now := look(process, ledger, began):
            seen.append(now)
            if time.monotonic() - told > 30:
                told = time.monotonic()
                say(f"  {now[0]:,} reports, {now[1]:.0f} s, {now[2]:.0f} s of processor time, {now[3] / 1024:.0f} MiB")
        time.sleep(STEP)
    if process.returncode:
        raise SystemExit(f"ingest ended with {process.returncode}")
    return seen, json.loads(process.stdout.read())


def at(seen, stored, column):
    """A value of the moment at which so many reports were stored; of none, that before the first."""
    if stored <= 0:
        return [one for one in seen if one[0] == 0][-1][column]
    for before, after in zip(seen, seen[1:]):
        if after[0] >= stored > before[0]:
            share = (stored - before[0]) / (after[0] - before[0])
            return before[column] + share * (after[column] - before[column])
    return seen[-1][column]


def ask(binary, ledger, question):
    """Seconds, processor seconds and MiB of a question, and what is answered."""
    began = time.monotonic()
    process = subprocess.Popen([binary, *question, "--ledger", ledger, "--format", "json"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    answer = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    figures = {"seconds": round(time.monotonic() - began, 2), "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
               "mib": round(used.ru_maxrss / 1024), "bytes": len(answer), "exit": process.returncode}
    return figures, answer


def questions(binary, ledger):
    out, chosen = {}, None
    for question in QUESTIONS:
        question = [chosen if word is None else word for word in question]
        if None in question:
            continue
        figures, answer = ask(binary, ledger, question)
        if question == ["incidents"] and figures["exit"] == 0:
            found = json.loads(answer)
            chosen = max(found, key=lambda one: one["reports"])["id"] if found else None
            figures["incidents"] = len(found)
        name = " ".join("ID" if word == chosen else word for word in question)
        say(f"  {name:<30}{figures['seconds']:>8.2f} s {figures['mib']:>6} MiB  exit {figures['exit']}")
        out[name] = figures
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fogline", required=True, help="the command")
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--sample", type=int, default=300, help="reports that spaCy annotates, each time; 0 for none")
    parser.add_argument("--folder", type=Path, default=Path("."))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    path = args.folder / f"ingest-{args.documents}.jsonl"
    generate(path, args.documents)
    texts = []
    with path.open(encoding="utf-8") as lines:
        step = max(1, args.documents // max(args.sample, 1))
        for number, line in enumerate(lines):
            if number % step == 0 and len(texts) < args.sample:
                texts.append(json.loads(line))
    languages = {"all": [one["text"] for one in texts], "en": [one["text"] for one in texts if one["lang"] == "en"]}
    cores = sorted(os.sched_getaffinity(0))
    core = cores[-1]

    def peer():
        return {name: spacy(some, core) for name, some in languages.items()} if texts else {}

    rounds = [peer()]
    seen, summary = ingest(args.fogline, args.folder / "ingest-ledger", path, args.threads, set(cores[-args.threads:]))
    rounds.append(peer())
    stored = summary["stored"]
    last = seen[-1]
    tenths = []
    for number in range(10):
        low, high = number * stored / 10, (number + 1) * stored / 10
        wall, cpu = (at(seen, high, column) - at(seen, low, column) for column in (1, 2))
        resident = max((one[3] for one in seen if low < one[0] <= high), default=0)
        tenths.append({"per_cpu_second": round(stored / 10 / max(cpu, 0.01), 1),
                       "per_second": round(stored / 10 / max(wall, 0.01), 1), "rss_mib": round(resident / 1024)})
        say(f"tenth {number + 1:>2}: {tenths[-1]['per_cpu_second']:>7} reports a second of processor time, "
            f"{tenths[-1]['per_second']:>7} by the clock, {tenths[-1]['rss_mib']} MiB")
    out = {
        "synthetic": True, "documents": args.documents, "stored": stored, "copies": summary["copies"],
        "threads": args.threads, "seconds": round(last[1], 1), "cpu_seconds": round(last[2], 1),
        "settle_seconds": round(last[1] - at(seen, stored, 1), 1),
        "settle_cpu_seconds": round(last[2] - at(seen, stored, 2), 1),
        "rss_mib": round(max(one[3] for one in seen) / 1024), "highest_rss_mib": round(last[4] / 1024), "tenths": tenths,
        "last_to_first": round(tenths[-1]["per_cpu_second"] / tenths[0]["per_cpu_second"], 3),
        "ledger_bytes": {file.name: file.stat().st_size for file in sorted((args.folder / "ingest-ledger").iterdir())},
    }
    if texts:
        each = {name: sum(one[name][0] for one in rounds) / len(rounds) / len(some) for name, some in languages.items()}
        ours = last[2] / stored
        share = len(languages["en"]) / len(texts)
        out |= {
            "spacy_reports_per_cpu_second": round(1 / each["all"], 1),
            "spacy_tokens_per_cpu_second": round(rounds[0]["all"][1] / (each["all"] * len(texts))),
            "ratio": round(each["all"] / ours, 2),
            "ratio_if_spacy_skips_other_languages": round(each["en"] * share / ours, 2),
        }
    out["asked"] = questions(args.fogline, args.folder / "ingest-ledger")
    print(json.dumps(out))


if __name__ == "__main__":
    main()
