import io
import os
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardscan.book.names import company_key
from cardscan.errors import ExitCode, InputError
from cardscan.linkedin import connections
from cardscan.linkedin.connections import contact_of, decode_text, load_connections, parse_connections, parse_day
from cardscan.linkedin.join import join
from cardscan.model import Contact, Field, Name, Person

NOTES = 'Notes:\n"When exporting your connection data, you may notice that some of the emails are missing."\n\n'
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ADA = (
    "Ada,Example,https://www.linkedin.com/in/ada-example,ada@harbour.example,"
    '"Harbour Bank, plc",Head of People,15 Mar 2024\n'
)
BO = "Bo,Sample,https://www.linkedin.com/in/bo-sample,,Sample Ltd,Clerk,03 Jan 2019\n"


def test_the_header_is_found_wherever_it_stands() -> None:
    for before in ("", NOTES, NOTES * 3, 'Notes:\n"An unclosed quote\n', "\n\n\n"):
        found = parse_connections(before + HEADER + ADA + BO)
        assert found is not None
        assert [person.name for person in found.people] == ["Ada Example", "Bo Sample"]
        ada = found.people[0]
        assert (ada.company, ada.position, ada.email) == ("Harbour Bank, plc", "Head of People", "ada@harbour.example")
        assert ada.url == "https://www.linkedin.com/in/ada-example"
        assert ada.connected_on == date(2024, 3, 15)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_any_encoding_that_a_spreadsheet_saves(encoding: str) -> None:
    found = parse_connections(decode_text((NOTES + HEADER + ADA.replace("Ada", "Zoë")).encode(encoding)))
    assert found is not None
    assert found.people[0].given == "Zoë"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_that_a_spreadsheet_saves(separator: str) -> None:
    found = parse_connections((NOTES + HEADER + BO).replace(",", separator))
    assert found is not None
    assert found.people[0].company == "Sample Ltd"


def test_blank_short_long_and_broken_rows() -> None:
    rows = ",,,,,,\n\nCy,Short\n" + 'Di,Open,https://www.linkedin.com/in/di-open,,"Unclosed Ltd,Boss,1 Dec 2019\n' + BO
    rows += ",,,,Nobody Ltd,Clerk,1 Dec 2019\n" + 'Ed,"Two\nlines",,,"Break\nLtd",,\n' + "Flo,Long,,,,,,,,,extra\n" + BO
    found = parse_connections(HEADER + rows)
    assert found is not None
    assert [person.name for person in found.people] == ["Cy Short", "Di Open", "Bo Sample", "Ed Two lines", "Flo Long"]
    assert found.passed_over == 1
    assert found.people[1].company == "Unclosed Ltd"
    assert found.people[3].company == "Break Ltd"


def test_an_old_file_without_addresses() -> None:
    header = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    found = parse_connections(header + 'Ada,Example,,Harbour Bank,Clerk,"3/15/16, 10:02 PM"\n')
    assert found is not None
    assert found.people[0].url is None
    assert found.people[0].connected_on == date(2016, 3, 15)


@pytest.mark.parametrize(
    "header",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am\n",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion\n",
        "Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Conectado el\n",
        "Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em\n",
        "Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op\n",
        "",  # a language that is not known: told by the addresses in the third column
    ],
)
def test_headers_of_other_languages(header: str) -> None:
    found = parse_connections(header + ADA + BO)
    assert found is not None
    assert found.people[0].company == "Harbour Bank, plc"
    assert found.people[1].connected_on == date(2019, 1, 3)


def test_a_formula_is_a_text_until_it_is_written() -> None:
    found = parse_connections(HEADER + '"=HYPERLINK(""http://evil.example"")",Example,,,=1+1,,\n')
    assert found is not None
    assert found.people[0].company == "=1+1"


def test_no_cell_can_become_a_line_of_its_own() -> None:
    found = parse_connections(HEADER + 'Ada,"Exam\x0bple\u2028X\x00",,,"A\r\nEMAIL:x@evil.example",,\n')
    assert found is not None
    assert found.people[0].company == "A EMAIL:x@evil.example"
    assert found.people[0].family == "Exam ple X"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 Mar 2024", date(2024, 3, 15)), ("1 Dec 2019", date(2019, 12, 1)), ("15 mars 2024", date(2024, 3, 15)),
        ("15. März 2024", date(2024, 3, 15)), ("15 de marzo de 2024", date(2024, 3, 15)),
        ("12 juil. 2023", date(2023, 7, 12)), ("2024-03-15", date(2024, 3, 15)), ("15-Mar-24", date(2024, 3, 15)),
        ("15.03.2024", date(2024, 3, 15)), ("3/15/16, 10:02 PM", date(2016, 3, 15)), ("25/12/2020", date(2020, 12, 25)),
        ("03/04/2024", None), ("31 Feb 2024", None), ("yesterday", None), ("", None),
    ],
)  # fmt: skip
def test_days_are_read_where_they_are_certain(text: str, day: date | None) -> None:
    assert parse_day(text) == day


def test_a_row_becomes_a_contact() -> None:
    found = parse_connections(HEADER + ADA.replace("Example,h", '"Van Example, PhD",h'))
    assert found is not None
    contact = contact_of(found.people[0])
    assert contact.name is not None
    assert (contact.name.value, contact.name.family, contact.name.suffix) == ("Ada Van Example", "Van Example", "PhD")
    assert contact.organization is not None
    assert contact.organization.value == "Harbour Bank, plc"
    assert "2024-03-15" in contact.organization.how


