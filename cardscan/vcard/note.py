"""The part of a vCard's NOTE and CATEGORIES that ties a person to the interviews in which you met.

The lines made here begin with a mark, so that a card that comes back from a phone can be taken apart again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.model import Interview, Meeting, Person
from cardscan.vcard.lines import clean, clean_paragraphs

INTERVIEW_MARK = "Interview: "
PROFILE_MARK = "LinkedIn: "
HEADLINE_MARK = "Headline: "
LOCATION_MARK = "Location: "

# Interview: Harbour Bank - Analyst (Risk) - round 3 …
_INTERVIEW = re.compile(r"Interview: .{1,2000}? - .{0,2000}? ?- round [0-9]{1,4}(?: - |$)")

CATEGORY = "Interviewers"
"""The group that keeps these people apart from family and friends."""


def interview_line(meeting: Meeting) -> str:
    """Return one line on a meeting: company, role, round, date, and what was talked about.

    No comma and no semicolon is put in: some programs show them with a backslash.
    """
    interview = meeting.interview
    parts = [interview_title(interview), interview.on.isoformat() if interview.on else "", meeting.part or ""]
    if meeting.talked_about:
        parts.append(f"talked about {meeting.talked_about}")
    return INTERVIEW_MARK + clean(" - ".join(part for part in parts if part))


def interview_title(interview: Interview) -> str:
    """Return ``Harbour Bank - Analyst (Risk) - round 3``."""
    application = interview.application
    department = f" ({application.department})" if application.department else ""
    return f"{application.company} - {application.role}{department} - round {interview.round}"


def meetings_in_order(person: Person) -> list[Meeting]:
    """Return the meetings, earliest first; those without a day last."""
    return sorted(
        person.meetings,
        key=lambda met: (met.interview.on is None, str(met.interview.on), met.interview.round, met.interview.uid),
    )


def note_of(person: Person, *, with_profile: bool = False) -> str:
    """Return the NOTE: a line per interview, the own note, the card's other lines, what LinkedIn says.

    Args:
        with_profile: Name the LinkedIn profile, too: for a program that takes no labelled URL.
    """
    contact = person.contact
    lines = [interview_line(meeting) for meeting in meetings_in_order(person)]
    if person.note:
        lines.append(person.note)
    lines.extend(contact.notes)
    if contact.headline:
        lines.append(HEADLINE_MARK + contact.headline)
    if contact.location:
        lines.append(LOCATION_MARK + contact.location)
    if with_profile and contact.linkedin:
        lines.append(PROFILE_MARK + contact.linkedin.value)
    return "\n".join(line for line in lines if line.strip())


def take_apart(note: str) -> tuple[tuple[str, ...], str | None, str | None]:
    """Return the person's own lines of a NOTE, and the headline and the location that :func:`note_of` put there."""
    own: list[str] = []
    headline = location = None
    for line in (line.strip() for line in clean_paragraphs(note).split("\n")):
        if headline is None and line.startswith(HEADLINE_MARK):
            headline = line.removeprefix(HEADLINE_MARK)
        elif location is None and line.startswith(LOCATION_MARK):
            location = line.removeprefix(LOCATION_MARK)
        elif line and not _INTERVIEW.match(line[:2100]) and not _is_profile(line):
            own.append(line)
    return tuple(own), headline, location


def _is_profile(line: str) -> bool:
    return line.startswith(f"{PROFILE_MARK}https://www.linkedin.com/") and len(line.split()) == 2


def categories_of(person: Person) -> list[str]:
    """Return the CATEGORIES: the group of interviewers, the employers, and the person's own."""
    met = meetings_in_order(person)
    employers = (meeting.interview.application.company for meeting in met)
    return _each_once([*([CATEGORY] if met else []), *employers, *person.categories])


def _each_once(names: Sequence[str]) -> list[str]:
    """Return ``names`` cleaned, without those that differ in case alone."""
    seen: dict[str, str] = {}
    for name in map(clean, names):
        if name:
            seen.setdefault(name.casefold(), name)
    return list(seen.values())
