"""CSV both ways: Google's headings, no formula that runs, and the tables of other address books."""

import csv
import io

import pytest
from made_vcards import PEOPLE, ZOE

from cardscan.errors import ParseError
from cardscan.model import Contact, Field, Name, Person, Phone, PhoneType
from cardscan.vcard.csv import disarm, write_csv
from cardscan.vcard.csv_read import read_csv_contacts
from cardscan.vcard.person import UNDATED


def person(**fields: object) -> Person:
    return Person(id=1, uid="urn:uuid:1", slug="x", contact=Contact(**fields), changed=UNDATED)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_google_headings_and_values() -> None:
    row = rows(write_csv([ZOE]))[0]
    assert row["First Name"] == "Zoë"
    assert row["Last Name"] == "Whitcombe-Núñez"
    assert row["Organization Name"] == "Harbour Bank, plc"
    assert row["Organization Title"] == "Head of People, Europe"
    assert row["Labels"] == "Interviewers ::: Harbour Bank plc ::: Chess club ::: * myContacts"
    assert (row["Phone 1 - Label"], row["Phone 1 - Value"]) == ("Work", "+442079460018 x12")
    assert (row["Phone 2 - Label"], row["Phone 2 - Value"]) == ("Mobile", "+447700900123")
    assert (row["E-mail 2 - Value"], row["Address 1 - City"]) == ("z.whitcombe@mail.example", "London")
    assert (row["Website 1 - Label"], row["Website 1 - Value"]) == (
        "LinkedIn",
        "https://www.linkedin.com/in/zoe-whitcombe",
    )
    assert row["Notes"].startswith("Interview: Harbour Bank plc - Analyst (Risk) - round 1 - 2026-10-05")


def test_every_row_has_every_column() -> None:
    read = list(csv.reader(io.StringIO(write_csv(PEOPLE), newline="")))
    assert {len(row) for row in read} == {len(read[0])}
    assert write_csv(PEOPLE).count("\n") - write_csv(PEOPLE).count("\r\n") == sum(
        cell.count("\n") for row in read for cell in row
    )


