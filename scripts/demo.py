"""``make demo``: read the photographs in samples/ under a demo interview, into vCards under demo/.

Runs the program as a person would, one command after the other, and shows each command.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "demo"
BOOK = DEMO / "book.sqlite"
INTERVIEW = ("--company", "Harbour Bank", "--role", "Analyst", "--round", "3", "--date", "2026-11-20")


def cardscan(*words: str, show: bool = True, capture: bool = False) -> str:
    """Run one command on the demo's book; end the demo with its exit code when it fails."""
    if show:
        print(f"\n$ cardscan {' '.join(repr(word) if ' ' in word else word for word in words)}", flush=True)
    program = Path(sys.executable).with_name("cardscan")
    output = subprocess.PIPE if capture else None
    done = subprocess.run([program, *words, "--book", str(BOOK)], cwd=ROOT, stdout=output, text=True, check=False)
    if done.returncode not in (0, 7):
        sys.exit(done.returncode)
    return done.stdout or ""


def table(people: list[dict]) -> str:
    """Return what was read of each person, a line each."""
    from rich.console import Console
    from rich.table import Table

    columns = ("name", "title", "company", "e-mail", "phone", "LinkedIn", "sure")
    view = Table(*columns, show_lines=False)
    for person in people:
        fields = [person[key] for key in ("name", "title", "organization")]
        fields += [next(iter(person[key]), None) for key in ("emails", "phones")]
        fields.append(person["linkedin"])
        values = [field["value"] if field else "" for field in fields]
        values[5] = values[5].removeprefix("https://www.linkedin.com/")
        told = [field["confidence"] for field in fields if field]
        view.add_row(*values, f"{sum(told) / len(told):.0%}" if told else "")
    console = Console(width=None if sys.stdout.isatty() else 160)
    with console.capture() as captured:
        console.print(view)
    return captured.get()


def main() -> int:
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    started = time.monotonic()
    cardscan("interview", "add", *INTERVIEW)
    cardscan("import", "samples", "--interview", "harbour", "--report", str(DEMO / "report.json"))
    people = json.loads(cardscan("contacts", "list", "--format", "json", show=False, capture=True))["contacts"]
    print(table(people))
    cardscan("export", "--format", "vcf", "--interview", "harbour", "--to", "demo/contacts.vcf")
    cardscan("export", "--format", "vcf", "--interview", "harbour", "--split", "--to", "demo/contacts")
    surest = max(
        (person for person in people if person["name"] and person["phones"]),
        key=lambda person: person["name"]["confidence"],
    )
    cardscan("export", "--format", "qr", str(surest["id"]), "--to", "demo/contact-qr.png")
    print(f"""
{len(people)} contacts in {time.monotonic() - started:.0f} s. They lie in demo/:
  contacts.vcf     all of them: open it on the phone (mail it to yourself, or AirDrop) and tap "add all"
  contacts/        one file per person
  contact-qr.png   {surest["name"]["value"]}: point the phone's camera at it
  book.sqlite      the address book of this demo

Next, with your own photo:
  .venv/bin/cardscan interview add --company "…" --role "…"
  .venv/bin/cardscan scan PHOTO --save --interview …
  .venv/bin/cardscan due""")
    return 0


if __name__ == "__main__":
    sys.exit(main())
