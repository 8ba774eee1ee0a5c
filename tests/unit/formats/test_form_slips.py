"""The commonest slips of people who know Excel, each with the exact sentence and the cure."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path
from time import process_time

import pytest

from inspector_app.domain.form.problems import Problem
from inspector_app.formats.cell_expressions import compiled_cell, outline
from inspector_app.formats.form_rows import EXPRESSIONS, rows_of
from inspector_app.formats.form_sheets import convert_sheets
from inspector_app.formats.form_slips import mended
from inspector_app.formats.form_workbooks import write_workbook
from inspector_app.formats.sheet_tables import Grid, RawCell, table_of
from inspector_app.formats.slip_words import Words
from inspector_app.formats.xform_sources import sniff
from inspector_app.formats.xlsforms import check_form_file

ROOT = Path(__file__).parents[3]
CORPUS = sorted((ROOT / "tests" / "vectors" / "forms" / "corpus").glob("*.md"))
SHIPPED = sorted(path.parent for path in (ROOT / "forms").glob("*/survey.csv"))
COLUMNS = ("relevant", "constraint", "calculation", "required", "readonly", "choice_filter")
RELEVANT, CONSTRAINT, CALCULATION = "relevant", "constraint", "calculation"

SLIPS = [
    (CALCULATION, "100 * ${co_mat} / ${bien_che}", "phép chia không viết là «/»",
     "viết 100 * ${co_mat} div ${bien_che}"),
    (CALCULATION, "(${co_mat}+1):2", "phép chia không viết là «:»", "viết (${co_mat}+1) div 2"),
    (CALCULATION, "${co_mat} x 2", "phép nhân không viết là «x»", "viết ${co_mat} * 2"),
    (CALCULATION, "${co_mat} × 2", "không có phép «×»", "viết ${co_mat} * 2"),
    (CALCULATION, "${co_mat}^2", "không có phép «^»", "viết pow(${co_mat}, 2)"),
    (CALCULATION, "${co_mat} % 7", "phép lấy số dư không viết là «%»", "viết ${co_mat} mod 7"),
    (CALCULATION, "'UBND xã ' & ${ten}", "không có phép «&»", "viết concat('UBND xã ', ${ten})"),
    (CALCULATION, "2,5 * ${bien_che}", "số thập phân «2,5» dùng dấu phẩy", "viết 2.5 * ${bien_che}"),
    (CALCULATION, "${bien_che} * 1.000.000", "số «1.000.000» có dấu chấm giữa các hàng nghìn",
     "viết ${bien_che} * 1000000"),
    (RELEVANT, "${niem_yet} <> 'dat'", "không có phép «<>»", "viết ${niem_yet} != 'dat'"),
    (RELEVANT, "${niem_yet} == 'dat'", "không có phép «==»", "viết ${niem_yet} = 'dat'"),
    (RELEVANT, "${bien_che} ≥ 1", "không có phép «≥»", "viết ${bien_che} >= 1"),
    (RELEVANT, "${bien_che} => 1", "không có phép «=>»", "viết ${bien_che} >= 1"),
    (RELEVANT, "${bien_che} >= 90%", "không có dấu «%» sau số", "viết ${bien_che} >= 90"),
    (CALCULATION, "IF(${bien_che} > 0, 1, 0)", "không có hàm «IF()»",
     "viết if(${bien_che} > 0, 1, 0)"),
    (CALCULATION, "IF(${bien_che}>2,5;1;0)",
     "số thập phân «2,5» dùng dấu phẩy; dấu «;» không ngăn được các tham số; không có hàm «IF()»",
     "viết if(${bien_che}>2.5, 1, 0)"),
    (CALCULATION, "SUM(${ho_so})", "không có hàm «SUM()»", "viết sum(${ho_so})"),
    (CALCULATION, "ROUND(${bien_che}; 2)",
     "dấu «;» không ngăn được các tham số; không có hàm «ROUND()»", "viết round(${bien_che}, 2)"),
    (CALCULATION, "CONCATENATE('xã ', ${ten})", "không có hàm «CONCATENATE()»",
     "viết concat('xã ', ${ten})"),
    (CALCULATION, "AVERAGE(${ho_so})", "không có hàm «AVERAGE()»",
     "dùng sum(${câu}) div count(${câu})"),
    (CALCULATION, "VLOOKUP(${ten}, A1, 2)",
     "không có hàm «VLOOKUP()»; không gọi ô Excel «A1» được",
     "dùng pulldata('tên_tệp', 'cột cần lấy', 'cột khóa', giá trị); dùng tên câu hỏi: ${tên_câu_hỏi}"),
    (CALCULATION, "cuont(${ho_so})", "không có hàm «cuont()»", "có lẽ là count()"),
    (RELEVANT, "AND(${bien_che} > 0, OR(${co_mat} > 1, ${co_mat} = 0))",
     "không có hàm «OR()»; không có hàm «AND()»",
     "viết ${bien_che} > 0 and (${co_mat} > 1 or ${co_mat} = 0)"),
    (RELEVANT, "${bien_che} > 0 AND ${co_mat} > 0", "không có phép «AND»",
     "viết ${bien_che} > 0 and ${co_mat} > 0"),
    (RELEVANT, "${bien_che} > 0 và ${co_mat} > 0", "không có phép «và»",
     "viết ${bien_che} > 0 and ${co_mat} > 0"),
    (RELEVANT, "${bien_che} > 0 && ${co_mat} > 0", "không có phép «&&»",
     "viết ${bien_che} > 0 and ${co_mat} > 0"),
    (RELEVANT, "not ${niem_yet} = 'dat'", "phủ định viết chưa đúng", "viết not(…)"),
    (RELEVANT, "{niem_yet} = 'dat'", "tham chiếu {niem_yet} thiếu dấu $",
     "viết ${niem_yet} = 'dat'"),
    (RELEVANT, "niem_yet = 'dat'", "tên câu hỏi «niem_yet» thiếu dấu ${}",
     "viết ${niem_yet} = 'dat'"),
    (RELEVANT, "niem_yet = dat",
     "chữ «dat» không nằm trong dấu nháy; tên câu hỏi «niem_yet» thiếu dấu ${}",
     "viết ${niem_yet} = 'dat'"),
    (RELEVANT, "niemyet = 'dat'", "không có câu hỏi tên «niemyet»", "có lẽ là ${niem_yet}"),
    (RELEVANT, "${niem_yet} = dat", "chữ «dat» không nằm trong dấu nháy",
     "viết ${niem_yet} = 'dat'"),
    (RELEVANT, "${niem_yet} = Một phần", "chữ «Một phần» không nằm trong dấu nháy",
     "viết ${niem_yet} = 'mp'"),
    (RELEVANT, "${bien_che} = TRUE", "«TRUE» thiếu ngoặc", "viết ${bien_che} = true()"),
    (RELEVANT, "(${bien_che} > 0 and (${co_mat} > 0)", "thiếu 1 dấu đóng ngoặc «)»",
     "viết (${bien_che} > 0 and (${co_mat} > 0))"),
    (RELEVANT, "${bien_che} > 0)", "thừa 1 dấu đóng ngoặc «)»", "viết ${bien_che} > 0"),
    (RELEVANT, "${niem_yet} = 'dat", "dấu nháy ở ký tự thứ 15 không được đóng",
     "đóng dấu nháy đã mở"),
    (RELEVANT, "> 0", "phép so sánh thiếu vế trái",
     "ghi câu được so sánh, ví dụ ${tên_câu_hỏi} >= 0"),
    (RELEVANT, "${bien_che} >", "biểu thức bị thiếu phần cuối", "ghi nốt phần đứng sau «>»"),
    (RELEVANT, "${bien_che} 5 > 1", "«5» ở vị trí 13 không đúng chỗ",
     "xem lại chỗ đã nêu; mẫu viết sẵn có trong hướng dẫn soạn phiếu"),
    (RELEVANT, "= ${bien_che} > 1", "công thức không bắt đầu bằng dấu «=»",
     "viết ${bien_che} > 1"),
    (CONSTRAINT, ">= 0", "phép so sánh thiếu vế trái; giá trị của chính câu này là dấu chấm",
     "viết . >= 0"),
    (CONSTRAINT, ">= 0 and <= 100",
     "phép so sánh thiếu vế trái; giá trị của chính câu này là dấu chấm",
     "viết . >= 0 and . <= 100"),
    (CONSTRAINT, ". <= 31/12/2026", "ngày «31/12/2026» viết chưa đúng",
     "viết . <= date('2026-12-31')"),
    (CALCULATION, "instance('danhgia')/root/item[name = ${niem_yet}]/score",
     "không có danh sách «danhgia» trong instance()", "có lẽ là «danh_gia»"),
    (CALCULATION, "if(${bien_che} > 0, 1)", "hàm «if()» cần 3 tham số, đang có 2",
     "viết if(điều kiện, giá trị khi đúng, giá trị khi sai)"),
    ("required", "có", "cột required không nhận chữ «có»", "ghi yes"),
    ("required", "x", "cột required không nhận chữ «x»", "ghi yes"),
    ("readonly", "không", "cột readonly không nhận chữ «không»", "để trống ô, hoặc ghi no"),
]  # fmt: skip


def workbook(column: str, cell: str) -> bytes:
    """A form whose row 7 has the cell."""
    row = ["text", "cau", "Câu", *(cell if one == column else "" for one in COLUMNS)]
    blank = [""] * len(COLUMNS)
    return write_workbook(
        {
            "survey": [
                ["type", "name", "label", *COLUMNS],
                ["integer", "bien_che", "Biên chế", *blank],
                ["integer", "co_mat", "Có mặt", *blank],
                ["text", "ten", "Tên", *blank],
                ["integer", "ho_so", "Hồ sơ", *blank],
                ["select_one danh_gia", "niem_yet", "Niêm yết", *blank],
                row,
            ],
            "choices": [
                ["list_name", "name", "label", "score"],
                ["danh_gia", "dat", "Đạt", "1"],
                ["danh_gia", "mp", "Một phần", "0.5"],
            ],
            "settings": [["form_id", "version"], ["thu", "1"]],
        }
    )


def packed(folder: Path) -> bytes:
    """The workbook of a shipped form."""
    tables = {}
    for sheet in ("survey", "choices", "settings"):
        text = (folder / f"{sheet}.csv").read_text(encoding="utf-8-sig")
        tables[sheet] = list(csv.reader(StringIO(text, newline="")))
    return write_workbook(tables)


def only_error(data: bytes) -> Problem:
    (found,) = check_form_file(data, "x.xlsx").problems.errors
    return found


def test_there_are_many() -> None:
    assert len(SLIPS) >= 45


@pytest.mark.parametrize(("column", "cell", "what", "remedy"), SLIPS, ids=lambda one: one[:30])
def test_each_slip_is_named_as_written_and_mended(
    column: str, cell: str, what: str, remedy: str
) -> None:
    found = only_error(workbook(column, cell))
    assert (found.sheet, found.row, found.column, found.question) == ("survey", 7, column, "cau")
    assert found.what == f"biểu thức «{cell}» sai: {what}"
    assert found.remedy == remedy


@pytest.mark.parametrize(
    ("column", "cell", "remedy"),
    [one[:2] + one[3:] for one in SLIPS if one[3].startswith("viết ") and "…" not in one[3]],
    ids=lambda one: one[:30],
)
def test_what_a_remedy_writes_is_accepted(column: str, cell: str, remedy: str) -> None:
    if "điều kiện" in remedy:
        pytest.skip("a pattern, not a cell")
    assert cell != remedy
    assert check_form_file(workbook(column, remedy.removeprefix("viết ")), "x.xlsx").file


@pytest.mark.parametrize("path", [*CORPUS, *SHIPPED], ids=lambda path: path.name)
def test_no_expression_of_a_good_form_is_taken_for_a_slip(path: Path) -> None:
    data = path.read_bytes() if path.is_file() else packed(path)
    sheets = convert_sheets(data, sniff(data), path.name).sheets
    survey = rows_of("survey", sheets.survey)
    form = outline(survey, rows_of("choices", sheets.choices), {})
    checked = 0
    for row in survey:
        for column in EXPRESSIONS:
            cell = row.get(column)
            if cell and cell not in ("yes", "no", "true", "false") and column != "default":
                compiled_cell(cell, column, row, form)
                checked += 1
    assert checked or not any(row.get("relevant") for row in survey)


def test_errors_of_expressions_are_listed_beside_those_of_the_sheet() -> None:
    tables = {
        "survey": [
            ["type", "name", "label", "calculation", "repeat_count"],
            ["interger", "bien_che", "Biên chế", "", ""],
            ["integer", "ty_le", "Tỷ lệ", "IF(${bien_che}>0;1;0)", ""],
            ["integer", "a", "A", "${b} + 1", ""],
            ["integer", "b", "B", "${a} + 1", ""],
            ["begin_repeat", "quy", "Quý", "", "bốn"],
            ["integer", "so", "Số", "", ""],
            ["end_repeat", "", "", "", ""],
        ],
        "settings": [["form_id", "version"], ["thu", "1"]],
    }
    problems = check_form_file(write_workbook(tables), "x.xlsx").problems
    assert [(one.row, one.column, one.code) for one in problems.errors] == [
        (2, "type", "type-unknown"),
        (3, "calculation", "expression"),
        (6, "repeat_count", "expression"),
        (4, "calculation", "circle"),
    ]
    tables["survey"][1][0] = "integer"
    tables["survey"][3][3] = ""
    problems = check_form_file(write_workbook(tables), "x.xlsx").problems
    assert [(one.row, one.column, one.code) for one in problems.errors] == [
        (3, "calculation", "expression"),
        (6, "repeat_count", "expression"),
    ]


def test_an_excel_formula_where_an_expression_belongs_is_told_so() -> None:
    grid = Grid("survey")
    grid.put(1, 1, RawCell(CALCULATION))
    grid.put(2, 1, RawCell("", is_formula=True))
    (found,) = table_of(grid).problems
    assert found.code == "cell-formula"
    assert found.remedy == "bỏ dấu = ở đầu ô; viết công thức của phiếu, ví dụ ${tên_câu_hỏi} + 1"


def test_columns_of_lists_in_files_are_known() -> None:
    tables = {
        "survey": [
            ["type", "name", "label", "choice_filter", "calculation"],
            ["text", "h", "H", "", ""],
            ["select_one_from_file xa.csv", "xa", "Xã", "quan = ${h}", ""],
        ],
        "settings": [["form_id", "version"], ["thu", "1"]],
    }
    files = {"xa.csv": b"name,label,huyen\na,A,x\n"}
    (found,) = check_form_file(write_workbook(tables), "x.xlsx", files).problems
    assert (found.row, found.column, found.code) == (3, "choice_filter", "list-column")
    assert found.what == "danh sách «xa» không có cột «quan» nên câu này không có lựa chọn nào"
    assert found.remedy == "dùng một trong các cột: huyen, label, name"
    tables["survey"].append(["text", "d", "D", "", "pulldata('xa', 'huyn', 'name', ${xa})"])
    (found,) = check_form_file(write_workbook(tables), "x.xlsx", files).problems.errors
    assert (found.row, found.column, found.code) == (4, "calculation", "expression")
    assert found.remedy == "có lẽ là «huyen»"


@pytest.mark.parametrize("cell", ["= " + "a " * 900, "=a " * 600, "AND(" * 480, "AND(a," * 300])
def test_a_cell_of_nothing_but_slips_is_soon_done_with(cell: str) -> None:
    words = Words(frozenset(f"ten_cau_{number}" for number in range(3000)))
    begun = process_time()
    for _ in range(20):
        mended(cell, RELEVANT, words)
    assert process_time() - begun < 5
