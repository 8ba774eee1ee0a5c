"""Names for what changes are about: «Xã A · câu 3.2 · số đoàn xác minh» instead of ids and paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.errors import FormError, FormMissingError, NotFoundError
from inspector_app.domain.form.definition import UPLOADS, Question
from inspector_app.domain.log.change import DEVICE_PATHS, Change, Register, Value
from inspector_app.domain.log.entity import LIFE, Entity, EntityType
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.quarantine import ADOPT
from inspector_app.domain.log.register import provisional
from inspector_app.domain.trip.history import Subject
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import TABLE, answer_of
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of, placing_of
from inspector_app.services.forms import FormService
from inspector_app.services.placing import Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields, read_inspection
from inspector_app.services.score_registers import score_of

DEVICE: Final = "device"
_NAMES: Final = ("text", "name", "title", "caption")
_LONGEST: Final = 80
_LANGUAGE: Final = "vi"
_REFERENCES: Final = frozenset(("unit", "team", "finding", "requirement", "evidence"))


def _device_of(change: Change) -> DeviceId:
    """The device that a change of a device's register is about; adopting names it in its value."""
    told = change.value.get("dev") if isinstance(change.value, Mapping) else None
    if change.path == ADOPT and isinstance(told, bytes) and len(told) == len(change.ent):
        return DeviceId(told)
    return DeviceId(change.ent)


