"""A real Radicale on loopback, each user with one address book, and a server that answers what it is told to."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

PASSWORD = "not a secret, only a test"
USERS = [f"sample-{number}" for number in range(100)]

_MAKE_BOOK = """<?xml version="1.0"?>
<d:mkcol xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:set><d:prop>
<d:resourcetype><d:collection/><c:addressbook/></d:resourcetype><d:displayname>phone</d:displayname>
</d:prop></d:set></d:mkcol>"""


@dataclass(frozen=True)
class Server:
    """A running Radicale, as one of its users sees it."""

    root: str
    user: str = USERS[0]

    @property
    def book(self) -> str:
        """The address of the user's address book."""
        return f"{self.root}{self.user}/phone/"

    @property
    def path(self) -> str:
        """The path of the user's address book."""
        return f"/{self.user}/phone/"

    def credentials(self, _: str) -> tuple[str, str]:
        """Return user and password."""
        return self.user, PASSWORD

    def request(self, method: str, path: str, content: str = "", **headers: str) -> httpx.Response:
        """Do what another client would do."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        with httpx.Client(auth=(self.user, PASSWORD), trust_env=False, verify=False) as client:
            return client.request(method, self.root.rstrip("/") + path, content=content.encode(), headers=names)

    def cards(self) -> dict[str, str]:
        """Return the cards of the address book by their path."""
        listed = self.request("PROPFIND", self.path, Depth="1").text
        paths = sorted({part.split("<")[0] for part in listed.split("href>") if part.split("<")[0].endswith(".vcf")})
        return {path: self.request("GET", path).text for path in paths}

    def put(self, path: str, card: str) -> None:
        """Write a card as a phone would."""
        answer = self.request("PUT", path, card, Content_Type="text/vcard; charset=utf-8")
        assert answer.status_code in (201, 204), answer.text

    def add_book(self, name: str) -> None:
        """Make a further address book."""
        self.request("PROPFIND", f"/{self.user}/")  # makes the user's home
        assert self.request("MKCOL", f"/{self.user}/{name}/", _MAKE_BOOK).status_code == 201


@contextmanager
def radicale(folder: Path, certificate: tuple[Path, Path] | None = None) -> Iterator[Server]:
    """Run a Radicale that keeps its data in ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "users").write_text("".join(f"{user}:{PASSWORD}\n" for user in USERS))
    tls = f"ssl = True\ncertificate = {certificate[0]}\nkey = {certificate[1]}\n" if certificate else ""
    (folder / "config").write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n{tls}"
        f"[auth]\ntype = htpasswd\nhtpasswd_filename = {folder}/users\nhtpasswd_encryption = plain\ndelay = 0\n"
        f"[storage]\nfilesystem_folder = {folder}/collections\n[logging]\nlevel = error\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "-C", str(folder / "config")], stdout=log, stderr=log, env=environment
        )
        try:
            _wait_for(port, process)
            yield Server(f"{'https' if certificate else 'http'}://127.0.0.1:{port}/")
        finally:
            process.terminate()
            process.wait(10)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("Radicale did not start")


Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """Run a server that answers every request by calling ``answer``; give its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if self.raw_requestline and self.parse_request():
                length = int(self.headers.get("Content-Length") or 0)
                self.body = self.rfile.read(length)
                answer(self)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def plain(status: int, content: bytes = b"", **headers: str) -> Answer:
    """Return an answer that is always the same."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Connection", "close")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer
