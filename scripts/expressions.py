"""The yardsticks' parser: a contact from plain text by regular expressions, as tutorials on card scanning do it.

Not part of cardscan. Kept so that the benchmark can show what is gained over it; given a fair chance (phonenumbers for
E.164, the country of a national number from the domain), and no more.
"""

from __future__ import annotations

import re
from typing import Any

import phonenumbers

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
LINKEDIN = re.compile(r"linkedin\.com/(in|company)/([\w%-]{2,80})", re.IGNORECASE)
SITE = re.compile(r"\b(?:https?://|www\.)[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?:/[\w./-]{0,80})?", re.IGNORECASE)
PHONE = re.compile(r"\+?\(?\d[\d ()./-]{6,22}\d")
NAME = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms)\.? )?[A-ZÀ-Ý][\w'’.-]+(?: [A-ZÀ-Ý][\w'’.-]*){1,3}$")
TITLE = re.compile(
    r"\b(manager|director|engineer|officer|president|ceo|cto|cfo|founder|partner|consultant|head|lead|developer|designer|"
    r"architect|analyst|sales|owner|professor|lawyer|attorney|accountant|leiter|geschäftsführer|directeur|responsable|"
    r"direttore|responsabile|gerente|director|diretor|kierownik|chef|vd)\b", re.IGNORECASE,
)  # fmt: skip
COMPANY = re.compile(
    r"\b(ltd|limited|inc|llc|llp|plc|corp|gmbh|ag|kg|sarl|sas|sa|srl|s\.r\.l|spa|s\.p\.a|bv|b\.v|nv|ab|as|oy|a/s|aps|ltda|pty|sp\. z o\.o|s\.r\.o|group|university)\b\.?",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b(\d{4,5}(?:-\d{3,4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b")
STREET = re.compile(
    r"\b(street|st|road|rd|avenue|ave|lane|blvd|drive|way|straße|strasse|str|platz|rue|boulevard|via|piazza|calle|rua|av|ul|gatan|vej|katu)\b\.?",
    re.IGNORECASE,
)
REGIONS = {"uk": "GB", "com": "US", "org": "US", "net": "US"}


def _field(value: str, confidence: float, **more: Any) -> dict[str, Any]:
    return {"value": value, "confidence": confidence, "box": None, **more}


def _region(text: str) -> str:
    for mail in EMAIL.findall(text):
        tld = mail.rsplit(".", 1)[-1].lower()
        return REGIONS.get(tld, tld.upper() if len(tld) == 2 else "US")
    return "US"


def _phones(text: str, confidence: float) -> list[dict[str, Any]]:
    out: dict[str, dict[str, Any]] = {}
    region = _region(text)
    for line in text.splitlines():
        for found in PHONE.finditer(line):
            raw = found[0]
            if sum(char.isdigit() for char in raw) < 8:
                continue
            try:
                number = phonenumbers.parse(raw.replace("(0)", ""), region)
            except phonenumbers.NumberParseException:
                continue
            before = line[: found.start()].lower()
            kind = "fax" if "f" in before[-6:] else "mobile" if "m" in before[-8:] or "c" in before[-8:] else "work"
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            out.setdefault(value, _field(value, confidence, raw=raw, type=kind, extension=None))
    return list(out.values())


def contact_from_text(text: str, confidence: float = 1.0) -> dict[str, Any]:
    """Return the contract's contact by regular expressions; every value at the same ``confidence``."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    emails = list(dict.fromkeys(EMAIL.findall(text)))
    linked = LINKEDIN.search(text)
    sites = [site for site in dict.fromkeys(SITE.findall(text)) if "linkedin" not in site.lower()]
    plain = [line for line in lines if not EMAIL.search(line) and not SITE.search(line) and not PHONE.search(line)]
    name = next(
        (line for line in plain if NAME.match(line) and not TITLE.search(line) and not COMPANY.search(line)), None
    )
    title = next((line for line in plain if TITLE.search(line) and line != name), None)
    company = next((line for line in plain if COMPANY.search(line) and line not in (name, title)), None)
    rows = [
        line
        for line in lines
        if (STREET.search(line) and re.search(r"\d", line))
        or (POSTCODE.search(line) and not PHONE.search(line) and "@" not in line)
    ]
    parts = name.split() if name else []
    return {
        "name": _field(name, confidence, given=" ".join(parts[:-1]), family=parts[-1]) if name else None,
        "title": _field(title, confidence) if title else None,
        "organization": _field(company, confidence) if company else None,
        "emails": [_field(mail, confidence) for mail in emails],
        "phones": _phones(text, confidence),
        "urls": [_field(site, confidence) for site in sites],
        "linkedin": _field(f"https://www.linkedin.com/{linked[1].lower()}/{linked[2]}", confidence) if linked else None,
        "addresses": [_field(", ".join(rows), confidence)] if rows else [],
    }  # fmt: skip


def document(
    path: str, size: tuple[int, int], text: str, corners: list[list[float]] | None = None, confidence: float = 1.0
) -> dict[str, Any]:
    """Return the contract's document for a photo read as one card."""
    w, h = size
    whole = [[0, 0], [w, 0], [w, h], [0, h]]
    card = {"corners": corners or whole, "text": text, "codes": [], "contact": contact_from_text(text, confidence)}
    return {"version": 1, "image": {"path": path, "sha256": "0" * 64, "width": w, "height": h}, "cards": [card]}
