"""The planted bugs: each is written into a copy of the program, and a directed test must notice.

A bug is an exact replacement of text. Whoever rewrites the place a bug is planted in rewrites the
bug with it: ``tests/architecture/test_planted_bugs.py`` fails while a text is not found exactly
once. The mistake itself should stay the same one; if it has become impossible, say so where it stood.
"""

from __future__ import annotations

from dataclasses import dataclass

REGISTERS = "tests/contract/test_store_registers.py"
RULES = "tests/proof/test_directed.py"
MERGES = "tests/services/test_merging.py"
CUT = "tests/services/test_cut_bundles.py"
RECORDS = "tests/unit/formats/test_changes.py"
RUNS = "tests/unit/domain/log/test_log_values.py"
CONTAINERS = "tests/unit/formats/test_bundle_vectors.py"
VECTORS = "tests/proof/test_change_vectors.py"
REVOKED = "tests/property/test_quarantine.py"
STORE = "tests/contract/test_store_vault.py"
QUARANTINE = "tests/unit/domain/log/test_log_quarantine.py"


@dataclass(frozen=True)
class Bug:
    """One mistake and the test file that must fail with it."""

    name: str
    """A mistake that somebody has made, here or elsewhere."""
    path: str
    """Below ``inspector_app``."""
    edits: tuple[tuple[str, str], ...]
    killer: str
    only: str = ""
    """Words of pytest's ``-k`` that choose the directed tests of that file."""


_COUNTED_AT_THE_START = """\
        self._registers = registers
        row = driver.execute("SELECT ifnull(max(n), 0) FROM change").fetchone()
        self._at_start = int(row[0])
"""


def _bug(name: str, path: str, old: str, new: str, killer: str = REGISTERS, only: str = "") -> Bug:
    return Bug(name, path, ((old, new),), killer, only)


