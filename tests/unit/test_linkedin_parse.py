"""LinkedIn's addresses: exact forms, refusals, and how an engine reads them off a card."""

import pytest
from made_lines import lines_of

from cardscan.errors import ParseError
from cardscan.parse import understand
from cardscan.parse.linkedin import find_linkedin
from cardscan.profile import parse_profile

IN = "https://www.linkedin.com/in/"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://www.linkedin.com/in/ada-example/", IN + "ada-example"),
        ("linkedin.com/in/Ada-Example?utm_source=share&utm_medium=member_ios", IN + "ada-example"),
        ("https://de.linkedin.com/in/ada-example/details/experience", IN + "ada-example"),
        ("HTTPS://WWW.LINKEDIN.COM/in/ada#top", IN + "ada"),
        ("m.linkedin.com/in/ada", IN + "ada"),
        ("https://www.linkedin.com/mwlite/in/ada", IN + "ada"),
        ("https://www.linkedin.com/comm/in/ada?trk=eml", IN + "ada"),
        ("https://www.linkedin.com/in/ada?fromQR=1", IN + "ada"),
        ("https://www.linkedin.com/in/ACoAAABcDeFgHiJ", IN + "ACoAAABcDeFgHiJ"),
        ("https://www.linkedin.com/in/jos%C3%A9-example", IN + "josé-example"),
        ("in/ada-example", IN + "ada-example"),
        ("@ada-example", IN + "ada-example"),
        ("See Ada's profile: <https://www.linkedin.com/in/ada>.", IN + "ada"),
        ("https://www.linkedin.com/company/acme/about", "https://www.linkedin.com/company/acme"),
        ("https://uk.linkedin.com/pub/ada-example/12/345/678", "https://www.linkedin.com/pub/ada-example/12/345/678"),
        ("https://lnkd.in/abCD12", "https://lnkd.in/abCD12"),
    ],
)
def test_an_address_in_any_form_is_told_canonically(given: str, url: str) -> None:
    assert parse_profile(given).url == url
    assert parse_profile(parse_profile(given).url).url == url


@pytest.mark.parametrize(
    "given",
    [
        "https://linkedin.com.evil.example/in/ada",
        "https://notlinkedin.com/in/ada",
        "https://evil.example/?u=https://linkedin.com/in/ada",
        "https://www.linkedin.com@evil.example/in/ada",
        "https://evil.example\\@www.linkedin.com/in/ada",
        "https://www.linkedln.com/in/ada",
        "https://www.linkedin.com/in/../../x",
        "https://www.linkedin.com/in/%2e%2e/x",
        "https://www.linkedin.com/pub/dir/ada/example",
        "https://www.linkedin.com/jobs/view/1",
        "https://www.linkedin.com/",
        "ftp://www.linkedin.com/in/ada",
        "Ada Example",
        "",
    ],
)
def test_what_is_not_linkedins_is_refused(given: str) -> None:
    with pytest.raises(ParseError):
        parse_profile(given)


def test_what_an_address_tells_of_itself() -> None:
    legacy = parse_profile("linkedin.com/pub/ada-example/12/345/678")
    assert legacy.is_legacy
    assert legacy.is_person
    assert legacy.modern_slug == "ada-example-67834512"
    assert parse_profile("https://lnkd.in/abCD12").is_unresolved
    assert parse_profile("https://www.linkedin.com/in/ACoAAABcDeFgHiJ").is_opaque
    assert not parse_profile("https://www.linkedin.com/company/acme").is_person


