"""How near a piece of print is to an e-mail's local part, a LinkedIn slug or a domain, 0..1.

``Ada Example`` is near ``a.example``; ``Example & Sons Ltd`` is near ``example-sons``. Evidence for labelling:
nothing is mended here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

from cardscan.parse.lexicon import is_word

_SIMILAR = 0.84


@lru_cache(maxsize=1024)
def _local_parts(local: str) -> tuple[str, ...]:
    return tuple(part for part in re.split(r"[^a-z]+", local.split("+", maxsplit=1)[0]) if part)


def person_affinity(words: Sequence[str], local: str) -> float:
    """Return how well the words (folded) give the local part or slug (folded), 0..1.

    1 where every part of it is a word or an initial of one, about 0.6 for a given name alone.
    """
    parts = _local_parts(local)
    named = [token for token in words if not is_word("credential", token)]
    words = [word for token in (named if len(named) > 1 else words) for word in re.split(r"[^a-z]+", token) if word]
    if not parts or not words or len(words) > 8 or all(is_word("role", part) for part in parts):
        return 0.0
    joined = "".join(parts)
    best = max((_glued(words, joined), _parted(words, parts)))
    return best if best > 0.3 else 0.0


def _parted(words: Sequence[str], parts: Sequence[str]) -> float:
    """Return how well parts ("a", "example") are the words or their initials."""
    left = list(words)
    score, weight = 0.0, 0.0
    for part in parts:
        size = len(part) if len(part) > 2 else 1.0
        weight += size
        if len(part) <= 2:
            hit = next((word for word in left if word.startswith(part)), None)
            value = 1.0
        else:
            hit = max(left, key=lambda word: _same(word, part), default=None)
            value = _same(hit, part) if hit else 0.0
            if value < _SIMILAR:
                hit = None
        if hit is not None:
            left.remove(hit)
            score += size * value
    if weight < 3:
        return 0.0
    covered = score / weight
    return covered if len(parts) > 1 else 0.75 * covered + 0.25 * covered * (len(words) == 1)


def _same(word: str, part: str) -> float:
    if word == part:
        return 1.0
    if abs(len(word) - len(part)) > 2:
        return 0.0
    return JaroWinkler.normalized_similarity(word, part)


def _glued(words: Sequence[str], joined: str) -> float:
    """Return how well one run of letters ("aexample", "adaexample", "examplea") is made of the words."""
    if len(joined) < 4 or len(words) < 2:
        return 0.0
    firsts, last = words[:-1], words[-1]
    family = "".join(words[1:])
    initials = "".join(word[0] for word in firsts)
    made = {
        "".join(words), words[0] + last, words[0][0] + last, initials + last, last + words[0], last + words[0][0],
        words[0] + last[0], words[0][0] + family, words[-1] + words[0], words[0][:2] + last, last + words[0][:2],
        words[0][:3] + last[:3],
    }  # fmt: skip
    if joined in made:
        return 1.0
    return (
        max((ratio(joined, option) / 100 if abs(len(option) - len(joined)) <= 1 else 0.0) for option in made) * 0.95
        if (len(joined) >= 6)
        else 0.0
    )


def company_affinity(words: Sequence[str], label: str) -> float:
    """Return how well the words (folded) give a domain's own label (folded, "example-sons"), 0..1."""
    bare = re.sub(r"[^a-z0-9]", "", label)
    tokens = [re.sub(r"[^a-z0-9]", "", word) for word in words]
    tokens = [token for token in tokens if token]
    kept = [token for token in tokens if not is_word("legal", token)] or tokens
    if len(bare) < 2 or not kept or len(tokens) > 12:
        return 0.0
    joined = "".join(kept)
    if bare == joined:
        return 1.0
    best = 0.0
    if len(bare) >= 3:
        # The label is the first words ("example" for Example Consulting), or the words begin with it.
        for size in range(1, len(kept) + 1):
            run = "".join(kept[:size])
            if run == bare:
                return 0.95
            if len(run) > 4:
                best = max(best, ratio(run, bare) / 100 - 0.05)
        if len(bare) >= 5 and bare in joined:
            best = max(best, 0.85)
        if len(joined) >= 4 and joined in bare:
            best = max(best, 0.6 + 0.35 * len(joined) / len(bare))
    initials = "".join(token[0] for token in tokens)
    for option in (initials, "".join(token[0] for token in kept)):
        if len(option) >= 3 and (option == bare or (bare.startswith(option) and len(option) >= 3)):
            best = max(best, 0.8 if option == bare else 0.5)
    long_parts = [part for part in re.split(r"[^a-z0-9]+", label) if len(part) >= 4]
    hits = sum(1 for part in long_parts if any(token == part or (len(token) >= 4 and token in part) for token in kept))
    if long_parts and hits:
        best = max(best, 0.5 + 0.3 * hits / len(long_parts))
    if len(long_parts) <= 1 and any(len(token) >= 4 and bare.startswith(token) for token in kept):
        best = max(best, 0.6)
    return best if best > 0.55 else 0.0
