"""Brings the book and another address book up to date with each other, person by person.

In: the book and a :class:`Store`. Out: a :class:`SyncReport`. What either side changed since the last time goes to the
other; where both changed the same field both values are kept and it is told. Nobody is removed from the book because
the phone lacks them, and nobody on the other side who is not from the book is touched. Everything is read before
anything is changed; then each person is written there, and only then here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from cardscan.book import Book
from cardscan.book.match import SAME_FROM
from cardscan.errors import CardscanError, ServerError, UsageError
from cardscan.model import Interview, Person
from cardscan.sync.card import new_card, raw_card, updated_card
from cardscan.sync.digest import Base, as_entry, digests, dump, load, whole_of
from cardscan.sync.merge import Merged, merge
from cardscan.sync.store import CardChangedError, RemoteCard, ServerGoneError, Store
from cardscan.vcard.entry import Entry, read_card
from cardscan.vcard.lines import RawCard
from cardscan.vcard.uid import canonical_uid
from cardscan.vcard.vdir import file_name

log = logging.getLogger(__name__)

MOST_TRIES = 3
"""How often a card is read anew when somebody else keeps changing it meanwhile."""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What to do beyond the ordinary.

    Attributes:
        interview: Bring only the people of this interview up to date.
        take_new: Take people into the book who are only on the other side.
        restore: Send people again who were removed there.
        dry_run: Say what would be done, and do nothing.
    """

    interview: Interview | None = None
    take_new: bool = False
    restore: bool = False
    dry_run: bool = False


