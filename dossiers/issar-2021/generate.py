#!/usr/bin/env python3
"""Writes the thirty reports of an invented conflict that no pack knows: `python3 generate.py > reports.jsonl`.

Each occurrence has facts, each fact has several ways of being told, and each outlet its own habits. The choice is made by a
seed, so that the same reports come out every time; a test compares them with `reports.jsonl`.
"""

import json
import random
from datetime import datetime, timedelta, timezone

CLOCK = timezone(timedelta(hours=2))
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

OUTLETS = {
    "Meridian Wire": "wire",
    "Harbour Telegraph": "newspaper",
    "Breskal Herald": "newspaper",
    "Valley Courier": "local_outlet",
    "Issar Voice": "broadcaster",
    "Ambran State Television": "broadcaster",
}

# What happened, in facts; each fact in several tellings. `{day}` is the day of the occurrence.
MARKET = {
    "day": 9,
    "title": ["Three killed as mortar fire hits a market", "Market in Hollmar shelled, three dead", "Shells fall on Hollmar"],
    "accuses": [
        "Mortar shells hit the market in Hollmar on {day} and killed three people, the Tolvanian Defence Ministry said, blaming the Issar Council.",
        "The Tolvanian Defence Ministry accused the Issar Council of shelling the market in Hollmar on {day}, an attack in which three people were killed.",
        "Defence Minister Edda Korvin said that fighters of the Issar Council had shelled the market in Hollmar on {day}, killing three people.",
        "According to the Tolvanian Defence Ministry, the Issar Council fired mortars at the market in Hollmar on {day}; three people died.",
    ],
    "denies": [
        "The Issar Council denied on {later} that its fighters had shelled the market in Hollmar.",
        "\"We did not fire at Hollmar,\" Tam Ressik, the Council's spokesman, said on {later}. He denied that the Issar Council had shelled the market.",
        "Council spokesman Tam Ressik rejected the accusation on {later} and said the Issar Council had not shelled the market in Hollmar.",
    ],
    "monitors": [
        "The Valley Monitoring Mission said on {later} that its patrol had seen two fresh craters at the market in Hollmar after the shelling on {day}.",
        "Monitors of the Valley Monitoring Mission recorded two craters at the market in Hollmar and counted eleven broken windows, the mission reported on {later}.",
    ],
    "more": [
        "Stallholders swept glass from the pavement while the police kept the square closed.",
        "The market had reopened only a week before.",
        "A doctor at the town's clinic said that two of the dead were brothers.",
        "\"The hill bandits aim at bread queues,\" Korvin told reporters in Breskal.",
        "The town lies about eight kilometres from the Issar line.",
    ],
}
DEPOT = {
    "day": 12,
    "title": ["Drone hits bus depot in Padrell", "Five hurt at a depot in Padrell", "Padrell: buses burn after a strike"],
    "accuses": [
        "A drone struck the bus depot in Padrell on {day} and wounded five drivers, the Issar Council said. It blamed the Tolvanian army.",
        "The Issar Council accused the Tolvanian army of attacking the bus depot in Padrell with a drone on {day}, wounding five people.",
        "Tam Ressik, spokesman of the Issar Council, said that a Tolvanian army drone had hit the bus depot in Padrell on {day} and wounded five drivers.",
    ],
    "silent": [
        "The Defence Ministry in Breskal did not answer questions.",
        "There was no comment from Breskal.",
    ],
    "more": [
        "Nine buses burned out, and the early service to the hill villages was cancelled.",
        "\"The lowland junta sends machines against bus drivers,\" Ressik said.",
        "Photographs showed a row of blackened frames behind a wire fence.",
        "The depot's manager told the newspaper that the night shift had just ended.",
    ],
}
SCHOOL = {
    "day": 15,
    "title": ["Both sides trade blame over a school in Ostrel", "School in Ostrel damaged by shells", "Ostrel school hit, nobody hurt"],
    "accuses": [
        "The Tolvanian Defence Ministry said that the Issar Council had shelled the school in Ostrel on {day}.",
        "Colonel Marn Dovik, a spokesman of the Tolvanian army, accused the Issar Council of shelling the school in Ostrel on {day}.",
    ],
    "counters": [
        "The Issar Council accused the Tolvanian army of shelling the school in Ostrel on {day}.",
        "Council spokesman Tam Ressik said that the Tolvanian army had shelled the school in Ostrel on {day}.",
    ],
    "more": [
        "No pupils were in the building, which lost part of its roof.",
        "Parents carried desks out into the yard.",
        "Ostrel has changed hands twice in three years.",
        "\"The occupiers shoot at empty classrooms,\" Ressik said.",
        "Dovik called the fighters \"hill bandits\" who had hidden a mortar in an orchard.",
    ],
}
PROMISE = {
    "day": 17,
    "title": ["Ambrany promises to leave Quenna", "Ambran troops to go by 26 March, minister says"],
    "promises": [
        "Ambrany will withdraw its troops from Quenna by 26 March, Foreign Minister Ilvo Marrane promised on {day}.",
        "Ambran Foreign Minister Ilvo Marrane promised on {day} that Ambrany would withdraw its troops from Quenna by 26 March.",
    ],
    "doubts": [
        "Korvin said that Tolvania had heard such words before.",
        "The Tolvanian Foreign Ministry said it would believe the withdrawal when the barracks stood empty.",
    ],
    "more": [
        "The Sarn Accord of 2019, which Tolvania, the Issar Council and Ambrany signed, asks all foreign troops to leave the valley.",
        "Joan Achterveld, head of the Valley Monitoring Mission, said that her patrols would go to Quenna on the day.",
        "The minister spoke after a meeting with officers in Sarn.",
        "Farmers in Quenna say that the convoys have already churned up two seasons of seed.",
    ],
}
TALKS = {
    "day": 18,
    "title": ["Mission asks both sides to keep to the Sarn Accord", "Talks on the valley put off", "A quiet night along the Issar line"],
    "accord": [
        "Joan Achterveld, head of the Valley Monitoring Mission, urged Tolvania and the Issar Council on {day} to keep to the Sarn Accord.",
        "The Issar Council said on {day} that it stood by the Sarn Accord and asked Breskal to do the same.",
        "The Tolvanian Foreign Ministry said on {day} that the Issar Council had broken the Sarn Accord.",
    ],
    "warns": [
        "Korvin warned that the Issar Council could attack Padrell within days.",
        "Ressik warned that the Tolvanian army was preparing an attack on Quenna.",
    ],
    "more": [
        "The accord, signed in 2019, forbids fire across the Issar line.",
        "Nobody was reported hurt.",
        "Talks that were planned for the weekend were put off without a new date.",
        "Prices of flour in the hill villages have doubled since January, a trader said.",
        "Prime Minister Oswin Tarrel is to speak in parliament on Friday.",
    ],
}

