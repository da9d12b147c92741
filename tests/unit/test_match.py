"""Who is the same person: by evidence, with its reasons; who is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_people import contact

from cardscan.book.match import LIKELY_FROM, SAME_FROM, compare, is_role_mailbox, keys
from cardscan.book.names import Likeness, company_key, like, name_key, same_company
from cardscan.model import Contact, Field, Name

SAME = [
    ("same profile", contact("Ada Lorne", slug="ada-lorne"), contact("Ada Lorne-Vale", "Quay", slug="ADA-LORNE")),
    ("same address", contact("Ada Lorne", email="ada@quay.example"), contact("A. Lorne", email="Ada@Quay.example")),
    ("surname changed", contact("Ada Lorne", email="ada@quay.example"), contact("Ada Vale", email="ada@quay.example")),
    ("same mobile", contact("Ada Lorne", mobile="+447700900123"), contact("Ada Lorne", mobile="+447700900123")),
    ("switchboard, name", contact("Ada Lorne", work="+442079460018"), contact("Ada Lorne", work="+442079460018")),
    ("name and company", contact("Ada Lorne", "Quay Ltd"), contact("ADA LORNE", "Quay Limited", title="CFO")),
    ("surname first", contact("Kim Min-jun", "Quay Ltd"), contact("Min-jun Kim", "Quay")),
    ("accents", contact("Zoë Müller", "Hafen AG"), contact("Zoe Mueller", "HAFEN")),
    (
        "mailbox of a department",
        contact("", "Quay", email="info@quay.example"),
        contact("", "", email="info@quay.example"),
    ),
]
LIKELY = [
    ("nickname", contact("Bob Lorne", "Quay Ltd"), contact("Robert Lorne", "Quay")),
    ("initial", contact("R. Lorne", "Quay Ltd"), contact("Robert Lorne", "Quay")),
    ("a letter off", contact("Jonathan Smith", "Quay Ltd"), contact("Jonathan Smyth", "Quay")),
    ("one without a company", contact("Ada Lorne", "Quay Ltd"), contact("Ada Lorne", mobile="+447700900123")),
    (
        "surname changed, same title",
        contact("Ada Lorne", "Quay", title="CFO"),
        contact("Ada Vale", "Quay", title="CFO"),
    ),
    ("part of a double surname", contact("Ada Lorne", "Quay"), contact("Ada Lorne Vale", "Quay")),
    (
        "same name, two mailboxes of one company",
        contact("Ada Lorne", "Quay", email="ada.lorne@quay.example"),
        contact("Ada Lorne", "Quay", email="ada.lorne2@quay.example"),
    ),
]
DIFFERENT = [
    ("colleagues", contact("Ada Lorne", "Quay Ltd"), contact("Ben Okafor", "Quay Ltd")),
    ("siblings", contact("Ada Lorne", "Quay Ltd"), contact("Eve Lorne", "Quay Ltd")),
    ("switchboard", contact("Ada Lorne", work="+442079460018"), contact("Ben Okafor", work="+442079460018")),
    ("mailbox", contact("Ada Lorne", email="info@quay.example"), contact("Ben Okafor", email="info@quay.example")),
    ("two Adas of one company", contact("Ada Lorne", "Quay Ltd"), contact("Ada Vale", "Quay Ltd")),
    ("same name elsewhere", contact("Ada Lorne", "Quay Ltd"), contact("Ada Lorne", "Pier AG")),
    ("company page", contact("Ada Lorne", "Q"), contact("Ben Okafor", "P")),
    ("nothing at all", Contact(), Contact()),
    (
        "two profiles",
        contact("Ada Lorne", "Quay", slug="ada-lorne-1"),
        contact("Ada Lorne", "Quay", slug="ada-lorne-2"),
    ),
]


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_one_person(one: Contact, other: Contact) -> None:
    evidence = compare(one, other)
    assert evidence.score >= SAME_FROM, evidence
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in LIKELY], ids=[case[0] for case in LIKELY])
def test_likely_one_person(one: Contact, other: Contact) -> None:
    evidence = compare(one, other)
    assert LIKELY_FROM <= evidence.score < SAME_FROM, evidence
    assert keys(one) & keys(other)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_two_people(one: Contact, other: Contact) -> None:
    assert compare(one, other).score < LIKELY_FROM, compare(one, other)


def test_the_reasons_are_told_strongest_first() -> None:
    one = contact("Bob Lorne", "Quay", email="bob@quay.example", mobile="+447700900123")
    other = contact("Robert Lorne", "Quay", email="bob@quay.example", mobile="+447700900123")
    assert compare(one, other).reasons == (
        "same e-mail bob@quay.example",
        "same number +447700900123",
        "Bob is short for Robert, same company",
    )


def test_a_companys_page_is_nobodys_profile() -> None:
    page = Field(value="https://www.linkedin.com/company/quay")
    one, other = (Contact(name=Name(value=name, given=name, family="X"), linkedin=page) for name in ("Ada", "Ben"))
    assert compare(one, other).score == 0
    assert not keys(one) & keys(other)


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Liz Lorne", "Elizabeth Lorne", Likeness.ALIKE),
        ("Pepe García", "José Garcia", Likeness.ALIKE),
        ("Kasia Nowak", "Katarzyna Nowak", Likeness.ALIKE),
        ("Ada de la Cruz", "Ada Cruz", Likeness.SAME),
        ("Ada Lorne", "Ada M. Lorne", Likeness.SAME),
        ("Seán O'Brien", "Sean OBrien", Likeness.SAME),
        ("Ada Lorne", "Ada Vale", Likeness.SURNAME_CHANGED),
        ("A. Lorne", "A. Vale", Likeness.DIFFERENT),
        ("Ada Lorne", "Ida Lorne", Likeness.DIFFERENT),
        ("山田 太郎", "山田 太郎", Likeness.SAME),
    ],
)
def test_names(one: str, other: str, likeness: Likeness) -> None:
    found = like(*(name_key(contact(name).name) for name in (one, other)))
    assert found[0] is likeness, found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Acme GmbH & Co. KG", "ACME"),
        ("The Quay Company", "Quay Co."),
        ("Puerto S.A.", "Puerto SA"),
        ("Porto S.p.A.", "Porto Spa"),
        ("Nowak Sp. z o.o.", "Nowak"),
        ("Harbour Bank", "Harbour Bank London"),
        ("HarbourBank", "Harbour Bank"),
        ("Harbuor Bank", "Harbour Bank"),
        ("Société Générale", "Societe Generale SA"),
    ],
)
def test_companies_that_are_one(one: str, other: str) -> None:
    assert same_company(company_key(one), company_key(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Quay Ltd", "Pier Ltd"), ("Bank of A", "Bank of B"), ("", "Quay"), ("", "")]
)
def test_companies_that_are_two(one: str, other: str) -> None:
    assert not same_company(company_key(one), company_key(other))


@pytest.mark.parametrize("mailbox", ["info", "INFO", "hr", "careers", "info+x", "sales2"])
def test_mailboxes_of_departments(mailbox: str) -> None:
    assert is_role_mailbox(f"{mailbox}@quay.example".lower())
    assert not is_role_mailbox("ada.info@quay.example")


names = st.sampled_from(["Ada", "Bob", "Robert", "R.", "Zoë", "", "Jean-Luc", "van der"])
contacts = st.builds(
    contact,
    st.builds(lambda a, b: f"{a} {b}".strip(), names, st.sampled_from(["Lorne", "Vale", "Müller", "O'Brien", ""])),
    st.sampled_from(["", "Quay Ltd", "Quay", "Pier AG"]),
    title=st.sampled_from(["", "CFO"]),
    email=st.sampled_from(["", "ada@quay.example", "info@quay.example", "bob@pier.example"]),
    mobile=st.sampled_from(["", "+447700900123", "+447700900124"]),
    work=st.sampled_from(["", "+442079460018"]),
    slug=st.sampled_from(["", "ada", "bob"]),
)


@given(contacts, contacts)
def test_comparing_is_fair(one: Contact, other: Contact) -> None:
    """The order does not matter, the score is a probability, and a likely pair is found through its keys."""
    evidence = compare(one, other)
    assert evidence.score == compare(other, one).score
    assert 0 <= evidence.score <= 1
    assert evidence.reasons
    if evidence.score >= LIKELY_FROM:
        assert keys(one) & keys(other), evidence


@given(contacts)
def test_whoever_has_a_name_or_an_address_is_like_themselves(one: Contact) -> None:
    if keys(one):
        assert compare(one, one).score >= 0.5


@given(st.text(max_size=200))
def test_any_text_can_be_a_name_or_a_company(text: str) -> None:
    odd = Contact(name=Name(value=text or "x", family=text), organization=Field(value=text or "x"))
    assert 0 <= compare(odd, odd).score <= 1
    assert same_company(company_key(text), company_key(text)) == bool(company_key(text))
