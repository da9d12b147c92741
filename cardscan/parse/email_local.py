"""The local part of an e-mail address: what stands before its at sign, on its line or at the end of the line above.

Input: the lines' plain texts and the place of the at sign; output: a :class:`~cardscan.parse.email_half.Half`, or None
where nothing before the sign can be a local part: a number, a site, the path of a profile. Labels ("E-mail:", read as
``emoil.``, too) are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cardscan.model import Line
from cardscan.parse.email_half import Half
from cardscan.parse.found import Span, next_line, recognition
from cardscan.parse.lexicon import is_name
from cardscan.text import fold, look_alike_cost

EMAIL_LABEL = re.compile(
    r"""(?:\A|(?<=[\s|,;/\0]))(?:e[-\s]?mails?|e-?post|mails?|m[eé]l|pec|courriel|correo(?:\selectr[oó]nico)?|sähköposti|s-posti
    |poczta|eletr[oô]nico|epost|e)\s?[.:\-=>»)]{0,3}\s{0,3}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands before the at sign, without the label before it; 64 octets are the most there may be (RFC 5321 4.5.3.1.1).
_LOCAL = re.compile(r"[^\s\0<>()\[\]{}\":;=/\\]{1,72}\Z")
_LABELLED = re.compile(
    r"\A(?:e-?mails?|e-?post|mails?|m[eé]l|courriel|correo|pec)[.\-–>»]{1,3}(?=[\w|])", re.IGNORECASE
)
_WORDS_FOR_MAIL = ("email", "e-mail", "mail")
# What mailboxes are called that are nobody's own.
MAILBOXES = (
    "info", "sales", "office", "contact", "contacto", "contato", "kontakt", "enquiries", "inquiries", "hello",
    "support", "service", "admin", "reception", "accueil", "secretariat", "vendas", "ventas", "comercial",
    "commerciale", "segreteria", "amministrazione", "firmapost", "zentrale", "biuro", "sekretariat", "myynti",
    "administration", "hej", "hei", "hola", "ciao", "bonjour", "hallo", "post", "mail", "team", "booking", "bookings",
    "reservas", "reservations", "prenotazioni", "orders", "studio", "shop", "posta", "kontakty", "recepce",
    "recepcja", "recepcia", "recepcija",
)  # fmt: skip
NETWORKS = frozenset(
    "linkedin facebook instagram insta twitter x youtube github telegram threads xing tiktok whatsapp".split()  # noqa: SIM905
)
"""Whose accounts are written with an at sign, too: "LinkedIn @jane" is no address."""
_INITIAL = re.compile(r"[A-Za-z]\.")
_LABEL_LETTERS = frozenset("emtwfcpi")
"""Letters that cards print before an address or a number: "M. ada@…" is no initial of hers."""
_PATH = re.compile(r"(?:[\w-]\.[a-z]{2,12}|\bin)/(?:[\w-]{1,20}/){0,2}\Z", re.IGNORECASE)
_SITE = re.compile(r"w{2,4}\.|https?\b")


