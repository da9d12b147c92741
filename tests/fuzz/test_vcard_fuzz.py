"""Whatever stands in a contact or a file: nothing crashes, nothing hangs, nothing is injected, nothing is lost."""

import csv as stdlib_csv
import io
import string
import time
from datetime import UTC, datetime

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_vcards import ROUND_3, ZOE

from cardscan.errors import ParseError
from cardscan.model import Address, Contact, Field, Meeting, Name, Person, Phone, PhoneType, Url
from cardscan.sync.card import updated_card
from cardscan.sync.digest import Base, agreed, as_entry, digests, load, whole_of
from cardscan.sync.merge import merge
from cardscan.vcard.csv import FORMULA, write_csv
from cardscan.vcard.csv_read import read_csv_contacts
from cardscan.vcard.lines import clean, fold, parse_line, render, split_cards
from cardscan.vcard.read import read_payload, read_vcards
from cardscan.vcard.targets import TARGETS
from cardscan.vcard.write import write_vcard, write_vcards

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

NASTY = st.sampled_from(
    ["\r\n", "\n", "\r", "\u2028", "\x85", "\x00", "\x0b", "\\", ";", ",", ":", '"', "=", "\ufeff", "\ud800"]
)
ANY = st.text(max_size=40) | st.lists(NASTY | st.text(max_size=8), max_size=8).map("".join)
WORDS = st.text(alphabet=string.ascii_letters + "äßéñ東京 -'", min_size=1, max_size=30).map(clean).filter(bool)
NOTHING = st.none()


def person_of(contact: Contact, **values: object) -> Person:
    base = {"id": 1, "uid": ZOE.uid, "slug": "x", "changed": datetime(2026, 1, 2, tzinfo=UTC)}
    return Person(contact=contact, **(base | values))


@st.composite
def contacts(draw: st.DrawFn, text: st.SearchStrategy[str]) -> Contact:
    def fields(count: int = 3) -> list[str]:
        return draw(st.lists(text, max_size=count, unique=True))

    def one() -> Field | None:
        value = draw(NOTHING | text)
        return None if value is None else Field(value=value)

    name = None
    if draw(st.booleans()):
        parts = {part: draw(text | st.just("")) for part in ("given", "family", "additional", "prefix", "suffix")}
        name = Name(value=draw(text), nickname=draw(text | st.just("")), **parts)
    return Contact(
        name=name,
        title=one(),
        department=one(),
        organization=one(),
        emails=tuple(Field(value=value) for value in fields()),
        phones=tuple(
            Phone(value=value, type=draw(st.sampled_from(PhoneType)), extension=draw(NOTHING | text))
            for value in fields()
        ),
        urls=tuple(Url(value=value, label=draw(text | st.just(""))) for value in fields()),
        linkedin=Field(value="https://www.linkedin.com/in/ada-sample") if draw(st.booleans()) else None,
        addresses=tuple(
            Address(
                value=value, street=draw(NOTHING | text), country=draw(NOTHING | st.sampled_from(["GB", "DE"]) | text)
            )
            for value in fields(2)
        ),
        headline=draw(NOTHING | text),
        location=draw(NOTHING | text),
        notes=tuple(fields()),
    )


