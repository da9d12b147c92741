"""The time, as a value that is handed in: nothing below the command line reads the clock by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time now, in UTC, in whole seconds."""
        ...

    def today(self) -> date:
        """Return the day it is where the person is."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """Return the time now, in UTC, in whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)

    def today(self) -> date:
        """Return the day it is in the computer's time zone."""
        return date.today()


@dataclass(slots=True)
class FakeClock:
    """A clock that stands still until it is told to move on; for tests and for "what if it were Friday"."""

    at: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """Return the time it was set to."""
        return self.at.replace(microsecond=0)

    def today(self) -> date:
        """Return the day it was set to."""
        return self.at.date()

    def move(self, **by: float) -> None:
        """Move on by ``days=…``, ``hours=…``, as :class:`datetime.timedelta` takes them."""
        self.at += timedelta(**by)
