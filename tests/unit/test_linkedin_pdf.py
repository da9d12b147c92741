from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_linkedin import Job, Profile, profile_pdf

from cardscan.errors import ExitCode, InputError
from cardscan.linkedin.place import country_of, is_place
from cardscan.linkedin.profile_pdf import load_profile_pdf
from cardscan.linkedin.source import SourceKind, read_source
from cardscan.model import Contact, PhoneType

LINK = "https://www.linkedin.com/in/ada-example-4b71a2"
LINKEDIN = ("www.linkedin.com/in/ada-example-4b71a2", "LinkedIn", f"{LINK}?lipi=urn%3Ali%3Apage")
EMAIL = ("ada@harbour.example", "", "mailto:ada@harbour.example")
ADA = Profile(
    contact=(EMAIL, LINKEDIN),
    jobs=(
        Job("Head of People", "May 2021 - Present (3 years 2 months)", "Harbour Bank", place="Leeds, England"),
        Job("Recruiter", "June 2018 - May 2021 (3 years)", "Sample Ltd."),
    ),
)


WHOLE = profile_pdf(ADA)


@pytest.fixture(params=[True, False], ids=["links", "print alone"])
def read(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]  # a closure
    def reader(profile: Profile) -> Contact:
        path = tmp_path / "Profile.pdf"
        path.write_bytes(profile_pdf(replace(profile, links=request.param)))
        return load_profile_pdf(path)

    return reader


def test_a_profile_is_read_whole(read) -> None:
    contact = read(ADA)
    assert contact.name
    assert (contact.name.value, contact.name.given, contact.name.family) == (
        "Ada Example",
        "Ada",
        "Example",
    )
    assert contact.headline == "Head of People at Harbour Bank"
    assert contact.location == "Leeds, England, United Kingdom"
    assert contact.title
    assert contact.title.value == "Head of People"
    assert contact.organization
    assert contact.organization.value == "Harbour Bank"
    assert [email.value for email in contact.emails] == ["ada@harbour.example"]
    assert contact.linkedin
    assert contact.linkedin.value == LINK
    assert contact.notes == ("Earlier: Recruiter at Sample Ltd., June 2018 – May 2021",)
    assert contact.conflicts == ()


def test_a_wrapped_headline_name_and_title_are_whole_again(read) -> None:
    headline = (
        "Head of People & Culture at Harbour Bank | Co-Founder | Helping teams to find the work they were made for"
    )
    title = "Senior Director of People, Culture, Learning and the many other things that take more than a line"
    contact = read(replace(ADA, headline=headline, jobs=(replace(ADA.jobs[0], title=title),)))
    assert contact.headline == headline
    assert contact.title
    assert contact.title.value == title
    assert contact.location == "Leeds, England, United Kingdom"
    contact = read(replace(ADA, name="Ada Wilhelmina Constance Example-Mustermann"))
    assert contact.name
    assert contact.name.value == "Ada Wilhelmina Constance Example-Mustermann"


@pytest.mark.parametrize(
    "slug", ["ada-example-of-the-harbour-bank-4b71a2", "adawilhelminaconstanceexample", "ada-maria-constance-4b71a2de"]
)
def test_a_broken_address_of_the_profile_is_whole_again(read, slug: str) -> None:
    wrapped = (f"www.linkedin.com/in/{slug}", "LinkedIn", f"https://www.linkedin.com/in/{slug}?x=1")
    contact = read(replace(ADA, contact=(EMAIL, wrapped)))
    assert contact.linkedin
    assert contact.linkedin.value == f"https://www.linkedin.com/in/{slug}"
    assert [email.value for email in contact.emails] == ["ada@harbour.example"]


@pytest.mark.parametrize(
    "email",
    ["ada.wilhelmina.example@harbour.example", "ada.example@people.harbour-bank.com", "a" * 30 + "@harbour.co.uk"],
)
def test_an_email_that_wraps_anywhere_is_whole_again(read, email: str) -> None:
    contact = read(replace(ADA, contact=((email, "", f"mailto:{email}"), LINKEDIN)))
    assert [found.value for found in contact.emails] == [email]


