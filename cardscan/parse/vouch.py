"""The exact fields vouch for each other: of several readings of the same print, the one that others confirm is taken.

A name is in its e-mail, the e-mail's domain is in the web address and in the company's name, the LinkedIn slug is the
name. Input: what the finders found, and the name and company that the card's other lines gave. Output: the same, each
value confirmed, exchanged for another reading of its own print, or left. A repair never invents: it takes only what
:func:`~cardscan.text.look_alike_cost` says the picture supports; ``raw`` stays, ``how`` says who vouched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from rapidfuzz.distance import Levenshtein

from cardscan.model import Field, Url
from cardscan.parse.domain import MAIL_HOSTS, Host, split_host
from cardscan.parse.found import Found
from cardscan.parse.lexicon import is_name
from cardscan.text import fold, look_alike_cost, spellings

F = TypeVar("F", bound=Field)

_SURE_COST, _UNSURE_COST = 0.3, 0.8
"""What an exchange may cost where the engine was sure of the letters, and how much more where it was not at all.

``Hansen`` and ``Hanson`` are two people on a clear scan and one on a blurred photograph.
"""

# Popular mail hosts that an engine's slip turns into something else.
_MAIL_DOMAINS = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "aol.com", "msn.com", "gmx.de",
    "gmx.net", "gmx.at", "web.de", "t-online.de", "googlemail.com", "hotmail.co.uk", "yahoo.co.uk", "hotmail.fr",
    "yahoo.fr", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "libero.it", "hotmail.it", "uol.com.br",
    "bol.com.br", "terra.com.br", "yahoo.com.br", "hotmail.es", "btinternet.com", "proton.me", "protonmail.com",
)  # fmt: skip
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
    emails, urls = _agree_on_domains(emails, urls, organization)
    tokens = _name_tokens(name)
    emails = [_vouch_local(email, tokens) for email in emails]
    linkedin = [_vouch_slug(profile, tokens, emails) for profile in linkedin]
    return Vouched(_each_once(emails), _each_once(linkedin), _each_once(urls))


def _each_once(found: Sequence[Found[F]]) -> tuple[Found[F], ...]:
    """Return the values, each once: two readings may have become one; the surest stays."""
    best: dict[str, Found[F]] = {}
    for item in found:
        seen = best.get(item.field.value)
        if seen is None or item.field.confidence > seen.field.confidence:
            best[item.field.value] = item
    return tuple(best.values())


# ---- confirming and exchanging -----------------------------------------------------------------------------------


def _confirmed(found: Found[F], how: str, witness: str) -> Found[F]:
    """Return the value with more confidence: ``witness`` ("domain", "name") agrees with it."""
    field = found.field
    if found.evidence.get(f"agrees:{witness}") or found.evidence.get("cut"):
        return found
    confidence = 1 - (1 - field.confidence) * 0.5
    field = replace(field, confidence=round(confidence, 4), how=f"{field.how}; {how}")
    return replace(found, field=field, evidence={**found.evidence, f"agrees:{witness}": 1.0})


def _exchanged(found: Found[F], value: str, how: str, cost: float, witness: str) -> Found[F]:
    """Return another reading of the same print; the one that was taken before is kept among the others."""
    field = found.field
    confidence = min(field.confidence, 0.93) * (1 - 0.15 * min(cost, 1.0))
    others = tuple(other for other in (field.value, *found.others) if other != value)
    field = replace(field, value=value, confidence=round(confidence, 4), how=f"{field.how}; {how}")
    evidence = {**found.evidence, f"agrees:{witness}": 1.0, "exchanged": cost}
    return replace(found, field=field, others=others, evidence=evidence)


def _supported(read: str, meant: str, recognition: float) -> float | None:
    """Return what it costs to take ``read`` for ``meant``, or None when the picture does not support it."""
    return look_alike_cost(read, meant, _SURE_COST + (1 - min(1.0, recognition)) * _UNSURE_COST)


def _recognition(*found: Found[Any]) -> float:
    """Return how sure the engine was of the least sure of the values."""
    return min(item.evidence.get("recognition", 0.8) for item in found)


# ---- domains -----------------------------------------------------------------------------------------------------


def _agree_on_domains(
    emails: Sequence[Found[Field]], urls: Sequence[Found[Url]], organization: str | None
) -> tuple[list[Found[Field]], list[Found[Url]]]:
    """Return e-mails and sites with the domains on which they agree."""
    emails, urls = [_vouch_mail_host(email) for email in emails], list(urls)
    company = _company_words(organization)
    for i, email in enumerate(emails):
        for j, url in enumerate(urls):
            ours, theirs = split_host(_domain(emails[i])), split_host(_host(urls[j]))
            if url.field.label or ours is None or theirs is None or _is_mail(ours):
                continue
            if ours.registered == theirs.registered:
                emails[i] = _confirmed(emails[i], "the domain is printed twice", "domain")
                urls[j] = _confirmed(urls[j], "the domain is printed twice", "domain")
            elif (
                _one_slip(ours, theirs)
                or _supported(ours.registered, theirs.registered, _recognition(email, url)) is not None
                or _among_others(email, theirs)
                or _among_others(url, ours)
            ):
                emails[i], urls[j] = _settle(emails[i], urls[j], ours, theirs, company)
    emails = [_vouch_company(email, split_host(_domain(email)), company) for email in emails]
    urls = [_vouch_company(url, None if url.field.label else split_host(_host(url)), company) for url in urls]
    return emails, urls


def _one_slip(one: Host, other: Host) -> bool:
    """Tell whether two domains differ by one letter too many, too few or misread: one domain, printed twice."""
    long = min(len(one.name), len(other.name)) >= 7
    return long and one.suffix == other.suffix and Levenshtein.distance(one.name, other.name) == 1


def _settle(
    email: Found[Field], url: Found[Url], ours: Host, theirs: Host, company: tuple[str, ...]
) -> tuple[Found[Field], Found[Url]]:
    """Return the e-mail and the site with the one domain of the two that speaks for itself more."""
    how = "the domain is printed twice; the clearer of the two was taken"
    cost = _supported(ours.registered, theirs.registered, 0.0) or 0.4
    if _weight(ours, email, company) >= _weight(theirs, url, company):
        value = url.field.value.replace(theirs.registered, ours.registered, 1)
        return _confirmed(email, how, "domain"), _exchanged(url, value, how, cost, "domain")
    value = email.field.value.rpartition("@")[0] + "@" + _domain(email).replace(ours.registered, theirs.registered, 1)
    return _exchanged(email, value, how, cost, "domain"), _confirmed(url, how, "domain")


def _weight(host: Host, found: Found[F], company: tuple[str, ...]) -> float:
    """Return how much a domain speaks for itself: read surely, nothing mended, made of the company's words."""
    weight = found.evidence.get("recognition", 0.5) - found.evidence.get("mended", 0.0)
    bare = host.name.replace("-", "")
    weight += 1.0 if bare in company else 0.0
    weight += 0.5 if any(len(word) > 3 and word in bare for word in company) else 0.0
    weight -= 0.4 if re.search(r"[a-z][01][a-z]|rn(?=[bp])|vv", bare) else 0.0
    return weight


