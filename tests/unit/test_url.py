"""Web addresses, labelled profiles, and the words that only look like them."""

import pytest
from made_lines import lines_of

from cardscan.errors import ParseError
from cardscan.parse import understand
from cardscan.parse.domain import add_dot, mend_ending, split_host
from cardscan.parse.url import find_urls, parse_url


def found_in(*texts: str, domains: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(found.field.value, found.field.label) for found in find_urls(lines_of(*texts), (), domains)]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (("www.acme.com",), "www.acme.com"),
        (("https://www.Acme.com/",), "https://www.acme.com"),
        (("WWW.ACME.COM",), "www.acme.com"),
        (("acme.de",), "acme.de"),
        (("Web: acme.io",), "acme.io"),
        (("Visit acme.com today",), "acme.com"),
        (("acme.com/team/",), "acme.com/team"),
        (("www: www.acme.com",), "www.acme.com"),
        (("www,acme,com",), "www.acme.com"),
        (("www acme.com",), "www.acme.com"),
        (("wwwacme.com",), "www.acme.com"),
        (("vvww.acme.nl",), "www.acme.nl"),
        (("http//www.acme.com",), "http://www.acme.com"),
        (("www.acme.corn",), "www.acme.com"),
        (("www. acme . com",), "www.acme.com"),
        (("www.acme com",), "www.acme.com"),
        (("www.north-sea- wind.com.mx",), "www.north-sea-wind.com.mx"),
        (("www.north -wind.co.uk",), "www.north-wind.co.uk"),
        (("www.acme.com - Leeds",), "www.acme.com"),
        (("www.praæsto.com",), "www.praaesto.com"),
        (("www.north-", "wind.co.uk"), "www.north-wind.co.uk"),
        (("acmeworks com br",), "acmeworks.com.br"),
        (("www acmeworks co uk",), "www.acmeworks.co.uk"),
        (("www acmeworks org.",), "www.acmeworks.org"),
        (("www.acme works.com",), "www.acmeworks.com"),
        (("Website acmeworks,", "com"), "acmeworks.com"),
        (("www.northwind.", "co.uk"), "www.northwind.co.uk"),
        (("www.acme.com/x?utm_source=card",), "www.acme.com/x"),
        (("wwvw.acmeworks.com",), "www.acmeworks.com"),
        (("wwiw.acmeworks.com",), "www.acmeworks.com"),
    ],
)
def test_a_site_is_read(printed: tuple[str, ...], meant: str) -> None:
    assert found_in(*printed) == [(meant, "")]


@pytest.mark.parametrize(
    "text",
    [
        "Web Developer",
        "Web Design, Cloud Migration",
        "frango com arroz",
        "ASP.NET Developer",
        "Node.js Engineer",
        "GmbH & Co.KG",
        "St.Gallen",
        "Dr.med. Ada Jones",
        "S.A. de C.V.",
        "Acme S.p.A.",
        "Sp.z.o.o.",
        "M.Sc. Informatik",
        "J.Smith",
        "Str.12",
        "Tel.Nr. 020",
        "12.03.2026",
        "B.Eng., M.I.E.T.",
        "Head of Sales.Marketing",
        "P.O.Box 12",
        "e.V.",
        "ACME.IO",
    ],
)
def test_a_word_with_a_dot_is_no_site(text: str) -> None:
    assert found_in(text) == []


def test_the_domain_of_an_e_mail_makes_a_site_of_a_bare_name() -> None:
    assert found_in("Acme Works, works.museum, London") == []
    assert found_in("Acme Works, works.museum, London", domains=("works.museum",)) == [("works.museum", "")]
    assert found_in("ACME. EXAMPLE", domains=("acme.example",)) == [("acme.example", "")]
    assert found_in("ACME. EXAMPLE") == []


def test_an_ending_that_is_none_is_the_one_of_the_card_s_e_mail() -> None:
    assert found_in("www.acme-works. piz", domains=("mail.acme-works.biz",)) == [("www.acme-works.biz", "")]
    assert found_in("www.acme-works. piz", domains=("acme.biz",)) == []


