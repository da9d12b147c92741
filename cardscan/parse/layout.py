"""What a piece's place says: its size against the others, what stands above it, and where the likeliest name stands.

Input: the pieces in the order of reading and what each says by itself. Output: features, name → weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from cardscan.parse.segment import Segment

Features = dict[str, float]


def step(value: float, edges: Sequence[float]) -> int:
    """Return how many of the edges the value is above."""
    return sum(value > edge for edge in edges)


def place_features(segments: Sequence[Segment]) -> list[Features]:
    """Return size and place of each piece against the others."""
    sizes = [segment.size_px for segment in segments]
    middle = median(sizes) or 1.0
    order = sorted({round(size / middle, 1) for size in sizes}, reverse=True)
    top = min(segment.box.y for segment in segments)
    tall = max(max(segment.box.bottom for segment in segments) - top, 1.0)
    placed = any(segment.box.height > 0 for segment in segments)
    found = []
    for i, segment in enumerate(segments):
        features: Features = {f"after:{segment.after}": 1.0}
        if middle > 0 and segment.size_px > 0:
            relative = segment.size_px / middle
            features[f"size:{step(relative, (0.75, 0.9, 1.1, 1.3, 1.6, 2.2))}"] = 1.0
            features[f"rank:{min(order.index(round(relative, 1)), 3)}"] = 1.0
            if i + 1 < len(segments) and segments[i + 1].size_px > 0:
                features[f"next-size:{step(segment.size_px / segments[i + 1].size_px, (0.7, 0.9, 1.1, 1.4))}"] = 1.0
            if i and segments[i - 1].size_px > 0:
                features[f"prev-size:{step(segment.size_px / segments[i - 1].size_px, (0.7, 0.9, 1.1, 1.4))}"] = 1.0
        if placed:
            features[f"high:{step((segment.box.y - top) / tall, (0.05, 0.25, 0.5, 0.75))}"] = 1.0
        else:
            features[f"high:{step(i / len(segments), (0.05, 0.25, 0.5, 0.75))}"] = 1.0
        found.append(features)
    return found


def person_like(own: Sequence[Features], person: Sequence[float]) -> int | None:
    """Return which piece is most like a person's name by its words and the e-mail, or None."""
    best: tuple[float, int] | None = None
    for i, features in enumerate(own):
        if features.keys() & {"any:number", "any:legal", "any:street"} or "words:7" in features:
            continue
        score = 2 * person[i] + features.get("share:name", 0.0) + 0.5 * ("first:given" in features)
        score -= 0.7 * ("any:title" in features) + 0.7 * ("any:company" in features) + 0.5 * ("words:1" in features)
        if score > 0.9 and (best is None or score > best[0]):
            best = (score, i)
    return best[1] if best else None


def beside_person(segments: Sequence[Segment], best: int | None, i: int) -> Features:
    """Return where the piece stands to the one that is most like a name."""
    if best is None:
        return {"person-like:none": 1.0}
    if best == i:
        return {"person-like": 1.0}
    apart = max(-3, min(3, i - best))
    features: Features = {f"person-like:{apart}": 1.0}
    if segments[i].block == segments[best].block:
        features["person-like:block"] = 1.0
        if abs(apart) == 1:
            features[f"person-like:{apart}:block"] = 1.0
    if segments[best].size_px > 0 and segments[i].size_px > 0:
        features[f"person-like:size:{step(segments[i].size_px / segments[best].size_px, (0.6, 0.85, 1.1, 1.5))}"] = 1.0
    return features


def compare(features: Features, own: Sequence[Features], i: int) -> None:
    """Add what tells a line that goes on from one that begins anew: size and case against the piece before."""
    if i == 0 or features.keys() & {"after:far", "after:row", "after:first"}:
        return
    same_case = ("case:capitals" in own[i]) == ("case:capitals" in own[i - 1])
    kind = "same" if features.keys() & {"after:same", "after:large"} and same_case else "differs"
    features[f"above:{kind}"] = 1.0
    for key in (
        "any:title",
        "any:work",
        "unit-only",
        "opens",
        "any:department",
        "any:company",
        "any:legal",
        "any:topic",
        "any:given",
    ):
        if key in own[i - 1]:
            features[f"above:{kind}+{key}"] = 1.0
    if kind == "same" and "comma-end" in own[i - 1]:
        features["above:comma"] = 1.0
