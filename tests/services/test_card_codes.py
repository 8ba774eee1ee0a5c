"""The QR code of a card: what it says, what it is compared with, and that a camera can read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.documents.qr_codes import QrCodes
from inspector_app.domain.errors import FingerprintError, InputValueError
from inspector_app.domain.trip.card_codes import CardMatch, read_card_code
from tests.kit.team import Team


def test_a_code_belongs_to_exactly_one_card_file(team: Team) -> None:
    card = str(team.folder / "thu-ky.inspcard")
    code = team.secretary.services.cards.own().code
    cards = team.leader.services.cards
    assert cards.compare_qr(code, card).match is CardMatch.SAME
    assert cards.compare_qr(f"  {code.lower()}\n").card is not None, "found among the known cards"
    other = team.member.services.cards.own().code
    assert cards.compare_qr(other, card).match is CardMatch.OTHER_DEVICE
    device, sha256 = code.split(":")[1:]
    altered = f"INSPCARD1:{device}:{'0' * 63}{'1' if sha256[-1] == '0' else '0'}"
    assert cards.compare_qr(altered, card).match is CardMatch.OTHER_TEXT
    for wrong in ("", "xin chào", code[:-1], code + "0", code.replace("INSPCARD1", "INSPCARD2")):
        with pytest.raises(InputValueError):
            cards.compare_qr(wrong, card)


def test_the_first_half_of_the_device_is_the_eight_words(team: Team) -> None:
    own = team.leader.services.cards.own()
    code = read_card_code(own.code)
    assert code is not None
    assert code.device == own.device_id


def test_a_scanned_code_counts_as_the_comparison(team: Team) -> None:
    card = str(team.folder / "truong-doan.inspcard")
    code = team.leader.services.cards.export(card).code
    wrong = team.member.services.cards.own().code
    with pytest.raises(FingerprintError):
        team.secretary.services.cards.import_(card, fingerprint=wrong)
    with pytest.raises(InputValueError):  # a leader's card needs words or code
        team.secretary.services.cards.import_(card)
    assert team.secretary.services.cards.import_(card, fingerprint=code).value.member is not None


def test_pictures_hold_the_same_squares(team: Team, tmp_path: Path) -> None:
    cards = team.leader.services.cards
    code = cards.own().code
    matrix = cards.qr(code)
    assert matrix.size == 37, "version 5: readable from a phone's distance"
    assert (matrix.is_dark(0, 0), matrix.is_dark(-1, 0)) == (True, False)
    cards.export_qr(str(tmp_path / "qr.png"))
    cards.export_qr(str(tmp_path / "qr.svg"))
    assert (tmp_path / "qr.png").read_bytes() == QrCodes().picture(code, "png")
    assert b"<svg" in (tmp_path / "qr.svg").read_bytes()
    with pytest.raises(InputValueError):
        cards.export_qr(str(tmp_path / "qr.gif"))
    assert not (tmp_path / "qr.gif").exists()
