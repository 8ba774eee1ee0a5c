"""``log verify``: honest logs are true, and every forgery in a real vault file is named precisely."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspector_app.domain.errors import CancelledError, WrongPassphraseError
from inspector_app.domain.log.change import Kind, actor_id, seal_bytes
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.trip.values import Side
from inspector_app.services.ports.crypto import PublicKeys, SecretKeys
from inspector_app.services.rooms import Identity
from inspector_app.services.verdicts import LogVerdict
from tests.kit.records import CODEC, KEYS
from tests.kit.tampering import attacked, number_of, record, rewrite
from tests.kit.team import PASSPHRASE, Colleague, Team, workshop

V = Side.VERIFIED


@pytest.fixture
def worked(team: Team) -> Team:
    """The secretary's work is at the leader's too; both vaults hold the same of it."""
    ent = team.commune()
    for name, text in (("c1_1", "yes"), ("c1_2", "no"), ("c1_1", "no"), ("c2_6", "yes")):
        team.secretary.services.inspections.answer(ent, name, V, text)
    team.secretary.reopen()
    team.secretary.services.findings.add(ent, "c1_1", text="Ban hành kế hoạch chậm")
    team.secretary.services.inspections.answer(ent, "c1_2", Side.NOTE, "xem lại")
    team.leader.take(team.secretary.send("s.inspb"))
    return team


def dev_of(one: Colleague) -> bytes:
    return bytes.fromhex(one.created.device_id)


def found(verdict: LogVerdict) -> list[tuple[str, str, int, int]]:
    """Problems: code, device, first and last number."""
    return [(one.code, one.device, one.first, one.last) for one in verdict.problems]


def last_of(verdict: LogVerdict, one: Colleague) -> int:
    return next(c.last for c in verdict.chains if c.device_id == one.created.device_id)


def test_every_honest_vault_and_copy_and_bundle_is_true(worked: Team) -> None:
    for one in worked.people:
        verdict = one.services.verification.own()
        assert (verdict.problems, verdict.remarks) == ((), ())
        assert all(chain.is_sound and chain.sessions for chain in verdict.chains)
    leader = worked.leader.services.verification
    chains = {chain.device: chain for chain in leader.own().chains}
    assert chains["Máy thu-ky"].enrolled_by == "Máy truong-doan"
    assert chains["Máy truong-doan"].is_own
    theirs = leader.of(worked.secretary.created.path, PASSPHRASE)
    assert theirs.is_sound
    assert theirs.is_compared
    assert theirs.owner != leader.own().owner
    bundle = leader.of(str(worked.folder / "s.inspb"), "")
    assert (bundle.kind, bundle.problems, bundle.remarks) == ("bundle", (), ())


def test_a_copy_that_knows_less_or_more_is_told_so(worked: Team) -> None:
    leader = worked.leader.services.verification
    worked.secretary.services.inspections.answer(worked.commune(), "c1_1", V, "partial")
    verdict = leader.of(worked.secretary.created.path, PASSPHRASE)
    assert verdict.is_sound
    ahead = next(one for one in verdict.remarks if one.code == "ahead")
    assert (ahead.device, ahead.first, ahead.last) == (
        "Máy thu-ky",
        *[last_of(verdict, worked.secretary)] * 2,
    )
    worked.leader.services.inspections.answer(worked.commune(), "c1_1", V, "yes")
    verdict = leader.of(worked.secretary.created.path, PASSPHRASE)
    behind = next(one for one in verdict.remarks if one.code == "behind")
    assert behind.device == "Máy truong-doan"
    assert "bên kia thiếu" in behind.text


def test_a_wrong_passphrase_and_a_cancelled_walk(worked: Team) -> None:
    with pytest.raises(WrongPassphraseError):
        worked.leader.services.verification.of(worked.secretary.created.path, "mật khẩu sai rồi")

    def stop(_done: int, _total: int, _what: str) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        worked.leader.services.verification.own(stop)
    assert worked.leader.services.verification.own().is_sound, "the vault goes on"


def test_a_cloned_and_a_restored_laptop_are_remarks_not_problems(worked: Team) -> None:
    ent = worked.commune()
    worked.secretary.services.close()
    shutil.copytree(worked.secretary.created.path, worked.folder / "clone")
    worked.secretary.reopen()
    clone = workshop().open_vault(str(worked.folder / "clone"), PASSPHRASE)
    for services, text in ((worked.secretary.services, "yes"), (clone, "partial")):
        services.inspections.answer(ent, "c1_1", V, text)
        services.inspections.answer(ent, "c1_2", V, text)
    clone.bundles.export(str(worked.folder / "c.inspb"))
    clone.close()
    theirs = worked.secretary.services.verification.of(str(worked.folder / "clone"), PASSPHRASE)
    split = next(one for one in theirs.problems if one.code == "split")
    assert split.device == "Máy thu-ky"
    assert f"rẽ nhánh tại thay đổi {split.first}" in split.text
    worked.leader.take(worked.folder / "c.inspb", worked.secretary.send("s2.inspb"))
    own = worked.leader.services.verification.own()
    assert own.problems == ()
    assert [(one.code, one.first) for one in own.remarks] == [("fork", split.first)]


# --- forgeries, each through the real database file

Attack = Callable[[Any, bytes], None]


def _one_byte(driver: Any, dev: bytes) -> None:
    n, _h, raw = record(driver, dev, 8)
    driver.execute(
        "UPDATE change SET raw = ? WHERE n = ?", (raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:], n)
    )


def _drop_middle(driver: Any, dev: bytes) -> None:
    n, _h, _raw = record(driver, dev, 8)
    driver.execute("PRAGMA defer_foreign_keys = ON")
    driver.execute("DELETE FROM head WHERE n = ?", (n,))
    driver.execute("DELETE FROM change WHERE n = ?", (n,))


def _swap(driver: Any, dev: bytes) -> None:
    (n7, _a, raw7), (n8, _b, raw8) = record(driver, dev, 7), record(driver, dev, 8)
    driver.execute("UPDATE change SET raw = ? WHERE n = ?", (raw8, n7))
    driver.execute("UPDATE change SET raw = ? WHERE n = ?", (raw7, n8))


def _cut(driver: Any, dev: bytes) -> None:
    given = (number_of(driver, dev), 8)
    driver.execute(
        "DELETE FROM head WHERE n IN (SELECT n FROM change WHERE dev_no = ? AND seq > ?)", given
    )
    driver.execute("DELETE FROM change WHERE dev_no = ? AND seq > ?", given)


def _cut_with_its_seal(driver: Any, dev: bytes) -> None:
    _cut(driver, dev)
    _n, h, _raw = record(driver, dev, 8)
    driver.execute("UPDATE leaf SET seq = 8, h = ? WHERE dev_no = ?", (h, number_of(driver, dev)))


def _seal(driver: Any, dev: bytes) -> None:
    dev_no = number_of(driver, dev)
    (sig,) = driver.execute("SELECT sig FROM leaf WHERE dev_no = ?", (dev_no,)).fetchone()
    driver.execute(
        "UPDATE leaf SET sig = ? WHERE dev_no = ?", (sig[:-1] + bytes([sig[-1] ^ 1]), dev_no)
    )


def _key(driver: Any, dev: bytes) -> None:
    driver.execute(
        "UPDATE device SET pub = ? WHERE dev = ?", (KEYS.public(KEYS.make()).device, dev)
    )


def _stored_id(driver: Any, dev: bytes) -> None:
    n, h, _raw = record(driver, dev, 8)
    driver.execute("UPDATE change SET h = ? WHERE n = ?", (h[:-1] + bytes([h[-1] ^ 1]), n))


def _rehash(driver: Any, dev: bytes) -> None:
    rewrite(driver, dev, 8, lambda raw: raw[:-3] + bytes([raw[-3] ^ 1]) + raw[-2:])


def _actor(driver: Any, dev: bytes) -> None:
    """Somebody else's name on one change, all hashes made anew; the seal cannot be."""
    _n, h, raw = record(driver, dev, 8)
    actor = CODEC.decode(raw, h).change.actor  # type: ignore[arg-type]
    rewrite(driver, dev, 8, lambda raw: raw.replace(actor, bytes(16), 1))


