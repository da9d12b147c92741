"""The fields vouch for each other: they choose among readings, and never invent."""

from dataclasses import replace

import pytest
from made_lines import card, lines_of

from cardscan.model import Box, Line, Word
from cardscan.parse import understand
from cardscan.parse.exact import find_exact
from cardscan.parse.vouch import Vouched, vouch


def vouched(
    *texts: str, name: str | None = None, company: str | None = None, sure: float = 0.95, others: tuple[str, ...] = ()
) -> Vouched:
    lines = []
    for i, text in enumerate(texts):
        box = Box(0, 30 * i, 10 * len(text), 20)
        words = (Word(text, sure, box, others if i == 0 else ()),) if " " not in text else ()
        lines.append(Line(text, sure, box, words))
    exact = find_exact(lines)
    return vouch(exact.emails, exact.linkedin, exact.urls, name, company)


def emails(result: Vouched) -> list[str]:
    return [found.field.value for found in result.emails]


@pytest.mark.parametrize(
    ("printed", "name", "meant"),
    [
        ("|.smith@acme.example", "Laura Smith", "l.smith@acme.example"),
        ("|.smith@acme.example", "Ida Smith", "i.smith@acme.example"),
        ("j.srnith@acme.example", "Jane Smith", "j.smith@acme.example"),
        ("jane.srnith@acme.example", "Jane Smith", "jane.smith@acme.example"),
        ("Ik@acme.example", "Lucie Kral", "lk@acme.example"),
        ("jsmlth@acme.example", "Jane Smith", "jsmith@acme.example"),
        ("juergen.muller@acme.example", "Jürgen Müller", "juergen.muller@acme.example"),
        ("jmueller@acme.example", "Jürgen Müller", "jmueller@acme.example"),
        ("ulich.jones@acme.example", "Ulrich Jones", "ulrich.jones@acme.example"),
        ("ada.whitctombe@acme.example", "Ada Whitcombe", "ada.whitcombe@acme.example"),
        ("roaroosa@acme.example", "Rosa Barbosa", "rbarbosa@acme.example"),
        ("c. jones@acme.example", "Cara Jones", "c.jones@acme.example"),
        ("iam_roy@acme.example", "Liam Roy", "liam_roy@acme.example"),
        ("rpricej0nes@acme.example", "Rhys Price-Jones", "rpricejones@acme.example"),
        ("goncalesvaladares@acme.example", "Lúcia Gonçalves Valadares", "goncalvesvaladares@acme.example"),
    ],
)
def test_the_name_chooses_among_the_readings_of_an_address(printed: str, name: str, meant: str) -> None:
    assert emails(vouched(printed, name=name)) == [meant]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("maria.lopez@acme.example", "Marie Lopez"),
        ("hansen@acme.example", "Ada Hanson"),
        ("info@acme.example", "Ada Jones"),
        ("ada.jones@acme.example", "Bob Stone"),
        ("smith@acme.example", "Ada Srnith"),
        ("gustavos@acme.example", "Gustavo Silva"),
        ("fatimaa@acme.example", "Fátima Alves Fonseca"),
        ("jodelgado@acme.example", "Jo-Anne Delgado"),
        ("genevievekowalchuk13@acme.example", "Genevieve G. Kowalchuk"),
        ("citlalimontemayorj1978@acme.example", "Citlali Montemayor Juárez"),
        ("hansen@acme.example", "Ada Hansens"),
    ],
)
def test_a_clear_address_is_never_bent_to_the_name(printed: str, name: str) -> None:
    assert emails(vouched(printed, name=name)) == [printed]


def test_the_domain_printed_twice() -> None:
    result = vouched("ada@northwlnd.example", "www.northwind.example", company="Northwind Ltd", sure=0.7)
    assert emails(result) == ["ada@northwind.example"]
    assert result.emails[0].field.raw == "ada@northwlnd.example"
    assert "printed twice" in result.emails[0].field.how
    assert "ada@northwlnd.example" in result.emails[0].others
    assert result.urls[0].field.value == "www.northwind.example"


def test_two_different_domains_stay_two() -> None:
    result = vouched("ada@acme.co", "www.acme.com")
    assert emails(result) == ["ada@acme.co"]
    assert result.urls[0].field.value == "www.acme.com"


def test_agreement_raises_the_confidence_and_says_so() -> None:
    alone = vouched("ada.jones@acme.example").emails[0].field
    together = (
        vouched("ada.jones@acme.example", "www.acme.example", name="Ada Jones", company="Acme Ltd").emails[0].field
    )
    assert together.confidence > alone.confidence
    assert "the name is in the address" in together.how


def test_a_popular_mail_host_nearly_read() -> None:
    assert emails(vouched("ada.jones@grnail.com", name="Ada Jones")) == ["ada.jones@gmail.com"]


def test_the_company_chooses_the_domain() -> None:
    result = vouched("www.n0rthwind.example", company="Northwind Trading Ltd", sure=0.7)
    assert result.urls[0].field.value == "www.northwind.example"


