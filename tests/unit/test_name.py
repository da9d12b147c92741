"""A printed name is taken apart as its culture writes it."""

from __future__ import annotations

import pytest

from cardscan.errors import ParseError
from cardscan.parse.name import couple_of, first_of_people, parse_name
from cardscan.parse.name_case import proper_case

PLAIN = [
    # printed, country, value, given, additional, family
    ("Ada Example", None, "Ada Example", "Ada", "", "Example"),
    ("ADA EXAMPLE", "GB", "Ada Example", "Ada", "", "Example"),
    ("Ada B. Example", "US", "Ada B. Example", "Ada", "B.", "Example"),
    ("Example, Ada", None, "Ada Example", "Ada", "", "Example"),
    ("DUPONT Jeanne", "FR", "Jeanne Dupont", "Jeanne", "", "Dupont"),
    ("Jeanne DUPONT", "FR", "Jeanne Dupont", "Jeanne", "", "Dupont"),
    ("PATRICK O'BRIEN", "IE", "Patrick O'Brien", "Patrick", "", "O'Brien"),
    ("JEAN-LUC MCDONALD", "CA", "Jean-Luc McDonald", "Jean-Luc", "", "McDonald"),
    ("LENA VAN DYKE", "NL", "Lena van Dyke", "Lena", "", "van Dyke"),
    ("Hans von und zu Beispiel", "DE", "Hans von und zu Beispiel", "Hans", "", "von und zu Beispiel"),
    ("Maria de la Cruz", "MX", "Maria de la Cruz", "Maria", "", "de la Cruz"),
    ("Juan Pérez Gómez", "ES", "Juan Pérez Gómez", "Juan", "", "Pérez Gómez"),
    ("María José Fernández", "ES", "María José Fernández", "María José", "", "Fernández"),
    ("José Ortega y Gasset", "ES", "José Ortega y Gasset", "José", "", "Ortega y Gasset"),
    ("Nagy János", "HU", "Nagy János", "János", "", "Nagy"),
    ("Zhang Wei", "CN", "Zhang Wei", "Wei", "", "Zhang"),
    ("Wei Zhang", "US", "Wei Zhang", "Wei", "", "Zhang"),
    ("Kim Min-jun", "KR", "Kim Min-jun", "Min-jun", "", "Kim"),
    ("山田 太郎", "JP", "山田 太郎", "太郎", "", "山田"),
    ("J.R. Example", "US", "J.R. Example", "J.R.", "", "Example"),
    ("Example, J.R.", "US", "J.R. Example", "J.R.", "", "Example"),
    ("R. EXEMPLO", "BR", "R. Exemplo", "R.", "", "Exemplo"),
    ("pascal bernard", "FR", "Pascal Bernard", "Pascal", "", "Bernard"),
    ("anna de vries", "NL", "Anna de Vries", "Anna", "", "de Vries"),
    ("patrick o'brien", "IE", "Patrick O'Brien", "Patrick", "", "O'Brien"),
    ("jan weiß", "DE", "Jan Weiß", "Jan", "", "Weiß"),
    ("emre yılmaz", "DE", "Emre Yılmaz", "Emre", "", "Yılmaz"),
    ("Pol Beispiel", "LU", "Pol Beispiel", "Pol", "", "Beispiel"),
    ("DE VOORBEELD Hilde", "BE", "Hilde de Voorbeeld", "Hilde", "", "de Voorbeeld"),
    ("Anand Example Kumar V", "IN", "Anand Example Kumar V", "Anand", "Example Kumar", "V"),
    ("Ms XADEB F. EXAMPLE", "IN", "Xadeb F. Example", "Xadeb", "F.", "Example"),
    ("Ada Example IlI", "US", "Ada Example III", "Ada", "", "Example"),
    ("Ada Example Il", "US", "Ada Example II", "Ada", "", "Example"),
]


@pytest.mark.parametrize(("printed", "country", "value", "given", "additional", "family"), PLAIN)
def test_parts(printed: str, country: str | None, value: str, given: str, additional: str, family: str) -> None:
    name = parse_name(printed, country=country)
    assert (name.value, name.given, name.additional, name.family) == (value, given, additional, family)
    assert name.raw == printed


