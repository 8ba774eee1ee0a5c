"""The type of a question, from its bind and its control; and what is refused by name.

Source: ODK XForms specification, "Body elements" and "Data types". What the program does not fill is
refused when the form is read, never while somebody fills it.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.xform_tree import JAVAROSA, ODK, OPENROSA
from inspector_app.formats.xform_xml import local_name

TYPES = {
    "string": QuestionType.TEXT,
    "int": QuestionType.INTEGER,
    "integer": QuestionType.INTEGER,
    "long": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "dateTime": QuestionType.DATETIME,
    "barcode": QuestionType.BARCODE,
    "select1": QuestionType.SELECT_ONE,
    "select": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
}
_UPLOADS = {
    "image": QuestionType.IMAGE,
    "audio": QuestionType.AUDIO,
    "video": QuestionType.VIDEO,
}
_PRELOADS = {
    ("timestamp", "start"): "start",
    ("timestamp", "end"): "end",
    ("date", "today"): "today",
    ("uid", ""): "uid",
}
_PROPERTIES = frozenset(("username", "deviceid", "phonenumber", "email"))

PLACE_TYPES = frozenset(("geopoint", "geotrace", "geoshape"))
PLACE = said("tọa độ, bản đồ")
PLACE_REMEDY = said("dùng câu hỏi chữ (text) để ghi địa điểm, ví dụ tên xã, số nhà")


def refusal(name: str, what: str, remedy: str = "", column: str = "type") -> Problem:
    """A feature that the program does not fill, at the question that asks for it."""
    return Problem(
        said("phần mềm không hỗ trợ {what}", what=what),
        column=column,
        question=name,
        remedy=remedy,
        code="unsupported",
    )


def bind_type(bind: dict[str, str]) -> str:
    """The data type that a bind states, without a prefix."""
    return (bind.get("type") or "string").rpartition(":")[2]


def preload_of(bind: dict[str, str]) -> str | None:
    """Which metadata a node holds: empty for none, None for one that is not known."""
    if JAVAROSA + "preload" not in bind:
        return ""
    kind = bind[JAVAROSA + "preload"].strip()
    parameter = bind.get(JAVAROSA + "preloadParams", "").strip()
    if kind == "property":
        return parameter if parameter in _PROPERTIES else None
    return _PRELOADS.get((kind, "" if kind == "uid" else parameter))


def type_of(name: str, bind: dict[str, str], control: Element | None) -> QuestionType | Problem:
    """The type of a question, or why it is refused."""
    written = bind_type(bind)
    if preload_of(bind) is None:
        parameter = bind.get(JAVAROSA + "preloadParams", "") or bind[JAVAROSA + "preload"]
        remedy = said("dùng start, end, today, username, deviceid, phonenumber hoặc email")
        return refusal(name, said("dữ liệu tự động «{parameter}»", parameter=parameter), remedy)
    if control is None:
        return _hidden_type(name, bind, written)
    problem = _refused_widget(name, control, written)
    if problem is not None:
        return problem
    kind = local_name(control)
    if kind == "trigger":
        return QuestionType.ACKNOWLEDGE
    if kind == "range":
        return QuestionType.RANGE
    if kind in ("select1", "select", "rank"):
        return TYPES[kind]
    if kind == "upload":
        return _UPLOADS.get(control.get("mediatype", "").partition("/")[0], QuestionType.FILE)
    if kind != "input" or written not in TYPES:
        return refusal(
            name, said("loại câu hỏi «{value}»", value=written if kind == "input" else kind)
        )
    found = TYPES[written]
    if found in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        return QuestionType.TEXT
    return found


def _hidden_type(name: str, bind: dict[str, str], written: str) -> QuestionType | Problem:
    if written in PLACE_TYPES:
        return refusal(
            name, said("{place} (loại «{written}»)", place=PLACE, written=written), PLACE_REMEDY
        )
    if preload_of(bind):
        return QuestionType.HIDDEN
    found = TYPES.get(written, QuestionType.TEXT)
    if found is not QuestionType.TEXT:
        return found
    return QuestionType.CALCULATE if bind.get("calculate", "").strip() else QuestionType.HIDDEN


def _refused_widget(name: str, control: Element, written: str) -> Problem | None:
    """Geo, external applications and other widgets that a computer on a desk cannot offer."""
    words = (control.get("appearance") or "").split()
    kind = local_name(control)
    is_select = kind in ("select1", "select")
    problem: Problem | None = None
    if written in PLACE_TYPES:
        problem = refusal(
            name, said("{place} (loại «{written}»)", place=PLACE, written=written), PLACE_REMEDY
        )
    elif control.get("mediatype", "").startswith("osm"):
        problem = refusal(
            name, said("{place} OpenStreetMap (loại «osm»)", place=PLACE), PLACE_REMEDY
        )
    elif is_select and ("map" in words or "image-map" in words):
        what = said("chọn trên bản đồ (appearance «map», «image-map»)")
        problem = refusal(
            name, what, said("bỏ appearance này; danh sách vẫn chọn được"), "appearance"
        )
    elif any(word.startswith("ex:") for word in words) or control.get("intent"):
        remedy = said("bỏ «ex:…»; người kiểm tra nhập thẳng giá trị")
        problem = refusal(
            name, said("gọi ứng dụng ngoài (appearance «ex:…»)"), remedy, "appearance"
        )
    elif any(word.startswith("printer:") for word in words):
        what = said("in tem nhãn (appearance «printer:…»)")
        problem = refusal(name, what, said("bỏ appearance này"), "appearance")
    elif any(word.startswith("search(") for word in words):
        remedy = said("dùng select_one_from_file với choice_filter")
        problem = refusal(name, said("search() trong appearance"), remedy, "appearance")
    elif control.get("query"):
        remedy = said("dùng select_one_from_file với choice_filter")
        problem = refusal(name, "select_one_external", remedy)
    elif kind == "secret":
        problem = refusal(name, said("ô mật khẩu"), said("dùng câu hỏi chữ (text)"))
    return problem


def parameters_of(bind: dict[str, str], control: Element | None) -> dict[str, str]:
    """``start``, ``end``, ``step`` and ``kind`` of a range, ``max-pixels`` of an image, others."""
    if control is None:
        return {}
    found = {
        key: control.get(key, "").strip()
        for key in ("start", "end", "step", "rows")
        if control.get(key)
    }
    if local_name(control) == "range":
        found["kind"] = "integer" if bind_type(bind) in ("int", "integer") else "decimal"
    for key, value in (
        ("max-pixels", bind.get(OPENROSA + "max-pixels")),
        ("quality", bind.get(ODK + "quality")),
    ):
        if value:
            found[key] = value.strip()
    return found
