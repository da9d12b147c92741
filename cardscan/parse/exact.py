"""The exact fields of a card, all of them: e-mails, LinkedIn, web addresses, numbers.

Input: the card's lines; output: :class:`Exact`. Each finder sees what the others left, the surest first; what was
taken for a web address is looked at again once the card's domains are known (an e-mail whose at sign was misread).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cardscan.model import Field, Line, Phone, Url
from cardscan.parse.country import infer_country
from cardscan.parse.domain import split_host
from cardscan.parse.email import find_emails
from cardscan.parse.email_lost import find_lost_emails
from cardscan.parse.found import Found, Span
from cardscan.parse.linkedin import find_linkedin
from cardscan.parse.phone import find_phones
from cardscan.parse.url import find_urls


@dataclass(frozen=True, slots=True)
class Exact:
    """What the finders of the exact fields found, and which parts of the lines they took.

    Attributes:
        countries: Regions that the card may be from (ISO 3166-1 alpha-2), likeliest first.
    """

    emails: tuple[Found[Field], ...] = ()
    linkedin: tuple[Found[Field], ...] = ()
    urls: tuple[Found[Url], ...] = ()
    phones: tuple[Found[Phone], ...] = ()
    countries: tuple[str, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """All parts of lines that are taken."""
        groups: tuple[Sequence[Found[Field]] | Sequence[Found[Url]] | Sequence[Found[Phone]], ...]
        groups = (self.emails, self.linkedin, self.urls, self.phones)
        return tuple(span for group in groups for found in group for span in found.spans)


def find_exact(lines: Sequence[Line], country: str | None = None, languages: Sequence[str] = ()) -> Exact:
    """Return the exact fields in a card's lines.

    Args:
        country: The caller's word on where national numbers belong (ISO 3166-1 alpha-2).
        languages: Tesseract's codes of the card's languages, where the caller gave them.
    """
    lines = [_bounded(line) for line in lines[:_MOST_LINES]]
    emails = find_emails(lines)
    taken = [span for email in emails for span in email.spans]
    linkedin = find_linkedin(lines, taken)
    taken += [span for profile in linkedin for span in profile.spans]
    urls = find_urls(lines, taken, [email.field.value.rpartition("@")[2] for email in emails])
    lost = find_lost_emails(lines, taken, _domains(urls))
    if lost:
        emails += tuple(email for email in lost if email.field.value not in {found.field.value for found in emails})
        taken += [span for email in lost for span in email.spans]
        urls = find_urls(lines, taken, [email.field.value.rpartition("@")[2] for email in emails])
    taken += [span for url in urls for span in url.spans]
    countries = infer_country(
        lines,
        [email.field.value for email in emails],
        [url.field.value for url in urls if not url.field.label],
        option=country,
        languages=languages,
    )
    phones = find_phones(lines, taken, countries)
    return Exact(emails, linkedin, urls, phones, tuple(region for region, _ in countries))


_MOST_LINES, _LONGEST_LINE = 400, 4000
"""No card has more; what stands beyond is not looked at."""


def _bounded(line: Line) -> Line:
    """Return the line, as long as a line of a card can be."""
    return line if len(line.text) <= _LONGEST_LINE else replace(line, text=line.text[:_LONGEST_LINE], words=())


def _domains(urls: Sequence[Found[Url]]) -> list[str]:
    """Return the domains of the web addresses."""
    domains = []
    for url in urls:
        host = split_host(url.field.value.partition("://")[2].partition("/")[0] or url.field.value.partition("/")[0])
        if host is not None and not url.field.label:
            domains.append(host.registered)
    return domains
