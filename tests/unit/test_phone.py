"""Telephone numbers as life prints them. Numbers are of blocks kept for fiction wherever a country has one."""

import pytest
from made_lines import lines_of

from cardscan.model import Box, Line, PhoneType, Word
from cardscan.parse import understand
from cardscan.parse.country import infer_country
from cardscan.parse.found import rest
from cardscan.parse.phone import find_phones
from cardscan.parse.phone_number import Standing, read_number


def found_in(*texts: str, country: str | None = None) -> list[tuple[str, str, str | None]]:
    lines = lines_of(*texts)
    phones = find_phones(lines, (), infer_country(lines, option=country))
    return [(phone.field.value, phone.field.type.value, phone.field.extension) for phone in phones]


@pytest.mark.parametrize(
    ("printed", "country", "value"),
    [
        ("+44 (0)20 7946 0018", None, "+442079460018"),
        ("0044 20 7946 0018", None, "+442079460018"),
        ("+0044 (0)20 7946 0018", None, "+442079460018"),
        ("(+44) 20 7946 0018", None, "+442079460018"),
        ("+44 +44 20 7946 0018", None, "+442079460018"),
        ("44 20 7946 0018", "GB", "+442079460018"),
        ("(020) 7946.0018", "GB", "+442079460018"),
        ("+39 (0)2 1234567", None, "+39021234567"),
        ("+91-20-2080 8167", None, "+912020808167"),
        ("+ 01.99.00.12.34", "FR", "+33199001234"),
        ("4-46-8-123 456 78", "SE", "+46812345678"),
        ("80698.52280", "IN", "+918069852280"),
        ("030 / 231 25 - 123", "DE", "+493023125123"),
        ("01 99 00 12 34", "FR", "+33199001234"),
        ("06 - 12 34 56 78", "NL", "+31612345678"),
        ("(212) 555-0123", "US", "+12125550123"),
        ("212.555.0123", "US", "+12125550123"),
        ("212·555·0123", "US", "+12125550123"),
        ("(11) 3000-1234", "BR", "+551130001234"),
        ("(0xx11) 3000-1234", "BR", "+551130001234"),
        ("08-123 456 78", "SE", "+46812345678"),
        ("22 123 45 67", "PL", "+48221234567"),
        ("O2O 7946 OO18", "GB", "+442079460018"),
        ("t44 20 7946 0018", None, "+442079460018"),
        ("+44 {20) 7946 0018", None, "+442079460018"),
        ("+34.910-123-456", None, "+34910123456"),
        ("'212:555:0123", "US", "+12125550123"),
        ("'212°555°0123", "US", "+12125550123"),
        ("+91-44-2345 678]", None, "+914423456781"),
        ("[ 0061 491 570 156", None, "+61491570156"),
        ("@583 123456", "IT", "+390583123456"),
        ("+49 30 1234 56? 8", None, "+493012345678"),
        ("0 06 12 34 56 78", "FR", "+33612345678"),
        ("0) 320 1234567", "IT", "+393201234567"),
        ("+ (212) 555-0123", "US", "+12125550123"),
        ("01 (55) 1234 5678", "MX", "+525512345678"),
        ("11 9.-8765-4321", "BR", "+5511987654321"),
        ("(11) 3100,1234", "BR", "+551131001234"),
        ("+44 (O)20 7946 0018", None, "+442079460018"),
        ("22 123 45 6Z", "PL", "+48221234562"),
        ("020 7946 OO18,", "GB", "+442079460018"),
        ("(11) 9 8765 4321", "BR", "+5511987654321"),
    ],
)
def test_a_number_is_told_in_e164(printed: str, country: str | None, value: str) -> None:
    assert [number for number, _, _ in found_in(f"Tel {printed}", country=country)] == [value]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Tel.", "work"),
        ("T", "work"),
        ("Phone:", "work"),
        ("Direct", "work"),
        ("Office:", "work"),
        ("Zentrale", "work"),
        ("Durchwahl", "work"),
        ("Tfno.", "work"),
        ("Växel", "work"),
        ("Mob.", "mobile"),
        ("M", "mobile"),
        ("Cell:", "mobile"),
        ("Handy", "mobile"),
        ("portable", "mobile"),
        ("móvil", "mobile"),
        ("kom.", "mobile"),
        ("GSM", "mobile"),
        ("Celular", "mobile"),
        ("Telemóvel", "mobile"),
        ("WhatsApp", "mobile"),
        ("H/P", "mobile"),
        ("Fax", "fax"),
        ("F:", "fax"),
        ("Téléc.", "fax"),
        ("Faks", "fax"),
        ("Tel/Fax", "work"),
        ("Office fax", "fax"),
        ("Privat", "home"),
        ("Residencial:", "home"),
        ("Home", "home"),
        ("Business mobile", "mobile"),
        ("☎", "work"),
        ("📱", "mobile"),
        ("Notruf", "other"),
    ],
)
def test_the_label_tells_the_type(label: str, kind: str) -> None:
    assert found_in(f"{label} +44 20 7946 0018") == [("+442079460018", kind, None)]


