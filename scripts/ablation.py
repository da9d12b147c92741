"""Measure what it gains that a card's fields vouch for each other, and write it into docs/benchmark.md.

    python scripts/read_bench.py --set heldout
    python scripts/ablation.py --read bench-data/heldout/readings.jsonl

The same readings are parsed twice: with the agreement of e-mail, site, name, profile and company, and without.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from card_lines import lines_of, read_cards
from make_bench import ROOT
from report import details, fields_by, write_page
from score import score_contact
from tally import Tally
from truths import addresses_besides

from cardscan.document import contact_document
from cardscan.parse import ParseOptions, understand


def parsed(file: Path, *, agreement: bool) -> Tally:
    """Return the scores of all cards of a file of readings."""
    everything = Tally()
    for card in read_cards(file):
        size = (float(card["size"][0]), float(card["size"][1]))
        found = understand(lines_of(card), (), ParseOptions(card_size=size, agreement=agreement))
        besides = {**card.get("also_right", {}), "urls": addresses_besides(card)}
        text = "\n".join(line["text"] for line in card["lines"])
        everything.add_card(score_contact(contact_document(found), card["contact"], besides), text)
    return everything


def main() -> None:
    """Parse twice and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", type=Path, required=True, help="what read_bench.py wrote")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "benchmark.md")
    chosen = parser.parse_args()
    rows = {
        "each field alone": parsed(chosen.read, agreement=False),
        "vouching for each other": parsed(chosen.read, agreement=True),
    }
    section = "\n\n".join([
        "## What it gains that the fields vouch for each other",
        f"The cards that were found in the set `{chosen.read.parent.name}`, as they were read off its photographs, "
        "parsed twice (without what their codes say).",
        fields_by(rows),
        *(f"{name}: {details(one)}" for name, one in rows.items()),
        f"`scripts/ablation.py --read bench-data/{chosen.read.parent.name}/readings.jsonl`",
    ])  # fmt: skip
    print(section)
    write_page(chosen.page, {"vouching": section})
    print(f"{chosen.page} written", file=sys.stderr)


if __name__ == "__main__":
    main()
