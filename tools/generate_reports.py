#!/usr/bin/env python3
"""Makes reports of an invented season of the conflict in eastern Ukraine, to measure how a ledger grows.

    generate_reports.py [--documents 2000] [--seed 1] >reports.jsonl

Prints records as `fogline ingest` takes them, one a line. Incidents are drawn first (place, day, weapon, what was struck, how
many were hurt, who is accused), four reports for each; a report tells of one to three of them and adds denials, monitors'
counts, promises, warnings and background from `reports_grammar.txt`. The corpus is skewed on purpose: three incidents in
ten are in one region and one week. One report in seven prints another one's text (see `generate_copies.py`), one in
eight is Russian, one in twelve Ukrainian. Reports come in no order of time. The same seed gives the same reports.
"""
import argparse
from datetime import date, datetime, time, timedelta, timezone
import json
from pathlib import Path
import sys

from generate_copies import Filler, WAYS, read_sections

FIRST_DAY = date(2021, 10, 15)
DAYS = 120
CROWDED_WEEK = 80  # days after the first
CROWDED = 0.3  # share of incidents that are in the crowded region and week
REPORTS_OF_ONE = 4  # reports for each incident
COPIES, RUSSIAN, UKRAINIAN = 1 / 7, 1 / 8, 1 / 12
RECENT = 400  # reports that can be copied
UNLED = ("excerpt", "trimmed")  # what English words are not needed for
LANGUAGES = ["en", "ru", "uk"]
OTHER_SIDE = {"ua": "sep", "sep": "ua"}


class Reporter(Filler):
    """Fills templates with the facts of an incident."""

    def __init__(self, seed, sections):
        super().__init__(seed, sections)
        self.facts, self.lang = {}, "en"

    def slot(self, match):
        name = match[1]
        fact = self.facts.get(name.lower())
        if fact is None:
            section = self.lists.get(f"{name.lower()}.{self.lang}") or self.lists.get(name.lower())
            if section is None:
                return super().slot(match)
            fact = self.column(self.pick(section))
        filled = self.fill(fact)
        return filled[:1].upper() + filled[1:] if name[:1].isupper() and name != "last" else filled

    def column(self, row):
        columns = row.split(" / ")
        return columns[LANGUAGES.index(self.lang)] if len(columns) == len(LANGUAGES) else row

    def incident(self):
        """What happened once."""
        crowded = self.random() < CROWDED
        day = CROWDED_WEEK + self.number(0, 6) if crowded else self.number(0, DAYS - 1)
        return {
            "place": self.pick(self.lists["place.crowded" if crowded or self.random() < 0.2 else "place"]),
            "day": FIRST_DAY + timedelta(days=day),
            "part": self.pick(self.lists["part"]),
            "weapon": self.pick(self.lists["weapon"]),
            "object": self.pick(self.lists["object"]),
            "victim": self.pick(self.lists["victim"]),
            "hurt": self.number(2, 12),
            "killed": self.number(1, 4),
            "accused": self.pick(["ua", "sep"]),
        }

    def tell(self, incident, lang):
        """Facts of an incident as slots of one language."""
        self.lang = lang
        accused, day = incident["accused"], incident["day"]
        facts = {name: self.column(incident[name]) for name in ("place", "weapon", "object", "victim")}
        weekdays = self.lists.get(f"weekday.{lang}")
        self.facts = {
            **facts,
            "part": incident["part"],
            "hurt": str(incident["hurt"] if self.random() < 0.8 else self.number(2, 12)),
            "killed": str(incident["killed"]),
            "day": day.strftime("%A"),
            "weekday": weekdays[day.weekday()] if weekdays else day.strftime("%A"),
            "date": (day + timedelta(days=self.number(3, 30))).strftime("%-d %B"),
            "accused": self.pick(self.lists[f"party.{accused}"]),
            "by": self.pick(self.lists[f"speaker.{OTHER_SIDE[accused]}"]),
            "denier": self.pick(self.lists[f"speaker.{accused}"]),
            "armed": self.pick(self.lists[f"party.{self.pick(['ua', 'sep'])}"]),
            "promisor": self.pick(self.lists[f"speaker.{self.pick(['ua', 'sep', 'ru'])}"]),
            "observer": self.pick(["the OSCE mission", "OSCE monitors", "a reporter"]),
            "west": self.pick(self.lists["speaker.west"]),
            "moscow": self.pick(self.lists["speaker.ru"]),
            "sep": self.pick(self.lists["speaker.sep"]),
            "uah": self.pick(self.lists["speaker.ua"]),
            "local": self.pick(self.lists["speaker.local"]),
            "other": self.column(self.pick(self.lists["place"])),
            "thousands": str(self.number(50, 190)),
        }

    def lead(self):
        self.lang = "en"
        return self.some("background", 1)[0]

    def some(self, name, count):
        """So many sentences of a section, none twice."""
        section = self.lists[name if self.lang == "en" else f"{name}.{self.lang}"]
        return [self.sentence(one) for one in sorted(section, key=lambda _: self.random())[:count]]

    def paragraphs(self, told, lang):
        out = []
        for number, incident in enumerate(told):
            self.tell(incident, lang)
            out.append(" ".join(self.some("lead", 1) + self.some("more", self.number(2, 4) if number == 0 else 1)))
        if lang == "en":
            out.append(" ".join(self.some("other", self.number(1, 3))))
            out.append(" ".join(self.some("background", self.number(1, 2))))
        else:
            out.append(" ".join(self.some("more", self.number(3, 5))))
        return out


def reports(documents, seed):
    make = Reporter(seed, read_sections(Path(__file__).with_name("reports_grammar.txt")))
    incidents = [make.incident() for _ in range(max(documents // REPORTS_OF_ONE, 3))]
    incidents.sort(key=lambda one: one["day"])
    recent = []
    for number in range(documents):
        if recent and make.random() < COPIES:
            paragraphs, published, lang = make.pick(recent)
            paragraphs = make.print_again(paragraphs, make.pick(WAYS if lang == "en" else UNLED))
            published += timedelta(minutes=make.number(5, 1440))
        else:
            drawn = make.random()
            lang = "ru" if drawn < RUSSIAN else "uk" if drawn < RUSSIAN + UKRAINIAN else "en"
            # What a report tells of lies close together in time.
            at = make.number(0, len(incidents) - 1)
            told = incidents[max(0, at - make.number(0, 2)):at + 1][::-1]
            published = datetime.combine(told[0]["day"], time(6), timezone.utc) + timedelta(minutes=make.number(600, 2400))
            paragraphs = make.paragraphs(told, lang)
            if len(recent) < RECENT:
                recent.append((paragraphs, published, lang))
            else:
                recent[make.number(0, RECENT - 1)] = (paragraphs, published, lang)
        outlet, kind, side = make.pick(make.lists[f"outlet.{lang}"]).split(" / ")
        yield {"id": f"report-{number + 1}", "outlet": outlet, "outlet_kind": kind, "side": side,
               "published": published.isoformat(), "lang": lang, "text": "\n".join(paragraphs)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    for report in reports(args.documents, args.seed):
        sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
