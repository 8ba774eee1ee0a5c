"""Bands of the index: a name from a threshold on. The defaults are proposals; each trip sets its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import HUNDRED, ZERO, compared, stored
from inspector_app.domain.scoring.rules import Fault
from inspector_app.domain.text import clean

MAX_BANDS: Final = 10
MAX_NAME: Final = 40
_NUMBER: Final = re.compile(r"\d{1,3}(?:[.,]\d{1,4})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Band:
    """A name for every index from ``threshold`` on, up to the next better band."""

    threshold: Decimal
    name: str


DEFAULT_BANDS: Final = (
    Band(Decimal(90), said("Xuất sắc")),
    Band(Decimal(80), said("Tốt")),
    Band(Decimal(70), said("Khá")),
    Band(Decimal(50), said("Trung bình")),
    Band(ZERO, said("Yếu")),
)


def band_of(index: Decimal | None, bands: Sequence[Band]) -> str:
    """The name of the band of an unrounded index; empty without an index or below all bands."""
    if index is None:
        return ""
    judged = compared(index)
    return next((band.name for band in bands if judged >= band.threshold), "")


def read_bands(text: str) -> tuple[Band, ...] | Fault:
    """Bands as people type them, best first: ``90=Xuất sắc; 80=Tốt; 0=Chưa đạt``; or what is wrong."""
    parts = [part.strip() for part in clean(text).split(";") if part.strip()]
    if not parts or len(parts) > MAX_BANDS:
        what = said(
            "cần từ 1 đến {most} mức xếp loại, đang có {count}", most=MAX_BANDS, count=len(parts)
        )
        return Fault(what, _EXAMPLE)
    bands: list[Band] = []
    for part in parts:
        one = _band(part)
        if isinstance(one, Fault):
            return one
        bands.append(one)
    for one, other in pairwise(bands):
        if one.threshold <= other.threshold:
            what = said(
                "ngưỡng {other} phải nhỏ hơn ngưỡng {one}",
                one=stored(one.threshold),
                other=stored(other.threshold),
            )
            return Fault(what, said("xếp các mức từ cao xuống thấp, mỗi ngưỡng một lần"))
    twice = next((one.name for one in bands if sum(one.name == x.name for x in bands) > 1), "")
    if twice:
        return Fault(
            said("tên xếp loại «{name}» có hai lần", name=twice), said("đặt mỗi mức một tên riêng")
        )
    return tuple(bands)


def bands_text(bands: Sequence[Band]) -> str:
    """Bands as ``read_bands`` takes them and registers hold them."""
    return ";".join(f"{stored(band.threshold)}={band.name}" for band in bands)


_EXAMPLE: Final = said("ví dụ: 90=Xuất sắc;80=Tốt;70=Khá;50=Trung bình;0=Yếu")


def _band(part: str) -> Band | Fault:
    left, equals, name = (piece.strip() for piece in part.partition("="))
    if not equals or not _NUMBER.fullmatch(left):
        return Fault(said("«{part}» không có dạng ngưỡng=tên", part=part[:60]), _EXAMPLE)
    threshold = Decimal(left.replace(",", "."))
    if threshold > HUNDRED:
        return Fault(
            said("ngưỡng {number} lớn hơn 100", number=left), said("ghi ngưỡng từ 0 đến 100")
        )
    if not name or len(name) > MAX_NAME or "=" in name:
        what = said("tên xếp loại ở ngưỡng {number} chưa đúng", number=left)
        return Fault(what, said("ghi tên từ 1 đến {most} ký tự, không có dấu =", most=MAX_NAME))
    return Band(threshold, name)