@pytest.mark.parametrize(
    ("attack", "code", "first", "last"),
    [
        (_one_byte, "altered", 8, 8),
        (_drop_middle, "missing", 8, 8),
        (_swap, "altered", 7, 8),
        (_swap, "misplaced", 7, 7),
        (_cut, "cut", 9, 0),
        (_cut_with_its_seal, "seal", 8, 8),
        (_seal, "seal", 0, 0),
        (_key, "key", -1, -1),
        (_stored_id, "altered", 8, 8),
        (_rehash, "seal", 0, 0),
        (_actor, "name", 8, 8),
    ],
)
def test_a_forgery_is_named(worked: Team, attack: Attack, code: str, first: int, last: int) -> None:
    secretary, leader = worked.secretary, worked.leader
    honest = leader.services.verification.own()
    newest = last_of(honest, secretary)
    for one in (secretary, leader):
        one.services.close()
    for one in (secretary, leader):  # in the own chain, and in another's
        with attacked(Path(one.created.path)) as driver:
            attack(driver, dev_of(secretary))
    for one in (secretary, leader):
        one.services = workshop().open_vault(one.created.path, PASSPHRASE)
        verdict = one.services.verification.own()
        wanted = (code, "Máy thu-ky", max(first or newest, 0), max(last or newest, 0))
        assert wanted in found(verdict), found(verdict)
        assert {line.device for line in verdict.problems} == {"Máy thu-ky"}
        assert one.services.vault.check().problems, "vault check finds it as well"


