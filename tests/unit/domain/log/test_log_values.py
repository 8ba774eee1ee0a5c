"""Chain ids, seals and digests are pinned: they are hashed and signed into every vault."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.domain.errors import ChangeRefusedError, WeakPassphraseError
from inspector_app.domain.log.change import (
    Change,
    Kind,
    Seal,
    Segment,
    StoredChange,
    Value,
    chain_id,
    chain_ids,
    device_id,
    pae,
    seal_bytes,
)
from inspector_app.domain.log.entity import deletion_value, entity_of, life_value
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, EntityId
from inspector_app.domain.log.register import (
    conflict_id,
    head_of,
    is_conflict,
    is_trip_state,
    project,
    provisional,
    state_digest,
)
from inspector_app.domain.log.runs import link, read_run
from inspector_app.domain.passphrase import normal_passphrase, require_strong
from tests.kit.records import CODEC, KEYS, change, device_key, sealed_run, secret_keys

ENT = EntityId(b"e" * 16)


def stored(**fields: Any) -> StoredChange:
    raw = CODEC.encode(change(**fields))
    return CODEC.decode(raw, chain_id(NO_CHANGE, raw))


def test_pinned_bytes() -> None:
    assert chain_id(NO_CHANGE, b"raw").hex() == (
        "d0fc4a1fd0344e7a900170d364d575e28da96244783daa67b21f069dbfec4faf"
    )
    assert chain_ids(NO_CHANGE, [b"raw", b"raw"])[1] == chain_id(
        chain_id(NO_CHANGE, b"raw"), b"raw"
    )
    assert device_id(b"\0" * 32).hex() == "66687aadf862bd776c8fc18b8e9f8e20"
    assert pae(b"http://example.com/HelloWorld", b"hello world") == (
        b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )
    sealed = seal_bytes(device_id(b"\0" * 32), 1, ChangeId(b"i" * 32))
    assert sealed == (
        b"DSSEv1 12 insp-seal-v1 56 " + device_id(b"\0" * 32) + b"\0" * 7 + b"\1" + b"i" * 32
    )


def test_values_and_removals() -> None:
    one = head_of(stored(value="có"))
    same = head_of(stored(value="có", number=2))
    other = head_of(stored(value="không"))
    number = head_of(stored(value=1))
    truth = head_of(stored(value=True))
    gone = head_of(stored(value="có", kind=Kind.DELETE))
    assert not is_conflict([one, same])
    assert is_conflict([one, other])
    assert is_conflict([number, truth])
    assert is_conflict([one, gone])
    assert not is_conflict([gone, head_of(stored(value=None, kind=Kind.DELETE))])
    assert conflict_id([one, other]) == conflict_id([other, one]) != conflict_id([one, same])
    assert provisional([]) is None
    assert provisional([one, head_of(stored(value="x", lam=9))]) == head_of(
        stored(value="x", lam=9)
    )


def test_the_digest_is_of_the_trip_only_and_in_no_order() -> None:
    one, other = stored(value="có"), stored(value="không")
    heads = project([one, other])
    assert state_digest(heads) == state_digest(project([other, one, one]))
    session = stored(kind=Kind.SESSION, path="session")
    assert state_digest(project([one, other, session])) == state_digest(heads)
    assert state_digest(project([one])) != state_digest(heads)
    assert not is_trip_state([Kind.TRUST, Kind.GENESIS])
    assert is_trip_state([Kind.TRUST, Kind.SET])


def test_entities_read_leniently() -> None:
    born = head_of(stored(ent=ENT, path="_", value=life_value("row", EntityId(b"p" * 16))))
    text = head_of(stored(ent=ENT, path="text", value="a"))
    found = entity_of(ENT, {"_": (born,), "text": (text,)})
    assert found is not None
    assert (found.type, found.parent, found.is_hidden) == ("row", b"p" * 16, False)
    removal = deletion_value("row", None, [born, text])
    gone = head_of(stored(ent=ENT, path="_", value=removal, kind=Kind.DELETE))
    for registers, is_hidden in (
        ({"_": (gone,)}, True),
        ({"_": (gone,), "text": (text,)}, True),
        ({"_": (gone,), "text": (head_of(stored(ent=ENT, path="text", value="b")),)}, False),
    ):
        found = entity_of(ENT, registers)
        assert found is not None
        assert found.is_hidden is is_hidden
    strange: list[Value] = ["x", {"type": 1}, {"type": "row", "of": "text"}, None, [1]]
    for value in strange:
        assert entity_of(ENT, {"_": (head_of(stored(value=value)),)}) is None
    assert entity_of(ENT, {}) is None


def test_a_run_is_read_in_two_steps() -> None:
    run = sealed_run(["một", "hai", "ba"])
    ids = link(run, KEYS.verify)
    changes = read_run(run, ids, CODEC.decode_many)
    assert [one.change.value for one in changes] == ["một", "hai", "ba"]
    assert changes[-1].id == run.seal.id
    later = sealed_run(["bốn"], first=4, previous=run.seal.id)
    assert read_run(later, link(later, KEYS.verify), CODEC.decode_many)[0].change.seq == 4


def sealed_frames(frames: list[Change]) -> Segment:
    raws = tuple(CODEC.encode(one) for one in frames)
    id_ = chain_ids(NO_CHANGE, raws)[-1]
    dev = device_id(device_key())
    signature = KEYS.sign(secret_keys().device_seed, seal_bytes(dev, len(raws), id_))
    seal = Seal(dev, len(raws), id_, signature)
    return Segment(device_key(), 1, NO_CHANGE, raws, seal)


@pytest.mark.parametrize(
    "frames",
    [
        [change(1), change(3)],
        [change(1), change(2, number=2)],
        [change(2)],
    ],
    ids=["number", "device", "start"],
)
def test_a_device_cannot_seal_what_does_not_stand_in_its_chain(frames: list[Change]) -> None:
    run = sealed_frames(frames)
    ids = link(run, KEYS.verify)
    with pytest.raises(ChangeRefusedError):
        read_run(run, ids, CODEC.decode_many)


def test_lamport_numbers_only_order_a_display() -> None:
    """A rule inside one run would let a forged run block everybody who joins two of them."""
    run = sealed_frames([change(1, lam=5), change(2, lam=5)])
    assert len(read_run(run, link(run, KEYS.verify), CODEC.decode_many)) == 2


def test_passphrases() -> None:
    assert normal_passphrase("ho\u0300a") == "hòa"
    assert require_strong("mưa thuận gió hòa") == "mưa thuận gió hòa"
    for weak in ("", "ngắn quá thôi"[:11], "aaaaaaaaaaaaaaaa", " " * 20):
        with pytest.raises(WeakPassphraseError):
            require_strong(weak)
