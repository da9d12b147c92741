"""Whose profile a web address in a vCard is: LinkedIn's in its canonical form, others by the name of their service."""

from __future__ import annotations

from cardscan.errors import ParseError
from cardscan.profile import profile_at, service_of

_LONGEST = 2000
_PLAIN = frozenset({
    "", "homepage", "home page", "home", "work", "other", "website", "web site", "web", "url", "internet", "pref",
    "blog", "profile", "business", "company",
})  # fmt: skip
"""Labels that say no more than that it is a web address."""


def linkedin_address(text: str) -> str | None:
    """Return ``https://www.linkedin.com/in/<slug>`` for the address of a person's profile; None for all else."""
    address = text.strip()
    if len(address) > _LONGEST:
        return None
    try:
        profile = profile_at(address)
    except ParseError:
        return None
    return profile.url if profile is not None and profile.is_person else None


def site_label(address: str, label: str = "") -> str:
    """Return whose profile an address is ("GitHub"), "" for an ordinary web site.

    Args:
        label: What the address book called it; its own word counts where it is not one of "home page" and the like.
    """
    label = label.strip().removeprefix("_$!<").removesuffix(">!$_").strip()
    if label.casefold() not in _PLAIN:
        return label[:60]
    return service_of(address)