def test_a_label_in_brackets_behind_and_an_unlabelled_mobile() -> None:
    assert found_in("+44 20 7946 0018 (fax)") == [("+442079460018", "fax", None)]
    assert found_in("+44 7400 123456") == [("+447400123456", "mobile", None)]
    assert found_in("+44 7700 900123") == [("+447700900123", "mobile", None)]


def test_a_label_in_its_own_column_or_above() -> None:
    lines = [
        Line("T", 0.9, Box(0, 0, 10, 20)),
        Line("+44 20 7946 0018", 0.9, Box(40, 0, 160, 20)),
        Line("M", 0.9, Box(0, 30, 10, 20)),
        Line("+44 20 7946 0019", 0.9, Box(40, 30, 160, 20)),
    ]
    phones = find_phones(lines, (), (("GB", 3.0),))
    assert [phone.field.type for phone in phones] == [PhoneType.WORK, PhoneType.MOBILE]
    assert rest(lines, [span for phone in phones for span in phone.spans]) == ("", "", "", "")
    assert found_in("Fax", "+44 20 7946 0018")[0][1] == "fax"


@pytest.mark.parametrize(
    ("printed", "extension"),
    [
        ("Tel +1 212 555 0123 x393", "393"),
        ("Tel +1 212 555 0123, ext. 42", "42"),
        ("Tel +43 1 234567 DW 43", "43"),
        ("Tel +43 1 234567 Durchwahl -43", "43"),
        ("Tél +33 1 99 00 12 34 poste 12", "12"),
        ("Tel +39 02 1234567 int. 5", "5"),
        ("Tel +55 11 3000-1234 Ramal 240", "240"),
        ("Tel +34 91 123 45 67 extensión 8", "8"),
        ("tel +48 22 123 45 67 wew. 9", "9"),
    ],
)
def test_the_extension_stands_apart(printed: str, extension: str) -> None:
    ((value, _, found),) = found_in(printed)
    assert found == extension
    assert not value.endswith(extension)


@pytest.mark.parametrize(
    ("printed", "country", "values"),
    [
        ("Tel. (11) 2345-8430 / 2345-6245", "BR", ["+551123458430", "+551123456245"]),
        ("Tel. +44 20 7946 0018 / 0019", None, ["+442079460018", "+442079460019"]),
        ("Tel. 020 7946 9990 / 9991 / 9992", "GB", ["+442079469990", "+442079469991", "+442079469992"]),
        ("Tel. 030 1234-50/-51", "DE", ["+4930123450", "+4930123451"]),
        ("Tel. +49 30 31961-990/97", "DE", ["+493031961990", "+493031961997"]),
        ("020 7946 0011 to 4", "GB", ["+442079460011"]),
        ("(11)3000.6687 or 85", "BR", ["+551130006687", "+551130006685"]),
        ("T +33 1 99 00 12 34 - M +33 6 39 98 12 34", None, ["+33199001234", "+33639981234"]),
        ("T: 0451 - 9284 6470 – 0172 - 0591 934", "DE", ["+4945192846470", "+491720591934"]),
        ("+44 20 7946 0018 | +44 20 7946 0019", None, ["+442079460018", "+442079460019"]),
    ],
)
def test_several_numbers_on_a_line(printed: str, country: str | None, values: list[str]) -> None:
    assert [number for number, _, _ in found_in(printed, country=country)] == values