@pytest.mark.parametrize(
    ("printed", "url"),
    [
        (("linkedin.com/in/ada-example",), IN + "ada-example"),
        (("www.linkedln.com/in/ada-example",), IN + "ada-example"),
        (("Iinkedin.corn/in/ada-example-1a2b3c4d",), IN + "ada-example-1a2b3c4d"),
        (("Linkedin. com / in / adaexample",), IN + "adaexample"),
        (("linkedin.comlin/adaexample",), IN + "adaexample"),
        (("Linkedln.com/inlada-example",), IN + "ada-example"),
        (("linkedin.com/in/", "ada-example"), IN + "ada-example"),
        (("linkedin.com/in/ada-", "example-1a2b"), IN + "ada-example-1a2b"),
        (("https://www.linkedin.com", "/in/ada-example"), IN + "ada-example"),
        (("in/ada-example",), IN + "ada-example"),
        (("/in/ada-example",), IN + "ada-example"),
        (("LinkedIn: ada-example",), IN + "ada-example"),
        (("in ada-example",), IN + "ada-example"),
        (("linkedin.com/adaexample",), IN + "adaexample"),
        (("T 020 | linkedin.com/in/ada | E x",), IN + "ada"),
        (("linkedin.com/company/acme",), "https://www.linkedin.com/company/acme"),
        (("/company/acme",), "https://www.linkedin.com/company/acme"),
        (("linkedin.com/in/ada-jones — instagram.com/ada",), "https://www.linkedin.com/in/ada-jones"),
        (("linkedin.com/in/ada-jones - acme.example",), "https://www.linkedin.com/in/ada-jones"),
        (("linkedin.com/in/ada- jones-34",), "https://www.linkedin.com/in/ada-jones-34"),
        (("www.linkedin.com/i n/ada-jones",), IN + "ada-jones"),
        (("'Flinkedin.com/in/ada-jones",), IN + "ada-jones"),
        (("inkedin.com/in/ada-jones",), IN + "ada-jones"),
        (("wwwlinkedin.com/in/ada-jones",), IN + "ada-jones"),
        (("www.linkedin.com/ inj ada-jones",), IN + "ada-jones"),
        (("injada-jones",), IN + "ada-jones"),
        (("lin/ada-jones",), IN + "ada-jones"),
        (("‘in/ada-jones",), IN + "ada-jones"),
        (("linkedin.com/in/adajones 75",), IN + "adajones75"),
        (("linkedin.com/in/adajones 020 7946 0018",), IN + "adajones"),
        (("linkedin.com/in/ada-jones 20123456",), IN + "ada-jones"),
        (("linkedin.com/in/ada-jones-b2 1234 5678",), IN + "ada-jones-b2"),
        (("pllinkedin.com/in/ada-jones",), IN + "ada-jones"),
        (("linkedin.com/in/ada-jones-be3 98909",), IN + "ada-jones-be398909"),
        (("linkedin.com/in/ada-jones 942b0e",), IN + "ada-jones-942b0e"),
        (("in/ada-jones-9d43¢18",), IN + "ada-jones-9d43c18"),
        (("linkedin.com/in/ada-jones facade",), IN + "ada-jones"),
        (("linkedin.com/in/ada-jones Berlin",), IN + "ada-jones"),
    ],
)
def test_a_printed_profile_is_read(printed: tuple[str, ...], url: str) -> None:
    assert [found.field.value for found in find_linkedin(lines_of(*printed))] == [url]


@pytest.mark.parametrize(
    "text",
    [
        "notlinkedin.com/in/ada", "linkedin.com.evil.example/in/ada", "LinkedIn", "Find us on LinkedIn: Acme Ltd",
        "in/out", "ada@linkedin.com", "flinkedin.com/company/acme", "xflinkedin.com/in/ada", "made in Germany", "in London",
    ],
)  # fmt: skip
def test_what_is_no_profile_is_not_read(text: str) -> None:
    assert find_linkedin(lines_of(text)) == ()


def test_a_site_under_an_empty_address_is_no_profile() -> None:
    assert find_linkedin(lines_of("linkedin.com/in/", "acme.example/works")) == ()


def test_a_person_comes_before_a_company() -> None:
    found = find_linkedin(lines_of("linkedin.com/company/acme", "linkedin.com/in/ada"))
    assert [item.field.value for item in found] == [IN + "ada", "https://www.linkedin.com/company/acme"]


def test_a_profile_cut_by_the_edge_is_not_given_as_whole() -> None:
    (found,) = find_linkedin(lines_of("linkedin.com/in/ada-exa", cut=True))
    assert found.field.confidence <= 0.3


@pytest.mark.parametrize("printed", ["wwwlinkedin.com/in/ada-jones", "pllinkedin.com/in/ada-jones"])
def test_what_stands_in_front_of_the_host_is_taken_with_it(printed: str) -> None:
    (found,) = find_linkedin(lines_of(printed))
    assert [(span.start, span.end) for span in found.spans] == [(0, len(printed))]


@pytest.mark.parametrize(
    ("texts", "slug"),
    [
        (("Ada Example", "/adaexample"), "adaexample"),
        (("Ada Example", "E adaexample"), "adaexample"),
        (("Me Ada Example", "ada-example-75"), "ada-example-75"),
        (("Ada Example", "m @theexample"), "theexample"),
        (("Ada Example", "m @adathegreat"), None),
        (("Ada Example", "in @worksgroup"), None),
        (("Ada Example", "fb /adaexample"), None),
        (("Ada Example", "Instagram", "/adaexample"), None),
        (("Ada Example", "f adaexample"), None),
        (("Ada Example", "adaexample", "facebook.com/adaexample"), None),
        (("Ada Example", "@adaexample"), None),
        (("Example Works", "/exampleworks"), None),
        (("Ada Example", "adaexample.example"), None),
        (("Ada Example", "/adaexample", "linkedin.com/in/ada-e"), "ada-e"),
    ],
)
def test_an_account_behind_an_icon_is_linkedin_s_where_it_is_called_like_the_person(
    texts: tuple[str, ...], slug: str | None
) -> None:
    found = find_linkedin(lines_of(*texts))
    assert [each.field.value for each in found] == ([IN + slug] if slug else [])


def test_how_sure_an_account_behind_an_icon_may_be_is_bounded() -> None:
    contact = understand(lines_of("Ada Example", "Director", "/adaexample"))
    assert contact.linkedin is not None
    assert contact.linkedin.confidence == 0.8
