"""How long the book takes with many people in it: a section of docs/benchmark.md.

python scripts/bench_book.py                 50,000 invented people
python scripts/bench_book.py --count 5000    fewer, for a quick look
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from report import write_page

from cardscan.book import Book
from cardscan.model import Contact, Field, Name, Phone
from cardscan.vcard.csv import write_csv
from cardscan.vcard.entry import Entry
from cardscan.vcard.targets import target_named
from cardscan.vcard.write import write_vcards

ROOT = Path(__file__).resolve().parent.parent
SYLLABLES = [
    "ba",
    "ko",
    "lin",
    "mar",
    "ten",
    "vo",
    "ris",
    "dal",
    "per",
    "so",
    "na",
    "qui",
    "hol",
    "gre",
    "fan",
    "ster",
    "wick",
    "ley",
    "son",
    "man",
    "berg",
    "ova",
    "ini",
    "ez",
    "eau",
]
KINDS = ("Bank", "Logistics", "Consulting", "Software", "Pharma")
SHARE_TWICE = 0.02
"""So many people stand in the book twice, once with an initial."""


class People:
    """Invents contacts; the same seed gives the same ones."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)
        self.given = [self._word(1, 3) for _ in range(900)]
        self.family = [self._word(2, 4) for _ in range(9000)]
        self.companies = [f"{self._word(2, 3)} {self.dice.choice(KINDS)} Ltd" for _ in range(4000)]

    def _word(self, least: int, most: int) -> str:
        return "".join(self.dice.choice(SYLLABLES) for _ in range(self.dice.randint(least, most))).capitalize()

    def contact(self, number: int) -> Contact:
        """Return contact ``number``."""
        given, family = self.dice.choice(self.given), self.dice.choice(self.family)
        company = self.dice.choice(self.companies)
        domain = f"{company.split()[0].lower()}.example"
        return Contact(
            name=Name(value=f"{given} {family}", given=given, family=family),
            title=Field(value=self.dice.choice(("Head of Risk", "Sales Manager", "Engineer", "Recruiter"))),
            organization=Field(value=company),
            emails=(Field(value=f"{given}.{family}{number}@{domain}".lower()),),
            phones=(Phone(value=f"+4420{self.dice.randint(10**7, 10**8 - 1)}"),),
        )

    def contacts(self, count: int) -> list[Contact]:
        """Return ``count`` contacts, some of them twice."""
        found = [self.contact(number) for number in range(round(count * (1 - SHARE_TWICE)))]
        for known in found[: count - len(found)]:
            name = known.name
            if name is not None:
                short = Name(value=f"{name.given[0]}. {name.family}", given=f"{name.given[0]}.", family=name.family)
                found.append(Contact(name=short, organization=known.organization))
        return found


def timed(action: Callable[[], object], times: int = 1) -> float:
    """Return the median of how long ``action`` takes, in seconds."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def measure(count: int, folder: Path) -> list[tuple[str, float]]:
    """Return what was timed and the seconds it took, in a book of ``count`` people made in ``folder``."""
    people = People()
    entries = [Entry(contact=contact) for contact in people.contacts(count)]
    with Book.open(folder / "book.sqlite") as book:
        rows = [("import all of them from vCards", timed(lambda: book.import_contacts(entries, "vcard phone.vcf")))]
        loaded = book.people()
        names = [person.contact.display_name for person in people.dice.sample(loaded, 40)]
        queries = iter([*names, *(name[0] + name[2] + name[1] + name[3:] for name in names), *people.companies[:40]])
        iphone = target_named("iphone")
        rows += [
            ("find by name", timed(lambda: book.find(next(queries)), 40)),
            ("find by a misspelt name", timed(lambda: book.find(next(queries)), 40)),
            ("find by company", timed(lambda: book.find(next(queries)), 40)),
            ("match a new card against the book", timed(lambda: book.like(people.dice.choice(loaded).contact), 40)),
            ("all duplicates", timed(book.duplicates)),
            ("what is due today", timed(lambda: book.due(date(2026, 11, 27)))),
            ("load everybody", timed(book.people)),
            ("export all as vCards for iPhone", timed(lambda: write_vcards(loaded, iphone))),
            ("export all as CSV", timed(lambda: write_csv(loaded))),
        ]
    return rows


def main() -> None:
    words = argparse.ArgumentParser(description="Time the book, and write the section of docs/benchmark.md.")
    words.add_argument("--count", type=int, default=50_000)
    count = words.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(count, Path(folder))
    table = "\n".join(f"| {what} | {_shown(seconds)} |" for what, seconds in rows)
    text = f"## The book, with {count:,} people\n\n`scripts/bench_book.py --count {count}`; medians.\n\n"
    write_page(ROOT / "docs" / "benchmark.md", {"book": f"{text}| what | time |\n|---|---|\n{table}"})
    print(table)


def _shown(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


if __name__ == "__main__":
    main()