BUGS: tuple[Bug, ...] = (
    # --- registers
    _bug(
        "M1: a reference into another register counts within one transaction",
        "store/heads.py",
        "elif cells[found] == cells[at]:",
        "else:",
    ),
    _bug(
        "M2: a reference into another register removes a stored head",
        "store/heads.py",
        "elif found[0] == cell:",
        "else:",
    ),
    _bug(
        "M3: a forged reference waits for its victim in another register",
        "store/heads.py",
        "            if cells[at] == cell:",
        "            if cell:",
    ),
    _bug(
        "references to changes that come later are forgotten",
        "store/heads.py",
        "for seq, h16, cell in awaited:",
        "for seq, h16, cell in awaited[:0]:",
    ),
    _bug(
        "references that were waited for are never struck off",
        "store/heads.py",
        "DELETE FROM pend WHERE dev = ? AND seq = ? AND h16 = ?",
        "DELETE FROM pend WHERE 0 AND dev = ? AND seq = ? AND h16 = ?",
        RULES,
    ),
    _bug(
        "the last writer wins: one head is shown, the others are left out",
        "store/heads.py",
        "return tuple(sorted(found, key=lambda head: head.id))",
        "return tuple(sorted(found, key=lambda head: head.lam)[-1:])",
    ),
    _bug(
        "equal answers are called a conflict",
        "store/heads.py",
        "return len(heads), len(values), len(forms)",
        "return len(heads), len(heads), len(forms)",
    ),
    _bug(
        "long values that begin alike are called equal",
        "store/heads.py",
        "values, forms = {head.value_key for head in heads},",
        "values, forms = {head.value_key[:40] for head in heads},",
        RULES,
    ),
    _bug(
        "a clock decides what is shown while a conflict is open",
        "domain/log/register.py",
        "return max(heads, key=lambda head: (head.lam, head.id), default=None)",
        "return max(heads, key=lambda head: (head.wall, head.id), default=None)",
        RULES,
    ),
    _bug(
        "a conflict keeps its name when a late head arrives",
        "domain/log/register.py",
        'b"".join(sorted(head.id for head in heads))',
        "min(head.id for head in heads)",
        RULES,
    ),
    _bug(
        "a removal hides an edit that its author had not seen",
        "domain/log/entity.py",
        "if not head.is_deletion and head.id[:16] not in seen",
        "if head.is_deletion and head.id[:16] not in seen",
    ),
    _bug(
        "unknown kinds are projected",
        "domain/log/change.py",
        "PROJECTED: Final[frozenset[int]] = frozenset(Kind)",
        "PROJECTED: Final[frozenset[int]] = frozenset(range(1000))",
    ),
    # --- chains
    Bug(
        "M4: runs of one device in one bundle do not see each other",
        "store/merging.py",
        (
            ("        self._registers = registers\n", _COUNTED_AT_THE_START),
            (
                'WHERE dev_no = ? AND seq BETWEEN ? AND ?",\n            (dev_no,',
                'WHERE dev_no = ? AND seq BETWEEN ? AND ? AND n <= ?",\n            (dev_no,',
            ),
            (
                "(dev_no, segment.first, segment.seal.seq),",
                "(dev_no, segment.first, segment.seal.seq, self._at_start),",
            ),
        ),
        REGISTERS,
    ),
    _bug(
        "M5: the other branch of a fork is dropped",
        "store/batches.py",
        "if id_ not in known.get(seq, ())",
        "if seq not in known",
    ),
    _bug(
        "a second merge writes everything again",
        "store/batches.py",
        "if id_ not in known.get(seq, ())",
        "if id_",
    ),
    _bug(
        "a fork is not noted",
        "store/merging.py",
        "INSERT OR IGNORE INTO fork VALUES (?, ?)",
        "DELETE FROM fork WHERE dev_no = ? AND seq = ?",
    ),
    _bug(
        "a gap is not noted",
        "store/merging.py",
        "if segment.first == 1 or self._is_stored(",
        "if segment.first or self._is_stored(",
    ),
    _bug(
        "a gap never closes",
        "store/merging.py",
        "AND c.seq = gap.seq - 1 AND c.h = gap.base_h",
        "AND c.seq = gap.seq AND c.h = gap.base_h",
    ),
    _bug(
        "a run with a hole behind it counts as known",
        "store/merging.py",
        "return found is None",
        "return found is None or found is not None",
    ),
    _bug(
        "a stale end stays a leaf",
        "store/merging.py",
        "            if self._is_continued(dev_no, seq, ChangeId(h)):",
        "            if seq < 0:",
    ),
    _bug(
        "after a merge a clone goes on from the other clone's end",
        "store/merging.py",
        "ORDER BY leaf.h = device.own_h DESC, leaf.seq DESC",
        "ORDER BY leaf.seq DESC",
    ),
    _bug(
        "one forged Lamport number uses up everybody's",
        "store/merging.py",
        "(lam for lam in new.lams if lam <= MAX_FOLLOWED_LAMPORT)",
        "(lam for lam in new.lams if lam <= 2 * MAX_FOLLOWED_LAMPORT)",
    ),
    _bug(
        "names of a transaction that was rolled back are remembered",
        "store/vault_store.py",
        "self._names.forget()",
        "pass",
        RULES,
    ),
    _bug(
        "the log can be altered",
        "store/tables.py",
        "APPEND_ONLY: Final = (change, ent, path)",
        "APPEND_ONLY: Final = (ent, path)",
        STORE,
        "forbids",
    ),
    # --- revocations
    _bug(
        "what a revoked device wrote counts when it arrives later",
        "store/quarantine.py",
        "if not self._controls or not (is_news or dev in self._watched):",
        "if not self._controls or not is_news:",
        RULES,
    ),
    _bug(
        "what was adopted does not count",
        "store/quarantine.py",
        "if not is_control(self._decode(raw, ChangeId(h))):",
        "if is_control(self._decode(raw, ChangeId(h))):",
        REVOKED,
    ),
    _bug(
        "the other branch of a revoked clone counts",
        "store/quarantine.py",
        " SELECT n FROM change WHERE dev_no = ? AND seq = ? AND h <> ?",
        " SELECT n FROM change WHERE dev_no = ? AND seq = ? AND h < ? AND 0",
        REVOKED,
    ),
    _bug(
        "an ordinary change replaces the answers of several others",
        "store/heads.py",
        "several = [at for at in live if len(batch.sups[at]) > 1]",
        "several = [at for at in live if len(batch.sups[at]) > 1000]",
        VECTORS,
        "over",
    ),
    # --- what is read
    _bug(
        "the seal is not verified",
        "domain/log/runs.py",
        "if not verify(segment.public_key,",
        "if segment.frames is None and not verify(segment.public_key,",
    ),
    _bug(
        "the chain need not end in the sealed id",
        "domain/log/runs.py",
        "if ids[-1] != seal.id:",
        "if not ids:",
        VECTORS,
        "altered",
    ),
    _bug(
        "a device writes in another device's name",
        "domain/log/runs.py",
        "is_own = {one.dev for one in fields} == {seal.dev}",
        "is_own = bool(fields)",
        RUNS,
    ),
    _bug(
        "a number of 64 bits gets in",
        "formats/changes.py",
        "_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]",
        "_Natural = Annotated[int, msgspec.Meta(ge=0)]",
        RECORDS,
    ),
    _bug(
        "one value has two spellings",
        "formats/changes.py",
        "if _encode(value) != value_bytes:",
        "if value_bytes is None:",
        RECORDS,
    ),
    Bug(
        "the length of a record is not checked",
        "formats/segments.py",
        (
            ("<= MAX_RECORD_BYTES or at > len(raw):", "<= MAX_RECORD_BYTES:"),
            ("    if at != len(raw):\n", "    if at < len(raw):\n"),
        ),
        VECTORS,
        "length",
    ),
    _bug(
        "bytes after the last record are overlooked",
        "formats/segments.py",
        "    if at != len(raw):\n",
        "    if at < 0:\n",
        VECTORS,
        "after",
    ),
    _bug(
        "padding is not looked at",
        "formats/bundle_reader.py",
        "if length and (yield length, True) != bytes(length):",
        "if length and not (yield length, True):",
        CONTAINERS,
        "container",
    ),
    _bug(
        "the hash of a run is not compared",
        "formats/bundle_reader.py",
        "if hashlib.sha256(data).hexdigest() != member.sha256:",
        "if not member.sha256:",
        CONTAINERS,
        "members",
    ),
    _bug(
        "whoever signed may send",
        "formats/bundle_reader.py",
        "if not self._sink.trusts(signer, device):",
        "if self._sink.trusts(signer, device) is None:",
        CONTAINERS,
        "sig",
    ),
    # --- revocation
    _bug(
        "what a revoked device wrote on another branch counts",
        "domain/log/quarantine.py",
        "return seq > cut.seq or line.get(seq, stored.id) != stored.id",
        "return seq > cut.seq",
        QUARANTINE,
        "another_branch",
    ),
    _bug(
        "a revoked device can take its own revocation back",
        "domain/log/quarantine.py",
        "            if other.change.dev == cut.dev and is_beyond(other, cut, line):",
        "            if other.change.dev == cut.dev and cut.seq > other.change.seq:",
        QUARANTINE,
        "revokes_and_adopts_nothing",
    ),
    _bug(
        "the later of two revocations counts",
        "store/quarantine.py",
        "for cut in cuts:\n                self._find_beyond(cut)",
        "for cut in cuts[-1:]:\n                self._find_beyond(cut)",
        "tests/property/test_quarantine.py",
    ),
    _bug(
        "a revoked device still vouches for a new one",
        "domain/log/quarantine.py",
        "if heir == cut.revocation.change.dev:",
        "if heir:",
        QUARANTINE,
        "vouches_for",
    ),
    # --- what people may say
    _bug(
        "the person named in a change is not checked",
        "services/judging.py",
        "if actors - {person}:",
        "if not actors:",
        MERGES,
        "another_persons_name",
    ),
    _bug(
        "anybody decides conflicts",
        "services/judging.py",
        "if change.kind == Kind.RESOLVE and not self._may_decide:",
        "if change.kind is None and not self._may_decide:",
        MERGES,
        "no_honest_program and decision",
    ),
    _bug(
        "a decision passes for a plain answer that nobody judges",
        "services/judging.py",
        "is_plain = one.kind == Kind.SET and len(one.sup) < 2",
        "is_plain = len(one.sup) < 2",
        MERGES,
        "no_honest_program and decision",
    ),
    # "An ordinary answer replaces what others wrote at the same time" stood here, planted where it is
    # written: the registers now overlook such references, see "an ordinary change replaces …" above.
    _bug(
        "a decision covers heads that were not shown",
        "services/conflicts.py",
        "next((one for one in decider.reader.open() if one.id == conflict), None)",
        "next((one for one in decider.reader.open() if one.id), None)",
        MERGES,
        "late_answer_reopens",
    ),
    _bug(
        "evidence counts before the bundle has ended",
        "services/merging.py",
        "            self._current.complete()\n",
        "            self._current.publish()\n",
        CUT,
        "was_cut",
    ),
)
