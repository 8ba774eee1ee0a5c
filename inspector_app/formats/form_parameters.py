"""The ``parameters`` and ``trigger`` columns: what pyxform refuses without saying where."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_rows import Row

_PAIR = re.compile(r"([\w-]+)\s*=\s*(\S+)")
_TRIGGERS = re.compile(r"\$\{[^{}]+\}(?:\s*,\s*\$\{[^{}]+\})*")
_QUALITIES = ("voice-only", "low", "normal", "external")


def parameter_problems(row: Row) -> Iterator[Problem]:
    """Values of parameters that cannot be used."""
    trigger = row.get("trigger")
    if trigger and not _TRIGGERS.fullmatch(trigger):
        what = said("cột trigger không nhận «{trigger}»", trigger=trigger[:60])
        remedy = said("ghi ${{tên_câu}}; nhiều câu thì cách nhau bằng dấu phẩy")
        yield row.problem(what, "trigger", remedy=remedy, code="reference-broken")
    cell = row.get("parameters")
    if not cell:
        return
    values = {key.lower(): value for key, value in _PAIR.findall(re.sub(r"[,;]", " ", cell))}
    for key in ("max-pixels", "rows"):
        value = values.get(key, "")
        if value and not (value.isascii() and value.isdigit() and int(value) > 0):
            what = said(
                "tham số {key} phải là số nguyên dương, đang là «{value}»", key=key, value=value
            )
            yield _problem(row, what, said("ví dụ: {key}=1024", key=key))
    shuffle = values.get("randomize", "")
    if shuffle and shuffle not in ("true", "false"):
        what = said(
            "tham số randomize phải là true hoặc false, đang là «{shuffle}»", shuffle=shuffle
        )
        yield _problem(row, what, said("ghi randomize=true"))
    seed = values.get("seed", "")
    if seed and not shuffle:
        yield _problem(
            row, said("tham số seed chỉ dùng cùng randomize=true"), said("thêm randomize=true")
        )
    elif seed and not re.fullmatch(r"-?\d+(\.\d+)?|\$\{[^{}]+\}", seed):
        what = said("tham số seed phải là số hoặc ${{tên_câu}}, đang là «{seed}»", seed=seed)
        yield _problem(row, what, said("ghi seed=7"))
    quality = values.get("quality", "")
    if quality and quality not in _QUALITIES:
        what = said("chất lượng ghi âm «{quality}» không dùng được", quality=quality)
        yield _problem(row, what, said("dùng: {listed}", listed=", ".join(_QUALITIES)))
    if "app" in values:
        what = said("phần mềm không hỗ trợ gọi ứng dụng ngoài (tham số app)")
        yield row.problem(what, "parameters", remedy=said("bỏ app=…"), code="unsupported")


def _problem(row: Row, what: str, remedy: str) -> Problem:
    return row.problem(what, "parameters", remedy=remedy, code="parameters")
