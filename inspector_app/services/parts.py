"""Splitting an export into files that a FAT32 stick or a mail takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import PartSizeError

_BLOCK: Final = 512
_ENTRY: Final = 256
"""What one member costs in the manifest, at most."""
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
CHANGES_NAME: Final = "thay đổi và phiếu"


@dataclass(frozen=True, slots=True)
class Photo:
    """One evidence file to send."""

    sha256: str
    name: str
    size: int


def split(
    photos: Sequence[Photo], fixed: Sequence[int], overhead: int, limit: int
) -> tuple[tuple[Photo, ...], ...]:
    """The photos of each part; the first part also carries everything else.

    Args:
        photos: in the order in which they are to be spread.
        fixed: sizes of the members that the first part carries.
        overhead: bytes of manifest, signature and recipients without members.
        limit: bytes that no file may exceed; 0 = one part.

    Raises:
        PartSizeError: a file, or everything that is no evidence, is larger than a part.
    """
    if not limit:
        return (tuple(photos),)
    first = overhead + sum(_member(size) for size in fixed)
    if _sealed(first) > limit:
        raise PartSizeError(name=CHANGES_NAME, size=_sealed(first), limit=limit)
    bins: list[list[Photo]] = [[]]
    plain = [first]
    for photo in photos:
        cost = _member(photo.size)
        if _sealed(overhead + cost) > limit:
            raise PartSizeError(name=photo.name, size=photo.size, limit=limit)
        at = next((at for at, used in enumerate(plain) if _sealed(used + cost) <= limit), None)
        if at is None:
            at = len(bins)
            bins.append([])
            plain.append(overhead)
        bins[at].append(photo)
        plain[at] += cost
    return tuple(tuple(one) for one in bins)


def _member(size: int) -> int:
    return _BLOCK + size + -size % _BLOCK + _ENTRY


def _sealed(plain: int) -> int:
    return plain + (plain // _CHUNK + 3) * _TAG
