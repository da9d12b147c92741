"""E-mail addresses as cards print them and engines read them."""

import pytest
from made_lines import lines_of

from cardscan.errors import ParseError
from cardscan.model import Box, Line, Word
from cardscan.parse import understand
from cardscan.parse.email import find_emails, parse_email
from cardscan.parse.email_lost import find_lost_emails
from cardscan.parse.found import rest


def found_in(*texts: str) -> list[str]:
    return [found.field.value for found in find_emails(lines_of(*texts))]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        (("Email: ada.jones@acme.example",), "ada.jones@acme.example"),
        (("E ada .jones @ acme . example",), "ada.jones@acme.example"),
        (("e-mail:ADA@ACME.EXAMPLE",), "ada@acme.example"),
        (("Mél. ada@acme.fr",), "ada@acme.fr"),
        (("|.jones@acme.example",), "i.jones@acme.example"),
        (("ada(at)acme.example",), "ada@acme.example"),
        (("ada [at] acme.example",), "ada@acme.example"),
        (("ada at acme dot example",), "ada@acme.example"),
        (("ada©acme.de",), "ada@acme.de"),
        (("adaQacme.co.uk",), "ada@acme.co.uk"),
        (("ada@acme,com",), "ada@acme.com"),
        (("ada@acme.corn",), "ada@acme.com"),
        (("ada@north- wind. co.uk",), "ada@north-wind.co.uk"),
        (("ada@north -wind.co.uk",), "ada@north-wind.co.uk"),
        (("ada@acme.com - Leeds.",), "ada@acme.com"),
        (("ada@nordsæ.com",), "ada@nordsae.com"),
        (("ada@acme.c0m",), "ada@acme.com"),
        (("ada@acmecom",), "ada@acme.com"),
        (("ada@acme. couk",), "ada@acme.co.uk"),
        (("ada@acme.indbr",), "ada@acme.ind.br"),
        (("ada@acme.p] www.acme.pl",), "ada@acme.pl"),
        (("ada@acme.p!",), "ada@acme.pl"),
        (("\\ouise@acme.example",), "louise@acme.example"),
        (("adalat]acme.example",), "ada@acme.example"),
        (("E exampleworksi983@acme.example",), "exampleworks1983@acme.example"),
        (("E daniel983@acme.example",), "daniel983@acme.example"),
        (("mail) ada marsh@acme.example",), "ada_marsh@acme.example"),
        (("™ Ada", "@acme.example"), "ada@acme.example"),
        (("ada@acme.com ,br",), "ada@acme.com.br"),
        (("ada.jones@", "acme.example"), "ada.jones@acme.example"),
        (("ada.jones", "@acme.example"), "ada.jones@acme.example"),
        (("ada.jones@acme.", "co.uk"), "ada.jones@acme.co.uk"),
        (("ada@very-long-company", "-name.com"), "ada@very-long-company-name.com"),
        (("info@müller.example",), "info@müller.example"),
        (("ada@acme.example. Visit us",), "ada@acme.example"),
        (("maría.garcia@acme.es",), "maria.garcia@acme.es"),
        (("E.Gatti@acme.it",), "e.gatti@acme.it"),
        (("E-mail: a. jones@acme.example",), "a.jones@acme.example"),
        (("j. jones@acme.example",), "j.jones@acme.example"),
        (("M. jones@acme.example",), "jones@acme.example"),
        (("emoil. jones@acme.example",), "jones@acme.example"),
        (("ada.jones|at |acme.example",), "ada.jones@acme.example"),
        (("sales ° @acme.example",), "sales@acme.example"),
        (("adajones2 1 @acme.example",), "adajones21@acme.example"),
        (("Email ada&acme.example",), "ada@acme.example"),
        (("12345678@qq.com",), "12345678@qq.com"),
        (("ada@acme,", "com"), "ada@acme.com"),
        (("ada@, acme.example",), "ada@acme.example"),
        (("ada // @acme.example",), "ada@acme.example"),
        (("E info@a cmeworks.org",), "info@acmeworks.org"),
        (("ada@yaho o.com.mx",), "ada@yahoo.com.mx"),
        (("ada@acmeworks.e s",), "ada@acmeworks.es"),
        (("E-Mail: adaj ones@acme.example",), "adajones@acme.example"),
        (("ada@acme.com london",), "ada@acme.com"),
        (("e-mail ada", "@ acme.example"), "ada@acme.example"),
        (("www.acme.example / ADA", "@ACME.EXAMPLE"), "ada@acme.example"),
    ],
)
def test_an_address_is_read(printed: tuple[str, ...], meant: str) -> None:
    assert found_in(*printed) == [meant]


