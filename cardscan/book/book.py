"""The address book: one class through which everything else reads and changes it.

Each method is one transaction: done whole, or not at all. What a method does stands in the module of its noun
(people, interviews, photos, merge, …); this file only joins them. It is long because it is the list of all that the
book can do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import Connection, func, select

from cardscan.book import (
    connections,
    exports,
    followup,
    forget,
    imports,
    interviews,
    journal,
    match,
    merge,
    people,
    photos,
    references,
    rows,
    schema,
    search,
    touches,
)
from cardscan.book.clock import Clock, SystemClock
from cardscan.book.connections import JobChange, Known
from cardscan.book.exports import Synced
from cardscan.book.followup import Step
from cardscan.book.forget import Forgotten
from cardscan.book.imports import Imported
from cardscan.book.interviews import Chain
from cardscan.book.journal import Change, Undone
from cardscan.book.merge import Pair
from cardscan.book.people import Proposal, Source
from cardscan.book.photos import Added
from cardscan.book.pictures import FolderPictures, Pictures, TablePictures
from cardscan.book.rows import Record
from cardscan.book.rules import load_rules
from cardscan.book.storage import Storage
from cardscan.errors import UnknownReferenceError, UsageError
from cardscan.model import Channel, Contact, Interview, Meeting, Outcome, Person, Scan, Touch

if TYPE_CHECKING:
    from cardscan.linkedin.connections import Connection as Told
    from cardscan.vcard.entry import Entry

_EDITABLE = frozenset({"note", "categories", "stopped", "cadence_days"})


class Book:
    """An address book that remembers which interview each person comes from.

    A context manager; :meth:`open` makes one.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self.clock = clock
        path = storage.path
        self._pictures: Pictures = TablePictures(storage) if path is None else FolderPictures(_beside(path, "pictures"))

    @classmethod
    def open(cls, location: str | Path, clock: Clock | None = None) -> Book:
        """Open the book at a path or a SQLAlchemy URL; make it where there is none, bring it up to date.

        Raises:
            BookError: It cannot be opened, or is no book; BookTooNewError: it is a newer cardscan's.
        """
        return cls(Storage(location), clock or SystemClock())

    def __enter__(self) -> Self:
        """Return the book itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of the database."""
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._storage.close()

    @property
    def location(self) -> str:
        """Where the book lies, without a password."""
        return self._storage.shown

    @property
    def folder(self) -> Path | None:
        """Where its pictures lie; None for a book on a server, which holds them itself."""
        return None if self._storage.path is None else _beside(self._storage.path, "pictures")

    @property
    def rules_file(self) -> Path | None:
        """Where the user's own follow-up rules may lie; None for a book on a server."""
        return None if self._storage.path is None else _beside(self._storage.path, "rules.toml")

    @property
    def templates_folder(self) -> Path | None:
        """Where the user's own templates for drafts may lie; None for a book on a server."""
        return None if self._storage.path is None else _beside(self._storage.path, "templates")

    def check(self) -> list[str]:
        """Return what is not sound, a sentence each; empty when all is well."""
        found = self._storage.unsound()
        record = schema.record
        with self._storage.reading() as connection:
            names = connection.execute(select(record.c.picture).where(record.c.picture.is_not(None))).scalars().all()
        lost = [name for name in names if self._pictures.load(name) is None]
        return found + ([f"{len(lost)} pictures of cards are gone, {lost[0]} first"] if lost else [])

    # --- Photos and people ------------------------------------------------------------------------------------------

    def has_photo(self, sha256: str) -> bool:
        """Whether the photo was read into the book, or its people were forgotten since."""
        with self._storage.reading() as connection:
            return photos.has_photo(connection, sha256)

    def add_scan(self, scan: Scan, interview: Interview | None = None, *, keep_pictures: bool = True) -> Added:
        """Save what was read off a photo: its people, their cards, and that one met them in the interview.

        A card of a person who is there already becomes a further card of theirs, and what it tells otherwise a
        proposal. A photo that is there already only adds the interview.
        """
        with self._storage.reading() as connection:
            there = photos.people_of(connection, scan.photo.sha256)
        if not there and keep_pictures:
            for number, card in photos.cards_with_pictures(scan):
                self._pictures.save(photos.picture_name(scan, number), card.picture)
        with self._change(f"photo {Path(scan.photo.path).name}") as change:
            there = photos.people_of(change.connection, scan.photo.sha256)
            new: set[int] = set()
            notices: list[str] = []
            if there or _photo_known(change.connection, scan.photo.sha256):
                numbers = there
                notices.append("this photo is in the book already")
            else:
                numbers, new, notices = photos.insert_scan(change, scan, keep_pictures=keep_pictures)
            if interview is not None:
                photos.meet_all(change, numbers, interview.id)
            found = rows.load_some(change.connection, numbers)
        return Added(tuple(found), frozenset(new), tuple(notices))

    def add_contact(
        self, contact: Contact, source: str, interview: Interview | None = None, *, uid: str | None = None
    ) -> Person:
        """Save a contact as a new person, whoever else is there.

        Args:
            contact: Who.
            source: Its kind and origin: ``"vcard phone.vcf"``, ``"linkedin https://…"``, ``"hand"``.
            interview: Where one met them.
            uid: The UID that another address book has them under; kept where it is a UUID that nobody here has.
        """
        _refuse_empty(contact)
        with self._change(f"added {contact.display_name}") as change:
            values = imports.free_uid(change, uid)
            number = people.insert_person(change, contact, Source.parse(source), **values)
            if interview is not None:
                interviews.meet(change, number, interview.id, {})
            return _loaded(change.connection, number)

    def take_in(
        self, contact: Contact, source: str, interview: Interview | None = None, person: Person | None = None
    ) -> Added:
        """Save what a source tells: to ``person``, else to whoever it is surely about, else as a new person."""
        _refuse_empty(contact)
        with self._change(f"{source.partition(' ')[0]} of {contact.display_name}") as change:
            notices: list[str] = []
            if person is None:
                number, is_new = photos.insert_contact(change, contact, Source.parse(source), notices)
            else:
                number, is_new = person.id, False
                notices += map(str, people.take_in(change, number, contact, Source.parse(source)))
            if interview is not None:
                interviews.meet(change, number, interview.id, {})
            return Added((_loaded(change.connection, number),), frozenset({number} if is_new else ()), tuple(notices))

    def import_contacts(
        self,
        entries: Sequence[Entry],
        source: str,
        interview: Interview | None = None,
        on_progress: Callable[[int], None] = lambda done: None,
    ) -> Imported:
        """Save another address book's contacts: who is there already is updated, the others are new."""
        with self._change(f"imported {source}") as change:
            where = interview.id if interview else None
            return imports.insert_all(change, entries, Source.parse(source), where, on_progress)

    def people(self, interview: Interview | None = None, changed_since: datetime | None = None) -> list[Person]:
        """Return the people, by number: those met in the interview, those changed since the time, or all."""
        with self._storage.reading() as connection:
            return people.list_people(connection, interview.id if interview else None, changed_since)

    def count(self) -> int:
        """Return how many people are in the book."""
        person = schema.person
        with self._storage.reading() as connection:
            query = select(func.count()).select_from(person).where(person.c.id == person.c.root_id)
            return int(connection.execute(query).scalar_one())

    def person(self, reference: str | int) -> Person:
        """Return the person that a number, a slug, an e-mail address or an unambiguous part of a name means.

        Raises:
            UnknownReferenceError: Nobody, or more than one, answers to it.
        """
        with self._storage.reading() as connection:
            return _loaded(connection, references.find_person(connection, reference))

    def find(self, query: str, limit: int = 10) -> list[tuple[Person, float]]:
        """Return the people who answer to a few words, best first, each with a score 0..1; slips are forgiven."""
        with self._storage.reading() as connection:
            found = search.find(connection, query, limit)
            loaded = {person.id: person for person in rows.load_some(connection, [one.id for one in found])}
        return [(loaded[one.id], one.score) for one in found]

    def like(self, contact: Contact) -> list[tuple[Person, float, tuple[str, ...]]]:
        """Return who of the book the contact may be about, likeliest first, with a score 0..1 and its reasons."""
        with self._storage.reading() as connection:
            found = people.find_like(connection, contact)
            loaded = {person.id: person for person in rows.load_some(connection, [one.id for one in found])}
        return [(loaded[one.id], one.score, one.reasons) for one in found]

    def update_person(self, number: int, contact: Contact) -> Person:
        """Replace what is known of a person by ``contact``, as edited by hand or on the phone."""
        return self.edit_person(number, contact)

    def edit_person(self, number: int, contact: Contact | None = None, **values: Any) -> Person:
        """Change a person by hand.

        Args:
            number: Whom.
            contact: What is known of them from now on; None leaves it.
            **values: ``note``, ``categories``, ``stopped`` (they wish not to be written to), ``cadence_days``.
        """
        if unknown := set(values) - _EDITABLE:
            raise TypeError(f"not an attribute of a person: {', '.join(sorted(unknown))}")
        with self._change() as change:
            person = _loaded(change.connection, number)
            change.summary = f"edited {person.contact.display_name}"
            people.edit(change, person, contact, values)
            return _loaded(change.connection, person.id)

    def records(self, person: Person) -> list[Record]:
        """Return the sources that told of a person (cards, imports, edits), each as it stood."""
        with self._storage.reading() as connection:
            return rows.load_records(connection, person.id)

    def picture(self, record: Record) -> bytes | None:
        """Return the picture of the card (JPEG) that a record was read from, where one was kept."""
        return self._pictures.load(record.picture) if record.picture else None

    def proposals(self, person: Person | None = None) -> list[Proposal]:
        """Return what newer sources tell otherwise, of a person or of all."""
        with self._storage.reading() as connection:
            return people.list_proposals(connection, person.id if person else None)

    def settle(self, person: Person, *, accept: bool) -> list[Proposal]:
        """Take over what is proposed for a person, or drop it; return what it was."""
        with self._change(
            f"{'took over' if accept else 'dropped'} a proposal: {person.contact.display_name}"
        ) as change:
            change.people.add(person.id)
            return people.settle(change, person.id, accept=accept)

    def forget(self, reference: str | int) -> Forgotten:
        """Remove a person with all that tells of them, for good: not even :meth:`undo` brings them back."""
        with self._storage.writing() as connection:
            person = _loaded(connection, references.find_person(connection, reference))
            forgotten, pictures = forget.forget(connection, person)
        self._pictures.remove(pictures)
        self._storage.wipe_deleted()
        return forgotten

    # --- One person, once -------------------------------------------------------------------------------------------

    def duplicates(self, least: float = match.LIKELY_FROM) -> list[Pair]:
        """Return the pairs of entries that may be one person, likeliest first, with score and reasons."""
        with self._storage.reading() as connection:
            return merge.duplicates(connection, least)

    def merge(self, a: str | int, b: str | int) -> Person:
        """Make two entries one; where they differ, ``a`` is shown, and both are kept."""
        with self._change() as change:
            one, other = (_loaded(change.connection, references.find_person(change.connection, ref)) for ref in (a, b))
            change.summary = f"merged {other.contact.display_name} [{other.id}] into {one.slug} [{one.id}]"
            merge.merge(change, one, other)
            return _loaded(change.connection, one.id)

    def split(self, reference: str | int, records: Sequence[int] = ()) -> tuple[Person, Person]:
        """Part a person in two: by the sources named, or by taking the last merge apart. Returns both."""
        with self._change() as change:
            person = _loaded(change.connection, references.find_person(change.connection, reference))
            change.summary = f"split {person.contact.display_name} [{person.id}]"
            other = merge.split(change, person, tuple(records))
            search.refresh(change.connection, change.people)
            return _loaded(change.connection, person.id), _loaded(change.connection, other)

    def keep_apart(self, a: str | int, b: str | int) -> None:
        """Note that two entries are two people: they are not shown as duplicates again."""
        with self._change() as change:
            one, other = (references.find_person(change.connection, ref) for ref in (a, b))
            if one == other:
                raise UsageError("that is one contact", hint="'cardscan contacts split' parts it")
            change.summary = f"[{one}] and [{other}] are two people"
            merge.keep_apart(change, one, other)

    def undo(self) -> Undone | None:
        """Take the last change back; return what it was, or None when there is none."""
        with self._storage.writing() as connection:
            last = journal.last_change(connection)
            if last is None:
                return None
            search.remove(connection, last[1])
            undone = journal.undo(connection, *last)
            search.refresh(connection, undone.people)
        self._pictures.remove(undone.pictures)
        return undone

    def changes(self, limit: int = 10) -> list[tuple[datetime, str]]:
        """Return the last changes that can be undone, newest first: when, and what."""
        change = schema.change
        with self._storage.reading() as connection:
            query = select(change.c.at, change.c.summary).order_by(change.c.id.desc()).limit(limit)
            return [(rows.utc(at), summary) for at, summary in connection.execute(query)]

    # --- Interviews -------------------------------------------------------------------------------------------------

    def add_interview(
        self,
        company: str,
        role: str,
        *,
        department: str | None = None,
        round: int | None = None,
        on: date | None = None,
        at: time | None = None,
        place: str | None = None,
        kind: str | None = None,
        duration_min: int | None = None,
        notes: str | None = None,
        introduced_by: Person | None = None,
        source: str | None = None,
    ) -> Interview:
        """Add an interview; the same company, role and department are the same application.

        Raises:
            DuplicateError: The round is there.
            UsageError: A value makes no sense.
        """
        details = {"on": on, "at": at, "place": place, "kind": kind, "duration_min": duration_min, "notes": notes}
        with self._change(f"added an interview at {company}") as change:
            if introduced_by is not None:
                change.people.add(introduced_by.id)
            number = interviews.add_interview(
                change,
                company,
                role,
                department=department,
                round_=round,
                introduced_by=introduced_by.id if introduced_by else None,
                source=source,
                **details,
            )
            return references.find_interview(change.connection, number)

    def interview(self, reference: str | int) -> Interview:
        """Return the interview that a number, a slug or an unambiguous part of its name means.

        Raises:
            UnknownReferenceError: None, or more than one, answers to it.
        """
        with self._storage.reading() as connection:
            return references.find_interview(connection, reference)

    def application(self, reference: str | int) -> Interview:
        """Return the latest interview of the application that a reference means; its rounds are no ambiguity."""
        with self._storage.reading() as connection:
            return references.find_application(connection, reference)

    def interviews(self) -> list[Interview]:
        """Return all interviews, by number."""
        with self._storage.reading() as connection:
            return rows.load_interviews(connection)

    def edit_interview(self, interview: Interview, **values: Any) -> Interview:
        """Change an interview or its application; the names are those of :meth:`add_interview`."""
        introduced_by = values.get("introduced_by")
        with self._change(f"edited {interview.slug}") as change:
            if isinstance(introduced_by, Person):
                change.people.add(introduced_by.id)
                values["introduced_by"] = introduced_by.id
            interviews.edit_interview(change, interview, values)
            return references.find_interview(change.connection, interview.id)

    def set_outcome(self, interview: Interview, outcome: Outcome, on: date) -> Interview:
        """Note how the application of an interview stands since that day."""
        with self._change(f"{interview.slug}: {outcome.value}") as change:
            interviews.set_outcome(change, interview, outcome, on)
            return references.find_interview(change.connection, interview.id)

    def remove_interview(self, interview: Interview) -> int:
        """Remove an interview; the people met in it stay. Returns how many they are."""
        with self._change(f"removed {interview.slug}") as change:
            return interviews.remove_interview(change, interview)

    def meet(
        self,
        person: Person,
        interview: Interview,
        *,
        part: str | None = None,
        rapport: int | None = None,
        talked_about: str | None = None,
        keep_in_touch: bool | None = None,
    ) -> Person:
        """Note that one met a person in an interview, or more about it; None leaves what is known."""
        values = {"part": part, "rapport": rapport, "talked_about": talked_about, "keep_in_touch": keep_in_touch}
        with self._change(f"met {person.contact.display_name} in {interview.slug}") as change:
            interviews.meet(change, person.id, interview.id, values)
            return _loaded(change.connection, person.id)

    def meetings(self, interview: Interview) -> list[Meeting]:
        """Return whom one met in an interview."""
        with self._storage.reading() as connection:
            return interviews.list_meetings(connection, interview.id)

    def chain(self, interview: Interview) -> Chain:
        """Return the introductions that led to an interview, and those that came of it."""
        with self._storage.reading() as connection:
            return interviews.chain(connection, interview)

    # --- Keeping in touch -------------------------------------------------------------------------------------------

    def log(self, person: Person, by: Channel, on: date, note: str | None = None, they_wrote: bool = False) -> Touch:
        """Note that something was said, by you or (``they_wrote``) by them."""
        with self._change(f"logged {by.value}: {person.contact.display_name}") as change:
            return touches.insert_touch(change, person.id, by, on, note, they_wrote=they_wrote)

    def touches(self, person: Person) -> list[Touch]:
        """Return what was said, oldest first."""
        with self._storage.reading() as connection:
            return list(rows.load_touches(connection, [person.id]).get(person.id, ()))

    def stop(self, person: Person) -> Person:
        """Note that a person wishes not to be written to: no step is due for them any more."""
        return self.edit_person(person.id, stopped=True)

    def due(self, on: date) -> list[Step]:
        """Return what is due on a day, the most pressing first: one step a person, with the reason."""
        return [step for step in self.upcoming(on) if step.on <= on]

    def upcoming(self, on: date) -> list[Step]:
        """Return the next step of each person as things stand on a day, also those that are due later."""
        rules = load_rules(self.rules_file)
        with self._storage.reading() as connection:
            numbers = people.with_history(connection)
            found = rows.load_some(connection, numbers)
            said = rows.load_touches(connection, numbers)
            return followup.upcoming(found, said, rows.load_interviews(connection), on, rules)

    def next_step(self, person: Person, on: date) -> Step | None:
        """Return the next step of one person as things stand on a day, or None."""
        return next((step for step in self.upcoming(on) if step.person.id == person.id), None)

    # --- Exports, servers, connections ------------------------------------------------------------------------------

    def last_export(self, target: str) -> datetime | None:
        """Return when the last export to a target was, UTC; None: never."""
        with self._storage.reading() as connection:
            return exports.last_export(connection, target)

    def record_export(self, target: str, exported: Iterable[Person]) -> None:
        """Note that these people were exported to a target now."""
        with self._storage.writing() as connection:
            numbers = [person.id for person in exported]
            exports.insert_export(connection, target, numbers, rows.naive(self.clock.now()))

    def sync_state(self, url: str) -> Mapping[str, Synced]:
        """Return what the server at the address has, by UID. A UID that is nobody's: to be removed there."""
        with self._storage.reading() as connection:
            return exports.load_sync(connection, url)

    def record_sync(self, url: str, uid: str, href: str, etag: str, content_hash: str) -> None:
        """Note what the server has of one person now."""
        with self._storage.writing() as connection:
            exports.save_sync(connection, url, Synced(uid, href, etag, content_hash))

    def forget_sync(self, url: str, uid: str) -> None:
        """Note that the server has nothing of one person any more."""
        with self._storage.writing() as connection:
            exports.delete_sync(connection, url, uid)

    def record_connections(self, told: Sequence[Told], taken_on: date) -> tuple[JobChange, ...]:
        """Keep your LinkedIn connections; return who changed job since the export before."""
        with self._storage.writing() as connection:
            return connections.record_connections(connection, told, taken_on)

    def who(self, company: str) -> list[Known]:
        """Return whom you know at a company, from contacts and connections, by department where it is known."""
        with self._storage.reading() as connection:
            return connections.who(connection, company, people.list_people(connection))

    @contextmanager
    def _change(self, summary: str = "") -> Iterator[Change]:
        """Give a change to write to; at its end the index is made anew for whom it is about, and it can be undone."""
        with self._storage.writing() as connection:
            change = Change(connection, rows.naive(self.clock.now()), summary)
            yield change
            search.refresh(connection, change.people - change.indexed)
            change.save()


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def _loaded(connection: Connection, number: int) -> Person:
    found = rows.load_person(connection, number)
    if found is None:
        raise UnknownReferenceError("contact", str(number))
    return found


def _photo_known(connection: Connection, sha256: str) -> bool:
    return connection.execute(select(schema.photo.c.id).where(schema.photo.c.sha256 == sha256)).first() is not None


def _refuse_empty(contact: Contact) -> None:
    if contact.is_empty:
        raise UsageError("a contact with nothing in it", hint="give a name, a company, an e-mail address or a number")