@pytest.mark.parametrize("text", ["facebook.com", "youtube.co mm", "ada3?Mqmail.com"])
def test_a_service_without_a_name_is_nobody_s_site(text: str) -> None:
    assert found_in(text) == []


def test_a_site_behind_an_icon_read_as_an_at_sign() -> None:
    assert found_in("@www.acme.example") == [("www.acme.example", "")]
    assert found_in("@ www.acme.example") == [("www.acme.example", "")]


@pytest.mark.parametrize(
    ("printed", "value", "label"),
    [
        ("github.com/adajones", "github.com/adajones", "GitHub"),
        ("https://x.com/adajones", "https://x.com/adajones", "X"),
        ("t.me/adajones", "t.me/adajones", "Telegram"),
        ("xing.com/profile/Ada_Jones", "xing.com/profile/Ada_Jones", "XING"),
        ("facebook.com.br/acme", "facebook.com.br/acme", "Facebook"),
        ("Instagram: @adajones", "instagram.com/adajones", "Instagram"),
        ("X: @adajones", "x.com/adajones", "X"),
        ("Skype: ada.jones", "ada.jones", "Skype"),
        ("outube.com/@ada.jones", "youtube.com/@ada.jones", "YouTube"),
        ("www.nstagram.com/ada.jones", "www.instagram.com/ada.jones", "Instagram"),
        ("WeChat: ada_jones", "ada_jones", "WeChat"),
        ("ORCID 0000-0002-1825-0097", "orcid.org/0000-0002-1825-0097", "ORCID"),
        ("wa.me/442079460018", "wa.me/442079460018", "WhatsApp"),
    ],
)
def test_a_profile_is_labelled(printed: str, value: str, label: str) -> None:
    assert found_in(printed) == [(value, label)]


def test_a_bare_handle_belongs_to_nobody() -> None:
    assert found_in("@adajones") == []


@pytest.mark.parametrize("text", ["", "acme", "ada@acme.com", "acme.nosuchending", "http://", "a b.com"])
def test_parse_url_refuses(text: str) -> None:
    with pytest.raises(ParseError):
        parse_url(text)


def test_hosts_are_taken_apart() -> None:
    host = split_host("www.shop.Acme.co.uk")
    assert host is not None
    assert (host.subdomain, host.name, host.suffix, host.registered) == ("www.shop", "acme", "co.uk", "acme.co.uk")
    assert host.country == "GB"
    assert split_host("acme.io").country is None  # type: ignore[union-attr]  # it is a host
    assert split_host("co.uk") is None
    assert split_host("acme.corn") is None
    assert split_host("acme.example") is not None


def test_endings_are_mended() -> None:
    assert mend_ending("acme.corn")[0] == "acme.com"  # type: ignore[index]  # it can be mended
    assert mend_ending("acme.couk")[0] == "acme.co.uk"  # type: ignore[index]
    assert mend_ending("acme.zzz") is None
    assert add_dot("acmecom") == ("acme.com",)


def test_a_label_before_a_site_is_no_part_of_it() -> None:
    assert found_in("W. www.acme.example", domains=("acme.example",)) == [("www.acme.example", "")]
    assert found_in("web. acme.example", domains=("acme.example",)) == [("acme.example", "")]


def test_a_space_inside_takes_nothing_from_the_cards_first_line() -> None:
    (site,) = find_urls(lines_of("Ada Jones, Director", "www.acme. com"))
    assert (site.field.value, site.field.raw) == ("www.acme.com", "www.acme. com")
    assert {span.line for span in site.spans} == {1}


def test_a_letter_that_was_the_dot_behind_www_is_none_of_the_mailbox_s_domain() -> None:
    contact = understand(lines_of("l Acmeworks", "Wwwiacmeworks.example", "ada@acmeworks.example"))
    assert [url.value for url in contact.urls] == ["www.acmeworks.example"]
    assert [email.value for email in contact.emails] == ["ada@acmeworks.example"]


@pytest.mark.parametrize("line", ["velvetowl.bar @velvetowl_lou", "W velvetowl.bar", "© velvetowl.bar"])
def test_a_rare_ending_is_a_site_s_beside_an_account_and_an_icon(line: str) -> None:
    assert ("velvetowl.bar", "") in found_in(line)