@quick
@given(contact=contacts(ANY), note=NOTHING | ANY, group=ANY, talk=ANY, target=st.sampled_from(sorted(TARGETS)))
def test_no_text_breaks_out_of_its_property(
    contact: Contact, note: str | None, group: str, talk: str, target: str
) -> None:
    meeting = Meeting(contact_id=1, interview=ROUND_3, talked_about=talk, part=talk)
    person = person_of(contact, note=note, categories=(group,), meetings=(meeting,))
    text = write_vcard(person, TARGETS[target])
    octets = text.encode("utf-8")
    assert octets.count(b"\n") == octets.count(b"\r") == octets.count(b"\r\n")
    assert all(len(line) <= 75 for line in octets.split(b"\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    allowed = {
        "BEGIN", "VERSION", "UID", "REV", "FN", "N", "NICKNAME", "X-ABShowAs", "ORG", "TITLE", "TEL", "EMAIL", "URL",
        "X-ABLabel", "X-SOCIALPROFILE", "ADR", "NOTE", "CATEGORIES", "X-CARDSCAN-INTERVIEW", "END",
    }  # fmt: skip
    names = [line.partition(":")[0].partition(";")[0].rpartition(".")[2] for line in lines if line]
    assert set(names) <= allowed
    assert (names.count("BEGIN"), names.count("END"), names.count("NOTE")) == (1, 1, 1)
    assert all(parse_line(line.encode()) is not None for line in lines if line)
    assert vobject.readOne(text).uid.value == person.uid
    assert text == write_vcard(person, TARGETS[target])


@quick
@given(contact=contacts(WORDS))
def test_write_read_write_is_the_identity(contact: Contact) -> None:
    first = write_vcards([person_of(contact)])
    (entry,) = (card for card in split_cards(first))
    assert not entry.problems
    result = read_vcards(first)
    if result.contacts:
        told = result.contacts[0].contact
        again = write_vcards([person_of(told)])
        assert read_vcards(again).contacts[0].contact == told
        assert write_vcards([person_of(read_vcards(again).contacts[0].contact)]) == again


@quick
@given(st.binary(max_size=300) | st.text(max_size=300))
def test_no_file_is_too_odd_to_read(content: bytes | str) -> None:
    assert read_vcards(content).contacts == read_vcards(content).contacts
    wrapped = (content if isinstance(content, str) else content.decode("latin-1")).join(
        ("BEGIN:VCARD\nVERSION:2.1\nFN:Ada\n", "\nEND:VCARD\n")
    )
    result = read_vcards(wrapped + "BEGIN:VCARD\nFN:Last\nEND:VCARD")
    assert result.contacts[-1].contact.display_name == "Last"


NAMES = [
    "N", "FN", "TEL", "EMAIL", "ADR", "ORG", "URL", "NOTE", "REV", "UID", "PHOTO", "LABEL", "CATEGORIES", "X-ABLABEL",
    "X-SOCIALPROFILE", "AGENT",
]  # fmt: skip
LINE = st.builds(
    "{}{}{}:{}".format,
    st.sampled_from(["", "item1.", "a.b."]),
    st.sampled_from(NAMES),
    st.sampled_from(
        ["", ";CELL", ";TYPE=work,pref", ';TYPE="a;b:c"', ";ENCODING=QUOTED-PRINTABLE", ";CHARSET=UTF-7", ";ENCODING=b",
         ";VALUE=uri;PREF=1", ";=", ";;;", ";TYPE", ";CHARSET=\x00"]
    ),
    ANY | st.sampled_from(["=C3=A9=", "data:image/png;base64,xx", "tel:+44;ext=1", ";;;;", "\\n\\,\\;\\", "x-apple:a"]),
)  # fmt: skip


@quick
@given(
    st.lists(LINE, max_size=12), st.sampled_from(["2.1", "3.0", "4.0", "", "9"]), st.sampled_from(["\r\n", "\n", "\r"])
)
def test_odd_cards_are_read_and_written_again_as_one_card(lines: list[str], version: str, end: str) -> None:
    text = end.join(["BEGIN:VCARD", f"VERSION:{version}", "FN:Ada Sample", *lines, "END:VCARD", ""])
    for card in split_cards(text):
        again = updated_card(ZOE, card)
        octets = again.encode()
        assert octets.count(b"\n") == octets.count(b"\r\n")
        written = [line for line in again.replace("\r\n ", "").split("\r\n") if line]
        assert sum(line.upper().startswith("BEGIN:VCARD") for line in written) == 1
        assert len(list(split_cards(again))) == 1
        for line in card.lines:
            assert "\n" not in render(line)
    for entry in read_vcards(text).contacts:
        assert all(phone.value for phone in entry.contact.phones)


@quick
@given(ANY | st.text(alphabet="MECARD:NTELURBGIVhtps./;,\\@+0123456789abc", max_size=80))
def test_no_code_is_too_odd(text: str) -> None:
    for content in (text, "MECARD:" + text, "BEGIN:VCARD\n" + text, "https://" + text, "BIZCARD:" + text):
        contact = read_payload(content)
        assert contact is None or not contact.is_empty or contact.addresses


@quick
@given(st.text(max_size=200) | st.binary(max_size=200))
def test_no_table_is_too_odd(content: str | bytes) -> None:
    row = content.encode("utf-8", "replace") if isinstance(content, str) else content
    for table in (content, b"Name,E-mail 1 - Value,Notes\n" + row):
        try:
            told = read_csv_contacts(table)
        except ParseError:
            continue
        assert not any(entry.contact.is_empty for entry in told.contacts)
        assert all(problem.line > 0 and problem.reason for problem in told.problems)


@quick
@given(contacts(ANY))
def test_no_cell_is_run(contact: Contact) -> None:
    text = write_csv([person_of(contact, note="=1")])
    text.encode("utf-8")
    for row in stdlib_csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            assert not cell.startswith(FORMULA) or cell.removeprefix("+").replace(" ", "")[:1].isdigit()


@quick
@given(st.text(max_size=400))
def test_folding_is_undone_by_unfolding(text: str) -> None:
    line = "NOTE:" + clean(text)
    assert fold(line).replace("\r\n ", "") == line + "\r\n"


@pytest.mark.parametrize("pattern", ["A" * 60 + ";", ";a=" + '"' * 3, "x;" + "a=b,", '";":'])
def test_long_lines_take_linear_time(pattern: str) -> None:
    began = time.process_time()
    parse_line((pattern * 20_000).encode())
    read_vcards("BEGIN:VCARD\nNOTE" + pattern * 20_000 + "\nEND:VCARD")
    assert time.process_time() - began < 5  # half a second; were it quadratic, an hour


# --- The three-way merge ------------------------------------------------------------------------------------------

EMAILS = st.lists(st.sampled_from([f"{letter}@x.example" for letter in "abcdef"]), unique=True, max_size=4)
TITLES = st.sampled_from([None, "Clerk", "Analyst", "Head"])


def small(title: str | None, emails: list[str]) -> Person:
    return person_of(
        Contact(
            name=Name(value="Ada Sample", given="Ada", family="Sample"),
            title=Field(value=title) if title else None,
            emails=tuple(Field(value=email) for email in emails),
        )
    )


def values(person: Person) -> tuple[str | None, set[str]]:
    contact = person.contact
    return contact.title.value if contact.title else None, {email.value for email in contact.emails}


@quick
@given(TITLES, EMAILS, TITLES, EMAILS, TITLES, EMAILS)
def test_merging_is_three_way(t0, e0, t1, e1, t2, e2) -> None:
    before, ours, theirs = small(t0, e0), small(t1, e1), small(t2, e2)
    base = load(agreed(before))
    assert base is not None
    merged = merge(ours, as_entry(theirs), base)
    title, emails = values(merged.person)
    # Nobody's addition is lost; what one side removed and the other left is gone.
    assert set(e1) - set(e0) <= emails
    assert set(e2) - set(e0) <= emails
    assert emails == (set(e1) & set(e2)) | (set(e1) - set(e0)) | (set(e2) - set(e0))
    if t1 == t2 or t2 == t0:
        assert title == t1
    elif t1 == t0 or t1 is None:
        assert title == t2
    else:
        assert title == t1
        assert bool(merged.conflicts) is (t2 is not None)
        assert t2 is None or (merged.person.note or "").endswith(f"Title (phone): {t2}")


@quick
@given(TITLES, EMAILS, TITLES, EMAILS)
def test_a_first_meeting_loses_nothing(t1, e1, t2, e2) -> None:
    merged = merge(small(t1, e1), as_entry(small(t2, e2)), None)
    title, emails = values(merged.person)
    assert emails == set(e1) | set(e2)
    assert title == (t1 or t2)
    both = f"{title} {merged.person.note}"
    assert all(one is None or one in both for one in (t1, t2))


@quick
@given(contacts(WORDS))
def test_what_is_the_same_on_both_sides_changes_nothing(contact: Contact) -> None:
    person = person_of(contact, note="own\nwords", categories=("Chess",))
    entry = as_entry(person)
    for base in (load(agreed(person)), Base(digests(entry), None, whole_of(person))):
        merged = merge(person, entry, base)
        assert not merged.conflicts
        assert digests(as_entry(merged.person)) == digests(entry)
    assert merge(person, entry, load(agreed(person))).person == person
