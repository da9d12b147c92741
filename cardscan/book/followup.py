"""What to do next, for whom, and why: the steps that turn a card, or even a "no", into the next interview.

A step follows from the newest thing that happened with a person: a meeting (say thank you), a rejection (call and ask
why, then write weekly, in the third week ask about other departments), a message of theirs (your turn), silence (a
nudge). Whoever wishes not to be written to is left alone; so is everybody while an answer is awaited, and when an
application ended with an offer or was withdrawn. Pure functions of what the book knows and a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cardscan.book.history import History, Part, closeness, histories
from cardscan.book.references import label
from cardscan.book.rules import Rules
from cardscan.model import Channel, Interview, Outcome, Person, Touch


class Kind(StrEnum):
    """What there is to do."""

    THANKS = "thanks"
    WHY = "why"
    REPLY = "reply"
    WEEKLY = "weekly"
    OTHER_DEPARTMENT = "other-department"
    NUDGE = "nudge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something to do.

    Attributes:
        on: The day from which it is due.
        why: The reason, in plain words.
        by: How: a call or a message.
        interview: What it is about, or None.
    """

    person: Person
    kind: Kind
    on: date
    why: str
    by: Channel
    interview: Interview | None = None


def due(
    people: Iterable[Person],
    touches: Mapping[int, Sequence[Touch]],
    interviews: Sequence[Interview],
    day: date,
    rules: Rules,
) -> list[Step]:
    """Return what is due on ``day``, the most pressing first: one step a person.

    Args:
        people: Whom to look at.
        touches: Person → what was said, oldest first.
        interviews: All of the book.
        day: The day; what is noted of later days does not count yet.
        rules: The numbers.
    """
    return [step for step in upcoming(people, touches, interviews, day, rules) if step.on <= day]


def upcoming(
    people: Iterable[Person],
    touches: Mapping[int, Sequence[Touch]],
    interviews: Sequence[Interview],
    day: date,
    rules: Rules,
) -> list[Step]:
    """Return the next step of each person as things stand on ``day``, also those that are due later."""
    known = histories(people, touches, interviews, day)
    steps = [step for history in known if (step := next_step(history, rules)) is not None]
    order = list(Kind)
    steps.sort(
        key=lambda step: (step.on > day, order.index(step.kind), -closeness(step.person), step.on, step.person.id)
    )
    return steps


def next_step(history: History, rules: Rules) -> Step | None:
    """Return a person's next step, or None when there is none."""
    if history.person.stopped:
        return None
    day = history.day
    parts = [part for part in history.parts if part.newest(day) is not None]
    current = max(parts, key=lambda part: (part.newest(day) or date.min, part.application.id), default=None)
    pending = _after_event(history, current, rules) if current else None
    step = pending or _reply(history, rules)
    if step is None and not any(part.is_ahead(day) for part in history.parts):
        # (An interview that they are in, or brought about, and that is yet to come is the next word.)
        step = _by_silence(history, current, rules)
    if step is None or history.is_close:
        return step
    is_stale = step.on + timedelta(days=rules.stale) < day
    return None if is_stale else step


def _after_event(history: History, part: Part, rules: Rules) -> Step | None:
    """Return what a meeting or a rejection calls for that nothing was said after."""
    day, rejected = history.day, part.rejected_on(history.day)
    interview = part.latest(day)
    if part.outcome(day) in (Outcome.OFFER, Outcome.WITHDRAWN):
        return None
    if rejected is not None:
        return _why(history, part, rejected, rules)
    if interview is None or interview.on is None or history.has_written_since(interview.on):
        return None
    return _thanks(history, part, interview, interview.on, rules)


def _why(history: History, part: Part, rejected: date, rules: Rules) -> Step | None:
    """Return the call after a rejection; one person asked is enough, and after some weeks nobody remembers."""
    was_asked = history.has_written_since(rejected) or part.application.id in history.asked_elsewhere
    if was_asked or history.day > rejected + timedelta(days=rules.why_until):
        return None
    is_best = part.application.id in history.first_choice
    others = "" if is_best else " (or somebody else of them: one call is enough)"
    return Step(
        person=history.person,
        kind=Kind.WHY,
        on=rejected,
        why=f"{part.application.company} said no on {rejected.isoformat()}: call {_first(history.person)}, ask in a "
        f"nice way why, and say that you are still interested{others}",
        by=Channel.PHONE,
        interview=part.latest(history.day),
    )


def _thanks(history: History, part: Part, interview: Interview, met: date, rules: Rules) -> Step | None:
    """Return the thank-you for a meeting, or for opening the door to one."""
    late = (history.day - met).days
    if late > rules.thanks_until:
        return None
    name = _first(history.person)
    if part.meetings:
        why = f"you met {name} on {met.isoformat()} ({label(interview)}): say thank you"
    else:
        why = f"{name} introduced you to {label(interview)}: say thank you, and how it went"
    best = (
        f", best within {_days(rules.thanks_within)}" if late <= rules.thanks_within else f"; it is {_days(late)} ago"
    )
    return Step(person=history.person, kind=Kind.THANKS, on=met, why=why + best, by=Channel.EMAIL, interview=interview)


