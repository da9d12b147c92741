"""What is printed of an invented person, and how: blocks of lines, with the truth of exactly what is printed.

Layouts place the blocks; nothing is printed that is not in the truth, and nothing is in the truth that is not printed.
Over 400 lines: each kind of line has its own ways of being printed, and they share one card's style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import phonenumbers
from people import Person, Postal, plain
from phones import Number, print_number, styles_of
from pools import Dice
from world import country, language

Truth = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line; ``kind`` is the field it belongs to, "label" or "other"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line. ``icon``: a small picture in front ("phone", "mail" …). ``column``: the text after a wide gap."""

    segments: tuple[Segment, ...]
    icon: str = ""
    column: bool = False

    @property
    def text(self) -> str:
        """The line as printed."""
        return "".join(segment.text for segment in self.segments)

    @property
    def spans(self) -> list[tuple[int, int, str]]:
        """Start, end and kind of each piece in ``text``."""
        out, at = [], 0
        for segment in self.segments:
            out.append((at, at + len(segment.text), segment.kind))
            at += len(segment.text)
        return out


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand together. Roles: logo, name, title, contact, address, slogan, services, legal, hours."""

    role: str
    lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class CardText:
    """All that is printed on a card, and what it tells."""

    blocks: tuple[Block, ...]
    contact: Truth
    country: str
    language: str
    kind: str
    codes: tuple[str, ...] = ()
    logo_shape: bool = True
    also_right: dict[str, list[str]] = field(default_factory=dict)


def one(kind: str, text: str, **more: Any) -> TextLine:
    """Return a line of a single piece."""
    return TextLine((Segment(kind, text),), **more)


class Writer:
    """Prints one card in one style. Call :meth:`write` once."""

    def __init__(self, person: Person, dice: Dice) -> None:
        self.p, self.dice = person, dice
        self.words = language(person.language)
        if person.language != "en" and dice.chance(0.12):
            self.label_words = language("en")["labels"]
        else:
            self.label_words = self.words["labels"]
        self.nation = country(person.country)
        self.label_style = dice.weighted({"abbr": 3, "letter": 3, "word": 2, "icon": 2.2, "none": 2.4, "mixed": 0.6})
        self.label_end = dice.weighted({"": 3, ":": 4, ".": 0.8, " :": 0.5, " |": 0.3, " -": 0.2, ")": 0.1})
        self.upper_labels = dice.chance(0.1)
        self.labels_used: dict[str, str] = {}
        self.joint = dice.any([" | ", " · ", "  ", " / ", " • ", ", ", " – ", "   ", " // "])
        self.column = dice.chance(0.2)
        self.number_style = dice.any(styles_of(self.nation))
        self.number_gap = dice.any(self.nation["phone"].get("seps", [" "] * 9 + ["."]))
        self.with_scheme = dice.weighted({"": 3, "www.": 6, "https://": 0.4, "https://www.": 0.5, "http://www.": 0.4})
        self.truth: Truth = {
            "name": None, "title": None, "department": None, "organization": None,
            "emails": [], "phones": [], "urls": [], "linkedin": None, "addresses": [],
        }  # fmt: skip
        self.also_right: dict[str, list[str]] = {}

    # ---- name, title, organisation

    def nameless(self) -> bool:
        """Whether the card names no person."""
        return {"business": 0.5, "institution": 0.08, "corporate": 0.03}.get(
            self.p.kind, 0.0
        ) > self.dice.random.random()

    def name_block(self) -> Block | None:
        p, dice = self.p, self.dice
        given, additional, family = p.given, p.additional, p.family
        if p.kind == "business" and dice.chance(0.12):
            additional = family = ""
        shown = " ".join(part for part in (given, additional, family) if part)
        form = dice.weighted(
            {"plain": 66, "caps": 20, "family caps": 5, "family first": 1.2, "comma": 0.7, "lower": 2.2, "two lines": 5}
        )
        caps_first = p.country in ("FR", "BE", "IN", "ES", "PL", "CZ") and dice.chance(0.06)
        if caps_first and family:
            form = "family first"
        text = shown
        if form == "caps":
            text = shown.upper().replace("ẞ", "SS") if "ß" not in shown else shown
        elif form == "family caps" and family:
            text = " ".join(part for part in (given, additional, family.upper()) if part)
        elif form == "family first" and family:
            text = f"{family.upper()} {given}" if dice.chance(0.85) else f"{family} {given}"
            additional, shown = "", f"{given} {family}"
        elif form == "comma" and family:
            text = f"{family}, {given}"
            additional, shown = "", f"{given} {family}"
        elif form == "lower":
            text = shown.lower()
        if p.nickname and form in ("plain", "caps"):
            text = text.replace(
                text.split(" ")[0],
                f"{text.split(' ')[0]} “{p.nickname}”" if dice.chance(0.5) else f'{text.split(" ")[0]} "{p.nickname}"',
                1,
            )
        suffix = p.suffix if form in ("plain", "caps") else ""
        if suffix:
            text += f", {suffix}" if dice.chance(0.4) else f" {suffix}"
            shown += f" {suffix}"
        lines: list[TextLine] = []
        prefix = p.prefix if form != "comma" else ""
        head = f"{prefix} " if prefix else ""
        if head and dice.chance(0.1) and len(prefix) > 4:
            lines.append(one("prefix", prefix))
            head = ""
        tail = ""
        if p.credentials:
            joined = dice.any([", ", " ", ", "]).join(p.credentials)
            if dice.chance(0.6):
                tail = (", " if dice.chance(0.7) else " ") + joined
            else:
                lines_after = [one("credentials", joined)]
        after = [] if not p.credentials or tail else lines_after
        pieces = [Segment("prefix", head)] if head else []
        if form == "two lines" and family and not tail:
            lines.append(TextLine((*pieces, Segment("name", f"{given} {additional}".strip()))))
            lines.append(one("name", family + (f" {suffix}" if suffix else "")))
            text = f"{given} {additional} {family}"
        else:
            lines.append(TextLine((*pieces, Segment("name", text), *([Segment("credentials", tail)] if tail else []))))
        lines += after
        if dice.chance(0.012) and p.language == "en":
            lines.append(one("other", dice.any(["(she/her)", "(he/him)", "(they/them)", "she/her/hers"])))
        self.truth["name"] = {
            "value": shown,
            "given": given,
            "additional": additional,
            "family": family,
            "prefix": prefix,
            "suffix": ", ".join(filter(None, [suffix, *p.credentials])),
        }
        accept = [f"{prefix} {shown}"] if prefix else []
        accept += [f"{shown}, {', '.join(p.credentials)}"] if p.credentials else []
        if p.nickname:
            accept.append(shown.replace(given, f'{given} "{p.nickname}"', 1))
        self.truth["name"]["accept"] = accept
        return Block("name", tuple(lines))

    def cased(self, text: str, probability: float) -> str:
        """Return the text in capitals now and then."""
        return text.upper() if self.dice.chance(probability) and "ß" not in text else text

    def title_block(self) -> Block | None:
        p, dice = self.p, self.dice
        lines: list[TextLine] = []
        if p.titles:
            shown = list(p.titles)
            value, accept = ", ".join(shown), list(shown) if len(shown) > 1 else []
            if (
                len(self.nation["languages"]) > 1
                and len(set(self.nation["languages"])) > 1
                and dice.chance(0.04)
                and len(shown) == 1
            ):
                other = next((x for x in self.nation["languages"] if x != p.language), None)
                if other:
                    second = dice.pick(language(other)["titles"])
                    shown.append(second)
                    value, accept = f"{shown[0]}, {second}", list(shown)
            capitals = dice.chance(0.16)
            texts = [t.upper() if capitals and "ß" not in t else t.lower() if dice.chance(0.02) else t for t in shown]
            if len(texts) > 1 and dice.chance(0.55):
                texts = [dice.any([" | ", ", ", " / ", " & ", " · "]).join(texts)]
                accept.append(texts[0])
            for text in texts:
                words = text.split(" ")
                if len(text) > 26 and len(words) > 2 and dice.chance(0.25):
                    cut = len(words) // 2 + dice.integer(0, 1)
                    lines += [one("title", " ".join(words[:cut])), one("title", " ".join(words[cut:]))]
                else:
                    lines.append(one("title", text))
            self.truth["title"] = {"value": value, "accept": accept}
        if p.department:
            text = self.cased(p.department, 0.1)
            if lines and len(lines) == 1 and dice.chance(0.18):
                gap = dice.any([", ", " | ", " – ", " - ", " · "])
                lines = [TextLine((*lines[0].segments, Segment("other", gap), Segment("department", text)))]
                self.truth["title"]["accept"].append(f"{self.truth['title']['value']}{gap}{p.department}")
            elif dice.chance(0.1):
                lines.insert(0, one("department", text))
            else:
                lines.append(one("department", text))
            self.truth["department"] = {"value": p.department, "accept": []}
        return Block("title", tuple(lines)) if lines else None

    def logo_block(self) -> Block | None:
        """The company as its logo (or the line in its place) says it, and where else its legal name stands."""
        p, dice = self.p, self.dice
        company = p.company
        show = dice.weighted(
            {
                "brand": 5,
                "legal": 4,
                "both": 2.4,
                "none": 0.5 if p.kind == "corporate" else 1.6 if p.kind == "freelance" else 0.4,
            }
        )
        if company.institution and show != "none":
            show = "brand"
        if (
            p.kind == "freelance"
            and company.brand.startswith(f"{p.given} {p.family}")
            and company.brand == f"{p.given} {p.family}"
            and self.truth["name"]
        ):
            show = "none" if dice.chance(0.8) else "legal"
        self.legal_line: str | None = None
        if show == "none":
            self.also_right["organization"] = [company.brand, company.legal, company.domain.split(".")[0]]
            return None
        text = company.legal if show == "legal" else company.brand
        accept: list[str] = []
        value = text
        if show == "both":
            self.legal_line, value, accept = company.legal, company.legal, [company.brand]
        self.truth["organization"] = {"value": value, "accept": accept}
        printed = text
        style = dice.weighted({"plain": 6, "caps": 3.2, "lower": 0.7})
        if style == "caps" and "ß" not in text:
            printed = text.upper()
        elif style == "lower" and show != "legal":
            printed = text.lower()
        words = printed.split(" ")
        if len(words) > 1 and dice.chance(0.3 if len(printed) < 24 else 0.55):
            cut = dice.integer(1, len(words) - 1)
            lines = [one("organization", " ".join(words[:cut])), one("organization", " ".join(words[cut:]))]
        else:
            lines = [one("organization", printed)]
        return Block("logo", tuple(lines))

    # ---- phones, mail, web

    def label(self, kind: str, *, needed: bool = False) -> str:
        """Return a label with its end ("Tel.: "), or "" where the card's style has none."""
        style = self.label_style
        if style == "mixed":
            style = self.dice.any(["none", "abbr", "letter"])
        if style in ("none", "icon") and not (needed and style == "none"):
            return ""
        options = self.label_words.get(kind, [])
        if style == "letter":
            chosen = [o for o in options if len(o.rstrip(".:")) <= 2] or options
        elif style == "word":
            chosen = [o for o in options if len(o) > 5] or options
        else:
            chosen = [o for o in options if 3 <= len(o) <= 5] or options
        label = self.labels_used.get(kind) or self.dice.any(chosen)
        if kind != "fax" and self.dice.chance(0.04):
            label = self.dice.any(options)
        self.labels_used[kind] = label
        end = self.label_end
        if label[-1] in ".:":
            end = ":" if end == ":" and label[-1] == "." and self.dice.chance(0.5) else ""
        if self.upper_labels:
            label = label.upper()
        return f"{label}{end} "

    def written_number(self, number: Number) -> str:
        style = self.number_style if self.dice.chance(0.9) else self.dice.any(styles_of(self.nation))
        text = print_number(self.dice, number, self.nation, style, self.number_gap)
        if number.extension:
            text += self.dice.any([" ", " ", ", ", " - "]) + self.dice.any(self.words["labels"]["extension"]).format(
                x=number.extension
            )
        return text

    def phone_type(self, number: Number, labelled: bool, e164: str) -> str:
        if labelled or number.type == "fax":
            return number.type
        guess = phonenumbers.number_type(phonenumbers.parse(e164))
        return "mobile" if guess == phonenumbers.PhoneNumberType.MOBILE else "work"

    def phone_lines(self) -> list[TextLine]:
        """Print the numbers; the truth of each is added as it is printed."""
        p, dice = self.p, self.dice
        lines: list[TextLine] = []
        local = p.kind == "business" and dice.chance(self.nation.get("local", 0.0)) and bool(p.addresses)
        numbers = list(p.phones)
        at = 0
        while at < len(numbers):
            number = numbers[at]
            at += 1
            kind = {"work": "phone", "other": "phone"}.get(number.type, number.type)
            types: list[str] | None = None
            if (number.type == "work" and at > 1 and numbers[0].type == "work" and dice.chance(0.4)) or (
                number.type == "work" and dice.chance(0.06)
            ):
                kind = "direct"
            elif number.type == "work" and dice.chance(0.02):
                kind, types = "telfax", ["work", "fax"]
            label = self.label(kind, needed=number.type in ("fax", "home"))
            icon = {"fax": "fax", "mobile": "mobile"}.get(number.type, "phone") if self.label_style == "icon" else ""
            if (icon == "fax" and dice.chance(0.5)) or (number.type == "home" and icon):
                label, icon = dice.any(self.label_words[kind]) + " ", ""
            text = self.written_number(number)
            if local and not number.toll_free and not number.extension:
                text = print_number(dice, number, self.nation, "{s}", self.number_gap)
            labelled = bool(label.strip()) or (bool(icon) and number.type != "work")
            entry: Truth = {
                "value": number.e164,
                "raw": text,
                "type": self.phone_type(number, labelled, number.e164),
                "extension": number.extension,
            }
            if types:
                entry["accept_types"] = types
            if not label and not icon and number.type == "mobile" and entry["type"] == "work":
                entry["accept_types"] = ["work", "mobile"]
            self.truth["phones"].append(entry)
            pieces = [Segment("label", label)] if label else []
            pieces.append(Segment("fax" if number.type == "fax" else "phone", text))
            if at < len(numbers) and number.type == "work" and numbers[at].type == "work" and dice.chance(0.1):
                other = numbers[at]
                if other.e164[:-2] == number.e164[:-2] and not (number.extension or other.extension):
                    tail = other.e164[-2:]
                    pieces.append(Segment("phone", f"{dice.any([' / ', '/', '/-', ' or '])}{tail}"))
                    self.truth["phones"].append(
                        {"value": other.e164, "raw": tail, "type": entry["type"], "extension": None}
                    )
                    at += 1
            if labelled is False and not icon and dice.chance(0.05) and kind in ("mobile", "direct", "fax"):
                word = dice.any([o for o in self.label_words[kind] if len(o) > 2]).strip(".:").lower()
                pieces.append(Segment("label", f" ({word})"))
                entry["type"] = number.type
                entry.pop("accept_types", None)
            lines.append(TextLine(tuple(pieces), icon=icon, column=self.column and bool(label)))
        return lines

    def email_lines(self) -> list[TextLine]:
        p, dice = self.p, self.dice
        lines = []
        for mail in p.emails:
            shown = mail
            form = dice.weighted({"plain": 88, "upper": 2, "title": 4, "names": 3, "at": 0.5})
            if form == "upper":
                shown = mail.upper()
            elif form == "title":
                shown = mail[0].upper() + mail[1:]
            elif form == "names":
                local, domain = mail.split("@")
                shown = re.sub(r"(^|[._-])([a-z])", lambda m: m[1] + m[2].upper(), local) + "@" + domain
            elif form == "at":
                shown = mail.replace("@", dice.any([" (at) ", "[at]", " @ "]))
            label = self.label("email")
            icon = "mail" if self.label_style == "icon" else ""
            head = [Segment("label", label)] if label else []
            if len(shown) > 24 and dice.chance(0.05):
                at = shown.find("@")
                at += 1 if dice.chance(0.3) else 0
                if at > 1:
                    lines.append(TextLine((*head, Segment("email", shown[:at])), icon=icon))
                    lines.append(one("email", shown[at:]))
            else:
                lines.append(TextLine((*head, Segment("email", shown)), icon=icon, column=self.column and bool(label)))
            self.truth["emails"].append({"value": mail})
        return lines

    def url_lines(self) -> list[TextLine]:
        dice = self.dice
        lines = []
        for url in self.p.urls:
            scheme = self.with_scheme
            shown = scheme + url
            host, slash, path = url.partition("/")
            if dice.chance(0.05):
                shown = (scheme + host).upper() + slash + path
            elif dice.chance(0.05) and scheme in ("", "www."):
                brand = re.sub(r"[^A-Za-z0-9]", "", self.p.company.brand)
                if plain(brand).replace(" ", "") == host.split(".")[0]:
                    shown = scheme + brand + host[len(brand) :] + slash + path
            if scheme.startswith("http") and dice.chance(0.3):
                shown += "/"
            label = self.label("web") if dice.chance(0.7) else ""
            icon = "web" if self.label_style == "icon" else ""
            head = [Segment("label", label)] if label else []
            lines.append(TextLine((*head, Segment("url", shown)), icon=icon, column=self.column and bool(label)))
            self.truth["urls"].append({"value": f"{scheme}{url}"})
        return lines

    def linkedin_lines(self) -> list[TextLine]:
        p, dice = self.p, self.dice
        if not p.linkedin:
            return []
        slug = p.linkedin
        where = "in"
        if self.truth["name"] is None:
            slug, where = "-".join(plain(p.company.brand).split()), "company"
            if not slug:
                return []
        path = f"{where}/{slug}"
        form = dice.weighted(
            {
                "bare": 8,
                "www": 4,
                "https": 2,
                "icon": 3,
                "slash": 0.8,
                "label": 1.2,
                "country": 0.3,
                "split": 0.7,
                "name": 0.4,
                "slashend": 0.6,
            }
        )
        head: list[Segment] = []
        icon = "linkedin" if self.label_style == "icon" else ""
        if self.label_style in ("abbr", "letter", "word") and dice.chance(0.35):
            head = [Segment("label", self.label("linkedin"))]
        text = {
            "bare": f"linkedin.com/{path}", "www": f"www.linkedin.com/{path}", "https": f"https://www.linkedin.com/{path}", "icon": path, "slash": f"/{path}",
            "label": path if where == "in" else f"/{path}", "country": f"{p.country.lower()}.linkedin.com/{path}", "split": "linkedin.com/" + path, "name": f"LinkedIn.com/{path}", "slashend": f"linkedin.com/{path}/",
        }[form]  # fmt: skip
        if form in ("icon", "slash"):
            icon, head = "linkedin", []
        if form == "label":
            head, icon = [Segment("label", dice.any(["LinkedIn: ", "LinkedIn ", "linkedin: ", "LinkedIn | "]))], ""
        self.truth["linkedin"] = {"value": f"https://www.linkedin.com/{path}"}
        if form == "split" and len(text) > 22:
            cut = text.rfind("/") + 1
            return [TextLine((*head, Segment("linkedin", text[:cut])), icon=icon), one("linkedin", text[cut:])]
        return [TextLine((*head, Segment("linkedin", text)), icon=icon, column=self.column and bool(head))]

    def social_lines(self) -> list[TextLine]:
        icons = self.label_style == "icon" or self.dice.chance(0.3)
        return [
            one("social", handle, icon="social" if icons and not re.match(r"\w+:", handle) else "")
            for handle in self.p.socials
        ]

    def arranged(self, lines: list[TextLine]) -> list[TextLine]:
        """Return the contact lines one under the other, or some of them side by side."""
        dice = self.dice
        mode = dice.weighted({"own": 7, "pairs": 1.6, "one": 0.5, "stacked": 0.3})
        if mode == "stacked":
            out = []
            for line in lines:
                if line.segments[0].kind == "label" and len(line.segments) > 1:
                    out += [one("label", line.segments[0].text.strip()), TextLine(line.segments[1:], icon=line.icon)]
                else:
                    out.append(line)
            return out
        if mode == "own" or self.column:
            return lines
        size = 2 if mode == "pairs" else dice.integer(2, 3)
        out = []
        at = 0
        while at < len(lines):
            group = [lines[at]]
            while at + len(group) < len(lines) and len(group) < size:
                following = lines[at + len(group)]
                if len("".join(x.text for x in group)) + len(following.text) > 62 or following.icon or group[0].icon:
                    break
                group.append(following)
            pieces: list[Segment] = []
            for line in group:
                if pieces:
                    pieces.append(Segment("other", self.joint))
                pieces += line.segments
            out.append(TextLine(tuple(pieces), icon=group[0].icon))
            at += len(group)
        return out

    def contact_blocks(self) -> list[Block]:
        dice = self.dice
        phones, mails, urls, linked = self.phone_lines(), self.email_lines(), self.url_lines(), self.linkedin_lines()
        groups = [phones, mails, urls]
        order = dice.weighted({"pmw": 6, "mpw": 1.5, "wmp": 0.7, "pwm": 0.7})
        lines = [line for letter in order for line in groups["pmw".index(letter)]]
        lines += linked + self.social_lines()
        if len(lines) > 2 and dice.chance(0.16):
            half = dice.integer(1, len(lines) - 1)
            return [
                Block("contact", tuple(self.arranged(lines[:half]))),
                Block("contact", tuple(self.arranged(lines[half:]))),
            ]
        if urls and dice.chance(0.14):
            rest = [line for line in lines if line not in urls]
            blocks = [Block("contact", tuple(self.arranged(rest)))] if rest else []
            return [*blocks, Block("web", tuple(urls))]
        return [Block("contact", tuple(self.arranged(lines)))] if lines else []

    # ---- addresses and the rest

    def address_block(self, postal: Postal, first: bool) -> Block:
        dice = self.dice
        rows = [*postal.street.split("\n"), *postal.place.split("\n")]
        if dice.chance(0.1) and ", " in rows[0]:
            rows = [*rows[0].split(", ", 1), *rows[1:]]
        if dice.chance(0.04) and postal.locality:
            rows, postal = (
                [postal.place.replace("\n", " ")],
                Postal("", postal.locality, postal.region, postal.postal_code, postal.country, postal.place),
            )
        country_name = dice.any(self.nation["name"]) if dice.chance(0.2) else ""
        gap = dice.any([", ", ", ", " · ", " | ", " - ", " • ", ", "])
        mode = dice.weighted({"rows": 6, "line": 2.5, "pairs": 1})
        if mode == "line" and len("".join(rows)) < 66:
            printed = [gap.join(rows)]
        elif mode == "pairs" and len(rows) > 2:
            printed = [gap.join(rows[:2]), gap.join(rows[2:])]
        else:
            printed = rows
        if country_name:
            if dice.chance(0.5) or len(printed[-1]) > 40:
                printed = [*printed, country_name]
            else:
                printed = [*printed[:-1], f"{printed[-1]}, {country_name}"]
        if dice.chance(0.06):
            printed = [row.upper() if "ß" not in row else row for row in printed]
        lines = [one("address", row) for row in printed]
        if self.label_style in ("word", "abbr") and dice.chance(0.22):
            label = dice.any(self.label_words["address"])
            lines[0] = TextLine((Segment("label", f"{label}: "), *lines[0].segments)) if dice.chance(0.6) else lines[0]
        elif not first or dice.chance(0.04):
            lines.insert(0, one("label", dice.any(self.label_words["address"])))
        elif self.label_style == "icon" and dice.chance(0.7):
            lines[0] = TextLine(lines[0].segments, icon="pin")
        if self.legal_line and first and dice.chance(0.7):
            lines.insert(0, one("organization", self.legal_line))
            self.legal_line = None
        street = postal.street.replace("\n", ", ") or None
        self.truth["addresses"].append({
            "value": ", ".join(printed), "street": street, "locality": postal.locality or None, "region": postal.region or None,
            "postal_code": postal.postal_code or None, "country": postal.country,
        })  # fmt: skip
        return Block("address", tuple(lines))

    def extras(self) -> list[Block]:
        p, dice, words = self.p, self.dice, self.words
        small = p.kind == "business"
        blocks = []
        if dice.chance(0.4 if small else 0.2):
            text = dice.pick(words["slogans"])
            blocks.append(Block("slogan", (one("other", self.cased(text, 0.15)),)))
        if dice.chance(0.5 if small else 0.06):
            chosen = dice.random.sample(words["services"], dice.integer(2, 6))
            mark = dice.any([" · ", " • ", " - ", ", ", " | ", None, None])
            if mark:
                half = (len(chosen) + 1) // 2
                rows = (
                    [mark.join(chosen)]
                    if len(mark.join(chosen)) < 50
                    else [mark.join(chosen[:half]), mark.join(chosen[half:])]
                )
            else:
                bullet = dice.any(["• ", "- ", "", "", "» "])
                rows = [bullet + item for item in chosen]
            blocks.append(Block("services", tuple(one("other", self.cased(row, 0.1)) for row in rows)))
        if dice.chance(0.2 if small else 0.03):
            blocks.append(Block("hours", (one("other", dice.any(words["hours"])),)))
        legal = []
        if self.legal_line:
            legal.append(one("organization", self.legal_line))
            self.legal_line = None
        if dice.chance(0.14):
            legal.append(one("other", self.register()))
        if dice.chance(0.12):
            legal.append(one("other", dice.pick(words["notices"])))
        if legal:
            blocks.append(Block("legal", tuple(legal)))
        return blocks

    def register(self) -> str:
        """Return a registration, tax or licence number: digits that are no phone."""
        dice = self.dice
        text = dice.any(self.nation["registers"])
        digits = "1234567890" if self.p.company.domain.endswith(".example") else ""
        text = re.sub(
            r"\{(\d+)\}",
            lambda m: (digits * 2)[: int(m[1])] or "".join(dice.any("0123456789") for _ in range(int(m[1]))),
            text,
        )
        person = f"{dice.pick(self.nation['given_m'])} {dice.pick(self.nation['family'])}"
        return text.replace("{person}", person).replace(
            "{pec}", f"{self.p.company.domain.split('.')[0]}@legalmail.example"
        )

    def code_texts(self) -> list[str]:
        """Return what a QR code on the card holds, if there is one."""
        dice, t = self.dice, self.truth
        if not dice.chance(0.13):
            return []
        kind = dice.weighted({"vcard": 3, "mecard": 1, "url": 3, "linkedin": 1.5})
        if kind == "linkedin" and t["linkedin"]:
            return [t["linkedin"]["value"] + dice.any(["", "?fromQR=1"])]
        if kind in ("vcard", "mecard") and t["name"] and (t["phones"] or t["emails"]):
            return [vcard(t) if kind == "vcard" else mecard(t)]
        return [f"https://www.{self.p.company.domain}/{dice.any(['', 'contact', 'menu', 'shop'])}"]

    def write(self) -> CardText:
        """Return the card's blocks and its truth."""
        dice, p = self.dice, self.p
        blocks: list[Block | None] = []
        anonymous = self.nameless()
        name = None if anonymous else self.name_block()
        title = None if anonymous else self.title_block()
        logo = self.logo_block()
        contact = self.contact_blocks()
        address = [self.address_block(postal, at == 0) for at, postal in enumerate(p.addresses)]
        blocks += [logo, name, title, *contact, *address, *self.extras()]
        kept = [block for block in blocks if block is not None and block.lines]
        if (
            name
            and title
            and logo
            and not anonymous
            and dice.chance(0.03)
            and len(title.lines) == 1
            and len(name.lines) == 1
        ):
            joined = TextLine(
                (*name.lines[0].segments, Segment("other", dice.any([", ", " – ", " | "])), *title.lines[0].segments)
            )
            kept = [Block("name", (joined,)) if block is name else block for block in kept if block is not title]
        codes = self.code_texts()
        return CardText(
            tuple(kept),
            self.truth,
            p.country,
            p.language,
            p.kind,
            tuple(codes),
            logo is None or dice.chance(0.75),
            self.also_right,
        )


