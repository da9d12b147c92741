"""A vdir: a folder with one vCard a file, which vdirsyncer, khard and others share (vdirsyncer's docs/vdir.rst).

A person's file keeps its name for good; each file is written whole beside itself and renamed, and only when it changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cardscan.errors import InputError
from cardscan.model import Person
from cardscan.vcard.targets import GENERIC, Target
from cardscan.vcard.uid import canonical_uid
from cardscan.vcard.write import write_vcard

_UID_LINE = re.compile(rb"^UID[^:\r\n]{0,64}:([^\r\n]{1,200})", re.IGNORECASE | re.MULTILINE)
_SAFE = re.compile(r"[A-Za-z0-9_.+-]{1,100}")


@dataclass(frozen=True, slots=True)
class VdirFile:
    """A file of the vdir that holds what the book says: whose it is, its name and the SHA-256 of its bytes."""

    uid: str
    name: str
    mark: str


@dataclass(frozen=True, slots=True)
class VdirReport:
    """What became of the files.

    Attributes:
        files: Those that hold what the book says now.
        added, changed, same: How many of them are new, were written anew, were so already.
        kept: Names of files that were changed by somebody else since, and were left.
    """

    files: tuple[VdirFile, ...]
    added: int
    changed: int
    same: int
    kept: tuple[str, ...]


def file_name(uid: str) -> str:
    """Return the name of a person's file: the UUID of the UID, so that two of the same name do not meet."""
    bare = uid.removeprefix("urn:uuid:")
    return f"{bare if _SAFE.fullmatch(bare) and not bare.startswith('.') else bare.encode().hex()[:120]}.vcf"


def write_vdir(
    people: Sequence[Person],
    folder: Path,
    target: Target = GENERIC,
    photos: Mapping[str, bytes] | None = None,
    known: Mapping[str, str] | None = None,
) -> VdirReport:
    """Write each of ``people`` to its file in ``folder``; leave all other files alone.

    A file that holds a person's UID under another name (another program made it) is kept under that name.

    Args:
        known: UID → the mark that an earlier report gave. A file that holds something else by now was changed by a
            phone or another program, and is kept. None: write whatever is there.
    Raises:
        InputError: The folder cannot be written.
    """
    files: list[VdirFile] = []
    kept: list[str] = []
    counts = {"added": 0, "changed": 0, "same": 0}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = uids_in(folder)
        for person in people:
            name = names.get(person.uid, file_name(person.uid))
            content = write_vcard(person, target, (photos or {}).get(person.uid)).encode()
            before = (folder / name).read_bytes() if (folder / name).is_file() else None
            if before not in (None, content) and known is not None and known.get(person.uid) != mark_of(before or b""):
                kept.append(name)
                continue
            counts["added" if before is None else "same" if before == content else "changed"] += 1
            if before != content:
                write_whole(folder / name, content)
            files.append(VdirFile(person.uid, name, mark_of(content)))
    except OSError as error:
        raise InputError(
            folder, error.strerror or "cannot be written", hint="choose another folder with --to"
        ) from error
    return VdirReport(tuple(files), kept=tuple(kept), **counts)


def mark_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, which tells whether it was changed."""
    return hashlib.sha256(content).hexdigest()


def uids_in(folder: Path) -> dict[str, str]:
    """Return the file name of each UID in a vdir."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.vcf")):
        if path.is_file() and not path.name.startswith("."):
            with path.open("rb") as file:
                uid = _UID_LINE.search(file.read(64 * 1024))
            if uid:
                found.setdefault(canonical_uid(uid[1].decode("utf-8", "replace").strip()), path.name)
    return found


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` beside ``path`` and rename it. The name begins with a dot: a vdir's readers pass it over."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
