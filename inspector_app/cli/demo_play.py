"""The demonstration played: the same services as the window and every command, nothing private."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from inspector_app.cli import conflict_documents, documents
from inspector_app.cli.answering import write_entries
from inspector_app.cli.demo_scenario import PlannedUnit, Player, Scenario
from inspector_app.cli.sample_recording import (
    answer_table,
    record_evidence,
    record_finding,
    record_session,
)
from inspector_app.cli.sample_units import section_of, workbook
from inspector_app.domain.errors import BundleSenderError
from inspector_app.domain.trip.values import Inspection, Side
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import N_
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.vaults import CreatedVault
from inspector_app.services.workshop import SIGNING_FIELDS, Services, Workshop

LEADER, SECRETARY, MEMBER = "leader", "secretary", "member"
CARDS: Final = "the"
BUNDLES: Final = "goi"
MINUTES: Final = "bien-ban"
KEYS: Final = "khoa-thuc-hanh"
RECEIPTS: Final = "bien-nhan"
EVIDENCE: Final = "tep-goc"
ANSWERS: Final = "tra-loi"


class CheckFailedError(Exception):
    """The demonstration found that what it wrote is not right: a defect of the program."""


@dataclass
class Played:
    """What came out, for the summary."""

    vaults: dict[str, CreatedVault] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)
    fingerprints: dict[str, str] = field(default_factory=dict)
    receipts: list[tuple[str, BundleReceipt]] = field(default_factory=list)
    minutes: list[dict[str, object]] = field(default_factory=list)
    conflict: dict[str, object] = field(default_factory=dict)
    key_password: str = ""


class Play:
    """Plays a scenario into a folder.

    Args:
        workshop: the program.
        scenario: what happens.
        folder: an existing empty folder.
    """

    def __init__(self, workshop: Workshop, scenario: Scenario, folder: Path) -> None:
        self._workshop = workshop
        self._scenario = scenario
        self._folder = folder
        self._files = HostFiles()
        self._open: dict[str, Services] = {}
        self.played = Played()

    def steps(self) -> Iterator[str]:
        """Do one step after the other; yields what comes next before it is done."""
        for name in (CARDS, BUNDLES, MINUTES, KEYS, RECEIPTS, EVIDENCE, ANSWERS):
            (self._folder / name).mkdir()
        yield N_("Tạo ba kho dữ liệu và đổi thẻ nhận diện")
        self._make_vaults()
        yield N_("Tạo đợt kiểm tra và gửi gói cho hai thành viên")
        self._share_trip()
        for unit in self._scenario.units:
            yield N_("Hai thành viên điền phiếu tại đơn vị")
            self._fill(unit)
        yield N_("Một câu hai người ghi khác nhau")
        self._disagree()
        yield N_("Gửi gói cho trưởng đoàn và gộp")
        self._collect()
        yield N_("Trưởng đoàn quyết định xung đột và kết luận")
        self._conclude()
        yield N_("Gửi gói của trưởng đoàn cho các thành viên")
        self._return()
        for unit in self._scenario.units:
            yield N_("Lập, ký số và xác thực biên bản")
            self._write_minutes(unit)
        yield N_("Kiểm tra lại mọi thứ đã ghi")
        self._check()

    def close(self) -> None:
        """Close every vault."""
        for services in self._open.values():
            services.close()
        self._open.clear()

    # --- keys and trip

    def _make_vaults(self) -> None:
        for player in self._scenario.players:
            path = str(self._folder / player.folder)
            made = self._workshop.create_vault(path, player.passphrase, player.person)
            services = self._workshop.open_vault(path, player.passphrase)
            self._open[player.key] = services
            services.cards.export(self._card(player))
            self.played.vaults[player.key] = made
            self.played.fingerprints[player.key] = made.fingerprint
        for player in self._scenario.players:
            if player.key != LEADER:
                words = self.played.fingerprints[player.key]
                self._leader.cards.import_(self._card(player), fingerprint=words)

    def _share_trip(self) -> None:
        self._leader.trips.create(workbook())
        pack = self._path(BUNDLES, "dot-kiem-tra.inspb")
        self._leader.trips.export_pack(pack)
        for key in (SECRETARY, MEMBER):
            services = self._open[key]
            try:
                services.trips.import_pack(pack)
            except BundleSenderError:
                pass  # as it must be: nobody vouched for the signer yet
            else:
                raise CheckFailedError("a pack of an unknown signer was taken in")
            words = self.played.fingerprints[LEADER]  # read aloud by the leader
            receipt = services.trips.import_pack(pack, words).value
            self._keep_receipt(f"dot-kiem-tra-{key}", receipt)

    # --- at the units

    def _fill(self, unit: PlannedUnit) -> None:
        """Each section by whom it belongs to, and so its findings and evidence."""
        for player in self._scenario.players:
            if player.sections:
                services, inspection = self._at(player, unit)
                form = services.forms.show(inspection.form_sha256)
                entries = unit.sample.entries(form, player.sections)
                table = self._path(ANSWERS, f"{unit.folder}-{player.folder}.csv")
                self._write(table, answer_table(entries).encode())
                write_entries(services, inspection, entries)
        services, inspection = self._at(self._player(SECRETARY), unit)
        record_session(services, inspection.id, unit.sample)
        for finding in unit.sample.findings:
            services, inspection = self._at(self._owner(unit, finding.question), unit)
            record_finding(services, inspection.id, finding)
        for one in unit.sample.evidence:
            services, inspection = self._at(self._owner(unit, one.question), unit)
            record_evidence(services, inspection.id, one, self._folder / EVIDENCE)

    def _owner(self, unit: PlannedUnit, question: str) -> Player:
        form = self._leader.forms.show(self._inspection(LEADER, unit).form_sha256)
        return self._scenario.owner(section_of(form, question))

    def _disagree(self) -> None:
        planned = self._scenario.conflict
        for key, text in planned.values.items():
            services = self._open[key]
            inspection = self._inspection(key, self._unit(planned.unit)).id
            services.inspections.answer(inspection, planned.question, Side.VERIFIED, text)

    # --- exchange

    def _collect(self) -> None:
        paths = {}
        for key in (SECRETARY, MEMBER):
            paths[key] = self._path(BUNDLES, f"tu-{self._player(key).folder}.inspb")
            self._open[key].bundles.export(paths[key])
        for key, path in paths.items():
            self._keep_receipt(f"gop-{key}", self._leader.bundles.merge_one(path))

    def _conclude(self) -> None:
        planned = self._scenario.conflict
        conflicts = self._leader.conflicts.list()
        if len(conflicts) != 1:
            raise CheckFailedError(f"{len(conflicts)} conflicts instead of one")
        found = conflicts[0]
        author = self._player(planned.choose).person.name
        kept = next(head for head in found.heads if head.author == author)
        outcome = self._leader.conflicts.resolve(
            found.id, choose=kept.change, reason=planned.reason
        )
        self.played.conflict = {
            **conflict_documents.conflict(found),
            "decided": documents.plain(outcome.value.value),
            "reason": planned.reason,
        }
        for unit in self._scenario.units:
            inspection = self._inspection(LEADER, unit).id
            self._leader.sessions.record(inspection, "conclusion", unit.sample.conclusion)

    def _return(self) -> None:
        path = self._path(BUNDLES, f"tu-{self._player(LEADER).folder}.inspb")
        self._leader.bundles.export(path)
        for key in (SECRETARY, MEMBER):
            self._keep_receipt(f"nhan-ve-{key}", self._open[key].bundles.merge_one(path))

    # --- minutes

    def _write_minutes(self, unit: PlannedUnit) -> None:
        inspection = self._inspection(LEADER, unit).id
        paper = self._path(MINUTES, f"{unit.folder}.pdf")
        digital = self._path(MINUTES, f"{unit.folder}-cho-ky-so.pdf")
        signed = self._path(MINUTES, f"{unit.folder}-da-ky-so.pdf")
        reports = self._leader.reports
        pages = reports.build(inspection, paper).value.pages
        reports.build(inspection, digital, digital=True)
        root = self._make_keys(unit)
        source = digital
        for signer in SIGNING_FIELDS:
            owner = SECRETARY if signer == "secretary" else LEADER
            key = self._key(unit, f"{signer}.p12")
            password = self.played.key_password
            self._open[owner].reports.sign(
                source, signed, signer, key, password, replace=source == signed
            )
            source = signed
        verdict = self._workshop.verify_report(signed, [root])
        if not verdict.is_valid or len(verdict.signatures) != len(SIGNING_FIELDS):
            raise CheckFailedError(f"signed minutes: {sorted(verdict.codes)}")
        self.played.minutes.append(
            {
                "unit": unit.name,
                "inspection": inspection.hex(),
                "pages": pages,
                "paper": self._name(paper),
                "digital": self._name(digital),
                "signed": self._name(signed),
                "root": self._name(root),
                "verdict": str(verdict.kind),
                "signers": [one.signer for one in verdict.signatures],
                "sha256": verdict.sha256,
            }
        )

    def _make_keys(self, unit: PlannedUnit) -> str:
        (self._folder / KEYS / unit.folder).mkdir()
        names = {
            "secretary": self._player(SECRETARY).person.name,
            "unit": unit.sample.represented_by,
            "leader": self._player(LEADER).person.name,
        }
        made = self._workshop.practice_keys(names)
        self.played.key_password = made.password
        for name, data in made.key_files.items():
            self._write(self._key(unit, f"{name}.p12"), data)
        root = self._key(unit, "goc.pem")
        self._write(root, made.root)
        return root

    # --- proof

    def _check(self) -> None:
        for key, services in self._open.items():
            view = services.vault.info()
            self.played.digests[key], self.played.changes[key] = view.state_digest, view.changes
            problems = services.vault.check().problems
            if problems:
                raise CheckFailedError(f"{key}: {problems}")
            if services.conflicts.list():
                raise CheckFailedError(f"{key}: conflicts remain")
        if len(set(self.played.digests.values())) != 1:
            raise CheckFailedError(f"the vaults differ: {self.played.digests}")
        for key in (SECRETARY, MEMBER):
            again = self._path(BUNDLES, f"tu-{self._player(key).folder}.inspb")
            receipt = self._leader.bundles.merge_one(again)
            if receipt.status != "known":
                raise CheckFailedError(f"merged again: {receipt.status}")

    # --- inside

    @property
    def _leader(self) -> Services:
        return self._open[LEADER]

    def _player(self, key: str) -> Player:
        return self._scenario.player(key)

    def _unit(self, folder: str) -> PlannedUnit:
        return next(one for one in self._scenario.units if one.folder == folder)

    def _at(self, player: Player, unit: PlannedUnit) -> tuple[Services, Inspection]:
        return self._open[player.key], self._inspection(player.key, unit)

    def _inspection(self, key: str, unit: PlannedUnit) -> Inspection:
        return self._open[key].inspections.find(unit.name)

    def _card(self, player: Player) -> str:
        return self._path(CARDS, f"{player.folder}.inspcard")

    def _key(self, unit: PlannedUnit, name: str) -> str:
        return str(self._folder / KEYS / unit.folder / name)

    def _path(self, *parts: str) -> str:
        return str(self._folder.joinpath(*parts))

    def _name(self, path: str) -> str:
        """A path as seen from the demonstration's folder."""
        return Path(path).relative_to(self._folder).as_posix()

    def _write(self, path: str, data: bytes) -> None:
        with self._files.create(path) as sink:
            sink.write(data)

    def _keep_receipt(self, name: str, receipt: BundleReceipt) -> None:
        self.played.receipts.append((name, receipt))
        document = {**documents.receipt(receipt), "path": self._name(receipt.path)}
        text = json.dumps(document, ensure_ascii=False, indent=2)
        self._write(self._path(RECEIPTS, f"{name}.json"), text.encode() + b"\n")
