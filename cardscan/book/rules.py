"""The rules of ``cardscan due``: numbers of days that a person can read and change (``rules.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from importlib.resources import files
from pathlib import Path

from cardscan.errors import InputError

MOST_DAYS = 3650
MAX_BYTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Numbers of days (``weekly_weeks`` and ``other_department_week``: weeks); rules.toml says what each is for."""

    thanks_within: int
    thanks_until: int
    why_until: int
    weekly_weeks: int
    other_department_week: int
    cadence: int
    answer: int
    reply_until: int
    unanswered: int
    slow: int
    stale: int


def load_rules(own: Path | None = None) -> Rules:
    """Return the rules: those that come with cardscan, changed by the user's own file where there is one.

    Args:
        own: A file of the form of rules.toml; it need not exist.
    Raises:
        InputError: The file cannot be read, or says something that makes no sense.
    """
    rules = Rules(**tomllib.loads(default_rules()))
    if own is None or not own.is_file():
        return rules
    try:
        content = own.read_bytes()[:MAX_BYTES].decode("utf-8")
        told = tomllib.loads(content)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            own, f"not readable as rules: {error}", hint="'cardscan due --rules' shows the form"
        ) from error
    known = {field.name for field in fields(Rules)}
    for name, value in told.items():
        if name not in known:
            raise InputError(own, f"no rule {name!r}", hint=f"the rules are: {', '.join(sorted(known))}")
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DAYS:
            raise InputError(own, f"{name} is not a number of days", hint=f"give a whole number from 0 to {MOST_DAYS}")
    return replace(rules, **told)


def default_rules() -> str:
    """Return the text of the rules that come with cardscan."""
    return files("cardscan.book").joinpath("rules.toml").read_text(encoding="utf-8")
