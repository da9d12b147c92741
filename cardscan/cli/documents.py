"""People, interviews and steps as JSON, for scripts: the contract's contact with what the book knows beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cardscan.document import contact_document
from cardscan.model import Interview, Meeting, Person, Touch

if TYPE_CHECKING:
    from cardscan.book import Introduction, Pair, Record

Document = dict[str, Any]


def person_document(person: Person) -> Document:
    """Return a person: the contract's ``contact`` plus id, uid, slug, interviews and what else the book keeps."""
    return contact_document(person.contact) | {
        "id": person.id,
        "uid": person.uid,
        "slug": person.slug,
        "display_name": person.contact.display_name,
        "interviews": [meeting_document(meeting) for meeting in person.meetings],
        "categories": list(person.categories),
        "note": person.note,
        "stopped": person.stopped,
        "cadence_days": person.cadence_days,
        "changed": person.changed.isoformat(),
    }


def interview_document(interview: Interview) -> Document:
    """Return an interview with its application."""
    application = interview.application
    return {
        "id": interview.id,
        "uid": interview.uid,
        "slug": interview.slug,
        "company": application.company,
        "role": application.role,
        "department": application.department,
        "round": interview.round,
        "date": interview.on.isoformat() if interview.on else None,
        "time": interview.at.isoformat("minutes") if interview.at else None,
        "duration_min": interview.duration_min,
        "kind": interview.kind,
        "place": interview.place,
        "notes": interview.notes,
        "source": application.source,
        "introduced_by": application.introduced_by,
        "outcome": application.outcome.value,
        "outcome_date": application.outcome_on.isoformat() if application.outcome_on else None,
    }


def meeting_document(meeting: Meeting) -> Document:
    """Return an interview in which a person was met, and what is known of the meeting."""
    return interview_document(meeting.interview) | {
        "part": meeting.part,
        "rapport": meeting.rapport,
        "talked_about": meeting.talked_about,
        "keep_in_touch": meeting.keep_in_touch,
    }


def touch_document(touch: Touch) -> Document:
    """Return what was said once."""
    return {
        "contact": touch.contact_id,
        "date": touch.on.isoformat(),
        "by": touch.by.value,
        "note": touch.note,
        "they_wrote": touch.they_wrote,
    }


def introduction_document(introduction: Introduction) -> Document:
    """Return who opened the door to an application, and where one had met them."""
    first = introduction.first_round
    return {
        "contact": {"id": introduction.by, "name": introduction.name},
        "met_in": introduction.met_in.slug if introduction.met_in else None,
        "company": introduction.application.company,
        "role": introduction.application.role,
        "department": introduction.application.department,
        "first_interview": first.slug if first else None,
    }


def source_document(record: Record, person: Person) -> Document:
    """Return a source that told of a person, and what it tells otherwise than is shown."""
    from cardscan.book.combine import differences

    return {
        "id": record.id,
        "kind": record.kind,
        "origin": record.origin,
        "added": record.added.isoformat(),
        "differs": {one.field: one.new for one in differences(person.contact, record.contact)},
    }


def pair_document(pair: Pair) -> Document:
    """Return two entries that may be one person."""
    return {
        "a": person_document(pair.a),
        "b": person_document(pair.b),
        "score": pair.score,
        "reasons": list(pair.reasons),
    }
