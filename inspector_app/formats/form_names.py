"""Names of questions in the survey sheet: which may be used, and which one the author could take."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_rows import Row, base_type

UNNAMED = frozenset(("end_group", "end_repeat", "end_loop", ""))
"""Types of rows that need no name."""
RESERVED_NAMES = frozenset(("meta", "data", "instanceID", "instanceName", "__version__"))
"""Names that the XForm itself uses."""
_NAME = re.compile(r"[^\W\d][\w.\-]*")


def name_problems(row: Row, names: dict[str, int], lowered: dict[str, str]) -> Iterator[Problem]:
    """What is wrong with the name in a row of the survey sheet; notes the name.

    Args:
        row: the row.
        names: the names above it with their rows.
        lowered: the same names by their lower-case form.
    """
    kind, name = base_type(row.get("type"))[0], row.get("name")
    if kind in UNNAMED:
        return
    if not name:
        if kind not in ("note", "audit"):
            remedy = said("đặt tên ngắn không dấu, ví dụ ty_le_dung_han")
            yield row.problem(said("chưa ghi tên"), "name", remedy=remedy, code="name-missing")
        return
    if not _NAME.fullmatch(name):
        what = said(
            "tên «{name}» không dùng được: phải bắt đầu bằng chữ cái, chỉ gồm chữ cái, chữ số, gạch dưới, gạch nối, dấu chấm",
            name=name[:60],
        )
        yield row.problem(
            what,
            "name",
            remedy=said("ví dụ «{suggestion}»", suggestion=suggested_name(name)),
            code="name-invalid",
        )
    elif name in RESERVED_NAMES:
        what = said("tên «{name}» dành riêng cho hệ thống", name=name)
        yield row.problem(
            what, "name", remedy=said("ví dụ «{name}_1»", name=name), code="name-reserved"
        )
    elif name in names:
        what = said(
            "tên «{name}» đã dùng ở dòng {row}; mỗi tên chỉ dùng một lần trong biểu mẫu",
            name=name,
            row=names[name],
        )
        yield row.problem(what, "name", remedy=said("đặt tên khác"), code="name-duplicate")
    else:
        yield from _advice(row, name, lowered)
    lowered.setdefault(name.lower(), name)
    names.setdefault(name, row.number)


def _advice(row: Row, name: str, lowered: Mapping[str, str]) -> Iterator[Problem]:
    if not name.isascii():
        yield row.warning(
            said("tên «{name}» có dấu; nhiều công cụ khác không đọc được", name=name),
            "name",
            remedy=said("đặt tên không dấu, ví dụ «{suggestion}»", suggestion=suggested_name(name)),
            code="name-accents",
        )
    twin = lowered.get(name.lower())
    if twin is not None:
        what = said("tên «{name}» chỉ khác «{twin}» ở chữ hoa, chữ thường", name=name, twin=twin)
        yield row.warning(what, "name", remedy=said("đặt hai tên khác hẳn nhau"), code="name-case")


def suggested_name(name: str) -> str:
    """A name that may be used, made of one that may not."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(one for one in bare if not unicodedata.combining(one))
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_").lower()[:40] or "cau"
    return plain if plain[0].isalpha() else f"c_{plain}"


def form_id_advice(row: Row) -> Iterator[Problem]:
    """A form's id that people and programs would write in several ways."""
    column = "form_id" if row.get("form_id") else "id_string"
    name = row.get(column)
    if name and not re.fullmatch(r"[A-Za-z0-9][\w.\-]*", name, re.ASCII):
        yield row.warning(
            said(
                "mã biểu mẫu «{name}» có dấu cách hoặc ký tự mà nhiều công cụ không đọc được",
                name=name[:60],
            ),
            column,
            remedy=said(
                "dùng chữ cái không dấu, chữ số, gạch nối: «{suggestion}»",
                suggestion=suggested_name(name).removeprefix("c_").replace("_", "-"),
            ),
            code="form-id",
        )