def read_local(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> Half | None:
    """Return the local part that ends at ``at`` of the line; it may have begun on the line above."""
    text = texts[index]
    window = text[max(0, at - 100) : at]
    match = _LOCAL.search(re.sub(r"\s[/-]{1,2}\s?\Z", "", window).rstrip(" ·•|°©®*~"))
    if match is None:
        return _local_above(lines, texts, index, at) if not text[:at].strip(" <(-") else None
    start = max(0, at - 100) + match.start()
    token = match.group()
    if _PATH.search(text[:start][-40:]):
        return None
    label = _LABELLED.match(token)
    if label:
        token, start = token[label.end() :], start + label.end()
    cost, how, others = 0.0, [], []
    if len(window) != len(window.rstrip(" ")):
        cost, how = 0.03, ["a space before @"]
    before = text[max(0, start - 80) : start]
    previous = _LOCAL.search(before.rstrip(" "))
    if previous and before.endswith(" ") and not EMAIL_LABEL.search(before) and not _is_label(previous.group()):
        word = previous.group()
        if _is_one(word, token, before[: previous.start()]):
            start = max(0, start - 80) + previous.start()
            token, cost, how = word + token, cost + 0.1, [*how, "a space inside"]
        elif _INITIAL.fullmatch(word):
            others.append(word + token)
        elif re.fullmatch(r"[A-Za-z0-9][\w.-]{1,39}", word) and EMAIL_LABEL.search(before[: previous.start()]):
            # Behind "E-mail:" nothing stands but the address.
            start = max(0, start - 80) + previous.start()
            between = _between(word, token, recognition(lines, [Span(index, start, at)]))
            others += [word + sign + token for sign in ("", ".", "_") if sign != between]
            token = word + between + token
            cost, how = cost + 0.15, [*how, "a space inside"]
        elif re.fullmatch(r"[a-z0-9][a-z0-9.]{1,39}", word):
            others += [word + sign + token for sign in (".", "_", "-", "")]
            cost += 0.25
    mended, more = mend_local(token)
    if not may_be_local(mended):
        return None
    if mended != token.lower():
        how, cost = [*how, f"{token!r} read as {mended!r}"], cost + 0.1
    readings = tuple(filter(None, dict.fromkeys([*more, *(mend_local(other)[0] for other in others)])))
    start += len(token) - len(token.lstrip("-.,'*•~"))
    return Half(mended, (Span(index, start, at),), tuple(how), cost, readings)


def _between(word: str, token: str, sure: float) -> str:
    """Return what stands between two words of a local part where a space was read, by how sure the engine was.

    Between two names it is a mark: the underscore, where all letters are clear, else the dot, which a blur swallows.
    """
    if not any(is_name(kind, fold(part)) for part in (word, token) for kind in ("given", "family")):
        return ""
    return "_" if sure > _CLEAR else "."


_CLEAR = 0.9


def _is_label(word: str) -> bool:
    """Tell whether a word before a space is a label for mail as an engine reads it: ``emoil.``, ``E-rnail``."""
    bare = fold(word).strip(".:-=>»")
    return len(bare) > 3 and any(look_alike_cost(bare, meant, 0.6) is not None for meant in _WORDS_FOR_MAIL)


def _is_one(word: str, token: str, before: str) -> bool:
    """Tell whether the word before a space and the token behind it are one local part: ``ada. jones``, ``ada7 1``."""
    if _INITIAL.fullmatch(word):
        return word[0].lower() not in _LABEL_LETTERS or EMAIL_LABEL.search(before) is not None
    if re.fullmatch(r"[\w.|+-]{2,40}", word) is None:
        return False
    glued = token[0] in "._-+," or (word[-1] in "._-+" and len(word) > 2)
    return glued or (re.fullmatch(r"\d{1,4}", token) is not None and re.search(r"[a-z]", word) is not None)


def may_be_local(local: str) -> bool:
    """Tell whether it can be a local part: no site, no label of a network's ("Instagram@jane"), and something in it.

    One letter can be one: "x@kestrel.example".
    """
    return bool(local) and _SITE.match(local) is None and (len(local) == 1 or local not in NETWORKS)


def _local_above(lines: Sequence[Line], texts: Sequence[str], index: int, at: int) -> Half | None:
    """Return a local part that stands at the end of the line above one that begins with the at sign.

    A sign that a space sets apart from what follows is an icon, unless a label says that an address has begun.
    """
    apart = texts[index][at:].lstrip("@")[:1] == " "
    for above in range(index - 1, max(-1, index - 4), -1):
        if next_line(lines, above) != index:
            continue
        match = _LOCAL.search(texts[above].rstrip(" ")[-100:])
        if match is None:
            return None
        token = match.group()
        start = len(texts[above].rstrip(" ")) - len(token)
        mended, more = mend_local(token)
        alone = re.search(r"\w", re.split(r"[/|•]", texts[above][:start])[-1]) is None
        if not may_be_local(mended) or _PATH.search(texts[above][:start]) or "@" in token:
            return None
        labelled = EMAIL_LABEL.search(texts[above][:start]) is not None
        if not labelled and (apart or (token[0].isupper() and not alone)):
            return None
        spans = (Span(above, start, start + len(token)), Span(index, 0, at))
        return Half(mended, spans, ("joined over two lines",), 0.08, more)
    return None


_YEAR = re.compile(r"(?<=[a-z]{4})[il](?=9[3-9]\d\Z)|(?<=[a-z]\d)[il]\Z|(?<=[a-z]\d\d\d)[il]\Z")
"""What an engine makes of the first digit of a year behind a name; of "daniel983" the letter is the name's own."""


_CAPITAL_I = re.compile(r"I(?=[a-z][a-z0-9._-]*\Z)(?![mnst][a-z]?\Z)")
"""What engines read for the l that an address in small letters begins with; an i has a dot, and is not read so."""


def mend_local(token: str) -> tuple[str, tuple[str, ...]]:
    """Return the local part as it was most likely printed, in lower case, and what else it may have been."""
    token = token.strip("-.,'*•~«»").lstrip("&#%°")
    token = re.sub(r"[,·]", ".", token)
    token = re.sub(r"\.{2,}", ".", token)
    others: list[str] = []
    if "|" in token or "!" in token:
        # The engine's own bar for a capital I; inside a word it is as often an l.
        others = [re.sub(r"[|!]", letter, token) for letter in "lij1"]
        token = re.sub(r"(?<![\w])[|!]", "i", token)
        token = re.sub(r"[|!]", "l", token)
    if not token.isascii():
        others.append(token)
        token = fold(token)
    if _CAPITAL_I.match(token):
        others.append(token)
        token = f"l{token[1:]}"
    token = token.lower()
    year = _YEAR.search(token)
    if year is not None and not is_name("given", re.split(r"[^a-z]", token[: year.end()])[-1]):
        others.append(token)
        token = f"{token[: year.start()]}1{token[year.end() :]}"
    if not re.fullmatch(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}", token):
        return "", ()
    return token, tuple(other for other in dict.fromkeys(text.lower() for text in others) if other != token)
