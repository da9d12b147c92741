"""Applications, their interviews (rounds), and whom one met in them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import Connection, func, select

from cardscan.book import people, rows, schema
from cardscan.book.journal import Change
from cardscan.book.references import folded, label
from cardscan.errors import DuplicateError, UsageError
from cardscan.model import Application, Interview, Meeting, Outcome

KINDS = ("phone", "video", "on-site", "panel")
MAX_ROUND = 99

_CLOSED = (Outcome.REJECTED, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Chain:
    """How an interview came about and what came of it: applications, each introduced by someone met in the one before.

    Attributes:
        interview: The interview it is about.
        before: Introductions that led to it, oldest first.
        after: Applications that people met in it (or in another round of its application) introduced one to.
    """

    interview: Interview
    before: tuple[Introduction, ...] = ()
    after: tuple[Introduction, ...] = ()


@dataclass(frozen=True, slots=True)
class Introduction:
    """A contact opened the door to an application.

    Attributes:
        by: Number of the contact.
        name: Their name.
        met_in: The interview in which one had met them first, or None.
        application: What they introduced one to.
        first_round: Its first interview, or None.
    """

    by: int
    name: str
    met_in: Interview | None
    application: Application
    first_round: Interview | None


def add_interview(
    change: Change,
    company: str,
    role: str,
    *,
    department: str | None,
    round_: int | None,
    introduced_by: int | None,
    source: str | None,
    **details: Any,
) -> int:
    """Write a new interview; make its application where there is none yet. Return its number.

    Args:
        change: The open change.
        company: Of the application.
        role: Of the application.
        department: None: of the one application with this company and role, where there is one.
        round_: None: the next one.
        introduced_by: Number of the contact it came from.
        source: Where the application came from, in words.
        **details: ``on``, ``at``, ``place``, ``kind``, ``duration_min``, ``notes``.
    Raises:
        UsageError: A value makes no sense.
        DuplicateError: That round is in the book.
    """
    company, role = _required(company, "--company"), _required(role, "--role")
    department = (department or "").strip() or None
    _check(round_, details)
    application_id = _open_application(change.connection, company, role, department, round_, details.get("on"))
    if application_id is None:
        values = {"company": company, "role": role, "department": department, "outcome": Outcome.WAITING.value}
        application_id = change.insert(schema.application, **values, source=source or None, introduced_by=introduced_by)
    else:
        told = {"introduced_by": introduced_by, "source": source or None}
        known = {name: value for name, value in told.items() if value is not None}
        if known:
            change.update(schema.application, application_id, **known)
    rounds = _rounds(change.connection, application_id)
    round_ = round_ or max((one.round for one in rounds), default=0) + 1
    _refuse_twice(rounds, round_, details)
    return change.insert(
        schema.interview,
        application_id=application_id,
        uid=uuid.uuid4().urn,
        slug=_free_slug(change.connection, company, role, department, round_),
        round=round_,
        sequence=0,
        changed=change.now,
        **details,
    )


def edit_interview(change: Change, interview: Interview, values: dict[str, Any]) -> bool:
    """Change an interview, or the application it belongs to; return whether anything differs.

    Args:
        change: The open change.
        interview: As it is.
        values: Of ``company``, ``role``, ``department``, ``source``, ``introduced_by`` (all rounds of the application)
            and ``round``, ``on``, ``at``, ``place``, ``kind``, ``duration_min``, ``notes``.
    """
    for name in ("company", "role"):
        if name in values:
            values[name] = _required(values[name], f"--{name}")
    _check(values.get("round"), values)
    of_all = {name: values[name] for name in values if name in schema.application.c}
    own = {name: values[name] for name in values if name not in of_all}
    if "round" in own and own["round"] != interview.round:
        others = [one for one in _rounds(change.connection, interview.application.id) if one.id != interview.id]
        _refuse_twice(others, own["round"], {"on": interview.on, "at": interview.at} | own)
    changed = bool(of_all) and change.update(schema.application, interview.application.id, **of_all)
    touched = _rounds(change.connection, interview.application.id) if changed else [interview]
    if own and change.update(schema.interview, interview.id, **own):
        changed = True
    if changed:
        for one in _rounds(change.connection, interview.application.id):
            if one.id in {other.id for other in touched}:
                _name_anew(change, interview, one)
                _note_change(change, one.id)
    return changed


def set_outcome(change: Change, interview: Interview, outcome: Outcome, on: date) -> None:
    """Note how the application of the interview stands, and since when."""
    if change.update(schema.application, interview.application.id, outcome=outcome.value, outcome_on=on):
        # The calendar calls off what a "no" leaves without a point; the vCards do not tell of it.
        for one in _rounds(change.connection, interview.application.id):
            _note_change(change, one.id, of_people=False)


def remove_interview(change: Change, interview: Interview) -> int:
    """Remove an interview, with its application when it was the only one; return how many people were met in it.

    The people stay.
    """
    meeting = schema.meeting
    met = people.list_people(change.connection, interview.id)
    people.mark_changed(change, [person.id for person in met])
    change.delete(meeting, meeting.c.interview_id == interview.id)
    change.delete(schema.interview, schema.interview.c.id == interview.id)
    if not _rounds(change.connection, interview.application.id):
        change.delete(schema.application, schema.application.c.id == interview.application.id)
    return len(met)


def meet(change: Change, person_id: int, interview_id: int, values: dict[str, Any]) -> None:
    """Note that one met a person in an interview, or more about it; what is not told stays as it was.

    Args:
        change: The open change.
        person_id: Whom.
        interview_id: Where.
        values: Of ``part``, ``rapport`` (1..5), ``talked_about``, ``keep_in_touch``; None leaves it as it is.
    Raises:
        UsageError: The rapport is not 1..5.
    """
    told = {name: value for name, value in values.items() if value is not None}
    if not 1 <= told.get("rapport", 1) <= 5:
        raise UsageError("how you got on is a number from 1 to 5", hint="5: you would have gone for a drink")
    meeting = schema.meeting
    same = (meeting.c.person_id == person_id, meeting.c.interview_id == interview_id)
    number = change.connection.execute(select(meeting.c.id).where(*same)).scalar()
    change.people.add(person_id)
    if number is None:
        change.insert(meeting, **({"keep_in_touch": False} | told), person_id=person_id, interview_id=interview_id)
    elif not told or not change.update(meeting, number, **told):
        return
    people.mark_changed(change, [person_id])
    _note_change(change, interview_id, of_people=False)


def list_meetings(connection: Connection, interview_id: int) -> list[Meeting]:
    """Return whom one met in an interview."""
    found = people.list_people(connection, interview_id)
    return [met for person in found for met in person.meetings if met.interview.id == interview_id]


def chain(connection: Connection, interview: Interview) -> Chain:
    """Return the introductions that led to an interview, and those that came of it."""
    before: list[Introduction] = []
    seen = {interview.application.id}
    application = interview.application
    while application.introduced_by is not None:
        step = _introduction(connection, application)
        before.insert(0, step)
        if step.met_in is None or step.met_in.application.id in seen:
            break
        application = step.met_in.application
        seen.add(application.id)
    met = {
        person.id for one in _rounds(connection, interview.application.id)
        for person in people.list_people(connection, one.id)
    }  # fmt: skip
    later: dict[int, Application] = {}
    for one in rows.load_interviews(connection, schema.application.c.introduced_by.is_not(None)):
        if one.application.introduced_by in met and one.application.id not in seen:
            later.setdefault(one.application.id, one.application)
    return Chain(interview, tuple(before), tuple(_introduction(connection, one) for one in later.values()))


def _introduction(connection: Connection, application: Application) -> Introduction:
    """Return who introduced one to the application, and where one had met them before."""
    number = application.introduced_by or 0
    person = rows.load_person(connection, number)
    first = min(_rounds(connection, application.id), key=_when, default=None)
    meetings = person.meetings if person else ()
    earlier = [met.interview for met in meetings if met.interview.application.id != application.id]
    if first is not None:
        earlier = [one for one in earlier if _when(one) <= _when(first)]
    name = person.contact.display_name if person else "(gone)"
    return Introduction(number, name, earlier[-1] if earlier else None, application, first)


def _open_application(
    connection: Connection, company: str, role: str, department: str | None, round_: int | None, on: date | None
) -> int | None:
    """Return the application that a further interview belongs to, or None for a new one."""
    found: dict[int, Application] = {}
    for interview in rows.load_interviews(connection):
        application = interview.application
        if folded(application.company) == folded(company) and folded(application.role) == folded(role):
            found[application.id] = application
    if department is None and len({one.department for one in found.values()}) > 1:
        candidates = [one for one in found.values() if one.department is None]
    elif department is None:
        candidates = list(found.values())
    else:
        candidates = [one for one in found.values() if folded(one.department or "") == folded(department)]
    still_open = [one for one in candidates if not _is_over(one, round_, on)]
    return max((one.id for one in still_open), default=None)


def _is_over(application: Application, round_: int | None, on: date | None) -> bool:
    """Whether an interview on that day can no longer belong to the application: it had ended before.

    An explicit later round says that it went on all the same.
    """
    ended = application.outcome_on
    return application.outcome in _CLOSED and round_ in (None, 1) and None not in (on, ended) and on > ended  # type: ignore[operator]  # None is ruled out


def _rounds(connection: Connection, application_id: int) -> list[Interview]:
    return rows.load_interviews(connection, schema.application.c.id == application_id)


def _refuse_twice(rounds: Sequence[Interview], round_: int, details: dict[str, Any]) -> None:
    """Raise DuplicateError for a round that is there; two talks of one round differ in day or time."""
    on, at = details.get("on"), details.get("at")
    for known in rounds:
        another_talk = (at is not None and known.at is not None) and (on, at) != (known.on, known.at)
        if known.round == round_ and not another_talk:
            raise DuplicateError(f"{label(known)} is in the book already", existing=f"{known.slug} [{known.id}]")


def _note_change(change: Change, interview_id: int, *, of_people: bool = True) -> None:
    """Count a change of an interview, which is also one of the vCards that tell of it."""
    interview = schema.interview
    sequence = change.connection.execute(
        select(interview.c.sequence).where(interview.c.id == interview_id)
    ).scalar_one()
    change.update(interview, interview_id, sequence=sequence + 1, changed=change.now)
    if of_people:
        found = people.list_people(change.connection, interview_id)
        people.mark_changed(change, [person.id for person in found])


def _name_anew(change: Change, before: Interview, now: Interview) -> None:
    """Give an interview the slug of its new company, role or round."""
    old, new = before.application, now.application
    if (old.company, old.role, before.round) != (new.company, new.role, now.round):
        change.update(schema.interview, now.id, slug=f"{now.uid}")
        slug = _free_slug(change.connection, new.company, new.role, new.department, now.round)
        change.update(schema.interview, now.id, slug=slug)


def _check(round_: int | None, details: dict[str, Any]) -> None:
    if round_ is not None and not 1 <= round_ <= MAX_ROUND:
        raise UsageError(f"a round is a number from 1 to {MAX_ROUND}")
    kind = details.get("kind")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no kind of interview {kind!r}", hint=f"it is one of: {', '.join(KINDS)}")
    duration = details.get("duration_min")
    if duration is not None and not 1 <= duration <= 24 * 60:
        raise UsageError("an interview takes from 1 minute to a day", hint="give the minutes, such as 45")


def _required(value: str, option: str) -> str:
    stripped = " ".join((value or "").split())
    if not stripped:
        raise UsageError(f"{option} is empty")
    return stripped


def _free_slug(connection: Connection, company: str, role: str, department: str | None, round_: int) -> str:
    """Return a slug that no interview has: ``harbour-bank-analyst-3``."""
    interview = schema.interview

    def taken(slug: str) -> bool:
        query = select(func.count()).select_from(interview).where(interview.c.slug == slug)
        return bool(connection.execute(query).scalar_one())

    def slug_of(*words: str) -> str:
        return re.sub(r"\s+", "-", folded(" ".join(words)))[: people.MAX_SLUG].strip("-") or "interview"

    short = f"{slug_of(company, role)}-{round_}"
    if not taken(short):
        return short
    base = f"{slug_of(company, department or '', role)}-{round_}"
    numbered = (base if count == 1 else f"{base}-{chr(ord('a') + count - 1)}" for count in range(1, 27))
    return next((slug for slug in numbered if not taken(slug)), f"{base}-{uuid.uuid4().hex[:6]}")


def _when(interview: Interview) -> tuple[date, time, int]:
    return (interview.on or date.max, interview.at or time.min, interview.id)
