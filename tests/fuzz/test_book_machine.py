"""The book as a state machine: whatever is done in whatever order, it stays sound, says what it was told, undoes.

The model beside it is small: who is one person, what they are called, whom one met, what was said. After each step the
book must agree with it; an error must leave every row as it was; undoing must lead back through every state.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule
from made_people import contact, new_book, scan

from cardscan.book import Book, FakeClock
from cardscan.errors import CardscanError, UnknownReferenceError
from cardscan.model import Channel, Contact, Outcome

DAY = date(2026, 11, 20)
GIVEN = ("Ada", "Bob", "Robert", "Zoë", "Lin", "Eve")
FAMILY = ("Lorne", "Vale", "Müller", "Okafor")
COMPANIES = ("Quay Ltd", "Quay", "Pier AG", "")

contacts = st.builds(
    lambda given, family, company, number, mail: contact(
        f"{given} {family}", company, email=f"{mail}{number}@quay.example" if mail else ""
    ),
    st.sampled_from(GIVEN),
    st.sampled_from(FAMILY),
    st.sampled_from(COMPANIES),
    st.integers(0, 3),
    st.sampled_from(["", "a", "b"]),
)


@dataclass
class Model:
    """What the book must say."""

    emails: dict[int, frozenset[str]] = field(default_factory=dict)
    touches: dict[int, int] = field(default_factory=dict)


class BookMachine(RuleBasedStateMachine):
    people = Bundle("people")

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = FakeClock()
        self.book: Book = new_book(self.folder, self.clock)
        self.photos = 0
        self.states: list[set[str]] = []
        self.forgotten: list[str] = []
        self.interview = self.book.add_interview("Quay", "Clerk", on=DAY)
        self.undoable()

    def teardown(self) -> None:
        if hasattr(self, "book"):
            assert self.book.check() == []
            self.book.close()
            shutil.rmtree(self.folder)

    def rows(self) -> set[str]:
        """Return every row that the person sees, and the index that is derived from them."""
        connection = sqlite3.connect(self.book.location)
        try:
            found = set()
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if table not in ("change", "change_person", "sqlite_sequence", "term", "posting", "gram"):
                    found |= {f"{table} {row}" for row in connection.execute(f"SELECT * FROM {table}")}
            words = "SELECT term.text, person_id, weight FROM posting JOIN term ON term.id = term_id"
            found |= {f"term {row}" for row in connection.execute(words)}
            assert connection.execute(
                "SELECT count(*) FROM term WHERE id NOT IN (SELECT term_id FROM posting)"
            ).fetchone() == (0,)
            return found
        finally:
            connection.close()

    def undoable(self) -> None:
        """Note the state before each change that can be undone."""
        self.clock.move(seconds=1)
        self.before = self.rows()

    def changed(self) -> None:
        """Note that a change was made since :meth:`undoable`."""
        if self.rows() != self.before:
            self.states.append(self.before)
        self.undoable()

    @rule(target=people, one=contacts)
    def add(self, one: Contact) -> int:
        person = self.book.add_contact(one, "hand")
        self.changed()
        return person.id

    @rule(target=people, one=contacts, met=st.booleans())
    def scan(self, one: Contact, met: bool) -> int:
        self.photos += 1
        photo = scan(one, path=f"{self.photos}.jpg")
        before = self.book.count()
        added = self.book.add_scan(photo, self.interview if met else None)
        assert self.book.count() == before + len(added.new)
        assert self.book.has_photo(photo.photo.sha256)
        again = self.book.add_scan(photo, self.interview if met else None)
        assert [person.id for person in again.people] == [person.id for person in added.people]
        assert not again.new
        self.changed()
        return added.people[0].id

    @rule(one=people, other=people)
    def merge(self, one: int, other: int) -> None:
        try:
            a, b = self.book.person(one), self.book.person(other)
        except UnknownReferenceError:
            return
        try:
            merged = self.book.merge(one, other)
        except CardscanError:
            assert a.id == b.id
            assert self.rows() == self.before
            return
        assert {email.value for email in merged.contact.emails} == {
            email.value for person in (a, b) for email in person.contact.emails
        }
        assert {meeting.interview.id for meeting in merged.meetings} == {
            meeting.interview.id for person in (a, b) for meeting in person.meetings
        }
        assert self.book.person(other).id == merged.id
        self.changed()

    @rule(one=people)
    def split(self, one: int) -> None:
        try:
            whole = self.book.person(one)
            records = len(self.book.records(whole))
            first, second = self.book.split(one)
        except CardscanError:
            assert self.rows() == self.before
            return
        assert len(self.book.records(first)) + len(self.book.records(second)) == records
        emails = {email.value for person in (first, second) for email in person.contact.emails}
        assert emails >= {email.value for email in whole.contact.emails}
        self.changed()

    @rule(one=people, new=contacts, note=st.sampled_from([None, "x", "likes boats"]), stopped=st.booleans())
    def edit(self, one: int, new: Contact, note: str | None, stopped: bool) -> None:
        try:
            person = self.book.edit_person(one, new, note=note, stopped=stopped)
        except UnknownReferenceError:
            assert self.rows() == self.before
            return
        assert (person.contact, person.note, person.stopped) == (new, note, stopped)
        self.changed()

    @rule(one=people, days=st.integers(0, 40), they=st.booleans())
    def log(self, one: int, days: int, they: bool) -> None:
        try:
            person = self.book.person(one)
        except UnknownReferenceError:
            return
        before = len(self.book.touches(person))
        self.book.log(person, Channel.EMAIL, DAY + timedelta(days=days), "said", they)
        assert len(self.book.touches(person)) == before + 1
        self.changed()

    @rule(outcome=st.sampled_from(list(Outcome)), days=st.integers(0, 40))
    def outcome(self, outcome: Outcome, days: int) -> None:
        self.book.set_outcome(self.book.interview(self.interview.id), outcome, DAY + timedelta(days=days))
        self.changed()

    @rule(one=people, accept=st.booleans())
    def settle(self, one: int, accept: bool) -> None:
        try:
            self.book.settle(self.book.person(one), accept=accept)
        except UnknownReferenceError:
            return
        self.changed()

    @precondition(lambda self: self.states)
    @rule()
    def undo(self) -> None:
        while self.states and self.states[-1] is None:
            self.states.pop()
        if not self.states:
            return
        assert self.book.undo() is not None
        self.clock.move(seconds=1)
        assert self.rows() == self.states.pop()
        self.undoable()

    @rule(one=consumes(people))
    def forget(self, one: int) -> None:
        try:
            gone = self.book.person(one)
        except UnknownReferenceError:
            return
        self.book.forget(one)
        files = b"".join(path.read_bytes() for path in self.folder.rglob("*") if path.is_file())
        assert gone.uid.encode() not in files
        assert gone.uid not in {person.uid for person in self.book.people()}
        # What can still be undone is about others; its states held the one who is gone.
        self.states.clear()
        while self.book.undo() is not None:
            assert self.book.check() == []
            assert gone.uid not in {person.uid for person in self.book.people()}
        if not self.book.interviews():
            self.interview = self.book.add_interview("Quay", "Clerk", on=DAY)
        self.undoable()

    @rule(reference=st.sampled_from(["zork", "999", "", "ada", "lorne", "quay"]))
    def look_up(self, reference: str) -> None:
        try:
            person = self.book.person(reference)
        except UnknownReferenceError:
            pass
        else:
            assert person in self.book.people()
        assert self.rows() == self.before

    @invariant()
    def agrees_with_itself(self) -> None:
        if not hasattr(self, "book"):
            return
        people = self.book.people()
        assert len(people) == self.book.count()
        assert len({person.uid for person in people}) == len({person.slug for person in people}) == len(people)
        for person in people[:3]:
            assert self.book.person(person.id) == person
            name = person.contact.display_name
            assert person.id in {found.id for found, _ in self.book.find(name, limit=50)}
        numbers = {person.id for person in people}
        assert {step.person.id for step in self.book.due(DAY + timedelta(days=10))} <= numbers
        assert all({pair.a.id, pair.b.id} <= numbers for pair in self.book.duplicates())


BookMachine.TestCase.settings = settings(
    max_examples=16, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestBookMachine = pytest.mark.timeout(300)(BookMachine.TestCase)
