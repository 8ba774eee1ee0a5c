"""Every type, column and part of the subset, from a workbook to the definition."""

from __future__ import annotations

import unicodedata

import pytest

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import (
    OUTPUT,
    Action,
    ActionEvent,
    Form,
    QuestionType,
)
from inspector_app.domain.form.instance.computed import default_value
from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.formats.xlsforms import FormFile, parse_xform, read_form_file
from tests.kit.xls_files import write_xls

XA = '﻿tinh;ma;ten\na;1;Xã Một\nb;2;"Xã; Hai"\n'.encode()
GIA = b"ma,don_gia\nx,1000\n"
MUC = "<root><item><name>m1</name><label>Mức 1</label></item></root>".encode()
FILES = {"xa.csv": XA, "gia.csv": GIA, "muc.xml": MUC, "so-do.png": b"\x89PNG", "thua.png": b"x"}

SURVEY = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | hint::Tiếng Việt (vi) | guidance_hint::Tiếng Việt (vi) | media::image::Tiếng Việt (vi) | required | required_message::Tiếng Việt (vi) | constraint | constraint_message::Tiếng Việt (vi) | relevant | readonly | default | calculation | trigger | choice_filter | parameters | appearance | repeat_count |
| | start | bat_dau | | | | | | | | | | | | | | | | | | |
| | today | hom_nay | | | | | | | | | | | | | | | | | | |
| | username | ai | | | | | | | | | | | | | | | | | | |
| | hidden | an | | | | | | | | | | | | x | | | | | | |
| | text | ten | Tên | Name | Đủ ${sl} chữ | Xem sổ | so-do.png | yes | Cần tên | . != '' | Sai ${sl} | | | Ông | | | | | multiline | |
| | integer | sl | Số của ${ten}, ${ten} | Of ${ten} | | | | | | | | | | | | | | | | |
| | decimal | tien | Tiền | Money | | | | | | | | | | 1.5 | | | | | | |
| | range | thang | Thang | Scale | | | | | | | | | | | | | | start=0 end=1 step=0.5 | | |
| | range | thang_nguyen | Thang 2 | Scale 2 | | | | | | | | | | | | | | start=1 end=5 step=1 | rating | |
| | date | ngay | Ngày | Date | | | | | | | | | | 2026-11-25 | | | | | | |
| | time | gio | Giờ | Time | | | | | | | | | | | | | | | | |
| | dateTime | luc | Lúc | At | | | | | | | | | | now() | | | | | | |
| | image | anh | Ảnh | Photo | | | | | | | | | | | | | | max-pixels=1024 | signature | |
| | audio | am | Ghi âm | Audio | | | | | | | | | | | | | | | | |
| | video | phim | Phim | Video | | | | | | | | | | | | | | | | |
| | file | tep | Tệp | File | | | | | | | | | | | | | | | | |
| | barcode | ma_vach | Mã | Code | | | | | | | | | | | | | | | | |
| | acknowledge | da_doc | Đã đọc | Read | | | | | | | | | | | | | | | | |
| | note | ghi_chu | Chú ý ${sl} | Note | | | | | | | | | | | | | | | | |
| | calculate | gap_doi | | | | | | | | | | | | | ${sl} * 2 | | | | | |
| | select_one tinh | tinh | Tỉnh | Province | | | | | | | | | | | | | | | minimal | |
| | select_one huyen | huyen | Huyện | District | | | | | | | | | | | | | tinh = ${tinh} | | | |
| | select_multiple huyen | tron | Trộn | Mixed | | | | | | | | | | | | | | randomize=true seed=7 | | |
| | select_multiple viec or_other | viec | Việc | Work | | | | | | | | | | | | | | | | |
| | rank huyen | hang | Xếp hạng | Rank | | | | | | | | | | | | | | | | |
| | select_one_from_file xa.csv | xa | Xã | Commune | | | | | | | | | | | | | tinh = ${tinh} | value=ma label=ten | autocomplete | |
| | select_one_from_file muc.xml | muc | Mức | Level | | | | | | | | | | | | | | | | |
| | csv-external | gia | | | | | | | | | | | | | | | | | | |
| | calculate | don_gia | | | | | | | | | | | | | pulldata('gia', 'don_gia', 'ma', ${ten}) | | | | | |
| | text | luc_sua | Lúc sửa | Edited | | | | | | | | | | | now() | ${sl} | | | | |
| | begin_group | phan | Phần | Section | | | | | | | | ${sl} > 1 | yes | | | | | | field-list | |
| | begin_group | trong | Nhóm trong | Inner | | | | | | | | ${sl} > 2 | | | | | | | | |
| | begin_repeat | bang | Bảng | Table | | | | | | | | | | | | | | | | ${sl} |
| | text | o | Ô | Cell | | | | | | | | | ${sl} > 3 | concat('a', ${ten}) | | | | | | |
| | begin_repeat | con | Bảng con | Inner table | | | | | | | | | | | | | | | | |
| | text | o_con | Ô con | Inner cell | | | | | | | | | | k | | | | | | |
| | end_repeat | | | | | | | | | | | | | | | | | | | |
| | text | o2 | Ô 2 | Cell 2 | | | | | | | | | | | | | | | | |
| | end_repeat | | | | | | | | | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | tinh | score | media::image::Tiếng Việt (vi) |
| | tinh | a | A | A | | 1 | so-do.png |
| | tinh | b | B | B | | 2 | |
| | huyen | c | Huyện C | C | a | | |
| | huyen | d | Huyện D | D | b | | |
| | viec | v1 | Việc 1 | Work 1 | | | |
| settings |
| | form_title | form_id | version | instance_name | default_language |
| | Mọi kiểu | moi-kieu | 3 | concat(${ten}, '-') | Tiếng Việt (vi) |
"""


@pytest.fixture(scope="module")
def file() -> FormFile:
    return read_form_file(SURVEY.encode(), "moi-kieu.md", FILES)


@pytest.fixture(scope="module")
def form(file: FormFile) -> Form:
    return file.form


def test_every_type_is_read(form: Form) -> None:
    kinds = {name: str(one.type) for name, one in form.questions.items()}
    assert kinds == {
        "bat_dau": "hidden", "hom_nay": "hidden", "ai": "hidden", "an": "hidden", "ten": "text",
        "sl": "integer", "tien": "decimal", "thang": "range", "thang_nguyen": "range",
        "ngay": "date", "gio": "time", "luc": "dateTime", "anh": "image", "am": "audio",
        "phim": "video", "tep": "file", "ma_vach": "barcode", "da_doc": "acknowledge",
        "ghi_chu": "note", "gap_doi": "calculate", "tinh": "select_one", "huyen": "select_one",
        "tron": "select_multiple", "viec": "select_multiple", "viec_other": "text", "hang": "rank",
        "xa": "select_one", "muc": "select_one", "don_gia": "calculate", "luc_sua": "text",
        "o": "text", "o_con": "text", "o2": "text",
    }  # fmt: skip
    hidden = {name for name, one in form.questions.items() if not one.has_control}
    assert hidden == {"bat_dau", "hom_nay", "ai", "an", "gap_doi", "don_gia"}


def test_metadata_defaults_and_parameters(form: Form) -> None:
    questions = form.questions
    preloads = {one.name: one.preload for one in questions.values() if one.preload}
    assert preloads == {"bat_dau": "start", "hom_nay": "today", "ai": "username"}
    assert questions["an"].default == "x"
    assert questions["tien"].default == "1.5"
    assert questions["ngay"].default == "2026-11-25"
    scale = {"start": "0", "end": "1", "step": "0.5", "kind": "decimal"}
    assert questions["thang"].parameters == scale
    assert questions["thang_nguyen"].parameters["kind"] == "integer"
    assert questions["thang_nguyen"].is_whole
    assert not questions["thang"].is_whole
    assert questions["anh"].parameters == {"max-pixels": "1024"}
    assert questions["anh"].appearance == "signature"
    assert form.instance_name.replace(" ", "") == "concat(/data/ten,'-')"
    assert (form.form_id, form.version, form.default_language) == ("moi-kieu", "3", "vi")


def test_texts_in_several_languages_with_values_inside(form: Form) -> None:
    label = form.questions["sl"].label
    assert label.by_language["vi"] == f"Số của {OUTPUT}0{OUTPUT}, {OUTPUT}0{OUTPUT}"
    assert label.outputs == ("/data/ten",)
    assert label.filled(["An"]).in_("en") == "Of An"
    ten = form.questions["ten"]
    assert ten.hint.filled(["5"]).in_("vi") == "Đủ 5 chữ"
    assert ten.guidance.in_("vi") == "Xem sổ"
    assert ten.media["image"].by_language == {"vi": "so-do.png"}
    assert ten.required_message.in_("vi") == "Cần tên"
    assert ten.constraint_message.outputs == ("/data/sl",)
    assert (ten.required, ten.constraint, ten.appearance) == ("true()", ". != ''", "multiline")
    assert form.texts["/data/ten:label"].in_("en") == "Name"
    assert form.languages == ("vi", "en")


def test_choices_fixed_filtered_shuffled_ranked_and_from_files(form: Form) -> None:
    questions = form.questions
    first = questions["tinh"].choices[0]
    assert (first.name, first.label.in_("vi"), first.extra["score"]) == ("a", "A", "1")
    assert first.media["image"].in_("vi") == "so-do.png"
    assert questions["tinh"].itemset is None
    huyen = questions["huyen"]
    assert [one.name for one in huyen.choices] == ["c", "d"]
    assert huyen.choice_list == "huyen"
    assert huyen.itemset is not None
    assert huyen.itemset.nodeset == "instance('huyen')/root/item[tinh =  /data/tinh ]"
    assert (huyen.itemset.instance, huyen.itemset.value) == ("huyen", "name")
    assert huyen.itemset.label == "itextId"
    shuffled = questions["tron"].itemset
    assert shuffled is not None
    assert shuffled.nodeset == "randomize(instance('huyen')/root/item, 7)"
    assert [one.name for one in questions["viec"].choices] == ["v1", "other"]
    assert questions["viec_other"].relevant == "selected(../viec, 'other')"
    assert [one.name for one in questions["hang"].choices] == ["c", "d"]
    xa = questions["xa"]
    assert [(one.name, one.label.in_("vi")) for one in xa.choices] == [
        ("1", "Xã Một"),
        ("2", "Xã; Hai"),
    ]
    assert xa.itemset is not None
    assert (xa.itemset.value, xa.itemset.label) == ("ma", "ten")
    assert [one.label.in_("vi") for one in questions["muc"].choices] == ["Mức 1"]
    assert form.instances["gia"] == ({"ma": "x", "don_gia": "1000"},)


def test_groups_and_tables_inside_each_other(form: Form) -> None:
    table, inner = form.repeats["bang"], form.repeats["con"]
    assert (table.parent, table.items, table.questions) == ("", ("o", "con", "o2"), ("o", "o2"))
    assert (inner.parent, inner.items, inner.questions) == ("bang", ("o_con",), ("o_con",))
    assert (table.count.strip(), inner.count) == ("/data/sl", "")
    assert (table.initial_rows, inner.initial_rows) == (1, 1)
    assert table.path == "/data/phan/trong/bang"
    assert form.questions["o_con"].repeat == "con"
    assert form.questions["o"].readonly.strip() == "/data/sl  > 3"
    assert form.questions["o"].group == "/data/phan/trong/bang"
    section = form.sections[-1]
    assert (section.name, section.items, section.label.in_("vi")) == ("phan", ("bang",), "Phần")
    assert set(form.group_relevant) == {"/data/phan", "/data/phan/trong"}
    assert form.group_readonly == {"/data/phan": "true()"}
    assert form.group_appearance == {"/data/phan": "field-list"}
    assert form.group_labels["/data/phan/trong"].in_("en") == "Inner"


def test_actions(form: Form) -> None:
    plain = [Action(a.event, a.target, a.expression.strip(), a.source) for a in form.actions]
    name = "concat('a',  /data/ten )"
    assert plain == [
        Action(ActionEvent.FIRST_LOAD, "luc", "now()"),
        Action(ActionEvent.FIRST_LOAD, "o", name),
        Action(ActionEvent.VALUE_CHANGED, "luc_sua", "now()", "sl"),
        Action(ActionEvent.NEW_ROW, "o", name, "bang"),
    ]


def test_files_beside_the_form_are_taken_when_it_names_them(file: FormFile) -> None:
    assert set(file.form.media) == {"xa.csv", "gia.csv", "muc.xml", "so-do.png"}
    assert file.form.media["xa.csv"] == XA
    assert [one.code for one in file.warnings if one.code == "file-missing"] == []


def test_a_list_that_is_missing_is_an_error_a_picture_a_warning() -> None:
    with pytest.raises(FormError) as caught:
        read_form_file(SURVEY.encode(), "x.md")
    errors = caught.value.details["problems"]
    rows = {one.question: one.row for one in errors}  # type: ignore[attr-defined]
    assert rows == {"xa": 27, "muc": 28, "don_gia": 30}
    without = {name: data for name, data in FILES.items() if name != "so-do.png"}
    warnings = read_form_file(SURVEY.encode(), "x.md", without).warnings
    (missing,) = [one for one in warnings if one.code == "file-missing"]
    assert (missing.row, missing.question) == (6, "ten")


def test_a_list_that_is_damaged_says_why() -> None:
    with pytest.raises(FormError) as caught:
        read_form_file(SURVEY.encode(), "x.md", {**FILES, "xa.csv": b"ma,ten\n\xe9,x\n"})
    assert "tệp danh sách «xa.csv»: chữ trong tệp không phải mã UTF-8" in str(caught.value)


def test_the_same_form_from_every_kind_of_file() -> None:
    rows: dict[str, list[list[str | float]]] = {
        "survey": [["type", "name", "label", "default"], ["integer", "a", "Số lượng", 5.0]],
        "settings": [["form_id", "version", "form_title"], ["thu", 1.0, "Thử"]],
    }
    csv = "survey,,,,\n,type,name,label,default\n,integer,a,Số lượng,5\nsettings,,,\n"
    csv += ",form_id,version,form_title\n,thu,1,Thử\n"
    markdown = "| survey |\n| | type | name | label | default |\n| | integer | a | Số lượng | 5 |\n"
    markdown += "| settings |\n| | form_id | version | form_title |\n| | thu | 1 | Thử |\n"
    files = {
        "x.xlsx": write_xls(rows),  # the name lies, the bytes decide
        "x.csv": csv.encode(),
        "bom.csv": b"\xef\xbb\xbf" + csv.encode(),
        "semicolon.csv": csv.replace(",", ";").encode(),
        "x.md": markdown.encode(),
    }
    forms = {name: read_form_file(data, name) for name, data in files.items()}
    assert len({one.xform for one in forms.values()}) == 1
    assert forms["x.xlsx"].workbook_kind == "xls"
    assert forms["x.csv"].form.questions["a"].default == "5"


XFORM = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>T</h:title><model>'
    '<instance><data id="t" version="1">{instance}</data></instance>{model}</model></h:head>'
    "<h:body>{body}</h:body></h:html>"
)


def test_an_xform_by_hand_with_relative_references_and_bind_ids() -> None:
    text = XFORM.format(
        instance="<g><a>1</a><b/></g><r><c/></r><r><c/></r>",
        model='<bind id="ia" nodeset="/data/g/a" type="xsd:int"/><bind nodeset="/data/g/b"/>',
        body='<group ref="g"><label>G</label><input bind="ia"><label>A <output value="/data/g/b"/>'
        '!</label><setvalue event="xforms-value-changed" ref="/data/g/b">it\'s</setvalue></input>'
        '<input ref="b"/></group><group ref="r"><repeat nodeset="/data/r" jr:noAddRemove="true()">'
        '<input ref="c"/></repeat></group>',
    )
    form = parse_xform(text.encode())
    assert form.questions["a"].type is QuestionType.INTEGER
    assert form.questions["a"].label.in_("vi") == "A …!"
    assert form.questions["a"].default == "1"
    assert form.actions == (Action(ActionEvent.VALUE_CHANGED, "b", '"it\'s"', "a"),)
    assert (form.repeats["r"].initial_rows, form.repeats["r"].count) == (2, "2")
    assert form.questions["b"].has_control


def test_choices_written_in_the_question() -> None:
    text = XFORM.format(
        instance="<q>b</q>",
        model="",
        body='<select ref="/data/q"><item><label>A</label><value>a</value></item>'
        "<item><label>B</label><value>b</value></item></select>",
    )
    question = parse_xform(text.encode()).questions["q"]
    assert [(one.name, one.label.in_("vi")) for one in question.choices] == [("a", "A"), ("b", "B")]
    assert question.type is QuestionType.SELECT_MULTIPLE


def test_a_number_by_default_may_be_written_in_any_plain_way() -> None:
    text = """
