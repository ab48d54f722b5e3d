"""The hashes: one a record, one link a commit over the link before it.

A record's hash is the SHA-256 of its type and its stored values in the order of the columns, written as text
(null as U+0000, numbers as Python writes them) and separated by U+001F. Neither character can be in a stored
text, so two records have the same text only when they are the same.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from kh2025.ledger.store.schema import RECORDS

NULL, SEPARATOR = "\x00", "\x1f"
#: What the first link stands on.
START = bytes(32)
_LEADING = ("seq", "commit_number", "supersedes", "recorded_at")

#: The columns that a record's hash covers, in order: what the store gives, then what was said.
LEADING = _LEADING
BODY = {
    name: tuple(c.name for c in table.columns if c.name not in {*_LEADING, "hash"})
    for name, table in RECORDS.items()
}


def as_text(values: Iterable[Any]) -> list[str]:
    """A column as the texts that are hashed."""
    values = list(values)
    if set(map(type, values)) <= {str}:
        return values
    return [NULL if v is None else v if type(v) is str else repr(v) for v in values]


def body_texts(columns: Sequence[Sequence[Any]]) -> list[str]:
    """What was said, a text a record, from the columns ``BODY`` of a type."""
    return list(map(SEPARATOR.join, zip(*map(as_text, columns), strict=True)))


def record_hashes(
    kind: str,
    seqs: Iterable[int],
    commit: int,
    supersedes: Iterable[Any],
    moments: Iterable[str],
    bodies: list[str],
) -> list[bytes]:
    """The hash of each record of one type in one commit."""
    sha256, head = hashlib.sha256, f"{kind}{SEPARATOR}"
    rows = zip(
        seqs, repeat(f"{SEPARATOR}{commit}{SEPARATOR}"), as_text(supersedes), moments, bodies, strict=False
    )
    return [
        sha256(f"{head}{seq}{middle}{old}{SEPARATOR}{moment}{SEPARATOR}{body}".encode()).digest()
        for seq, middle, old, moment, body in rows
    ]


def row_hash(kind: str, row: Sequence[Any]) -> bytes:
    """The hash of one stored record: ``row`` holds ``LEADING``, then ``BODY`` of its type."""
    text = SEPARATOR.join([kind, *as_text(row)])
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def is_plain(row: Sequence[Any]) -> bool:
    """Whether no text of a stored record holds a character that the hash needs for itself."""
    return not any(type(v) is str and (NULL in v or SEPARATOR in v) for v in row)


def content_hash(bodies: Iterable[tuple[str, Sequence[str]]], files: Sequence[bytes], salt: str) -> bytes:
    """What a batch says, as one hash: the same batch again has the same."""
    digest = hashlib.sha256(salt.encode())
    for kind, texts in bodies:
        digest.update(f"\x1d{kind}\x1e".encode())
        digest.update("\x1e".join(texts).encode())
    for file in files:
        digest.update(b"\x1c" + file)
    return digest.digest()


def link_hash(commit: Sequence[Any], records: bytes, files: Iterable[bytes]) -> bytes:
    """The link of a commit.

    Args:
        commit: number, recorded_at, records, files, history, invented, content, previous.
        records: SHA-256 over the hashes of its records, types in their order, each in order of ``seq``.
        files: SHA-256 of its files, sorted.
    """
    shown = [v.hex() if isinstance(v, bytes) else v for v in commit]
    text = SEPARATOR.join([*as_text(shown), records.hex(), *(file.hex() for file in sorted(files))])
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()
