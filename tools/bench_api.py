"""Measures how long the API of a running server takes to answer: 100 requests of each kind, one after the other.

    fogline serve --ledger DIR &
    python3 tools/bench_api.py --server http://127.0.0.1:8750

Prints p50 and p99 in milliseconds, and bytes of an answer; the last line is one JSON object. With --pid the memory of the
server is told too.
"""

import argparse
import http.client
import json
import time
import urllib.parse


class Server:
    """A connection that is kept open."""

    def __init__(self, address: str) -> None:
        self.host = urllib.parse.urlsplit(address).netloc
        self.connection = http.client.HTTPConnection(self.host, timeout=900)

    def get(self, path: str) -> tuple[float, bytes]:
        """Seconds, and the body."""
        begun = time.perf_counter()
        while True:
            self.connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = self.connection.getresponse()
            body = answer.read()
            took = time.perf_counter() - begun
            # What is being put together is asked for again, as a client would; all of the wait counts.
            if answer.status != 503:
                break
            time.sleep(float(answer.headers.get("Retry-After") or 1))
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:300]!r}")
        return took, body

    def json(self, path: str) -> dict:
        self.connection.request("GET", path)
        return json.loads(self.connection.getresponse().read())


def questions(server: Server, number: int) -> dict[str, list[str]]:
    """The requests of each kind: of different incidents and reports, filters and words."""
    page = server.json(f"/api/v1/incidents?limit={number}")
    incidents = [one["id"] for one in page["incidents"]] or ["none"]
    cards = page["incidents"]
    reports = [one["id"] for one in server.json(f"/api/v1/reports?limit={number}")["reports"]]
    places = [one["place"]["name"] for one in cards if one["place"]] or ["Donetsk"]
    quoted = urllib.parse.quote
    published = server.json("/api/v1/ledger")["published"] or ["2022-02-17", "2022-02-17"]
    last = published[1][:10]

    def each(path: str, values: list[str]) -> list[str]:
        return [path.format(values[at % len(values)]) for at in range(number)]

    words = ["shelling", "troops", "ceasefire", "school", "denied", "mortar", "OSCE", "withdraw", "drone", "hospital"]
    base = "/api/v1/"
    return {
        "ledger": each(base + "ledger", [""]),
        "incidents": each(base + "incidents?limit=100{}", ["", f"&cursor={quoted(page['next'] or '')}"]),
        "incidents by side": each(base + "incidents?side={}", ["UA", "RU"]),
        "incidents by status": each(base + "incidents?status={}", ["contested", "one_sided", "agreed"]),
        "incidents by days": each(base + "incidents?since={}&until=2030-01-01", ["2022-02-17", "2024-01-01"]),
        "incidents by area": each(base + "incidents?area={}", [quoted(one) for one in places]),
        "incidents by words": each(base + "incidents?text={}", words),
        "incidents in a frame": each(base + "incidents?bbox={}", ["36,47,40,50", "22,44,40,52", "37.5,48,38.5,49"]),
        "incident": each(base + "incidents/{}", incidents),
        "why": each(base + "incidents/{}/why", incidents),
        "history": each(base + "incidents/{}/history", incidents),
        "reports": each(base + "reports?limit=100", [""]),
        "report": each(base + "reports/{}", reports),
        "search": each(base + "search?q={}", words),
        "places": each(base + "places?bbox={}", ["36,47,40,50", "22,44,40,52", "-180,-90,180,90", "30,50,31,51"]),
        "marks": each(base + "incidents/marks", [""]),
        "stats": each(base + "stats", [""]),
        "copies": each(base + "copies?limit=100", [""]),
        "labels": each(base + "labels", [""]),
        "figures": each(base + "figures?limit=100", [""]),
        "figures since": each(base + "figures?since={}", [last]),
        "retractions": each(base + "retractions?limit=100", [""]),
        "responses": each(base + "responses?limit=100", [""]),
        "responses by words": each(base + "responses?text={}", words),
        "review": each(base + "review?limit=100", [""]),
        "commitments": each(base + "commitments", [""]),
        "commitments due": each(base + "commitments?due=true&limit=100", [""]),
        "commitments by words": each(base + "commitments?text={}", words),
        "new": each(base + "new?published=true&since={}", [last]),
    }


def memory(pid: int | None) -> int | None:
    """Most that a process had resident, in MiB."""
    if pid is None:
        return None
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        most = next(line for line in status if line.startswith("VmHWM"))
    return int(most.split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--server", default="http://127.0.0.1:8750")
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--pid", type=int)
    asked = parser.parse_args()
    server, found = Server(asked.server), {}
    print(f"{'question':24}{'first':>9}{'p50':>9}{'p99':>9}  ms  {'bytes':>10}  MiB")
    for name, paths in questions(server, asked.number).items():
        first, _ = server.get(paths[0])
        took, size = [], 0
        for path in paths:
            seconds, body = server.get(path)
            took.append(seconds * 1000)
            size = max(size, len(body))
        took.sort()
        p50, p99 = took[len(took) // 2], took[max(0, -(-len(took) * 99 // 100) - 1)]
        found[name] = {"first": first * 1000, "p50": p50, "p99": p99, "bytes": size, "mib": memory(asked.pid)}
        print(f"{name:24}{first * 1000:9.1f}{p50:9.1f}{p99:9.1f}      {size:10}  {found[name]['mib'] or ''}", flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
