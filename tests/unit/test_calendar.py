"""The calendar: interviews and steps as other programs read them, in the right hour, with nothing injected."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import vobject
from made_vcards import CALL, HARBOUR, PEOPLE, ROUND_3, ZOE

from cardscan.book.calendar import write_calendar
from cardscan.book.followup import Kind, Step
from cardscan.book.timezone import timezone_lines
from cardscan.model import Channel, Outcome
from cardscan.vcard.lines import split_cards

LONDON = ZoneInfo("Europe/London")

THANKS = Step(
    person=ZOE,
    kind=Kind.THANKS,
    on=date(2026, 11, 20),
    why="you met Zoë on 2026-11-20: say thank you, best within a day",
    by=Channel.EMAIL,
    interview=ROUND_3,
)


def calendar(interviews=(ROUND_3, CALL), steps=(THANKS,), people=PEOPLE, zone=LONDON, **options) -> str:
    return write_calendar(interviews, steps, people, zone=zone, **options)


def events(text: str) -> dict[str, vobject.base.Component]:
    return {event.uid.value: event for event in vobject.readOne(text).vevent_list}


def test_an_interview_is_an_event_with_its_own_uid_and_zone() -> None:
    text = calendar()
    event = events(text)[ROUND_3.uid]
    assert event.dtstart.value.astimezone(UTC) == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    assert "DTSTART;TZID=Europe/London:20261120T143000\r\n" in text
    assert event.duration.value == timedelta(minutes=45)
    assert event.sequence.value == "2"
    assert "DTSTAMP:20261118T090000Z\r\n" in text
    assert event.summary.value == "Interview: Analyst at Harbour Bank plc, round 3"
    assert event.location.value == "1 Quay Street, London"
    assert event.description.value.split("\n") == [
        "panel",
        "Department: Risk",
        "With Dr Zoë Marie Whitcombe-Núñez (HR, Head of People, Europe)",
        "Bring two references; ask about the team, too",
    ]
    assert event.contact.params["ALTREP"] == [ZOE.uid]
    assert event.contact.value.startswith("Dr Zoë Marie Whitcombe-Núñez, Harbour Bank")
    assert event.status.value == "CONFIRMED"


def test_an_interview_without_a_time_takes_the_day_and_a_link_is_one() -> None:
    event = events(calendar())[CALL.uid]
    assert (event.dtstart.value, event.dtend.value) == (date(2026, 10, 5), date(2026, 10, 6))
    assert event.url.value == event.location.value == "https://meet.example/harbour"


def test_an_interview_without_a_day_is_left_out() -> None:
    assert "BEGIN:VEVENT" not in calendar(interviews=[replace(CALL, on=None)], steps=[])


def test_what_was_rejected_before_is_cancelled() -> None:
    over = replace(HARBOUR, outcome=Outcome.REJECTED, outcome_on=date(2026, 10, 20))
    found = events(calendar(interviews=[replace(ROUND_3, application=over), replace(CALL, application=over)]))
    assert found[ROUND_3.uid].status.value == "CANCELLED"
    assert found[CALL.uid].status.value == "CONFIRMED"


def test_a_step_reminds_and_belongs_to_its_interview() -> None:
    (event,) = (one for one in events(calendar()).values() if one.summary.value.startswith("Thank"))
    assert event.summary.value == "Thank Dr Zoë Marie Whitcombe-Núñez (Harbour Bank, plc)"
    assert event.related_to.value == ROUND_3.uid
    assert event.related_to.params == {"RELTYPE": ["PARENT"]}
    assert event.dtstart.value == date(2026, 11, 20)
    assert event.valarm.trigger.value == timedelta(hours=9)
    assert event.valarm.action.value == "DISPLAY"
    assert event.description.value.split("\n")[:2] == [THANKS.why, "+442079460018"]


def test_a_step_moves_instead_of_multiplying() -> None:
    def step(text: str):
        return next(one for one in events(text).values() if one.summary.value.startswith("Thank"))

    first, later = step(calendar(today=date(2026, 11, 20))), step(calendar(today=date(2026, 11, 23)))
    assert first.uid.value == later.uid.value
    assert later.dtstart.value == date(2026, 11, 23)
    assert int(later.sequence.value) > int(first.sequence.value)
    ahead = step(calendar(steps=[replace(THANKS, on=date(2026, 12, 1))], today=date(2026, 11, 23)))
    assert ahead.dtstart.value == date(2026, 12, 1)


def test_steps_are_tasks_where_that_is_asked_for() -> None:
    read = vobject.readOne(calendar(as_todo=True))
    task = read.vtodo
    assert task.due.value == date(2026, 11, 20)
    assert task.status.value == "NEEDS-ACTION"
    assert task.valarm.trigger.params == {"RELATED": ["END"]}
    assert len(read.vevent_list) == 2


def test_the_same_book_gives_the_same_bytes_with_crlf_and_short_lines() -> None:
    text = calendar(today=date(2026, 11, 23))
    assert text == calendar(today=date(2026, 11, 23))
    assert text.count("\n") == text.count("\r\n")
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))


@pytest.mark.parametrize(
    "evil", ["a\r\nX-EVIL:1", "a\nEND:VEVENT\nBEGIN:VEVENT", "a\u2028X-EVIL:1", "a\x85X-EVIL:1", 'a"b']
)
def test_no_field_can_begin_a_property(evil: str) -> None:
    application = replace(HARBOUR, company=evil, role=evil, department=evil)
    interview = replace(ROUND_3, uid=evil, application=application, place=evil, notes=evil, kind=evil)
    met = replace(ZOE.meetings[0], interview=interview, part=evil)
    person = replace(ZOE, uid=evil, meetings=(met,))
    step = replace(THANKS, person=person, why=evil, interview=interview)
    text = calendar(interviews=[interview], steps=[step], people=[person])
    lines = text.replace("\r\n ", "").split("\r\n")
    assert sum(line.startswith("BEGIN:VEVENT") for line in lines) == 2
    assert not any(line.startswith("X-EVIL") for line in lines)


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=2)), ZoneInfo("UTC")])
def test_a_zone_without_a_name_is_written_as_utc(zone) -> None:
    text = calendar(zone=zone)
    assert "VTIMEZONE" not in text
    told = datetime(2026, 11, 20, 14, 30, tzinfo=zone).astimezone(UTC)
    assert f"DTSTART:{told:%Y%m%dT%H%M%SZ}\r\n" in text


@pytest.mark.parametrize(
    "key",
    ["Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"],
)
def test_a_zone_tells_the_right_offset_all_year(key: str) -> None:
    zone = ZoneInfo(key)
    lines = list(timezone_lines(zone, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)))
    changes: list[tuple[datetime, str]] = []
    start = offset_from = ""
    for line in lines:
        if line.name == "DTSTART":
            start = line.value
        elif line.name == "TZOFFSETFROM":
            offset_from = line.value
        elif line.name == "TZOFFSETTO":
            local = datetime.strptime(f"{start}{offset_from}", "%Y%m%dT%H%M%S%z")
            changes.append((local.astimezone(UTC), line.value))
    moment = datetime(2026, 1, 1, 12, tzinfo=UTC)
    while moment.year == 2026:
        told = max((at, offset) for at, offset in changes if at <= moment)[1]
        assert told == moment.astimezone(zone).strftime("%z")
        moment += timedelta(hours=6)


def test_odd_years_do_no_harm() -> None:
    for year in (1, 1800, 9999):
        assert "BEGIN:VEVENT" in calendar(interviews=[replace(ROUND_3, on=date(year, 6, 1))], steps=[])


def test_the_card_and_the_calendar_name_each_other() -> None:
    from cardscan.vcard.write import write_vcard

    (card,) = split_cards(write_vcard(ZOE))
    named = {line.value for line in card.lines if line.name == "X-CARDSCAN-INTERVIEW"}
    assert named == {ROUND_3.uid, CALL.uid}
    assert named <= set(events(calendar()))
