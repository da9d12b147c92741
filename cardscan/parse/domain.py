"""Host names as cards print them: which ending is real, and what an engine may have made of it.

The public suffix list comes bundled with publicsuffixlist, which has no network code (tldextract, the alternative,
brings an HTTP client that costs a sixth of a second at every start). `.example` and `.test` (RFC 2606) are taken too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cardscan.text import look_alike_cost

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
"""A label of a host name: letters (of any script), digits, inner hyphens; ``_`` is let through for the engine."""

_RESERVED = ("example", "test")
_LIGATURES = str.maketrans({"æ": "ae", "œ": "oe"})
"""The engine's Latin model reads printed "ae" and "oe" so; hardly a host has the letters themselves."""

# Endings that cards carry, most frequent first: the order in which a broken ending is mended, and the only ones that
# a missing dot is put before. Rare real endings are never mended since they are not broken.
COMMON_ENDINGS = (
    "com", "co.uk", "de", "org", "net", "fr", "it", "es", "nl", "com.br", "at", "ch", "pl", "be", "ie", "ca",
    "com.au", "in", "co.in", "pt", "se", "no", "dk", "fi", "cz", "com.mx", "mx", "co.nz", "eu", "io", "us", "uk",
    "org.uk", "ac.uk", "edu", "gov", "info", "biz", "br", "org.br", "net.br", "au", "nz", "nhs.uk", "gov.uk",
    "net.au", "org.au", "ind.br", "adv.br", "eng.br", "med.br", "ai", "co", "app", "dev", "tech", "design", "agency",
    "law", "health", "ltd", "example",
)  # fmt: skip

# Longer ones that are mended, too, where none of the common ones is meant; no other ending looks like them.
_LONG_ENDINGS = (
    "online", "store", "shop", "solutions", "services", "consulting", "digital", "studio", "group", "global", "media",
    "works", "team", "cloud", "software", "systems", "energy", "legal", "care", "clinic", "dental", "finance",
    "partners", "ventures", "capital", "academy", "school", "events", "photography", "restaurant", "coffee",
)  # fmt: skip

# Country-code endings that everybody uses: they tell no country.
GENERIC_COUNTRY_ENDINGS = frozenset(
    {"as", "co", "io", "ai", "me", "tv", "cc", "fm", "ly", "to", "gg", "sh", "eu", "ws", "la", "vc", "gl"}
)

# Endings of towns and regions.
_PLACES = {
    "berlin": "DE", "hamburg": "DE", "koeln": "DE", "cologne": "DE", "bayern": "DE", "nrw": "DE", "ruhr": "DE",
    "saarland": "DE", "wien": "AT", "tirol": "AT", "swiss": "CH", "zuerich": "CH", "paris": "FR", "bzh": "FR",
    "alsace": "FR", "corsica": "FR", "london": "GB", "scot": "GB", "wales": "GB", "cymru": "GB", "irish": "IE",
    "nyc": "US", "vegas": "US", "miami": "US", "boston": "US", "quebec": "CA", "melbourne": "AU", "sydney": "AU",
    "amsterdam": "NL", "frl": "NL", "brussels": "BE", "vlaanderen": "BE", "gent": "BE", "cat": "ES", "eus": "ES",
    "gal": "ES", "madrid": "ES", "barcelona": "ES", "rio": "BR", "kiwi": "NZ",
    "stockholm": "SE", "nu": "SE", "helsinki": "FI",
}  # fmt: skip

# Popular mail hosts that an engine's slip turns into something else, the most frequent first.
POPULAR_MAIL_DOMAINS = (
    "gmail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com", "live.com", "aol.com", "msn.com", "gmx.de",
    "gmx.net", "gmx.at", "web.de", "t-online.de", "googlemail.com", "hotmail.co.uk", "yahoo.co.uk", "hotmail.fr",
    "yahoo.fr", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "libero.it", "hotmail.it", "uol.com.br",
    "bol.com.br", "terra.com.br", "yahoo.com.br", "hotmail.es", "btinternet.com", "proton.me", "protonmail.com",
)  # fmt: skip

# Where many people have their mail: such a domain tells neither the company nor its web site.
MAIL_HOSTS = frozenset({
    "gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "aol", "icloud", "me", "mac", "gmx",
    "web", "t-online", "freenet", "posteo", "mailbox", "proton", "protonmail", "tutanota", "fastmail", "zoho",
    "orange", "wanadoo", "free", "sfr", "laposte", "neuf", "libero", "tiscali", "virgilio", "alice", "tin",
    "telefonica", "terra", "uol", "bol", "ig", "globo", "r7", "sapo", "bluewin", "hispeed", "sunrise", "aon",
    "chello", "btinternet", "btconnect", "sky", "virginmedia", "talktalk", "ntlworld", "eircom", "comcast", "verizon",
    "att", "sbcglobal", "bellsouth", "cox", "earthlink", "charter", "rogers", "shaw", "telus", "sympatico", "bigpond",
    "optusnet", "xtra", "rediffmail", "ziggo", "kpnmail", "planet", "xs4all", "skynet", "telenet", "wp", "onet",
    "interia", "o2", "op", "seznam", "centrum", "volny", "telia", "online", "luukku", "qq", "163",
    "arcor", "scarlet", "belgacom", "elisanet", "saunalahti", "kolumbus", "suomi24", "phnet", "dnainternet", "jubii",
    "stofanet", "tdcadsl", "youmail", "comhem", "spray", "bredband", "netcabo", "clix", "netvisao", "telepac", "iol",
    "tlen", "poczta", "gazeta", "autograf", "buziaczek", "fastwebnet", "inwind", "tele2", "hetnet", "casema",
    "quicknet", "upcmail", "swissonline", "utanet", "inode", "citromail", "freemail", "vipmail", "azet", "zoznam",
    "gofree", "slingshot", "ihug", "iinet", "internode", "westnet", "ozemail", "videotron", "cogeco",
    "eastlink", "prodigy", "infinitum", "numericable", "bbox", "club-internet", "aliceadsl", "yandex", "tutamail",
    "hushmail", "rocketmail", "juno", "netzero", "windstream", "optonline", "roadrunner", "blueyonder", "plusnet",
    "sify", "vsnl", "bsnl", "airtelmail", "indiatimes", "epost", "kabelmail", "unitybox", "vodafonemail",
})  # fmt: skip


