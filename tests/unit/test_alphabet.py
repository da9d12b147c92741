"""Letters of one small language on the cards of other countries."""

import pytest
from made_lines import card

from cardscan.parse import understand
from cardscan.parse.alphabet import in_alphabet


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [
        ("Davið Ħill", "CZ", "David Hill"),
        ("Davið", "IS", "Davið"),
        ("Teċhnician", None, "Technician"),
        ("Ľubomír", "SK", "Ľubomír"),
        ("Łukasz Şahin Ørsted", "GB", "Łukasz Şahin Ørsted"),
        ("Trāvessa", "BR", "Travessa"),
        ("Ngā Marae", "NZ", "Ngā Marae"),
        ("Gyllena Lyktæn", "SE", "Gyllena Lyktaen"),
        ("Sæther", "NO", "Sæther"),
        ("Sæther", None, "Sæther"),
        ("Cœur", "FR", "Cœur"),
    ],
)
def test_a_letter_that_nobody_there_writes_was_misread(text: str, country: str | None, written: str) -> None:
    assert in_alphabet(text, country) == written


def test_what_was_read_stays_beside_the_value() -> None:
    contact = understand(card(("Davið Sample", 30), ("Sales Manager", 16), ("+44 20 7946 0018", 16)))
    assert contact.name is not None
    assert (contact.name.value, contact.name.given, contact.name.raw) == ("David Sample", "David", "Davið Sample")
