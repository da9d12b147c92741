"""vdirsyncer and khard, the real programs, on what cardscan writes: through them to a real CardDAV server and back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_people import ADA, BEN, new_book
from made_server import PASSWORD, Server, radicale

from cardscan.book import Book
from cardscan.model import Field
from cardscan.sync.digest import agreed
from cardscan.sync.folder import Folder
from cardscan.sync.run import SyncReport, sync
from cardscan.vcard.vdir import write_vdir

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with radicale(tmp_path_factory.mktemp("radicale")) as server:
        server.add_book("phone")
        yield server


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder in which neither program finds anything of the user's."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def program(home: Path, *words: str, answers: str = "") -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    path = Path(sys.executable).parent / words[0]
    done = subprocess.run(
        [str(path), *words[1:]],
        check=False,
        env=environment,
        input=answers,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def export(book: Book, folder: Path) -> None:
    people = book.people()
    by_uid = {person.uid: person for person in people}
    for file in write_vdir(people, folder).files:
        book.record_sync(str(folder), file.uid, file.name, file.mark, agreed(by_uid[file.uid]))


def bring_together(book: Book, folder: Path) -> SyncReport:
    return sync(book, Folder(folder))


def test_a_vdir_goes_through_vdirsyncer_to_a_server_and_changes_come_back(
    running: Server, home: Path, tmp_path: Path
) -> None:
    vdir = tmp_path / "vdir"
    (home / "vdirsyncer").mkdir()
    (home / "vdirsyncer" / "config").write_text(
        f'[general]\nstatus_path = "{home}/status"\n\n[pair people]\na = "local"\nb = "server"\ncollections = null\n'
        f'conflict_resolution = "b wins"\n\n[storage local]\ntype = "filesystem"\npath = "{vdir}"\nfileext = ".vcf"\n\n'
        f'[storage server]\ntype = "carddav"\nurl = "{running.book}"\n'
        f'username = "{running.user}"\npassword = "{PASSWORD}"\n'
    )
    with new_book(tmp_path) as book:
        ada, _ = book.add_contact(ADA, "card"), book.add_contact(BEN, "card")
        export(book, vdir)
        program(home, "vdirsyncer", "discover", "people")
        program(home, "vdirsyncer", "sync")
        cards = running.cards()
        assert sorted("FN:Ada Whitcombe" in card for card in cards.values()) == [False, True]
        assert bring_together(book, vdir).same == 2

        # The phone changes a title and adds a number; an update in the book goes the other way.
        path = next(path for path, card in cards.items() if "FN:Ada" in card)
        running.put(
            path,
            cards[path]
            .replace("TITLE:Head of Risk", "TITLE:Chief Risk Officer")
            .replace("END:VCARD", "TEL;TYPE=HOME:+442079460044\r\nEND:VCARD"),
        )
        program(home, "vdirsyncer", "sync")
        assert bring_together(book, vdir).updated_here == ["Ada Whitcombe"]
        contact = book.person(ada.id).contact
        assert contact.title is not None
        assert contact.title.value == "Chief Risk Officer"
        assert "+442079460044" in [phone.value for phone in contact.phones]
        book.update_person(ada.id, replace(contact, organization=Field(value="Quay Bank")))
        assert bring_together(book, vdir).updated_there == ["Ada Whitcombe"]
        program(home, "vdirsyncer", "sync")
        assert "ORG:Quay Bank" in running.cards()[path]
        assert len(running.cards()) == 2
        assert bring_together(book, vdir).same == 2


def test_khard_shows_finds_and_edits_what_was_written(home: Path, tmp_path: Path) -> None:
    vdir = tmp_path / "vdir"
    (home / "khard").mkdir()
    (home / "khard" / "khard.conf").write_text(f"[addressbooks]\n[[people]]\npath = {vdir}\n[general]\ndebug = no\n")
    with new_book(tmp_path) as book:
        ada = book.add_contact(ADA, "card", book.add_interview(company="Harbour Bank", role="Analyst"))
        book.add_contact(BEN, "card")
        export(book, vdir)
        listed = program(home, "khard", "list", "--parsable").stdout
        assert {line.split("\t")[1] for line in listed.splitlines()} == {"Ada Whitcombe", "Benjamin Okafor"}
        assert ADA.emails[0].value in program(home, "khard", "email", "--parsable", "ada").stdout
        assert "+447700900123" in program(home, "khard", "phone", "--parsable", "ada").stdout
        shown = program(home, "khard", "show", "ada").stdout
        for told in ("Head of Risk", "https://www.linkedin.com/in/ada-whitcombe", "Interview: Harbour Bank - Analyst"):
            assert told in shown

        template = tmp_path / "ada.yaml"
        yaml = program(home, "khard", "show", "--format", "yaml", "ada").stdout
        template.write_text(yaml.replace("Head of Risk", "Chief Risk Officer"))
        program(home, "khard", "edit", "--format", "yaml", "-i", str(template), "ada", answers="y\n")
        report = bring_together(book, vdir)
        assert (report.updated_here, report.problems, report.conflicts) == (["Ada Whitcombe"], [], [])
        after = book.person(ada.id).contact
        assert after.title is not None
        assert after.title.value == "Chief Risk Officer"
        # What khard's own form does not know came through: nothing else changed.
        assert replace(after, title=None) == replace(ada.contact, title=None)