@pytest.mark.parametrize(
    "text",
    [
        "VAT GB 123 4567 89",
        "VAT No. 123 4567 89",
        "USt-IdNr.: DE123456789",
        "ATU12345678",
        "CNPJ 12.345.678/0001-90",
        "CPF 123.456.789-09",
        "CIF B-12345678",
        "NIP 123-456-78-90",
        "KvK 12345678",
        "SIRET 123 456 789 00012",
        "IBAN DE89 3704 0044 0532 0130 00",
        "BIC DEUTDEFF500",
        "HRB 12345",
        "Registered in England No. 12345678",
        "Company No. 12345678",
        "CHE-123.456.789",
        "Reg. Nr. 1234567",
        "License # 0123456",
        "CEP 01310-100",
        "Av. Central 1000, 01310-100 São Paulo",
        "London SW1A 1AA",
        "10115 Berlin",
        "Mo-Fr 9:00-17:30",
        "31.12.2026",
        "since 1998",
        "1998-2026",
        "Nextel 12*34*56789",
        "Boise, ID 83794",
        "Mill Lane 124-130",
        "C/ Uría, nº 3 · 29055",
        "47.3769, 8.5417",
        "BIG 30645182608",
        "P.O. Box 123456",
        "ISO 9001:2015",
        "P. IVA 1T17970503488",
        "HR-Nr. CH-074.6.329.382-8",
        "Insc. Est. 088.934.170.149",
        "Office: 195-201 Merrion Square",
        "Rua A, 1, 3030-577 Coimbra",
        "Maria-Theresien-Straße 314/2/37 | 2534 Baden",
        "Postboks 9641 - 8371 Svolvær",
        "Sample 2096/43 140 00 Praha",
        "183 Raffles Place, S(088229)",
    ],
)
def test_what_is_no_phone(text: str) -> None:
    assert found_in(text, "Tel +44 20 7946 0018") == [("+442079460018", "work", None)]


def test_a_local_number_takes_the_cards_area_code() -> None:
    assert [value for value, _, _ in found_in("(11) 2345-3400", "Fax: 2345-3418", country="BR")] == [
        "+551123453400",
        "+551123453418",
    ]
    lines = lines_of("Tel. 2345-3418", "Rua A, 1 - Curitiba - PR")
    (phone,) = find_phones(lines, (), infer_country(lines, option="BR"))
    assert phone.field.value == "+554123453418"
    assert "town" in phone.field.how


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        # The card's other number has the area code, or the address names the state.
        (("Fones 11 3100-1234 / 3100-4321", "CEP: 01310-100"), ["+551131001234", "+551131004321"]),
        (
            ("Nextel 9.8765-4321", "11 3100-1234", "ID. 35*65*43210", "Rua A, 1 - São Paulo"),
            ["+5511987654321", "+551131001234"],
        ),
        (("Av. Central, 2994 - Jd. Verde-SP 3100-1234",), ["+551131001234"]),
        # Nothing tells it: the digits stay what they are, in no other country and without a code that is not printed.
        (("Assistência Técnica Ltda", "T 2222-9999", "Av. Carlos Pereira, 1 - Vila Verde"), ["22229999"]),
        (("AUTO PEÇAS", "contato@acme.com.br", "Av. Rio das Pedras, 5 - Tel/Fax: 3100-1234"), ["31001234"]),
    ],
)
def test_a_brazilian_number_has_no_area_code_but_the_cards(lines: tuple[str, ...], numbers: list[str]) -> None:
    placed = lines_of(*lines)
    countries = infer_country(placed, [text for line in lines for text in line.split() if "@" in text])
    phones = find_phones(placed, (), countries)
    assert [phone.field.value for phone in phones] == numbers
    printed = "".join(filter(str.isdigit, " ".join(lines)))
    for phone in phones:
        assert phone.field.confidence <= 0.5 or phone.field.value[3:5] in printed


def test_a_number_that_lost_a_digit_is_not_called_one_of_another_country() -> None:
    lines = lines_of("Acme B.V.", "1017 AB Amsterdam", "T +31 20 123 4567", "491 790 656 1")
    values = [phone.field.value for phone in find_phones(lines, (), infer_country(lines))]
    assert values[0] == "+31201234567"
    assert not any(value.startswith("+") and not value.startswith("+31") for value in values)


@pytest.mark.parametrize(
    ("line", "country", "values"),
    [
        ("T: +32 2 123.42.17 / 06: +32 485 12.34.56", None, ["+3221234217", "+32485123456"]),
        ("Ph +420 239 479 045 • DD 239479013", None, ["+420239479045", "+420239479013"]),
        ("hello@acme.example • 957604066", "ES", ["+34957604066"]),
        ("(0211) 5021-576 DW 2772", "DE", ["+492115021576"]),
        ("397 / 0611279", "IT", ["+393970611279"]),
        ("0176/6871 9533", "DE", ["+4917668719533"]),
    ],
)
def test_what_stands_beside_a_number_is_no_part_of_it(line: str, country: str | None, values: list[str]) -> None:
    assert [value for value, _, _ in found_in(line, country=country)] == values


