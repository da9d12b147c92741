"""The finders of the exact fields on anything: they do not raise, do not invent, and take linear time."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from cardscan.errors import ParseError
from cardscan.model import Box, Line, Word
from cardscan.parse.email import find_emails, parse_email
from cardscan.parse.exact import find_exact
from cardscan.parse.found import rest
from cardscan.parse.linkedin import find_linkedin
from cardscan.parse.phone import find_phones
from cardscan.parse.phone_plan import digits_of
from cardscan.parse.url import find_urls, parse_url
from cardscan.parse.vouch import vouch
from cardscan.profile import parse_profile
from cardscan.text import digits_as_meant, look_alike_cost, plain

PIECES = st.sampled_from(
    [
        "@",
        ".",
        ",",
        "-",
        "/",
        "(",
        ")",
        "+",
        " ",
        "\n",
        "|",
        ":",
        "www.",
        "https://",
        "linkedin.com/in/",
        "in/",
        ".com",
        ".corn",
        "Tel",
        "Fax",
        "Mob",
        "M",
        "VAT",
        "ext.",
        "+44",
        "(0)",
        "020 7946",
        "0018",
        "l",
        "O",
        "1",
        "7",
        "ada",
        "jones",
        "acme",
        "é",
        "ß",
        "Ł",
        "\0",
        "\u200b",
        "©",
        "☎",
        "٣",
        "中",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=30).map("".join))
SLOW_MACHINES = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def lines_of(text: str) -> list[Line]:
    lines = []
    for i, part in enumerate(text.split("\n")):
        box = Box(0, 30 * i, 10 * max(1, len(part)), 20)
        words = tuple(Word(word, 0.8, box, (word.replace("l", "1"),)) for word in part.split(" ") if word)
        lines.append(Line(part, 0.8, box, words))
    return lines


@SLOW_MACHINES
@given(TEXTS)
def test_nothing_is_raised_and_every_place_is_in_the_text(text: str) -> None:
    lines = lines_of(text)
    exact = find_exact(lines)
    for span in exact.spans:
        assert 0 <= span.start < span.end <= len(lines[span.line].text)
    assert len(rest(lines, exact.spans)) == len(lines)
    again = find_exact(lines)
    assert again == exact


@SLOW_MACHINES
@given(TEXTS, st.text(max_size=20), st.text(max_size=20))
@example("010000١", "", "")
def test_values_are_what_the_print_supports(text: str, name: str, company: str) -> None:
    exact = find_exact(lines_of(text))
    for phone in exact.phones:
        printed = "".join(str(int(digit)) for digit in digits_of(digits_as_meant(phone.field.raw)))  # of any script
        assert digits_of(phone.field.value)[-4:] in printed or phone.field.extension
    for email in exact.emails:
        assert parse_email(email.field.value) == email.field.value
        if email.field.how == "an e-mail address":
            assert email.field.value in plain(email.field.raw).lower().replace(" ", "")
    for url in exact.urls:
        assert not url.field.value.endswith("/")
    vouched = vouch(exact.emails, exact.linkedin, exact.urls, name, company)
    for before, after in zip(exact.emails, vouched.emails, strict=False):
        if len(exact.emails) == len(vouched.emails):
            assert after.field.raw == before.field.raw
            assert (
                after.field.value in (before.field.value, *before.others)
                or look_alike_cost(before.field.value, after.field.value, 3.0) is not None
                or Levenshtein.distance(before.field.value, after.field.value) == 1  # a letter lost, or put in
            )


@SLOW_MACHINES
@given(st.text(max_size=200))
def test_the_strict_readers_raise_parse_errors_alone(text: str) -> None:
    for parse in (parse_email, parse_url):
        try:
            value = parse(text)
        except ParseError:
            continue
        assert parse(value) == value
    try:
        profile = parse_profile(text)
    except ParseError:
        return
    assert parse_profile(profile.url) == profile


@pytest.mark.parametrize(
    "unit",
    [
        "a.a.a.@",
        "@",
        "a@",
        "a.",
        "a@b.c ",
        "(at)",
        " at ",
        "w",
        "w.",
        "http://",
        "w w w ",
        "in/",
        "linkedin ",
        "l",
        "li n k e d",
        "-a",
        "1 ",
        "0",
        "+",
        "(1",
        "12/",
        "a1",
        "tel ",
        "00 ",
        "O0",
        "1.1.20",
        "12:00 - ",
        "- ",
        "Ä",
        "1-",
        "+4 ",
        "x1 ",
        "@ www.",
        "1 @ ",
        "|at|",
        "ada. ",
        "x.com/a/",
        "a - ",
        "in/a - ",
        "734:",
        "0) ",
        "01 (",
        "9.8765-4321 ",
        "av. rio ",
        "& ",
    ],
)
def test_a_megabyte_takes_linear_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    began = time.process_time()
    find_exact([Line(text, 0.9, Box(0, 0, 100, 20))])
    assert time.process_time() - began < 1.5
    part = [Line(text[:100_000], 0.9, Box(0, 0, 100, 20))]
    began = time.process_time()
    find_emails(part)
    find_linkedin(part)
    find_urls(part)
    find_phones(part)
    assert time.process_time() - began < 2.5