def _among_others(found: Found[F], host: Host) -> bool:
    """Tell whether another reading of the print has that domain."""
    return any(
        (domain := split_host(_host_of(other.rpartition("@")[2]))) is not None and domain.registered == host.registered
        for other in found.others
    )


def _vouch_mail_host(email: Found[Field]) -> Found[Field]:
    """Return the e-mail at the popular mail host that its domain nearly is: ``grnail.com`` → ``gmail.com``."""
    local, _, domain = email.field.value.rpartition("@")
    if domain in _MAIL_DOMAINS:
        return email
    for known in _MAIL_DOMAINS:
        cost = look_alike_cost(domain, known, 0.5)
        if cost:
            return _exchanged(email, f"{local}@{known}", f"nearly {known}", cost, "domain")
    return email


def _vouch_company(found: Found[F], host: Host | None, company: tuple[str, ...]) -> Found[F]:
    """Return the value with its domain confirmed by the company's name, or exchanged for the look-alike that it is."""
    if host is None or not company or _is_mail(host):
        return found
    bare = host.name.replace("-", "")
    if bare in company:
        return _confirmed(found, "the domain is the company's name", "company")
    if found.evidence.get("agrees:domain"):
        return found
    for words in company:
        cost = _supported(bare, words, _recognition(found)) if len(words) > 4 else None
        if cost is not None and "-" not in host.name:
            value = found.field.value.replace(host.registered, f"{words}.{host.suffix}", 1)
            return _exchanged(found, value, "the domain is the company's name", cost, "company")
    return found


def _company_words(organization: str | None) -> tuple[str, ...]:
    """Return what a domain could make of the company's name: its words run together, legal forms left out."""
    if not organization:
        return ()
    words = [re.sub(r"[^a-z0-9]", "", word) for word in fold(organization).split()]
    german = [re.sub(r"[^a-z0-9]", "", word) for word in spellings(organization)[-1].split()]
    found: dict[str, None] = {}
    for called in (words, german):
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


def _is_mail(host: Host) -> bool:
    return host.name in MAIL_HOSTS


# ---- names -------------------------------------------------------------------------------------------------------


def _name_tokens(name: str | None) -> tuple[str, ...]:
    """Return the words of a name as addresses spell them, in their order, with the run-together forms last."""
    if not name:
        return ()
    tokens: dict[str, None] = {}
    bare = re.sub(r"\b(?:dr|prof|mr|mrs|ms|ing|dipl|phd|mba|msc)\b\.?", " ", name, flags=re.IGNORECASE)
    words = [word for word in re.split(r"[^\w'’]+", bare) if word]
    for word in words:
        for spelt in spellings(word):
            tokens[re.sub(r"[^a-z0-9]", "", spelt)] = None
    plain_words = [re.sub(r"[^a-z0-9]", "", fold(word)) for word in words]
    for start in range(len(plain_words)):
        for end in range(start + 2, min(len(plain_words), start + 4) + 1):
            tokens["".join(plain_words[start:end])] = None
    if len(plain_words) > 1:
        first, last, initials = plain_words[0], plain_words[-1], "".join(word[:1] for word in plain_words)
        forms = (
            first[:1] + last,
            last + first[:1],
            first + last[:1],
            last + first,
            initials,
            first[:1] + plain_words[1],
        )
        tokens.update(dict.fromkeys(forms))
        tokens["".join(word[:1] for word in plain_words[:-1]) + last] = None
    return tuple(token for token in tokens if token)


