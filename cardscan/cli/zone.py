"""The time zone of this machine, in which a person says when an interview is."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo


def machine_zone() -> tzinfo:
    """Return the time zone of this machine, with its name where it has one."""
    from zoneinfo import ZoneInfo

    from tzlocal import get_localzone_name

    try:
        # The name may be unknown to the zone data, or told in several places differently.
        return ZoneInfo(get_localzone_name())
    except (LookupError, ValueError, OSError):
        return datetime.now().astimezone().tzinfo or UTC