@pytest.mark.parametrize(
    ("attack", "codes"),
    [
        (_one_byte, {"altered"}),
        (_cut, {"cut"}),
        (_cut_with_its_seal, {"seal", "cut"}),
        (_rehash, {"seal", "session", "split"}),
        (_drop_middle, {"missing"}),
    ],
)
def test_a_forged_copy_is_compared_with_the_own_log(
    worked: Team, attack: Attack, codes: set[str]
) -> None:
    secretary, leader = worked.secretary, worked.leader
    secretary.services.close()
    with attacked(Path(secretary.created.path)) as driver:
        attack(driver, dev_of(secretary))
    before = {path: path.stat().st_mtime_ns for path in Path(secretary.created.path).rglob("*")}
    verdict = leader.services.verification.of(secretary.created.path, PASSPHRASE)
    assert {one.code for one in verdict.problems} == codes
    if attack in (_cut, _cut_with_its_seal, _drop_middle):
        behind = next(
            one for one in verdict.remarks if one.code == "behind" and one.device == "Máy thu-ky"
        )
        assert "bên kia thiếu" in behind.text
    if attack is _rehash:
        split = next(one for one in verdict.problems if one.code == "split")
        assert split.first == 8
    after = {path: path.stat().st_mtime_ns for path in Path(secretary.created.path).rglob("*")}
    assert after == before, "the copy handed over is left as it is"
    secretary.services = workshop().open_vault(secretary.created.path, PASSPHRASE)


