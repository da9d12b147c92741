"""A CardDAV address book (RFC 6352) over HTTPS, as the other side of a synchronisation.

GET, PROPFIND, REPORT, PUT with If-Match and If-None-Match, DELETE. The only part of cardscan that opens a connection,
and only to the server that the user named: a redirection elsewhere is refused. Passwords go over TLS, or to this
machine. Whatever a server answers becomes a :class:`ServerError` of one line.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote, urljoin, urlsplit
from xml.sax.saxutils import escape

import httpx

from cardscan.errors import ServerError, UsageError
from cardscan.sync.multistatus import CARDDAV, DAV, Answer, parse_multistatus
from cardscan.sync.store import CardChangedError, RemoteCard, ServerGoneError
from cardscan.sync.trust import checked_origin, origin_of, same_domain, trusted_certificates, without_user

MAX_OCTETS = 128 * 1024 * 1024
"""An answer of more is refused: 50 cards of 256 KB are a tenth of it."""

MAX_HREFS = 50  # cards asked for at once
MAX_REDIRECTS = 5
CONNECT_TIMEOUT_S = 15.0
READ_TIMEOUT_S = 60.0
ANSWER_TIMEOUT_S = 300.0
"""For a whole answer: a server that sends a byte now and then is not waited for."""

_VCARD = "text/vcard; charset=utf-8"
_XML = "application/xml; charset=utf-8"

Credentials = Callable[[str], tuple[str, str]]
"""Asked once, with the server's name, when it wants to know who is there; returns user and password."""


@dataclass(frozen=True, slots=True)
class _Response:
    """What a server answered."""

    status: int
    headers: httpx.Headers
    content: bytes
    url: str


