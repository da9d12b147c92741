"""From lines to a contact, with codes, with both sides, with agreement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from labelled_pieces import placed
from made_lines import card

from cardscan.model import Box, Contact, Field, Line, Name, Phone, PhoneType
from cardscan.parse import ParseOptions, merge_sides, understand
from cardscan.parse.features import Clues
from cardscan.parse.label import Label
from cardscan.parse.mend import mend_name
from cardscan.parse.merge import merge_code
from cardscan.parse.resolve import pick

CARD = card(
    ("EXAMPLE WORKS", 40),
    ("Dr. Ada Sample, MBA", 24),
    ("Head of Engineering", 16),
    ("Example Works Ltd", 16),
    ("12 Example Street", 16),
    ("London W2 6BD", 16),
    ("T: +44 20 7946 0018", 16),
    ("ada.sample@example-works.example", 16),
    ("www.example-works.example", 16),
)


def test_a_whole_card() -> None:
    contact = understand(CARD)
    assert contact.name is not None
    assert (contact.name.value, contact.name.prefix, contact.name.suffix) == ("Ada Sample", "Dr.", "MBA")
    assert contact.title is not None
    assert contact.title.value == "Head of Engineering"
    assert contact.organization is not None
    assert contact.organization.value == "Example Works Ltd"
    assert [email.value for email in contact.emails] == ["ada.sample@example-works.example"]
    assert [phone.value for phone in contact.phones] == ["+442079460018"]
    assert [(a.value, a.locality, a.country) for a in contact.addresses] == [
        ("12 Example Street London W2 6BD", "London", "GB")
    ]
    assert contact.linkedin is None


def test_every_value_carries_its_evidence() -> None:
    contact = understand(CARD)
    for field in (contact.name, contact.title, contact.organization, *contact.addresses, *contact.emails):
        assert field is not None
        assert field.raw
        assert field.how
        assert field.box is not None
        assert field.line is not None
        assert 0.0 < field.confidence < 1.0


def test_a_card_of_a_company_names_no_person() -> None:
    contact = understand(
        card(("BLOOM FLOWERS", 40), ("Fresh every day", 16), ("info@bloom.example", 16), ("Open Mo-Fr 9-18", 14))
    )
    assert contact.name is None
    assert contact.organization is not None
    assert contact.organization.value == "BLOOM FLOWERS"


def test_the_domain_is_the_last_resort_and_says_so() -> None:
    contact = understand(card(("Ada Sample", 24), ("ada@fine-things.example", 16)))
    assert contact.organization is not None
    assert contact.organization.value == "Fine Things"
    assert "domain" in contact.organization.how
    assert contact.organization.confidence < 0.5


def test_a_number_that_is_none_to_the_world_is_kept() -> None:
    contact = understand(card(("Ada Sample", 24), ("Tel. +44 20 7946 09", 16), ("ada@works.example", 16)))
    (phone,) = contact.phones
    assert phone.value.startswith("+44")
    assert phone.confidence < 0.5


@pytest.mark.parametrize("printed", ["Dr Ada A. Sample", "Ada W. Sample Jr", "Ada S Example Sample"])
def test_a_middle_initial_is_no_little_word(printed: str) -> None:
    contact = understand(card((printed, 24), ("Sales Manager", 16), ("ada@works.example", 16)))
    assert contact.name is not None
    assert contact.name.given.startswith("Ada")


def test_nothing_gives_an_empty_contact() -> None:
    assert understand(()).is_empty
    assert understand([Line("", 0.0, Box(0, 0, 0, 0))]).is_empty


def test_the_same_lines_give_the_same_contact() -> None:
    assert understand(CARD) == understand(CARD)


def test_capitals_are_kept_when_asked_for() -> None:
    lines = card(("ADA SAMPLE", 24), ("Managing Director", 16), ("ada.sample@other.example", 16))
    proper, kept = understand(lines), understand(lines, (), ParseOptions(keep_capitals=True))
    assert proper.name is not None
    assert kept.name is not None
    assert (proper.name.value, kept.name.value) == ("Ada Sample", "ADA SAMPLE")


def test_a_misread_name_is_mended_by_the_address() -> None:
    contact = understand(card(("Ada Srnithers", 24), ("Managing Director", 16), ("ada.smithers@other.example", 16)))
    assert contact.name is not None
    assert contact.name.value == "Ada Smithers"
    assert contact.name.raw == "Ada Srnithers"
    assert "e-mail" in contact.name.how


@pytest.mark.parametrize(
    ("text", "local", "mended"),
    [
        ("Ada Srnith", "ada.smith", "Ada Smith"),
        ("Sarah Müiler", "sarah.mueller", "Sarah Müller"),
        ("LI1Y GREEN", "lily.green", "LILY GREEN"),
        ("James Smith", "james.smlth", "James Smith"),
        ("Ada Marten", "ada.martin", "Ada Marten"),
        ("Ada Sample", "info", "Ada Sample"),
    ],
)
def test_a_repair_chooses_among_what_the_picture_supports(text: str, local: str, mended: str) -> None:
    assert mend_name(text, [local])[0] == mended


def test_an_alternative_of_the_engine_is_taken_where_the_address_has_it() -> None:
    text, why = mend_name("Ada Qwrtz", ["ada.sample"], {"Qwrtz": ("Sample",)})
    assert text == "Ada Sample"
    assert why


CODE = Contact(
    name=Name(value="Ada Sample", given="Ada", family="Sample"),
    emails=(Field(value="ada@other.example"),),
    phones=(Phone(value="+442079460018", raw="+442079460018"),),
)


def test_a_code_is_preferred_and_differences_are_told() -> None:
    contact = understand(CARD, [CODE])
    assert [email.value for email in contact.emails] == ["ada@other.example", "ada.sample@example-works.example"]
    assert [phone.value for phone in contact.phones] == ["+442079460018"]
    assert contact.title is not None
    assert contact.conflicts == ()


def test_a_name_that_the_code_spells_otherwise_is_a_conflict() -> None:
    code = Contact(name=Name(value="Eva Other", given="Eva", family="Other"))
    contact = understand(CARD, [code])
    assert contact.name is not None
    assert contact.name.value == "Eva Other"
    assert any("the name differs" in sentence and "Ada Sample" in sentence for sentence in contact.conflicts)


def test_a_misread_address_is_told_and_not_kept_twice() -> None:
    printed = Contact(emails=(Field(value="ada.srnith@example.example"),))
    merged = merge_code(printed, Contact(emails=(Field(value="ada.smith@example.example"),)))
    assert [email.value for email in merged.emails] == ["ada.smith@example.example"]
    assert "the print was read as" in merged.conflicts[0]


def test_a_code_with_a_link_adds_the_link() -> None:
    link = Field(value="https://www.linkedin.com/in/ada-sample")
    merged = merge_code(understand(CARD), Contact(linkedin=link))
    assert merged.linkedin is not None
    assert merged.linkedin.value == link.value
    assert merged.name is not None


def test_the_kind_of_a_number_in_a_code_comes_from_the_print() -> None:
    printed = Contact(phones=(Phone(value="+447700900123", type=PhoneType.MOBILE),))
    merged = merge_code(printed, Contact(phones=(Phone(value="+447700900123"),)))
    assert [(phone.value, phone.type) for phone in merged.phones] == [("+447700900123", PhoneType.MOBILE)]


def test_two_sides_are_one_contact() -> None:
    front = understand(CARD)
    back = understand(card(("Example Works Ltd", 24), ("99 Other Road", 16), ("Leeds LS1 6TJ", 16)))
    merged = merge_sides(front, back)
    assert merged.name == front.name
    assert [address.postal_code for address in merged.addresses] == ["W2 6BD", "LS1 6TJ"]
    assert [email.value for email in merged.emails] == [email.value for email in front.emails]
    assert merged.conflicts == ()


def test_two_sides_that_differ_say_so() -> None:
    one, other = Contact(title=Field(value="Director")), Contact(title=Field(value="Geschäftsführerin"))
    merged = merge_sides(one, other)
    assert merged.title is not None
    assert merged.title.value == "Director"
    assert merged.conflicts == ("the title differs: the front says 'Director', the back 'Geschäftsführerin'",)


def test_a_side_merged_with_itself_is_itself() -> None:
    contact = understand(CARD)
    assert merge_sides(contact, contact) == contact


def test_a_logo_read_as_letters_is_no_part_of_the_company() -> None:
    lines = card(("all", 40), ("EXAMPLE WORKS", 38), ("Ada Sample", 24), ("ada@example-works.example", 16))
    contact = understand(lines)
    assert contact.organization is not None
    assert contact.organization.value == "EXAMPLE WORKS"


def test_a_title_in_one_piece_with_its_department_is_taken_apart() -> None:
    contact = understand(
        card(("Ada Sample", 30), ("Sales Manager – Export Department", 18), ("ada@sample.example", 16))
    )
    assert contact.title is not None
    assert contact.department is not None
    assert (contact.title.value, contact.department.value) == ("Sales Manager", "Export Department")


def test_a_label_alone_begins_another_address() -> None:
    lines = card(
        ("Ada Sample", 30), ("12 Example Street", 16), ("London W2 6BD", 16), ("Mailing Address", 16),
        ("P.O. Box 553", 16), ("Leeds LS1 4AP", 16),
    )  # fmt: skip
    assert [address.postal_code for address in understand(lines).addresses] == ["W2 6BD", "LS1 4AP"]


def test_opening_hours_are_no_address() -> None:
    lines = card(("Ada Sample", 30), ("Baker", 18), ("Mon-Sat 8.00am to 6.00pm", 16), ("ada@sample.example", 16))
    assert understand(lines).addresses == ()


def test_a_company_called_like_its_site_is_the_company_where_the_domain_is_told_elsewhere() -> None:
    lines = card(("Quietbay.io", 48), ("Ada Sample", 30), ("Engineer", 18), ("ada@quietbay.io", 16))
    contact = understand(lines)
    assert contact.urls == ()
    assert contact.organization is not None
    assert contact.organization.value == "Quietbay.io"
    alone = understand(card(("Quietbay.io", 48), ("Ada Sample", 30), ("+44 20 7946 0018", 16)))
    assert [url.value for url in alone.urls] == ["quietbay.io"]


@pytest.mark.parametrize("printed", ["Dr. med. Monika Sample", "dr n. med. Monika Sample"])
def test_a_degree_of_several_words_hides_no_name(printed: str) -> None:
    contact = understand(card((printed, 30), ("Dentist", 18), ("+41 44 668 18 00", 16)))
    assert contact.name is not None
    assert contact.name.value == "Monika Sample"


def test_a_small_l_in_the_name_does_not_bend_the_address() -> None:
    contact = understand(card(("Suresh lyengar", 30), ("Notary Public", 16), ("siyengar@iyengar-works.example", 16)))
    assert contact.name is not None
    assert contact.name.value == "Suresh Iyengar"
    assert [email.value for email in contact.emails] == ["siyengar@iyengar-works.example"]


def test_a_double_name_is_mended_in_its_half() -> None:
    rows = (("Zuzana Žáková-Vléková", 30), ("zuzana.zakovavlckova@sample.example", 16), ("Sample Vlčková Ltd", 16))
    contact = understand(card(*rows))
    assert contact.name is not None
    assert contact.name.value == "Zuzana Žáková-Vlčková"
    assert [email.value for email in contact.emails] == ["zuzana.zakovavlckova@sample.example"]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("Mrs LEE Charlotte", "Charlotte Lee"),
        ("Mr NISHA S.", "Nisha S."),
        ("TkT MANNINEN Olli", "Olli Manninen"),
        ("Lene Poulsen, HD(R)", "Lene Poulsen"),
    ],
)
def test_names_with_titles_and_capitals(printed: str, shown: str) -> None:
    contact = understand(card((printed, 30), ("Director", 16), ("+44 20 7946 0018", 16)))
    assert contact.name is not None
    assert contact.name.value == shown


@pytest.mark.parametrize("text", ["very kind!", "Aluguel de vestidos para noivas", "Italia"])
def test_what_is_nobodys_name(text: str) -> None:
    name = understand(card((text, 30), ("+44 20 7946 0018", 16))).name
    assert name is None or name.value != text


def test_a_company_called_like_its_site_is_the_company_and_the_site_stays() -> None:
    contact = understand(card(("sample.example Ltd", 20), ("ada@sample.example", 16), ("www.sample.example", 16)))
    assert contact.organization is not None
    assert contact.organization.value == "sample.example Ltd"
    assert [url.value for url in contact.urls] == ["www.sample.example"]


def test_a_person_whom_the_mailbox_names_is_no_company() -> None:
    rows = (
        ("Vincenzo Giordano", 30),
        ("vincenzo.giordano@sample-bistro.example", 16),
        ("Via Roma 4, 16195 Genova", 16),
    )
    contact = understand(card(*rows))
    assert contact.name is not None
    assert contact.name.value == "Vincenzo Giordano"


def test_a_profession_s_domain_names_no_company() -> None:
    contact = understand(card(("Petra Muster", 24), ("petra.muster@avocat.example", 16)))
    assert contact.organization is None
    assert contact.name is not None


def test_what_is_told_as_a_person_is_no_address() -> None:
    rows = (("EXAMPLE BUFFET", 40), ("José Carlos", 16), ("(11) 3000-1234", 16))
    contact = understand(card(*rows))
    assert contact.name is not None
    assert (contact.name.value, contact.addresses) == ("José Carlos", ())


def test_a_double_family_name_is_no_title_though_a_half_of_it_is_a_trade() -> None:
    rows = (("SCHUSTER-SCHNEIDER", 38), ("& SÖHNE", 36), ("HELMUT K. SCHUSTER-SCHNEIDER", 33), ("+43 1 2345678", 23))
    contact = understand(card(*rows))
    assert contact.title is None
    assert contact.name is not None
    assert contact.name.family == "Schuster-Schneider"


def test_a_company_is_told_as_the_domain_that_is_printed_twice_spells_it() -> None:
    rows = (("Brandscber Wool", 40), ("ada@brandscherwool.example", 16), ("www.brandscherwool.example", 16))
    contact = understand(card(*rows))
    assert contact.organization is not None
    assert contact.organization.value == "Brandscher Wool"
    assert "the domain spells it so" in contact.organization.how


def test_who_has_a_department_alone_has_it_for_a_title() -> None:
    name, unit = placed((Label.NAME, "Ada Sample", 40, 40, 30), (Label.DEPARTMENT, "Example Care", 40, 90, 20))
    doubtful = replace(unit, chances=(0.0, 0.34, 0.66, 0.0, 0.0, 0.0))
    lines = [Line("Ada Sample", 0.9, Box(40, 40, 200, 30)), Line("Example Care", 0.9, Box(40, 90, 200, 20))]
    told = [pick([name, one], lines, Clues(), (), keep_capitals=False) for one in (doubtful, unit)]
    assert [one.title.value if one.title else None for one in told] == ["Example Care", None]
    assert [one.department.value if one.department else None for one in told] == [None, "Example Care"]
