"""The lines of a card to its contact: the exact fields first, then one labelling of the rest, then agreement.

Input: recognised lines in the order of reading (and what the card's codes say). Output: a
:class:`~cardscan.model.Contact` whose fields carry their evidence and a calibrated confidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TypeVar

from cardscan.model import Address, Contact, Field, Line, Name
from cardscan.parse.address_group import group_addresses
from cardscan.parse.alphabet import in_alphabet
from cardscan.parse.confidence import probability
from cardscan.parse.domain import Host, split_host
from cardscan.parse.exact import Exact, find_exact
from cardscan.parse.features import Clues
from cardscan.parse.found import Found, Span
from cardscan.parse.group import Group, group_pieces
from cardscan.parse.halves import companies_by_form, likeliest_company, whole_companies, whole_names, whole_titles
from cardscan.parse.label import Label, Labelled, Weights, label_segments
from cardscan.parse.lexicon import folded, is_name, is_word, words_of
from cardscan.parse.mend import mend_company, respell_company
from cardscan.parse.merge import merge_code
from cardscan.parse.organization import has_legal_form
from cardscan.parse.people import people_of, told_apart
from cardscan.parse.pick import (
    HOW_FROM_DOMAIN,
    Evidence,
    Picked,
    pick_addresses,
    pick_department,
    pick_name,
    pick_organization,
    pick_title,
    title_in_department,
    titles_among,
    titles_beside,
    titles_of,
)
from cardscan.parse.row import joined_rows
from cardscan.parse.segment import Segment, cut_segments
from cardscan.parse.vouch import vouch
from cardscan.text import look_alike_cost

F = TypeVar("F", bound=Field)

_MOST_LINES = 200
_LONGEST_LINE = 2000


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How to understand a card.

    Attributes:
        country: ISO 3166-1 alpha-2: where numbers without a dialling code belong, when the card does not tell.
        languages: The engine's languages ("deu", "fra"), a weak hint at the country.
        card_size: Width and height of the rectified card in pixels.
        keep_capitals: Leave a name in capitals as it is printed.
        agreement: Let the fields vouch for each other; off only to measure what that gains.
    """

    country: str | None = None
    languages: tuple[str, ...] = ()
    card_size: tuple[int, int] | None = None
    keep_capitals: bool = False
    agreement: bool = True


@dataclass(frozen=True, slots=True)
class Judged:
    """A contact and what speaks for each of its values: what the calibration is fitted on."""

    contact: Contact
    evidence: tuple[Evidence, ...]


def understand(
    lines: Sequence[Line],
    code_contacts: Sequence[Contact] = (),
    options: ParseOptions = ParseOptions(),
    *,
    weights: Weights | None = None,
) -> Contact:
    """Return the contact that the card's lines (and its codes) tell.

    Args:
        lines: In reading order, boxes in pixels of the upright card.
        code_contacts: What the card's QR codes say.
        options: How; the defaults serve.
        weights: Other weights for the labeller than the package's.
    """
    contact = judge(lines, options, weights=weights).contact
    for code in code_contacts:
        contact = merge_code(contact, code)
    return contact


def judge(lines: Sequence[Line], options: ParseOptions = ParseOptions(), *, weights: Weights | None = None) -> Judged:
    """Return the contact that the lines tell, and what speaks for each of its values.

    Args:
        lines, options, weights: As for :func:`understand`.
    """
    lines = joined_rows(_bounded(lines))
    exact = _exact(lines, options)
    clues = find_clues(_vouched(exact, None, None)) if options.agreement else Clues()
    labelled = label_segments(cut_segments(lines, exact.spans, clues.labels, clues.locals), clues, weights)
    picked = pick(labelled, lines, clues, exact.countries, keep_capitals=options.keep_capitals)
    if options.agreement:
        printed = picked.organization if picked.organization and picked.organization.box else None
        exact = _vouched(exact, picked.name, printed)
        picked = _company_mended(picked, find_clues(exact).labels)
    evidence = list(picked.evidence)
    emails, phones = _told("email", exact.emails, evidence), _told("phone", exact.phones, evidence)
    urls, linkedin = _told("url", exact.urls, evidence), _told("linkedin", exact.linkedin, evidence)
    contact = Contact(
        name=picked.name,
        title=picked.title,
        department=picked.department,
        organization=picked.organization,
        emails=emails,
        phones=phones,
        urls=urls,
        linkedin=linkedin[0] if linkedin else None,
        addresses=picked.addresses,
        notes=_remarks(lines),
    )
    return Judged(contact, tuple(evidence))