@pytest.mark.parametrize(
    "lines",
    [
        ("020 7946 0018 @ www.acme.example",),
        ("020 7946 0018 @ acme.example",),
        ("\\ 020 7946 0018", "@ www.acme.example"),
        ("@® 0522.3070", "@ 385.784.10.94"),
        ("© x.com/ada_jones", "@ www.acme.example"),
        ("© facebook.com/ada_jones", "@ instagram.com/ada_jones"),
        ("www.acme.example", "@acmeit"),
        ("www.acme.example @acme.example",),
        ("smith&jones.example",),
        ("acme.com @acmecom",),
        ("xing.com/profile/acme_works", "@acmecom"),
        ("LinkedIn: in/ada-jones", "@acmecom"),
        ("@acmework", "acmeworks.example"),
    ],
)
def test_an_icon_read_as_an_at_sign_makes_no_address(lines: tuple[str, ...]) -> None:
    assert found_in(*lines) == []


def test_a_site_on_the_next_line_is_no_part_of_an_address() -> None:
    assert found_in("ada@acmecom", "www.acme.com") == ["ada@acme.com"]


def test_a_sign_read_twice_leaves_the_other_reading_open() -> None:
    (email,) = find_emails(lines_of("ada@Qacme.example"))
    assert (email.field.value, email.others) == ("ada@qacme.example", ("ada@acme.example",))


@pytest.mark.parametrize("ending", ["co", "top", "agency", "cam", "xyz", "io", "bzh", "museum"])
def test_a_rare_real_ending_is_not_corrected(ending: str) -> None:
    assert found_in(f"ada@acme.{ending}") == [f"ada@acme.{ending}"]


@pytest.mark.parametrize(
    "text", ["@acme", "Meet us at acme.com", "ada@", "100 % @ home", "a..b@", "@@@", "ada@acme.nosuchending"]
)
def test_what_is_no_address_is_not_read(text: str) -> None:
    assert found_in(text) == []


@pytest.mark.parametrize("below", [",", ";;", ", ,", "-", "."])
def test_a_line_of_mere_punctuation_below_an_address_is_no_part_of_it(below: str) -> None:
    assert found_in("ada@acme.example", below) == ["ada@acme.example"]
    assert found_in("ada@acme", below) == []


def test_several_addresses_and_what_is_left_of_their_line() -> None:
    lines = lines_of("Mail ada@acme.example, bob@acme.example | T 020 7946 0018")
    emails = find_emails(lines)
    assert [email.field.value for email in emails] == ["ada@acme.example", "bob@acme.example"]
    assert rest(lines, [span for email in emails for span in email.spans]) == (", | T 020 7946 0018",)


def test_raw_is_as_printed_and_how_tells_the_repair() -> None:
    (email,) = find_emails(lines_of("Ada©Acme.corn"))
    assert email.field.raw == "Ada©Acme.corn"
    assert "read as @" in email.field.how
    assert "com" in email.field.how
    (clean,) = find_emails(lines_of("ada@acme.com"))
    assert email.field.confidence < clean.field.confidence


def test_an_address_cut_by_the_edge_is_not_given_as_whole() -> None:
    (email,) = find_emails(lines_of("ada@acme.co", cut=True))
    assert email.field.confidence <= 0.3
    assert "cut" in email.field.how


def test_the_engines_alternatives_are_other_readings() -> None:
    word = Word("srnith@acme.example", 0.6, Box(0, 0, 100, 20), ("smith@acme.example",))
    (email,) = find_emails([Line(word.text, 0.6, word.box, (word,))])
    assert email.others == ("smith@acme.example",)


def test_a_missing_at_sign_is_put_back_where_the_domain_is_known() -> None:
    lines = lines_of("Email adaeacme.example", "www.acme.example", "theacme.example")
    assert [found.field.value for found in find_lost_emails(lines, (), ["acme.example"])] == ["ada@acme.example"]
    assert find_lost_emails(lines, (), ["other.example"]) == ()


