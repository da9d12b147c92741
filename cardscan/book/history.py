"""What happened with each person up to a day: the ground on which :mod:`cardscan.book.followup` decides what is next.

People, touches and interviews of the book in; a :class:`History` per person out. What is noted of later days does not
count yet, so that "what would be due on Friday?" can be asked at any time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cardscan.model import Application, Interview, Meeting, Outcome, Person, Touch

GOOD_RAPPORT = 4
"""From here (of 5) one got on well."""


@dataclass(frozen=True, slots=True)
class Part:
    """A person's part in one application, as of a day.

    Attributes:
        meetings: Where one met them, up to that day, oldest first.
        rounds: All interviews of the application.
        introduced: They opened the door to it.
    """

    application: Application
    meetings: tuple[Meeting, ...]
    rounds: tuple[Interview, ...]
    introduced: bool

    def latest(self, day: date) -> Interview | None:
        """Return the interview it is about: the last they were in, or the first that they opened the door to."""
        if self.meetings:
            return self.meetings[-1].interview
        past = [one for one in self.rounds if one.on is not None and one.on <= day] if self.introduced else []
        return min(past, key=lambda one: (one.on or date.max, one.id), default=None)

    def outcome(self, day: date) -> Outcome:
        """Return how the application stood on that day; a rejection is no news once a later interview took place."""
        told, outcome = self.application.outcome_on, self.application.outcome
        if told is not None and told > day:
            return Outcome.WAITING
        went_on = told is not None and any(one.on is not None and one.on > told for one in self.rounds)
        return Outcome.WAITING if outcome is Outcome.REJECTED and went_on else outcome

    def rejected_on(self, day: date) -> date | None:
        """Return when one was told "no", where that is how it stands."""
        if self.outcome(day) is not Outcome.REJECTED:
            return None
        latest = self.latest(day)
        return self.application.outcome_on or (latest.on if latest else None)

    def newest(self, day: date) -> date | None:
        """Return when the last thing happened, up to that day; None when all of it is yet to come."""
        latest = self.latest(day)
        found = [when for when in (latest.on if latest else None, self.rejected_on(day)) if when and when <= day]
        if self.outcome(day) in (Outcome.OFFER, Outcome.WITHDRAWN) and self.application.outcome_on:
            found.append(self.application.outcome_on)
        return max(found, default=None)

    def is_ahead(self, day: date) -> bool:
        """Whether a further interview is fixed after that day."""
        return any(one.on is not None and one.on > day for one in self.rounds)


@dataclass(frozen=True, slots=True)
class History:
    """What happened with one person, up to a day."""

    person: Person
    touches: tuple[Touch, ...]
    parts: tuple[Part, ...]
    day: date
    asked_elsewhere: frozenset[int] = frozenset()
    first_choice: frozenset[int] = frozenset()

    @property
    def last(self) -> Touch | None:
        """What was said last."""
        return self.touches[-1] if self.touches else None

    def has_written_since(self, when: date) -> bool:
        """Whether you said something on that day or later."""
        return any(touch.on >= when and not touch.they_wrote for touch in self.touches)

    @property
    def unanswered(self) -> int:
        """How many of yours in a row they have not answered."""
        count = 0
        for touch in reversed(self.touches):
            if touch.they_wrote:
                break
            count += 1
        return count

    @property
    def is_close(self) -> bool:
        """They asked to keep in touch, you got on well, or you gave them a cadence of their own."""
        return self.person.cadence_days is not None or any(
            meeting.keep_in_touch or (meeting.rapport or 0) >= GOOD_RAPPORT for meeting in self.person.meetings
        )


@dataclass(slots=True)
class _Applications:
    """The interviews of each application, and who is the one to ask in it."""

    rounds: dict[int, list[Interview]] = field(default_factory=dict)
    introduced: dict[int, list[Application]] = field(default_factory=dict)


def histories(
    people: Iterable[Person], touches: Mapping[int, Sequence[Touch]], interviews: Sequence[Interview], day: date
) -> list[History]:
    """Return what happened with each person up to the day."""
    known = _Applications()
    for interview in interviews:
        application = interview.application
        known.rounds.setdefault(application.id, []).append(interview)
        if application.introduced_by is not None:
            opened = known.introduced.setdefault(application.introduced_by, [])
            if application.id not in {one.id for one in opened}:
                opened.append(application)
    found = [
        History(
            person,
            tuple(touch for touch in touches.get(person.id, ()) if touch.on <= day),
            _parts(person, known, day),
            day,
        )
        for person in people
    ]
    asked, first = _asked(found), _first_choices(found)
    return [
        History(one.person, one.touches, one.parts, day, frozenset(asked), first.get(one.person.id, frozenset()))
        for one in found
    ]


def _parts(person: Person, known: _Applications, day: date) -> tuple[Part, ...]:
    """Return the applications that the person has a part in."""
    met: dict[int, list[Meeting]] = {}
    applications: dict[int, Application] = {}
    for meeting in person.meetings:
        application = meeting.interview.application
        applications[application.id] = application
        if meeting.interview.on is not None and meeting.interview.on <= day:
            met.setdefault(application.id, []).append(meeting)
    introduced = known.introduced.get(person.id, [])
    applications |= {application.id: application for application in introduced}
    return tuple(
        Part(
            application,
            tuple(met.get(number, ())),
            tuple(known.rounds.get(number, ())),
            any(one.id == number for one in introduced),
        )
        for number, application in applications.items()
    )


def _asked(histories: Sequence[History]) -> set[int]:
    """Return the applications after whose "no" somebody was asked already: one call is enough."""
    found = set()
    for history in histories:
        for part in history.parts:
            rejected = part.rejected_on(history.day)
            if rejected is not None and history.has_written_since(rejected):
                found.add(part.application.id)
    return found


def _first_choices(histories: Sequence[History]) -> dict[int, frozenset[int]]:
    """Return person → the applications in which they are the one to ask, where nobody was written to yet."""
    best: dict[int, tuple[int, int]] = {}
    for history in histories:
        if history.person.stopped:
            continue
        for part in history.parts:
            rank = (-closeness(history.person), history.person.id)
            if part.application.id not in best or rank < best[part.application.id]:
                best[part.application.id] = rank
    found: dict[int, set[int]] = {}
    for application, (_, person) in best.items():
        found.setdefault(person, set()).add(application)
    return {person: frozenset(applications) for person, applications in found.items()}


def closeness(person: Person) -> int:
    """Return how likely a person is to help: they asked to keep in touch, you got on, it is their part to answer."""
    best = 0
    for meeting in person.meetings:
        part = (meeting.part or "").lower()
        answers = any(word in part for word in ("recruit", "hr", "human", "people", "talent", "hiring"))
        best = max(best, 4 * meeting.keep_in_touch + (meeting.rapport or 3) + 2 * answers)
    return best