def test_the_contact_block_without_an_email(read) -> None:
    contact = read(replace(ADA, contact=(LINKEDIN,)))
    assert contact.emails == ()
    assert contact.linkedin
    assert contact.linkedin.value == LINK


def test_numbers_sites_and_an_address_in_the_contact_block(read) -> None:
    block = (
        ("1 Example Street, Leeds LS1 4AP", "", ""),
        ("0113 496 0018", "Work", ""),
        ("+44 7700 900123", "Mobile", ""),
        EMAIL,
        LINKEDIN,
        ("harbour.example/people/ada", "Company", "https://harbour.example/people/ada"),
        ("github.com/adaexample", "Personal", "https://github.com/adaexample"),
    )
    contact = read(replace(ADA, contact=block))
    assert [(phone.value, phone.type) for phone in contact.phones] == [
        ("+441134960018", PhoneType.WORK),
        ("+447700900123", PhoneType.MOBILE),
    ]
    assert [(url.value, url.label) for url in contact.urls] == [
        ("harbour.example/people/ada", ""),
        ("github.com/adaexample", "GitHub"),
    ]
    (address,) = contact.addresses
    assert (address.locality, address.postal_code, address.country) == ("Leeds", "LS1 4AP", "GB")
    assert [email.value for email in contact.emails] == ["ada@harbour.example"]


def test_skills_in_the_side_column_are_no_web_sites(read) -> None:
    contact = read(replace(ADA, side=(("Top Skills", ("ASP.NET", "Node.js", "harbour.example")),)))
    assert contact.urls == ()


def test_no_current_position_is_none_and_not_the_last_one(read) -> None:
    contact = read(replace(ADA, jobs=(replace(ADA.jobs[0], dates="May 2021 - June 2024 (3 years)"), ADA.jobs[1])))
    assert contact.title is None
    assert contact.organization is None
    assert len(contact.notes) == 2
    assert read(replace(ADA, jobs=())).title is None


def test_of_several_current_positions_the_first_counts_and_the_others_are_noted(read) -> None:
    trustee = Job("Trustee", "2019 - Present (5 years)", "Sample Trust")
    contact = read(replace(ADA, jobs=(*ADA.jobs, trustee)))
    assert contact.title
    assert contact.title.value == "Head of People"
    assert "Also: Trustee at Sample Trust, since 2019" in contact.notes


def test_grouped_positions_share_the_company_even_over_a_page(read) -> None:
    jobs = (
        Job("Head of People", "May 2021 - Present (3 years)", "Harbour Bank", "6 years", text="Long text. " * 220),
        Job("Deputy Head", "June 2018 - May 2021 (3 years)", place="Leeds, England", text="Between 2018 and 2021."),
        Job("Clerk", "2010 - 2012 (2 years)", "Sample Ltd."),
    )
    contact = read(replace(ADA, jobs=jobs, summary="A summary. " * 40))
    assert contact.organization
    assert contact.organization.value == "Harbour Bank"
    assert contact.title
    assert contact.title.value == "Head of People"
    assert contact.notes == (
        "Earlier: Deputy Head at Harbour Bank, June 2018 – May 2021",
        "Earlier: Clerk at Sample Ltd., 2010 – 2012",
    )


def test_a_profile_of_next_to_nothing(read) -> None:
    bare = Profile(
        contact=(LINKEDIN,), side=(), headline="--", location="", education="", words=("Contact", "", "", "")
    )
    contact = read(bare)
    assert contact.name
    assert contact.name.value == "Ada Example"
    assert contact.location is None
    assert contact.title is None
    assert contact.notes == ()


def test_dates_in_a_description_are_no_position(read) -> None:
    text = "What I did in those years: a great deal, as everybody knows who was there at the time and saw it done"
    jobs = (replace(ADA.jobs[1], text=f"{text} Jan 2020 - Present (4 years)"),)
    contact = read(replace(ADA, jobs=jobs))
    assert contact.title is None


