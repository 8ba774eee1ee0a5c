"""What is recorded at a unit of the sample trip, by the services that every window and command use."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from inspector_app.cli.answer_files import Entry
from inspector_app.cli.demo_pictures import board_picture
from inspector_app.cli.sample_units import SampleEvidence, SampleFinding, SampleUnit
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.host.files import HostFiles
from inspector_app.services.workshop import Services

_COLUMNS: Final = ("question", "row", *(str(side) for side in Side))


def record_session(services: Services, inspection: EntityId, unit: SampleUnit) -> None:
    """When and where the team met the unit, who was present, what the unit said."""
    for field, text in unit.session.items():
        services.sessions.record(inspection, field, text)
    for of_team, name, post in unit.attendees:
        services.sessions.add_attendee(inspection, of_team, name, post)


def record_finding(services: Services, inspection: EntityId, planned: SampleFinding) -> None:
    """A finding with the requirement that answers it."""
    made = services.findings.add(
        inspection,
        planned.question,
        planned.severity,
        planned.text,
        planned.basis,
        planned.cause,
    ).value
    wanted = planned.requirement
    if wanted is not None:
        services.requirements.add(inspection, wanted.text, wanted.responsible, wanted.due, made.id)


def record_evidence(
    services: Services, inspection: EntityId, planned: SampleEvidence, folder: Path
) -> None:
    """Write the file into ``folder``, as a camera would, and take it in."""
    data = board_picture(planned.sheets) if planned.sheets else (planned.text + "\n").encode()
    path = str(folder / planned.name)
    with HostFiles().create(path) as sink:
        sink.write(data)
    services.evidence.add(inspection, path, planned.question, planned.caption)


def answer_table(entries: Iterable[Entry]) -> str:
    """Answers as the file that ``inspection answer --file`` takes."""
    lines: dict[tuple[str, str], dict[Side, str]] = {}
    for one in entries:
        lines.setdefault((one.question, one.row), {})[one.side] = one.text
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for (question, row), sides in lines.items():
        writer.writerow((question, row, *(sides.get(side, "") for side in Side)))
    return text.getvalue()
