"""Measures a served ledger while many people read it and reports come in: errors, how long answers take, and how much slower
ingesting is than without readers.

    python3 tools/bench_readers.py --fogline target/release/fogline --model models/….whl --readers 200 --seconds 60

Each reader goes from page to page as people do: an answer, a pause of two seconds on average, the next. Reports come in from
`tools/generate_reports.py` on one thread. The last line is JSON.
"""

import argparse
import asyncio
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOSSIER = sorted(str(one) for one in (ROOT / "dossiers/donbas-2022").glob("[0-9]*.json"))
PAUSE = 2.0


async def ask(host: str, port: int, path: str, kept: list) -> tuple[int, bytes]:
    """One answer over a connection that is kept open."""
    for again in (False, True):
        if not kept:
            kept.extend(await asyncio.open_connection(host, port))
        reader, writer = kept
        try:
            writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            await writer.drain()
            head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
            status = int(head.split(" ")[1])
            if "transfer-encoding: chunked" in head:
                body = b""
                while size := int((await reader.readuntil(b"\r\n")).strip() or b"0", 16):
                    body += (await reader.readexactly(size + 2))[:-2]
                await reader.readexactly(2)
            else:
                length = [line for line in head.split("\r\n") if line.startswith("content-length:")]
                body = await reader.readexactly(int(length[0].split(":")[1])) if length else b""
            return status, body
        except (ConnectionError, asyncio.IncompleteReadError):
            kept.clear()
            if again:
                raise
    raise ConnectionError


async def read(number: int, host: str, port: int, ids: list[str], until: float, times: list, errors: list) -> None:
    chance = random.Random(number)
    kept: list = []
    await asyncio.sleep(chance.random() * PAUSE)
    while time.monotonic() < until:
        one = chance.choice(ids)
        path = chance.choice(
            ["/api/v1/ledger", "/api/v1/incidents?limit=50", f"/api/v1/incidents/{one}", f"/incidents/{one}",
             f"/api/v1/incidents/{one}/why", "/api/v1/reports?limit=50", "/api/v1/search?q=shelling", "/board"]
        )
        begun = time.monotonic()
        try:
            status, _ = await ask(host, port, path, kept)
            if status != 200:
                errors.append(f"{status} {path}")
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            errors.append(f"{error!r} {path}")
        times.append(time.monotonic() - begun)
        await asyncio.sleep(chance.expovariate(1 / PAUSE))


def ingest(fogline: str, ledger: str, reports: str, model: list[str]) -> subprocess.Popen:
    command = [fogline, "ingest", "--ledger", ledger, *model, reports]
    env = {**os.environ, "RAYON_NUM_THREADS": "1"}
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def finished(coming: subprocess.Popen) -> None:
    if coming.wait() != 0:
        raise SystemExit("the reports could not be ingested")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fogline", required=True)
    parser.add_argument("--model")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--documents", type=int, default=3000, help="reports that come in meanwhile")
    asked = parser.parse_args()
    fogline = os.path.abspath(asked.fogline)
    model = ["--model", os.path.abspath(asked.model)] if asked.model else []
    with tempfile.TemporaryDirectory() as folder:
        reports = os.path.join(folder, "reports.jsonl")
        with open(reports, "w") as out:
            subprocess.run([sys.executable, ROOT / "tools/generate_reports.py", "--documents", str(asked.documents)], stdout=out, check=True)
        taken = {}
        for name in ("alone", "read"):
            ledger = os.path.join(folder, name)
            subprocess.run([fogline, "ingest", "--ledger", ledger, *model, *DOSSIER], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if name == "alone":
                begun = time.monotonic()
                finished(ingest(fogline, ledger, reports, model))
                taken[name] = time.monotonic() - begun
                continue
            server = subprocess.Popen([fogline, "serve", "--ledger", ledger, *model, "--bind", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
            try:
                host, port = server.stderr.readline().split("http://")[1].split("/")[0].split(":")
                listed = subprocess.run([fogline, "incidents", "--ledger", ledger, "--format", "json"], check=True, capture_output=True, text=True)
                ids = [one["id"] for one in json.loads(listed.stdout)]
                times: list[float] = []
                errors: list[str] = []
                coming = ingest(fogline, ledger, reports, model)
                begun = time.monotonic()

                async def all_of_them() -> None:
                    until = time.monotonic() + asked.seconds
                    readers = [read(n, host, int(port), ids, until, times, errors) for n in range(asked.readers)]
                    done = asyncio.gather(*readers)
                    while coming.poll() is None and not done.done():
                        await asyncio.sleep(0.05)
                    if coming.poll() is not None:
                        taken[name] = time.monotonic() - begun
                    await done

                asyncio.run(all_of_them())
                finished(coming)
                if name not in taken:
                    taken[name] = time.monotonic() - begun
            finally:
                server.terminate()
                server.wait()
    times.sort()
    at = lambda share: round(1000 * times[min(len(times) - 1, int(share * len(times)))], 1)
    print(json.dumps({
        "readers": asked.readers, "seconds": asked.seconds, "answers": len(times), "errors": len(errors), "first_errors": errors[:3],
        "p50_ms": at(0.5), "p99_ms": at(0.99), "ingest_alone_s": round(taken["alone"], 1), "ingest_read_s": round(taken["read"], 1),
        "slower": round(taken["read"] / taken["alone"] - 1, 3),
    }))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
