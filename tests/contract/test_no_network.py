"""Nothing leaves the machine: no command opens a network socket, but ``sync`` to the server that was named.

Each command runs in a process of its own kind, whose audit hook (PEP 578) sees every socket before it is used, in the
worker processes of an import, too. What would reach out is written down and stopped.
"""

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from made_cards import ADA, BEN, save_photo
from made_linkedin import Profile, code_picture, head_screen, info_screen, profile_pdf

from cardscan.cli import COMMANDS

HOOK = """
import os, sys

def watch(event, arguments, log=os.environ["NETWORK_LOG"], stop=os.environ["NETWORK_STOP"] == "1"):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        reached = arguments[1]
        if not isinstance(reached, tuple):  # a path: a socket of this machine's own
            return
        reached = str(reached[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "http.client.connect"):
        reached = str(arguments[1] if event == "http.client.connect" else arguments[0])
    elif event in ("urllib.Request", "ftplib.connect", "smtplib.connect"):
        reached = str(arguments[0])
    else:
        return
    with open(log, "a", encoding="utf-8") as file:
        file.write(f"{event} {reached}\\n")
    if stop:
        raise PermissionError(f"{event} {reached}: no part of cardscan may reach out")

sys.addaudithook(watch)
"""

RUN = """
import json, sys
from cardscan.cli import main
if __name__ == "__main__":
    for words in json.loads(sys.argv[1]):
        code = main(words)
        print(json.dumps([words[:2], code]), file=sys.stderr, flush=True)
"""

EVERYTHING = """
import importlib, pkgutil, cardscan
for found in pkgutil.walk_packages(cardscan.__path__, "cardscan."):
    if "migrations" not in found.name:
        importlib.import_module(found.name)
"""

CSV = (
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nBo,Sample,,,Harbour Bank,Clerk,3 Jan 2019\n"
)


class Watched:
    """Runs Python with the hook, and tells what tried to reach out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
        (folder / "run.py").write_text(RUN, encoding="utf-8")
        self.log = folder / "network.log"

    def python(self, *arguments: str, stop: bool = True) -> subprocess.CompletedProcess[str]:
        """Run the interpreter."""
        environment = os.environ | {
            "PYTHONPATH": str(self.folder),
            "NETWORK_LOG": str(self.log),
            "NETWORK_STOP": "1" if stop else "0",
            "CARDSCAN_BOOK": str(self.folder / "book.sqlite"),
            "OMP_THREAD_LIMIT": "1",
        }
        words = [sys.executable, *arguments]
        return subprocess.run(words, env=environment, cwd=self.folder, capture_output=True, text=True, check=False)

    def commands(self, *commands: list[str], stop: bool = True) -> list[int]:
        """Run commands one after the other in one process; return their exit codes."""
        done = self.python("run.py", json.dumps(commands), stop=stop)
        codes = [json.loads(line)[1] for line in done.stderr.splitlines() if line.startswith('[["')]
        assert len(codes) == len(commands), done.stderr
        return codes

    @property
    def reached(self) -> list[str]:
        """What was tried."""
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_the_hook_sees_what_reaches_out(watched: Watched) -> None:
    program = "import multiprocessing, socket\nprint(socket.getaddrinfo('localhost', 80))"
    assert "no part of cardscan" in watched.python("-c", program).stderr
    assert watched.reached == ["socket.getaddrinfo localhost"]


def test_no_module_reaches_out_when_it_is_loaded(watched: Watched) -> None:
    done = watched.python("-c", EVERYTHING)
    assert done.returncode == 0, done.stderr
    assert watched.reached == []


@pytest.fixture
def sources(tmp_path: Path) -> dict[str, str]:
    """One of every kind of input."""
    photos = tmp_path / "photos"
    photos.mkdir()
    save_photo(photos / "ada.jpg", ADA)
    save_photo(photos / "ben.jpg", BEN)
    link = "https://www.linkedin.com/in/jane-example-4b71a2"
    profile = Profile(name="Jane Example", contact=((link.removeprefix("https://"), "LinkedIn", link),))
    (tmp_path / "Profile.pdf").write_bytes(profile_pdf(profile))
    (tmp_path / "Connections.csv").write_text(CSV, encoding="utf-8")
    code_picture(tmp_path / "code.png", f"{link}?fromQR=1")
    head_screen(tmp_path / "head.png")
    info_screen(tmp_path / "info.png")
    return {"photos": str(photos), "link": link}


RUNS = {
    "interview": [
        ["interview", "add", "--company", "Harbour Bank", "--role", "Analyst", "--date", "2026-11-20"],
        ["interview", "list"],
        ["interview", "outcome", "harbour", "rejected", "--date", "2026-11-27"],
    ],
    "scan": [["scan", "{photos}/ada.jpg", "--save", "--interview", "harbour", "--format", "json"]],
    "import": [["import", "{photos}", "--interview", "harbour", "--jobs", "2"]],
    "linkedin": [
        ["linkedin", "add", "{link}"],
        ["linkedin", "add", "https://lnkd.in/abc123"],
        ["linkedin", "add", "Profile.pdf"],
        ["linkedin", "add", "code.png"],
        ["linkedin", "add", "head.png"],
        ["linkedin", "add", "info.png"],
        ["linkedin", "add", "Connections.csv", "--all"],
        ["linkedin", "who", "Harbour Bank"],
    ],
    "contacts": [["contacts", "list"], ["contacts", "show", "1"], ["contacts", "find", "harbour"]],
    "log": [["log", "1", "--by", "phone", "--note", "asked why", "--date", "2026-11-28"]],
    "due": [["due", "--date", "2026-12-04", "--format", "json"]],
    "draft": [["draft", "1", "--kind", "thanks"]],
    "export": [
        ["export", "--for", "iphone", "--to", "people.vcf"],
        ["export", "--format", "csv", "--to", "people.csv"],
        ["export", "--format", "ics", "--to", "dates.ics"],
        ["export", "--format", "qr", "1", "--to", "code-of-1.png"],
        ["export", "--format", "vdir", "--to", "vdir"],
    ],
    "undo": [["undo", "--list"]],
    "doctor": [["doctor"]],
}  # fmt: skip
"""Command → how it is run; in an order in which each finds what it needs."""

SERVERS = {"sync", "serve", "review"}
"""Commands whose purpose is a socket: to the server that was named, or the page's own on this machine."""


def test_every_command_is_watched() -> None:
    assert set(COMMANDS) - SERVERS == set(RUNS)


def test_no_command_reaches_out(watched: Watched, sources: dict[str, str]) -> None:
    commands = [[word.format(**sources) for word in words] for runs in RUNS.values() for words in runs]
    codes = watched.commands(*commands)
    failed = [words for words, code in zip(commands, codes, strict=True) if code != 0]
    assert watched.reached == []
    assert failed == []


@pytest.mark.skipif(find_spec("cardscan.cli.sync") is None, reason="there is no sync command to watch")
def test_sync_reaches_the_server_that_was_named_and_no_other(watched: Watched) -> None:
    watched.commands(["contacts", "add", "--name", "Ada Example"], ["sync", "http://127.0.0.1:9/book/"], stop=False)
    assert {line.split()[1] for line in watched.reached} <= {"127.0.0.1"}
