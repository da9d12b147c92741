"""Interviews and next steps as an iCalendar file (RFC 5545), so that the phone reminds.

In: interviews, steps and people of the book. Out: one calendar. An interview is a VEVENT with its own stable UID; who
was there is a CONTACT whose ALTREP is the UID of their vCard. A next step is a VEVENT with an alarm (phones import
those, and mostly not VTODO), RELATED-TO the interview that it follows. The same book gives the same bytes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from cardscan.book.timezone import timezone_lines
from cardscan.model import Interview, Outcome, Person
from cardscan.vcard.lines import ContentLine, clean, clean_paragraphs, escape, fold, render

if TYPE_CHECKING:
    from cardscan.book.followup import Step

DEFAULT_MINUTES = 60
"""Length of an interview of which none is told."""

REMIND_AT = time(9)
"""When the phone reminds of a step that is due on a day."""

_EPOCH = date(2020, 1, 1)  # SEQUENCE of a step counts the days from here to the day it stands on
_UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
_OVER = (Outcome.REJECTED, Outcome.WITHDRAWN)
_VERBS = {
    "thanks": "Thank",
    "why": "Call",
    "reply": "Answer",
    "weekly": "Write to",
    "other-department": "Ask",
    "nudge": "Write to",
}


def write_calendar(
    interviews: Sequence[Interview],
    steps: Sequence[Step],
    people: Sequence[Person],
    *,
    zone: tzinfo,
    today: date | None = None,
    as_todo: bool = False,
) -> str:
    """Return a calendar of the interviews that have a day, and of the steps, with CRLF, to be written as UTF-8.

    Args:
        interviews: In the order in which they are written.
        steps: What is due, now or later.
        people: Whose meetings say who was in an interview.
        zone: Where the times of the interviews belong. One without a name (a bare offset) is written as UTC.
        today: A step that was due before is put on this day, since no phone reminds of what is past.
        as_todo: Write steps as VTODO, for CalDAV; phones mostly do not import those.
    """
    dated = [interview for interview in interviews if interview.on is not None]
    lines = [
        ContentLine("BEGIN", "VCALENDAR"),
        ContentLine("VERSION", "2.0"),
        ContentLine("PRODID", "-//cardscan//cardscan//EN"),
        ContentLine("CALSCALE", "GREGORIAN"),
        ContentLine("METHOD", "PUBLISH"),
    ]
    starts = [_start(interview, zone) for interview in dated if interview.at is not None]
    if starts and _is_named(zone) and isinstance(zone, ZoneInfo):
        lines.extend(timezone_lines(zone, min(starts), max(starts) + timedelta(days=1)))
    for interview in dated:
        lines.extend(_interview_lines(interview, people, zone))
    for step in steps:
        lines.extend(_step_lines(step, today or _EPOCH, as_todo=as_todo))
    lines.append(ContentLine("END", "VCALENDAR"))
    return "".join(fold(render(line)) for line in lines)


def _interview_lines(interview: Interview, people: Sequence[Person], zone: tzinfo) -> Iterator[ContentLine]:
    """Give the VEVENT of an interview."""
    application = interview.application
    met = [person for person in people if any(one.interview.uid == interview.uid for one in person.meetings)]
    yield ContentLine("BEGIN", "VEVENT")
    yield ContentLine("UID", _text(interview.uid))
    yield ContentLine("DTSTAMP", _utc(interview.changed or _UNDATED))
    yield ContentLine("SEQUENCE", str(interview.sequence))
    yield from _time_lines(interview, zone)
    yield ContentLine(
        "SUMMARY", _text(f"Interview: {application.role} at {application.company}, round {interview.round}")
    )
    over = application.outcome in _OVER and application.outcome_on is not None and interview.on is not None
    cancelled = over and str(application.outcome_on) < str(interview.on)
    yield ContentLine("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    if interview.place:
        yield ContentLine("LOCATION", _text(interview.place))
        if "://" in interview.place and len(interview.place.split()) == 1:
            yield ContentLine("URL", clean(interview.place))
    if description := _description(interview, met):
        yield ContentLine("DESCRIPTION", escape(clean_paragraphs(description)))
    for person in met:
        company = person.contact.organization
        shown = ", ".join(filter(None, (person.contact.display_name, company.value if company else "")))
        yield ContentLine("CONTACT", _text(shown), (("ALTREP", (person.uid,)),))
    yield ContentLine("CATEGORIES", "Interview")
    yield ContentLine("END", "VEVENT")


def _time_lines(interview: Interview, zone: tzinfo) -> Iterator[ContentLine]:
    """Give DTSTART and what says how long; a day where the time is not known."""
    if interview.on is None:
        return
    if interview.at is None:
        yield _day("DTSTART", interview.on)
        yield _day("DTEND", interview.on + timedelta(days=1))
        return
    start = _start(interview, zone)
    if _is_named(zone):
        key = zone.key if isinstance(zone, ZoneInfo) else ""
        yield ContentLine("DTSTART", start.strftime("%Y%m%dT%H%M%S"), (("TZID", (key,)),))
    else:
        yield ContentLine("DTSTART", _utc(start))
    yield ContentLine("DURATION", f"PT{max(1, interview.duration_min or DEFAULT_MINUTES)}M")


def _description(interview: Interview, met: Sequence[Person]) -> str:
    """Return what helps on the way there: the kind, the department, who will be there, the notes."""
    lines = [interview.kind or ""]
    if interview.application.department:
        lines.append(f"Department: {interview.application.department}")
    for person in met:
        part = next((one.part for one in person.meetings if one.interview.uid == interview.uid), None)
        title = person.contact.title.value if person.contact.title else None
        said = ", ".join(filter(None, (part, title)))
        lines.append(f"With {person.contact.display_name}" + (f" ({said})" if said else ""))
    lines.append(interview.notes or "")
    return "\n".join(line for line in lines if line)


def _step_lines(step: Step, today: date, *, as_todo: bool) -> Iterator[ContentLine]:
    """Give the VEVENT or VTODO of a step, with its alarm.

    Its UID is made of whom, what and which interview, so that the next mail of a weekly one moves the reminder that is
    in the phone instead of adding to it; the day it stands on is its SEQUENCE, which only grows.
    """
    person, day = step.person, max(step.on, today)
    kind = "VTODO" if as_todo else "VEVENT"
    about = step.interview.uid if step.interview else ""
    company = person.contact.organization
    summary = f"{_VERBS.get(step.kind, 'Write to')} {person.contact.display_name}" + (
        f" ({company.value})" if company and person.contact.name else ""
    )
    yield ContentLine("BEGIN", kind)
    yield ContentLine("UID", uuid.uuid5(uuid.NAMESPACE_URL, f"{person.uid} {step.kind} {about}").urn)
    yield ContentLine("DTSTAMP", _utc(datetime.combine(today, time(), UTC)))
    yield ContentLine("SEQUENCE", str(max(0, (day - _EPOCH).days)))
    yield ContentLine("SUMMARY", _text(summary))
    if as_todo:
        yield _day("DUE", day)
        yield ContentLine("STATUS", "NEEDS-ACTION")
    else:
        yield _day("DTSTART", day)
        yield _day("DTEND", day + timedelta(days=1))
        yield ContentLine("TRANSP", "TRANSPARENT")
    ways = [*(phone.value for phone in person.contact.phones), *(email.value for email in person.contact.emails)]
    yield ContentLine("DESCRIPTION", escape(clean_paragraphs("\n".join((step.why, *ways)))))
    yield ContentLine("CONTACT", _text(person.contact.display_name), (("ALTREP", (person.uid,)),))
    if about:
        yield ContentLine("RELATED-TO", _text(about), (("RELTYPE", ("PARENT",)),))
    yield ContentLine("BEGIN", "VALARM")
    yield ContentLine("ACTION", "DISPLAY")
    # The day begins at midnight, local time; a task has no start that an alarm could count from (RFC 5545, 3.8.6.3).
    related = (("RELATED", ("END",)),) if as_todo else ()
    yield ContentLine("TRIGGER", f"PT{REMIND_AT.hour}H", related)
    yield ContentLine("DESCRIPTION", _text(summary))
    yield ContentLine("END", "VALARM")
    yield ContentLine("END", kind)


def _start(interview: Interview, zone: tzinfo) -> datetime:
    return datetime.combine(interview.on or date.min, interview.at or time(), zone)


def _is_named(zone: tzinfo) -> bool:
    """Tell whether a zone has a name that calendars know, and needs one."""
    return isinstance(zone, ZoneInfo) and zone.key not in ("", "UTC", "Etc/UTC")


def _day(name: str, day: date) -> ContentLine:
    return ContentLine(name, day.strftime("%Y%m%d"), (("VALUE", ("DATE",)),))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    return escape(clean(value))