def test_a_session_in_anothers_name_is_not_signed_by_him(worked: Team) -> None:
    """A changed program with its own device key writes sessions it cannot sign."""
    secretary, leader = worked.secretary.services, worked.leader.services
    journal, own = secretary.inspections._journal, secretary.inspections._journal._identity
    theirs = leader.inspections._journal._identity
    journal._identity = Identity(
        own.secret, PublicKeys(own.public.device, theirs.public.person, own.public.age_recipient)
    )
    journal._has_session = False
    secretary.inspections.answer(worked.commune(), "c1_1", V, "yes")
    verdict = secretary.verification.own()
    session = next(one for one in verdict.problems if one.code == "session")
    assert session.device == "Máy thu-ky"
    assert leader.trips.show().me.name in session.text  # type: ignore[union-attr]


def test_a_session_of_somebody_else_on_this_machine_is_told(worked: Team) -> None:
    """A second person whose signature is good, on a device whose card is another's."""
    secretary = worked.secretary.services
    journal, own = secretary.inspections._journal, secretary.inspections._journal._identity
    other = KEYS.make()
    journal._identity = Identity(
        SecretKeys(own.secret.device_seed, other.person_seed, own.secret.age_identity),
        PublicKeys(own.public.device, KEYS.public(other).person, own.public.age_recipient),
    )
    journal._has_session = False
    secretary.inspections.answer(worked.commune(), "c1_1", V, "yes")
    verdict = worked.leader.services.verification.of(worked.secretary.created.path, PASSPHRASE)
    assert {one.code for one in verdict.problems} == {"person"}
    assert actor_id(KEYS.public(other).person).hex()[:8] in verdict.problems[0].text


def test_a_change_without_a_session_is_told(worked: Team) -> None:
    secretary = worked.secretary.services
    journal = secretary.inspections._journal
    own = journal._identity
    journal._identity = Identity(
        own.secret,
        PublicKeys(own.public.device, KEYS.public(KEYS.make()).person, own.public.age_recipient),
    )
    secretary.inspections.answer(worked.commune(), "c1_1", V, "yes")
    verdict = secretary.verification.own()
    assert [one.code for one in verdict.problems] == ["name"]


def test_a_strangers_chain_is_told(worked: Team) -> None:
    """Somebody takes the leader's word on the secretary's card out of the database."""
    worked.leader.services.close()
    with attacked(Path(worked.leader.created.path)) as driver:
        rows = driver.execute(
            "SELECT n, h, raw FROM change WHERE dev_no = ?",
            (number_of(driver, dev_of(worked.leader)),),
        ).fetchall()
        changes = {n: CODEC.decode(raw, h).change for n, h, raw in rows}
        card = next(
            n
            for n, change in changes.items()
            if change.kind == Kind.TRUST and bytes(change.ent) == dev_of(worked.secretary)
        )
        driver.execute("DELETE FROM head WHERE n = ?", (card,))
    worked.leader.services = workshop().open_vault(worked.leader.created.path, PASSPHRASE)
    verdict = worked.leader.services.verification.own()
    assert found(verdict) == [("stranger", "Máy thu-ky", 0, 0)]


def test_who_rewrites_his_own_past_with_his_own_keys(worked: Team) -> None:
    """The device key can seal anything; a later session was signed on what stood there before."""
    secretary = worked.secretary
    dev, seed = dev_of(secretary), secretary.services.log._vault.identity.secret.device_seed
    newest = last_of(secretary.services.verification.own(), secretary)
    secretary.services.close()
    with attacked(Path(secretary.created.path)) as driver:
        _rehash(driver, dev)
        _n, h, _raw = record(driver, dev, newest)
        signature = KEYS.sign(seed, seal_bytes(DeviceId(dev), newest, ChangeId(h)))
        driver.execute(
            "UPDATE leaf SET sig = ? WHERE dev_no = ?", (signature, number_of(driver, dev))
        )
    secretary.services = workshop().open_vault(secretary.created.path, PASSPHRASE)
    assert found(secretary.services.verification.own()) == [("session", "Máy thu-ky", 11, 11)]
    copy = worked.leader.services.verification.of(secretary.created.path, PASSPHRASE)
    assert ("split", "Máy thu-ky", 8, newest) in found(copy)