@pytest.mark.parametrize(
    ("printed", "value", "prefix", "suffix"),
    [
        ("Dr. Ada Example", "Ada Example", "Dr.", ""),
        ("Prof. Dr. med. Jan Beispiel", "Jan Beispiel", "Prof. Dr. med.", ""),
        ("Dipl.-Ing. (FH) Jan Beispiel", "Jan Beispiel", "Dipl.-Ing. FH", ""),
        ("StBin Birgit Beispiel", "Birgit Beispiel", "StBin", ""),
        ("Mag.a Eva Beispiel, BSc", "Eva Beispiel", "Mag.a", "BSc"),
        ("Dott.ssa Giulia De Luca", "Giulia De Luca", "Dott.ssa", ""),
        ("RA Dr. Uwe Beispiel", "Uwe Beispiel", "RA Dr.", ""),
        ("Ing. Jan Novák, Ph.D.", "Jan Novák", "Ing.", "Ph.D."),
        ("Ada Example, PhD, MBA", "Ada Example", "", "PhD, MBA"),
        ("Ada Example FCA", "Ada Example", "", "FCA"),
        ("Ada Example, P.Eng.", "Ada Example", "", "P.Eng."),
        ("John Example Jr.", "John Example Jr.", "", "Jr."),
        ("JOHN EXAMPLE III", "John Example III", "", "III"),
        ("Ada Example, REG 12/345", "Ada Example", "", ""),
        ("Ada Example (she/her)", "Ada Example", "", ""),
        ("Don Example", "Don Example", "", ""),
        ("dr. j. example", "J. Example", "dr.", ""),
        ("dr n. med. Ada Example", "Ada Example", "dr n. med.", ""),
        ("ada jane example phd", "Ada Jane Example", "", "PhD"),
        ("ada example, MBA", "Ada Example", "", "MBA"),
        ("Ada Example, MBA DI", "Ada Example", "", "MBA DI"),
        ("Ada Example DI, KTM", "Ada Example", "", "DI, KTM"),
        ("DI Ada Example", "Ada Example", "DI", ""),
        ("CA Zyx Kumar Example", "Zyx Kumar Example", "CA", ""),
    ],
)
def test_titles_and_letters_stand_apart(printed: str, value: str, prefix: str, suffix: str) -> None:
    name = parse_name(printed)
    assert (name.value, name.prefix, name.suffix) == (value, prefix, suffix)


@pytest.mark.parametrize(
    "printed", ['Robert "Bob" Example', "Robert “Bob” Example", "Robert (Bob) Example", "(Bob) Robert Example"]
)
def test_a_nickname_stands_apart(printed: str) -> None:
    name = parse_name(printed)
    assert (name.value, name.nickname) == ("Robert Example", "Bob")


def test_the_address_tells_where_the_family_name_begins() -> None:
    assert parse_name("Ana Lopez Example", locals_=("ana.lopez",)).family == "Lopez Example"
    assert parse_name("Ana Lopez Example", locals_=("ana.example",)).family == "Example"


@pytest.mark.parametrize(
    ("printed", "local", "family"),
    [
        ("Leroux-Martin Anne-Sophie", "as.leroux-martin", "Leroux-Martin"),
        ("Leroux-Martin Anne-Sophie", "anne-sophie.leroux-martin", "Leroux-Martin"),
        ("Leroux-Martin Anne-Sophie", "office", "Leroux-Martin"),
        ("Anne-Sophie Leroux-Martin", "as.leroux-martin", "Leroux-Martin"),
        ("Walczak Mateusz", "m.walczak", "Walczak"),
        ("Mateusz Walczak", "mateusz", "Walczak"),
    ],
)
def test_a_double_name_that_stands_first_may_be_the_family_s(printed: str, local: str, family: str) -> None:
    assert parse_name(printed, country="FR", locals_=(local,)).family == family


def test_capitals_are_kept_when_asked_for() -> None:
    assert parse_name("ADA MCEXAMPLE", keep_capitals=True).value == "ADA MCEXAMPLE"
    assert parse_name("ada mcexample", keep_capitals=True).value == "ada mcexample"


@pytest.mark.parametrize("text", ["", "   ", "4711", "---", "Ada 2 Example 3", "x" * 200])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ParseError):
        parse_name(text)


def test_proper_case_leaves_initials_and_mixed_words() -> None:
    assert proper_case(["J.", "MACKAY", "deVries"]) == ["J.", "Mackay", "deVries"]


