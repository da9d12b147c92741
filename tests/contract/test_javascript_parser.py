"""What is written, read by an independent parser: ical.js, a JavaScript library from npm."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_vcards import CALL, COMPANY, PEOPLE, ROUND_3, ZOE

from cardscan.book.calendar import write_calendar
from cardscan.vcard.note import note_of
from cardscan.vcard.targets import NEXTCLOUD, TARGETS
from cardscan.vcard.write import write_vcards

FOLDER = Path(__file__).parent / "javascript"

pytestmark = [
    pytest.mark.skipif(shutil.which("npm") is None, reason="node and npm are not installed"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program that reads, installed once beside its tests ("make setup" does it, too)."""
    if not (FOLDER / "node_modules" / "ical.js").is_dir():
        own = tmp_path_factory.mktemp("javascript")  # two workers must not install into one folder
        for name in ("package.json", "read.js"):
            shutil.copy(FOLDER / name, own / name)
        install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
        subprocess.run(install, cwd=own, check=True, capture_output=True, timeout=240)
        return own / "read.js"
    return FOLDER / "read.js"


def understood(program: Path, text: str) -> dict:
    environment = os.environ | {"TZ": "UTC"}
    done = subprocess.run(
        ["node", str(program)], input=text.encode(), check=True, capture_output=True, timeout=60, env=environment
    )
    return json.loads(done.stdout)


def values(component: list, name: str) -> list:
    return [line[3:] for line in component[1] if line[0] == name]


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_vcards(program: Path, target) -> None:
    cards = understood(program, write_vcards(PEOPLE, target))["parsed"]
    assert [card[0] for card in cards] == ["vcard"] * len(PEOPLE)
    zoe, company, _ = cards
    assert values(zoe, "version") == [["3.0"]]
    assert values(zoe, "uid") == [[ZOE.uid]]
    assert values(zoe, "fn") == [["Dr Zoë Marie Whitcombe-Núñez"]]
    assert values(zoe, "n") == [[["Whitcombe-Núñez", "Zoë", "Marie", "Dr", ""]]]
    assert values(zoe, "org") == [[["Harbour Bank, plc", "Human Resources; Hiring"]]]
    assert values(zoe, "title") == [["Head of People, Europe"]]
    assert values(zoe, "adr") == [[["", "", "1 Quay Street", "London", "", "E14 5AB", "United Kingdom"]]]
    assert values(zoe, "email") == [["zoe@harbour.example"], ["z.whitcombe@mail.example"]]
    assert ["https://www.linkedin.com/in/zoe-whitcombe"] in values(zoe, "url")
    assert values(zoe, "categories") == [["Interviewers", "Harbour Bank plc", "Chess club"]]
    ((note,),) = values(zoe, "note")
    # ical.js leaves the backslash that RFC 2426 wants before a semicolon: what Nextcloud gets has none.
    assert (note if target is NEXTCLOUD else note.replace("\\;", ";")) == note_of(ZOE, with_profile=not target.labels)
    assert values(zoe, "x-cardscan-interview") == [[CALL.uid], [ROUND_3.uid]]
    mobile = next(line for line in zoe[1] if line[0] == "tel" and line[3] == "+447700900123")
    assert [kind.upper() for kind in mobile[1]["type"]] == ["CELL", "VOICE"]
    assert values(company, "fn") == [[COMPANY.contact.display_name]]


def test_calendar(program: Path) -> None:
    text = write_calendar([ROUND_3, CALL], [], PEOPLE, zone=ZoneInfo("America/New_York"))
    read = understood(program, text)
    (calendar,) = read["parsed"]
    events = [part for part in calendar[2] if part[0] == "vevent"]
    assert [values(event, "uid") for event in events] == [[[ROUND_3.uid]], [[CALL.uid]]]
    assert values(events[0], "location") == [["1 Quay Street, London"]]
    contact = next(line for line in events[0][1] if line[0] == "contact")
    assert contact[1]["altrep"] == ZOE.uid
    # 14:30 in New York in November; a day's event begins at midnight.
    assert read["starts"] == ["2026-11-20T19:30:00.000Z", "2026-10-05T00:00:00.000Z"]
