import pytest
from hypothesis import given
from hypothesis import strategies as st

from cardscan.errors import ExitCode, ParseError
from cardscan.linkedin.profile_name import GUESS, guess_name, is_guess, name_agrees, profile_name
from cardscan.linkedin.profile_url import MAX_TEXT, contact_of, find_profiles, parse_profile_url
from cardscan.profile import parse_profile
from cardscan.vcard.profile import linkedin_address

JANE = "https://www.linkedin.com/in/jane-example"


@pytest.mark.parametrize(
    "text",
    [
        JANE,
        f"{JANE}/",
        f"  {JANE}\n",
        "http://linkedin.com/in/jane-example",
        "HTTPS://WWW.LINKEDIN.COM/in/Jane-Example/",
        "www.linkedin.com/in/jane-example",
        "linkedin.com/in/jane-example?utm_source=share&utm_medium=member_ios",
        "https://www.linkedin.com/in/jane-example?utm_source=share&utm_medium=member_android#about",
        "https://www.linkedin.com/in/jane-example/?trk=public&miniProfileUrn=urn%3Ali%3Afs",
        "https://www.linkedin.com/in/jane-example?fromQR=1",
        "https://www.linkedin.com/in/jane-example/details/experience/",
        "https://www.linkedin.com/in/jane-example/de",
        "https://de.linkedin.com/in/jane-example",
        "https://m.linkedin.com/in/jane-example",
        "https://www.linkedin.com/mwlite/in/jane-example",
        "https://www.linkedin.com/comm/in/jane-example?midToken=AQ",
        "in/jane-example",
        "/in/jane-example/",
        "@jane-example",
        "\u200bhttps://www.linkedin.com/in/jane-example\u200e",
        "Check out Jane Example’s profile on LinkedIn: https://www.linkedin.com/in/jane-example?utm_source=share.",
        "LinkedIn:www.linkedin.com/in/jane-example",
        "<https://www.linkedin.com/in/jane-example>",
        "请看我的主页（https://www.linkedin.com/in/jane-example）。",
        "https://www.linkedin.com/authwall?trk=x&sessionRedirect=https%3A%2F%2Fwww.linkedin.com%2Fin%2Fjane-example",
    ],
)
def test_every_form_of_an_address_comes_to_the_same(text: str) -> None:
    assert [profile.url for profile in find_profiles(text)] == [JANE]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://linkedin.com.evil.example/in/jane", "only looks like it"),
        ("https://notlinkedin.com/in/jane", "only looks like it"),
        ("xlinkedin.com/in/jane", "only looks like it"),
        ("https://linkedin-com.example/in/jane", "only looks like it"),
        ("https://www.linkedin.com@evil.example/in/jane", "neither user nor port"),
        ("https://www.linkedin.com:8080/in/jane", "neither user nor port"),
        ("https://www.linkedin.com\\@evil.example/in/jane", "backslash"),
        ("https://evil.example/?u=https://www.linkedin.com/in/jane", "evil.example is not LinkedIn"),
        ("https://linkedın.com/in/jane", "is not LinkedIn"),
        ("https://www.lìnkedin.com/in/jane", "is not LinkedIn"),
        ("https://www.linkedin.com/in/../settings", "not one that LinkedIn gives"),
        ("https://www.linkedin.com/in/%2e%2e/settings", "not one that LinkedIn gives"),
        ("https://www.linkedin.com/in/a%00b", "not one that LinkedIn gives"),
        ("https://www.linkedin.com/in/a%2Fb", "not one that LinkedIn gives"),
        ("https://www.linkedin.com/in/", "not one that LinkedIn gives"),
        ("https://www.linkedin.com/company/harbour-bank", "a company's page"),
        ("https://www.linkedin.com/school/leeds", "a school's page"),
        ("https://www.linkedin.com/pub/dir/jane/example", "a search page"),
        ("https://www.linkedin.com/feed/update/1", "a post"),
        ("https://www.linkedin.com/profile/view?id=12", "old site"),
        ("ftp://www.linkedin.com/in/jane", "neither http nor https"),
        ("jane-example", "no address"),
        ("", "no address"),
        ("jane@harbour.example", "no address"),
        ("x" * (MAX_TEXT + 1), "too long"),
    ],
)
def test_what_is_no_persons_profile_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ParseError) as refused:
        find_profiles(text)
    assert reason in str(refused.value)
    assert refused.value.exit_code == ExitCode.INPUT
    assert "linkedin.com/in/" in refused.value.hint


