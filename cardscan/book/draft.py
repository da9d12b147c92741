"""A short text for the next step, from a template: the program's or the user's own. Nothing is ever sent.

A template is Jinja2; its first line may be ``Subject: …``. It is run in Jinja2's sandbox, since one may come from
somebody else. What it can use is listed at :func:`words_for`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cardscan.errors import InputError, UsageError
from cardscan.model import Interview, Person, Touch

KINDS = ("thanks", "why", "weekly", "other-department")
"""The templates that come with cardscan; a reply and a nudge begin from ``weekly``."""

ENDING = ".txt.j2"
MAX_TEMPLATE = 100_000
MAX_TEXT = 100_000
MAX_MAILTO = 2000
"""Length of a link that every mail program takes (facts: some Windows programs stop at 2,083 characters)."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_STAND_IN = {"nudge": "weekly", "reply": "weekly"}
_SUBJECT = re.compile(r"\s*Subject:[ \t]*([^\r\n]*)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A text to look over, change and send yourself.

    Attributes:
        to: The contact's first e-mail address, or None.
    """

    kind: str
    to: str | None
    subject: str
    body: str

    @property
    def text(self) -> str:
        """The draft as it is shown."""
        head = [f"To: {self.to}"] if self.to else []
        head += [f"Subject: {self.subject}"] if self.subject else []
        return "\n".join([*head, *([""] if head else []), self.body]) + "\n"

    @property
    def mailto(self) -> str:
        """The draft as a link that opens the mail program with it (RFC 6068).

        Raises:
            UsageError: There is no e-mail address, or the text is too long for a link.
        """
        if self.to is None:
            raise UsageError("no e-mail address is known", hint="take the draft as text: --as text")
        query = "&".join(
            f"{name}={quote(value, safe='')}"
            for name, value in (("subject", self.subject), ("body", self.body.replace("\n", "\r\n")))
            if value
        )
        link = f"mailto:{quote(self.to, safe='@')}" + (f"?{query}" if query else "")
        if len(link) > MAX_MAILTO:
            raise UsageError("the draft is too long for a mailto: link", hint="take the draft as text: --as text")
        return link


def write_draft(
    kind: str,
    person: Person,
    interview: Interview | None,
    touches: Sequence[Touch],
    *,
    me: str = "",
    folder: Path | None = None,
    template: Path | None = None,
) -> Draft:
    """Return a draft.

    Args:
        kind: thanks, why, weekly or other-department, or the name of a template in ``folder``.
        person: To whom.
        interview: What it is about; None: the last in which one met them.
        touches: What was said, oldest first.
        me: Who signs.
        folder: The user's own templates (``KIND.txt.j2``); they come before the program's.
        template: One template, in place of any other.
    Raises:
        UsageError: There is no such template.
        InputError: The template does not work.
    """
    name, source = _find(kind, folder, template)
    rendered = _render(name, source, words_for(person, interview, touches, me))
    subject = ""
    found = _SUBJECT.match(rendered)
    if found:
        subject, rendered = " ".join(found.group(1).split()), rendered[found.end() :]
    to = person.contact.emails[0].value if person.contact.emails else None
    return Draft(kind, to, subject, rendered.strip())


def words_for(person: Person, interview: Interview | None, touches: Sequence[Touch], me: str) -> dict[str, Any]:
    """Return what a template can use.

    ``given``, ``name``, ``title``, ``company``, ``department``, ``role``, ``round``, ``date`` (20 November),
    ``talked_about``, ``part``, ``keep_in_touch``, ``introduced`` (they opened the door to it), ``last_note`` (what you
    noted last), ``me``; and whole: ``person``, ``contact``, ``interview``. What is not known is empty.
    """
    contact = person.contact
    met = next((one for one in reversed(person.meetings) if interview in (None, one.interview)), None)
    about = interview or (met.interview if met else None)
    application = about.application if about else None
    organization = contact.organization.value if contact.organization else ""
    notes = [touch.note for touch in touches if touch.note]
    return {
        "given": (contact.name.given or contact.name.value) if contact.name else contact.display_name,
        "name": contact.display_name,
        "title": contact.title.value if contact.title else "",
        "company": application.company if application else organization,
        "department": (application.department or "") if application else "",
        "role": application.role if application else "",
        "round": about.round if about else "",
        "date": _in_words(about.on) if about and about.on else "",
        "talked_about": (met.talked_about or "").rstrip(".") if met else "",
        "part": (met.part or "") if met else "",
        "keep_in_touch": bool(met and met.keep_in_touch),
        "introduced": application is not None and application.introduced_by == person.id and met is None,
        "last_note": notes[-1].rstrip(".") if notes else "",
        "me": me or "[your name]",
        "person": person,
        "contact": contact,
        "interview": about,
    }


def _in_words(day: date) -> str:
    """Return a day as a letter has it; not by the computer's locale, because the templates are English."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def list_kinds(folder: Path | None) -> list[str]:
    """Return the templates there are: the program's, and the user's own."""
    own = [path.name.removesuffix(ENDING) for path in folder.glob(f"*{ENDING}")] if folder and folder.is_dir() else []
    return list(dict.fromkeys((*KINDS, *sorted(own))))


def _find(kind: str, folder: Path | None, template: Path | None) -> tuple[str, str]:
    """Return a template's name and text."""
    known = list_kinds(folder)
    kind = kind if kind in known else _STAND_IN.get(kind, kind)
    own = template or (folder / f"{kind}{ENDING}" if folder and kind in known else None)
    if own is not None and (template is not None or own.is_file()):
        try:
            return str(own), own.read_bytes()[:MAX_TEMPLATE].decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(own, "cannot be read as a template", hint="give a text file in UTF-8") from error
    if kind not in KINDS:
        raise UsageError(f"no template {kind!r}", hint=f"there are: {', '.join(known)}")
    name = f"{kind}{ENDING}"
    return name, files("cardscan.book").joinpath("templates", name).read_text(encoding="utf-8")


def _render(name: str, source: str, words: dict[str, Any]) -> str:
    from jinja2 import TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Plain text, which a person reads before sending it: nothing to escape.
    environment = ImmutableSandboxedEnvironment(autoescape=False, keep_trailing_newline=True)
    try:
        return environment.from_string(source).render(words)[:MAX_TEXT]
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}: " if line else ""
        hint = f"the words it can use: {', '.join(sorted(words))}"
        raise InputError(name, f"{where}{error}", hint=hint) from error
    except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise InputError(name, f"does not work: {error}", hint="try it with fewer filters") from error
