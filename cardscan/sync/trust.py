"""Whom a password is sent to: which addresses, over what, and whose certificates count."""

from __future__ import annotations

import ssl
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

import certifi

from cardscan.errors import UsageError

Origin = tuple[str, str, int]
"""Scheme, host and port."""


def checked_origin(url: str, *, allow_http: bool) -> Origin:
    """Return the origin of a URL to which a password may be sent.

    Raises:
        UsageError: It is no web address, or would send the password in clear.
    """
    try:
        scheme, host, port = origin_of(url)
    except ValueError:
        scheme, host, port = "", "", 0
    if scheme not in ("http", "https") or not host:
        shown = url.rpartition("@")[2][:200]  # there may be a password before it
        raise UsageError(f"not an address of a server: {shown!r}", hint="such as https://cloud.example/dav/")
    if scheme == "http" and not allow_http and not _is_this_machine(host):
        hint = "write https://, or --allow-http for a server in your own network"
        raise UsageError(f"{host} would get the password without encryption", hint=hint)
    return scheme, host, port


def origin_of(url: str) -> Origin:
    """Return scheme, host and port of a URL, the port of its scheme where it names none.

    Raises:
        ValueError: It is no URL.
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)


def same_domain(one: str, other: str) -> bool:
    """Tell whether two hosts belong to one registered domain."""
    from publicsuffixlist import PublicSuffixList

    domain = PublicSuffixList().privatesuffix(one)
    return domain is not None and domain == PublicSuffixList().privatesuffix(other)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def without_user(url: str) -> str:
    """Return a URL without user, password and fragment: what may be shown and kept."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


@lru_cache(maxsize=4)
def trusted_certificates(ca_file: str | None) -> ssl.SSLContext:
    """Return what to trust: the system's certificates and Mozilla's, or those of ``ca_file`` alone."""
    try:
        context = ssl.create_default_context(cafile=ca_file)
        if ca_file is None:
            context.load_verify_locations(certifi.where())
    except (OSError, ssl.SSLError) as error:
        raise UsageError(f"no certificates in {ca_file}: {error}", hint="give a PEM file with --ca-file") from error
    return context