class Subjects:
    """Names of one transaction's entities; each is looked up once."""

    def __init__(self, log: Log, forms: FormService, directory: Directory) -> None:
        self._log, self._forms, self._directory = log, forms, directory
        self._placings: dict[EntityId, Placing | None] = {}
        self._units: dict[EntityId, str] = {}
        self._inspections: dict[EntityId, EntityId | None] = {}
        self._entities: dict[EntityId, Entity | None] = {}
        self._names: dict[EntityId, str] = {}
        self._rows: dict[tuple[str, EntityId], tuple[EntityId, ...]] = {}
        self._files: dict[EntityId, dict[str, str]] = {}

    def placing(self, inspection: EntityId | None) -> Placing | None:
        """The present form of an inspection."""
        if inspection is None:
            return None
        if inspection not in self._placings:
            self._placings[inspection] = placing_of(self._log, self._forms, inspection)
        return self._placings[inspection]

    def inspection(self, ent: EntityId) -> EntityId | None:
        """The inspection that an entity belongs to."""
        if ent not in self._inspections:
            self._inspections[ent] = inspection_of(self._log, ent)
        return self._inspections[ent]

    def question(self, change: Change) -> Question | None:
        """The question that a change answers: as it stands now, else as its author saw it."""
        placing = self.placing(self.inspection(change.ent))
        if placing is None:
            return None
        score = score_of(change.path)
        found = answer_of(change.path)
        key = score[0] if score else found[0] if found else ""
        if not key:
            return self._linked(change.ent, placing)
        asked = placing.question(key)
        if asked is None and found is not None:
            seen = placing.question_in(change.form, key)
            asked = seen[1] if seen else None
        return asked

    def _linked(self, ent: EntityId, placing: Placing) -> Question | None:
        """The question of a finding, a requirement, a piece of evidence."""
        entity = self._entity(ent)
        if entity is None or entity.type not in (
            EntityType.FINDING,
            EntityType.REQUIREMENT,
            EntityType.EVIDENCE,
        ):
            return None
        key = Fields({"question": self._log.heads(Register(ent, "question"))}).text("question")
        return placing.question(key) if key else None

    def subject(self, change: Change) -> Subject:
        """What a change is about."""
        ent, path = change.ent, change.path
        if path in DEVICE_PATHS:
            name = self._directory.device(_device_of(change))
            return Subject(ent, path, DEVICE, name=name)
        of, entity = self.inspection(ent), self._entity(ent)
        asked, found = self.question(change), answer_of(path)
        kind = entity.type.partition("/")[0] if entity else ""
        table, row = self._row(entity, self.placing(of)) if kind == EntityType.ROW else ("", 0)
        return Subject(
            entity=ent,
            path=path,
            type=kind,
            inspection=of,
            unit=self._unit(of, entity),
            name="" if kind in (EntityType.INSPECTION, EntityType.ROW) else self.name(ent),
            clause=asked.clause if asked else "",
            question=asked.name if asked else (found[0].removeprefix(TABLE) if found else ""),
            label=asked.label.in_(_LANGUAGE) if asked else "",
            side=found[1] if found else None,
            is_figure=asked is None or asked.is_figure,
            table=table,
            row=row,
        )

    def node(self, change: Change) -> str:
        """The XPath of what a change answers, with the numbers of rows; empty for no node."""
        asked, entity = self.question(change), self._entity(change.ent)
        placing = self.placing(self.inspection(change.ent))
        is_row = entity is not None and entity.type.startswith(f"{EntityType.ROW}/")
        if is_row and entity is not None and placing is not None and change.path == LIFE:
            table = placing.question(TABLE + entity.type.partition("/")[2])
            return self._numbered(table.path, entity, placing) if table else ""
        if asked is None or answer_of(change.path) is None:
            return ""
        if is_row and entity is not None and placing is not None:
            return self._numbered(asked.path, entity, placing)
        return asked.path

    def _numbered(self, path: str, entity: Entity, placing: Placing) -> str:
        """A path with the number of each row that it goes through."""
        row: Entity | None = entity
        while row is not None and row.type.startswith(f"{EntityType.ROW}/"):
            table = placing.question(TABLE + row.type.partition("/")[2])
            number = self._row(row, placing)[1]
            if table is not None and path.startswith(table.path) and number:
                path = f"{table.path}[{number}]{path[len(table.path) :]}"
            row = self._entity(row.parent) if row.parent else None
        return path

    def value(self, change: Change) -> Value:
        """What a change wrote, with names in place of ids, hashes and maps; choices stay codes."""
        found, recorded = answer_of(change.path), change.value
        if found is not None:
            return self._answer(found[0], found[1], change)
        if change.path == "_" or change.path == "session":
            return None
        if change.path in _REFERENCES:
            return self._referred(recorded)
        if change.path.startswith("form") and isinstance(recorded, str) and len(recorded) == 64:
            return self._form(recorded)
        if isinstance(recorded, Mapping):
            return self._map(recorded)
        return recorded

    def _answer(self, key: str, side: Side, change: Change) -> Value:
        of, recorded = self.inspection(change.ent), change.value
        placing = self.placing(of)
        if placing is None or of is None:
            return recorded
        asked = placing.question(key)
        if asked is not None and asked.type in UPLOADS and not side.is_text:
            name = self._file_names(of).get(str(recorded or "").partition(".")[0])
            return name or recorded
        return placing.read(key, side, change)

    def _referred(self, recorded: Value) -> Value:
        if isinstance(recorded, bytes):
            return self.name(EntityId(recorded)) or recorded.hex()[:8]
        if isinstance(recorded, list | tuple):
            return [self.name(EntityId(one)) for one in recorded if isinstance(one, bytes)]
        return recorded

    def _form(self, sha256: str) -> str:
        try:
            form = self._forms.of(self._log, sha256)
        except (FormError, FormMissingError):
            return sha256[:8]
        return f"{form.title.in_(_LANGUAGE)} {form.version}".strip()

    def _map(self, recorded: Mapping[str, Value]) -> Value:
        if isinstance(recorded.get("card"), bytes):
            member = recorded.get("member")
            return self.name(EntityId(member)) if isinstance(member, bytes) else None
        told = ("reason", "name", "text", "verified", "title", "file", "device")
        return next((one for key in told if (one := recorded.get(key)) not in (None, "")), None)

    def name(self, ent: EntityId) -> str:
        """What an entity is called; empty where nothing tells."""
        if ent not in self._names:
            fields = Fields(self._log.registers(ent))
            file = fields.value("file")
            text = str(file.get("name") or "") if isinstance(file, Mapping) else ""
            for path in _NAMES:
                text = text or fields.text(path)
            unit = fields.entity("unit")
            if not text and unit is not None and unit != ent:
                text = self.name(unit)
            if not text:
                number = fields.number("number")
                text = str(number) if number else ""
            text = " ".join(text.split())
            self._names[ent] = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
        return self._names[ent]

    def _entity(self, ent: EntityId) -> Entity | None:
        if ent not in self._entities:
            self._entities[ent] = self._log.entity(ent)
        return self._entities[ent]

    def _unit(self, of: EntityId | None, entity: Entity | None) -> str:
        if of is None:
            is_unit = entity is not None and entity.type == EntityType.UNIT
            return self.name(entity.id) if is_unit and entity else ""
        if of not in self._units:
            try:
                self._units[of] = read_inspection(self._log, of).unit.name
            except NotFoundError:
                self._units[of] = of.hex()[:8]
        return self._units[of]

    def _row(self, entity: Entity | None, placing: Placing | None) -> tuple[str, int]:
        if entity is None or entity.parent is None:
            return "", 0
        around = (entity.type, entity.parent)
        if around not in self._rows:
            self._rows[around] = self._log.entities(*around)
        rows = self._rows[around]
        number = rows.index(entity.id) + 1 if entity.id in rows else 0
        life = provisional(self._log.heads(Register(entity.id, LIFE)))
        index = life.value.get("index") if life and isinstance(life.value, Mapping) else None
        if isinstance(index, int):  # the form fixes which row it is
            number = index + 1
        key = entity.type.partition("/")[2]
        asked = placing.question(TABLE + key) if placing is not None else None
        return (asked.label.in_(_LANGUAGE) if asked else "") or key, number

    def _file_names(self, of: EntityId) -> dict[str, str]:
        if of not in self._files:
            found = {}
            for ent in self._log.entities(EntityType.EVIDENCE, of):
                file = Fields(self._log.registers(ent)).value("file")
                if isinstance(file, Mapping):
                    found[str(file.get("sha256"))] = str(file.get("name") or "")
            self._files[of] = found
        return self._files[of]
