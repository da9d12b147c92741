"""The book against a real CardDAV server (Radicale on loopback): updates, no duplicates; changes come back.

Over 400 lines: one server is started for all of them.
"""

import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from made_people import ADA, BEN, contact, new_book
from made_server import PASSWORD, USERS, Server, answering, plain, radicale
from made_vcards import ZOE

from cardscan.book import Book
from cardscan.errors import ServerError, UsageError
from cardscan.model import Contact, Field
from cardscan.sync.card import new_card
from cardscan.sync.dav import CardDav
from cardscan.sync.folder import Folder
from cardscan.sync.run import SyncOptions, SyncReport, sync
from cardscan.sync.store import CardChangedError, Store
from cardscan.vcard.read import read_vcards


@pytest.fixture(scope="module")
def users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Iterator[Server]]:
    with radicale(tmp_path_factory.mktemp("radicale")) as running:
        yield iter([replace(running, user=user) for user in USERS])


@pytest.fixture
def server(users: Iterator[Server]) -> Server:
    """A user of the one server, with an empty address book."""
    found = next(users)
    found.add_book("phone")
    return found


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with new_book(tmp_path) as opened:
        yield opened


def credentials(_: str) -> tuple[str, str]:
    return USERS[0], PASSWORD


def dav(server: Server) -> CardDav:
    return CardDav(server.book, server.credentials)


def run(book: Book, server: Server, **options: object) -> SyncReport:
    with dav(server) as store:
        return sync(book, store, SyncOptions(**options))


def only(server: Server) -> tuple[str, str]:
    ((path, card),) = server.cards().items()
    return path, card


# --- The Store protocol, over each of its implementations ---------------------------------------------------------


