"""The name vouches for the e-mail's local part and for the LinkedIn slug: both are made of it more often than not.

Input: an address that was found and the words of the name as addresses spell them (:func:`name_tokens`); output: the
address confirmed, exchanged for the reading of its own print that is the name, or left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

from cardscan.model import Field
from cardscan.parse.agreement import confirmed, exchanged, recognition_of, supported
from cardscan.parse.found import Found
from cardscan.parse.lexicon import is_name
from cardscan.text import digits_as_meant, look_alike_cost, spellings


def name_tokens(name: str | None) -> tuple[str, ...]:
    """Return the words of a name as addresses spell them, in their order, with the run-together forms last."""
    if not name:
        return ()
    tokens: dict[str, None] = {}
    bare = re.sub(r"\b(?:dr|prof|mr|mrs|ms|ing|dipl|phd|mba|msc)\b\.?", " ", name, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[^\w'’]+", bare) if word]
    for word in words:
        for spelt in spellings(word):
            tokens[re.sub(r"[^a-z0-9]", "", spelt)] = None
    for spell in (0, -1):
        spelt_words = [re.sub(r"[^a-z0-9]", "", spellings(word)[spell]) for word in words]
        tokens.update(dict.fromkeys(_run_together(spelt_words)))
        tokens.update(dict.fromkeys(_run_together([word for word in spelt_words if len(word) > 1])))
    return tuple(token for token in tokens if token)


def _run_together(words: Sequence[str]) -> Iterator[str]:
    """Yield what addresses make of several words of a name: some in a row, or with initials of others."""
    for start in range(len(words)):
        for end in range(start + 2, min(len(words), start + 4) + 1):
            yield "".join(words[start:end])
    if len(words) > 1:
        first, last, initials = words[0], words[-1], "".join(word[:1] for word in words)
        yield from (first[:1] + last, last + first[:1], first + last[:1], last + first, initials, first[:1] + words[1])
        yield initials[:-1] + last
        yield first[:1] + "".join(words[1:])


def _fits(part: str, tokens: Sequence[str]) -> bool:
    """Tell whether a part of an address is a word of the name, an initial, or a word and another's beginning."""
    bare = part.rstrip("0123456789")
    if part in tokens or (bare != "" and bare in tokens):
        return True
    initials = {token[0] for token in tokens}
    if len(bare) < 4:
        return part in initials
    words = [token for token in tokens if len(token) > 2]
    rests = [bare[len(word) :] for word in words if bare.startswith(word)]
    rests += [bare[: -len(word)] for word in words if bare.endswith(word)]
    return any(token.startswith(rest) for rest in rests for token in tokens)


def _mend_part(
    part: str, tokens: Sequence[str], recognition: float, *, beside: bool = False
) -> tuple[str, float] | None:
    """Return the word of the name that a part of an address is a reading of, and what that costs; None without one.

    A part that is itself a known name, where the card's word is none, is left: then it is the name that was misread.
    """
    if _fits(part, tokens):
        return None
    if len(part) == 1:
        initials = dict.fromkeys(token[0] for token in tokens)
        costs = [(look_alike_cost(part, initial, 0.3), initial) for initial in initials]
        found = [(cost, initial) for cost, initial in costs if cost is not None]
        return (min(found)[1], min(found)[0]) if found else None
    best: tuple[float, str] | None = None
    tail = re.search(r"\d*\Z", part)
    for token in tokens:
        for meant in (token, token + (tail.group() if tail else "")):
            cost = _part_cost(part, meant, recognition, beside=beside) if len(meant) > 1 else None
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, meant)
        if best is None and (digits := with_digits(part, token)):
            best = (0.2, digits)
    if best is None or _is_two_names(part) or (_is_known(part) and (best[0] > 0.2 or not _is_known(best[1]))):
        return None
    return best[1], best[0]


def _part_cost(part: str, meant: str, recognition: float, *, beside: bool) -> float | None:
    """Return what it costs to take a part of an address for a word of the name, or None.

    Where the part is no known name, and the word is one or the name's other words are in the address, more slips are
    forgiven, and one letter lost or put in: ``ulich`` beside "Ulrich" is no other person.
    """
    if len(meant) < 4:
        initials = len(part) == len(meant) == 3 and (part[0], part[-1]) == (meant[0], meant[-1])
        round_letters = initials and {part[1], meant[1]} <= _ROUND  # another middle initial may not be printed
        return supported(part, meant, 1.0) or (_LETTER_LOST if round_letters and not _is_known(part) else None)
    cost = supported(part, meant, recognition)
    sure = beside or len(meant) > 9 or _is_known(meant) or _is_known(meant[1:])
    if cost is not None or _is_known(part) or not sure:
        return cost
    if beside and (part == meant[1:] or part == meant[:1] + meant):
        return _LETTER_LOST  # "iam_roy" is Liam Roy's, "ole.wweiss" Ole Weiss's
    if part == meant + "g" and len(meant) > 4:
        return _LETTER_LOST  # the beginning of the at sign
    if len(meant) < 5:
        return None
    cost = look_alike_cost(part, meant, 1.0 if len(meant) > 6 else 0.6)
    inside = part[0] == meant[0] and part[-1] == meant[-1]  # "adas" is Ada S…
    return _LETTER_LOST if cost is None and inside and Indel.distance(part, meant) == 1 else cost


_LETTER_LOST = 0.6
_ROUND = frozenset("obdqgce")
"""Letters that are read for each other in small print."""


