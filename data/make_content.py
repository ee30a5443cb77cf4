"""Write examples/content.csv: two years of mail and posts of a yard of small traders.

Run it from the project's root: `python data/make_content.py`. All texts are the project's own: the
bicycle shop's are in content_texts.txt, those of its neighbours in the yard are drafts of drafts/.
Planted for an audit to find: bodies sent to several lists, tips posted again a year later with
some words changed, a week of too much mail each November, merge fields nobody filled, the same
openings and calls to action, and a programme that asks more and gives less in its second year.
"""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

HERE = Path(__file__).parent
OUT = HERE.parent / "examples" / "content.csv"
LISTS = ("riders", "commuters", "families")
FIRST = date(2023, 9, 4)


def texts() -> dict[str, list[str]]:
    """Return the shop's texts by section, one a line: `title|text`, a line break as \\n."""
    sections: dict[str, list[str]] = {}
    for line in (HERE / "content_texts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            lines = sections[line[2:]] = []
        elif line:
            lines.append(line)
    return sections


def drafts(channel: str) -> list[dict[str, Any]]:
    """Return the project's drafts for a channel, the most valuable first."""
    found = [
        draft
        for path in sorted((HERE / "drafts").glob("*.jsonl"))
        for draft in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if draft["channel"] == channel and "{" not in draft["text"] and len(draft["text"]) < 1500
    ]
    found.sort(key=lambda one: (one["grades"]["broadcast"] - one["grades"]["value"], one["id"]))
    return found


TEXTS = texts()

CLOSINGS = (
    "Is it different on your bike? Answer this mail; I read all of them on Monday.",
    "What should the next one be about?",
    "Tom, at the counter",
    "Anna, workshop",
    "If I have this wrong, tell me and I will print it.",
    "That is all for this fortnight.",
)
SWAPS = {
    "pounds": "quid",
    "about": "roughly",
    "never": "do not ever",
    "because": "since",
    "nearly": "almost",
    "enough": "plenty",
    "change": "replace",
    "winter": "season",
    "week": "fortnight",
    "always": "usually",
    "see": "notice",
    "bike": "bicycle",
    "first": "initial",
    "hard": "firmly",
    "half": "50 %",
    "need": "want",
    "look": "check",
    "small": "little",
    "ride": "trip",
    "will": "shall",
    "after": "following",
    "under": "below",
}


class Shop:
    """Collects the rows."""

    def __init__(self) -> None:
        self.rows: list[tuple[date, str, str, str, str]] = []
        self.draw = Random(1998)

    def send(self, when: date, channel: str, audience: str, subject: str, text: str) -> None:
        """Add one row."""
        self.rows.append((when, channel, audience, subject, text.replace("\\n", "\n").strip()))

    def tips(self) -> None:
        """Send a tip every fortnight; in the second year every second one is an old one again."""
        for number in range(52):
            when = FIRST + timedelta(weeks=2 * number, days=2)
            title, _, text = TEXTS["TIPS"][number % len(TEXTS["TIPS"])].partition("|")
            if number >= 36 or (number >= 26 and number % 2):
                title, _, text = TEXTS["PROMOS"][number % len(TEXTS["PROMOS"])].partition("|")
            elif number >= len(TEXTS["TIPS"]):
                text = self.again(text)
            if "\\n" not in text:
                text = f"{text}\\n\\n{CLOSINGS[number % len(CLOSINGS)]}"
            self.send(when, "newsletter", LISTS[number % 3], title, text)

    def again(self, text: str) -> str:
        """Return a text with about one word in ten changed."""
        words = text.split()
        places = [at for at, word in enumerate(words) if word in SWAPS]
        for at in self.draw.sample(places, min(len(places), len(words) // 10)):
            words[at] = SWAPS[words[at]]
        return " ".join(words)

    def posts(self) -> None:
        """Post on most weekends; bait takes over in the second year."""
        neighbours = drafts("social")
        for number in range(64):
            when = FIRST + timedelta(days=11 * number + 5)
            if number % 9 == 4 or (number >= 40 and number % 3 == 0):
                text = TEXTS["BAIT"][(number // 2) % len(TEXTS["BAIT"])]
            elif number % 4 == 0 and number // 4 < len(TEXTS["SOCIAL"]):
                text = TEXTS["SOCIAL"][number // 4]
            else:
                # From the best of them in the first year to the worst at the end of the second.
                text = neighbours[number * len(neighbours) // 64]["text"]
            self.send(when, "social", "", "", text)

    def essays(self) -> None:
        """Write for the blog now and then, and once a year the same again."""
        pages = [line.split("|", 1) for line in TEXTS["BLOG"]]
        pages += [[one["subject"] or "", one["text"]] for one in drafts("blog")[:24:3]]
        pages += [[pages[0][0], self.again(pages[0][1])]]
        for number, (title, text) in enumerate(pages):
            when = FIRST + timedelta(days=45 * number + 9)
            self.send(when, "blog", "", title, text)

    def notices(self) -> None:
        """Tell customers what they need to know."""
        for number in range(15):
            when = FIRST + timedelta(days=47 * number + 16)
            title, _, text = TEXTS["NOTICES"][number % 3].partition("|")
            values = {"month": f"{when + timedelta(days=31):%B}", "day": str(8 + number)}
            audience = LISTS[number % 3]
            self.send(when, "email", audience, title.format(**values), text.format(**values))

    def promotions(self) -> None:
        """Sell once a month, and twice in the second year; a body to every list each quarter."""
        for number in range(24):
            title, _, text = TEXTS["PROMOS"][number % len(TEXTS["PROMOS"])].partition("|")
            when = FIRST + timedelta(days=30 * number + 12)
            if number % 3 == 1:
                for later, audience in enumerate(LISTS):
                    self.send(when + timedelta(days=later), "email", audience, title, text)
            else:
                self.send(when, "email", LISTS[number % 2], title, text)

    def november(self) -> None:
        """Write to the riders every day of the last week of November."""
        for monday in (date(2023, 11, 20), date(2024, 11, 25)):
            for day in range(7):
                left = 7 - day
                text = (
                    f"Black Friday is here and only {left} days are left! Huge savings of up to "
                    f"{40 + 5 * day}% on bikes, lights and more. Don't wait, the best deals are "
                    "selling out fast and they will not come back.\\n\\nShop now"
                )
                title = f"{left} days left: Black Friday"
                self.send(monday + timedelta(days=day), "email", "riders", title, text)

    def slips(self) -> None:
        """Send what should have been tested first."""
        for line in TEXTS["SLIPS"]:
            # The bar parts the fields of a line, so that one in a text is written as ¦.
            when, audience, title, text = (part.replace("¦", "|") for part in line.split("|"))
            self.send(date.fromisoformat(when), "email", audience, title, text)


def main() -> None:
    """Write the table."""
    shop = Shop()
    shop.tips()
    shop.posts()
    shop.essays()
    shop.notices()
    shop.promotions()
    shop.november()
    shop.slips()
    shop.rows.sort(key=lambda one: one[0])
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "date", "channel", "list", "subject", "text"))
        for number, (when, *cells) in enumerate(shop.rows, start=1):
            writer.writerow((f"hl-{number:03d}", when.isoformat(), *cells))


if __name__ == "__main__":
    main()
