"""A time zone as iCalendar's VTIMEZONE: the changes of the clock in the years that a calendar speaks of.

RFC 5545, 3.6.5. vobject makes rules that assume a change by an hour on the hour and names London "GMT"; here each
change stands by itself, as the system's own data tell it, and phones know the zone by its name anyway.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cardscan.vcard.lines import ContentLine

_STEP = timedelta(days=14)  # no zone has changed its clock twice within it since 1970, but for a few weeks of Ramadan


def timezone_lines(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[ContentLine]:
    """Give the lines of the VTIMEZONE of ``zone`` that holds from ``first`` to ``last`` (with time zones)."""
    yield ContentLine("BEGIN", "VTIMEZONE")
    yield ContentLine("TZID", zone.key)
    start = datetime(max(first.year - 1, 1), 1, 2, tzinfo=UTC)
    yield from _observance(zone, start, start)
    for change in _changes(zone, start, datetime(min(last.year + 1, 9998), 1, 2, tzinfo=UTC)):
        yield from _observance(zone, change - timedelta(seconds=1), change)
    yield ContentLine("END", "VTIMEZONE")


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Give the moments (UTC) at which the offset from UTC changes."""
    at = start
    while at < end:
        after = at + _STEP
        if at.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            before, changed = at, after
            while changed - before > timedelta(seconds=1):
                middle = before + (changed - before) / 2
                middle = middle.replace(microsecond=0)
                if middle in (before, changed):
                    break
                same = middle.astimezone(zone).utcoffset() == before.astimezone(zone).utcoffset()
                before, changed = (middle, changed) if same else (before, middle)
            yield changed
        at = after


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> Iterator[ContentLine]:
    """Give the lines that say which offset holds from ``at`` on; the start is told in the time that ends there."""
    old, new = before.astimezone(zone), at.astimezone(zone)
    old_offset, new_offset = old.utcoffset() or timedelta(), new.utcoffset() or timedelta()
    kind = "DAYLIGHT" if new.dst() else "STANDARD"
    yield ContentLine("BEGIN", kind)
    yield ContentLine("DTSTART", (at + old_offset).strftime("%Y%m%dT%H%M%S"))
    yield ContentLine("TZOFFSETFROM", _offset(old_offset))
    yield ContentLine("TZOFFSETTO", _offset(new_offset))
    yield ContentLine("TZNAME", new.tzname() or zone.key)
    yield ContentLine("END", kind)


def _offset(offset: timedelta) -> str:
    minutes, seconds = divmod(int(abs(offset).total_seconds()), 60)
    return (
        f"{'-' if offset < timedelta() else '+'}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"
    )