def with_digits(part: str, token: str) -> str | None:
    """Return a word and the number behind it, a letter in the number as a digit: ``jones7s`` → ``jones75``."""
    rest = part[len(token) :] if len(token) > 3 and part.startswith(token) else ""
    if re.fullmatch(r"[0-9oilsz]{2,4}", rest) is None or rest.isdigit() or not re.search(r"\d", rest):
        return None
    return token + digits_as_meant(rest)


def _is_two_names(part: str) -> bool:
    """Tell whether a part is two known names run together ("blancoortiz"): it is the card's name that was misread."""
    cuts = range(_SHORTEST, len(part) - _SHORTEST + 1)
    return any(is_name("family", part[:cut]) and is_name("family", part[cut:]) for cut in cuts)


_SHORTEST = 4


def _is_known(word: str) -> bool:
    """Tell whether the word is some person's name."""
    return is_name("given", word) or is_name("family", word)


def vouch_local(email: Found[Field], tokens: Sequence[str]) -> Found[Field]:
    """Return the e-mail with its local part confirmed by the name, or exchanged for the look-alike that is the name."""
    local, _, domain = email.field.value.rpartition("@")
    if not tokens:
        return email
    readings = [theirs for theirs, _, _ in (other.rpartition("@") for other in email.others) if theirs != local]
    value, cost = _meant(local, readings, tokens, recognition_of(email))
    how = "the name is in the address"
    if value != local:
        return exchanged(email, f"{value}@{domain}", how, cost, "name")
    return confirmed(email, how, "name") if _all_fit(local, tokens) else email


def _meant(local: str, readings: Sequence[str], tokens: Sequence[str], recognition: float) -> tuple[str, float]:
    """Return the local part that the print is likeliest to be, given the name, and what that costs.

    Args:
        readings: What the engine and the finder say that it may be as well.
    """
    fitting = [theirs for theirs in readings if _all_fit(theirs, tokens)]
    for theirs in fitting:
        if re.fullmatch(rf"[a-z]\.{re.escape(local)}", theirs):
            return theirs, 0.1  # "c. jones@…" is Cara Jones's
    if _all_fit(local, tokens):
        whole = [theirs for theirs in fitting if _are_words(theirs, tokens) and theirs.count(".") == local.count(".")]
        return (whole[0], 0.1) if whole and not _are_words(local, tokens) else (local, 0.0)  # "ada.ssample@…"
    value, cost = _mended(local, tokens, recognition)
    if fitting and not (cost <= _SLIP and _all_fit(value, tokens)):
        return fitting[0], 0.2
    if not _all_fit(value, tokens):
        for theirs in readings:
            other, more = _mended(theirs, tokens, recognition)
            if _all_fit(other, tokens):
                return other, more + 0.2
    of_name = any(_fits(part, tokens) and len(part) > 1 for part in re.split(r"[._+-]", value))
    return (value, cost) if of_name else (local, 0.0)


_SLIP = 0.3


def _are_words(local: str, tokens: Sequence[str]) -> bool:
    """Tell whether each part of a local part is a whole word of the name."""
    return all(part in tokens for part in re.split(r"[._+-]", local))


def _mended(local: str, tokens: Sequence[str], recognition: float) -> tuple[str, float]:
    """Return a local part with its parts as the name's words that they are readings of, and what that costs."""
    parts, total = re.split(r"([._+-])", local), 0.0
    beside = any(len(part) > 2 and _fits(part, tokens) for part in parts)
    for i in range(0, len(parts), 2):
        found = _mend_part(parts[i], tokens, recognition, beside=beside) if parts[i] else None
        if found is not None:
            parts[i], total = found[0], total + found[1]
    return "".join(parts), total


def _all_fit(local: str, tokens: Sequence[str]) -> bool:
    """Tell whether each part of a local part is the name's, one of them more than an initial."""
    parts = [part for part in re.split(r"[._+-]", local) if part]
    return bool(parts) and all(_fits(part, tokens) for part in parts) and any(len(part) > 1 for part in parts)


def vouch_slug(profile: Found[Field], tokens: Sequence[str], emails: Sequence[Found[Field]]) -> Found[Field]:
    """Return the profile with its slug confirmed by the name or an e-mail, or exchanged for its look-alike."""
    base, _, slug = profile.field.value.rpartition("/")
    if not base.endswith("/in"):
        return profile
    witnesses = list(tokens)
    for email in emails:
        witnesses += [part for part in re.split(r"[._+-]", email.field.value.partition("@")[0]) if len(part) > 3]
    parts = slug.split("-")
    mended, total = [], 0.0
    for i, part in enumerate(parts):
        found = _mend_part(part, witnesses, recognition_of(profile)) if witnesses and len(part) > 2 else None
        code = _mend_code(part) if i == len(parts) - 1 and i > 0 else None
        if code is not None:
            mended.append(code)
            total += 0.1 if code != part else 0.0
        elif found is not None:
            mended.append(found[0])
            total += found[1]
        else:
            mended.append(part)
    value = "-".join(mended)
    how = "the name is in the address"
    if value != slug:
        return exchanged(profile, f"{base}/{value}", how, total, "name")
    if any(len(part) > 2 and _fits(part, witnesses) for part in parts):
        return confirmed(profile, how, "name")
    return profile


_CODE = re.compile(r"(?=[a-z0-9]*\d[a-z0-9]*\d)[0-9a-foils]{7,9}")


def _mend_code(part: str) -> str | None:
    """Return the code that LinkedIn puts behind a name (hexadecimal) with its digits as digits, or None."""
    if _CODE.fullmatch(part) is None:
        return None
    return part.translate(str.maketrans("oils", "0115"))