| survey |
| | type | name | label | default | parameters |
| | decimal | tien | Tiền | 1.50 | |
| | decimal | nua | Nửa | .5 | |
| | decimal | am | Âm | -0.0 | |
| | range | thang | Thang | 1.0 | start=0 end=5 step=0.5 |
| | integer | so | Số | 1.0 | |
| | integer | khong | Số không | 007 | |
| settings |
| | form_id | version |
| | thu | 1 |
"""
    form = read_form_file(text.encode(), "thu.md").form
    defaults = {name: default_value(question) for name, question in form.questions.items()}
    assert defaults == {
        "tien": "1.5", "nua": "0.5", "am": "0", "thang": "1", "so": 1, "khong": 7,
    }  # fmt: skip


def test_an_xform_and_its_lists_are_read_in_composed_characters() -> None:
    text = XFORM.format(
        instance="<xã/><lý_do>ú</lý_do>",
        model='<bind nodeset="/data/lý_do" relevant="/data/xã = \'có\'"/>'
        '<instance id="huyện" src="jr://file-csv/huyện.csv"/>',
        body='<select1 ref="/data/xã"><itemset nodeset="instance(\'huyện\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select1><input ref="/data/lý_do"/>',
    )
    files = {decomposed("huyện.csv"): decomposed("name,label\ncó,Có\n").encode()}
    form = parse_xform(decomposed(text).encode(), files=files)
    assert [one.name for one in form.questions["xã"].choices] == ["có"]
    assert form.questions["lý_do"].relevant == "/data/xã = 'có'"
    assert form.questions["lý_do"].default == "ú"
    assert list(form.media) == ["huyện.csv"]


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_metadata_that_the_form_shows_is_no_note() -> None:
    text = XFORM.format(
        instance="<may/>",
        model='<bind nodeset="/data/may" type="string" readonly="true()" jr:preload="property"'
        ' jr:preloadParams="deviceid"/>',
        body='<input ref="/data/may"><label>Máy</label></input>',
    )
    form = parse_xform(text.encode())
    question = form.questions["may"]
    assert (question.type, question.preload) == (QuestionType.TEXT, "deviceid")
    surroundings = Surroundings(now_ms=0, offset=lambda _moment: 420, deviceid="may-1")
    run = DryRun(form, surroundings)
    assert run.line("DUMP")[0]["value"] == "may-1"
    assert run.line("VALIDATE") == [{"valid": True}]


def test_rows_that_nobody_adds_keep_what_stands_in_them() -> None:
    text = XFORM.format(
        instance="<r><o>1</o></r>",
        model="",
        body='<group ref="r"><repeat nodeset="/data/r" jr:noAddRemove="true()">'
        '<input ref="o"/></repeat></group>',
    )
    assert parse_xform(text.encode()).questions["o"].default == "1"


@pytest.mark.parametrize("control", ["select1", "select"])
def test_a_choice_with_a_blank_in_its_name_where_one_is_taken(control: str) -> None:
    text = XFORM.format(
        instance="<q/>",
        model="",
        body=f'<{control} ref="/data/q"><item><label>A</label><value>a b</value></item></{control}>',
    )
    if control == "select":
        with pytest.raises(FormError, match="«a b» có dấu cách"):
            parse_xform(text.encode())
        return
    run = DryRun(parse_xform(text.encode()), Surroundings())
    assert run.line("ANSWER\t/data/q\ta b") == [{"result": "ok", "message": ""}]
    assert run.line("DUMP")[0]["value"] == "a b"