def _zip(path: Path, **entries: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_csv", ".csv"), content)
    return path


def test_the_export_s_zip_and_its_folder(tmp_path: Path) -> None:
    path = _zip(tmp_path / "export.zip", Profile_csv="x", deep__er__Connections_csv=NOTES + HEADER + ADA)
    assert len(load_connections(path).people) == 1
    folder = tmp_path / "export" / "Basic"
    folder.mkdir(parents=True)
    (folder / "connections.csv").write_text(HEADER + ADA, encoding="utf-8")
    assert len(load_connections(tmp_path / "export").people) == 1


def test_the_day_of_an_export_is_the_zip_s_or_the_file_s_and_never_before_its_last_row(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("Connections.csv", (2025, 2, 3, 4, 5, 6)), HEADER + ADA)
    assert load_connections(path).taken_on == date(2025, 2, 3)
    plain = tmp_path / "Connections.csv"
    plain.write_text(HEADER + ADA, encoding="utf-8")
    long_ago = time.mktime((2020, 5, 6, 12, 0, 0, 0, 0, -1))
    os.utime(plain, (long_ago, long_ago))
    assert load_connections(plain).taken_on == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no list of connections"),
        (b"Name;Umsatz\nA;1\n", "no list of connections"),
        (NOTES.encode(), "no list of connections"),
        ((NOTES + HEADER).encode(), "no connection in it"),
        ((HEADER + ",,,,Nobody Ltd,,\n,,,,,,\n").encode(), "no connection in it (1 rows"),
        (b"PK\x05\x06" + bytes(18), "no Connections.csv"),
    ],
)
def test_what_yields_nothing_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "Connections.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        load_connections(path)
    assert reason in str(refused.value)
    assert "Get a copy of your data" in refused.value.hint
    assert refused.value.exit_code == ExitCode.INPUT


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MAX_CSV_BYTES", 100_000)
    path = _zip(tmp_path / "bomb.zip", Connections_csv=b"a" * 50_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(InputError, match="more than is safe"):
        load_connections(path)
    monkeypatch.setattr(connections, "MAX_DIRECTORY_BYTES", 1_000)
    many = _zip(tmp_path / "many.zip", **{f"file{number}_csv": "" for number in range(100)})
    with pytest.raises(InputError, match="more files"):
        load_connections(many)


def test_a_damaged_or_locked_zip_is_an_error(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Connections.csv", HEADER + BO * 500)
    content = bytearray(buffer.getvalue())
    content[60:90] = bytes(30)
    path = tmp_path / "damaged.zip"
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged"):
        load_connections(path)
    locked = bytearray(buffer.getvalue())
    locked[6] |= 1  # the flag "encrypted" of the entry, and of its line in the directory
    locked[buffer.getvalue().rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(locked)
    with pytest.raises(InputError, match="locked"):
        load_connections(path)


@given(st.text(alphabet=st.sampled_from('ab,;"\n\r\t=@/.x1 é'), max_size=300))
def test_any_rows_are_read_or_passed_over(rows: str) -> None:
    found = parse_connections(HEADER + rows)
    assert found is not None
    assert all(person.name or person.email or person.profile for person in found.people)


@given(st.binary(max_size=300))
def test_any_bytes_become_text(content: bytes) -> None:
    assert isinstance(decode_text(content), str)


def test_thirty_thousand_rows_are_read_in_seconds() -> None:
    rows = "".join(
        f"Ada{n},Example,https://www.linkedin.com/in/ada-{n},,Harbour Bank,Clerk,15 Mar 2024\n" for n in range(30_000)
    )
    began = time.perf_counter()
    found = parse_connections(NOTES + HEADER + rows)
    assert found is not None
    assert len(found.people) == 30_000
    assert time.perf_counter() - began < 20


def _person(
    number: int, name: str, company: str | None = None, slug: str | None = None, email: str | None = None
) -> Person:
    contact = Contact(
        name=Name(value=name),
        organization=Field(value=company) if company else None,
        linkedin=Field(value=f"https://www.linkedin.com/in/{slug}") if slug else None,
        emails=(Field(value=email),) if email else (),
    )
    return Person(id=number, uid=f"urn:uuid:{number}", slug=f"p{number}", contact=contact, changed=datetime.now(UTC))


def test_rows_are_joined_by_profile_then_email_then_strictly_by_name_and_company() -> None:
    people = [
        _person(1, "Someone Renamed", slug="ada-example"),
        _person(2, "B. Sample", email="Bo@sample.example"),
        _person(3, "Cy Müster", "Muster GmbH & Co. KG"),
        _person(4, "Di Other", "Other Ltd"),
    ]
    rows = [
        _person(0, "Ada Example", slug="ada-example").contact,
        _person(0, "Bo Sample", email="bo@sample.example").contact,
        _person(0, "Cy Muster", "Muster").contact,
        _person(0, "Di Other", "Another Ltd").contact,
    ]
    joined = join(rows, people, company_key)
    assert [(one.row, one.person.id, one.why) for one in joined] == [
        (0, 1, "same LinkedIn profile"),
        (1, 2, "same e-mail"),
        (2, 3, "same name and company"),
    ]


def test_a_row_that_fits_two_people_or_a_person_that_fits_two_rows_is_not_joined() -> None:
    twins = [_person(1, "Ada Example", "Harbour Bank"), _person(2, "Ada Example", "Harbour Bank plc")]
    row = _person(0, "Ada Example", "Harbour Bank").contact
    assert join([row], twins, company_key) == ()
    assert join([row, row], twins[:1], company_key) == ()


def test_another_profile_stands_against_the_same_name_and_company() -> None:
    known = _person(1, "Ada Example", "Harbour Bank", slug="ada-example-1")
    other = _person(0, "Ada Example", "Harbour Bank", slug="ada-example-2").contact
    assert join([other], [known], company_key) == ()
