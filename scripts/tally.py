"""From photos and predictions to numbers: scores added up over all, by kind, by condition and by country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from causes import Cause, cause_of
from score import (
    CORNER_IOU,
    FIELDS,
    CardScore,
    Count,
    Told,
    calibration_error,
    character_rate,
    corner_iou,
    is_upright,
    pair_cards,
    score_contact,
)
from truths import Row, printed_lines


@dataclass(slots=True)
class PhotoScore:
    """One photo's score; lists go with its true cards."""

    row: Row
    cards: list[CardScore] = field(default_factory=list)
    overlaps: list[float | None] = field(default_factory=list)
    upright: list[bool | None] = field(default_factory=list)
    letters: list[tuple[int, int]] = field(default_factory=list)
    texts: list[str | None] = field(default_factory=list)
    count_right: bool = False
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    engine_seconds: float = 0.0
    error: str | None = None


def score_photo(row: Row, prediction: dict[str, Any]) -> PhotoScore:
    """Score one photo against what a reader told of it."""
    document = prediction.get("document") or {"cards": []}
    out = PhotoScore(
        row,
        seconds=prediction["seconds"],
        stages=document.get("stages", {}),
        engine_seconds=document.get("engine_seconds", 0.0),
        error=prediction.get("error"),
    )
    found, wanted = document["cards"], row["cards"]
    out.count_right = len(found) == len(wanted)
    size = (row["width"], row["height"])
    known = all("corners" in card for card in wanted)
    if known:
        pairs = pair_cards([card["corners"] for card in found], [card["corners"] for card in wanted], size)
    else:
        pairs = {0: 0} if found else {}
    for at, card in enumerate(wanted):
        mate = found[pairs[at]] if at in pairs else None
        out.cards.append(score_contact(mate and mate["contact"], card["contact"], card.get("also_right")))
        overlap = corner_iou(mate["corners"], card["corners"], size) if known and mate else 0.0
        out.overlaps.append(overlap if known else None)
        out.upright.append(is_upright(mate["corners"], card["corners"]) if known and mate and overlap > 0.5 else None)
        out.texts.append(mate["text"] if mate else None)
        out.letters.append(character_rate(printed_lines(card), mate["text"] if mate else ""))
    return out


@dataclass(slots=True)
class Tally:
    """Scores added up over some cards."""

    cards: int = 0
    photos: int = 0
    fields: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    tolerant: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in FIELDS})
    ready: int = 0
    told: list[Told] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)
    upright: list[bool] = field(default_factory=list)
    letters: list[int] = field(default_factory=lambda: [0, 0])
    counts_right: int = 0
    types: list[int] = field(default_factory=lambda: [0, 0])
    parts: list[int] = field(default_factory=lambda: [0, 0])
    failures: Counter[tuple[str, str, str, Cause]] = field(default_factory=Counter)

    def add_card(self, card: CardScore, text: str | None) -> None:
        """Add one card.

        Args:
            text: All that was read of it; None when it was not found.
        """
        self.cards += 1
        for name in FIELDS:
            self.fields[name].add(card.exact[name])
            self.tolerant[name].add(card.tolerant[name])
        self.ready += card.ready
        self.told += card.told
        for total, (right, of) in ((self.types, card.phone_types), (self.parts, card.name_parts)):
            total[0] += right
            total[1] += of
        self.failures.update((*failure, cause_of(*failure, text)) for failure in card.failures)

    def add(self, photo: PhotoScore, only: Sequence[int] | None = None) -> None:
        """Add a photo, or some of its cards."""
        self.photos += 1
        self.counts_right += photo.count_right
        for at, card in enumerate(photo.cards):
            if only is not None and at not in only:
                continue
            self.add_card(card, photo.texts[at])
            overlap, upright = photo.overlaps[at], photo.upright[at]
            if overlap is not None:
                self.overlaps.append(overlap)
            if upright is not None:
                self.upright.append(upright)
            self.letters[0] += photo.letters[at][0]
            self.letters[1] += photo.letters[at][1]

    def f1(self, name: str | None = None, *, tolerant: bool = False) -> float | None:
        """Return the F1 of a field, or of all fields together."""
        counts = self.tolerant if tolerant else self.fields
        total = Count()
        for one in [name] if name else FIELDS:
            total.add(counts[one])
        return total.f1

    @property
    def ready_share(self) -> float | None:
        """Share of cards whose name, e-mails and phones are all right."""
        return self.ready / self.cards if self.cards else None

    @property
    def corner_share(self) -> float | None:
        """Share of cards whose outline overlaps the true one by CORNER_IOU or more."""
        return sum(value >= CORNER_IOU for value in self.overlaps) / len(self.overlaps) if self.overlaps else None

    @property
    def upright_share(self) -> float | None:
        """Share of the found cards that are the right way up."""
        return sum(self.upright) / len(self.upright) if self.upright else None

    @property
    def count_share(self) -> float | None:
        """Share of photos with the right number of cards."""
        return self.counts_right / self.photos if self.photos else None

    @property
    def letter_rate(self) -> float | None:
        """Share of the printed fields' letters that were read."""
        return self.letters[0] / self.letters[1] if self.letters[1] else None

    @property
    def calibration(self) -> float | None:
        """Expected calibration error."""
        return calibration_error(self.told)

    def sure(self, at: float = 0.9) -> tuple[float | None, float | None]:
        """Return precision and share of the values told at this confidence or more."""
        sure = [value for value in self.told if value.confidence >= at]
        if not self.told:
            return None, None
        return (sum(value.right for value in sure) / len(sure) if sure else None), len(sure) / len(self.told)


def tally(photos: Iterable[PhotoScore]) -> Tally:
    """Return the scores of all cards together."""
    out = Tally()
    for photo in photos:
        out.add(photo)
    return out


def by_kind(photos: Sequence[PhotoScore]) -> dict[str, Tally]:
    """Return the scores by kind of photo."""
    kinds = dict.fromkeys(photo.row["kind"] for photo in photos)
    order = [kind for kind in ("scan", "ordinary", "hard") if kind in kinds] + sorted(
        set(kinds) - {"scan", "ordinary", "hard"}
    )
    return {kind: tally(photo for photo in photos if photo.row["kind"] == kind) for kind in order}


def by_condition(photos: Sequence[PhotoScore]) -> dict[str, Tally]:
    """Return the scores by condition; a photo counts under each of its conditions."""
    names = sorted({name for photo in photos for name in photo.row["conditions"]})
    return {name: tally(photo for photo in photos if name in photo.row["conditions"]) for name in names}


def by_country(photos: Sequence[PhotoScore]) -> dict[str, Tally]:
    """Return the scores by the card's country."""
    out: dict[str, Tally] = {}
    for photo in photos:
        for country in sorted({card["country"] for card in photo.row["cards"]}):
            chosen = [at for at, card in enumerate(photo.row["cards"]) if card["country"] == country]
            out.setdefault(country, Tally()).add(photo, chosen)
    return dict(sorted(out.items()))
