"""The story of one rejection, run for real: writes docs/story.md from the program's own output.

The steps are the page and the test at once: ``tests/cli/test_story.py`` runs them and looks at what they say.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))


@dataclass(frozen=True)
class Step:
    """A passage of the story and the commands that go with it."""

    prose: str
    commands: tuple[str, ...]


STEPS = (
    Step(
        "Three rounds at a bank in Canary Wharf, four people in the last one. Before the first, the interview gets a "
        "name; on the way out of the third, the cards are photographed.",
        (
            'interview add --company "Harbour Bank" --role Analyst --round 3 --date 2026-11-06 --time 14:30 '
            '--place "Canary Wharf" --kind panel',
            "import photos --interview harbour --jobs 1",
            'interview meet harbour okafor --part HR --rapport 5 --keep-in-touch --talked-about "the sailing club"',
            "interview show harbour",
        ),
    ),
    Step(
        "The people go into the phone, once, each with the interview in the notes.",
        ("export --for iphone --interview harbour --to people.vcf",),
    ),
    Step(
        "The next day, a thank-you is due.",
        (
            "due --date 2026-11-07",
            'log okafor --by email --date 2026-11-07 --note "thanked him"',
        ),
    ),
    Step(
        "A week later: no. That is when contact usually ends; here it begins.",
        (
            "interview outcome harbour rejected --date 2026-11-13",
            "due --date 2026-11-13",
            "draft okafor --kind why",
            'log okafor --by phone --date 2026-11-13 --note "asked why: too little credit risk; still interested"',
        ),
    ),
    Step(
        "Once a week, a short mail.",
        (
            "due --date 2026-11-20",
            "draft okafor --kind weekly",
            'log okafor --by email --date 2026-11-20 --note "sent the article on stress tests"',
            "log okafor --by email --date 2026-11-22 --they-wrote",
            "due --date 2026-11-23",
            'log okafor --by email --date 2026-11-23 --note "answered"',
        ),
    ),
    Step(
        "In the third week, the question about other departments.",
        (
            "due --date 2026-11-30",
            "draft okafor --kind other-department",
            'log okafor --by email --date 2026-11-30 --note "asked about other departments"',
        ),
    ),
    Step(
        "He sets up another interview, in another department, and the book remembers how it came about.",
        (
            'interview add --company "Harbour Bank" --role "Risk Analyst" --department Risk '
            "--introduced-by okafor --date 2026-12-08",
            'interview show "risk analyst"',
            "linkedin who harbour",
        ),
    ),
)


@dataclass(frozen=True)
class Run:
    """One command, run: its exit code and what it said."""

    command: str
    code: int
    said: str


def tell(folder: Path) -> list[tuple[Step, list[Run]]]:
    """Run the story in ``folder``, where its photos and its book lie, and return what each command said."""
    from made_cards import PANEL, save_photo

    (folder / "photos").mkdir()
    for number, person in enumerate(PANEL, 1):
        save_photo(folder / "photos" / f"IMG_{number:04}.jpg", person, angle_deg=5.0 * number - 12)
    environment = {**os.environ, "CARDSCAN_BOOK": str(folder / "book.sqlite"), "COLUMNS": "110", "NO_COLOR": "1"}
    program = Path(sys.executable).with_name("cardscan")
    told = []
    for step in STEPS:
        runs = []
        for command in step.commands:
            done = subprocess.run(
                [program, *shlex.split(command)],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                timeout=120,
            )
            runs.append(Run(command, done.returncode, done.stdout.replace(str(folder), "~/cardscan")))
        told.append((step, runs))
    return told


def page(told: list[tuple[Step, list[Run]]]) -> str:
    """Return the story as a page of documentation."""
    parts = [
        "# The story of one rejection\n",
        "Every line below is what the program said; `.venv/bin/python scripts/story.py` writes this page anew. "
        "The people are invented; their cards are drawn by `tests/made_cards.py`.\n",
    ]
    for step, runs in told:
        parts.append(f"{step.prose}\n")
        for run in runs:
            said = "\n".join(line.rstrip() for line in run.said.strip().splitlines())
            parts.append(f"```console\n$ cardscan {run.command}\n{said}\n```\n")
    return "\n".join(parts)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        told = tell(Path(folder))
    failed = [run for _, runs in told for run in runs if run.code != 0]
    for run in failed:
        print(f"exit {run.code}: cardscan {run.command}\n{run.said}", file=sys.stderr)
    if not failed:
        (ROOT / "docs" / "story.md").write_text(page(told), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