@dataclass(slots=True)
class SyncReport:
    """What became of a synchronisation; people by name.

    Attributes:
        sent: Who is new on the other side.
        updated_there: Whose card was brought up to date there.
        updated_here: Of whom the other side knew something new.
        taken: Who is new in the book.
        removed_there: How many cards of people who are in the book no more were removed there.
        gone: Who was removed on the other side; they stay in the book.
        same: How many were the same on both sides.
        conflicts: What both sides changed; both values are kept.
        problems: Who could not be brought up to date, and why.
    """

    sent: list[str] = field(default_factory=list)
    updated_there: list[str] = field(default_factory=list)
    updated_here: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    removed_there: int = 0
    gone: list[str] = field(default_factory=list)
    same: int = 0
    conflicts: list[str] = field(default_factory=list)
    problems: list[CardscanError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A card of the other side, read."""

    remote: RemoteCard
    card: RawCard
    entry: Entry


@dataclass(frozen=True, slots=True)
class _Known:
    """What the book remembers of a card there."""

    href: str
    etag: str
    base: Base | None


def sync(book: Book, store: Store, options: SyncOptions | None = None) -> SyncReport:
    """Bring the book and ``store`` up to date with each other.

    Raises:
        ServerError: The other side cannot be read; nothing was changed then.
        UsageError: It is empty where cards were the last time: that is a mistake oftener than a wish.
    """
    return _Sync(book, store, options or SyncOptions()).run()


class _Sync:
    """One synchronisation, under way."""

    def __init__(self, book: Book, store: Store, options: SyncOptions) -> None:
        self._book = book
        self._store = store
        self._options = options
        self._report = SyncReport()
        everybody = book.people()
        chosen = everybody if options.interview is None else book.people(options.interview)
        self._people = {person.uid: person for person in chosen}
        self._uids = {person.uid for person in everybody}
        self._known = {
            uid: _Known(state.href, state.etag, load(state.content_hash))
            for uid, state in book.sync_state(store.url).items()
        }
        self._written: dict[str, tuple[str, str]] = {}

    def run(self) -> SyncReport:
        """Read all, then change what is to be changed."""
        listing = self._store.listing()
        alive = [known.href for uid, known in self._known.items() if uid in self._uids and known.href]
        if alive and not listing and not self._options.restore:
            hint = "check the address; --restore sends them all again"
            raise UsageError(f"{self._store.url} is empty, where {len(alive)} cards were", hint=hint)
        theirs = self._read(listing)
        matched = self._matched(listing, theirs)
        for uid, person in self._people.items():
            self._guarded(person, uid, listing, theirs, matched)
        for uid, known in self._known.items():
            if uid not in self._uids:
                self._remove(uid, known, listing)
        if self._options.take_new:
            used = {known.href for known in self._known.values()} | set(matched.values())
            self._take(theirs[href] for href in theirs if href not in used)
        self._remember_written()
        return self._report

    def _read(self, listing: Mapping[str, str]) -> dict[str, _Theirs]:
        """Return the cards to look at: those that either side changed, and unknown ones where somebody may be there.

        A person of whom the other side has no card, or has it no more where it was, may be among the unknown ones.
        """
        changed: list[str] = []
        for uid, known in self._known.items():
            etag, person = listing.get(known.href), self._people.get(uid)
            if etag is None or person is None:
                continue
            is_known_there = known.base is not None and known.base.there is not None
            if not etag or etag != known.etag or not is_known_there or self._is_changed_here(uid, person):
                changed.append(known.href)
        hrefs = {known.href for known in self._known.values()}
        unknown = (
            [href for href in listing if href not in hrefs] if self._options.take_new or self._lost(listing) else []
        )
        return {theirs.remote.href: theirs for theirs in _all_read(self._store.read([*changed, *unknown]))}

    def _lost(self, listing: Mapping[str, str]) -> set[str]:
        """Return the UIDs of people of whom the other side has no card where one is known."""
        known = self._known
        return {uid for uid in self._people if uid not in known or (known[uid].href and known[uid].href not in listing)}

    def _is_changed_here(self, uid: str, person: Person) -> bool:
        base = self._known[uid].base
        return base is None or base.whole != whole_of(person)

    def _matched(self, listing: Mapping[str, str], theirs: Mapping[str, _Theirs]) -> dict[str, str]:
        """Return UID → href for people who are new to the other side, yet there already: by UID, else by evidence."""
        new = self._lost(listing)
        known = {known.href for known in self._known.values()}
        free = {href: one for href, one in theirs.items() if href not in known}
        by_uid = {canonical_uid(one.entry.uid): href for href, one in free.items() if one.entry.uid}
        matched = {uid: by_uid[uid] for uid in new if uid in by_uid}
        taken = set(matched.values())
        for href, one in free.items():
            if len(matched) == len(new) or href in taken or one.entry.contact.is_empty:
                continue
            for person, score, _ in self._book.like(one.entry.contact)[:1]:
                if score >= SAME_FROM and person.uid in new and person.uid not in matched:
                    matched[person.uid] = href
        return matched

    def _guarded(
        self,
        person: Person,
        uid: str,
        listing: Mapping[str, str],
        theirs: Mapping[str, _Theirs],
        matched: Mapping[str, str],
    ) -> None:
        """Bring one person up to date; an error of theirs is a line in the report, a server that is gone is the end."""
        try:
            self._one(person, uid, listing, theirs, matched)
        except ServerGoneError:
            raise
        except (ServerError, UsageError) as error:
            self._report.problems.append(error)

    def _one(
        self,
        person: Person,
        uid: str,
        listing: Mapping[str, str],
        theirs: Mapping[str, _Theirs],
        matched: Mapping[str, str],
    ) -> None:
        """Bring one person up to date."""
        known = self._known.get(uid)
        href = known.href if known and known.href in listing else matched.get(uid, "")
        if known is not None and not href:
            self._gone(person, known)
        elif not href:
            self._send(person)
        elif href in theirs:
            self._bring_together(person, theirs[href], known.base if known else None)
        else:
            self._report.same += 1

    def _send(self, person: Person) -> None:
        """Write the card of a person of whom the other side has none."""
        if not self._options.dry_run:
            try:
                href, etag = self._store.create(file_name(person.uid), new_card(person))
            except CardChangedError:
                there = next(_all_read(self._store.read([self._store.href_of(file_name(person.uid))])), None)
                if there is None:
                    raise
                self._bring_together(person, there, None)
                return
            entry = as_entry(person)
            self._remember(person, href, etag, Base(digests(entry), None, whole_of(person)))
            self._written[person.uid] = (href, etag)
        self._report.sent.append(person.contact.display_name)

    def _gone(self, person: Person, known: _Known) -> None:
        """Note that the other side has removed a person; the book keeps them, and does not press."""
        if self._options.restore:
            self._send(person)
        elif known.href:
            self._report.gone.append(person.contact.display_name)
            if not self._options.dry_run:
                self._book.record_sync(self._store.url, person.uid, "", "", "")
        else:
            self._report.same += 1

    def _bring_together(self, person: Person, theirs: _Theirs, base: Base | None) -> None:
        """Merge both sides, write the result there where it differs, then here."""
        # What only the other side changed is there already.
        is_same_there = base is not None and base.there is not None and base.whole == whole_of(person)
        for attempt in range(MOST_TRIES):
            merged = merge(person, theirs.entry, base)
            if merged.person.contact.is_empty:
                name = person.contact.display_name
                raise UsageError(f"{name}: nothing is left of the card on the other side", hint="edit it there")
            if merged.person != person:
                merged = replace(merged, person=replace(merged.person, changed=self._book.clock.now()))
            etag = theirs.remote.etag
            try:
                if not is_same_there and not self._options.dry_run:
                    etag = self._store.replace(theirs.remote.href, etag, updated_card(merged.person, theirs.card))
                break
            except CardChangedError:
                again = next(_all_read(self._store.read([theirs.remote.href])), None)
                if again is None or attempt == MOST_TRIES - 1:
                    raise
                theirs = again
        self._note(person, merged, theirs, etag, is_same_there=is_same_there)

    def _note(self, person: Person, merged: Merged, theirs: _Theirs, etag: str, *, is_same_there: bool) -> None:
        """Take the merged person into the book, remember what both sides have, and report."""
        name = person.contact.display_name
        is_same_here = replace(merged.person, changed=person.changed) == person
        if not self._options.dry_run:
            after = person
            if not is_same_here:
                changes = {
                    key: getattr(merged.person, key)
                    for key in ("note", "categories")
                    if getattr(merged.person, key) != getattr(person, key)
                }
                contact = merged.person.contact if merged.person.contact != person.contact else None
                after = self._book.edit_person(person.id, contact, **changes)
            here = digests(as_entry(after))
            there = digests(theirs.entry) if is_same_there else None
            self._remember(person, theirs.remote.href, etag, Base(here, there, whole_of(after)))
            if not is_same_there:
                self._written[person.uid] = (theirs.remote.href, etag)
        if is_same_here and is_same_there:
            self._report.same += 1
        if not is_same_here:
            self._report.updated_here.append(name)
        if not is_same_there:
            self._report.updated_there.append(name)
        self._report.conflicts.extend(f"{name}: {conflict}" for conflict in merged.conflicts)

    def _remove(self, uid: str, known: _Known, listing: Mapping[str, str]) -> None:
        """Remove the card of somebody who is in the book no more: forgotten, or merged into another."""
        if self._options.dry_run:
            self._report.removed_there += known.href in listing
            return
        try:
            if known.href and known.href in listing:
                self._store.remove(known.href, known.etag or listing[known.href])
                self._report.removed_there += 1
            self._book.forget_sync(self._store.url, uid)
        except CardChangedError:
            # It was changed there since; who is forgotten is forgotten.
            self._store.remove(known.href, listing[known.href])
            self._report.removed_there += 1
            self._book.forget_sync(self._store.url, uid)

    def _take(self, unknown: Iterable[_Theirs]) -> None:
        """Take people into the book who are only on the other side."""
        for theirs in unknown:
            contact = theirs.entry.contact
            # Who is in the book has a card there already: this is a second one of the phone's own.
            if contact.is_empty or any(score >= SAME_FROM for _, score, _ in self._book.like(contact)[:1]):
                continue
            self._report.taken.append(contact.display_name)
            if self._options.dry_run:
                continue
            added = self._book.take_in(contact, f"sync {self._store.url}")
            person = added.people[0]
            if theirs.entry.categories:
                person = self._book.edit_person(
                    person.id, categories=tuple(dict.fromkeys((*person.categories, *theirs.entry.categories)))
                )
            base = Base(digests(as_entry(person)), digests(theirs.entry), whole_of(person))
            self._remember(person, theirs.remote.href, theirs.remote.etag, base)

    def _remember(self, person: Person, href: str, etag: str, base: Base) -> None:
        self._book.record_sync(self._store.url, person.uid, href, etag, dump(base))

    def _remember_written(self) -> None:
        """Read back what was written: servers change what they are given, and that is no change of the phone's."""
        if not self._written:
            return
        by_href = {href: uid for uid, (href, _) in self._written.items()}
        state = self._book.sync_state(self._store.url)
        for theirs in _all_read(self._store.read(list(by_href))):
            uid = by_href.get(theirs.remote.href)
            if uid is None or uid not in state:
                continue
            told = self._written[uid][1]
            if told and theirs.remote.etag != told:
                continue  # changed by somebody else since: the next time tells
            base = load(state[uid].content_hash)
            if base is not None:
                seen = replace(base, there=digests(theirs.entry))
                self._book.record_sync(self._store.url, uid, theirs.remote.href, theirs.remote.etag, dump(seen))


def _all_read(remotes: Iterable[RemoteCard]) -> Iterator[_Theirs]:
    for remote in remotes:
        if theirs := _read_card(remote):
            yield theirs


def _read_card(remote: RemoteCard) -> _Theirs | None:
    """Return a card of the other side, read; None for what is none."""
    card = raw_card(remote.text)
    return _Theirs(remote, card, read_card(card, how="phone")) if card else None
