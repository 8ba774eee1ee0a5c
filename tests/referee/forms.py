"""The forms that the engines are compared on: the corpus and every shipped checklist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.formats.xlsforms import read_form_file, read_pack
from tests.referee.javarosa import ZONE, JavaRosa
from tests.referee.outline import Outline, read_outline

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "vectors" / "forms" / "corpus"
SHIPPED = ROOT / "forms"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One form: as a document with the files beside it, and as we read it."""

    name: str
    xform: bytes
    files: dict[str, bytes]
    form: Form
    outline: Outline

    def theirs(self, referee: JavaRosa, folder: Path) -> Callable[[], JavaRosa]:
        """JavaRosa with an empty instance, each time; ``folder`` takes the document."""
        path = folder / f"{self.name}.xml"
        path.write_bytes(self.xform)
        for name, data in self.files.items():
            (folder / name).write_bytes(data)

        def start() -> JavaRosa:
            referee.load(path)
            return referee

        return start

    def ours(self) -> DryRun:
        """Our engine with an empty instance, in the same place and time as the driver's."""
        return DryRun(
            self.form,
            Surroundings(
                now_ms=int(datetime.now(UTC).timestamp() * 1000),
                offset=_offset,
                username="thanh.tra",
                deviceid="may-01",
                phonenumber="0900000000",
                email="thanh.tra@example.vn",
            ),
        )


def names() -> list[str]:
    """All forms, the corpus first."""
    corpus = [path.stem for path in sorted(CORPUS.glob("*.md"))]
    return corpus + sorted(path.parent.name for path in SHIPPED.glob("*/survey.csv"))


@cache
def entry(name: str) -> Entry:
    """One form by its name."""
    files: dict[str, bytes] = {}
    source = CORPUS / f"{name}.md"
    if source.exists():
        files = {path.name: path.read_bytes() for path in CORPUS.glob("*.csv")}
        file = read_form_file(source.read_bytes(), source.name, files)
    else:
        tables = {path.name: path.read_bytes() for path in (SHIPPED / name).glob("*.csv")}
        file = read_pack(tables, name)
    return Entry(name, file.xform, files, file.form, read_outline(file.xform))


def _offset(moment: int) -> int:
    local = (_EPOCH + timedelta(milliseconds=moment)).astimezone(ZoneInfo(ZONE))
    away = local.utcoffset()
    assert away is not None
    return int(away.total_seconds() // 60)