def test_a_country_code_read_wrong_is_told_to_be_unsure() -> None:
    number = read_number("+357 239 876 053", (("PT", 3.0),))
    assert number is not None
    assert number.e164 == "+351239876053"
    assert number.rivals == ("+357239876053",)
    other = read_number("+357 22 123456", (("PT", 3.0),))
    assert other is not None
    assert other.e164 == "+35722123456"


def test_numbers_that_begin_with_a_zero_are_none_of_a_country_that_writes_none() -> None:
    number = read_number("01463 847 544", (("US", 1.0), ("GB", 0.5)))
    assert number is not None
    assert number.e164 == "+441463847544"


def test_what_an_o_before_a_mobile_is() -> None:
    assert found_in("O +33 6 12 34 56 78") == [("+33612345678", "mobile", None)]
    assert found_in("O +33 1 99 00 12 34") == [("+33199001234", "work", None)]


def test_an_unknown_number_is_kept_at_low_confidence() -> None:
    lines = lines_of("Cell: +1 (987) 555-0123")
    (phone,) = find_phones(lines)
    assert phone.field.value == "+19875550123"
    assert phone.field.confidence < 0.9
    assert "libphonenumber" in phone.field.how
    assert found_in("Phone: 555-123-4567") == [("5551234567", "work", None)]


def test_a_number_of_two_countries_keeps_the_ambiguity() -> None:
    number = read_number("01 234 5678", (("IE", 1.0), ("AT", 0.99)))
    assert number is not None
    assert number.rivals == ("+4312345678",)
    lines = lines_of("Tel 01 234 5678")
    (phone,) = find_phones(lines, (), (("IE", 3.0), ("AT", 2.99)))
    assert phone.field.confidence <= 0.5
    assert "+4312345678" in phone.field.how


def test_a_number_without_any_country_is_no_sure_guess() -> None:
    (phone,) = find_phones(lines_of("Phone: 2345 6789"))
    assert phone.field.confidence <= 0.5
    assert "guess" in phone.field.how


def test_a_number_cut_by_the_edge_is_not_given_as_whole() -> None:
    lines = lines_of("Tel +44 20 7946 0018", cut=True)
    (phone,) = find_phones(lines)
    assert phone.field.confidence <= 0.3


def test_raw_is_as_printed() -> None:
    (phone,) = find_phones(lines_of("Tel. O2O 7946 OO18"), (), (("GB", 3.0),))
    assert phone.field.raw == "O2O 7946 OO18"
    assert "letters read as digits" in phone.field.how


def test_the_engines_alternatives_are_other_readings() -> None:
    word = Word("0019", 0.5, Box(120, 0, 40, 20), ("0018",))
    line = Line("+44 20 7946 0019", 0.8, Box(0, 0, 160, 20), (Word("+44 20 7946", 0.9, Box(0, 0, 110, 20)), word))
    (phone,) = find_phones([line])
    assert phone.others == ("+442079460018",)


def test_standings_are_in_order() -> None:
    assert read_number("+442079460018").standing is Standing.VALID  # type: ignore[union-attr]  # it is a number
    assert read_number("+447700900123").standing is Standing.PLAUSIBLE  # type: ignore[union-attr]
    assert read_number("12345678").standing is Standing.READ  # type: ignore[union-attr]
    assert read_number("123") is None


def test_a_street_of_numbers_and_letters_is_no_number() -> None:
    assert found_in("2011 S1100 E", "Salt Lake City, UT 84106", country="US") == []


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (("+420 496 562 953", "@ -420720540099"), ["+420496562953", "+420720540099"]),
        (("01449 263 6016", "casaortiz.com.mx"), ["+524492636016"]),
        (("+43 (@) 512 61 24 003", "A 6020 Innsbruck"), ["+435126124003"]),
        (("tel. +390521482497/89",), ["+390521482497", "+390521482489"]),
        (("Č. ú. 0444945380/0800",), []),
        (("ul. Polna 16 m. 41 45-365 Opole",), []),
        (("Rantakatu 1 A 38 - F1-99999 Rovaniemi",), []),
        (("T1020 7946 0018", "London"), ["+442079460018"]),
        (("Mobile/WeChat: +44 7700 900123",), ["+447700900123"]),
        (("@ 2345-6789", "Vila Talarico", "www.example.com.br"), ["23456789"]),
    ],
)
def test_slips_and_neighbours_of_numbers(lines: tuple[str, ...], values: list[str]) -> None:
    assert [phone.value for phone in understand(lines_of(*lines)).phones] == values


