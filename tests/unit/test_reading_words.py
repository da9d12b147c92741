"""Words out of two readings, labels, and spaces that tore an address."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cardscan.model import Box, Word
from cardscan.ocr.choose import AGREED, _plain, mend_spaces, merge_readings
from cardscan.ocr.labels import is_label
from cardscan.ocr.mend import mend_letters


def words(*rows):
    """Return words set one after the other, 10 px a letter and 10 px between them; rows are (text, confidence)."""
    made, x = [], 0
    for text, confidence in rows:
        made.append(Word(text, confidence, Box(x, 0, 10 * len(text), 20)))
        x += 10 * len(text) + 10
    return made


def texts(found):
    return [word.text for word in found]


def test_agreement_makes_sure():
    (word,) = merge_readings(words(("Kestrel", 0.2)), words(("Kestrel", 0.4)))
    assert word.text == "Kestrel"
    assert word.confidence == AGREED


def test_the_surer_wins_and_the_other_is_kept():
    (word,) = merge_readings(words(("adaQkestrel.example", 0.4)), words(("ada@kestrel.example", 0.8)))
    assert word.text == "ada@kestrel.example"
    assert word.alternatives == ("adaQkestrel.example",)
    (word,) = merge_readings(words(("Illmann", 0.7)), words(("Ilmann", 0.6)))
    assert (word.text, word.alternatives) == ("Illmann", ("Ilmann",))


def test_accents_stay_where_another_letter_is_mended():
    (word,) = merge_readings(words(("Domíngucz", 0.5)), words(("Dominguez", 0.9)))
    assert (word.text, word.alternatives) == ("Domínguez", ("Domíngucz",))


def test_accents_stay():
    (word,) = merge_readings(words(("Sørensen", 0.5)), words(("Sorensen", 0.9)))
    assert word.text == "Sørensen"


@pytest.mark.parametrize(
    ("latin", "english", "kept"),
    [
        ("Pawłowski", "Pawtowski", "Pawłowski"),
        ("Vlčková", "Vlékova", "Vlčková"),
        ("Lòa", "Lda", "Lda"),
        ("Kästrøl", "Kestrel", "Kestrel"),
        ("adaðkestrel.example", "ada@kestrel.example", "ada@kestrel.example"),
        ("mailəada@kestrel.example", "mail.ada@kestrel.example", "mail.ada@kestrel.example"),
    ],
)
def test_a_letter_that_english_print_has_not_stands_in_a_word_read_alike(latin, english, kept):
    (word,) = merge_readings(words((latin, 0.4)), words((english, 0.9)))
    assert word.text == kept
    assert word.confidence >= AGREED


def test_a_word_that_one_reading_lacks():
    assert texts(merge_readings([], words(("Ada", 0.9), ("dirt", 0.3)))) == ["Ada"]
    assert texts(merge_readings(words(("Ada", 0.5)), [])) == ["Ada"]


def test_a_word_read_as_two():
    second = [Word("ada@kestrel.example", 0.9, Box(0, 0, 200, 20))]
    assert texts(merge_readings(words(("ada", 0.5), ("@kestrel.example", 0.5)), second)) == ["ada@kestrel.example"]


_words = st.lists(
    st.tuples(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), st.floats(0, 1)), max_size=6
)


@given(_words, _words)
@example([("00000Ĵ01", 0.0)], [("00000J00", 1.0)])
def test_merging_invents_nothing_but_accents_and_keeps_the_order(first, second):
    merged = merge_readings(words(*first), words(*second))
    assert {_plain(text) for text in texts(merged)} <= {_plain(text) for text, _ in first + second}
    assert [word.box.x for word in merged] == sorted(word.box.x for word in merged)
    if not second:
        assert texts(merged) == [text for text, _ in first]


@pytest.mark.parametrize(
    ("torn", "mended"),
    [
        (("ada.kestrel", "@nordlicht.example"), ["ada.kestrel@nordlicht.example"]),
        (("ada@", "nordlicht.example"), ["ada@nordlicht.example"]),
        (("www.", "nordlicht.example"), ["www.nordlicht.example"]),
        (("ada@nordlicht.", "example"), ["ada@nordlicht.example"]),
        (("@", "ada@nordlicht.example"), ["@", "ada@nordlicht.example"]),
        (("ada@nordlicht.example", "www.nordlicht.example"), ["ada@nordlicht.example", "www.nordlicht.example"]),
        (("Nordlicht", "GmbH"), ["Nordlicht", "GmbH"]),
        (("nordlicht.", "cz"), ["nordlicht.cz"]),
        (("Nordlicht.", "cz"), ["Nordlicht.", "cz"]),
        (("nordlicht.", "it"), ["nordlicht.", "it"]),
    ],
)
def test_spaces_inside_addresses(torn, mended):
    assert texts(mend_spaces(words(*((text, 0.9) for text in torn)), 30)) == mended


def test_a_wide_gap_is_no_torn_address():
    assert len(mend_spaces(words(("www.", 0.9), ("nordlicht.example", 0.9)), 10)) == 2


@pytest.mark.parametrize("text", ["T", "Tel.", "E-Mail", "Mobile:", "m.", "Fax", "☎", "Büro", "Anything:"])
def test_labels(text):
    assert is_label(text)


@pytest.mark.parametrize("text", ["", "Paris", "London E14", "12 Harbour Lane", "A very long sentence that ends so:"])
def test_no_labels(text):
    assert not is_label(text)


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("1°", "1º"),
        ("17°,", "17º,"),
        ("n°", "n°"),
        ("fiir", "für"),
        ("Strae", "Straße"),
        ("Hauptstrae,", "Hauptstraße,"),
        ("Estrae", "Estrae"),
        ("iiber", "über"),
        ("Hawaii", "Hawaii"),
        ("ElbstraBe", "Elbstraße"),
        ("Strabo", "Strabo"),
        ("Hauptstrafse", "Hauptstraße"),
        ("jo—smith@nordlicht.example", "jo_smith@nordlicht.example"),
        ("1990—2020", "1990—2020"),
        ("l-35123", "I-35123"),
        ("l-email", "l-email"),
    ],
)
def test_letters_that_are_never_printed_there(read, printed):
    (word,) = mend_letters(words((read, 0.9)))
    assert word.text == printed
    assert word.alternatives == (() if read == printed else (read,))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Barrister © Solicitor", "Barrister & Solicitor"),
        ("Jones £ Dhillon", "Jones & Dhillon"),
        ("© Example", "© Example"),
        ("Copyright © Example", "Copyright © Example"),
        ("Zumba ® Instructor", "Zumba ® Instructor"),
        ("Marsh © www.marsh.example", "Marsh © www.marsh.example"),
        ("Marsh © 2026", "Marsh © 2026"),
    ],
)
def test_a_sign_alone_between_two_words_is_an_ampersand(read: str, meant: str) -> None:
    mended = mend_letters(words(*((word, 0.9) for word in read.split())))
    assert " ".join(word.text for word in mended) == meant
