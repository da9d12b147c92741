"""The seed story, end to end: a rejection becomes an interview in another department."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("story", ROOT / "scripts" / "story.py")
assert _spec is not None
assert _spec.loader is not None
story = importlib.util.module_from_spec(_spec)
sys.modules["story"] = story
_spec.loader.exec_module(story)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("story")
    told = story.tell(folder)
    for _, runs in told:
        for run in runs:
            assert run.code == 0, f"cardscan {run.command}\n{run.said}"
    exported = (folder / "people.vcf").read_text(encoding="utf-8")
    return {run.command: run.said for _, runs in told for run in runs} | {"people.vcf": exported}


def test_four_people_are_tied_to_the_interview(said: dict[str, str]) -> None:
    shown = said["interview show harbour"]
    for name in ("Ada Whitcombe", "Benjamin Okafor", "Chloe Marchetti", "Devan Lindqvist"):
        assert name in shown
    assert said["people.vcf"].count("BEGIN:VCARD") == 4
    assert said["people.vcf"].count("X-CARDSCAN-INTERVIEW:urn:uuid:") == 4
    assert "benjamin.okafor@harbourbank.example" in said["people.vcf"]


def test_each_day_says_what_is_due_and_why(said: dict[str, str]) -> None:
    assert "thank Benjamin Okafor" in said["due --date 2026-11-07"]
    assert "call Benjamin Okafor" in said["due --date 2026-11-13"]
    assert "ask in a nice way why" in said["due --date 2026-11-13"]
    assert "Benjamin Okafor" in said["due --date 2026-11-20"]
    assert re.search(r"department", said["due --date 2026-11-30"])


def test_the_second_interview_comes_from_the_contact(said: dict[str, str]) -> None:
    chain = said['interview show "risk analyst"']
    assert "Benjamin Okafor" in chain
    assert chain.index("round 3") < chain.index("introduced you to") < chain.index("Risk Analyst (Risk), round 1,", 60)


def test_the_page_shows_these_commands() -> None:
    written = re.findall(r"^\$ cardscan (.*)$", (ROOT / "docs" / "story.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert written == [command for step in story.STEPS for command in step.commands]