def test_the_slug_is_the_name() -> None:
    result = vouched("linkedin.com/in/jane-srnith-1a2b3c4O", name="Jane Smith")
    assert result.linkedin[0].field.value == "https://www.linkedin.com/in/jane-smith-1a2b3c40"


def test_the_number_behind_a_slug_is_made_of_digits() -> None:
    result = vouched("linkedin.com/in/janesmith7s", name="Jane Smith")
    assert result.linkedin[0].field.value == "https://www.linkedin.com/in/janesmith75"


def test_a_sign_read_twice_is_settled_by_the_site() -> None:
    result = vouched("ada@Qacmeworks.example", "www.acmeworks.example", company="Acme Works")
    assert emails(result) == ["ada@acmeworks.example"]


def test_the_company_s_words_tell_which_of_two_domains_was_misread() -> None:
    result = vouched("ada@quandtwerke.example", "www.quanatwerke.example", company="Quandt Werke")
    assert emails(result) == ["ada@quandtwerke.example"]
    assert result.urls[0].field.value == "www.quandtwerke.example"


def test_a_long_domain_may_have_two_slips_where_it_is_printed_twice() -> None:
    result = vouched("ada@grandth1stleintcriors.example", "www.grandthistleinteriors.example", sure=0.9)
    assert {email.rpartition("@")[2] for email in emails(result)} == {"grandthistleinteriors.example"}


def test_the_company_s_name_stands_between_two_misreadings() -> None:
    result = vouched(
        "ada@oreilydaughters.example", "www.oreillydauqhters.example", company="O'Reilly and Daughters Ltd"
    )
    assert emails(result) == ["ada@oreillydaughters.example"]
    assert result.urls[0].field.value == "www.oreillydaughters.example"


def test_the_company_tells_whether_a_piece_was_read_twice() -> None:
    assert emails(vouched("ada@ac acmeworks.com", company="Acme Works")) == ["ada@acmeworks.com"]
    assert emails(vouched("ada@ac acmeworks.com")) == ["ada@acacmeworks.com"]


def test_a_company_s_name_that_was_misread_bends_no_address() -> None:
    assert emails(vouched("ada@gronwall.example", company="Grönvvall AB", sure=0.6)) == ["ada@gronwall.example"]


def test_the_usual_mailboxes_are_spelt_as_they_are_called() -> None:
    assert emails(vouched("erquiries@acme.example")) == ["enquiries@acme.example"]
    assert emails(vouched("lnfo@acme.example")) == ["info@acme.example"]
    assert emails(vouched("mario@acme.example", "sergio@acme.example")) == ["mario@acme.example", "sergio@acme.example"]


def test_a_mailbox_is_spelt_as_the_company_s_page_is() -> None:
    result = vouched("acmeworksoauer@gmx.de", "linkedin.com/company/acmeworks-bauer")
    assert emails(result) == ["acmeworksbauer@gmx.de"]
    assert result.emails[0].field.raw == "acmeworksoauer@gmx.de"


def test_an_alternative_of_the_engine_is_taken_when_the_name_confirms_it() -> None:
    result = vouched("jane.smyth@acme.example", name="Jane Smith", others=("jane.smith@acme.example",))
    assert emails(result) == ["jane.smith@acme.example"]


def test_nothing_found_is_nothing_vouched() -> None:
    assert vouched("Ada Jones", name="Ada Jones") == Vouched((), (), ())


def test_two_known_names_in_the_address_are_not_bent_to_a_misread_name() -> None:
    contact = understand(card(("SANTIAGO BANCO ORTIZ", 30), ("santiago.blancoortiz@sample.example", 16)))
    assert [email.value for email in contact.emails] == ["santiago.blancoortiz@sample.example"]


def test_a_domain_torn_at_its_hyphen_is_the_longer_one() -> None:
    rows = (("ACG Puutarha", 30), ("satu@acg-puutarha.fi", 16), ("www.acg -puutarha.fi", 16))
    contact = understand(card(*rows))
    assert [email.value for email in contact.emails] == ["satu@acg-puutarha.fi"]


def test_a_reading_in_whole_words_of_the_name_is_taken() -> None:
    others = ("ada.marsh@acme.example",)
    assert emails(vouched("ada.mmarsh@acme.example", name="Ada Marsh", others=others)) == ["ada.marsh@acme.example"]


def test_an_initial_that_was_read_stays() -> None:
    others = ("marsh@acme.example",)
    assert emails(vouched("a.marsh@acme.example", name="Ada Marsh", others=others)) == ["a.marsh@acme.example"]


def test_of_two_addresses_on_a_line_neither_becomes_the_other() -> None:
    text = "ada@acme.example * office@acme.example"
    words = (
        Word("ada@acme.example", 0.9, Box(0, 0, 150, 20)),
        Word("*", 0.4, Box(160, 0, 10, 20), ("+",)),
        Word("office@acme.example", 0.9, Box(180, 0, 180, 20)),
    )
    exact = find_exact([Line(text, 0.9, Box(0, 0, 360, 20), words)])
    assert emails(vouch(exact.emails, (), (), "Ada Sample")) == ["ada@acme.example", "office@acme.example"]