class CardDav:
    """An address book on a server; a context manager."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        ca_file: str | None = None,
        allow_http: bool = False,
        timeout_s: float = READ_TIMEOUT_S,
    ) -> None:
        """Find the address book at ``url``: itself, or the only one of the user whose server it is.

        Args:
            url: Of the address book, or of the server.
            credentials: Gives user and password when they are asked for.
            ca_file: Certificates to trust instead of the system's, in a PEM file.
            allow_http: Send the password without TLS to other machines, too.
            timeout_s: How long to wait for the next part of an answer.
        Raises:
            UsageError: ``url`` is none, or there are several address books to choose from.
            ServerError: The server cannot be reached, is not who it says, or has no address book.
        """
        self._credentials = credentials
        self._asked = False
        self._origin = checked_origin(url, allow_http=allow_http)
        self._allow_http = allow_http
        self._timeout_s = timeout_s
        timeout = httpx.Timeout(timeout_s, connect=min(CONNECT_TIMEOUT_S, timeout_s))
        # The environment is not asked: no proxy and no .netrc that the user did not name.
        self._client = httpx.Client(timeout=timeout, verify=trusted_certificates(ca_file), trust_env=False)
        try:
            self._book = self._find(url)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> CardDav:
        """Return the address book."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    @property
    def url(self) -> str:
        """The address book's, without user and password."""
        return self._book

    def listing(self) -> dict[str, str]:
        """Return the etag of every card by its href."""
        body = f'<d:propfind xmlns:d="{DAV}"><d:prop><d:getetag/><d:resourcetype/></d:prop></d:propfind>'
        answers = self._multistatus("PROPFIND", self._book, body, depth="1")
        return {
            self._path(answer.href): answer.etag
            for answer in answers
            if answer.found and not answer.is_collection and self._path(answer.href) != self._path(self._book)
        }

    def read(self, hrefs: Sequence[str]) -> list[RemoteCard]:
        """Return the cards at these addresses, those that are gone left out."""
        found: list[RemoteCard] = []
        for start in range(0, len(hrefs), MAX_HREFS):
            found.extend(self._read_some(hrefs[start : start + MAX_HREFS]))
        return found

    def href_of(self, name: str) -> str:
        """Return where a card of this file name lies."""
        return self._path(_joined(self._book, quote(name)))

    def create(self, name: str, text: str) -> tuple[str, str]:
        """Write a card where there is none (``If-None-Match: *``)."""
        url = _joined(self._book, quote(name))
        response = self._send("PUT", url, text, {"If-None-Match": "*", "Content-Type": _VCARD})
        self._expect(response, url)
        # A server may keep the card elsewhere (RFC 5995 in spirit; Google does).
        moved = response.headers.get("Location")
        return self._path(_joined(url, moved) if moved else url), str(response.headers.get("ETag", ""))

    def replace(self, href: str, etag: str, text: str) -> str:
        """Write a card over the version that ``etag`` marks (``If-Match``)."""
        url = self._absolute(href)
        response = self._send("PUT", url, text, {"If-Match": _strong(etag), "Content-Type": _VCARD})
        self._expect(response, url)
        return str(response.headers.get("ETag", ""))

    def remove(self, href: str, etag: str) -> None:
        """Remove the version of a card that ``etag`` marks."""
        url = self._absolute(href)
        response = self._send("DELETE", url, "", {"If-Match": _strong(etag)} if etag else {})
        if response.status not in (404, 410):
            self._expect(response, url)

    def _read_some(self, hrefs: Sequence[str]) -> Iterable[RemoteCard]:
        """Return a few cards by one REPORT, or one by one from a server that does not know it."""
        wanted = "".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs)
        body = (
            f'<c:addressbook-multiget xmlns:d="{DAV}" xmlns:c="{CARDDAV}">'
            f"<d:prop><d:getetag/><c:address-data/></d:prop>{wanted}</c:addressbook-multiget>"
        )
        response = self._send("REPORT", self._book, _declared(body), {"Content-Type": _XML, "Depth": "1"})
        if response.status in (400, 403, 405, 415, 501):
            return self._get_each(hrefs)
        self._expect(response, self._book)
        answers = parse_multistatus(response.content, self._book)
        return [
            RemoteCard(self._path(answer.href), answer.etag, answer.card.encode()) for answer in answers if answer.card
        ]

    def _get_each(self, hrefs: Sequence[str]) -> list[RemoteCard]:
        found = []
        for href in hrefs:
            response = self._send("GET", self._absolute(href))
            if response.status in (404, 410):
                continue
            self._expect(response, self._absolute(href))
            found.append(RemoteCard(href, response.headers.get("ETag", ""), response.content))
        return found

    def _find(self, url: str) -> str:
        """Return the address book that ``url`` is, or leads to (RFC 6764, section 6)."""
        asked = (
            f'<d:propfind xmlns:d="{DAV}" xmlns:c="{CARDDAV}"><d:prop><d:resourcetype/><d:displayname/>'
            "<d:current-user-principal/><c:addressbook-home-set/></d:prop></d:propfind>"
        )
        start = without_user(url)
        places = [start, _joined(start, "/.well-known/carddav")]
        seen: set[str] = set()
        while places and len(seen) < 8:
            place = places.pop(0)
            if place in seen:
                continue
            seen.add(place)
            response = self._send("PROPFIND", place, _declared(asked), {"Content-Type": _XML, "Depth": "0"})
            if response.status in (404, 405, 410) and place != start:
                continue
            if response.status == 404 and urlsplit(start).path in ("", "/"):
                continue
            self._expect(response, place)
            for answer in parse_multistatus(response.content, response.url)[:1]:
                if answer.is_address_book:
                    return response.url if response.url.endswith("/") else response.url + "/"
                if answer.home:
                    return self._only_book(_joined(response.url, answer.home), asked)
                if answer.principal:
                    places.insert(0, _joined(response.url, answer.principal))
        raise ServerError(start, "no address book there", hint="give the address of the address book itself")

    def _only_book(self, home: str, asked: str) -> str:
        """Return the only address book of a user.

        Raises:
            UsageError: There are several: one is to be named.
        """
        answers = self._multistatus("PROPFIND", home, asked, depth="1")
        books = [_joined(home, answer.href) for answer in answers if answer.is_address_book]
        if not books:
            raise ServerError(home, "the user has no address book there", hint="make one with the server's own page")
        if len(books) > 1:
            raise UsageError(f"{len(books)} address books at {home}", hint="name one: " + "  ".join(books[:9]))
        return books[0] if books[0].endswith("/") else books[0] + "/"

    def _multistatus(self, method: str, url: str, body: str, *, depth: str) -> list[Answer]:
        response = self._send(method, url, _declared(body), {"Content-Type": _XML, "Depth": depth})
        self._expect(response, url)
        return parse_multistatus(response.content, response.url)

    def _path(self, href: str) -> str:
        """Return an href in one spelling: the path on the server, percent-encoded as little as can be."""
        return quote(unquote(urlsplit(_joined(self._book, href)).path), safe="/@:+,;=!$&'()*~")

    def _absolute(self, href: str) -> str:
        return _joined(self._book, href)

    def _expect(self, response: _Response, url: str) -> None:
        """Raise what an answer other than success means."""
        status = response.status
        if status < 300:
            return
        if status == 412:
            raise CardChangedError(url, "somebody else changed the card meanwhile")
        reasons = {
            401: ("it does not know this user and password", "check --user and the password"),
            403: ("it does not allow this", "check that the user may write to the address book"),
            404: ("there is nothing at that address", "check the address"),
            405: ("it does not speak CardDAV", "give the address of the address book itself"),
            409: ("it does not take the card", "the card may be there under another name"),
            413: ("the card is too large for it", "leave out the photo"),
            429: ("too many requests", "try again later"),
            507: ("no space left on it", "make room on the server"),
        }
        reason, hint = reasons.get(status, (f"it answered {status}", "try again later, or ask who runs the server"))
        kind = ServerGoneError if status in (401, 429, 507) else ServerError
        raise kind(url, f"{reason} ({status})" if str(status) not in reason else reason, hint=hint)

    def _send(self, method: str, url: str, body: str = "", headers: dict[str, str] | None = None) -> _Response:
        """Send a request, sign in when asked to, follow redirections on the same server."""
        for _ in range(MAX_REDIRECTS):
            self._check_server(url)
            response = self._twice(method, url, body, headers or {})
            if response.status == 401 and not self._asked and self._credentials is not None:
                self._sign_in(response)
                response = self._once(method, url, body, headers or {})
            location = response.headers.get("Location")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return response
            url = _joined(url, location)
        raise ServerError(url, "it redirects in circles", hint="give the address of the address book itself")

    def _twice(self, method: str, url: str, body: str, headers: dict[str, str]) -> _Response:
        """Send a request again when the server closed the kept connection just then (RFC 9112, 9.5).

        Every request here may be repeated: what a first one may have written, the second one's condition tells.
        """
        try:
            return self._once(method, url, body, headers)
        except ServerGoneError as error:
            if isinstance(error.__cause__, httpx.RemoteProtocolError):
                return self._once(method, url, body, headers)
            raise

    def _once(self, method: str, url: str, body: str, headers: dict[str, str]) -> _Response:
        """Send one request and read its answer whole."""
        end = time.monotonic() + max(ANSWER_TIMEOUT_S, self._timeout_s)
        try:
            content = body.encode() if body else None
            with self._client.stream(method, url, content=content, headers=headers) as response:
                parts: list[bytes] = []
                size = 0
                for part in response.iter_bytes():
                    size += len(part)
                    if size > MAX_OCTETS:
                        raise ServerError(url, f"its answer is larger than {MAX_OCTETS >> 20} MB")
                    if time.monotonic() > end:
                        raise ServerGoneError(url, "its answer takes too long", hint="try again later")
                    parts.append(part)
                return _Response(response.status_code, response.headers, b"".join(parts), url)
        except httpx.TimeoutException as error:
            raise ServerGoneError(url, "it does not answer", hint="check the address and the network") from error
        except httpx.ConnectError as error:
            raise _unreachable(url, error) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise ServerGoneError(
                url, f"it does not speak HTTP: {str(error)[:120]}", hint="check the address"
            ) from error

    def _sign_in(self, response: _Response) -> None:
        """Sign in the way the server asks for: Digest where it offers that, else Basic."""
        self._asked = True
        offered = response.headers.get("WWW-Authenticate", "").lower()
        server = urlsplit(response.url).hostname or response.url
        if "digest" not in offered and "basic" not in offered:
            hint = "make an app password where the account is managed; OAuth is not supported"
            raise ServerError(response.url, "it takes no user and password", hint=hint)
        user, password = self._credentials(server) if self._credentials else ("", "")
        if "digest" in offered:
            self._client.auth = httpx.DigestAuth(user, password)
        else:
            self._client.auth = httpx.BasicAuth(user.encode(), password.encode())

    def _check_server(self, url: str) -> None:
        """Refuse to go to a server that the user did not name: an answer may lead anywhere.

        The same host is right, also when it changes over to HTTPS; so is another host of the same domain over HTTPS
        (iCloud's address books lie on such).
        """
        scheme, host, port = origin_of(url)
        if (scheme, host, port) == self._origin or (scheme == "https" and host == self._origin[1]):
            return
        if scheme == "https" and same_domain(host, self._origin[1]):
            return
        raise ServerError(without_user(url), "the server leads elsewhere", hint="name that server yourself")


def _joined(url: str, href: str) -> str:
    """Return where an href in the answer of ``url`` leads.

    Raises:
        ServerError: It is no address.
    """
    try:
        joined = urljoin(url, href)
        origin_of(joined)
    except ValueError as error:
        hint = "ask who runs the server"
        raise ServerError(url, f"it names an address that is none: {href[:80]!r}", hint=hint) from error
    return joined


def _strong(etag: str) -> str:
    """Return an etag for If-Match, which no weak one meets (RFC 9110, 13.1.1): proxies that compress weaken them."""
    return etag.removeprefix("W/") or "*"


def _declared(body: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'


def _unreachable(url: str, error: httpx.ConnectError) -> ServerGoneError:
    """Return the error that says why there is no connection."""
    text = " ".join(str(error).split())
    if "CERTIFICATE_VERIFY_FAILED" in text or "certificate" in text.lower():
        hint = "for a server of your own, give its certificate with --ca-file"
        return ServerGoneError(url, f"its certificate cannot be trusted: {text[-120:]}", hint=hint)
    return ServerGoneError(url, f"no connection: {text[:120]}", hint="check the address and the network")
