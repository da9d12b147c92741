"""Whatever stands on a card, the parsers raise ParseError alone, are idempotent, and invent nothing."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cardscan.errors import ParseError
from cardscan.model import Box, Contact, Line
from cardscan.parse import merge_sides, understand
from cardscan.parse.address import parse_address
from cardscan.parse.name import parse_name
from cardscan.parse.title import parse_title
from cardscan.text import fold, plain

texts = st.text(max_size=80)
WORDS = "Ada Sample Dr. PhD von GmbH Director 12 Street London W2 6BD | , – ( ) ©) info@a.example www.a.example +44 20"
words = st.sampled_from(WORDS.split())
printed = st.one_of(texts, st.lists(words, max_size=8).map(" ".join))
names = st.lists(
    st.text(alphabet=st.characters(categories=("Lu", "Ll"), max_codepoint=0x17F), min_size=1, max_size=10),
    min_size=1,
    max_size=4,
).map(" ".join)
boxes = st.builds(Box, st.floats(0, 900), st.floats(0, 500), st.floats(0, 600), st.floats(0, 60))
lines = st.lists(st.builds(Line, printed, st.floats(0, 1), boxes, st.just(()), st.floats(0, 60)), max_size=8)


@given(printed)
@example("?(A")
def test_a_name_is_a_name_or_a_parse_error(text: str) -> None:
    try:
        name = parse_name(text)
    except ParseError:
        return
    letters = fold(plain(text))  # quotes of every kind are written as one
    assert all(word in letters for word in fold(name.value).split())
    assert name.raw == text


@given(names)
def test_a_name_taken_apart_twice_is_the_same(text: str) -> None:
    try:
        once = parse_name(text).value
        twice = parse_name(once).value
    except ParseError:
        return
    assert sorted(fold(once).split()) == sorted(fold(twice).split())


@given(printed)
def test_a_title_is_a_title_or_a_parse_error(text: str) -> None:
    try:
        title, department = parse_title(text)
    except ParseError:
        return
    assert title in " ".join(text.split())
    assert department is None or department in " ".join(text.split())


@given(st.lists(printed, max_size=4), st.sampled_from(["GB", "DE", "BR", "US", "JP", "XX"]))
def test_an_address_is_an_address_or_a_parse_error(rows: list[str], hint: str) -> None:
    try:
        parts = parse_address(rows, hints=[hint])
    except ParseError:
        return
    assert parts.postal_code is None or parts.postal_code in parts.value.replace("–", "-") or not parts.value.isascii()


@settings(max_examples=60, deadline=None)
@given(lines)
def test_any_lines_give_a_contact(card: list[Line]) -> None:
    contact = understand(card)
    assert understand(card) == contact
    for field in (contact.name, contact.title, contact.organization, contact.department, *contact.addresses):
        assert field is None or 0.0 < field.confidence < 1.0


@settings(max_examples=30, deadline=None)
@given(lines, lines)
def test_two_sides_lose_nothing(one: list[Line], other: list[Line]) -> None:
    front, back = understand(one), understand(other)
    merged: Contact = merge_sides(front, back)
    assert {email.value for email in (*front.emails, *back.emails)} == {email.value for email in merged.emails}


def test_a_long_text_takes_no_longer_than_it_should() -> None:
    evil = [
        "a.a.a.@" * 20_000,
        "(" * 50_000,
        "1 " * 50_000,
        "A, " * 50_000,
        "von " * 50_000,
        "S.p.A. " * 20_000,
        "- " * 50_000,
    ]
    start = time.monotonic()
    for text in evil:
        understand([Line(text, 0.5, Box(0, 0, 500, 20), (), 14)])
    assert time.monotonic() - start < 20