def test_a_members_number_keeps_its_case_and_tells_no_name() -> None:
    number = "ACoAABcDeFgHiJkLmNoPqRsTuVwXyZ0123456789"
    (profile,) = find_profiles(f"https://www.linkedin.com/in/{number}")
    assert profile.url.endswith(number)
    assert contact_of(profile, how="typed").name is None


def test_a_percent_encoded_name_is_decoded_once_and_composed() -> None:
    for text in (
        "https://www.linkedin.com/in/jos%C3%A9-garc%C3%ADa-12",
        "https://www.linkedin.com/in/jose%CC%81-garcía-12",
    ):
        assert find_profiles(text)[0].url == "https://www.linkedin.com/in/josé-garcía-12"


def test_an_address_of_before_2014_is_kept_as_given_and_marked() -> None:
    (profile,) = find_profiles("http://www.linkedin.com/pub/jane-example/1a/2b3/4c5?trk=x")
    contact = contact_of(profile, how="typed")
    assert contact.linkedin is not None
    assert contact.linkedin.value == "https://www.linkedin.com/pub/jane-example/1a/2b3/4c5"
    assert "legacy" in contact.linkedin.how


def test_a_short_link_is_kept_unresolved_and_is_no_profile() -> None:
    (profile,) = find_profiles("Jane: https://lnkd.in/eAbC123")
    contact = contact_of(profile, how="typed")
    assert contact.linkedin is None
    assert [url.value for url in contact.urls] == ["https://lnkd.in/eAbC123"]
    assert "unresolved" in contact.urls[0].label
    assert "unresolved" in contact.notes[0]


def test_a_text_may_hold_several_people_and_a_refused_address_beside_them() -> None:
    text = (
        "https://notlinkedin.com/in/x https://www.linkedin.com/in/ada-example, https://www.linkedin.com/in/bo-example"
    )
    assert [profile.slug for profile in find_profiles(text)] == ["ada-example", "bo-example"]


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        profiles = find_profiles(text)
    except ParseError:
        return
    assert all(profile.url.startswith(("https://www.linkedin.com/", "https://lnkd.in/")) for profile in profiles)


@given(st.from_regex(r"[a-z0-9]{1,12}(-[a-z0-9]{1,10}){0,4}", fullmatch=True))
def test_a_canonical_address_is_its_own_canonical_form(slug: str) -> None:
    url = f"https://www.linkedin.com/in/{slug}"
    assert parse_profile_url(url).url == url


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("jane-example", "Jane Example"),
        ("jane-example-4b71a2", "Jane Example"),
        ("jane-van-example-phd-4b71a2", "Jane Van Example"),
        ("dr-jane-example", "Jane Example"),
        ("josé-garcía-12ab", "José García"),
        ("jane-example/1a/2b3/4c5", "Jane Example"),
    ],
)
def test_a_name_is_guessed_from_an_address_and_marked_as_a_guess(slug: str, name: str) -> None:
    guess = guess_name(slug)
    assert guess is not None
    assert (guess.value, guess.how) == (name, GUESS)
    assert guess.confidence <= 0.5
    assert is_guess(guess)


@pytest.mark.parametrize(
    "slug", ["jexample01", "jane", "jane-recruiter", "j-e", "the-hr-coach", "12345", "a-b-c-d-e-f"]
)
def test_an_address_that_holds_no_name_gives_none(slug: str) -> None:
    assert guess_name(slug) is None


def test_degrees_pronouns_and_emoji_do_not_belong_to_the_shown_name() -> None:
    name = profile_name("🚀 Jane Example, PhD, FCIPD (She/Her) · 2nd", confidence=0.9)
    assert name is not None
    assert (name.value, name.given, name.family, name.suffix) == ("Jane Example", "Jane", "Example", "PhD, FCIPD")
    assert profile_name("🚀 ✨", confidence=0.9) is None


def test_a_name_belongs_to_an_address_when_its_first_and_last_word_are_in_it() -> None:
    assert name_agrees("José García", "jose-garcia-12")
    assert name_agrees("Jane Example", "janeexample01")
    assert not name_agrees("Jane Example", "john-example")
    assert not name_agrees("Jane", "jane-example")


@pytest.mark.parametrize(
    "address",
    [
        "https://www.linkedin.com/in/Ada-Example/",
        "de.linkedin.com/in/ada-example?trk=x",
        "https://www.linkedin.com/mwlite/in/ada-example",
        "https://www.linkedin.com/in/jos%C3%A9-example",
        "https://www.linkedin.com/in/ACoAAABcDeFgHiJ",
        "https://uk.linkedin.com/pub/ada-example/12/345/678",
    ],
)
def test_a_typed_a_decoded_and_an_imported_address_are_one(address: str) -> None:
    assert parse_profile_url(address).url == parse_profile(address).url == linkedin_address(address)