@pytest.mark.parametrize(
    "date",
    [
        "Ihr nächster Termin 12.05.2023 14:30",
        "(31/12/2026)",
        "Tid: 12/05/2023 1430",
        "Appointment 12/05/2023 19 h",
        "Next visit: 12-05-2023 10.30",
        "Vigencia 01/01/2024-31/12/2024",
        "10.05.2023/12.05.2023",
        "RDV 12/05/2023 15 h 30",
    ],
)
@pytest.mark.parametrize("country", ["DE", "DK", "IN", "ES", "FR"])
def test_a_date_is_no_number_whatever_stands_behind_it(date: str, country: str) -> None:
    assert found_in(date, country=country) == []


@pytest.mark.parametrize(
    ("printed", "country", "value"),
    [
        ("917 123 4567", "PH", "+639171234567"),
        ("(803) 123-4567", "NG", "+2348031234567"),
        ("207 946 0018", "GB", "+442079460018"),
        ("171 123 4567", "DE", "+491711234567"),
    ],
)
def test_a_number_in_america_s_shape_is_the_card_s_country_s_where_that_is_told(
    printed: str, country: str, value: str
) -> None:
    assert [each for each, _, _ in found_in(printed, country=country)] == [value]


def test_a_number_in_america_s_shape_is_nobody_s_where_no_country_is_told() -> None:
    assert [each for each, _, _ in found_in("Example Ltd.", "Phone: 555-010-9876")] == ["5550109876"]


def test_the_end_of_a_range_behind_a_long_number_is_a_number_of_its_own() -> None:
    assert [each for each, _, _ in found_in("+4353567904/95")] == ["+4353567904", "+4353567995"]


@pytest.mark.parametrize("text", ["12 · 38808-966 Uberlândia MG", "Sede: 29202-370 Vitória ES", "IČ: 27 114 903"])
def test_a_postal_code_and_a_register_are_no_numbers(text: str) -> None:
    assert found_in(text, country="CZ" if "IČ" in text else "BR") == []


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (("OI 47 00 00 78 ` 06 39 98 O0 87", "75008 Paris"), ["+33147000078", "+33639980087"]),
        (("Tel 038 93 67499", "OG 64 28 22 96", "NL-8008 QZ Zwolle"), ["+31389367499", "+31664282296"]),
        (("81 64 5349:66", "81 33 41 51 06", "66281 Monterrey, N.L., México"), ["+528164534966", "+528133415106"]),
        (("0 38404 82 301", "Acme S.r.l.", "20103 MILANO"), ["+393840482301"]),
        (("05.75.76.32.65", "Acme SNC", "acme.example"), ["+33575763265"]),
        (("O6 328 3139 or 027 940 1020", "Kimbolton 4774, New Zealand"), ["+6463283139", "+64279401020"]),
        (("Cra. 43A # 12-45, Envigado", "Tel. 604 319 7964"), ["+576043197964"]),
        (("SIRET 512 408 771 00024", "44000 Nantes"), []),
        (("Agrément n° E 03 024 1187 0", "24000 Périgueux"), []),
        (("kt. 610917-0580", "640 Húsavík"), []),
        (("Open 9:00 12:30", "Tel 020 7946 0018", "London W1T 1AA"), ["+442079460018"]),
    ],
)
def test_more_slips_and_neighbours_of_numbers(lines: tuple[str, ...], values: list[str]) -> None:
    assert [phone.value for phone in understand(lines_of(*lines)).phones] == values


def test_a_label_centred_above_a_number_says_what_it_is() -> None:
    label = Line("SIRET", 0.95, Box(244, 801, 112, 27))
    number = Line("512 408 771 00024", 0.95, Box(137, 849, 324, 29))
    assert find_phones([label, number], (), (("FR", 3.0),)) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1-888-ZIP-WVWV", ["+18889479898"]),
        ("1 800 RECYCLE", ["+18007329253"]),
        ("715-339-SUND (7863)", ["+17153397863"]),
        ("800 OAK ROAD", []),
        ("223 OAK ROAD", []),
        ("419 241 FREE", []),
    ],
)
def test_numbers_spelt_on_the_keys(text: str, numbers: list[str]) -> None:
    found = find_phones([Line(text, 0.95, Box(0, 0, 100, 10))], countries=(("US", 1.0),))
    assert [phone.field.value for phone in found] == numbers