def vcard(truth: Truth) -> str:
    """Return the truth as a vCard 3.0, as card printers put it in QR codes."""
    name = truth["name"]
    rows = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{name['family']};{name['given']};{name['additional']};;",
        f"FN:{name['value']}",
    ]
    rows += [f"ORG:{truth['organization']['value']}".replace(",", "\\,")] if truth["organization"] else []
    rows += [f"TITLE:{truth['title']['value']}".replace(",", "\\,")] if truth["title"] else []
    kinds = {"mobile": "CELL", "fax": "FAX", "home": "HOME"}
    rows += [f"TEL;TYPE={kinds.get(phone['type'], 'WORK')}:{phone['value']}" for phone in truth["phones"]]
    rows += [f"EMAIL:{mail['value']}" for mail in truth["emails"]]
    rows += [f"URL:https://{url['value'].split('//')[-1]}" for url in truth["urls"]]
    return "\r\n".join([*rows, "END:VCARD"])


def mecard(truth: Truth) -> str:
    """Return the truth as a MECARD."""
    name = truth["name"]
    parts = [f"N:{name['family']},{name['given']};"]
    parts += [f"TEL:{phone['value']};" for phone in truth["phones"]]
    parts += [f"EMAIL:{mail['value']};" for mail in truth["emails"]]
    return f"MECARD:{''.join(parts)};"


def write_card(person: Person, dice: Dice) -> CardText:
    """Return what is printed on the person's card, with its truth."""
    return Writer(person, dice).write()
