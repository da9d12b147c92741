"""``cardscan linkedin``: what is printed, what is saved, and what is left alone."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from made_linkedin import Job, Profile, code_picture, profile_pdf

from cardscan.book import Book
from cardscan.cli import main

JANE = "https://www.linkedin.com/in/jane-example-4b71a2"
HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
FIRST = HEADER + (
    f"Jane,Example,{JANE},,Harbour Bank,Recruiter,15 Mar 2024\n"
    'Bo,Sample,https://www.linkedin.com/in/bo-sample,,"Harbour Bank, plc",Risk Analyst,03 Jan 2019\n'
    "Cy,Muster,https://www.linkedin.com/in/cy-muster,,Other Ltd,Clerk,03 Jan 2019\n"
)


def _people(book: Path) -> list[str]:
    with Book.open(book) as opened:
        return [person.contact.display_name for person in opened.people()]


def _file(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _profile(folder: Path) -> str:
    shown = JANE.removeprefix("https://")
    jobs = (Job("Head of People", "May 2021 - Present (3 years)", "Harbour Bank"),)
    path = folder / "Profile.pdf"
    block = (("jane@harbour.example", "", "mailto:jane@harbour.example"), (shown, "LinkedIn", JANE))
    path.write_bytes(profile_pdf(replace(Profile(name="Jane Example"), contact=block, jobs=jobs)))
    return str(path)


def test_json_is_the_contract_and_a_dry_run_saves_nothing(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = [_profile(tmp_path), JANE, str(code_picture(tmp_path / "code.png", f"{JANE}?fromQR=1"))]
    sources.append(_file(tmp_path, "Connections.csv", FIRST))
    assert main(["linkedin", "add", *sources, "--format", "json", "--dry-run"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["version"] == 1
    assert len(document["contacts"]) == 6
    profile = document["contacts"][0]
    assert profile["name"]["value"] == "Jane Example"
    assert profile["headline"] == "Head of People at Harbour Bank"
    assert profile["location"] == "Leeds, England, United Kingdom"
    assert profile["linkedin"]["value"] == JANE
    assert profile["title"]["value"] == "Head of People"
    assert "guess" in document["contacts"][2]["name"]["how"]
    assert not book.exists()


def test_the_contacts_printed_fit_the_schema(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import jsonschema

    import cardscan

    schema = json.loads((Path(cardscan.__file__).parent / "scan.schema.json").read_text(encoding="utf-8"))
    contact = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/contact"}
    sources = [_profile(tmp_path), JANE, "https://lnkd.in/abc", _file(tmp_path, "Connections.csv", FIRST)]
    assert main(["linkedin", "add", *sources, "--format", "json", "--dry-run"]) == 0
    for one in json.loads(capsys.readouterr().out)["contacts"]:
        jsonschema.validate(one, contact)


def test_a_profile_is_saved_and_tied_to_the_interview(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["interview", "add", "--company", "Harbour Bank", "--role", "Analyst"]) == 0
    assert main(["linkedin", "add", _profile(tmp_path), "--interview", "harbour"]) == 0
    assert "saved Jane Example as 1" in capsys.readouterr().err
    with Book.open(book) as opened:
        (person,) = opened.people()
        assert person.meetings[0].interview.application.company == "Harbour Bank"
        assert person.contact.headline == "Head of People at Harbour Bank"


def test_the_same_person_from_several_sources_is_one_and_a_guess_never_replaces_a_name(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = _profile(tmp_path)
    assert main(["linkedin", "add", renamed]) == 0
    assert main(["linkedin", "add", JANE]) == 0
    assert main(["linkedin", "add", renamed, JANE]) == 0
    assert "in the book already" in capsys.readouterr().err
    with Book.open(book) as opened:
        (person,) = opened.people()
        assert person.contact.name is not None
        assert person.contact.name.confidence > 0.9
        assert len(opened.records(person)) == 2
        assert opened.proposals(person) == []


def test_an_address_goes_to_the_contact_that_is_named(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["linkedin", "add", "https://www.linkedin.com/in/ada-sample"]) == 0
    assert main(["linkedin", "add", "https://lnkd.in/abc", "--contact", "ada"]) == 0
    with Book.open(book) as opened:
        (person,) = opened.people()
        assert [url.value for url in person.contact.urls] == ["https://lnkd.in/abc"]
    assert main(["linkedin", "add", JANE, "--contact", "nobody"]) == 6
    assert main(["linkedin", "add", f"{JANE} https://www.linkedin.com/in/bo-sample", "--contact", "ada"]) == 2
    assert "one by one" in capsys.readouterr().err


def test_an_export_is_joined_and_new_people_come_only_when_asked(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = _file(tmp_path, "Connections.csv", FIRST)
    assert main(["linkedin", "add", JANE]) == 0
    assert main(["linkedin", "add", export]) == 0
    assert "3 connections; 1 of them in the book, 1 with something new; 2 are not" in capsys.readouterr().err
    with Book.open(book) as opened:
        (person,) = opened.people()
        assert person.contact.organization is not None
        assert person.contact.organization.value == "Harbour Bank"
        assert person.contact.name is not None
        assert person.contact.name.confidence > 0.9
    assert main(["linkedin", "add", export]) == 0
    assert "0 with something new" in capsys.readouterr().err
    assert main(["linkedin", "add", export, "--all"]) == 0
    assert sorted(_people(book)) == ["Bo Sample", "Cy Muster", "Jane Example"]
    assert main(["linkedin", "add", export, "--all"]) == 0
    assert len(_people(book)) == 3


def test_a_later_export_tells_who_changed_job(book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["linkedin", "add", _file(tmp_path, "Connections.csv", FIRST)]) == 0
    later = FIRST.replace("Other Ltd,Clerk", "New Ltd,Head Clerk")
    assert main(["linkedin", "add", _file(tmp_path, "Later.csv", later), "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert "changed job: Cy Muster: Clerk, Other Ltd → Head Clerk, New Ltd" in printed.err
    assert json.loads(printed.out.splitlines()[-1])["changed_job"] == [
        "Cy Muster: Clerk, Other Ltd → Head Clerk, New Ltd"
    ]
    assert main(["linkedin", "add", str(tmp_path / "Later.csv")]) == 0
    assert "changed job" not in capsys.readouterr().err


def test_whom_one_knows_at_a_company_whatever_its_legal_form(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["linkedin", "add", _profile(tmp_path), _file(tmp_path, "Connections.csv", FIRST)]) == 0
    capsys.readouterr()
    assert main(["linkedin", "who", "harbour bank ltd", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert sorted(known["name"] for known in document["people"]) == ["Bo Sample", "Jane Example"]
    assert main(["linkedin", "who", "HARBOUR BANK", "--department", "risk"]) == 0
    printed = capsys.readouterr().out
    assert printed.index("Bo Sample") < printed.index("Jane Example")
    assert "2019-01-03" in printed
    assert main(["linkedin", "who", "Nowhere Ltd"]) == 0
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--contact", "--interview"])
def test_an_export_takes_no_single_person_and_no_interview(
    book: Path, tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["linkedin", "add", _file(tmp_path, "Connections.csv", FIRST), option, "1"]) == 2
    assert option in capsys.readouterr().err
    assert not book.exists()


def test_a_shared_text_from_stdin(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"Jane Example’s profile: {JANE}?utm_source=share\n"))
    assert main(["linkedin", "add", "-"]) == 0
    assert _people(book) == ["Jane Example"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("https://linkedin.com.evil.example/in/jane", "only looks like it"),
        ("https://www.linkedin.com/company/harbour-bank", "a company's page"),
        ("Missing.pdf", "no such file"),
    ],
)
def test_bad_input_is_one_line_and_a_hint_and_the_book_stays_away(
    book: Path, source: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["linkedin", "add", source]) == 3
    printed = capsys.readouterr()
    assert printed.out == ""
    lines = printed.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert message in lines[0]
    assert not book.exists()


def test_one_bad_source_does_not_stop_the_others(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["linkedin", "add", "Missing.pdf", JANE]) == 7
    assert "no such file" in capsys.readouterr().err
    assert _people(book) == ["Jane Example"]