def _fits(part: str, tokens: Sequence[str]) -> bool:
    """Tell whether a part of an address is a word of the name, or one's initial."""
    bare = part.rstrip("0123456789")
    return part in tokens or (bare != "" and bare in tokens) or (len(part) == 1 and any(t[0] == part for t in tokens))


def _mend_part(part: str, tokens: Sequence[str], recognition: float) -> tuple[str, float] | None:
    """Return the word of the name that a part of an address is a reading of, and what that costs; None without one.

    A part that is itself a known name, where the card's word is none, is left: then it is the name that was misread.
    """
    if _fits(part, tokens):
        return None
    if len(part) == 1:
        initials = dict.fromkeys(token[0] for token in tokens)
        costs = [(look_alike_cost(part, initial, 0.3), initial) for initial in initials]
        found = [(cost, initial) for cost, initial in costs if cost is not None]
        return (min(found)[1], min(found)[0]) if found else None
    best: tuple[float, str] | None = None
    tail = re.search(r"\d*\Z", part)
    for token in tokens:
        for meant in (token, token + (tail.group() if tail else "")):
            cost = _supported(part, meant, 1.0 if len(meant) < 4 else recognition) if len(meant) > 1 else None
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, meant)
    if best is None or (_is_known(part) and (best[0] > 0.2 or not _is_known(best[1]))):
        return None
    return best[1], best[0]


def _is_known(word: str) -> bool:
    """Tell whether the word is some person's name."""
    return is_name("given", word) or is_name("family", word)


def _vouch_local(email: Found[Field], tokens: Sequence[str]) -> Found[Field]:
    """Return the e-mail with its local part confirmed by the name, or exchanged for the look-alike that is the name."""
    local, _, domain = email.field.value.rpartition("@")
    if not tokens:
        return email
    how = "the name is in the address"
    parts = re.split(r"([._+-])", local)
    if _all_fit(local, tokens):
        return _confirmed(email, how, "name")
    for other in email.others:
        theirs, _, at = other.rpartition("@")
        if at == domain and _all_fit(theirs, tokens):
            return _exchanged(email, other, how, 0.2, "name")
    mended, total = list(parts), 0.0
    for i in range(0, len(parts), 2):
        found = _mend_part(parts[i], tokens, _recognition(email)) if parts[i] else None
        if found is not None:
            mended[i], total = found[0], total + found[1]
    value = "".join(mended)
    if value != local and any(_fits(part, tokens) and len(part) > 1 for part in mended[::2]):
        return _exchanged(email, f"{value}@{domain}", how, total, "name")
    return email


def _all_fit(local: str, tokens: Sequence[str]) -> bool:
    """Tell whether each part of a local part is the name's, one of them more than an initial."""
    parts = [part for part in re.split(r"[._+-]", local) if part]
    return bool(parts) and all(_fits(part, tokens) for part in parts) and any(len(part) > 1 for part in parts)


def _vouch_slug(profile: Found[Field], tokens: Sequence[str], emails: Sequence[Found[Field]]) -> Found[Field]:
    """Return the profile with its slug confirmed by the name or an e-mail, or exchanged for its look-alike."""
    base, _, slug = profile.field.value.rpartition("/")
    if not base.endswith("/in"):
        return profile
    witnesses = list(tokens)
    for email in emails:
        witnesses += [part for part in re.split(r"[._+-]", email.field.value.partition("@")[0]) if len(part) > 3]
    parts = slug.split("-")
    mended, total = [], 0.0
    for i, part in enumerate(parts):
        found = _mend_part(part, witnesses, _recognition(profile)) if witnesses and len(part) > 2 else None
        code = _mend_code(part) if i == len(parts) - 1 and i > 0 else None
        if code is not None:
            mended.append(code)
            total += 0.1 if code != part else 0.0
        elif found is not None:
            mended.append(found[0])
            total += found[1]
        else:
            mended.append(part)
    value = "-".join(mended)
    how = "the name is in the address"
    if value != slug:
        return _exchanged(profile, f"{base}/{value}", how, total, "name")
    if any(len(part) > 2 and _fits(part, witnesses) for part in parts):
        return _confirmed(profile, how, "name")
    return profile


_CODE = re.compile(r"(?=[a-z0-9]*\d[a-z0-9]*\d)[0-9a-foils]{7,9}")


def _mend_code(part: str) -> str | None:
    """Return the code that LinkedIn puts behind a name (hexadecimal) with its digits as digits, or None."""
    if _CODE.fullmatch(part) is None:
        return None
    return part.translate(str.maketrans("oils", "0115"))
