"""Invented people and the companies they work for.

A :class:`Person` holds what could be on a card; wording.py decides what is printed of it and how. Over 400 lines: a
person, the company and their addresses are thrown together, each from what was thrown before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from typing import Any

from phones import Number, invent_number, neighbour
from pools import Dice
from world import City, country, language

KINDS = {"corporate": 0.47, "professional": 0.14, "business": 0.2, "freelance": 0.11, "institution": 0.08}
"""What sort of card: office, lawyers and doctors, small shops and trades, people on their own, public bodies."""

_SYLLABLES = {
    "A": (
        "Nor Vel Tar Lum Aero Cor Zen Bri Sol Kal Mer Ori Pal Quan Ral",
        "va dex rion tis nova lia gen ta wick mar bo",
    ),
    "B": ("Ald Bex Cym Dor Eve Fal Gar Hel Ix Jov Lyn Mox Ner Oct", "is ara ent oro ity ium ell ade us ona eo"),
    "C": ("Ard Ban Cre Dyn Ela Fen Gly Hy Ino Jun Kry Lio Myr Nim Opt", "ath el ix ora um esta iq onic ya era o"),
}
_TRANSLITERATED = {
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
    "ß": "ss",
    "ø": "o",
    "å": "a",
    "æ": "ae",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
}


@dataclass(frozen=True, slots=True)
class Postal:
    """A postal address in parts; ``street`` may have several lines."""

    street: str
    locality: str
    region: str
    postal_code: str
    country: str
    place: str
    """The line (or lines) with locality and postcode as its country writes them."""


@dataclass(frozen=True, slots=True)
class Company:
    """An employer: what its logo says (``brand``), its ``legal`` name, its domain."""

    brand: str
    legal: str
    domain: str
    institution: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; empty strings and tuples where there is nothing."""

    kind: str
    country: str
    language: str
    given: str
    additional: str
    family: str
    prefix: str
    suffix: str
    nickname: str
    female: bool
    credentials: tuple[str, ...]
    titles: tuple[str, ...]
    department: str
    company: Company
    emails: tuple[str, ...]
    phones: tuple[Number, ...]
    urls: tuple[str, ...]
    linkedin: str
    addresses: tuple[Postal, ...]
    socials: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name as shown, without prefix and credentials."""
        return " ".join(part for part in (self.given, self.additional, self.family, self.suffix) if part)


def plain(text: str, *, german: bool = False) -> str:
    """Return the text in ASCII lower case without punctuation, as addresses on the internet need it."""
    text = text.lower()
    for char, other in _TRANSLITERATED.items():
        text = text.replace(char, other if german or char not in "äöü" else other[0])
    text = unicodedata.normalize("NFKD", text)
    return re.sub(r"[^a-z0-9]+", " ", text.encode("ascii", "ignore").decode().replace("'", "")).strip()


def squeezed(text: str, *, german: bool = False) -> str:
    """Return ``plain`` text without gaps."""
    return plain(text, german=german).replace(" ", "")


def _brand(dice: Dice) -> str:
    start, end = (part.split() for part in _SYLLABLES[dice.pool])
    word = dice.any(start) + dice.any(end)
    if dice.chance(0.25):
        word += dice.any(end)
    if dice.chance(0.12):
        word = word.upper()
    elif dice.chance(0.08):
        word = word.lower()
    elif dice.chance(0.08) and len(word) > 5:
        word = word[:3] + word[3:].capitalize()
    return word


def _company_core(
    dice: Dice, place: City, nation: dict[str, Any], words: dict[str, Any], family: str, given: str
) -> str:
    pattern = dice.pick(words["company_patterns"])
    letters = "".join(dice.any("ABCDEFGHIKLMNOPRSTVWZ") for _ in range(dice.integer(2, 4)))
    own = dice.chance(0.35)
    filled = {
        "fam": family if own else dice.pick(nation["family"]),
        "fam2": dice.pick(nation["family"]),
        "fam3": dice.pick(nation["family"]),
        "given": given if own else dice.pick(nation["given_f"] + nation["given_m"]),
        "ind": dice.pick(words["industries"]),
        "brand": _brand(dice),
        "city": place.name.split(" ")[0] if len(place.name) > 14 else place.name,
        "adj": dice.pick(words["adjectives"]),
        "noun": dice.pick(words["nouns"]),
        "noun2": dice.any(words["nouns"]),
        "ABC": letters if dice.chance(0.7) else ".".join(letters) + ".",
    }
    return pattern.format(**filled)


def _legal_name(dice: Dice, core: str, nation: dict[str, Any], family: str) -> str:
    if nation.get("legal_front") and dice.chance(0.2):
        return f"{dice.any(nation['legal_front'])} {core}"
    form = dice.any(nation["legal"]).format(fam=family)
    return f"{core}{form}" if form.startswith(",") else f"{core} {form}"


def _domain(dice: Dice, core: str, nation: dict[str, Any], languages: list[str], place: City) -> str:
    german = "de" in languages
    tld = dice.any(nation["tlds"])
    if re.fullmatch(r"[a-z]+\.[a-z]{2,3}", core.lower()) and core.endswith(".io"):
        return core.lower()
    words = [w for w in plain(core, german=german).split() if w not in ("and", "the", "de", "di", "of", "et", "y", "e")]
    if not words:
        words = ["firma"]
    form = dice.weighted({"all": 5, "hyphen": 2, "first": 3, "initials": 0.6, "place": 0.5, "two": 1.5})
    joined = "".join(words)
    if form == "hyphen" or (form == "all" and len(joined) > 24):
        stem = "-".join(words[:3])
    elif form == "first" and len(words[0]) > 3:
        stem = words[0]
    elif form == "initials" and len(words) > 2:
        stem = "".join(w[0] for w in words)
    elif form == "place":
        stem = words[0] + "-" + squeezed(place.name)[:12]
    elif form == "two":
        stem = "".join(words[:2])
    else:
        stem = joined[:26]
    return f"{stem.strip('-')}.{tld}"


def _invent_company(
    dice: Dice, kind: str, place: City, nation: dict[str, Any], words: dict[str, Any], name: tuple[str, str]
) -> Company:
    given, family = name
    if kind == "institution" or (kind == "professional" and dice.chance(0.25)):
        core = dice.pick(words["institutions"]).format(
            c=place.name,
            f=dice.pick(words["functions"]),
            fam=dice.pick(nation["family"]),
            brand=_brand(dice),
            given=dice.pick(nation["given_m"]),
        )
        return Company(core, core, _domain(dice, core, nation, nation["languages"], place), institution=True)
    core = _company_core(dice, place, nation, words, family, given)
    if kind == "freelance":
        core = (
            f"{given} {family}"
            if dice.chance(0.4)
            else f"{given} {family} {dice.pick(words['industries'])}"
            if dice.chance(0.4)
            else core
        )
    legal = _legal_name(dice, core, nation, family)
    return Company(core, legal, _domain(dice, core, nation, nation["languages"], place))


def _invent_title(dice: Dice, words: dict[str, Any]) -> str:
    if dice.chance(0.35):
        return dice.pick(words["title_patterns"]).format(
            f=dice.pick(words["functions"]), g=dice.any(words["functions"]), d=dice.any(words["departments"])
        )
    return dice.pick(words["titles"])


def _local_part(dice: Dice, given: str, family: str, *, german: bool, umlauts_lost: bool) -> str:
    first = plain(given, german=german and not umlauts_lost).split() or ["info"]
    last = plain(family, german=german and not umlauts_lost).split() or ["office"]
    f, all_first, l, short = first[0], "-".join(first), "".join(last), last[-1]
    forms = {
        f"{f}.{l}": 8, f"{f[0]}.{l}": 3, f"{f[0]}{l}": 3, f"{f}": 2, f"{l}": 1.6, f"{f}{l}": 1, f"{f}_{l}": 0.7, f"{f}-{l}": 0.6,
        f"{f}{l[0]}": 0.6, f"{l}.{f}": 0.4, f"{f[0]}{l[0]}": 0.4, f"{l}{f[0]}": 0.3, f"{all_first}.{short}": 1.2, f"{f}.{'-'.join(last)}": 1.0, f"{''.join(x[0] for x in first)}.{l}": 0.6,
    }  # fmt: skip
    return dice.weighted(forms)


def _general_box(dice: Dice, code: str) -> str:
    boxes = {
        "en": ["info", "hello", "office", "enquiries", "contact", "sales", "mail", "admin", "bookings"],
        "de": ["info", "kontakt", "office", "post", "mail", "praxis", "kanzlei", "vertrieb"],
        "fr": ["contact", "info", "accueil", "bonjour", "commercial", "cabinet"],
        "nl": ["info", "contact", "welkom", "verkoop", "mail"],
        "es": ["info", "contacto", "ventas", "comercial", "hola", "administracion"],
        "it": ["info", "contatti", "studio", "vendite", "commerciale", "segreteria"],
        "pt": ["contato", "info", "geral", "vendas", "comercial", "atendimento"],
        "pl": ["biuro", "kontakt", "info", "sekretariat", "sklep"],
        "cs": ["info", "kancelar", "obchod", "recepce"],
        "sv": ["info", "kontakt", "order", "post"],
        "nb": ["post", "firmapost", "kontakt", "ordre"],
        "da": ["info", "mail", "kontakt", "post"],
        "fi": ["info", "myynti", "toimisto", "asiakaspalvelu"],
    }
    return dice.any(boxes.get(code, ["info", "kontakt", "office", "post", "hello"]))


def _invent_emails(
    dice: Dice, kind: str, code: str, given: str, family: str, company: Company, nation: dict[str, Any]
) -> list[str]:
    german = code == "de" or nation["code"] in ("DE", "AT", "CH")
    local = _local_part(dice, given, family, german=german, umlauts_lost=dice.chance(0.15))
    free = dice.any(nation["free_mail"])
    general = f"{_general_box(dice, code)}@{company.domain}"
    personal = f"{local}@{company.domain}"
    if kind in ("business", "freelance") and dice.chance(0.4):
        stem = squeezed(company.brand)[:18] if dice.chance(0.6) else re.sub(r"[^a-z.]", "", local)
        personal = f"{stem}{dice.any(['', '', str(dice.integer(1, 99)), str(dice.integer(1960, 2024))])}@{free}"
    elif kind == "business" and dice.chance(0.5):
        personal = general
    elif kind == "corporate" and dice.chance(0.04):
        personal = f"{local}@{dice.any(['mail', 'uk', 'de', 'eu', 'group', 'us'])}.{company.domain}"
    emails = [personal]
    if dice.chance(0.09) and general != personal:
        emails.append(general if dice.chance(0.7) else f"{local}@{free}")
    return emails


def _invent_phones(dice: Dice, kind: str, city: City, nation: dict[str, Any], *, fiction: bool) -> list[Number]:
    def made(what: str) -> Number:
        return invent_number(dice, nation, city, what, fiction=fiction)

    what = dice.weighted(
        {
            "w": 2.2,
            "m": 1.6,
            "wm": 4.5,
            "wmf": 1.8,
            "wf": 1.2,
            "ww": 0.7,
            "wwm": 0.6,
            "mm": 0.5,
            "wwmf": 0.4,
            "wmh": 0.12,
            "t": 0.15,
            "tm": 0.25,
            "": 0.25,
            "www": 0.1,
            "wwww": 0.06,
        }
    )
    if kind in ("business", "freelance") and what in ("w", "wmf", "wf") and dice.chance(0.5):
        what = dice.any(["m", "wm", "mm", "ww"])
    numbers: list[Number] = []
    for letter in what:
        if letter == "m":
            numbers.append(made("mobile"))
        elif letter == "t":
            numbers.append(made("toll") if not fiction else made("work"))
        elif (
            letter in "wf" and numbers and numbers[0].type == "work" and not numbers[0].toll_free and dice.chance(0.75)
        ):
            numbers.append(neighbour(dice, numbers[0], {"w": "work", "f": "fax"}[letter]))
        else:
            numbers.append(made({"w": "work", "f": "fax", "h": "home"}[letter]))
    for at, number in enumerate(numbers):
        if number.type == "work" and not number.toll_free and dice.chance(0.05):
            numbers[at] = replace(number, extension=str(dice.integer(10, 9999)))
    if dice.chance(0.2):
        dice.random.shuffle(numbers)
    unique = {number.e164: number for number in reversed(numbers)}
    return [number for number in numbers if unique.pop(number.e164, None) is not None]


def invent_address(dice: Dice, nation: dict[str, Any], city: City) -> Postal:
    """Return a postal address in the city, in the order and with the marks of its country."""
    number = dice.integer(1, 199) if dice.chance(0.9) else dice.integer(200, 399)
    filled = {
        "s": dice.pick(nation["streets"]),
        "n": number,
        "n2": number + dice.integer(2, 8),
        "N": dice.integer(100, 9899),
        "l": dice.any(["A", "B", "C", "a", "b"]),
        "u": dice.integer(1, 48),
        "U": dice.any(
            [str(dice.integer(100, 2900)), f"{dice.integer(1, 9)}{dice.any(['A', 'B', 'C'])}", str(dice.integer(1, 40))]
        ),
        "b": dice.any(nation.get("buildings", ["Building 4"])),
        "fl": dice.any(nation.get("floors", ["2nd floor"])),
        "q": dice.any(nation.get("quarters", [city.name])),
        "d2": dice.integer(10, 99),
    }
    street = dice.any(nation["street_forms"]).format(**filled)
    postcode = dice.digits(dice.any(city.postcodes))
    form = dice.any(nation["place_forms"])
    if not city.region and ("{r}" in form or "{R}" in form):
        form = next((f for f in nation["place_forms"] if "{r}" not in f and "{R}" not in f), "{p} {c}")
    if "-####" in form:
        tail = "-" + dice.digits("####")
        form, postcode = form.replace("-####", ""), postcode + tail
    region_long = nation.get("regions_long", {}).get(city.region, city.region)
    place = form.format(c=city.name, C=city.name.upper(), r=city.region, R=region_long, p=postcode)
    printed_code = postcode if postcode in place else ""
    region = city.region if "{r}" in form else region_long if "{R}" in form else ""
    locality = city.name if city.name.lower() in place.lower() else ""
    return Postal(street, locality, region, printed_code, nation["code"], place)


def _linkedin(dice: Dice, given: str, family: str, *, fiction: bool) -> str:
    f, l = squeezed(given), squeezed(family)
    hyphen = "-".join(plain(f"{given} {family}").split())
    if fiction:
        return f"{hyphen}-example"
    tail = "".join(dice.any("0123456789abcdef") for _ in range(dice.integer(6, 9)))
    return dice.weighted({
        hyphen: 5, f"{f}{l}": 3, f"{hyphen}-{tail}": 2.5, f"{f[:1]}{l}": 1, f"{hyphen}-{dice.any(['phd', 'mba', 'cfa', 'hr', 'uk', 'law'])}": 0.5,
        f"{f}{l}{dice.integer(1, 99)}": 0.7, f"{f}-{l[:1]}": 0.3, f"the{f}{l}": 0.1, f"{l}{f}": 0.3,
    })  # fmt: skip


def _urls(
    dice: Dice, kind: str, company: Company, given: str, family: str, emails: list[str], *, fiction: bool
) -> list[str]:
    own = emails and emails[0].endswith(company.domain)
    if not dice.chance(0.8 if own else 0.4):
        return []
    path = dice.weighted(
        {
            "": 30,
            f"/{squeezed(family)}": 0.5,
            "/team": 0.4,
            f"/{dice.any(['de', 'en', 'contact', 'careers', 'uk'])}": 0.7,
        }
    )
    urls = [company.domain + path]
    if kind == "freelance" and dice.chance(0.15) and not fiction:
        urls.append(
            f"{squeezed(given)}{squeezed(family)}.{dice.any(['com', 'design', 'studio', 'net', 'me', 'photography'])}"
        )
    return list(dict.fromkeys(urls))


def _socials(dice: Dice, kind: str, company: Company) -> list[str]:
    if not dice.chance(0.3 if kind in ("business", "freelance") else 0.08):
        return []
    handle = squeezed(company.brand)[:18] or "studio"
    if dice.chance(0.3):
        handle = "_".join(plain(company.brand).split())[:20] or handle
    forms = [
        f"@{handle}",
        f"facebook.com/{handle}",
        f"instagram.com/{handle}",
        f"fb.com/{handle}",
        f"x.com/{handle}",
        f"github.com/{handle}",
        f"Skype: {handle}",
        f"xing.com/profile/{handle}",
        f"t.me/{handle}",
        f"youtube.com/@{handle}",
        f"twitter.com/{handle}",
        f"Instagram: @{handle}",
        f"/{handle}",
    ]
    return [dice.any(forms) for _ in range(1 if dice.chance(0.75) else 2)]


def _name_parts(dice: Dice, nation: dict[str, Any]) -> tuple[str, str, str, bool]:
    female = dice.chance(0.5)
    given = dice.pick(nation["given_f" if female else "given_m"])
    family = dice.pick(nation["family_f"] if female and "family_f" in nation else nation["family"])
    others = nation["family_f"] if female and "family_f" in nation else nation["family"]
    if dice.chance(nation.get("second_family", 0.0)):
        family = f"{family} {dice.pick(others)}"
    elif dice.chance(nation.get("double_family", 0.03)):
        other = dice.pick(others)
        family = f"{family}-{other}" if " " not in family + other else family
    additional = ""
    if dice.chance(nation.get("middle", 0.05)):
        if dice.chance(0.75):
            additional = dice.any("ABCDEFGHJKLMNPRSTW") + dice.any([".", ".", ".", ""])
        else:
            additional = dice.pick(nation["given_f" if female else "given_m"])
            additional = "" if additional == given else additional
    elif dice.chance(0.015):
        given = f"{given[0]}." if dice.chance(0.5) else f"{given[0]}. {dice.any('ABCDEHJLMPRST')}."
    return given, additional, family, female


def invent(seed: int | str, code: str, dice: Dice | None = None, *, pool: Any = "A", fiction: bool = False) -> Person:
    """Return an invented person of the country.

    Args:
        seed: The same seed gives the same person.
        code: ISO 3166-1 alpha-2.
        pool: Whose words may be used (pools.Pool).
        fiction: Numbers from reserved ranges and ``.example`` domains, for what is published.
    """
    dice = dice or Dice(seed, pool)
    nation = country(code)
    speech = dice.any(nation["languages"])
    words = language(speech)
    city = dice.random.choice(nation["cities"])
    kind = dice.weighted({**KINDS, **nation.get("kinds", {})})
    given, additional, family, female = _name_parts(dice, nation)
    company = _invent_company(dice, kind, city, nation, words, (given, family))
    if fiction:
        company = replace(company, domain=company.domain.split(".")[0] + ".example")
    scholarly = kind in ("professional", "institution")
    prefix = dice.any(words["prefixes"]) if words["prefixes"] and dice.chance(0.3 if scholarly else 0.05) else ""
    credentials = []
    if words["credentials"] and dice.chance(0.3 if scholarly else 0.06):
        credentials = dice.random.sample(words["credentials"], dice.integer(1, 2))
    titles = [] if dice.chance(0.07 if kind != "business" else 0.3) else [_invent_title(dice, words)]
    if titles and dice.chance(0.06):
        titles.append(_invent_title(dice, words))
    emails = _invent_emails(dice, kind, speech, given, family, company, nation)
    if fiction:
        emails = [mail if mail.endswith(company.domain) else mail.split("@")[0] + "@post.example" for mail in emails]
    if dice.chance(0.06):
        emails = []
    addresses = [invent_address(dice, nation, city)] if dice.chance(0.8) else []
    if addresses and dice.chance(0.05):
        addresses.append(invent_address(dice, nation, dice.random.choice(nation["cities"])))
    return Person(
        kind=kind, country=code, language=speech, given=given, additional=additional, family=family, prefix=prefix,
        suffix=dice.any(words["suffixes"]) if words["suffixes"] and not female and dice.chance(0.03) else "",
        nickname=given[:3] if len(given) > 6 and dice.chance(0.012) else "", female=female, credentials=tuple(credentials),
        titles=tuple(dict.fromkeys(titles)), department=dice.pick(words["departments"]) if titles and dice.chance(0.28 if kind != "business" else 0.03) else "",
        company=company, emails=tuple(dict.fromkeys(emails)), phones=tuple(_invent_phones(dice, kind, city, nation, fiction=fiction)),
        urls=tuple(_urls(dice, kind, company, given, family, emails, fiction=fiction)),
        linkedin=_linkedin(dice, given, family, fiction=fiction) if dice.chance(0.28 if kind != "business" else 0.05) else "",
        addresses=tuple(addresses), socials=tuple(_socials(dice, kind, company)) if not fiction else (),
    )  # fmt: skip