@pytest.fixture(params=["CardDAV", "vdir"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "vdir":
        folder = tmp_path / "vdir"
        folder.mkdir()
        yield Folder(folder)
        return
    running = request.getfixturevalue("server")
    with dav(running) as opened:
        yield opened


def test_a_store_creates_replaces_and_removes_only_what_is_meant(store: Store) -> None:
    assert store.listing() == {}
    href, _ = store.create("zoë 1.vcf", new_card(ZOE))
    assert href == store.href_of("zoë 1.vcf")
    with pytest.raises(CardChangedError):
        store.create("zoë 1.vcf", new_card(ZOE))
    ((listed, etag),) = store.listing().items()
    assert listed == href
    (card,) = store.read([href, store.href_of("gone.vcf")])
    assert (card.href, card.etag) == (href, etag)
    assert read_vcards(card.text).contacts[0].uid == ZOE.uid
    other = new_card(replace(ZOE, note="changed"))
    with pytest.raises(CardChangedError):
        store.replace(href, '"stale"', other)
    newer = store.replace(href, etag, other)
    with pytest.raises(CardChangedError):
        store.remove(href, etag)
    assert store.listing() == {href: newer}
    store.remove(href, newer)
    store.remove(href, newer)
    assert store.listing() == {}


# --- What becomes of people ----------------------------------------------------------------------------------------


def test_people_are_sent_once_and_updated_after_that(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    book.add_contact(BEN, "card")
    assert sorted(run(book, server).sent) == ["Ada Whitcombe", "Benjamin Okafor"]
    again = run(book, server)
    assert (again.sent, again.updated_there, again.same) == ([], [], 2)
    book.update_person(ada.id, replace(ADA, title=Field(value="Head of Credit Risk")))
    assert run(book, server).updated_there == ["Ada Whitcombe"]
    assert len(server.cards()) == 2
    assert sum("TITLE:Head of Credit Risk" in card for card in server.cards().values()) == 1
    assert run(book, server).same == 2


def test_the_address_book_is_found_from_the_servers_root(server: Server) -> None:
    with CardDav(server.root, server.credentials) as found:
        assert found.url == server.book
    with CardDav(f"{server.root}{server.user}", server.credentials) as found:
        assert found.url == server.book
    server.add_book("second")
    with pytest.raises(UsageError, match="2 address books") as caught:
        CardDav(server.root, server.credentials)
    assert server.book in caught.value.hint


def test_what_the_phone_changed_comes_back(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    card = card.replace("TITLE:Head of Risk", "TITLE:Chief Risk Officer").replace(
        "END:VCARD",
        "TEL;TYPE=HOME:+44 20 7946 0044\r\nNOTE:Likes tea\r\nCATEGORIES:Chess\r\nBDAY:1980-01-02\r\nEND:VCARD",
    )
    server.put(path, card)
    report = run(book, server)
    assert (report.updated_here, report.updated_there, report.conflicts) == (["Ada Whitcombe"], [], [])
    after = book.person(ada.id)
    assert after.contact.title is not None
    assert after.contact.title.value == "Chief Risk Officer"
    assert "+442079460044" in [phone.value for phone in after.contact.phones]
    assert (after.note, after.categories) == ("Likes tea", ("Chess",))
    assert run(book, server).same == 1
    # What the book does not know stays there when the book writes again.
    book.edit_person(ada.id, note="Likes tea\nand cake")
    assert run(book, server).updated_there == ["Ada Whitcombe"]
    _, card = only(server)
    assert "BDAY:1980-01-02" in card
    assert "and cake" in card
    assert run(book, server).same == 1


def test_what_the_phone_removed_goes_and_what_the_book_has_not_is_no_loss(book: Book, server: Server) -> None:
    ada = book.add_contact(replace(ADA, emails=(*ADA.emails, Field(value="ada@old.example"))), "card")
    run(book, server)
    path, card = only(server)
    lines = [line for line in card.splitlines() if "ada@old.example" not in line and not line.startswith("TITLE")]
    server.put(path, "\r\n".join(lines) + "\r\n")
    run(book, server)
    after = book.person(ada.id).contact
    assert [email.value for email in after.emails] == ["ada.whitcombe@harbour.example"]
    assert after.title is None
    assert after.phones == ADA.phones


def test_a_conflict_is_told_and_both_are_kept(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    server.put(path, card.replace("TITLE:Head of Risk", "TITLE:Chief Risk Officer"))
    book.update_person(ada.id, replace(ADA, title=Field(value="Head of Credit Risk")))
    report = run(book, server)
    assert report.conflicts == [
        "Ada Whitcombe: Title: 'Head of Credit Risk' in the book, 'Chief Risk Officer' on the phone"
    ]
    after = book.person(ada.id)
    assert after.contact.title is not None
    assert after.contact.title.value == "Head of Credit Risk"
    assert after.note == "Title (phone): Chief Risk Officer"
    _, card = only(server)
    assert "TITLE:Head of Credit Risk" in card
    assert "Title (phone): Chief Risk Officer" in card
    assert run(book, server).same == 1


def test_both_sides_change_different_things(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    server.put(path, card.replace("END:VCARD", "EMAIL;TYPE=HOME:ada@home.example\r\nEND:VCARD"))
    book.update_person(ada.id, replace(ADA, organization=Field(value="Quay Bank")))
    report = run(book, server)
    assert (report.updated_here, report.updated_there, report.conflicts) == (["Ada Whitcombe"], ["Ada Whitcombe"], [])
    _, card = only(server)
    assert "ORG:Quay Bank" in card
    assert "EMAIL;TYPE=HOME:ada@home.example" in card
    assert [email.value for email in book.person(ada.id).contact.emails][-1] == "ada@home.example"
    assert run(book, server).same == 1


def test_somebody_who_is_in_the_phone_already_is_updated_not_doubled(book: Book, server: Server) -> None:
    server.put(
        f"{server.path}1f.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:phones-own\r\nFN:Ada Whitcombe\r\nN:Whitcombe;Ada;;;\r\n"
        "item7.TEL;TYPE=CELL:+44 7700 900123\r\nitem7.X-ABLabel:private mobile\r\nNICKNAME:Ad\r\nEND:VCARD\r\n",
    )
    server.put(f"{server.path}mum.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:mum\r\nFN:Mum\r\nN:Mum;;;;\r\nEND:VCARD\r\n")
    mum = server.cards()[f"{server.path}mum.vcf"]
    ada = book.add_contact(ADA, "card")
    report = run(book, server)
    assert (report.sent, report.updated_there, report.updated_here) == ([], ["Ada Whitcombe"], [])
    cards = server.cards()
    assert cards[f"{server.path}mum.vcf"] == mum
    card = cards[f"{server.path}1f.vcf"]
    assert len(cards) == 2
    assert "UID:phones-own" in card
    assert "TITLE:Head of Risk" in card
    assert "item7.TEL;TYPE=CELL:+44 7700 900123" in card
    assert "private mobile" in card
    assert len(book.people()) == 1
    assert book.person(ada.id).contact.name == ADA.name
    assert run(book, server).same == 1


def test_new_people_of_the_phone_are_taken_only_when_asked_for(book: Book, server: Server) -> None:
    server.put(
        f"{server.path}c.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:carla\r\nFN:Carla Sample\r\nN:Sample;Carla;;;\r\nCATEGORIES:Chess\r\n"
        "EMAIL:carla@lab.example\r\nBDAY:1990-01-01\r\nEND:VCARD\r\n",
    )
    book.add_contact(ADA, "card")
    assert run(book, server).taken == []
    assert run(book, server, take_new=True, dry_run=True).taken == ["Carla Sample"]
    assert len(book.people()) == 1
    assert run(book, server, take_new=True).taken == ["Carla Sample"]
    carla = book.person("carla")
    assert carla.categories == ("Chess",)
    assert run(book, server, take_new=True).same == 2
    book.update_person(carla.id, replace(carla.contact, title=Field(value="Chemist")))
    run(book, server)
    card = server.cards()[f"{server.path}c.vcf"]
    assert "TITLE:Chemist" in card
    assert "BDAY:1990-01-01" in card


def test_a_second_card_of_the_phone_for_one_person_is_left_alone(book: Book, server: Server) -> None:
    book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    server.put(path.replace(".vcf", "-2.vcf"), card.replace("UID:urn:uuid:", "UID:second-"))
    assert run(book, server, take_new=True).taken == []
    assert run(book, server, take_new=True).same == 1
    assert len(book.people()) == 1
    assert len(server.cards()) == 2


def test_a_person_who_came_from_the_phone_is_known_by_their_uid(book: Book, server: Server) -> None:
    uid = "77777777-7777-4777-8777-77777777777A"
    card = f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:Carla Sample\r\nN:Sample;Carla;;;\r\nEND:VCARD\r\n"
    server.put(f"{server.path}x.vcf", card)
    book.import_contacts(read_vcards(card).contacts, "vcard phone.vcf")
    carla = book.person("carla")
    book.update_person(carla.id, replace(carla.contact, name=None, organization=Field(value="Lab")))
    run(book, server)
    assert len(server.cards()) == 1
    assert f"UID:{uid}" in only(server)[1]


def test_who_was_removed_there_stays_in_the_book_and_is_not_pressed(book: Book, server: Server) -> None:
    book.add_contact(ADA, "card")
    book.add_contact(BEN, "card")
    run(book, server)
    path = next(path for path, card in server.cards().items() if "FN:Ada" in card)
    server.request("DELETE", path)
    assert run(book, server).gone == ["Ada Whitcombe"]
    again = run(book, server)
    assert (again.gone, again.sent, len(server.cards())) == ([], [], 1)
    assert len(book.people()) == 2
    assert run(book, server, restore=True).sent == ["Ada Whitcombe"]
    assert len(server.cards()) == 2


def test_who_is_forgotten_is_removed_there_and_nobody_else(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    book.add_contact(BEN, "card")
    run(book, server)
    server.put(f"{server.path}mum.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:mum\r\nFN:Mum\r\nN:Mum;;;;\r\nEND:VCARD\r\n")
    assert book.forget(ada.id).servers == (server.book,)
    report = run(book, server)
    assert report.removed_there == 1
    assert sorted("FN:Mum" in card for card in server.cards().values()) == [False, True]
    assert run(book, server).removed_there == 0


def test_merged_people_are_one_card_and_split_ones_two(book: Book, server: Server) -> None:
    ada, twin = book.add_contact(ADA, "card"), book.add_contact(contact("Ada Whitcombe", email="ada@w.example"), "card")
    run(book, server)
    book.merge(ada.id, twin.id)
    report = run(book, server)
    assert (report.removed_there, report.updated_there) == (1, ["Ada Whitcombe"])
    _, card = only(server)
    assert "ada@w.example" in card
    book.split(ada.id)
    report = run(book, server)
    assert report.sent == ["Ada Whitcombe"]
    assert len(server.cards()) == 2


def test_only_the_people_of_an_interview(book: Book, server: Server) -> None:
    interview = book.add_interview(company="Harbour Bank", role="Analyst")
    book.add_contact(ADA, "card", interview)
    book.add_contact(BEN, "card")
    assert run(book, server, interview=interview).sent == ["Ada Whitcombe"]
    _, card = only(server)
    assert f"X-CARDSCAN-INTERVIEW:{interview.uid}" in card
    assert run(book, server).sent == ["Benjamin Okafor"]


def test_a_dry_run_changes_nothing(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    report = run(book, server, dry_run=True)
    assert report.sent == ["Ada Whitcombe"]
    assert server.cards() == {}
    run(book, server)
    path, card = only(server)
    server.put(path, card.replace("TITLE:Head of Risk", "TITLE:Other"))
    assert run(book, server, dry_run=True).updated_here == ["Ada Whitcombe"]
    assert book.person(ada.id).contact == ADA
    assert run(book, server).updated_here == ["Ada Whitcombe"]


def test_an_emptied_address_book_stops_everything(book: Book, server: Server) -> None:
    book.add_contact(ADA, "card")
    run(book, server)
    path, _ = only(server)
    server.request("DELETE", path)
    with pytest.raises(UsageError, match="is empty, where 1 cards were"):
        run(book, server)
    assert run(book, server, restore=True).sent == ["Ada Whitcombe"]


def test_a_card_that_changes_meanwhile_is_read_again(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    book.update_person(ada.id, replace(ADA, organization=Field(value="Quay Bank")))

    class Slow(CardDav):
        raced = False

        def replace(self, href: str, etag: str, text: str) -> str:
            if not self.raced:
                self.raced = True
                server.put(path, card.replace("END:VCARD", "EMAIL:ada@home.example\r\nEND:VCARD"))
            return super().replace(href, etag, text)

    with Slow(server.book, server.credentials) as store:
        report = sync(book, store)
    assert (report.updated_there, report.problems) == (["Ada Whitcombe"], [])
    _, now = only(server)
    assert "ada@home.example" in now
    assert "ORG:Quay Bank" in now
    assert "ada@home.example" in [email.value for email in book.person(ada.id).contact.emails]


def test_a_card_that_appears_meanwhile_is_met(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")

    class Raced(CardDav):
        def create(self, name: str, text: str) -> tuple[str, str]:
            server.put(f"{server.path}{name}", new_card(replace(ada, note="from the phone")))
            return super().create(name, text)

    with Raced(server.book, server.credentials) as store:
        report = sync(book, store)
    assert (report.sent, report.updated_here, report.problems) == ([], ["Ada Whitcombe"], [])
    assert book.person(ada.id).note == "from the phone"
    assert len(server.cards()) == 1
    assert run(book, server).same == 1


def test_a_server_without_multiget_is_asked_card_by_card(book: Book, server: Server) -> None:
    book.add_contact(ADA, "card")
    methods: list[str] = []

    class Plain(CardDav):
        def _once(self, method, url, body, headers):
            methods.append(method)
            return super()._once("MKACTIVITY" if method == "REPORT" else method, url, body, headers)

    for _ in range(2):
        with Plain(server.book, server.credentials) as store:
            sync(book, store)
    assert {"REPORT", "GET", "PUT"} <= set(methods)
    path, card = only(server)
    server.put(path, card.replace("TITLE:Head of Risk", "TITLE:Other"))
    with Plain(server.book, server.credentials) as store:
        assert sync(book, store).updated_here == ["Ada Whitcombe"]
    assert run(book, server).same == 1


def test_a_card_that_is_none_any_more_is_a_problem_of_one_person(book: Book, server: Server) -> None:
    ada, _ = book.add_contact(ADA, "card"), book.add_contact(BEN, "card")
    run(book, server)
    path = next(path for path, card in server.cards().items() if "FN:Ada" in card)
    server.put(path, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:" + ada.uid + "\r\nFN:\r\nN:;;;;\r\nEND:VCARD\r\n")
    report = run(book, server)
    assert [str(problem) for problem in report.problems] == [
        "Ada Whitcombe: nothing is left of the card on the other side"
    ]
    assert book.person(ada.id).contact == ADA
    assert report.same == 1


# --- Servers that misbehave ----------------------------------------------------------------------------------------


_ANSWER = (
    '<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:carddav"><d:response>'
    "<d:href>/</d:href><d:propstat><d:prop>{}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"
    "</d:multistatus>"
)
_ELSEWHERE = "<d:current-user-principal><d:href>http://evil.example/</d:href></d:current-user-principal>"
_NOWHERE = "<c:addressbook-home-set><d:href>//[x</d:href></c:addressbook-home-set>"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (plain(200, b"<html>hello</html>"), "not WebDAV"),
        (plain(207, b"\x00\xff garbage"), "not WebDAV"),
        (plain(207, b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "not WebDAV"),
        (plain(403), "does not allow this"),
        (plain(404), "nothing at that address"),
        (plain(500), "answered 500"),
        (plain(503, b"busy"), "answered 503"),
        (plain(302, Location="http://evil.example/"), "leads elsewhere"),
        (plain(302, Location="/"), "circles"),
        (plain(302, Location="http://[half/"), "an address that is none"),
        (plain(302, Location="http://127.0.0.1:99999999/"), "an address that is none"),
        (plain(207, _ANSWER.format(_NOWHERE).encode()), "is none"),
        (plain(207, _ANSWER.format(_ELSEWHERE).encode()), "leads elsewhere"),
        (plain(207, _ANSWER.format("").encode()), "no address book there"),
        (plain(401, WWW_Authenticate="Bearer realm=x"), "no user and password"),
        (plain(401, WWW_Authenticate="Basic realm=x"), "does not know this user"),
    ],
)
def test_a_server_that_answers_badly(answer, reason: str) -> None:
    with answering(answer) as url, pytest.raises(ServerError, match=reason) as caught:
        CardDav(url + "book/", credentials)
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    assert PASSWORD not in str(caught.value)


def test_a_server_that_never_answers() -> None:
    done = threading.Event()
    with answering(lambda _: done.wait(20) and None) as url:
        with pytest.raises(ServerError, match="does not answer"):
            CardDav(url, credentials, timeout_s=0.3)
        done.set()


def test_a_server_that_speaks_no_http() -> None:
    def answer(handler) -> None:
        handler.wfile.write(b"220 mail.example ESMTP\r\n")

    with answering(answer) as url, pytest.raises(ServerError, match="does not speak HTTP"):
        CardDav(url, credentials)


def test_a_server_that_breaks_off_leaves_the_book_as_it_was(book: Book, server: Server) -> None:
    ada = book.add_contact(ADA, "card")
    run(book, server)
    path, card = only(server)
    server.put(path, card.replace("TITLE:Head of Risk", "TITLE:Other"))

    class Broken(CardDav):
        def read(self, hrefs):
            raise ServerError(self.url, "it answered 500")

    with Broken(server.book, server.credentials) as store, pytest.raises(ServerError):
        sync(book, store)
    assert book.person(ada.id).contact == ADA


def test_a_server_that_fails_in_the_middle_is_caught_up_with(book: Book, server: Server) -> None:
    for one in (ADA, BEN):
        book.add_contact(one, "card")

    class Full(CardDav):
        def create(self, name: str, text: str) -> tuple[str, str]:
            if "FN:Benjamin" in text:
                raise ServerError(self.url, "it answered 500")
            return super().create(name, text)

    with Full(server.book, server.credentials) as store:
        report = sync(book, store)
    assert (report.sent, len(report.problems)) == (["Ada Whitcombe"], 1)
    assert run(book, server).sent == ["Benjamin Okafor"]
    assert len(server.cards()) == 2


def test_nobody_listens() -> None:
    with pytest.raises(ServerError, match="no connection"):
        CardDav("http://127.0.0.1:9/", credentials)


@pytest.mark.parametrize(
    "url", ["", "ftp://x.example", "cloud.example", "https://", "file:///etc/passwd", "https://[x/"]
)
def test_what_is_no_server(url: str) -> None:
    with pytest.raises(UsageError, match="not an address"):
        CardDav(url, credentials)


def test_a_password_goes_in_clear_to_this_machine_alone() -> None:
    with pytest.raises(UsageError, match="without encryption"):
        CardDav("http://cloud.example/dav/", credentials)


def test_the_password_is_not_sent_before_it_is_asked_for() -> None:
    seen: list[str | None] = []

    def answer(handler) -> None:
        seen.append(handler.headers.get("Authorization"))
        plain(401, WWW_Authenticate='Digest realm="x", nonce="y", qop="auth"')(handler)

    with answering(answer) as url, pytest.raises(ServerError, match="does not know"):
        CardDav(url, credentials)
    assert seen[0] is None
    assert all(sent is None or sent.startswith("Digest") for sent in seen)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [sys.executable, "-c", _MAKE_CERTIFICATE, *map(str, paths)], check=True, capture_output=True, timeout=60
    )
    return paths


_MAKE_CERTIFICATE = """
import sys, ipaddress
from datetime import datetime, timedelta, timezone
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
now = datetime.now(timezone.utc)
made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=2))
    .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    .sign(key, hashes.SHA256()))
open(sys.argv[1], "wb").write(made.public_bytes(serialization.Encoding.PEM))
open(sys.argv[2], "wb").write(key.private_bytes(serialization.Encoding.PEM,
    serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()))
"""


def test_a_certificate_is_checked(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    with radicale(tmp_path, certificate) as secure:
        with pytest.raises(ServerError, match="certificate cannot be trusted"):
            CardDav(secure.root, credentials)
        # Trusted by name, the server is reached; it has no address book yet.
        with pytest.raises(ServerError, match="no address book"):
            CardDav(secure.root, credentials, ca_file=str(certificate[0]))
    with pytest.raises(UsageError, match="no certificates"):
        CardDav("https://127.0.0.1/", credentials, ca_file=str(tmp_path / "none.pem"))
    assert ssl.create_default_context().verify_mode is ssl.CERT_REQUIRED


def test_the_empty_contact_is_never_written(book: Book) -> None:
    with pytest.raises(UsageError):
        book.add_contact(Contact(), "card")
