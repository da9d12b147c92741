"""Two sides of one card are proposed on a sign, never where two people are named or a free mailer is shared."""

import pytest

from cardscan.model import Contact, Field, Name, Phone, PhoneType, Url
from cardscan.parse.merge import merge_code
from cardscan.parse.sides import why_one_card

NAMED = Contact(
    name=Name(value="Ada Whitcombe", given="Ada", family="Whitcombe"),
    emails=(Field(value="ada@harbourbank.example"),),
)
BACK = Contact(organization=Field(value="Harbour Bank Ltd"), urls=(Url(value="www.harbourbank.example"),))


@pytest.mark.parametrize(
    ("a", "b", "reason"),
    [
        (NAMED, BACK, "the same web site"),
        (BACK, NAMED, "the same web site"),
        (NAMED, Contact(organization=Field(value="Other Ltd"), urls=(Url(value="other.example"),)), None),
        (NAMED, Contact(name=Name(value="Ben Okafor"), emails=(Field(value="ben@harbourbank.example"),)), None),
        (
            Contact(name=Name(value="A B"), emails=(Field(value="a@gmail.com"),)),
            Contact(organization=Field(value="Shop"), emails=(Field(value="shop@gmail.com"),)),
            None,
        ),
        (
            Contact(name=Name(value="A B"), phones=(Phone(value="+442079460018"),)),
            Contact(organization=Field(value="Shop"), phones=(Phone(value="+442079460018"),)),
            "the same number",
        ),
        (NAMED, Contact(), None),
    ],
)
def test_why_one_card(a: Contact, b: Contact, reason: str | None) -> None:
    assert why_one_card(a, b) == reason


@pytest.mark.parametrize("told", [PhoneType.WORK, PhoneType.OTHER])
def test_a_number_in_a_code_without_a_kind_has_the_one_that_is_printed(told: PhoneType) -> None:
    printed = Contact(phones=(Phone(value="+447700900123", type=PhoneType.MOBILE),))
    merged = merge_code(printed, Contact(phones=(Phone(value="+447700900123", type=told),)))
    assert [phone.type for phone in merged.phones] == [PhoneType.MOBILE]
