"""List files beside a form: separators, encodings, damage."""

from __future__ import annotations

import pytest

from inspector_app.formats.external_lists import (
    MAX_LIST_BYTES,
    ListError,
    list_file,
    read_list,
)

ROWS = ({"name": "a", "label": "Xã, Một"}, {"name": "b", "label": 'Xã "Hai"'})


@pytest.mark.parametrize(
    "data",
    [
        'name,label\na,"Xã, Một"\nb,"Xã ""Hai"""\n'.encode(),
        'name;label\r\na;Xã, Một\r\n\r\nb;"Xã ""Hai"""'.encode(),
        'name\tlabel\na\tXã, Một\nb\t"Xã ""Hai"""\n'.encode(),
        '\ufeffname,label,\na,"Xã, Một",\nb,"Xã ""Hai""",\n'.encode(),
        'name;label\na;Xã, Một\nb;"Xã ""Hai"""\n'.encode("utf-16"),
        'sep=|\nname|label\na|Xã, Một\nb|"Xã ""Hai"""\n'.encode(),
    ],
    ids=["comma", "semicolon", "tab", "bom", "utf-16", "sep"],
)
def test_separators_and_encodings(data: bytes) -> None:
    assert read_list("xa.csv", data) == ROWS


def test_letters_are_composed_and_short_rows_are_filled() -> None:
    data = "name,label\na,Xa\u0303\nb\n".encode()
    assert read_list("x.csv", data) == ({"name": "a", "label": "Xã"}, {"name": "b", "label": ""})


def test_xml_lists() -> None:
    data = b"<root><item><name>a</name><label>A</label></item></root>"
    assert read_list("x.xml", data) == ({"name": "a", "label": "A"},)


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("x.csv", b"", "tệp trống"),
        ("x.csv", b"name,label\n", "không có dòng dữ liệu"),
        ("x.csv", b"name,name\na,b\n", "hai cột cùng tên"),
        ("x.csv", b"name,ten xa\na,b\n", "tên cột «ten xa»"),
        ("x.csv", b"name,label\na,b,c\n", "dòng 2 có nhiều ô hơn"),
        ("x.csv", b'name,label\na,"b\n', "dấu nháy kép"),
        ("x.csv", "name,label\na,Xa\u0303\n".encode("cp1258"), "không phải mã UTF-8"),
        ("x.csv", b"name,label\na,\x00\n", "không phải tệp văn bản"),
        ("x.csv", b"PK\x03\x04", "sổ tính Excel"),
        ("x.csv", b"\xff\xfex", "không phải mã UTF-8"),
        ("x.csv", b"x" * (MAX_LIST_BYTES + 1), "vượt giới hạn"),
        ("x.csv", b"a\n" + b"1\n" * 60_001, "60001 dòng"),
        ("x.csv", b",".join(b"c%d" % n for n in range(101)) + b"\n1\n", "hơn 100 cột"),
        ("x.xml", b"<root/>", "không có mục nào"),
        ("x.xml", b"<root>", "bị hỏng"),
        ("x.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><root/>', "thực thể"),
        ("x.geojson", b"{}", "geojson"),
    ],
)
def test_lists_that_are_refused(name: str, data: bytes, part: str) -> None:
    with pytest.raises(ListError) as caught:
        read_list(name, data)
    assert part in caught.value.what


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("jr://file-csv/xa.csv", "xa.csv"),
        ("jr://file/xa.xml", "xa.xml"),
        ("jr://file/../xa.xml", ""),
        ("https://example.org/xa.csv", ""),
        ("jr://instance/last-saved", ""),
    ],
)
def test_sources(source: str, file: str) -> None:
    assert list_file(source) == file
