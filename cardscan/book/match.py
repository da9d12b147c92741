"""One person, once: says from evidence whether two contacts are the same, how sure that is, and why.

Two contacts that share no :func:`keys` are never compared, which is what makes 50,000 of them searchable: the book
keeps the keys in a table. Strong evidence is a LinkedIn profile, a personal e-mail address, a number with a name that
fits; then name and company. A surname that may have changed is weak evidence and needs more beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from cardscan.book.combine import email_key, phone_key, plain
from cardscan.book.names import (
    Likeness,
    NameKey,
    canonical_given,
    company_of,
    like,
    name_key,
    same_company,
)
from cardscan.model import Contact, Phone, PhoneType

SAME_FROM = 0.9
"""From here a scanned card is taken for a new card of a person who is in the book."""

LIKELY_FROM = 0.6
"""From here two contacts are shown as a possible duplicate; a person decides."""

_ROLES = frozenset({
    "admin", "anfrage", "bewerbung", "billing", "booking", "bureau", "careers", "comercial", "commercial", "contact",
    "contacto", "contato", "enquiries", "enquiry", "hallo", "hello", "help", "hr", "info", "information", "inquiries",
    "jobs", "kanzlei", "karriere", "kontakt", "kundenservice", "mail", "marketing", "office", "post", "praxis", "press",
    "privacy", "reception", "recruiting", "recruitment", "sales", "secretariat", "segreteria", "sekretariat", "service",
    "support", "talent", "team", "vendas", "ventas", "vertrieb", "webmaster", "zentrale",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure it is that two contacts are one person, 0..1, and why, in words."""

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Traits:
    """What of a contact tells who it is, prepared for comparison."""

    name: NameKey | None
    company: str
    title: str
    linkedin: str | None
    emails: frozenset[str]
    phones: frozenset[str]
    mobiles: frozenset[str]

    @classmethod
    def of(cls, contact: Contact) -> Traits:
        """Prepare a contact."""
        phones = [phone for phone in contact.phones if phone.type is not PhoneType.FAX]
        return cls(
            name=name_key(contact.name),
            company=company_of(contact),
            title=plain(contact.title.value) if contact.title else "",
            linkedin=profile_slug(contact),
            emails=frozenset(email_key(email) for email in contact.emails),
            phones=frozenset(phone_key(phone) for phone in phones if _is_whole(phone)),
            mobiles=frozenset(phone_key(phone) for phone in phones if phone.type is PhoneType.MOBILE),
        )


def profile_slug(contact: Contact) -> str | None:
    """Return the slug of the contact's own LinkedIn profile; None for a company's page or a link nobody can resolve."""
    if contact.linkedin is None:
        return None
    _, found, slug = contact.linkedin.value.rstrip("/").partition("linkedin.com/in/")
    return (slug if slug.startswith("ACoAA") else slug.lower()) if found and slug else None


def is_role_mailbox(email: str) -> bool:
    """Whether an address is a department's rather than a person's: ``info@…``, ``careers@…``."""
    return email.partition("@")[0].split("+")[0].strip("0123456789._-") in _ROLES


def keys(contact: Contact) -> frozenset[str]:
    """Return the keys of a contact: two that are one person share at least one of them."""
    traits = Traits.of(contact)
    found = {f"email:{email}" for email in traits.emails} | {f"phone:{phone}" for phone in traits.phones}
    if traits.linkedin:
        found.add(f"linkedin:{traits.linkedin}")
    if traits.name is None:
        if traits.company:
            found.add(f"company:{traits.company}")
        return frozenset(found)
    family = "-".join(sorted(traits.name.family))
    found.add(f"name:{'-'.join(sorted(traits.name.words))}")
    for given in traits.name.given[:1] or ("",):
        heads = canonical_given(given) if given else frozenset({""})
        found |= {f"name:{'-'.join(sorted((head, *traits.name.family)))}" for head in heads}
        if traits.company:
            first = traits.company.split()[0]
            found |= {f"given:{head}@{first}" for head in heads if head}
            found.add(f"initial:{given[:1]}@{first}@{family[:2]}")
            found.add(f"family:{family}@{first}")
    if traits.company:  # "Jean-Luc" alone may be the family name of one and the given name of the other
        found |= {f"word:{word}@{traits.company.split()[0]}" for word in traits.name.words}
    return frozenset(found)


def compare(one: Contact, other: Contact) -> Evidence:
    """Return how sure it is that two contacts are one person."""
    return weigh(Traits.of(one), Traits.of(other))


