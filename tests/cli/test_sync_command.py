"""``cardscan sync`` as it is typed, against a real Radicale; passwords from a command, the keyring or the keyboard."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError
from made_people import ADA, new_book
from made_server import PASSWORD, Server, radicale

from cardscan.book import Book
from cardscan.cli import main
from cardscan.cli.password import Password
from cardscan.errors import UsageError


class Kept(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.found.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.found[service, username] = password


@pytest.fixture
def ring() -> Iterator[Kept]:
    before = keyring.get_keyring()
    kept = Kept()
    keyring.set_keyring(kept)
    yield kept
    keyring.set_keyring(before)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        running.add_book("phone")
        yield running


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with new_book(tmp_path) as opened:
        opened.add_contact(ADA, "card")
        monkeypatch.setenv("CARDSCAN_BOOK", opened.location)
    return tmp_path / "book.sqlite"


def command() -> str:
    return f"{sys.executable} -c \"print('{PASSWORD}')\""


def test_a_password_of_a_command(server: Server, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["sync", server.root, "--user", server.user, "--password-command", command()]
    assert main([*words, "--dry-run"]) == 0
    assert "1 would be sent: Ada Whitcombe" in capsys.readouterr().err
    assert main(words) == 0
    assert "1 sent: Ada Whitcombe" in capsys.readouterr().err
    assert main(words) == 0
    printed = capsys.readouterr()
    assert printed.err == "1 the same on both sides\n"
    assert printed.out == ""
    assert len(server.cards()) == 1


def test_a_wrong_password_is_one_line(server: Server, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = f"{sys.executable} -c \"print('wrong')\""
    assert main(["sync", server.root, "--user", server.user, "--password-command", wrong]) == 5
    printed = capsys.readouterr().err
    assert printed.splitlines()[0].endswith("it does not know this user and password (401)")
    assert len(printed.splitlines()) == 2


@pytest.mark.parametrize("told", ["'", "", f'{sys.executable} -c ""', f"{sys.executable} -c 1/0"])
def test_a_command_that_gives_none(
    told: str, server: Server, book: Path, ring: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sync", server.root, "--user", server.user, "--password-command", told or " "]) in (2, 5)
    assert capsys.readouterr().err.startswith("error: ")


def test_nobody_at_the_keyboard(server: Server, book: Path, ring: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", server.root]) == 2
    assert "add --user NAME" in capsys.readouterr().err
    assert main(["sync", server.root, "--user", server.user]) == 2
    assert "--password-command" in capsys.readouterr().err


def test_the_keyring_is_asked_and_kept_in(ring: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda what, **_: "typed" if "Password" in what else "ada")
    password = Password("https://cloud.example/dav/", None, None)
    assert password("cloud.example") == ("ada", "typed")
    assert password.keep()
    assert ring.found == {("cardscan", "ada@cloud.example"): "typed"}
    again = Password("https://ada@cloud.example/dav/", None, None)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: pytest.fail("it is known"))
    assert again("cloud.example") == ("ada", "typed")
    assert not again.keep()


def test_no_keyring_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: str) -> str:
        raise KeyringError

    monkeypatch.setattr("keyring.get_password", none)
    monkeypatch.setattr("keyring.set_password", none)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "typed")
    password = Password("https://cloud.example/", "ada", None)
    assert password("cloud.example") == ("ada", "typed")
    assert not password.keep()


def test_a_password_in_the_address(server: Server, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = server.root.replace("http://", f"http://{server.user}:{PASSWORD.replace(' ', '%20')}@")
    assert main(["sync", url]) == 0
    # What the book remembers holds neither user nor password.
    with Book.open(book) as opened:
        assert list(opened.sync_state(server.book))
    assert Password("https://a%40b:c%3Ad@cloud.example/", None, None)("cloud.example") == ("a@b", "c:d")
    capsys.readouterr()


def test_a_folder_that_is_none(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sync", str(tmp_path / "none")]) == 3
    assert "no such folder" in capsys.readouterr().err


def test_a_keyring_is_not_loaded_for_a_folder(book: Path, tmp_path: Path) -> None:
    (tmp_path / "vdir").mkdir()
    code = (
        "import sys; from cardscan.cli import main; "
        f"main(['sync', {str(tmp_path / 'vdir')!r}]); print('keyring' in sys.modules, 'httpx' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"CARDSCAN_BOOK": str(book)}, check=True, capture_output=True
    )
    assert done.stdout.split() == [b"False", b"False"]
    assert len(list((tmp_path / "vdir").glob("*.vcf"))) == 1


def test_an_empty_user_is_asked_for(ring: Kept) -> None:
    with pytest.raises(UsageError, match=r"User at cloud\.example is not known"):
        Password("https://cloud.example/", None, None)("cloud.example")
