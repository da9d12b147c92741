"""The pieces that are to be labelled."""

from __future__ import annotations

from cardscan.model import Box, Line
from cardscan.parse import understand
from cardscan.parse.segment import cut_segments


def test_a_note_by_hand_is_no_piece_and_a_number_by_hand_is_still_read() -> None:
    note = Line("very kind! +44 20 7946 0958", 0.9, Box(40, 40, 300, 30), handwritten=True)
    assert cut_segments([note]) == ()
    assert [phone.value for phone in understand([note]).phones] == ["+442079460958"]
