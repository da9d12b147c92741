"""What single words say."""

from __future__ import annotations

import pytest

from cardscan.parse.lexicon import is_name, is_word


@pytest.mark.parametrize(
    ("kind", "word", "is_one"),
    [
        ("given", "petra", True),
        ("given", "rajesh", True),
        ("family", "georgopoulos", True),
        ("family", "rajesh", False),
        ("town", "rajesh", False),
    ],
)
def test_names_are_those_of_both_lists(kind: str, word: str, is_one: bool) -> None:
    assert is_name(kind, word) is is_one


@pytest.mark.parametrize(
    ("person", "trade"), [("asesora", "asesoria"), ("gestor", "gestoria"), ("fotografin", "fotografie")]
)
def test_who_does_it_is_a_title_and_what_is_done_is_none(person: str, trade: str) -> None:
    assert is_word("title", person)
    assert not is_word("title", trade)