@pytest.mark.parametrize(
    ("printed", "given", "family"),
    [
        ("ADA EXAMPLE, DEA", "Ada", "Example"),
        ("Ada EXAMPLE, BSc, Teamleider Klantenservice", "Ada", "Example"),
        ("Ing. Ada Example, pn.D.", "Ada", "Example"),
        ("Ada Example, s4", "Ada", "Example"),
        ("Thomas James, Ayobami", "Ayobami", "Thomas James"),
        ("Example, Ada", "Ada", "Example"),
        ("EXAMPLE, ADA", "Ada", "Example"),
    ],
)
def test_letters_and_titles_behind_a_whole_name_are_no_given_name(printed: str, given: str, family: str) -> None:
    name = parse_name(printed)
    assert (name.given, name.family) == (given, family)


def test_letters_behind_a_comma_are_a_degree_that_no_list_has() -> None:
    name = parse_name("Ada Example, M.Ed.")
    assert (name.value, name.suffix, name.prefix) == ("Ada Example", "M.Ed.", "")


@pytest.mark.parametrize("printed", ["Zbigniew „Zbyszek” Example", "Zbigniew ,,Zbyszek” Example"])
def test_a_nickname_in_low_quotes_stands_apart(printed: str) -> None:
    name = parse_name(printed)
    assert (name.value, name.nickname) == ("Zbigniew Example", "Zbyszek")


def test_an_article_before_a_title_belongs_to_it() -> None:
    name = parse_name("The Revd Rosemary Example")
    assert (name.given, name.family, name.prefix) == ("Rosemary", "Example", "The Revd")


@pytest.mark.parametrize(
    ("printed", "country", "value", "suffix"),
    [
        ("Priya Example, MARLA", "GB", "Priya Example", "MARLA"),  # a list of names has it, too
        ("ADA EXAMPLE, ata, LEED AP", "US", "Ada Example", "LEED AP"),
        ("Adam & June Example", "US", "Adam & June Example", ""),
        ("ADAM UND JUNE EXAMPLE", "DE", "Adam und June Example", ""),
        ("Adam & June", "US", "Adam & June", ""),
        ("Nirav & Hetal Example", "US", "Nirav & Hetal Example", ""),
        ("Ada Example, Ph. D., ing.", "CA", "Ada Example", "Ph.D., ing."),
        ("Rosaire Example, acériculteur", "CA", "Rosaire Example", ""),
        ("(Ada Example)", "US", "Ada Example", ""),
        ("Ada Example '92", "US", "Ada Example", ""),
        ("ppa. Ada Example", "DE", "Ada Example", ""),
        ("Ada Example und Team", "DE", "Ada Example", ""),
        ("Ada Example, ChFC, CLU", "US", "Ada Example", "ChFC, CLU"),
        ("Ada Example – sales", "GB", "Ada Example", ""),
        ("Ada Example, Plumbing", "US", "Ada Example", ""),
        ("Example & Partner", None, "Example Partner", ""),
        ("Maria von Essen.", "SE", "Maria von Essen", ""),
        ("AYŞE YILDIRIM-KRAUSE", "DE", "Ayşe Yıldırım-Krause", ""),
        ("ŞTEFANIA ILIESCU", "RO", "Ştefania Iliescu", ""),
        ("ŞTEFANIA IONIŢĂ", None, "Ştefania Ioniţă", ""),
    ],
)
def test_what_stands_around_a_name(printed: str, country: str | None, value: str, suffix: str) -> None:
    name = parse_name(printed, country=country)
    assert (name.value, name.suffix) == (value, suffix)


def test_two_who_share_a_family_name_are_told_together() -> None:
    name = parse_name("Adam & June Example")
    assert (name.given, name.family) == ("Adam & June", "Example")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Adam Example & June Sample", "Adam Example"),
        ("Adam Example and Sons", "Adam Example and Sons"),
        ("Adam & June Example", "Adam & June Example"),
    ],
)
def test_of_two_who_are_named_in_full_the_first_is_told(text: str, first: str) -> None:
    assert first_of_people(text) == first


@pytest.mark.parametrize("firm", ["Adam & Sons", "Adam & Partner", "Example & Example"])
def test_a_firm_is_no_couple(firm: str) -> None:
    assert couple_of(firm) is None
