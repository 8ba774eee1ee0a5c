"""The line protocol: what each command answers, and that a refusal changes nothing."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.saying import Saying
from inspector_app.formats.xlsforms import read_form_file

MORNING = 1_774_000_800_000  # 2026-03-20 17:00 in Hà Nội
HANOI = Surroundings(now_ms=MORNING, offset=lambda _moment: 420)
SETTINGS = """
| settings |
| | form_title | form_id | version | default_language |
| | Thử | thu | 1 | Tiếng Việt (vi) |
"""
CHOICES = """
| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | huyen |
| | yn | co | Có | Yes | |
| | yn | khong | Không | No | |
| | viec | a | Việc A | Work A | |
| | viec | b | Việc B | Work B | |
| | viec | c | Việc C | Work C | |
| | xa | xa_a | Xã A | Commune A | huyen_a |
| | xa | xa_b | Xã B | Commune B | huyen_b |
"""


def form(survey: str) -> Form:
    """A form of survey rows: ``type | name | further columns`` under their headings."""
    lines = "\n".join(f"| | {line.strip()} |" for line in survey.strip().splitlines())
    text = f"| survey |\n{lines}\n{CHOICES.strip()}\n{SETTINGS.strip()}\n"
    return read_form_file(text.encode(), "thu.md").form


def start(survey: str, language: str = "vi") -> DryRun:
    return DryRun(form(survey), HANOI, language)


def say(run: DryRun, *fields: str) -> Any:
    """The only reply of a command."""
    (reply,) = run.line("\t".join(fields))
    return reply


def dump(run: DryRun) -> dict[str, dict[str, object]]:
    *leaves, last = run.line("DUMP")
    assert last == {"end": True}
    return {str(leaf.pop("path")): leaf for leaf in leaves}


def value(run: DryRun, path: str) -> object:
    return dump(run)[path]["value"]


TYPES = """
type | name | label::Tiếng Việt (vi) | parameters
text | chu | Chữ |
integer | nguyen | Số nguyên |
decimal | thap_phan | Số thập phân |
range | thang | Thang | start=0 end=1 step=0.1
date | ngay | Ngày |
time | gio | Giờ |
dateTime | luc | Lúc |
select_one yn | mot | Một |
select_multiple viec | nhieu | Nhiều |
rank viec | thu_tu | Thứ tự |
acknowledge | xac_nhan | Xác nhận |
barcode | ma | Mã vạch |
image | anh | Ảnh |
"""
FILE = "a" * 64 + ".jpg"


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("chu", "Xã Sông Mây; «a» \\ b", "Xã Sông Mây; «a» \\ b"),
        ("nguyen", "-12", "-12"),
        ("nguyen", "0", "0"),
        ("thap_phan", "12.50", "12.5"),
        ("thap_phan", "-0.25", "-0.25"),
        ("thap_phan", "7", "7"),
        ("thang", "0.3", "0.3"),
        ("ngay", "2024-02-29", "2024-02-29"),
        ("gio", "09:50", "09:50"),
        ("luc", "2026-03-20T09:50", "2026-03-20T09:50"),
        ("mot", "khong", "khong"),
        ("nhieu", "a c", "a c"),
        ("thu_tu", "c a b", "c a b"),
        ("xac_nhan", "OK", "OK"),
        ("ma", "893000", "893000"),
        ("anh", FILE, FILE),
    ],
)
def test_a_text_of_the_type_is_kept_and_can_be_cleared(name: str, text: str, kept: str) -> None:
    run = start(TYPES)
    assert say(run, "ANSWER", f"/data/{name}", text) == {"result": "ok", "message": ""}
    assert value(run, f"/data/{name}") == kept
    assert say(run, "ANSWER", f"/data/{name}", "") == {"result": "ok", "message": ""}
    assert value(run, f"/data/{name}") == ""
    assert say(run, "ANSWER", f"/data/{name}", text)["result"] == "ok"
    assert say(run, "ANSWER", f"/data/{name}")["result"] == "ok"
    assert value(run, f"/data/{name}") == ""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nguyen", "12.5"),
        ("nguyen", "1.234"),
        ("nguyen", "mười"),
        ("nguyen", "1" * 16),
        ("nguyen", "9" * 5000),
        ("thap_phan", "12,5"),
        ("thap_phan", "1.234,5"),
        ("thap_phan", "1e400"),
        ("thap_phan", "NaN"),
        ("thap_phan", "1" * 5000),
        ("ngay", "20/03/2026"),
        ("ngay", "2026-02-29"),
        ("gio", "25:00"),
        ("luc", "hôm nay"),
        ("mot", "Có"),
        ("nhieu", "a d"),
        ("thu_tu", "a d"),
        ("xac_nhan", "co"),
    ],
)
def test_a_text_of_another_type_is_refused_and_said(name: str, text: str) -> None:
    run = start(TYPES)
    before = dump(run)
    reply = say(run, "ANSWER", f"/data/{name}", text)
    assert reply["result"] == "constraint"
    assert reply["message"]
    assert "{" not in str(reply["message"])
    assert dump(run) == before


def test_what_a_number_looks_like_is_said() -> None:
    run = start(TYPES)
    assert "số nguyên" in say(run, "ANSWER", "/data/nguyen", "1.5")["message"]
    assert "dấu chấm" in say(run, "ANSWER", "/data/thap_phan", "1,5")["message"]


RULES = """
type | name | label::Tiếng Việt (vi) | required | required_message::Tiếng Việt (vi) | relevant | constraint | constraint_message::Tiếng Việt (vi) | constraint_message::English (en) | calculation | readonly
integer | tong | Tổng | yes | Ghi tổng số. | | . >= 0 | Từ 0 trở lên. | Zero or more. | |
integer | phan | Phần | | | ${tong} > 0 | . <= ${tong} | | | |
integer | con | Còn lại | | | | . >= 0 | Không âm, tổng là ${tong}. | Not negative. | ${tong} - ${phan} | yes
text | khoa | Khóa | | | | | | | | ${tong} > 5
calculate | gap_doi | | | | | | | | ${tong} * 2 |
note | loi_dan | Lời dẫn | | | | | | | |
"""


def test_every_refusal_has_its_word_and_changes_nothing() -> None:
    run = start(RULES)
    before = dump(run)
    for path, text, result, message in (
        ("/data/tong", "", "required", "Ghi tổng số."),
        ("/data/tong", "-1", "constraint", "Từ 0 trở lên."),
        ("/data/phan", "1", "irrelevant", "điều kiện"),
        ("/data/con", "1", "read-only", "tự tính"),
        ("/data/gap_doi", "1", "read-only", "tự tính"),
        ("/data/loi_dan", "1", "read-only", "chỉ để xem"),
        ("/data/khong_co", "1", "no-such-question", "DUMP"),
        ("tong", "1", "no-such-question", "DUMP"),
        ("/data/tong[2]", "1", "no-such-question", "DUMP"),
        ("/data", "1", "no-such-question", "DUMP"),
        ("", "1", "no-such-question", "DUMP"),
    ):
        reply = say(run, "ANSWER", path, text)
        assert reply["result"] == result, path
        assert message in reply["message"]
        assert dump(run) == before


def test_a_condition_locks_and_opens_again() -> None:
    run = start(RULES)
    say(run, "ANSWER", "/data/tong", "6")
    assert say(run, "ANSWER", "/data/khoa", "a")["result"] == "read-only"
    say(run, "ANSWER", "/data/tong", "5")
    assert say(run, "ANSWER", "/data/khoa", "a")["result"] == "ok"


def test_a_constraint_sees_the_new_value_and_the_present_ones_of_others() -> None:
    run = start(RULES)
    say(run, "ANSWER", "/data/tong", "5")
    assert say(run, "ANSWER", "/data/phan", "6") == {
        "result": "constraint",
        "message": "Giá trị không thỏa điều kiện của phiếu.",
    }
    assert say(run, "ANSWER", "/data/phan", "5")["result"] == "ok"


def test_validate_names_the_first_broken_rule_with_its_own_words() -> None:
    run = start(RULES)
    assert say(run, "VALIDATE") == {
        "valid": False,
        "path": "/data/tong",
        "result": "required",
        "message": "Ghi tổng số.",
    }
    say(run, "ANSWER", "/data/tong", "5")
    say(run, "ANSWER", "/data/phan", "5")
    assert say(run, "VALIDATE") == {"valid": True}
    say(run, "ANSWER", "/data/tong", "4")
    found = say(run, "VALIDATE")
    assert (found["path"], found["result"]) == ("/data/phan", "constraint")
    say(run, "ANSWER", "/data/phan", "")
    assert say(run, "VALIDATE") == {"valid": True}


def test_messages_follow_the_language_and_hold_values() -> None:
    survey = """
    type | name | label::Tiếng Việt (vi) | label::English (en) | constraint | constraint_message::Tiếng Việt (vi) | constraint_message::English (en)
    integer | tong | Tổng | Total | | |
    integer | phan | Phần | Part | . <= ${tong} | Không quá ${tong}. | At most ${tong}.
    """
    for language, message in (("vi", "Không quá 3."), ("en", "At most 3."), ("", "Không quá 3.")):
        run = start(survey, language)
        say(run, "ANSWER", "/data/tong", "3")
        assert say(run, "ANSWER", "/data/phan", "4")["message"] == message


def test_standard_messages_are_translated_by_the_caller() -> None:
    english = {
        "không có lệnh «{word}»; các lệnh: {known}": "no command «{word}», only: {known}",
        "Câu này chỉ để xem, không nhập.": "Read only.",
    }

    def words(text: str) -> str:
        assert isinstance(text, Saying)
        return english[text.template].format_map(text.values)

    run = DryRun(form(RULES), HANOI, "en", words)
    assert say(run, "ANSWER", "/data/loi_dan", "1")["message"] == "Read only."
    assert say(run, "SING")["error"].startswith("no command «SING», only: ANSWER, ")


def test_dump_tells_the_raw_flags_in_document_order() -> None:
    run = start(RULES)
    leaves = dump(run)
    assert list(leaves) == [
        f"/data/{name}" for name in ("tong", "phan", "con", "khoa", "gap_doi", "loi_dan")
    ]
    assert leaves["/data/tong"] == {
        "relevant": True, "required": True, "readonly": False, "value": "",
    }  # fmt: skip
    assert leaves["/data/phan"]["relevant"] is False
    assert leaves["/data/con"]["readonly"] is True
    say(run, "ANSWER", "/data/tong", "7")
    leaves = dump(run)
    assert leaves["/data/phan"]["relevant"] is True
    assert leaves["/data/khoa"]["readonly"] is True
    assert leaves["/data/gap_doi"]["value"] == "14"


NESTED = """
type | name | label::Tiếng Việt (vi) | calculation | readonly | repeat_count | relevant
select_one yn | co_phong | Có phòng? | | | |
integer | so_mau | Số mẫu | | | |
begin_group | phan | Phần | | | |
begin_repeat | phong | Phòng | | | | ${co_phong} != 'khong'
text | ten | Tên | | | |
begin_repeat | nguoi | Người | | | |
integer | viec | Việc | | | |
calculate | stt | | position(..) | | |
end_repeat | | | | | |
integer | tong | Tổng | sum(${viec}[. != '']) | yes | |
end_repeat | | | | | |
end_group | | | | | |
begin_repeat | mau | Mẫu | | | ${so_mau} |
text | ma | Mã | | | |
end_repeat | | | | | |
"""


def test_rows_inside_rows() -> None:
    run = start(NESTED)
    assert [path for path in dump(run) if "viec" in path] == ["/data/phan/phong[1]/nguoi[1]/viec"]
    assert say(run, "REPEAT", "/data/phan/phong") == {"result": "ok", "path": "/data/phan/phong[2]"}
    for position in (1, 2):
        reply = say(run, "REPEAT", "/data/phan/phong[2]/nguoi")
        assert reply["path"] == f"/data/phan/phong[2]/nguoi[{position}]"
    say(run, "ANSWER", "/data/phan/phong[2]/nguoi[2]/viec", "5")
    say(run, "ANSWER", "/data/phan/phong/nguoi/viec", "3")
    leaves = dump(run)
    assert leaves["/data/phan/phong[1]/nguoi[1]/viec"]["value"] == "3"
    assert leaves["/data/phan/phong[1]/tong"]["value"] == "3"
    assert leaves["/data/phan/phong[2]/nguoi[2]/stt"]["value"] == "2"
    assert leaves["/data/phan/phong[2]/tong"]["value"] == "5"
    say(run, "REMOVE", "/data/phan/phong[1]")
    leaves = dump(run)
    assert leaves["/data/phan/phong[1]/nguoi[2]/viec"]["value"] == "5"
    assert "/data/phan/phong[2]/ten" not in leaves


def test_rows_that_cannot_be_added_or_removed() -> None:
    run = start(NESTED)
    say(run, "ANSWER", "/data/so_mau", "2")
    before = dump(run)
    assert "/data/mau[2]/ma" in before
    for command, path, result in (
        ("REPEAT", "/data/mau", "read-only"),
        ("REMOVE", "/data/mau[1]", "read-only"),
        ("REPEAT", "/data/phan", "no-such-question"),
        ("REPEAT", "/data/so_mau", "no-such-question"),
        ("REPEAT", "/data/phan/phong[3]/nguoi", "no-such-question"),
        ("REPEAT", "phong", "no-such-question"),
        ("REPEAT", "/", "no-such-question"),
        ("REMOVE", "/data/phan/phong[2]", "no-such-question"),
        ("REMOVE", "/data/phan/phong[0]", "no-such-question"),
    ):
        reply = say(run, command, path)
        assert reply["result"] == result, (command, path)
        assert reply["message"]
        assert dump(run) == before
    say(run, "ANSWER", "/data/co_phong", "khong")
    assert say(run, "REPEAT", "/data/phan/phong")["result"] == "irrelevant"


def test_the_last_row_may_go_and_come_back() -> None:
    run = start(NESTED)
    assert say(run, "REMOVE", "/data/phan/phong")["result"] == "ok"
    assert not [path for path in dump(run) if "phong" in path and path != "/data/co_phong"]
    assert say(run, "REPEAT", "/data/phan/phong")["path"] == "/data/phan/phong[1]"
    assert "/data/phan/phong[1]/nguoi[1]/viec" not in dump(run)  # a new row brings no inner row


def test_a_fixed_table_grows_and_shrinks_with_its_number() -> None:
    run = start(NESTED)
    say(run, "ANSWER", "/data/so_mau", "3")
    assert say(run, "ANSWER", "/data/mau[3]/ma", "c")["result"] == "ok"
    say(run, "ANSWER", "/data/so_mau", "1")
    assert say(run, "ANSWER", "/data/mau[3]/ma", "d")["result"] == "no-such-question"


@pytest.mark.parametrize(
    ("expression", "kind", "expected"),
    [
        ("1 + 1", "number", 2),
        ("0.1 + 0.2", "number", 0.1 + 0.2),
        ("10000000000000000000", "number", 1e19),
        ("1 div 0", "number", "Infinity"),
        ("-1 div 0", "number", "-Infinity"),
        ("number('a')", "number", "NaN"),
        ("'a' = 'a'", "boolean", True),
        ("concat('Xã ', 'A')", "string", "Xã A"),
        ("string(today())", "string", "2026-03-20"),
        ("/data/tong", "nodeset", ["7"]),
        ("${tong} + ${ tong }", "number", 14),
        ("/data/*[. = 7]", "nodeset", ["7"]),
    ],
)
def test_eval_gives_type_and_value(expression: str, kind: str, expected: object) -> None:
    run = start(RULES)
    say(run, "ANSWER", "/data/tong", "7")
    reply = say(run, "EVAL", expression)
    assert reply == {"type": kind, "value": expected}
    assert type(reply["value"]) is type(expected)


def test_eval_in_the_place_of_a_question() -> None:
    run = start(NESTED)
    say(run, "REPEAT", "/data/phan/phong[1]/nguoi")
    say(run, "ANSWER", "/data/phan/phong[1]/nguoi[2]/viec", "4")
    place = "/data/phan/phong[1]/nguoi[2]/viec"
    assert say(run, "EVAL", ". * 2", place) == {"type": "number", "value": 8}
    assert say(run, "EVAL", "position(..)", place) == {"type": "number", "value": 2}
    assert say(run, "EVAL", "${viec}", place) == {"type": "nodeset", "value": ["4"]}
    assert say(run, "EVAL", "count(/data/phan/phong)", "/data") == {"type": "number", "value": 1}
    assert "ngữ cảnh" in say(run, "EVAL", "1", "/data/phan")["error"]


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("EVAL\t1 +", "thiếu"),
        ("EVAL\tkhong_co_ham(1)", "khong_co_ham"),
        ("EVAL\t${la}", "không có câu hỏi tên «la»"),
        ("EVAL\t/data/la", "la"),
        ("EVAL", "EVAL cần 1 đến 2"),
        ("ANSWER", "ANSWER cần 1 đến 2"),
        ("ANSWER\t/data/tong\t1\t2", "có 3"),
        ("VALIDATE\tx", "VALIDATE không có trường nào; dòng này có 1"),
        ("REPEAT\t/a\t/b", "REPEAT cần 1 trường"),
        ("answer\t/data/tong\t1", "không có lệnh «answer»"),
        ("ANSWER /data/tong 1", "không có lệnh"),
        ("\tx", "không có lệnh «»"),
    ],
)
def test_a_line_that_cannot_be_done_is_said_and_the_run_goes_on(line: str, part: str) -> None:
    run = start(RULES)
    (reply,) = run.line(line)
    assert list(reply) == ["error"]
    assert part in str(reply["error"])
    assert say(run, "ANSWER", "/data/tong", "1")["result"] == "ok"


@pytest.mark.parametrize("line", ["", "   ", "\n", "\r\n", "# ghi chú", "#ANSWER\t/data/tong\t1"])
def test_blank_lines_and_remarks_have_no_reply(line: str) -> None:
    assert start(RULES).line(line) == []


def test_a_choice_that_is_not_offered_is_refused_and_one_that_is_no_longer_is_named() -> None:
    run = start(
        """
        type | name | label::Tiếng Việt (vi) | choice_filter
        text | huyen | Huyện |
        select_one xa | xa | Xã | huyen = ${huyen}
        """
    )
    say(run, "ANSWER", "/data/huyen", "huyen_a")
    reply = say(run, "ANSWER", "/data/xa", "xa_b")
    assert reply["result"] == "constraint"
    assert "lựa chọn đang có" in reply["message"]
    assert say(run, "ANSWER", "/data/xa", "xa_a")["result"] == "ok"
    say(run, "ANSWER", "/data/huyen", "huyen_b")
    found = say(run, "VALIDATE")
    assert (found["path"], found["result"]) == ("/data/xa", "constraint")
    assert value(run, "/data/xa") == "xa_a"  # nothing typed is lost


def test_dynamic_defaults_and_triggers_write() -> None:
    run = start(
        """
        type | name | label::Tiếng Việt (vi) | default | calculation | trigger
        date | ngay | Ngày | today() | |
        text | don_vi | Đơn vị | | |
        text | noi_nhan | Nơi nhận | | concat('UBND ', ${don_vi}) | ${don_vi}
        """
    )
    assert value(run, "/data/ngay") == "2026-03-20"
    say(run, "ANSWER", "/data/don_vi", "xã A")
    assert value(run, "/data/noi_nhan") == "UBND xã A"
    assert say(run, "ANSWER", "/data/noi_nhan", "Sở Nội vụ")["result"] == "ok"
    assert value(run, "/data/noi_nhan") == "Sở Nội vụ"


def test_the_same_lines_give_the_same_answers() -> None:
    lines = ["ANSWER\t/data/so_mau\t2", "REPEAT\t/data/phan/phong", "DUMP", "VALIDATE"]
    first, second = start(NESTED), start(NESTED)
    assert [first.line(line) for line in lines] == [second.line(line) for line in lines]


def test_accents_may_be_typed_as_characters_of_their_own() -> None:
    body = (
        "| survey |\n| | type | name | label | relevant |\n"
        "| | select_one yn | xã | Xã | |\n| | text | lý_do | Lý do | ${xã} = 'có' |\n"
        "| choices |\n| | list_name | name | label |\n| | yn | có | Có |\n"
        "| settings |\n| | form_id | version |\n| | thu | 1 |\n"
    )
    run = DryRun(read_form_file(decomposed(body).encode(), "thu.md").form, HANOI)
    assert say(run, "ANSWER", decomposed("/data/xã"), decomposed("có")) == {
        "result": "ok",
        "message": "",
    }
    assert dump(run)["/data/lý_do"]["relevant"] is True
    assert say(run, "EVAL", decomposed("${xã} = 'có'"))["value"] is True


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)