# Which facts a report tells, by whom, how many hours after midnight of the first day.
PLAN = [
    (MARKET, ["accuses", "more", "more"], "Meridian Wire", 13, None),
    (MARKET, ["accuses", "more"], "Breskal Herald", 15, None),
    (MARKET, ["accuses", "denies", "more"], "Harbour Telegraph", 34, None),
    (MARKET, ["denies", "more"], "Issar Voice", 33, None),
    (MARKET, ["denies", "accuses"], "Ambran State Television", 36, None),
    (MARKET, ["monitors", "more", "more"], "Valley Courier", 38, None),
    (MARKET, ["monitors", "denies", "accuses"], "Meridian Wire", 40, None),
    (MARKET, ["accuses", "more", "more"], "Valley Courier", 16, 0),
    (DEPOT, ["accuses", "more"], "Issar Voice", 9, None),
    (DEPOT, ["accuses", "silent", "more"], "Meridian Wire", 11, None),
    (DEPOT, ["accuses", "silent"], "Harbour Telegraph", 14, None),
    (DEPOT, ["accuses", "more", "more"], "Ambran State Television", 17, None),
    (DEPOT, ["accuses", "silent", "more"], "Valley Courier", 18, 9),
    (DEPOT, ["accuses", "more"], "Valley Courier", 30, None),
    (SCHOOL, ["accuses", "more"], "Breskal Herald", 10, None),
    (SCHOOL, ["counters", "more", "more"], "Issar Voice", 11, None),
    (SCHOOL, ["accuses", "counters", "more"], "Meridian Wire", 13, None),
    (SCHOOL, ["counters", "accuses"], "Harbour Telegraph", 18, None),
    (SCHOOL, ["counters", "more"], "Ambran State Television", 19, None),
    (SCHOOL, ["accuses", "counters", "more"], "Valley Courier", 20, 16),
    (PROMISE, ["promises", "more", "more"], "Meridian Wire", 12, None),
    (PROMISE, ["promises", "more"], "Ambran State Television", 13, None),
    (PROMISE, ["promises", "doubts", "more"], "Breskal Herald", 16, None),
    (PROMISE, ["promises", "doubts"], "Harbour Telegraph", 18, None),
    (TALKS, ["accord", "more", "more"], "Meridian Wire", 9, None),
    (TALKS, ["accord", "warns"], "Breskal Herald", 11, None),
    (TALKS, ["warns", "accord", "more"], "Issar Voice", 12, None),
    (TALKS, ["more", "accord"], "Valley Courier", 15, None),
    (TALKS, ["accord", "warns", "more"], "Harbour Telegraph", 17, None),
    (TALKS, ["more", "more", "accord"], "Ambran State Television", 20, None),
]


def weekday(day: int) -> str:
    return DAYS[datetime(2021, 3, day).weekday()]


def reports() -> list[dict]:
    choice = random.Random(7)
    written: list[dict] = []
    for number, (story, facts, outlet, hours, copies) in enumerate(PLAN):
        at = datetime(2021, 3, story["day"], tzinfo=CLOCK) + timedelta(hours=hours)
        if copies is not None:
            first = written[copies]
            text, title = first["text"], first["title"]
        else:
            told: list[str] = []
            for fact in facts:
                left = [one for one in story[fact] if one not in told]
                told.append(choice.choice(left))
            words = {"day": weekday(story["day"]), "later": weekday(at.day)}
            told = [sentence.format(**words) for sentence in told]
            place = choice.choice(["BRESKAL", "QUENNA", "HOLLMAR"])
            lead = f"{place} ({outlet}) - " if OUTLETS[outlet] == "wire" else ""
            text = lead + told[0] + "\n\n" + " ".join(told[1:])
            title = choice.choice(story["title"])
        written.append(
            {
                "id": f"{number + 1:02}",
                "outlet": outlet,
                "outlet_kind": OUTLETS[outlet],
                "published": at.isoformat(),
                "lang": "en",
                "title": title,
                "text": text,
            }
        )
    return written


if __name__ == "__main__":
    for report in reports():
        print(json.dumps(report, ensure_ascii=False))
