"""Asks a served ledger whatever its OpenAPI document allows and does not allow, and looks whether every answer is as described.

    python3 tools/fuzz_api.py --fogline target/release/fogline --schemathesis .venv/bin/schemathesis --seconds 300

A fresh ledger is made of the demonstration dossier in a folder that is gone afterwards, served on a free port, and asked by
schemathesis with all of its checks. Ends with 0 if no answer was a server's fault or other than described.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOSSIER = ROOT / "dossiers/donbas-2022"


def address(server: subprocess.Popen) -> str:
    """Where the server says that it is."""
    line = server.stderr.readline()
    if "http://" not in line:
        raise SystemExit(f"the server did not start: {line}")
    return "http://" + line.split("http://")[1].split("/")[0]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fogline", required=True, type=pathlib.Path, help="the command")
    parser.add_argument("--schemathesis", required=True, type=pathlib.Path, help="its command, in a venv")
    parser.add_argument("--seconds", type=int, default=300, help="how long to ask")
    parser.add_argument("--seed", type=int, help="to ask the same again")
    parser.add_argument("--model", help="the model to read with")
    asked = parser.parse_args()
    fogline, schemathesis = asked.fogline.resolve(), asked.schemathesis.absolute()
    model = ["--model", str(pathlib.Path(asked.model).resolve())] if asked.model else []
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "ledger")
        reports = sorted(str(one) for one in DOSSIER.glob("[0-9]*.json"))
        subprocess.run([fogline, "ingest", "--ledger", ledger, *model, *reports], check=True, stdout=subprocess.DEVNULL)
        # A map in name alone: it is sent as it is, whatever it holds.
        basemap = pathlib.Path(folder, "own.pmtiles")
        basemap.write_bytes(b"PMTiles\x03" + bytes(range(256)) * 16)
        served = [fogline, "serve", "--ledger", ledger, *model, "--bind", "127.0.0.1:0", "--basemap", str(basemap)]
        log = subprocess.PIPE
        with subprocess.Popen(served, stderr=log, text=True) as server:
            try:
                at = address(server)
                command = [schemathesis, "--config-file", ROOT / "tools/fuzz_api.toml", "run", f"{at}/api/v1/openapi.json"]
                command += ["--url", at, "--checks", "all", "--phases", "examples,coverage,fuzzing"]
                command += ["--max-time", str(asked.seconds), "--workers", "2", "--request-timeout", "60"]
                command += ["--continue-on-failure", "--no-color", "--warnings", "off", "--generation-database", "none"]
                if asked.seed is not None:
                    command += ["--seed", str(asked.seed)]
                return subprocess.run(command, cwd=folder).returncode
            finally:
                server.terminate()


if __name__ == "__main__":
    sys.exit(main())
