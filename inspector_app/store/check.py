"""``vault check``: pages, chains, seals, and projections against a rebuild."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import chain_id, device_id, seal_bytes
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, DeviceId
from inspector_app.domain.saying import said
from inspector_app.services.ports.store import StoreReport
from inspector_app.store.heads import Decode
from inspector_app.store.names import Names
from inspector_app.store.projection import TABLES, expected, live, read_rows

Verify = Callable[[bytes, bytes, bytes], bool]
MAX_PROBLEMS: Final = 50
_WHAT: Final = {
    "head": said("bản hiện hành"),
    "multi": said("danh sách xung đột"),
    "pend": said("tham chiếu đang chờ"),
    "fork": said("danh sách chuỗi rẽ nhánh"),
    "entity": said("danh sách đối tượng"),
    "quarantined": said("danh sách thay đổi bị cách ly"),
}


def check(driver: Any, decode: Decode, verify: Verify) -> StoreReport:
    """Look at everything; the first 50 problems are told in words."""
    (changes,) = driver.execute("SELECT count(*) FROM change").fetchone()
    (devices,) = driver.execute("SELECT count(*) FROM device").fetchone()
    problems: list[str] = []
    for part in (_pages(driver), _chains(driver, verify), _records(driver, decode)):
        problems.extend(_some(part))
    if not problems:
        problems.extend(_some(_projections(driver, decode)))
    return StoreReport(changes, devices, tuple(problems))


def _some(problems: Iterable[str]) -> list[str]:
    found = []
    for problem in problems:
        found.append(problem)
        if len(found) == MAX_PROBLEMS:
            break
    return found


def _pages(driver: Any) -> Iterator[str]:
    for (line,) in driver.execute("PRAGMA cipher_integrity_check"):
        yield said("Trang dữ liệu bị hỏng: {line}", line=line)
    for (line,) in driver.execute("PRAGMA quick_check"):
        if line != "ok":
            yield said("Cấu trúc cơ sở dữ liệu bị hỏng: {line}", line=line)
    for table, *_ in driver.execute("PRAGMA foreign_key_check"):
        yield said("Bảng «{table}» trỏ đến dòng không có.", table=table)


def _chains(driver: Any, verify: Verify) -> Iterator[str]:
    devices = driver.execute("SELECT dev_no, dev, pub FROM device ORDER BY dev_no").fetchall()
    for dev_no, dev, public_key in devices:
        name = dev.hex()[:8]
        if device_id(public_key) != dev:
            yield said("Khóa của máy {name} không khớp với mã máy.", name=name)
        sealed: set[bytes] = set()
        ends = driver.execute("SELECT seq, h, sig FROM leaf WHERE dev_no = ?", (dev_no,)).fetchall()
        for seq, h, signature in ends:
            message = seal_bytes(DeviceId(dev), seq, ChangeId(h))
            if verify(public_key, message, signature):
                sealed.add(h)
            else:
                yield said(
                    "Niêm phong của máy {name} tại thay đổi {seq} không đúng.", name=name, seq=seq
                )
        yield from _links(driver, dev_no, name, sealed)


def _links(driver: Any, dev_no: int, name: str, sealed: set[bytes]) -> Iterator[str]:
    """Every change hangs on its predecessor, and every end is sealed."""
    bases = dict(driver.execute("SELECT h, base_h FROM gap WHERE dev_no = ?", (dev_no,)).fetchall())
    level: dict[bytes, bytes] = {}
    before: list[bytes] = []
    for seq, found in _levels(driver, dev_no):
        level = dict(found)
        parents = [NO_CHANGE] if seq == 1 else before
        continued = set()
        for h, raw in level.items():
            known = [*parents, bases[h]] if h in bases else parents
            parent = next((one for one in known if chain_id(ChangeId(one), raw) == h), None)
            if parent is None:
                yield said(
                    "Chuỗi của máy {name} đứt hoặc bị sửa tại thay đổi {seq}.", name=name, seq=seq
                )
            else:
                continued.add(parent)
        yield from _open_ends(before, continued, sealed, name, seq - 1)
        before = list(level)
    yield from _open_ends(before, set(), sealed, name, None)


def _open_ends(
    ends: Iterable[bytes], continued: set[bytes], sealed: set[bytes], name: str, seq: int | None
) -> Iterator[str]:
    for h in ends:
        if h not in continued and h not in sealed:
            where = said("cuối chuỗi") if seq is None else said("thay đổi {seq}", seq=seq)
            yield said(
                "Chuỗi của máy {name} không có niêm phong tại {where}.", name=name, where=where
            )


def _levels(driver: Any, dev_no: int) -> Iterator[tuple[int, list[tuple[bytes, bytes]]]]:
    """The rows of each number in a chain; a missing number gives an empty level."""
    rows = driver.execute("SELECT seq, h, raw FROM change WHERE dev_no = ? ORDER BY seq", (dev_no,))
    at, found = 0, list[tuple[bytes, bytes]]()
    for seq, h, raw in rows:
        if seq != at:
            if found:
                yield at, found
            if at and seq > at + 1:
                yield at + 1, []
            at, found = seq, []
        found.append((h, raw))
    if found:
        yield at, found


def _records(driver: Any, decode: Decode) -> Iterator[str]:
    names = Names(driver)
    columns = defaultdict(bytes, driver.execute("SELECT dev_no, dev FROM device").fetchall())
    for n, dev_no, seq, cell, h, raw in driver.execute(
        "SELECT n, dev_no, seq, cell, h, raw FROM change ORDER BY n"
    ):
        try:
            change = decode(raw, ChangeId(h)).change
        except ChangeRefusedError:
            yield said("Bản ghi {number} không đọc được.", number=n)
            continue
        place = (columns[dev_no], seq, cell)
        if (change.dev, change.seq, names.cell(change.register)) != place:
            yield said("Bản ghi {number} không khớp với chỗ của nó trong nhật ký.", number=n)


def _projections(driver: Any, decode: Decode) -> Iterator[str]:
    rows = read_rows(driver, decode)
    wanted, found = expected(driver, rows), live(driver)
    for table in TABLES:
        difference = getattr(wanted, table) ^ getattr(found, table)
        if difference:
            yield said(
                "Bảng «{table}» ({what}) lệch {count} dòng so với nhật ký.",
                table=table,
                what=_WHAT[table],
                count=len(difference),
            )
