"""Whether two cards are the two sides of one: what both tell, and nothing that speaks against it."""

from __future__ import annotations

from cardscan.model import Contact
from cardscan.parse.domain import split_host


def why_one_card(a: Contact, b: Contact) -> str | None:
    """Return what makes ``a`` and ``b`` look like two sides of one card, in words; None when they do not.

    Two cards that name two people are two cards. Where only one side names somebody, one shared number, e-mail,
    profile, web site or company is taken as a sign; it is to be put to a person, not acted on.
    """
    if a.is_empty or b.is_empty or (a.name is not None and b.name is not None):
        return None
    signs = (
        ("the same number", {phone.value for phone in a.phones}, {phone.value for phone in b.phones}),
        ("the same e-mail", {email.value for email in a.emails}, {email.value for email in b.emails}),
        ("the same web site", _domains(a), _domains(b)),
        ("the same company", _company(a), _company(b)),
    )
    return next((reason for reason, of_a, of_b in signs if of_a & of_b), None)


def _domains(contact: Contact) -> set[str]:
    """Return the registered domains of a contact's e-mails and sites, those that strangers share left out."""
    hosts = [email.value.rpartition("@")[2] for email in contact.emails]
    hosts += [url.value.partition("://")[2] or url.value for url in contact.urls if not url.label]
    hosts = [host.partition("/")[0] for host in hosts]
    found = (split_host(host) for host in hosts)
    return {host.registered for host in found if host is not None and not host.is_mail_host}


def _company(contact: Contact) -> set[str]:
    return {contact.organization.value.casefold()} if contact.organization else set()