def _remarks(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return what is written by hand on the card, where it could be read."""
    return tuple(line.text for line in lines if line.handwritten and line.confidence >= _LEGIBLE)


_LEGIBLE = 0.75
"""Writing that is read less surely is no words."""


def _exact(lines: Sequence[Line], options: ParseOptions) -> Exact:
    """Return the exact fields; a company that is called like its site ("Example.io", "example.io Ltd") is none."""
    company = _called_like_site(lines)
    kept = [replace(line, text="", words=()) if index == company else line for index, line in enumerate(lines)]
    return find_exact(kept, options.country, options.languages)


_NUMBER = 6  # so many digits are a telephone number or more
_LOGO_SIZE = 1.4  # against the middle size of the lines with addresses and numbers


def _called_like_site(lines: Sequence[Line]) -> int | None:
    """Return which line is a bare host and yet the company: large, or with a legal form, or there once more.

    Only where the domain is told by another line too: nothing is lost.
    """
    told = [line for line in lines if "@" in line.text or sum(char.isdigit() for char in line.text) >= _NUMBER]
    middle = median(line.size_px for line in told) if told else 0.0
    best: tuple[float, int] | None = None
    for index, line in enumerate(lines):
        host, _, form = line.text.strip().lower().partition(" ")
        if form and not (has_legal_form(line.text) and all(is_word("legal", word) for word in words_of(form))):
            continue
        others = [other.text.strip().lower() for other in lines if other is not line]
        if host.startswith("www.") or split_host(host) is None or not host.replace(".", "").replace("-", "").isalnum():
            continue
        large = 0 < _LOGO_SIZE * middle < line.size_px
        if any(host in other for other in others) and (large or form or host in others):
            score = line.size_px + 1000.0 * bool(form)
            if best is None or score > best[0]:
                best = (score, index)
    return best[1] if best else None


def _vouched(exact: Exact, name: Field | None, organization: Field | None) -> Exact:
    """Return the exact fields after they have vouched for each other, and the name and the company for them."""
    agreed = vouch(
        exact.emails,
        exact.linkedin,
        exact.urls,
        name.value if name else None,
        organization.value if organization else None,
    )
    return replace(exact, emails=agreed.emails, linkedin=agreed.linkedin, urls=agreed.urls)


def _company_mended(picked: Picked, labels: Sequence[str]) -> Picked:
    """Return the fields with the company's name mended by the domains that the others have agreed on."""
    company = picked.organization
    if company is None or not company.box:
        return picked
    meant = mend_company(company.value, labels)
    numbers = next((each.numbers for each in picked.evidence if each.field is company), {})
    if meant == company.value and numbers.get("recognition", 1.0) < _HARDLY_READ:
        meant = respell_company(meant, labels)
    if meant == company.value:
        return picked
    mended = replace(company, value=meant, how=f"{company.how}; the domain spells it so")
    evidence = tuple(replace(each, field=mended) if each.field is company else each for each in picked.evidence)
    return replace(picked, organization=mended, evidence=evidence)


_HARDLY_READ = 0.85
"""A company whose least sure word was read so is spelt as its domain is; a clear one is its own witness."""
_WORTH_TELLING = 0.2
"""What is less sure than this is hardly ever right: a gap is more honest. Told all the same are numbers (one that is
no number to the world may be dialled in its town) and the company that only its domain names, which says so."""
_A_GUESS = 0.3
"""At most so sure is a company that only its domain names: drawn cards, on which the confidence is fitted, name their
domains more faithfully than companies do."""


def _told(kind: str, found: Sequence[Found[F]], evidence: list[Evidence]) -> tuple[F, ...]:
    """Return the fields with calibrated confidence; what speaks for each is added to ``evidence``."""
    told = []
    for item in found:
        numbers = {**item.evidence, "told": item.field.confidence}
        field = replace(item.field, confidence=round(min(item.most, probability(kind, numbers)), 4))
        evidence.append(Evidence(kind, field, numbers))
        if kind == "phone" or field.confidence >= _WORTH_TELLING:
            told.append(field)
    return tuple(told)


def find_clues(exact: Exact) -> Clues:
    """Return what the exact fields say of the person and the company."""
    locals_: list[str] = []
    labels: list[str] = []
    handles: list[str] = []
    for email in exact.emails:
        local, _, domain = email.field.value.rpartition("@")
        locals_.append(folded(local))
        host = split_host(domain)
        if host is not None and not host.is_mail_host:
            labels.append(_called(host))
        else:
            handles.append(local)
    for profile in exact.linkedin:
        if "/in/" in profile.field.value:
            locals_.append(folded(profile.field.value.rpartition("/")[2]))
        else:
            handles.append(profile.field.value.rstrip("/").rpartition("/")[2])
    for url in exact.urls:
        if url.field.label:
            handles.append(url.field.value.rstrip("/").rpartition("/")[2])
        host = None if url.field.label else split_host(_host_of(url.field.value))
        if host is not None and not host.is_mail_host:
            labels.append(_called(host))
    labels = [label for label in labels if not is_profession(label)]
    called = [bare for handle in handles if len(bare := folded(handle).strip("@0123456789")) >= _SHORTEST_HANDLE]
    return Clues(tuple(dict.fromkeys(locals_)), tuple(dict.fromkeys(labels)), tuple(dict.fromkeys(called)))


_SHORTEST_HANDLE = 5
_OF_ALL = frozenset({"gov", "gob", "gouv", "govt", "gv", "bund", "ac", "edu", "asso", "co", "com", "org"})
"""What stands before endings of countries and is nobody's own: "dyffryntaf.gov.wales"."""


def _called(host: Host) -> str:
    """Return what a domain is called, folded."""
    above = host.subdomain.rpartition(".")[2]
    return folded(above if host.name in _OF_ALL and above not in ("", "www") else host.name)


def is_profession(label: str) -> bool:
    """Tell whether a domain is called like what one person is ("avocat.example"): it gives mailboxes to all of them."""
    return is_name("occupation", label) and not (is_name("family", label) or is_name("given", label))


def _host_of(url: str) -> str:
    bare = url.partition("://")[2] or url
    return bare.partition("/")[0].partition(":")[0]


def pick(
    labelled: Sequence[Labelled], lines: Sequence[Line], clues: Clues, hints: Sequence[str], *, keep_capitals: bool
) -> Picked:
    """Return the fields that the labelled pieces give, with calibrated confidence."""
    sizes = [item.segment.size_px for item in labelled if item.segment.size_px > 0]
    groups = _groups_of(labelled, clues)
    names = _spans_of(groups[Label.NAME])
    addresses = pick_addresses(
        group_addresses([item for item in labelled if item.segment.span not in names]), lines, hints
    )
    country = next((address.country for address, _ in addresses if address.country), None) or next(iter(hints), None)
    others = _spellings(lines)
    named = pick_name(groups[Label.NAME], clues, country, others, _sureness(lines), keep_capitals=keep_capitals)
    person = named[0] if named else None
    middle_px = median(sizes) if sizes else 0.0
    found: dict[str, tuple[Field, dict[str, float]] | None] = {
        "name": named,
        "organization": pick_organization(groups[Label.ORGANIZATION], clues, middle_px, labelled, person),
        "department": pick_department(groups[Label.DEPARTMENT]),
    }
    titled = pick_title(groups[Label.TITLE], labelled, person=found["name"] is not None)
    together = None if titled else title_in_department(groups[Label.DEPARTMENT])
    if chosen := titled or together:
        title, department, numbers = chosen
        found["title"] = (title, numbers)
        if department is not None and (together or found["department"] is None):
            found["department"] = (department, numbers)
    evidence: list[Evidence] = []
    fields = _worth_telling(found, country, evidence)
    placed = _placed(addresses, evidence)
    name = fields.get("name")
    return Picked(
        name=name if isinstance(name, Name) else None,
        title=fields.get("title"),
        department=fields.get("department"),
        organization=fields.get("organization"),
        addresses=placed,
        evidence=tuple(evidence),
    )


def _groups_of(labelled: Sequence[Labelled], clues: Clues) -> dict[Label, list[Group]]:
    """Return what may be each kind of field but an address: the labels, and what the pieces say of each other."""
    groups: dict[Label, list[Group]] = {
        label: group_pieces(labelled, label) for label in Label if label is not Label.ADDRESS
    }
    groups[Label.NAME], groups[Label.ORGANIZATION] = told_apart(groups[Label.NAME], groups[Label.ORGANIZATION])
    people = people_of(groups[Label.NAME], groups[Label.ORGANIZATION], labelled, clues)
    groups[Label.NAME] = whole_names(people, labelled, clues.locals)
    names = _spans_of(groups[Label.NAME])
    for label in (Label.ORGANIZATION, Label.TITLE):
        groups[label] = [
            group for group in groups[label] if not all(item.segment.span in names for item in group.items)
        ]
    companies = groups[Label.ORGANIZATION] or companies_by_form(labelled)
    groups[Label.ORGANIZATION] = companies or likeliest_company(labelled, names)
    named = _spans_of(groups[Label.ORGANIZATION])
    groups[Label.DEPARTMENT] = [group for group in groups[Label.DEPARTMENT] if not named & _spans_of([group])]
    called = (*clues.labels, *clues.handles)
    groups[Label.ORGANIZATION] = whole_companies(groups[Label.ORGANIZATION], labelled, called)
    titles = titles_of(groups[Label.TITLE], groups[Label.ORGANIZATION], labelled)
    if not titles and groups[Label.NAME]:
        titles = titles_among(groups[Label.DEPARTMENT])
        groups[Label.DEPARTMENT] = [group for group in groups[Label.DEPARTMENT] if group not in titles]
    titles = titles or titles_beside(groups[Label.NAME], labelled)
    groups[Label.TITLE] = whole_titles(titles, labelled)
    return groups


def _spans_of(groups: Sequence[Group]) -> set[Span]:
    """Return where the pieces of groups stand on the card."""
    return {item.segment.span for group in groups for item in group.items}


def _worth_telling(
    found: Mapping[str, tuple[Field, dict[str, float]] | None], country: str | None, evidence: list[Evidence]
) -> dict[str, Field]:
    """Return the fields worth telling with calibrated confidence; what speaks for each is added to ``evidence``."""
    fields: dict[str, Field] = {}
    for kind, item in found.items():
        if item is not None:
            value = in_alphabet(item[0].value, country)
            field = replace(item[0], value=value, confidence=round(probability(kind, item[1]), 4))
            evidence.append(Evidence(kind, field, item[1]))
            if field.how == HOW_FROM_DOMAIN:
                field = replace(field, confidence=min(field.confidence, _A_GUESS))
                fields[kind] = field
            elif field.confidence >= _WORTH_TELLING:
                fields[kind] = field
    return fields


def _placed(addresses: Sequence[tuple[Address, dict[str, float]]], evidence: list[Evidence]) -> tuple[Address, ...]:
    """Return the addresses worth telling with calibrated confidence; what speaks for each is added to ``evidence``."""
    placed = [
        (replace(address, confidence=round(probability("address", numbers), 4)), numbers)
        for address, numbers in addresses
    ]
    evidence += [Evidence("address", address, numbers) for address, numbers in placed]
    return tuple(address for address, _ in placed if address.confidence >= _WORTH_TELLING)


def _sureness(lines: Sequence[Line]) -> Mapping[str, float]:
    """Return how surely each word of the card was read, by its letters, where it stands twice the less sure."""
    sure: dict[str, float] = {}
    for word in (word for line in lines for word in line.words):
        letters = folded(word.text.strip(" .,;:()"))
        sure[letters] = min(word.confidence, sure.get(letters, 1.0))
    return sure


def _spellings(lines: Sequence[Line]) -> Mapping[str, tuple[str, ...]]:
    """Return what else a word may be: the engine's other readings, and the card's other words that look like it."""
    told = {word.text: word.alternatives for line in lines for word in line.words}
    printed = tuple(dict.fromkeys(piece for text in told for piece in _pieces(text)))[:_MOST_PRINTED]
    for piece in printed:
        near = (other for other in printed if other != piece and len(other) == len(piece))
        like = tuple(other for other in near if look_alike_cost(folded(piece), folded(other), _NEAR))
        told[piece] = (*told.get(piece, ()), *like)
    return {word: others for word, others in told.items() if others}


_NEAR = 0.5
_MOST_PRINTED = 300
"""Words that are compared with each other: a page of text must not take long."""


def _pieces(word: str) -> tuple[str, ...]:
    """Return a word's letters without marks at its edges, and the halves of a double name; none for an address."""
    bare = word.strip(" .,;:()")
    return tuple(piece for piece in (bare, *bare.split("-")) if piece.isalpha() and len(piece) >= _SHORTEST_NAME)


_SHORTEST_NAME = 4


def segments_of(lines: Sequence[Line], options: ParseOptions = ParseOptions()) -> tuple[tuple[Segment, ...], Clues]:
    """Return the pieces that are to be labelled and the clues to them: what the fitting scripts learn from."""
    lines = joined_rows(_bounded(lines))
    exact = _exact(lines, options)
    clues = find_clues(exact)
    return cut_segments(lines, exact.spans, clues.labels, clues.locals), clues


def _bounded(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return at most as many and as long lines as a card can have."""
    return tuple(
        line if len(line.text) <= _LONGEST_LINE else replace(line, text=line.text[:_LONGEST_LINE], words=())
        for line in lines[:_MOST_LINES]
    )
