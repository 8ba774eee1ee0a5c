"""The dossier flow is found in every checklist that the program ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.formats import xlsforms
from inspector_app.services.flows import CODES, flow_columns

FORMS = Path(__file__).parents[2] / "forms"
PACKS = sorted(path.parent.name for path in FORMS.glob("*/survey.csv"))


@pytest.mark.parametrize("name", PACKS)
def test_every_shipped_checklist_has_one_flow(name: str) -> None:
    files = {path.name: path.read_bytes() for path in sorted((FORMS / name).glob("*.csv"))}
    form = xlsforms.read_pack(files, name).form
    found = [
        columns
        for table in form.repeats.values()
        if (columns := flow_columns({one: form.questions[one] for one in table.questions}))
    ]
    assert [len(columns) for columns in found] == [len(CODES)]