@pytest.mark.parametrize(
    ("words", "dates", "location", "mobile"),
    [
        (("Kontakt", "Zusammenfassung", "Berufserfahrung", "Ausbildung"),
         "August 2023 - Heute (1 Jahr)", "Köln, Deutschland", "Mobil"),
        (("Coordonnées", "Résumé", "Expérience", "Formation"),
         "août 2023 - Aujourd’hui (1 an 2 mois)", "Lyon, France", "Portable"),
        (("Contactar", "Extracto", "Experiencia", "Educación"),
         "agosto de 2023 - Actualmente (1 año)", "Madrid, España", "Móvil"),
        (("Contato", "Resumo", "Experiência", "Formação acadêmica"),
         "agosto de 2023 - o momento (1 ano)", "Lisboa, Portugal", "Celular"),
        (("Contatti", "Riepilogo", "Esperienza", "Formazione"),
         "agosto 2023 - Presente (1 anno)", "Milano, Italia", "Cellulare"),
        (("Contact", "Samenvatting", "Ervaring", "Opleiding"),
         "augustus 2023 - heden (1 jaar)", "Utrecht, Nederland", "Mobiel"),
    ],
)  # fmt: skip
def test_the_language_of_the_profile_does_not_matter(read, words, dates, location, mobile) -> None:
    profile = replace(
        ADA,
        words=words,
        location=location,
        jobs=(replace(ADA.jobs[0], dates=dates), ADA.jobs[1]),
        contact=(("+49 1512 3456789", mobile, ""), EMAIL, LINKEDIN),
        summary="Text.",
    )
    contact = read(profile)
    assert contact.title
    assert contact.title.value == "Head of People"
    assert contact.location == location
    assert contact.phones[0].type is PhoneType.MOBILE


def test_a_name_with_degrees_keeps_them_apart(read) -> None:
    contact = read(replace(ADA, name="Ada Example, PharmD, FCIPD"))
    assert contact.name
    assert (contact.name.value, contact.name.suffix) == ("Ada Example", "PharmD, FCIPD")


def test_a_link_that_leads_elsewhere_than_it_says_is_told(tmp_path: Path) -> None:
    path = tmp_path / "Profile.pdf"
    forged = (LINKEDIN[0], "LinkedIn", "https://www.linkedin.com/in/somebody-else")
    path.write_bytes(profile_pdf(replace(ADA, contact=(forged,))))
    contact = load_profile_pdf(path)
    assert contact.linkedin
    assert contact.linkedin.value == LINK
    assert contact.linkedin.confidence < 0.9
    assert "somebody-else" in contact.conflicts[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.4\nnothing of the kind", "damaged"),
        (profile_pdf(replace(ADA, contact=(EMAIL,), author="Somebody")), "not a LinkedIn profile"),
        (profile_pdf(ADA)[:900], "damaged"),
    ],
)
def test_a_pdf_that_is_no_profile_is_an_error(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        load_profile_pdf(path)
    assert reason in str(refused.value)
    assert "Save to PDF" in refused.value.hint
    assert refused.value.exit_code == ExitCode.INPUT


def test_a_profile_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "download.jpg"
    path.write_bytes(profile_pdf(ADA))
    assert read_source(path).kind is SourceKind.PDF


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=40))
def test_a_damaged_profile_is_read_or_refused(at: int, noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "Profile.pdf"
        path.write_bytes(WHOLE[:at] + noise + WHOLE[at + len(noise) :])
        try:
            assert not load_profile_pdf(path).is_empty
        except InputError as refused:
            told = refused.hint
        else:
            told = "read"
        assert told


@pytest.mark.parametrize(
    ("place", "country"),
    [
        ("Leeds, England, United Kingdom", "GB"), ("Köln, Deutschland", "DE"), ("Lyon, France", "FR"),
        ("Utrecht, Nederland", "NL"), ("Greater Leeds Area", None), ("São Paulo, Brasil", "BR"),
    ],
)  # fmt: skip
def test_a_place_is_known_and_its_country(place: str, country: str | None) -> None:
    assert is_place(place)
    assert country_of(place) == country


def test_a_headline_is_no_place() -> None:
    assert not is_place("Head of People at Harbour Bank")