def test_the_year_behind_the_company_s_name_is_made_of_digits() -> None:
    found = vouched("northmillsl971@gmail.com", company="North Mills")
    assert emails(found) == ["northmills1971@gmail.com"]


def test_a_site_torn_at_its_hyphen_is_the_mailboxs() -> None:
    contact = understand(lines_of("sample@example-lappeenranta.net", "example- lappeenranta.net"))
    assert [url.value for url in contact.urls] == ["example-lappeenranta.net"]


@pytest.mark.parametrize(
    ("mailbox", "site"), [("ada@acme.ind.br", "www.acmeind.br"), ("ada@acmecom.br", "www.acme.com.br")]
)
def test_a_domain_that_lost_a_dot_is_the_one_with_it(mailbox: str, site: str) -> None:
    contact = understand(lines_of(mailbox, site))
    assert contact.urls[0].value.removeprefix("www.") == contact.emails[0].value.partition("@")[2]
    assert contact.emails[0].value.count(".") == 2


@pytest.mark.parametrize("mailbox", ["ada@acmeindu", "ada@acmeindustrieso", "ada@acmein"])
def test_the_beginning_of_a_domain_is_the_site_s(mailbox: str) -> None:
    contact = understand(lines_of(mailbox, "www.acmeindustriesof.example"))
    assert [email.value for email in contact.emails] == ["ada@acmeindustriesof.example"]


def test_a_word_behind_the_name_in_a_slug_is_no_code() -> None:
    contact = understand(lines_of("Ada Marsh", "linkedin.com/in/ada-marsh-official"))
    assert contact.linkedin is not None
    assert contact.linkedin.value.endswith("/in/ada-marsh-official")


def test_a_letter_that_both_prints_of_a_domain_have_is_not_left_out_for_the_company_s_name() -> None:
    contact = understand(lines_of("Northern Works", "www.northernworks1.example", "ada@northernworksl.example"))
    assert contact.emails[0].value == "ada@northernworks1.example"
    assert contact.urls[0].value == "www.northernworks1.example"


def test_a_mailbox_is_called_like_the_company() -> None:
    contact = understand(lines_of("NORTHERN HARBOUR ANS", "E-post: northernnarbour1979@online.no"))
    assert [email.value for email in contact.emails] == ["northernharbour1979@online.no"]


def test_the_beginning_of_the_at_sign_is_no_letter_of_the_name() -> None:
    found = vouched("lone.marshg@acme.example", name="Lone Marsh")
    assert emails(found) == ["lone.marsh@acme.example"]


@pytest.mark.parametrize(
    ("name", "read", "meant"),
    [
        ("Quentin Baptiste-Marsh", "qom", "qbm"),
        ("Quentin Baptiste-Marsh", "qox", "qox"),
        ("Quentin Baptiste-Marsh", "qjm", "qjm"),
        ("Peter Paul Marsh", "pcm", "pcm"),
        ("Quentin Baptiste-Marsh", "info", "info"),
    ],
)
def test_three_letters_are_the_initials_where_the_first_and_the_last_are(name: str, read: str, meant: str) -> None:
    contact = understand(lines_of(name, "Principal Consultant", f"{read}@marshworks.example"))
    assert [email.value for email in contact.emails] == [f"{meant}@marshworks.example"]


def test_a_mailbox_called_by_a_given_name_is_not_mended_by_a_misread_company() -> None:
    contact = understand(lines_of("Resalind Marsh", "Photography", "rosalind@rmarshphoto.example"))
    assert [email.value for email in contact.emails] == ["rosalind@rmarshphoto.example"]


@pytest.mark.parametrize(("sure", "ending"), [(0.6, "io"), (0.97, "to")])
def test_of_two_endings_that_are_read_for_each_other_the_usual_one_is_taken_unless_both_are_clear(
    sure: float, ending: str
) -> None:
    lines = [replace(line, confidence=sure) for line in lines_of("admin@marshworks.to", "www.marshworks.io")]
    assert [email.value for email in understand(lines).emails] == [f"admin@marshworks.{ending}"]


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Chloé McKinnon", "c.mckinnon@mekinnonbrothers.net"), "c.mckinnon@mckinnonbrothers.net"),
        (("Grupo Eveona", "ada.roe@grupceveona.pt"), "ada.roe@grupoeveona.pt"),
        (("rasmussen bjerre & søn", "asmussenbjerreson@live.dk"), "rasmussenbjerreson@live.dk"),
        (("Ada Hansen", "ada.hansen@hansonbrothers.net"), "ada.hansen@hansonbrothers.net"),  # another family's
    ],
)
def test_a_long_name_tells_a_letter_of_a_domain(lines: tuple[str, ...], value: str) -> None:
    assert [email.value for email in understand(card(*((line, 20) for line in lines))).emails] == [value]