def _reply(history: History, rules: Rules) -> Step | None:
    """Return the answer that they wait for."""
    last = history.last
    if last is None or not last.they_wrote or (history.day - last.on).days > rules.reply_until:
        return None
    said = f" ({last.note})" if last.note else ""
    return Step(
        person=history.person,
        kind=Kind.REPLY,
        on=last.on,
        why=f"{_first(history.person)} wrote last, on {last.on.isoformat()}{said}: it is your turn",
        by=last.by,
        interview=history.person.meetings[-1].interview if history.person.meetings else None,
    )


def _by_silence(history: History, part: Part | None, rules: Rules) -> Step | None:
    """Return what silence calls for: the weekly mail after a rejection, else a nudge."""
    day, last = history.day, history.last
    rejected = part.rejected_on(day) if part else None
    if part and part.outcome(day) in (Outcome.OFFER, Outcome.WITHDRAWN):
        return None
    if part and rejected is None and not _is_addressed(history, part):
        return None
    happened = (last.on if last else None, part.newest(day) if part else None)
    since = max((when for when in happened if when), default=None)
    if since is None:
        return _first_word(history)
    on = since + timedelta(days=_pause(history, rules))
    interview = part.latest(day) if part else None
    if rejected is None:
        return _nudge(history, since, on, interview)
    return _after_no(history, rejected, since, on, interview, rules)


def _after_no(
    history: History, rejected: date, since: date, on: date, interview: Interview | None, rules: Rules
) -> Step | None:
    """Return what silence after a rejection calls for: for some weeks a mail a week, then now and then a nudge."""
    if not history.has_written_since(rejected):
        # Somebody else of the round was asked why, or the moment for it has passed.
        return _nudge(history, since, on, interview) if history.is_close else None
    if on <= rejected + timedelta(weeks=rules.weekly_weeks):
        return _weekly(history, rejected, on, interview, rules)
    slowly = since + timedelta(days=max(rules.slow, history.person.cadence_days or 0))
    return _nudge(history, since, slowly, interview)


def _first_word(history: History) -> Step | None:
    """Return the first message to somebody of whom nothing is noted but how often to write to them."""
    every = history.person.cadence_days
    if every is None:
        return None
    why = f"you wanted to write to {_first(history.person)} every {_days(every)}, and have not yet"
    return Step(person=history.person, kind=Kind.NUDGE, on=history.day, why=why, by=Channel.EMAIL)


def _weekly(history: History, rejected: date, on: date, interview: Interview | None, rules: Rules) -> Step:
    """Return the weekly mail after a rejection; from the third week on, once, the question about other departments."""
    third_week = rejected + timedelta(weeks=rules.other_department_week - 1)
    name, week = _first(history.person), (max(on, history.day) - rejected).days // 7 + 1
    kind = Kind.WEEKLY
    why = f"a week since you and {name} last spoke; week {week} after the no: a short mail keeps the door open"
    if max(on, history.day) >= third_week and not history.has_written_since(third_week):
        kind = Kind.OTHER_DEPARTMENT
        why = f"week {week} after the no: ask {name} whether another department could use you"
    return Step(person=history.person, kind=kind, on=on, why=why, by=Channel.EMAIL, interview=interview)


def _nudge(history: History, since: date, on: date, interview: Interview | None) -> Step:
    silent = (max(on, history.day) - since).days
    about = f" ({label(interview)})" if interview else ""
    name = _first(history.person)
    last = history.last
    why = f"no word between you and {name} for {_days(silent)}{about}: ask how things stand"
    if last is not None and not last.they_wrote and last.on == since:
        why = f"{name} has not answered for {_days(silent)}{about}: a short nudge"
    return Step(person=history.person, kind=Kind.NUDGE, on=on, why=why, by=Channel.EMAIL, interview=interview)


def _pause(history: History, rules: Rules) -> int:
    """Return the days of silence before the next word: the cadence, and no less than an answer may take."""
    cadence = history.person.cadence_days or rules.cadence
    if history.unanswered >= rules.unanswered:
        cadence = max(cadence, rules.slow)
    last = history.last
    return max(cadence, rules.answer) if last is not None and not last.they_wrote else cadence


def _is_addressed(history: History, part: Part) -> bool:
    """Whether the person is the one to ask how an application stands: you wrote to them, or they are the likeliest."""
    latest = part.latest(history.day)
    wrote = latest is not None and latest.on is not None and history.has_written_since(latest.on)
    return wrote or history.is_close or part.application.id in history.first_choice


def _first(person: Person) -> str:
    """Return what to call a person in a sentence."""
    name = person.contact.name
    return (name.nickname or name.given or name.value) if name else person.contact.display_name


def _days(number: int) -> str:
    return "a day" if number == 1 else f"{number} days"
