"""The pieces that are to be labelled."""

from __future__ import annotations

import pytest
from made_lines import card

from cardscan.model import Box, Line, Word
from cardscan.parse import understand
from cardscan.parse.segment import cut_segments


def test_a_note_by_hand_is_no_piece_and_a_number_by_hand_is_still_read() -> None:
    note = Line("very kind! +44 20 7946 0958", 0.9, Box(40, 40, 300, 30), handwritten=True)
    assert cut_segments([note]) == ()
    assert [phone.value for phone in understand([note]).phones] == ["+442079460958"]


@pytest.mark.parametrize(
    ("line", "below", "called", "pieces"),
    [
        ("Ada Marsh KGM Works", "Sales Manager", ("kgm-works",), ["Ada Marsh", "KGM Works"]),
        ("Ada Marsh KGM Works", "KGM Works Group plc", (), ["Ada Marsh", "KGM Works"]),
        ("Ada Marsh KGM Works", "Sales Manager", (), ["Ada Marsh KGM Works"]),
        ("Maria Ana Perez Garcia", "Sales Manager", ("perezgarcia",), ["Maria Ana Perez Garcia"]),
        ("Example Works Ltd, 12 Harbour Lane", "Leeds", (), ["Example Works Ltd", "12 Harbour Lane"]),
        ("Example, Inc. – 12 Harbour Lane", "Leeds", (), ["Example, Inc.", "12 Harbour Lane"]),
        ("Example Works Ltd, est. Leeds", "Sales", (), ["Example Works Ltd, est. Leeds"]),
    ],
)
def test_a_person_and_the_company_behind_are_two(
    line: str, below: str, called: tuple[str, ...], pieces: list[str]
) -> None:
    segments = cut_segments(card((line, 24), (below, 16)), (), called)
    assert [segment.text for segment in segments if segment.span.line == 0] == pieces


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("Notary Ada Marsh", ["Notary", "Ada Marsh"]),
        ("Adwokat Magdalena Sample-Nowak", ["Adwokat", "Magdalena Sample-Nowak"]),
        ("Rechtsanwältin Dr. Petra Muster", ["Rechtsanwältin", "Dr. Petra Muster"]),
        ("Managing Director: Ada Marsh", ["Managing Director", "Ada Marsh"]),
        ("Director Victoria Works", ["Director Victoria Works"]),
        ("Agent général d'assurance", ["Agent général d'assurance"]),
        ("Director, Ada Marsh Fund", ["Director, Ada Marsh Fund"]),
        ("Ada Marsh / Petra Muster", ["Ada Marsh", "Petra Muster"]),
        ("Sales / Marketing", ["Sales / Marketing"]),
        ("Inh. Petra Muster", ["Petra Muster"]),
        ("Prop.: Ada Marsh", ["Ada Marsh"]),
        ("St. Mary Works", ["St. Mary Works"]),
    ],
)
def test_a_title_before_a_person_is_apart_and_a_label_is_no_name(line: str, pieces: list[str]) -> None:
    assert [segment.text for segment in cut_segments(card((line, 24)))] == pieces


@pytest.mark.parametrize(
    ("line", "mailbox", "pieces"),
    [
        ("Tova Quill - Wool Buyer", "tova_quill", ["Tova Quill", "Wool Buyer"]),
        ("TOVA QUILL Northern Wool", "quill.tova", ["TOVA QUILL", "Northern Wool"]),
        ("Tova Quill, MSc Northern Wool", "tovaquill1985", ["Tova Quill, MSc", "Northern Wool"]),
        ("Tova Quill, MSc", "tova_quill", ["Tova Quill, MSc"]),
        ("Tova Quill, IV", "tova_quill", ["Tova Quill, IV"]),
        ("Tova Quill Northern Wool", "tova", ["Tova Quill Northern Wool"]),
        ("Siti Nurhaliza binte Rahmat", "siti.nurhaliza", ["Siti Nurhaliza binte Rahmat"]),
    ],
)
def test_what_stands_behind_whom_a_mailbox_is_called_by_is_apart(line: str, mailbox: str, pieces: list[str]) -> None:
    assert [segment.text for segment in cut_segments(card((line, 24)), (), (), (mailbox,))] == pieces


@pytest.mark.parametrize(
    ("gaps", "pieces"),
    [
        ((8, 8, 30, 8), ["Northern Wool Buyer", "Mill Street"]),
        ((8, 8, 14, 8), ["Northern Wool Buyer Mill Street"]),
        ((24, 24, 30, 24), ["Northern Wool Buyer Mill Street"]),
        ((80, 8, 8, 8), ["Northern", "Wool Buyer Mill Street"]),
    ],
)
def test_a_gap_much_wider_than_all_others_parts_two_columns(gaps: tuple[int, ...], pieces: list[str]) -> None:
    words, x = [], 0.0
    for text, gap in zip(("Northern", "Wool", "Buyer", "Mill", "Street"), (0, *gaps), strict=True):
        x += gap
        words.append(Word(text, 0.9, Box(x, 0, 12 * len(text), 26)))
        x += 12 * len(text)
    line = Line("Northern Wool Buyer Mill Street", 0.9, Box(0, 0, x, 26), tuple(words), 20)
    assert [segment.text for segment in cut_segments([line])] == pieces


@pytest.mark.parametrize(
    ("lines", "called", "pieces"),
    [
        (("Tova Quill Ltd",), (), ["Tova Quill Ltd"]),
        (("Tova Quill Northern Wool",), ("tova-quill",), ["Tova Quill Northern Wool"]),
        (("Tova Quill Northern Wool", "Tova Quill"), (), ["Tova Quill Northern Wool"]),
        (("Tova Quill Northern Wool", "Wool Buyer"), (), ["Tova Quill", "Northern Wool"]),
    ],
)
def test_a_company_called_like_the_person_whose_mailbox_it_is_stays_whole(
    lines: tuple[str, ...], called: tuple[str, ...], pieces: list[str]
) -> None:
    segments = cut_segments(card(*((line, 24) for line in lines)), (), called, ("tova.quill",))
    assert [segment.text for segment in segments if segment.span.line == 0] == pieces


def test_a_small_l_that_begins_a_word_counts_as_the_capital_i_that_it_is() -> None:
    (segment,) = cut_segments(card(("lsabelle Marsh", 24)))
    assert segment.words == ("isabelle", "marsh")
    assert segment.text == "lsabelle Marsh"


@pytest.mark.parametrize(
    ("gap", "pieces"), [(14, ["Head of Research", "Tauranga 3141"]), (0, ["Head of Research Tauranga 3141"])]
)
def test_a_gap_before_which_another_line_begins_parts_two_columns(gap: int, pieces: list[str]) -> None:
    words, x = [], 40.0
    for text in ("Head", "of", "Research", "Tauranga", "3141"):
        x += gap if text == "Tauranga" else 0
        words.append(Word(text, 0.95, Box(x, 100, 10.0 * len(text), 26)))
        x += 10.0 * len(text) + 8
    column = words[3].box.x
    row = Line(" ".join(word.text for word in words), 0.95, Box(40, 100, x - 48, 26), tuple(words), 20)
    above = Line("146 South Road", 0.95, Box(column, 60, 140, 26), (), 20)
    told = [segment.text for segment in cut_segments([above, row]) if segment.span.line == 1]
    assert told == pieces
