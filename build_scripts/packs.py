"""Makes the shipped checklists from ``forms/source``.

python -m build_scripts.packs           write forms/<pack>/{survey,choices,settings}.csv
python -m build_scripts.packs --check   exit 1 when a checklist is not what the source says
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Sequence

from build_scripts.layout import say
from build_scripts.pack_columns import COLUMNS, EN, VI
from build_scripts.pack_rows import choices_of, survey_rows
from build_scripts.pack_source import FORMS, Pack, SourceError, choice_rows, packs, sections

_CHOICE_COLUMNS = ("list_name", "name", f"label{VI}", f"label{EN}", "score")
_SETTINGS = ("form_title", "form_id", "version", "default_language", "namespaces")


def tables() -> dict[str, str]:
    """Every file of every checklist: path below ``forms/`` to text. Raises: SourceError."""
    source, choices = tuple(sections()), choice_rows()
    found: dict[str, str] = {}
    for pack in packs():
        rows = survey_rows(pack, source)
        used = choices_of(rows, choices, pack)
        found[f"{pack.folder}/survey.csv"] = _csv(
            COLUMNS, ([row.get(one, "") for one in COLUMNS] for row in rows)
        )
        found[f"{pack.folder}/choices.csv"] = _csv(
            _CHOICE_COLUMNS,
            ([one["list_name"], one["name"], one["vi"], one["en"], one["score"]] for one in used),
        )
        found[f"{pack.folder}/settings.csv"] = _csv(_SETTINGS, [_settings(pack)])
    return found


def _settings(pack: Pack) -> Sequence[str]:
    language = VI.removeprefix("::")
    return (
        pack.title[0],
        pack.form_id,
        pack.version,
        language,
        'insp="http://inspector-app.vn/xforms"',
    )


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write or check the checklists; return the exit status."""
    if arguments not in ([], ["--check"]):
        say(__doc__ or "")
        return 2
    try:
        wanted = tables()
    except SourceError as error:
        say(str(error))
        return 1
    status = 0
    for name, text in wanted.items():
        path = FORMS / name
        if not arguments:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            say(f"forms/{name} is stale; run: python -m build_scripts.packs")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
