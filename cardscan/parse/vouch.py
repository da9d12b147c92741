"""The exact fields vouch for each other: of several readings of the same print, the one that others confirm is taken.

A name is in its e-mail, the e-mail's domain is in the web address and in the company's name, the LinkedIn slug is the
name. Input: what the finders found, and the name and company that the card's other lines gave. Output: the same, each
value confirmed, exchanged for another reading of its own print, or left. A repair never invents: it takes only what
:func:`~cardscan.text.look_alike_cost` says the picture supports, or what is printed elsewhere on the card but for one
letter; ``raw`` stays, ``how`` says who vouched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from rapidfuzz.distance import Levenshtein

from cardscan.model import Field, Url
from cardscan.parse.agreement import confirmed, exchanged, preferred, recognition_of, supported
from cardscan.parse.domain import POPULAR_MAIL_DOMAINS, Host, split_host
from cardscan.parse.email_host import DOT_COST
from cardscan.parse.email_local import MAILBOXES
from cardscan.parse.found import Found
from cardscan.parse.lexicon import is_name
from cardscan.parse.vouch_name import name_tokens, vouch_local, vouch_slug, with_digits
from cardscan.text import fold, look_alike_cost, spellings

F = TypeVar("F", bound=Field)

_SLIPS_A_LETTER = 0.08
"""What two readings of one domain may differ by, a letter of its length: two look-alikes in sixteen letters."""
_LEGAL = frozenset(
    """gmbh ag kg co ohg gbr ug ltd limited llc llp plc inc corp sa sas sarl srl spa sl slu bv nv ab as oy aps ltda lda
    eireli me epp pvt pty the and und et y e of de & group holding company""".split()  # noqa: SIM905 (reads as words)
)


@dataclass(frozen=True, slots=True)
class Vouched:
    """What the finders found, after the fields have vouched for each other."""

    emails: tuple[Found[Field], ...]
    linkedin: tuple[Found[Field], ...]
    urls: tuple[Found[Url], ...]


def vouch(
    emails: Sequence[Found[Field]],
    linkedin: Sequence[Found[Field]],
    urls: Sequence[Found[Url]],
    name: str | None = None,
    organization: str | None = None,
) -> Vouched:
    """Let the fields of one card vouch for each other.

    Args:
        name: The person's name as shown, where one was found.
        organization: The company's.
    """
    tokens, company = name_tokens(name), _company_words(organization)
    emails, urls = _agree_on_domains(emails, urls, company, tokens)
    emails = [vouch_local(email, tokens) for email in emails]
    pages = [re.sub(r"\W", "", profile.field.value.partition("/company/")[2]) for profile in linkedin]
    sites = [host.name.replace("-", "") for url in urls if not url.field.label and (host := split_host(_host(url)))]
    emails = [_vouch_mailbox(email, (*MAILBOXES, *pages, *company, *sites)) for email in emails]
    emails = [_vouch_year(email, company) for email in emails]
    linkedin = [vouch_slug(profile, tokens, emails) for profile in linkedin]
    return Vouched(_each_once(emails), _each_once(linkedin), _each_once(urls))


def _each_once(found: Sequence[Found[F]]) -> tuple[Found[F], ...]:
    """Return the values, each once: two readings may have become one; the surest stays."""
    best: dict[str, Found[F]] = {}
    for item in found:
        seen = best.get(item.field.value)
        if seen is None or item.field.confidence > seen.field.confidence:
            best[item.field.value] = item
    return tuple(best.values())


# ---- domains -----------------------------------------------------------------------------------------------------


def _agree_on_domains(
    emails: Sequence[Found[Field]], urls: Sequence[Found[Url]], company: tuple[str, ...], tokens: tuple[str, ...]
) -> tuple[list[Found[Field]], list[Found[Url]]]:
    """Return e-mails and sites with the domains on which they agree."""
    emails, urls = [_vouch_mail_host(email) for email in emails], list(urls)
    for i, email in enumerate(emails):
        for j, url in enumerate(urls):
            ours, theirs = split_host(_domain(emails[i])), split_host(_host(urls[j]))
            if url.field.label or ours is None or theirs is None or ours.is_mail_host:
                continue
            if ours.registered == theirs.registered:
                emails[i] = confirmed(emails[i], "the domain is printed twice", "domain")
                urls[j] = confirmed(urls[j], "the domain is printed twice", "domain")
            elif (
                any(_is_one(host, theirs, email, url) for host in (ours, *_other_hosts(email)))
                or any(host.registered == ours.registered for host in _other_hosts(url))
                or _between(ours, theirs, company)
                or _is_torn(theirs, ours)
                or _lost_a_dot(ours, theirs)
                or (_is_io(ours, theirs) and recognition_of(emails[i], urls[j]) < _CLEAR)
                or _is_beginning(ours, theirs, emails[i])
            ):
                emails[i], urls[j] = _settle(emails[i], urls[j], ours, theirs, (*company, *tokens))
    emails = [_vouch_company(email, split_host(_domain(email)), company, tokens) for email in emails]
    urls = [_vouch_company(url, None if url.field.label else split_host(_host(url)), company, tokens) for url in urls]
    return emails, urls


def _is_one(one: Host, other: Host, email: Found[Field], url: Found[Url]) -> bool:
    """Tell whether two domains may be one, printed twice."""
    if supported(one.registered, other.registered, recognition_of(email, url)) is not None or _one_slip(one, other):
        return True
    most = _SLIPS_A_LETTER * min(len(one.name), len(other.name))
    return one.suffix == other.suffix and look_alike_cost(one.name, other.name, most) is not None


def _is_io(one: Host, other: Host) -> bool:
    """Tell whether two domains differ by an ending that is read for another: ``.io`` and Tonga's ``.to``."""
    return one.name == other.name and {one.suffix, other.suffix} == {"io", "to"}


