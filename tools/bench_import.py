#!/usr/bin/env python3
"""Measures `fogline import` on generated rows in ACLED's columns: time, rows a second, and the most memory that is resident, at a
quarter of the rows and at all of them. `make bench-import` runs it; the last line is JSON.

    bench_import.py --fogline FOGLINE [--rows 100000] [--folder DIR]

The rows are invented and the same in every run. Each size is imported into a fresh ledger, then once more, which must record
nothing, and listed as CSV, which must give back every row.
"""
import argparse
import csv
import json
from pathlib import Path
import random
import shutil
import subprocess
import sys
import threading
import time

HEAD = ("event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
        "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
        "geo_precision source source_scale notes fatalities tags timestamp").split()
KINDS = [("Explosions/Remote violence", "Shelling/artillery/missile attack"), ("Battles", "Armed clash"),
         ("Protests", "Peaceful protest"), ("Violence against civilians", "Attack")]
WORDS = "shells fell on the edge of a village while people slept and the school was closed for repairs that week".split()


def generate(path, rows):
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow(HEAD)
        for number in range(rows):
            kind, special = chance.choice(KINDS)
            day = f"{chance.randint(1, 28)} {chance.choice(['January', 'February', 'March'])} 2022"
            notes = " ".join(chance.choice(WORDS) for _ in range(chance.randint(30, 70))) + '; "as told", said a resident.'
            table.writerow([
                f"UKR{number}", day, "2022", "1", "Political violence", kind, special, "Force A", "", "1", "Force B", "", "2", "12", "",
                "804", "Europe", "Ukraine", "Luhansk", "", "", f"Place {number % 900}", f"{46 + chance.random() * 4:.4f}",
                f"{30 + chance.random() * 9:.4f}", chance.choice("1123"), "Outlet One; Outlet Two", "National", notes,
                str(chance.choice([0, 0, 0, 1, 3])), "", str(1645500000 + number)])


def run(command):
    """Seconds, megabytes at most, and what a command wrote."""
    before = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    most = 0
    peak = Path(f"/proc/{process.pid}/status")

    def watch():
        nonlocal most
        while process.poll() is None:
            try:
                for line in peak.read_text().splitlines():
                    if line.startswith("VmHWM"):
                        most = max(most, int(line.split()[1]))
            except OSError:
                pass
            time.sleep(0.02)
    watcher = threading.Thread(target=watch)
    watcher.start()
    out, err = process.communicate()
    watcher.join()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {err.decode()}")
    return time.monotonic() - before, most / 1024, out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fogline", required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path("target/bench"))
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    found = []
    for rows in (args.rows // 4, args.rows):
        table, ledger = args.folder / f"rows-{rows}.csv", args.folder / "ledger-rows"
        generate(table, rows)
        shutil.rmtree(ledger, ignore_errors=True)
        command = [args.fogline, "import", str(table), "--ledger", str(ledger), "--format", "json"]
        seconds, megabytes, out = run(command)
        stored = json.loads(out)["stored"]
        again_seconds, _, out = run(command)
        again = json.loads(out)
        list_seconds, list_megabytes, out = run([args.fogline, "rows", "--ledger", str(ledger), "--format", "csv"])
        back = sum(1 for _ in csv.reader(out.decode().splitlines())) - 1
        if stored != rows or again["stored"] or not again["again"] or back != rows:
            sys.exit(f"of {rows} rows {stored} were stored, {again['stored']} again, {back} came back")
        one = {
            "rows": rows, "bytes": table.stat().st_size, "seconds": round(seconds, 2), "rows_a_second": round(rows / seconds),
            "peak_mb": round(megabytes, 1), "again_seconds": round(again_seconds, 2), "list_seconds": round(list_seconds, 2),
            "list_peak_mb": round(list_megabytes, 1),
            "ledger_bytes": sum(file.stat().st_size for file in ledger.iterdir()),
        }
        print(f"{rows:,} rows in {seconds:.1f} s, {megabytes:.0f} MB at most; again {again_seconds:.1f} s; listed in {list_seconds:.1f} s",
              file=sys.stderr)
        found.append(one)
        table.unlink()
        shutil.rmtree(ledger)
    print(json.dumps({"import": found}))


if __name__ == "__main__":
    main()
