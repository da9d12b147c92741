"""The UID of a vCard in one spelling, so that a card is known again whoever wrote it."""

from __future__ import annotations

import uuid


def canonical_uid(uid: str) -> str:
    """Return a UUID in the form ``urn:uuid:…`` that RFC 6350, 6.7.6 recommends, any other UID as it is.

    Apple and Google write the bare UUID, Apple in capitals.
    """
    try:
        return uuid.UUID(uid.strip().lower().removeprefix("urn:uuid:")).urn
    except ValueError:
        return uid