def weigh(one: Traits, other: Traits) -> Evidence:
    """Return how sure it is that two are one person: the strongest evidence, less what contradicts it.

    Source: the scores are set by hand as an order (a profile is one person's, an own mailbox nearly so, a mobile is
    lent more often than a mailbox, a switchboard is everybody's); tests/unit/test_match.py holds the cases.
    """
    likeness, why = like(one.name, other.name)
    found: list[tuple[float, str]] = []
    if one.linkedin and one.linkedin == other.linkedin:
        found.append((0.8 if likeness is Likeness.DIFFERENT else 0.99, "same LinkedIn profile"))
    for email in sorted(one.emails & other.emails):
        found.append((_email_score(email, likeness, one, other), f"same e-mail {email}"))
    for phone in sorted(one.phones & other.phones):
        mobile = phone in one.mobiles or phone in other.mobiles
        found.append((_PHONE[mobile][likeness], f"same number {phone.partition(';')[0]}"))
    company = same_company(one.company, other.company)
    by_name = _name_score(likeness, one, other, company=company)
    if likeness is not Likeness.UNKNOWN and by_name:
        found.append((by_name, f"{why}, same company" if company else why))
    if likeness is Likeness.UNKNOWN and one.name is None and other.name is None and company:
        found.append((0.65, "same company, no name"))
    if not found:
        return Evidence(0.0, (why,))
    found.sort(key=lambda reason: -reason[0])
    score = found[0][0] + 0.02 * (len(found) - 1 if found[0][0] >= LIKELY_FROM else 0)
    reasons = [reason for _, reason in found]
    for cost, against in _contradictions(one, other):
        score -= cost
        reasons.append(against)
    return Evidence(round(min(max(score, 0.0), 1.0), 2), tuple(reasons))


_PHONE: dict[bool, dict[Likeness, float]] = {
    True: {
        Likeness.SAME: 0.98,
        Likeness.ALIKE: 0.96,
        Likeness.SURNAME_CHANGED: 0.9,
        Likeness.UNKNOWN: 0.8,
        Likeness.DIFFERENT: 0.3,
    },
    False: {
        Likeness.SAME: 0.97,
        Likeness.ALIKE: 0.94,
        Likeness.SURNAME_CHANGED: 0.45,
        Likeness.UNKNOWN: 0.5,
        Likeness.DIFFERENT: 0.1,
    },
}


def _email_score(email: str, likeness: Likeness, one: Traits, other: Traits) -> float:
    if is_role_mailbox(email):
        if one.name is None and other.name is None:
            return 0.93
        by_likeness = {Likeness.SAME: 0.97, Likeness.ALIKE: 0.92, Likeness.SURNAME_CHANGED: 0.6, Likeness.UNKNOWN: 0.5}
        return by_likeness.get(likeness, 0.05)
    by_likeness = {
        Likeness.SAME: 0.99,
        Likeness.ALIKE: 0.98,
        Likeness.SURNAME_CHANGED: 0.95,
        Likeness.UNKNOWN: 0.93,
    }
    return by_likeness.get(likeness, 0.65)


def _name_score(likeness: Likeness, one: Traits, other: Traits, *, company: bool) -> float:
    """Return what name and company tell."""
    if company:
        whole = all(key is not None and key.given and key.family for key in (one.name, other.name))
        by_likeness = {
            Likeness.SAME: 0.92 if whole else 0.8,
            Likeness.ALIKE: 0.82,
            # Many a company has two Marias; with one title between them it is worth a look.
            Likeness.SURNAME_CHANGED: 0.62 if one.title and one.title == other.title else 0.4,
        }
        return by_likeness.get(likeness, 0.0)
    if likeness is Likeness.SAME and not (one.company and other.company):
        return 0.65
    return {Likeness.SAME: 0.5, Likeness.ALIKE: 0.3}.get(likeness, 0.0)


def _contradictions(one: Traits, other: Traits) -> list[tuple[float, str]]:
    """Return what speaks against one person: a cost, and the words for it."""
    found = []
    if one.linkedin and other.linkedin and one.linkedin != other.linkedin:
        found.append((0.35, "but two LinkedIn profiles"))
    if not one.emails & other.emails:
        mine, theirs = (_by_domain(traits.emails) for traits in (one, other))
        if any(domain in theirs for domain in mine):
            found.append((0.12, "but two addresses at one company"))
    if one.mobiles and other.mobiles and not one.mobiles & other.mobiles:
        found.append((0.05, "but two mobile numbers"))
    return found


def _by_domain(emails: frozenset[str]) -> frozenset[str]:
    return frozenset(email.rpartition("@")[2] for email in emails if not is_role_mailbox(email))


@lru_cache(maxsize=1024)
def _digits(value: str) -> int:
    return sum(char.isdigit() for char in value)


def _is_whole(phone: Phone) -> bool:
    """Whether a number can tell anything: in E.164, or at least long enough not to be an extension."""
    return phone.value.startswith("+") or _digits(phone.value) >= 7
