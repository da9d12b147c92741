"""The company of the card: which of the pieces labelled so is its name, and the domain where none is.

The legal name is preferred to the brand ("Example GmbH" to "EXAMPLE"), the nearest to the domain to the others; a
name set on two lines is joined. Values are as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cardscan.parse.kinds import word_kinds
from cardscan.parse.lexicon import country_named, folded, phrases, words_of

# "GmbH & Co. KG", "S.p.A.", "Sp. z o.o.", "Pvt. Ltd", "S.A. de C.V.", "B.V.", "s.r.o.": at the end of the name.
_LEGAL_END = re.compile(
    r"""(?<![\w.])(?:
        (?:g\.?gmbh|gmbh|mbh|ges\.?\s?m\.?\s?b\.?\s?h\.?|ag|kg|kgaa|ohg|gbr|ug|e\.\s?k\.|e\.\s?v\.|e\.\s?g\.|se|partg(?:\s?mbb)?|mbb)
          (?:\s*&\s*co\.?(?:\s*(?:kg|ohg|kgaa))?)?
      | inc|incorporated|corp|corporation|l\.?l\.?c|l\.?l\.?p|p\.?l\.?l\.?c|p\.?c|plc|ltd|limited|co
      | (?:pty|pvt|private)\.?\s+(?:ltd|limited)
      | s\.?\s?a\.?\s?s\.?u?|s\.?a\.?r\.?l|e\.?u\.?r\.?l|s\.?\s?a|s\.?c\.?i|s\.?r\.?l\.?s?|s\.?p\.?a|s\.?n\.?c
      | s\.?\s?l\.?\s?u?|s\.?a\.?(?:p\.?i\.?)?\s?de\s?c\.?v|s\.?\s?de\s?r\.?l\.?(?:\s?de\s?c\.?v)?|s\.?c
      | lda|ltda|m\.?e|e\.?p\.?p|eireli|s/a
      | b\.?v\.?(?:b\.?a)?|n\.?v|v\.?o\.?f|c\.?v|a\.?s\.?b\.?l|v\.?z\.?w
      | k\.\s?s|selas|selarl|ulc|u\.l\.c|c\.i\.c|teoranta
      | sp\.?\s?z\s?o\.?\s?o|sp\.?\s?j|sp\.?\s?k|s\.?\s?r\.?\s?o|a\.?\s?s|v\.?o\.?s|spol\.\s?s\s?r\.?\s?o
      | kb|i/s|k/s|p/s|a\.?m\.?b\.?a|maatschap|unipessoal(?:\s+lda)?|tmi
      | s\.?\s?coop|crl|e?hf|d\.d|a\.d|sdn\.?\s+bhd|s\.a\.c|eood|s\.?c\.?a|scop|s\.?c\.?r\.?l|dac|clg|p/l
      | s\.?e\.?n\.?c\.?(?:r\.?l)?|lt[ée]e|z\.\s?s|o\.p\.s|s\.?\s?à\s?r\.?\s?l|flexco|e\.\s?u|gesbr|a\.?ş
      | (?:ltd\.?\s+)?şti
      | ab|hb|a/s|aps|asa|as|oyj|oy|ky|kft|zrt|nyrt|d\.?o\.?o|o[üu]|sia|uab
    )\.?\)?$""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that the card's company may have.

    Attributes:
        text: As printed, lines joined by a space.
        chance: How sure the labeller was, 0..1.
        affinity: How near it is to the card's domain, 0..1.
        size: Height of its capitals against the card's middle one.
    """

    text: str
    chance: float
    affinity: float = 0.0
    size: float = 1.0

    @property
    def score(self) -> float:
        """What the candidates are ranked by."""
        return (
            self.chance + 0.6 * self.affinity + (0.7 if has_legal_form(self.text) else 0.0) + 0.1 * min(self.size, 2.0)
        )


def has_legal_form(text: str) -> bool:
    """Tell whether the text ends with a company's legal form; linear in its input."""
    tail = text.strip()[-40:]
    return _LEGAL_END.search(tail) is not None and len(words_of(text)) > 1


_ROUND_FORM = re.compile(r"\b(?:[s5]p\.? ?[z2] ?[o0]\.? ?[o0]|s\.? ?r\. ?[o0])(?=\.?(?:$| sp))", re.IGNORECASE)
_FORM = str.maketrans("052", "osz")


def with_round_form(text: str) -> str:
    """Return a company's name with digits that are letters: "sp. z 0.0." is "sp. z o.o.", "0.G. Works" O.G. Works.

    A small L that stands for a word is a capital I: "A.l. Works".
    """
    text = _SMALL_INITIAL.sub("I", _ROUND_INITIAL.sub("O", text))
    head, tail = text[:-_LONGEST_FORM], text[-_LONGEST_FORM:]
    return head + _ROUND_FORM.sub(_as_letters, tail)