# The same, where the name alone is a word that a company may be called by.
_MAIL_DOMAINS = frozenset({
    "home.nl", "mail.dk", "mail.com", "mail.ru", "mail.pt", "mail.bg", "mail.ee", "post.cz", "post.sk", "email.cz",
    "email.it", "email.de", "atlas.cz", "quick.cz", "tiscali.cz", "broadpark.no", "online.no", "start.no", "c2i.net",
    "pp.inet.fi", "inbox.lv", "inbox.ru", "pobox.sk", "base.be", "voo.be", "a1.net", "ono.com", "vodafone.it",
    "clear.net.nz", "paradise.net.nz", "tpg.com.au", "dodo.com.au", "frontier.com", "demon.co.uk",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Host:
    """A host name taken apart: ``www.shop.example.co.uk`` → ``("www.shop", "example", "co.uk")``."""

    subdomain: str
    name: str
    suffix: str

    @property
    def registered(self) -> str:
        """What its owner registered: ``example.co.uk``."""
        return f"{self.name}.{self.suffix}"

    @property
    def full(self) -> str:
        """The whole host name."""
        return f"{self.subdomain}.{self.registered}" if self.subdomain else self.registered

    @property
    def is_mail_host(self) -> bool:
        """Anybody can have an address there."""
        return self.name in MAIL_HOSTS or self.registered in _MAIL_DOMAINS

    @property
    def country(self) -> str | None:
        """The ISO 3166-1 country of the ending, or None where it tells none."""
        last = self.suffix.rpartition(".")[2]
        if last in _PLACES:
            return _PLACES[last]
        if len(last) != 2 or last in GENERIC_COUNTRY_ENDINGS:
            return None
        return "GB" if last == "uk" else last.upper()


@lru_cache(maxsize=1)
def _suffixes() -> PublicSuffixList:
    """Load the bundled list once, when first needed (30 ms)."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList(accept_unknown=False, accept_encoded_idn=False, only_icann=True)


def split_host(text: str) -> Host | None:
    """Take a host name apart; None when its ending is no public suffix or nothing stands before it."""
    labels = text.lower().translate(_LIGATURES).strip(".").split(".")
    if len(labels) < 2 or len(labels) > 8 or not all(_is_label(label) for label in labels):
        return None
    host = ".".join(_decoded(label) for label in labels)
    suffix = labels[-1] if labels[-1] in _RESERVED else _suffixes().publicsuffix(host)
    if suffix is None or suffix == host:
        return None
    before = host[: -len(suffix) - 1].split(".")
    return Host(".".join(before[:-1]), before[-1], suffix)


def is_ending(text: str) -> bool:
    """Tell whether ``text`` is a public suffix ("com", "co.uk", "agency")."""
    text = text.lower().strip(".")
    return bool(text) and text.count(".") < 4 and (text in _RESERVED or _suffixes().publicsuffix(f"a.{text}") == text)


def mend_ending(host: str) -> tuple[str, float] | None:
    """Return the host with the likeliest real ending that its picture supports, and what that costs; None without one.

    ``"acme.corn"`` → ``"acme.com"``; ``"acme.couk"`` → ``"acme.co.uk"``; ``"acmecom"`` → ``"acme.com"``.
    """
    host = host.lower().strip(".")
    labels = host.split(".")
    if labels[-1].isdigit():
        return None  # 385.784.10: a number
    best: tuple[float, str] | None = None
    long = [ending for ending in (*_PLACES, *_LONG_ENDINGS) if len(ending) > 3 and len(ending) == len(labels[-1])]
    for rank, ending in enumerate((*COMMON_ENDINGS, *long)):
        count = ending.count(".") + 1
        for take in {1, count, count + 1}:
            if take >= len(labels) or split_host(".".join(labels[:-take]) + "." + ending) is None:
                continue
            cost = look_alike_cost(".".join(labels[-take:]), ending, 1.0)
            if cost is not None and (best is None or cost + rank / 1000 < best[0]):
                best = (cost + rank / 1000, ".".join(labels[:-take]) + "." + ending)
    return (best[1], best[0]) if best else None


def add_dot(host: str) -> tuple[str, ...]:
    """Return the hosts that a missing dot before the ending would give: ``"acmecom"`` → ``("acme.com",)``."""
    labels = host.lower().strip(".").split(".")
    last = labels[-1]
    found = []
    for ending in COMMON_ENDINGS:
        joined = ending.replace(".", "")
        if last.endswith(joined) and len(last) > len(joined) + 2:
            mended = ".".join([*labels[:-1], last[: -len(joined)], ending])
            if split_host(mended):
                found.append(mended)
    return tuple(sorted(found, key=len, reverse=True))


def _is_label(label: str) -> bool:
    return re.fullmatch(LABEL, label) is not None and "_" not in label


def _decoded(label: str) -> str:
    """Return a punycoded label as its letters."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
