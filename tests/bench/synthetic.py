"""Forms of any size for measuring: blocks of ten questions as checklists have them.

A block is a criterion: two figures and their rate, a choice with its score and an explanation that is
asked only when needed, an amount, a subtotal, a remark when it is large, a date when the rate is low.
Rules read inside their block, so that one answer has the same consequences however large the form is.
"""

from __future__ import annotations

from collections.abc import Iterator

BLOCK = 10
"""Questions in one block."""
COLUMNS = 4
"""Questions in one row of the table."""


def synthetic_form(questions: int, *, table: bool = False) -> bytes:
    """An XForm of about ``questions`` questions; with ``table`` also a repeat and its totals."""
    blocks = range(max(1, questions // BLOCK))
    nodes, binds, body = [], [], []
    for number in blocks:
        nodes.append(
            f"<s{number}>{''.join(f'<{name}/>' for name, _, _ in _block(number))}</s{number}>"
        )
        controls = []
        for name, bind, control in _block(number):
            binds.append(f'<bind nodeset="/data/s{number}/{name}" {bind}/>')
            controls.append(control)
        body.append(
            f'<group ref="/data/s{number}"><label>Phần {number}</label>{"".join(controls)}</group>'
        )
    if table:
        cells = "<ten/><nhan/><xong/><ton/>"
        nodes.append(f'<hs jr:template="">{cells}</hs><hs>{cells}</hs><tong/><tong_ton/>')
        binds.extend(_TABLE_BINDS)
        body.append(_TABLE_BODY)
    return (
        '<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms"'
        ' xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa">'
        "<h:head><h:title>Phiếu thử tốc độ</h:title><model><instance>"
        f'<data id="thu-toc-do" version="1">{"".join(nodes)}<meta><instanceID/></meta></data>'
        f'</instance><instance id="ynp"><root>{_ITEMS}</root></instance>{"".join(binds)}'
        '<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>'
        f"</model></h:head><h:body>{''.join(body)}</h:body></h:html>"
    ).encode()


def answers(questions: int, rows: int) -> Iterator[tuple[str, str]]:
    """A path and an answer for every question of a form, in its order; ``rows`` rows must exist.

    Everything is asked: each block is so answered that nothing of it is hidden.
    """
    for number in range(max(1, questions // BLOCK)):
        for name, value in _FILLED:
            yield f"/data/s{number}/{name}{number}", value
    for row in range(1, rows + 1):
        yield f"/data/hs[{row}]/ten", f"Lĩnh vực {row}"
        yield f"/data/hs[{row}]/nhan", str(row * 10)
        yield f"/data/hs[{row}]/xong", str(row * 9)


_FILLED = (
    ("a", "700"),
    ("b", "300"),
    ("c", "no"),
    ("d", "Chưa mở sổ"),
    ("e", "12.5"),
    ("g", "Nhiều đợt cao điểm"),
    ("h", "2019-10-01"),
)
_ITEMS = "".join(
    f"<item><name>{name}</name><label>{label}</label><score>{score}</score></item>"
    for name, label, score in (("yes", "Có", 2), ("part", "Một phần", 1), ("no", "Không", 0))
)
_TABLE_BINDS = (
    '<bind nodeset="/data/hs/ten" type="string"/>',
    '<bind nodeset="/data/hs/nhan" type="int" constraint=". &gt;= 0"/>',
    '<bind nodeset="/data/hs/xong" type="int" constraint=". &lt;= ../nhan"/>',
    '<bind nodeset="/data/hs/ton" type="string" calculate="coalesce(../nhan, 0) - coalesce(../xong, 0)"/>',
    '<bind nodeset="/data/tong" type="string" calculate="sum(/data/hs/nhan[. != \'\'])"/>',
    '<bind nodeset="/data/tong_ton" type="string" calculate="sum(/data/hs/ton)"/>',
)
_TABLE_BODY = (
    '<group ref="/data/hs"><label>Hồ sơ</label><repeat nodeset="/data/hs">'
    '<input ref="/data/hs/ten"><label>Lĩnh vực</label></input>'
    '<input ref="/data/hs/nhan"><label>Tiếp nhận</label></input>'
    '<input ref="/data/hs/xong"><label>Đã xong</label></input></repeat></group>'
)


def _block(number: int) -> Iterator[tuple[str, str, str]]:
    """Name, bind attributes and control of each question of a block."""
    at = f"/data/s{number}/"
    a, b, c, e, f, r = (f"{at}{name}{number}" for name in "abcefr")

    def field(name: str, label: str) -> str:
        return f'<input ref="{at}{name}{number}"><label>{label} {number}</label></input>'

    yield (
        f"a{number}",
        'type="int" constraint=". &gt;= 0 and . &lt;= 1000"',
        field("a", "Tiếp nhận"),
    )
    yield f"b{number}", f'type="int" constraint=". &lt;= {a}"', field("b", "Đúng hạn")
    rate = f"if({a} &gt; 0, round(100 * {b} div {a}, 2), '')"
    yield f"r{number}", f'type="string" calculate="{rate}"', ""
    yield f"c{number}", 'type="string"', _select(f"{at}c{number}", f"Có sổ theo dõi {number}?")
    why = f"relevant=\"{c} = 'no'\" required=\"{c} = 'no'\""
    yield f"d{number}", f'type="string" {why}', field("d", "Giải thích")
    yield f"e{number}", 'type="decimal" constraint=". &gt;= 0"', field("e", "Kinh phí")
    yield f"f{number}", f'type="string" calculate="coalesce({a}, 0) + coalesce({e}, 0)"', ""
    yield f"g{number}", f'type="string" relevant="{f} &gt; 500"', field("g", "Vì sao nhiều?")
    yield f"h{number}", f'type="date" relevant="{r} &lt; 50"', field("h", "Ngày khắc phục")
    score = f"instance('ynp')/root/item[name = {c}]/score"
    yield f"i{number}", f'type="string" calculate="{score}"', ""


def _select(ref: str, label: str) -> str:
    return (
        f'<select1 ref="{ref}"><label>{label}</label><itemset nodeset="instance(\'ynp\')/root/item">'
        '<value ref="name"/><label ref="label"/></itemset></select1>'
    )
