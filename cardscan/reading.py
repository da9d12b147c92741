"""A rectified card to its lines of text: picture cleaning and engine joined.

Input is the card, (H, W, 3) BGR, any way up; output is a :class:`Reading`: the turn that brings it upright, the upright
card, and its lines in that card's pixels.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cardscan.image.clean import clean
from cardscan.image.upright import Turn, apply_turn, find_turn
from cardscan.model import Line
from cardscan.ocr.engine import Engine, Layout
from cardscan.trace import Trace

SURE_TURN = 0.9
"""Below this the engine is asked which way up the print reads better."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read a card.

    Attributes:
        languages: Tesseract's names; none for the Latin script.
        find_turn: Look for the way up; off for a picture that is known to be upright.
    """

    languages: tuple[str, ...] = ()
    find_turn: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read off a card.

    Attributes:
        turn: What brought the card upright.
        lines: In reading order, boxes in pixels of ``card``.
        card: The upright card, (H, W, 3) BGR.
        advice: Sentences on what kept print from being read, and what to do.
    """

    turn: Turn
    lines: tuple[Line, ...]
    card: NDArray[np.uint8]
    advice: tuple[str, ...] = ()


def read_card(
    card: NDArray[np.uint8], engine: Engine, options: ReadOptions | None = None, trace: Trace | None = None
) -> Reading:
    """Return what is printed on a card.

    Args:
        card: (H, W, 3) uint8 BGR, rectified.
        engine: What reads the letters.
        options: How; the defaults serve.
        trace: Is told of each stage.
    Raises:
        ToolError: The engine, or the data of a language, is missing or failed.
    """
    options = options or ReadOptions()
    turn = find_turn(card) if options.find_turn else Turn(0)
    turns = [turn] if turn.confidence >= SURE_TURN else [Turn(t % 4) for t in range(turn.quarter_turns, 4, 2)]
    best = None
    for one in turns:
        upright = apply_turn(card, one)
        grey = clean(upright)
        if trace:
            trace.show("clean", grey, f"turned {one.quarter_turns * 90}°")
        reading = Reading(one, engine.recognise(grey, options.languages, Layout.PAGE), upright)
        if best is None or _evidence(reading) > _evidence(best):
            best = reading
    return best or Reading(turn, (), card)


def _evidence(reading: Reading) -> float:
    return sum(max(0.0, word.confidence - 0.5) * len(word.text) for line in reading.lines for word in line.words)