_CLEAR = 0.9
"""What both are read as surely as this are two domains."""


def _one_slip(one: Host, other: Host) -> bool:
    """Tell whether two domains differ by one letter too many, too few or misread: one domain, printed twice."""
    long = min(len(one.name), len(other.name)) >= 7
    return long and one.suffix == other.suffix and Levenshtein.distance(one.name, other.name) == 1


def _between(ours: Host, theirs: Host, words: Sequence[str]) -> str | None:
    """Return the word of the company's that both domains are one letter away from, and neither is."""
    one = look_alike_cost(ours.name, theirs.name, 0.5) is not None  # misread once and told twice, it is neither
    for word in words if ours.suffix == theirs.suffix and not one else ():
        away = [Levenshtein.distance(word, name) for name in (ours.name, theirs.name)]
        if len(word) > 6 and away == [1, 1]:
            return word
    return None


def _settle(
    email: Found[Field], url: Found[Url], ours: Host, theirs: Host, words: tuple[str, ...]
) -> tuple[Found[Field], Found[Url]]:
    """Return the e-mail and the site with the one domain of the two that speaks for itself more."""
    between = _between(ours, theirs, words)
    if between is not None:
        said = "the domain is printed twice, and the company's name between the two readings"
        meant = f"{between}.{ours.suffix}"
        email = exchanged(email, email.field.value.replace(ours.registered, meant, 1), said, 0.4, "domain")
        return email, exchanged(url, url.field.value.replace(theirs.registered, meant, 1), said, 0.4, "domain")
    how = "the domain is printed twice; the clearer of the two was taken"
    cost = supported(ours.registered, theirs.registered, 0.0) or 0.4
    heavier = _weight(ours, email, words) >= _weight(theirs, url, words)
    whole = _is_torn(ours, theirs) or _is_beginning(ours, theirs, email)
    if _is_torn(theirs, ours) or (heavier and not whole):
        value = url.field.value.replace(theirs.registered, ours.registered, 1)
        return preferred(email, how, "domain", cost), exchanged(url, value, how, cost, "domain")
    value = email.field.value.rpartition("@")[0] + "@" + _domain(email).replace(ours.registered, theirs.registered, 1)
    return exchanged(email, value, how, cost, "domain"), preferred(url, how, "domain", cost)