@pytest.mark.parametrize(
    "formula", ['=HYPERLINK("http://x.example")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "＝1", "  =1"]
)
def test_no_cell_begins_a_formula(formula: str) -> None:
    text = write_csv([person(name=Name(value=formula, given=formula), title=Field(value=formula), notes=(formula,))])
    for cell in rows(text)[0].values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_a_number_in_international_form_stays_readable() -> None:
    assert disarm("+442079460018 x12") == "+442079460018 x12"
    assert disarm("+44 (0)20 7946-0018") == "+44 (0)20 7946-0018"
    assert disarm("+442079460018+cmd|' /C calc'!A0").startswith("'")


def test_what_was_written_is_read_back() -> None:
    result = read_csv_contacts(write_csv(PEOPLE))
    assert not result.problems
    told = result.contacts[0].contact
    ours = ZOE.contact
    assert told.name is not None
    assert (told.name.given, told.name.family, told.name.prefix, told.name.nickname) == (
        "Zoë",
        "Whitcombe-Núñez",
        "Dr",
        "Zo",
    )
    assert [email.value for email in told.emails] == [email.value for email in ours.emails]
    assert [(phone.value, phone.extension, phone.type) for phone in told.phones] == [
        (phone.value, phone.extension, phone.type) for phone in ours.phones
    ]
    assert told.linkedin is not None
    assert (told.linkedin.value, told.urls[1].label) == ("https://www.linkedin.com/in/zoe-whitcombe", "GitHub")
    assert told.addresses[0].country == "GB"
    assert (told.headline, told.location) == ("People first", "London")
    assert told.notes == ("Wants the reference by Friday", "Prefers calls", *ours.notes)
    assert result.contacts[0].categories == ("Interviewers", "Harbour Bank plc", "Chess club")
    assert result.contacts[1].contact.display_name == "Lantern & Co"


def test_a_formula_comes_back_as_it_was() -> None:
    text = write_csv([person(name=Name(value="=A1", given="=A1"))])
    assert read_csv_contacts(text).contacts[0].contact.display_name == "=A1"


OUTLOOK = (
    "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business City,"
    "Business Postal Code,Business Country/Region,Business Phone,Mobile Phone,Business Fax,Home Phone,Categories,"
    "E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,Notes,Web Page\r\n"
    'Dr,Ada,M,Sample,Jr,Lantern GmbH,Sales,Head of Sales,"Hafen 1\r\nHaus B",Berlin,10115,Germany,030 901820,'
    "+49 1514 1234567,030 901821,,Friends;Chess,ada@lantern.example,SMTP,Ada Sample,ada@mail.example,"
    '"one\r\ntwo",https://lantern.example\r\n'
)


def test_outlook() -> None:
    (entry,) = read_csv_contacts(OUTLOOK.encode("cp1252"), country="DE").contacts
    contact = entry.contact
    assert contact.name is not None
    assert (contact.name.prefix, contact.name.given, contact.name.suffix) == ("Dr", "Ada", "Jr")
    assert contact.title is not None
    assert contact.title.value == "Head of Sales"
    assert [(phone.value, phone.type) for phone in contact.phones] == [
        ("+4930901820", PhoneType.WORK),
        ("+4915141234567", PhoneType.MOBILE),
        ("+4930901821", PhoneType.FAX),
    ]
    assert [email.value for email in contact.emails] == ["ada@lantern.example", "ada@mail.example"]
    address = contact.addresses[0]
    assert (address.street, address.locality, address.postal_code, address.country) == (
        "Hafen 1 Haus B", "Berlin", "10115", "DE",
    )  # fmt: skip
    assert contact.notes == ("one", "two")
    assert contact.urls[0].value == "https://lantern.example"
    assert entry.categories == ("Friends", "Chess")


def test_google_before_2023_with_several_values_in_a_cell() -> None:
    text = (
        "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,"
        "Organization 1 - Name,Organization 1 - Title,Website 1 - Type,Website 1 - Value\n"
        "Ada Sample,Ada,Sample,* myContacts ::: Chess,* Work,a@lantern.example ::: b@lantern.example,Mobile,"
        "+44 7700 900123 ::: +44 7700 900124,Lantern,Clerk,Profile,http://www.linkedin.com/in/ada-sample/\n"
    )
    (entry,) = read_csv_contacts(text).contacts
    contact = entry.contact
    assert [email.value for email in contact.emails] == ["a@lantern.example", "b@lantern.example"]
    assert [phone.value for phone in contact.phones] == ["+447700900123", "+447700900124"]
    assert {phone.type for phone in contact.phones} == {PhoneType.MOBILE}
    assert contact.linkedin is not None
    assert contact.linkedin.value == "https://www.linkedin.com/in/ada-sample"
    assert entry.categories == ("Chess",)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_icloud_like_tables_with_any_separator_and_words_before(mark: str) -> None:
    header = mark.join(
        ("First name", "Last name", "Company", "Phone : mobile", "Phone : work fax", "Email : work", "City")
    )
    row = mark.join(("Ada", "Sample", "Lantern", "07700 900123", "020 7946 0018", "ada@lantern.example", "London"))
    result = read_csv_contacts(f"\ufeffExported contacts\n\n{header}\n{row}\n\n{mark * 6}\n", country="GB")
    (entry,) = result.contacts
    assert [(phone.value, phone.type) for phone in entry.contact.phones] == [
        ("+447700900123", PhoneType.MOBILE),
        ("+442079460018", PhoneType.FAX),
    ]
    assert entry.contact.emails[0].value == "ada@lantern.example"
    assert entry.contact.addresses[0].locality == "London"
    assert not result.problems


def test_headings_in_another_language_are_told_by_what_stands_below() -> None:
    text = (
        "Vorname;Nachname;Firma;E-Mail-Adresse;Telefon geschäftlich;Mobiltelefon;Webseite\r\n"
        "Ada;Sample;Lantern GmbH;ada@lantern.example;+49 30 901820;+49 1514 1234567;https://lantern.example\r\n"
    )
    (entry,) = read_csv_contacts(text.encode("cp1252")).contacts
    contact = entry.contact
    assert contact.display_name == "Ada Sample"
    assert contact.emails[0].value == "ada@lantern.example"
    assert [phone.value for phone in contact.phones] == ["+4930901820", "+4915141234567"]
    assert contact.urls[0].value == "https://lantern.example"


def test_rows_of_nobody_are_told_with_their_line() -> None:
    result = read_csv_contacts("Name,Email,Notes\nAda,a@x.example,\n,,only a note\n")
    assert len(result.contacts) == 1
    assert [str(problem) for problem in result.problems] == ["line 3: a row without a name, company, e-mail or number"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00\x01\x02", "just words\n"])
def test_what_is_no_table_of_contacts_is_refused(text: str) -> None:
    with pytest.raises(ParseError, match="not a table of contacts"):
        read_csv_contacts(text)


def test_a_cell_without_end_is_survived() -> None:
    result = read_csv_contacts('Name,Email\nAda,a@x.example\n"' + "x" * 200_000)
    assert result.contacts[0].contact.emails[0].value == "a@x.example"


def test_phone_types_of_a_row() -> None:
    written = write_csv(
        [person(phones=tuple(Phone(value="+44770090012" + str(i), type=kind) for i, kind in enumerate(PhoneType)))]
    )
    (entry,) = read_csv_contacts(written).contacts
    assert [phone.type for phone in entry.contact.phones] == list(PhoneType)