@pytest.mark.parametrize("text", ["", "ada", "ada@acme", "ada@acme.corn", "a b@acme.com", "@acme.com", "ada@acme..com"])
def test_parse_email_refuses(text: str) -> None:
    with pytest.raises(ParseError):
        parse_email(text)


def test_parse_email_is_idempotent() -> None:
    assert parse_email(parse_email(" Ada.Jones@ACME.example ")) == "ada.jones@acme.example"


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("mail: jsampleOexample-works.org",), "jsample@example-works.org"),
        (("E jane@example-works", "W: example-works.org"), "jane@example-works.org"),
        (("E jane@example-works:org", "W: example-works.org"), "jane@example-works.org"),
        (("E-mail maria smith@example.org",), "maria_smith@example.org"),
        (
            ("BIARRITZ EXAMPLE", "E-MAIL : jeanabiarritzexample.com // TEL. : +33 5 62 92 40 64"),
            "jean@biarritzexample.com",
        ),
        (("example.org", "M lindstromAexample.org"), "lindstrom@example.org"),
        (("ada.sampleaexample.org", "www.example.org"), "ada.sample@example.org"),
        (("Correo: ada.sample ®example.org", "www.example.org"), "ada.sample@example.org"),
    ],
)
def test_a_lost_sign_or_ending_is_found_again(lines: tuple[str, ...], value: str) -> None:
    assert [email.value for email in understand(lines_of(*lines)).emails] == [value]


def test_a_site_that_ends_like_a_line_is_no_address() -> None:
    contact = understand(lines_of("Mairie de", "Saint-Malo", "villesaintmalo.bzh/careers"))
    assert (contact.emails, len(contact.urls)) == ((), 1)


def test_a_mailbox_of_one_letter_is_no_network() -> None:
    assert [email.value for email in understand(lines_of("x@kestrel.example")).emails] == ["x@kestrel.example"]
    assert understand(lines_of("X @kestrelexample", "LinkedIn @adaexample")).emails == ()


def test_what_is_called_a_site_is_no_address_without_its_sign() -> None:
    contact = understand(lines_of("van den Voorbeeld", "Web: jacquelinevandenvoorbeeld.example"))
    assert (contact.emails, [url.value for url in contact.urls]) == ((), ["jacquelinevandenvoorbeeld.example"])


@pytest.mark.parametrize("text", ["jsampleOexample-works.org", "mail: jsampleoexample-works.org"])
def test_no_sign_is_made_up(text: str) -> None:
    assert understand(lines_of(text)).emails == ()


def test_a_blank_inside_a_mailbox_is_none_where_the_name_says_so() -> None:
    contact = understand(lines_of("Lucie Novakova", "Teacher", "lucie.nova kova@seznam.cz"))
    assert [email.value for email in contact.emails] == ["lucie.novakova@seznam.cz"]


@pytest.mark.parametrize("text", ["ada@works:com", "ada@works.com:www.other.com"])
def test_a_colon_is_a_dot_before_an_ending_and_none_before_a_site(text: str) -> None:
    assert [email.field.value for email in find_emails(lines_of(text))] == ["ada@works.com"]


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (("acme.example", "Instagram@acme"), []),
        (("acme.example", "X @acmedesign"), []),
        (("hejaacmeworks.se", "acmeworks.se"), ["hej@acmeworks.se"]),
        (("Iroe@acme.example", "Lee Roe"), ["lroe@acme.example"]),
        (("Iroe@acme.example", "Ines Roe"), ["iroe@acme.example"]),
        (("Mail adasample8i@gmail.com",), ["adasample81@gmail.com"]),
        (("E : ada.roe@acmeworks.tirot",), ["ada.roe@acmeworks.tirol"]),
        (("wmalinowskildczestochowa.eu", "Częstochowa", "Wojciech Malinowski"), ["wmalinowski@czestochowa.eu"]),
    ],
)
def test_what_is_before_and_behind_the_sign(lines: tuple[str, ...], values: list[str]) -> None:
    assert [email.value for email in understand(lines_of(*lines)).emails] == values