def _is_torn(rest: Host, whole: Host) -> bool:
    """Tell whether a domain lost a dot, or what stands before its hyphen, where the print was torn: "acg- works"."""
    if _lost_a_dot(rest, whole):
        return True
    return whole.name.endswith(f"-{rest.name}") and not whole.name.startswith("www")


def _lost_a_dot(rest: Host, whole: Host) -> bool:
    """Tell whether a domain is another without a dot: "acmecom.br" is acme.com.br."""
    same = rest.registered.replace(".", "") == whole.registered.replace(".", "")
    return same and rest.suffix.count(".") < whole.suffix.count(".")


def _is_beginning(part: Host, whole: Host, found: Found[F]) -> bool:
    """Tell whether a domain that had no dot is the beginning of another: "acmew" and "acme.in" of acmeindustries."""
    read = part.registered.replace(".", "")
    lost = found.evidence.get("mended", 0.0) >= DOT_COST and len(read) > _SHORTEST_BEGINNING
    return lost and not part.subdomain and whole.name.startswith(read)


_SHORTEST_BEGINNING = 5


def _weight(host: Host, found: Found[F], words: tuple[str, ...]) -> float:
    """Return how much a domain speaks for itself: read surely, not mended, of the company's or the name's words."""
    weight = found.evidence.get("recognition", 0.5) - found.evidence.get("mended", 0.0)
    bare = host.name.replace("-", "")
    weight += 1.0 if bare in words or bare.rstrip("0123456789") in words else 0.0
    weight += 0.5 if any(len(word) > 3 and word in bare for word in words) else 0.0
    weight -= 0.5 if not bare.isascii() else 0.0
    weight -= 0.6 if host.suffix == "to" else 0.0  # it is read for io, and not io for it
    weight -= 0.4 if re.search(r"[a-z][01][a-z]|rn(?=[bp])|vv", bare) else 0.0
    return weight


def _other_hosts(found: Found[F]) -> tuple[Host, ...]:
    """Return the hosts that the print may be as well."""
    hosts = (split_host(_host_of(other.rpartition("@")[2])) for other in found.others)
    return tuple(host for host in hosts if host is not None)


def _vouch_mail_host(email: Found[Field]) -> Found[Field]:
    """Return the e-mail at the popular mail host that its domain nearly is: ``grnail.com`` → ``gmail.com``."""
    local, _, domain = email.field.value.rpartition("@")
    if domain in POPULAR_MAIL_DOMAINS:
        return email
    for known in POPULAR_MAIL_DOMAINS:
        cost = look_alike_cost(domain, known, 0.5)
        if cost:
            return exchanged(email, f"{local}@{known}", f"nearly {known}", cost, "domain")
    return email


def _vouch_mailbox(email: Found[Field], names: Sequence[str]) -> Found[Field]:
    """Return a mailbox that is nobody's own as it is called: ``erquiries@``, or as the company, its page, its site."""
    local, _, domain = email.field.value.rpartition("@")
    name = local.rstrip("0123456789")
    if email.evidence.get("agrees:name") or not name.isalnum() or name in names or is_name("given", name):
        return email
    for words in names:
        if words not in MAILBOXES and len(words) < 8:
            continue
        most = 1.0 if words not in MAILBOXES else 0.5 if len(words) > 6 else 0.3
        cost = look_alike_cost(name, words, most) or (_FIRST_LOST if name == words[1:] and len(words) > 8 else None)
        if cost:
            value = f"{words}{local[len(name) :]}@{domain}"
            return exchanged(email, value, "so the mailbox is called", cost, "company")
    return email


_FIRST_LOST = 0.4
"""What it costs that the first letter stands in what was taken for an icon before it."""


