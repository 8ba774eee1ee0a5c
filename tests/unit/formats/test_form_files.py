"""The form file: the same bytes everywhere, whole or refused."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import FormError
from inspector_app.formats.form_files import (
    FormFileRefused,
    FormParts,
    is_form_file,
    is_media_name,
    read_form_parts,
    write_form_file,
)
from inspector_app.formats.stored_zip import write_stored_zip
from inspector_app.formats.xlsforms import (
    check_form_file,
    form_parts,
    parse_form,
    parse_xform,
    read_form_file,
)

TEXT = (
    "| survey |\n| | type | name | label | media::image |\n| | select_one_from_file xa.csv | a | A | a.png |\n"
    "| settings |\n| | form_id | version |\n| | thu | 1 |\n"
)
FILES = {"xa.csv": b"name,label\nx,X\n", "a.png": b"\x89PNG", "khac.png": b"no"}
PARTS = FormParts("thu", "1", b"<x/>", b"| survey |", "md", {"a.png": b"1", "ảnh 2.png": b"2"})


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_form_is_published_and_read_back() -> None:
    file = read_form_file(TEXT.encode(), "x.md", FILES)
    assert is_form_file(file.data)
    assert file.sha256 == hashlib.sha256(file.data).hexdigest() == file.form.sha256
    assert list(members(file.data)) == [
        "manifest.json", "form.xml", "media/a.png", "media/xa.csv", "workbook.md",
    ]  # fmt: skip
    manifest = json.loads(members(file.data)["manifest.json"])
    assert (manifest["format"], manifest["version"]) == ("insp-form", 1)
    assert (manifest["form_id"], manifest["form_version"]) == ("thu", "1")
    again = read_form_file(file.data, "x.inspform")
    assert again == file
    assert parse_form(file.data) == file.form
    assert form_parts(file.data).workbook == TEXT.encode()
    assert parse_form(file.data).questions["a"].choices[0].name == "x"


def test_the_bytes_are_known() -> None:
    """The hash that an inspection pins must not change with the machine or a library."""
    data = write_form_file(PARTS)
    assert write_form_file(PARTS) == data
    assert hashlib.sha256(data).hexdigest() == (
        "6dfc0bd91143bbf10be9ec84877b22deb293197013cbcfa846e84cfc2b39af6a"
    )
    shuffled = FormParts(
        "thu", "1", b"<x/>", b"| survey |", "md", dict(reversed(list(PARTS.media.items())))
    )
    assert write_form_file(shuffled) == data


def test_a_picture_more_is_another_form() -> None:
    one = read_form_file(TEXT.encode(), "x.md", FILES)
    two = read_form_file(TEXT.encode(), "x.md", {**FILES, "a.png": b"other"})
    assert one.xform == two.xform
    assert one.sha256 != two.sha256


def test_bare_xforms_of_early_vaults_are_read() -> None:
    form = parse_form(_plain_xform())
    assert form.sha256 == hashlib.sha256(_plain_xform()).hexdigest()
    assert form == parse_xform(_plain_xform())
    assert form_parts(_plain_xform()) == FormParts("", "", _plain_xform())


def _plain_xform() -> bytes:
    text = TEXT.replace("select_one_from_file xa.csv", "text").replace("a.png", "")
    return read_form_file(text.encode(), "x.md").xform


@given(
    st.binary(max_size=200),
    st.sampled_from(["xlsx", "xls", "csv", "md", ""]),
    st.dictionaries(
        st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=8).filter(
            is_media_name
        ),
        st.binary(max_size=50),
        max_size=4,
    ),
)
@settings(max_examples=40, deadline=None)
def test_any_parts_come_back(workbook: bytes, kind: str, media: Mapping[str, bytes]) -> None:
    parts = FormParts("f", "1", b"<x/>", workbook if kind else b"", kind, media)
    assert read_form_parts(write_form_file(parts)) == parts


def rezipped(
    change: Callable[[dict[str, bytes]], object], method: int = zipfile.ZIP_STORED
) -> bytes:
    changed = members(write_form_file(PARTS))
    change(changed)
    if method == zipfile.ZIP_STORED:
        return write_stored_zip(changed)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in changed.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def edited(**fields: object) -> bytes:
    def change(found: dict[str, bytes]) -> None:
        manifest = {**json.loads(found["manifest.json"]), **fields}
        text = json.dumps(manifest, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        found["manifest.json"] = text.encode()

    return rezipped(change)


def twice() -> bytes:
    found = members(write_form_file(PARTS))
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("manifest.json", "form.xml", "media/a.png", "media/A.png"):
            archive.writestr(name, found.get(name, b""))
    return buffer.getvalue()


DAMAGED: dict[str, tuple[Callable[[], bytes], str]] = {
    "một byte khác": (lambda: rezipped(lambda m: m.update({"form.xml": b"<y/>"})), "đã bị sửa"),
    "thiếu": (lambda: rezipped(lambda m: m.pop("media/a.png")), "bảng kê"),
    "thêm": (lambda: rezipped(lambda m: m.update({"media/b.png": b""})), "bảng kê"),
    "lạ": (lambda: rezipped(lambda m: m.update({"run.exe": b""})), "thành phần lạ"),
    "đường dẫn": (lambda: rezipped(lambda m: m.update({"media/../x": b""})), "không được phép"),
    "ẩn": (lambda: rezipped(lambda m: m.update({"media/.x": b""})), "không được phép"),
    "nén": (lambda: rezipped(lambda m: None, zipfile.ZIP_DEFLATED), "bị nén"),
    "trùng": (twice, "cùng tên"),
    "bản mới": (lambda: edited(version=2), "bản phần mềm mới hơn"),
    "khác loại": (lambda: edited(format="x"), "quy cách"),
    "trường lạ": (lambda: edited(more=1), "quy cách"),
    "đuôi thừa": (lambda: write_form_file(PARTS) + b"x", "dạng chuẩn"),
    "cắt cụt": (lambda: write_form_file(PARTS)[:-30], "bị hỏng"),
    "không XForm": (lambda: rezipped(lambda m: m.pop("form.xml")), "bảng kê"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_was_altered_is_refused(name: str) -> None:
    make, part = DAMAGED[name]
    data = make()
    with pytest.raises(FormFileRefused) as caught:
        read_form_parts(data)
    assert part in str(caught.value)
    if is_form_file(data):
        (problem,) = check_form_file(data, "x").problems
        assert part in problem
        with pytest.raises(FormError):
            parse_form(data)
        with pytest.raises(FormError):
            form_parts(data)


def test_a_form_file_whose_manifest_names_another_form_is_refused() -> None:
    parts = FormParts("khac", "1", _plain_xform())
    (problem,) = check_form_file(write_form_file(parts), "x").problems
    assert "mã hoặc phiên bản trong bảng kê khác" in problem


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    good = write_form_file(PARTS)
    at = data.draw(st.integers(0, len(good) - 1))
    value = data.draw(st.integers(0, 255).filter(lambda one: one != good[at]))
    bad = good[:at] + bytes([value]) + good[at + 1 :]
    with pytest.raises(FormFileRefused):
        read_form_parts(bad)


def test_no_form_file_is_larger_than_its_readers_take() -> None:
    with pytest.raises(FormFileRefused):
        write_form_file(FormParts("f", "1", b"x" * (33 * 1024 * 1024)))


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("a.png", True),
        ("Ảnh sơ đồ 1.PNG", True),
        ("../a", False),
        ("a/b", False),
        ("a\\b", False),
        (".a", False),
        ("a.", False),
        ("CON.png", False),
        ("a:b", False),
        ("a\nb", False),
        ("", False),
        ("x" * 200, False),
    ],
)
def test_names_of_files_beside_a_form(name: str, is_one: bool) -> None:
    assert is_media_name(name) is is_one


def test_a_name_that_no_reader_takes_is_not_written() -> None:
    with pytest.raises(FormFileRefused, match="prn"):
        write_form_file(FormParts("f", "1", b"<x/>", media={"prn": b""}))
