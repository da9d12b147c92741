"""One suite over the databases that a book may lie in: SQLite in a file, and a real PostgreSQL where one is installed.

PostgreSQL is started on a free port of the loopback, in a folder of its own, and stopped at the end. It does not run as
root; then it is started as the user ``postgres``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

import pytest
from made_people import ADA, BEN, contact, scan

from cardscan.book import Book, FakeClock
from cardscan.errors import BookError, BookTooNewError
from cardscan.model import Channel, Outcome

DAY = date(2026, 11, 20)


def _program(name: str) -> str | None:
    places = [os.environ.get("PATH", ""), *map(str, Path("/usr/lib/postgresql").glob("*/bin"))]
    return shutil.which(name, path=os.pathsep.join(places))


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    initdb, server = _program("initdb"), _program("postgres")
    if initdb is None or server is None:
        pytest.skip("PostgreSQL is not installed")
    as_user: dict[str, object] = {}
    folder = Path(tempfile.mkdtemp(prefix="cardscan-pg-"))
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("PostgreSQL does not run as root, and there is no user 'postgres'")
        as_user = {"user": "postgres"}
    port = _free_port()
    data = str(folder / "data")
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **as_user}
    subprocess.run([initdb, "-D", data, "-A", "trust", "-U", "tester", "-N"], check=True, timeout=60, **options)  # type: ignore[call-overload]
    process = subprocess.Popen(
        [server, "-D", data, "-p", str(port), "-k", str(folder), "-h", "127.0.0.1", "-F"],
        **options,  # type: ignore[call-overload]
    )
    try:
        url = f"postgresql://tester@127.0.0.1:{port}/postgres"
        _wait_for(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    import psycopg

    for _ in range(100):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("PostgreSQL did not start")


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "book.sqlite")
    url = str(request.getfixturevalue("postgres"))
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return url


@pytest.fixture
def book(location: str) -> Iterator[Book]:
    with Book.open(location, FakeClock()) as book:
        yield book


def test_a_whole_story(book: Book, location: str) -> None:
    first = book.add_interview("Harbour Bank", "Analyst", round=3, on=DAY, at=time_of_day(14, 30))
    ada, ben = book.add_scan(scan(ADA, BEN), first).people
    book.meet(ada, first, part="HR", rapport=5, talked_about="boats", keep_in_touch=True)
    book.set_outcome(first, Outcome.REJECTED, date(2026, 11, 27))
    step = book.due(date(2026, 11, 27))[0]
    assert (step.person.id, step.kind.value) == (ada.id, "why")
    book.log(ada, Channel.PHONE, date(2026, 11, 28), "asked why")
    book.add_interview("Harbour Bank", "Analyst", department="Risk", introduced_by=ada, on=date(2026, 12, 18))
    assert book.chain(book.interview("risk")).before[0].name == "Ada Whitcombe"
    book.close()
    with Book.open(location, FakeClock()) as again:
        people = again.people()
        assert [person.contact for person in people] == [ADA, BEN]
        assert people[0].meetings[0].talked_about == "boats"
        assert again.interview(1).at == time_of_day(14, 30)
        assert again.picture(again.records(people[1])[0]) == b"picture of Benjamin Okafor in IMG_0001.jpg"
        assert again.check() == []
        assert again.person("okafor").id == ben.id


def test_merge_split_undo_and_find(book: Book) -> None:
    one = book.add_contact(contact("Zoë Müller", "Hafen AG", email="zoe@hafen.example", work="+493012345678"), "hand")
    other = book.add_contact(contact("Zoe Mueller", "Hafen", email="zm@pier.example"), "vcard phone.vcf")
    assert [(pair.a.id, pair.b.id) for pair in book.duplicates()] == [(one.id, other.id)]
    for query in ("muller", "mulelr", "zoe@haf", "12345678", "z", "hafen zoe"):
        assert one.id in {person.id for person, _ in book.find(query)}, query
    before = book.people()
    merged = book.merge(one.id, other.id)
    assert len(merged.contact.emails) == 2
    book.split(one.id)
    assert [person.contact for person in book.people()] == [person.contact for person in before]
    book.undo()
    book.undo()
    assert book.people() == before


def test_forget(book: Book, location: str) -> None:
    photo = scan(ADA)
    ada = book.add_scan(photo).people[0]
    book.record_export("iphone", [ada])
    book.record_sync("https://dav.example/", ada.uid, "/a.vcf", "1", "x")
    forgotten = book.forget("ada")
    assert (forgotten.photos, forgotten.pictures, forgotten.exports) == (1, 1, 1)
    assert book.people() == []
    assert book.find("ada") == []
    assert book.has_photo(photo.photo.sha256)
    assert book.check() == []


def test_a_change_that_fails_is_not_there(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("cardscan.book.search.refresh", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            book.add_contact(ADA, "hand")
    assert book.people() == []
    assert book.add_contact(ADA, "hand").slug == "ada-whitcombe"


def test_two_programs_on_one_book(book: Book, location: str) -> None:
    with Book.open(location, FakeClock()) as colleague:
        book.add_contact(ADA, "hand")
        colleague.add_contact(BEN, "hand")
        assert [person.contact for person in book.people()] == [ADA, BEN]
        assert colleague.undo() is not None
        assert [person.contact for person in book.people()] == [ADA]


def test_a_newer_book_is_refused(book: Book, location: str) -> None:
    with book._storage.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(BookTooNewError) as error:
        Book.open(location)
    assert isinstance(error.value, BookError)