def _vouch_year(email: Found[Field], company: Sequence[str]) -> Found[Field]:
    """Return a mailbox that is the company's name and a year with the year in digits: ``exampleworksl971@``."""
    local, _, domain = email.field.value.rpartition("@")
    for words in company:
        if len(words) > 4 and (numbered := with_digits(local, words)):
            return exchanged(email, f"{numbered}@{domain}", "the company's name and a year", 0.2, "company")
    return email


def _vouch_company(found: Found[F], host: Host | None, company: tuple[str, ...], tokens: tuple[str, ...]) -> Found[F]:
    """Return the value with its domain confirmed by the company's name, or exchanged for the look-alike that it is.

    Args:
        tokens: The person's name as addresses spell it: a company may be called by it.
    """
    if host is None or host.is_mail_host:
        return found
    if (meant := _with_family(host, tokens)) is not None:
        value = found.field.value.replace(host.registered, f"{meant}.{host.suffix}", 1)
        return exchanged(found, value, "the family's name is in the domain", 0.4, "company")
    bare = host.name.replace("-", "")
    if bare in company:
        return confirmed(found, "the domain is the company's name", "company")
    for other in () if found.evidence.get("agrees:domain") else _other_hosts(found):
        if other.name.replace("-", "") in company:
            value = found.field.value.replace(host.full, other.full, 1)
            return exchanged(found, value, "the domain is the company's name", 0.2, "company")
    for words in () if found.evidence.get("agrees:domain") else company:
        misread = re.search(r"vv|[a-z][01][a-z]", words) is not None  # the company's name, too, was read
        misread = misread or bare.replace("i", "l") == words.replace("i", "l")  # a small I is dotted: it is no L
        cost = supported(bare, words, recognition_of(found)) if len(words) > 4 and not misread else None
        if cost is None and len(words) > _LONG_NAME and not misread:
            cost = look_alike_cost(bare, words, _SLIP)  # so long a name is no other firm's by one letter
        if cost is not None and "-" not in host.name:
            value = found.field.value.replace(host.registered, f"{words}.{host.suffix}", 1)
            return exchanged(found, value, "the domain is the company's name", cost, "company")
    return found


_LONG_NAME, _SLIP = 9, 0.45


def _with_family(host: Host, tokens: tuple[str, ...]) -> str | None:
    """Return a domain's name with the family's in it where a part of it is that but for one look-alike, or None.

    "mekinnonbrothers" is Chloé McKinnon's; a part that is another family's name stays.
    """
    for token in tokens:
        if len(token) < _LONG_FAMILY or not is_name("family", token) or token in host.name.replace("-", ""):
            continue
        for at in range(len(host.name) - len(token) + 1):
            part = host.name[at : at + len(token)]
            unlike = sum(one != other for one, other in zip(part, token, strict=True))
            if unlike == 1 and not is_name("family", part) and look_alike_cost(part, token, _SLIP) is not None:
                return host.name[:at] + token + host.name[at + len(token) :]
    return None


_LONG_FAMILY = 6
_MOST_WORDS = 12  # a company's name has no more


def _company_words(organization: str | None) -> tuple[str, ...]:
    """Return what a domain could make of the company's name: its words run together, legal forms left out."""
    if not organization:
        return ()
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(organization).split()]
    german = [re.sub(r"[^a-z0-9]", "", word) for word in spellings(organization)[-1].split()]
    found: dict[str, None] = {}
    for called in (words[:_MOST_WORDS], german[:_MOST_WORDS]):
        kept = [word for word in called if word and word not in _LEGAL]
        for start in range(len(kept)):
            for end in range(len(kept), start, -1):
                found["".join(kept[start:end])] = None
        found["".join(word for word in called if word)] = None
    return tuple(word for word in found if len(word) > 2)


def _domain(email: Found[Field]) -> str:
    return email.field.value.rpartition("@")[2]


def _host(url: Found[Url]) -> str:
    return _host_of(url.field.value)


def _host_of(url: str) -> str:
    return re.sub(r"\Ahttps?://", "", url).partition("/")[0]
