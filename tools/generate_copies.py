#!/usr/bin/env python3
"""Makes reports of an invented war, some of them copies of others, to measure how copies are found at scale.

    generate_copies.py [--documents 50000] [--copies 5000] [--seed 1] >reports.jsonl

Prints records as `fogline ingest` takes them, with one more field, `text_of`: what the report is a print of. Sentences are
those of `copies_grammar.txt` put together anew each time: choices are drawn, names, dates and numbers swapped. What makes
it hard is made on purpose: all reports share phrases; every outlet has standing paragraphs of its own, which it puts below
a third of its reports; some reports quote an official's sentence that others quote too; a monitor's bulletins share
everything but their figures. The same seed gives the same reports.
"""
import argparse
from datetime import datetime, timedelta, timezone
import json
from pathlib import Path
import random
import re
import sys

BEGINNING = datetime(2031, 3, 1, tzinfo=timezone.utc)
MINUTES = 30 * 24 * 60
CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"<(\w+)>")
SENTENCE = re.compile(r"(?<=[.!?])[\"”]?\s+(?=[\"“A-Z])")
SYLLABLES = "ba dor kre lin mos tar vel gor hra stu pil zan nov rud kos mir tel var yas bor".split()
ENDINGS = {"town": "ivka ske hirsk yne polye dorf vale".split(), "last": "enko ov iak an ides ska berg".split()}


class Filler:
    """Fills templates. Draws everything from one stream of random numbers; only `random()` is used, which is the same in every
    Python."""

    def __init__(self, seed, lists):
        self.random = random.Random(seed).random
        self.lists = lists
        self.names = {kind: [self.name(kind) for _ in range(600)] for kind in ENDINGS}

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def number(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def name(self, kind):
        stem = "".join(self.pick(SYLLABLES) for _ in range(self.number(1, 2)))
        return (stem + self.pick(ENDINGS[kind])).capitalize()

    def slot(self, match):
        kind = match[1]
        if kind in self.names:
            return self.pick(self.names[kind])
        if kind == "few":
            return str(self.number(2, 19))
        if kind == "many":
            return f"{self.number(20, 9999):,}"
        if kind == "clock":
            return f"{self.number(0, 23):02}:{self.number(0, 59):02}"
        return self.fill(self.pick(self.lists[kind]))

    def fill(self, template):
        """A template with its choices drawn, innermost first, and its slots filled."""
        while CHOICE.search(template):
            template = CHOICE.sub(lambda m: self.pick(m[1].split("|")), template)
        while SLOT.search(template):
            template = SLOT.sub(self.slot, template)
        return re.sub(r"  +", " ", template).strip()

    def sentence(self, template):
        filled = self.fill(template)
        return filled[:1].upper() + filled[1:]

    def print_again(self, paragraphs, way):
        """The paragraphs as another outlet prints them."""
        sentences = [SENTENCE.split(p) for p in paragraphs]
        if way == "reprint":
            return ["From our correspondents and agencies"] + paragraphs
        if way == "excerpt":
            return paragraphs[:max(2, len(paragraphs) * 2 // 5)]
        if way == "trimmed":
            return [p for number, p in enumerate(paragraphs) if number % 3 != 2]
        if way == "retyped":
            typed = [p.replace("“", '"').replace("”", '"').replace(" said", " has said") for p in paragraphs]
            return [t for t in typed if self.random() < 0.8] or typed
        if way == "condensed":
            return [re.sub(r"^(.{40,}),[^,]*?([.!?]”?)$", r"\1\2", s[0]) for s in sentences if self.random() < 0.7] \
                or [s[0] for s in sentences]
        # "led anew": a lead of its own before most of the old text
        return [self.lead()] + paragraphs[1:max(3, len(paragraphs) * 3 // 4)]


class Maker(Filler):
    """Makes reports of the grammar's sentences."""

    def __init__(self, seed, grammar):
        lists, self.sentences, self.standing, self.bulletin = grammar
        super().__init__(seed, lists)
        self.outlets = [f"{self.pick(self.names['town'])} {self.pick(self.lists['paper'])}" for _ in range(60)]
        self.footers = {outlet: [self.fill(self.pick(self.standing)) for _ in range(2)] for outlet in self.outlets}
        self.quoted = []

    def lead(self):
        return self.sentence(self.pick(self.sentences)).replace("@", self.pick(self.names["town"]))

    def report(self):
        """Paragraphs of a report of its own."""
        town = self.pick(self.names["town"])
        drawn = sorted(self.sentences, key=lambda _: self.random())[:self.number(8, 20)]
        sentences = [self.sentence(template).replace("@", town) for template in drawn]
        if self.random() < 0.1:
            if not self.quoted or self.random() < 0.1:
                self.quoted.append(self.fill("“<speech>, and <speech>,” <role> <last> [said|told reporters]."))
            sentences.insert(self.number(2, 6), self.pick(self.quoted[-20:]))
        paragraphs = []
        while sentences:
            count = self.number(1, 3)
            paragraphs.append(" ".join(sentences[:count]))
            sentences = sentences[count:]
        return paragraphs


WAYS = ("reprint", "excerpt", "trimmed", "retyped", "condensed", "led anew")


def read_sections(path):
    """{section: lines}. Sections begin with `== name`."""
    sections = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            section = sections.setdefault(line[3:], [])
        elif line and not line.startswith("#"):
            section.append(line)
    return sections


def read_grammar(path):
    """{list: items}, sentences, standing paragraphs, the bulletin."""
    sections = read_sections(path)
    return sections, sections["sentence"], sections["standing"], sections["bulletin"]


def reports(documents, copies, seed):
    make = Maker(seed, read_grammar(Path(__file__).with_name("copies_grammar.txt")))
    number = 0

    def record(paragraphs, outlet, minute, text_of):
        nonlocal number
        number += 1
        name = f"report-{number}"
        return {"id": name, "outlet": outlet, "published": (BEGINNING + timedelta(minutes=minute)).isoformat(),
                "text": "\n".join(paragraphs), "text_of": text_of or name}

    left = copies
    while number < documents:
        minute, outlet = make.number(0, MINUTES), make.pick(make.outlets)
        if make.random() < 0.03:
            yield record([make.fill(line) for line in make.bulletin], "Line Monitor", minute, None)
            continue
        paragraphs = make.report()
        below = [make.pick(make.footers[outlet])] if make.random() < 1 / 3 else []
        first = record(paragraphs + below, outlet, minute, None)
        yield first
        # As many copies as are due by now, one to eight of a text.
        if left > 0 and make.random() * (documents - number) < left / 3:
            for _ in range(min(left, documents - number, make.pick([1, 1, 2, 2, 3, 4, 6]))):
                left -= 1
                other = make.pick(make.outlets)
                below = [make.pick(make.footers[other])] if make.random() < 1 / 3 else []
                again = make.print_again(paragraphs, make.pick(WAYS))
                yield record(again + below, other, minute + make.number(5, 2880), first["id"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--copies", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for report in reports(args.documents, args.copies, args.seed):
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
