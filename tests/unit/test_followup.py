"""What is due, when and why: the story of the seed, day by day, and each rule by itself."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_people import ADA, BEN, contact, new_book, scan

from cardscan.book import Book, Kind
from cardscan.book.followup import due, upcoming
from cardscan.book.rules import default_rules, load_rules
from cardscan.errors import InputError
from cardscan.model import Application, Channel, Interview, Meeting, Outcome, Person, Touch

MET = date(2026, 11, 20)
NO = date(2026, 11, 27)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return new_book(tmp_path)


def kinds(book: Book, day: date) -> list[tuple[str, str]]:
    return [(step.person.slug, step.kind.value) for step in book.due(day)]


def met(book: Book, *contacts: object) -> list[Person]:
    """Return the people of a third round at Harbour Bank."""
    interview = book.add_interview("Harbour Bank", "Analyst", round=3, on=MET)
    return list(book.add_scan(scan(*(contacts or (ADA,))), interview).people)  # type: ignore[arg-type]


def test_the_seed_story(book: Book) -> None:
    """Four people, a no, a call, weekly mails, and the second interview in another department."""
    tom = contact("Tom Reed", "Harbour Bank", title="HR", email="tom.reed@harbour.example", mobile="+447700900456")
    people = met(book, ADA, BEN, tom, contact("Lin Chen", "Harbour Bank", email="lin@harbour.example"))
    interview = book.interviews()[0]
    book.meet(people[2], interview, part="HR", rapport=5)
    assert kinds(book, MET - timedelta(days=1)) == []
    assert kinds(book, MET)[0] == ("tom-reed", "thanks")
    assert len(kinds(book, MET)) == 4
    for person in people:
        book.log(person, Channel.EMAIL, MET + timedelta(days=1))
    assert kinds(book, MET + timedelta(days=2)) == []
    book.set_outcome(interview, Outcome.REJECTED, NO)
    first, *others = book.due(NO)
    assert (first.person.slug, first.kind, first.by, first.interview) == (
        "tom-reed",
        Kind.WHY,
        Channel.PHONE,
        book.interviews()[0],
    )
    assert first.why == (
        "Harbour Bank said no on 2026-11-27: call Tom, ask in a nice way why, and say that you are still interested"
    )
    assert all(step.why.endswith("one call is enough)") for step in others)
    tom_ = people[2]
    book.log(tom_, Channel.PHONE, date(2026, 11, 28), "asked why")
    assert kinds(book, date(2026, 12, 4)) == []
    assert kinds(book, date(2026, 12, 5)) == [("tom-reed", "weekly")]
    book.log(tom_, Channel.EMAIL, date(2026, 12, 5))
    assert kinds(book, date(2026, 12, 11)) == []
    assert kinds(book, date(2026, 12, 12)) == [("tom-reed", "other-department")]
    book.log(tom_, Channel.EMAIL, date(2026, 12, 12))
    book.log(tom_, Channel.EMAIL, date(2026, 12, 14), "Risk is looking", they_wrote=True)
    (reply,) = book.due(date(2026, 12, 14))
    assert reply.why == "Tom wrote last, on 2026-12-14 (Risk is looking): it is your turn"
    book.log(tom_, Channel.EMAIL, date(2026, 12, 14))
    second = book.add_interview("Harbour Bank", "Analyst", department="Risk", introduced_by=tom_, on=date(2026, 12, 22))
    assert kinds(book, date(2026, 12, 21)) == []
    (thanks,) = book.due(date(2026, 12, 22))
    assert (thanks.kind, thanks.interview) == (Kind.THANKS, second)
    assert thanks.why.startswith("Tom introduced you to Harbour Bank, Analyst (Risk), round 1: say thank you")


def test_a_thank_you_is_late_and_then_too_late(book: Book) -> None:
    met(book)
    assert book.due(MET)[0].why.endswith("say thank you, best within a day")
    assert book.due(MET + timedelta(days=3))[0].why.endswith("say thank you; it is 3 days ago")
    assert kinds(book, MET + timedelta(days=6)) == []


def test_silence_while_one_waits_calls_for_a_nudge(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    assert kinds(book, MET + timedelta(days=6)) == []
    (step,) = book.due(MET + timedelta(days=8))
    assert (step.kind, step.on) == (Kind.NUDGE, MET + timedelta(days=7))
    assert step.why == "Ada has not answered for 8 days (Harbour Bank, Analyst, round 3): a short nudge"


def test_of_a_whole_round_one_is_asked_how_it_stands(book: Book) -> None:
    people = met(book, ADA, BEN)
    book.meet(people[1], book.interviews()[0], part="recruiter")
    assert kinds(book, MET + timedelta(days=8)) == [("benjamin-okafor", "nudge")]


def test_nobody_is_nudged_before_the_next_round(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    book.add_interview("Harbour Bank", "Analyst", on=MET + timedelta(days=20))
    assert kinds(book, MET + timedelta(days=12)) == []


@pytest.mark.parametrize("outcome", [Outcome.OFFER, Outcome.WITHDRAWN])
def test_an_offer_or_a_withdrawal_ends_it(book: Book, outcome: Outcome) -> None:
    (ada,) = met(book)
    book.set_outcome(book.interviews()[0], outcome, NO)
    assert all(kinds(book, NO + timedelta(days=days)) == [] for days in range(0, 60, 6))
    book.log(ada, Channel.EMAIL, NO + timedelta(days=3), they_wrote=True)
    assert kinds(book, NO + timedelta(days=4)) == [("ada-whitcombe", "reply")]


def test_whoever_does_not_wish_it_is_left_alone(book: Book) -> None:
    (ada,) = met(book)
    book.set_outcome(book.interviews()[0], Outcome.REJECTED, NO)
    book.log(ada, Channel.EMAIL, NO, they_wrote=True)
    book.stop(ada)
    assert all(kinds(book, MET + timedelta(days=days)) == [] for days in range(0, 100, 9))


def test_the_cadence_is_the_contacts_own(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    book.edit_person(ada.id, cadence_days=30)
    assert kinds(book, MET + timedelta(days=29)) == []
    assert kinds(book, MET + timedelta(days=30)) == [("ada-whitcombe", "nudge")]


def test_their_message_resets_the_clock(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    book.log(ada, Channel.EMAIL, MET + timedelta(days=7), they_wrote=True)
    assert kinds(book, MET + timedelta(days=8)) == [("ada-whitcombe", "reply")]
    book.log(ada, Channel.EMAIL, MET + timedelta(days=8))
    assert kinds(book, MET + timedelta(days=14)) == []
    assert kinds(book, MET + timedelta(days=15)) == [("ada-whitcombe", "nudge")]


def test_a_late_note_does_not_count_before_its_day(book: Book) -> None:
    (ada,) = met(book)
    book.set_outcome(book.interviews()[0], Outcome.REJECTED, NO)
    book.log(ada, Channel.PHONE, NO + timedelta(days=1))
    assert kinds(book, NO) == [("ada-whitcombe", "why")]


def test_after_the_weeks_the_mails_become_rare(book: Book) -> None:
    (ada,) = met(book)
    book.set_outcome(book.interviews()[0], Outcome.REJECTED, NO)
    day, written = NO, []
    while day < NO + timedelta(days=110):
        for step in book.due(day):
            written.append((step.kind.value, (day - NO).days))
            book.log(ada, step.by, day)
        day += timedelta(days=1)
    assert written[:5] == [("why", 0), ("weekly", 7), ("other-department", 14), ("weekly", 21), ("weekly", 28)]
    gaps = [later[1] - earlier[1] for earlier, later in pairwise(written)]
    assert gaps == [7] * 5 + [30] * (len(gaps) - 5)


def test_a_no_that_was_not_the_end(book: Book) -> None:
    (ada,) = met(book)
    book.set_outcome(book.interviews()[0], Outcome.REJECTED, NO)
    book.add_interview("Harbour Bank", "Analyst", round=4, on=NO + timedelta(days=10))
    book.log(ada, Channel.PHONE, NO)
    assert kinds(book, NO + timedelta(days=11)) == [("ada-whitcombe", "nudge")]


def test_what_nobody_does_is_not_shown_for_ever(book: Book) -> None:
    (ada,) = met(book)
    assert kinds(book, MET + timedelta(days=60)) == [("ada-whitcombe", "nudge")]
    assert kinds(book, MET + timedelta(days=70)) == []
    book.meet(ada, book.interviews()[0], keep_in_touch=True)
    assert kinds(book, MET + timedelta(days=70)) == [("ada-whitcombe", "nudge")]


def test_contacts_without_a_story_are_left_alone(book: Book) -> None:
    person = book.add_contact(ADA, "vcard phone.vcf")
    assert book.due(MET) == []
    book.edit_person(person.id, cadence_days=14)
    assert book.due(MET)[0].why == "you wanted to write to Ada every 14 days, and have not yet"


def test_the_next_step_is_known_before_it_is_due(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    (step,) = book.upcoming(MET)
    assert (step.kind, step.on) == (Kind.NUDGE, MET + timedelta(days=7))
    assert book.next_step(ada, MET) == step
    assert book.due(MET) == []


def test_a_user_changes_the_rules_beside_the_book(book: Book) -> None:
    (ada,) = met(book)
    book.log(ada, Channel.EMAIL, MET)
    assert book.rules_file is not None
    book.rules_file.write_text("cadence = 10\nanswer = 3\n", encoding="utf-8")
    assert kinds(book, MET + timedelta(days=9)) == []
    assert kinds(book, MET + timedelta(days=10)) == [("ada-whitcombe", "nudge")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cadenza = 3", "no rule 'cadenza'"),
        ("cadence = -1", "cadence is not a number of days"),
        ("cadence = true", "cadence is not a number of days"),
        ("cadence = 'weekly'", "cadence is not a number of days"),
        ("cadence", "not readable as rules"),
    ],
)
def test_rules_that_make_no_sense_are_told(tmp_path: Path, text: str, message: str) -> None:
    own = tmp_path / "rules.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_rules(own)


def test_every_rule_is_explained() -> None:
    text = default_rules()
    for name in load_rules().__slots__:
        before = text.split(f"\n{name} = ")[0]
        assert before != text
        assert "#" in before.split("\n\n")[-1]


days = st.integers(0, 90).map(lambda number: MET + timedelta(days=number))
stories = st.tuples(
    st.lists(st.tuples(days, st.booleans()), max_size=8),
    st.sampled_from(list(Outcome)),
    st.none() | days,
    st.none() | st.integers(1, 40),
    st.booleans(),
    days,
)


@settings(max_examples=300)
@given(stories)
def test_any_story_keeps_the_promises(story: object) -> None:
    """At most one step a person, never for who is left alone, never while an answer may still come."""
    said, outcome, told, cadence, stopped, day = story  # type: ignore[misc]
    application = Application(id=1, company="Quay", role="Clerk", outcome=outcome, outcome_on=told)
    interview = Interview(id=1, uid="urn:uuid:1", slug="quay-clerk-1", application=application, on=MET)
    person = Person(
        id=1, uid="urn:uuid:2", slug="ada", contact=ADA, changed=None, stopped=stopped, cadence_days=cadence,  # type: ignore[arg-type]
        meetings=(Meeting(contact_id=1, interview=interview),),
    )  # fmt: skip
    touches = sorted(
        (Touch(contact_id=1, on=on, by=Channel.EMAIL, they_wrote=theirs) for on, theirs in said), key=lambda one: one.on
    )
    rules = load_rules()
    steps = due([person], {1: touches}, [interview], day, rules)
    assert len(steps) <= 1
    later = upcoming([person], {1: touches}, [interview], day, rules)
    assert [step for step in later if step.on <= day] == steps
    if stopped:
        assert later == []
    for step in steps:
        assert step.on <= day
        assert step.why
        known = [touch for touch in touches if touch.on <= day]
        news = max([MET, *([told] if told and told <= day and outcome is Outcome.REJECTED else [])])
        if known and not known[-1].they_wrote and known[-1].on >= news:
            assert (day - known[-1].on).days >= rules.answer