def _as_letters(match: re.Match[str]) -> str:
    form = match.group()
    return form.translate(_FORM).upper() if "P" in form else form.translate(_FORM)


_ROUND_INITIAL = re.compile(r"(?<!\S)0(?=\.[A-Z]\.)|(?<=\b[A-Z]\.)0(?=\.)")
_SMALL_INITIAL = re.compile(r"(?<=\b[A-Z]\.)l(?=\.)|(?<!\S)l(?=\.[A-Z]\.)")
_LONGEST_FORM = len("sp. z o. o. sp. k.")


def is_membership(text: str) -> bool:
    """Tell whether the text says to whom the company belongs ("a member of Example Group")."""
    bare = folded(text)
    return any(bare.startswith(phrase) for phrase in phrases("member"))


def choose_organization(candidates: Sequence[Candidate]) -> Candidate | None:
    """Return the candidate that is the company's name, or None where there is none."""
    fit = [candidate for candidate in candidates if words_of(candidate.text) and not _is_no_name(candidate)]
    return max(fit, key=lambda candidate: candidate.score, default=None)


def _is_no_name(candidate: Candidate) -> bool:
    """Tell whether a text says what a company does, whose it is or where it is, and not what it is called."""
    words = words_of(candidate.text)
    if is_membership(candidate.text) or country_named(" ".join(words)) or _LEGAL_END.fullmatch(candidate.text):
        return True
    if words[0].startswith("ww"):
        return True  # a site, misread
    kinds = [word_kinds(word) for word in words]
    if candidate.affinity > _CALLED_SO or has_legal_form(candidate.text):
        return len(words) > 1 and all(kind & {"function", "legal"} for kind in kinds)  # "de C.V."
    # "Restaurant", but "Elektro-Example" and "Restaurant-Example" are names
    named = any(not word_kinds(half) for word in words for half in word.split("-")[1:])
    named = named or candidate.affinity > _PARTLY_SO or (candidate.size > _LOUD and candidate.chance > _SURE)
    trade = len(words) == 1 and kinds[0] & {"company", "topic"} and not kinds[0] & _OF_PEOPLE and not named
    people = sum(bool(kind & _OF_PEOPLE) for kind in kinds)
    wares = candidate.text.count(",") > 1 and 2 * people < len(words)  # "Tyres, lamps, radiators"
    article = all("function" in kind for kind in kinds)  # "The"
    return bool(trade) or wares or article


_CALLED_SO, _PARTLY_SO = 0.9, 0.5
_LOUD, _SURE = 1.8, 0.95
"""So much larger than the card's middle print, and so likely, a trade alone is what a firm is called: "Blattwerk"."""
_OF_PEOPLE = frozenset({"given", "family", "eastern"})


def goes_on(first: str, second: str, *, smaller: bool = False) -> bool:
    """Tell whether ``second``, set under ``first``, is the rest of the same name.

    Args:
        smaller: It is printed smaller. A sentence or a list, in another case, is a slogan or what they do.
    """
    kinds = [word_kinds(word) for word in words_of(second)]
    if any("legal" in kind for kind in kinds) and all(kind & {"legal", "function"} for kind in kinds):
        return True
    described = _LISTED.search(first) or _LISTED.search(second) or (smaller and _describes(first, second, kinds))
    if has_legal_form(first) or is_membership(second) or described:
        return False
    if first.rstrip().endswith((",", "&", "+")) or second.lstrip().startswith(("&", "+", "(")):
        return True
    other_case = first.isupper() != second.isupper() or second[:1].islower() > first[:1].islower()
    wares = len(words_of(second)) >= _SENTENCE or "," in second
    if smaller and other_case and wares and not has_legal_form(second):
        return False
    one, other = set(words_of(first)), set(words_of(second))
    if not one or not other or one <= other or other <= one:
        return False
    return all("function" in word_kinds(word) for word in one & other)


_SENTENCE = 5  # words
_LISTED = re.compile(r"\w [-–—•·:*=»>] \w")
"""What a firm does, one thing beside the other: "Sanitär - Heizung", "farmstay • weddings"."""


def _describes(first: str, second: str, kinds: Sequence[frozenset[str]]) -> bool:
    """Tell whether a smaller line says what the firm above it is: "A nature-based preschool", "tearoom & bakehouse"."""
    small = len(kinds) > 1 and second[:1].islower() and not first[:1].islower() and "function" not in kinds[0]
    return second.startswith(("A ", "An ", "Your ", "Ihr ", "Ihre ", "Votre ", "Su ", "Uw ")) or small


def organization_from_label(label: str) -> str:
    """Return a company's name as far as its domain tells it: ``example-sons`` → ``Example Sons``."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split(r"[-_.]+", label) if part)
