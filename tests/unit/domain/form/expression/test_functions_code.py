"""Functions of chance, digests, and places on Earth."""

from __future__ import annotations

import math
import re

from inspector_app.domain.form.expression.bare import evaluate_bare
from inspector_app.domain.form.surroundings import Surroundings
from tests.unit.domain.form.expression.evaluations import at, differences, value_of

NAN = math.nan

CODES: dict[str, object] = {
    "digest('abc', 'MD5', 'hex')": "900150983cd24fb0d6963f7d28e17f72",
    "digest('abc', 'SHA-1', 'hex')": "a9993e364706816aba3e25717850c26c9cd0d89d",
    "digest('abc', 'SHA-256')": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    "digest('abc', 'SHA-256', 'base64')": "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
    "digest('abc', 'sha256', 'HEX')": (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    ),
    "string-length(digest('', 'SHA-384', 'hex'))": 96.0,
    "string-length(digest('', 'SHA-512', 'hex'))": 128.0,
    "digest('', 'MD5', 'hex')": "d41d8cd98f00b204e9800998ecf8427e",
    "digest('Phú Bình', 'MD5', 'hex')": "982ff87a41b00db7436f7c3e2c475072",
    "digest(12, 'MD5', 'hex')": "c20ad4d76fe97759aa27a0c99bff6710",
    "digest('abc', concat('CR', 'C'))": "",
    "digest('abc', 'MD5', concat('oc', 'tal'))": "",
    "base64-decode('SGVsbG8=')": "Hello",
    "base64-decode('UGjDuiBCw6xuaA==')": "Phú Bình",
    "base64-decode('8J+lsA==')": "🥰",
    "base64-decode(' SGVs bG8= ')": "Hello",
    "base64-decode('')": "",
    "base64-decode('SGVsbG8')": "",
    "base64-decode('không phải')": "",
    "base64-decode('/w==')": "\ufffd",
}

SQUARE = "0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0"
PLACES: dict[str, object] = {
    "round(distance('0 0;0 1'), 3)": 111318.845,
    "distance('0 0')": 0.0,
    "distance('')": 0.0,
    "round(distance('0 0;0 1;0 0;'), 3)": 222637.69,
    "round(distance('0 0', '0 1'), 3)": 111318.845,
    "distance('21.5 105.8 10 5;21.5 105.8 12 4')": 0.0,
    "distance('0 0;0 180')": math.pi * 6_378_100,
    "distance('a')": NAN,
    "distance('1')": NAN,
    "distance('91 0;0 0')": NAN,
    "distance('0 181;0 0')": NAN,
    "distance('1e1 0;0 0')": NAN,
    "distance('nan nan;0 0')": NAN,
    "area('0 0;0 1')": 0.0,
    "area('')": 0.0,
    "area('a')": 0.0,
    # one degree each way: the mean of the widths at both latitudes times the height
    f"round(area('{SQUARE}') div 1000000)": 12391.0,
    f"geofence('0.5 0.5', '{SQUARE}')": True,
    f"geofence('0.5 0.5 3 1', '{SQUARE}')": True,
    f"geofence('-1 0.5', '{SQUARE}')": False,
    f"geofence('2 0.5', '{SQUARE}')": False,
    f"geofence('0.5 -1', '{SQUARE}')": False,
    f"geofence('', '{SQUARE}')": False,
    f"geofence('x', '{SQUARE}')": False,
    "geofence('0.5 0.5', '')": False,
    "geofence('0.5 0.5', '0 0;0 1;1 1;1 0;2 0')": False,
}


def test_codes() -> None:
    assert differences(CODES, value_of) == {}


def test_places() -> None:
    assert differences(PLACES, value_of) == {}


def test_a_uuid_is_of_version_4_and_never_the_same() -> None:
    here = at("2019-09-20T08:30:15+07:00")
    first, second = evaluate_bare("uuid()", here), evaluate_bare("uuid()", here)
    assert re.fullmatch(
        r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", str(first)
    )
    assert first != second


def test_a_token_has_the_length_asked_for() -> None:
    for asked, length in (
        ("6", 6),
        ("0", 0),
        ("-1", 0),
        ("'x'", 0),
        ("2.9", 2),
        ("1 div 0", 10_000),
    ):
        token = str(value_of(f"uuid({asked})"))
        assert re.fullmatch(f"[0-9A-Z]{{{length}}}", token), asked


def test_random_is_from_0_up_to_1() -> None:
    lowest = Surroundings(random_bytes=bytes)
    highest = Surroundings(random_bytes=lambda length: b"\xff" * length)
    assert evaluate_bare("random()", lowest) == 0.0
    assert evaluate_bare("random() < 1", highest) is True
    assert evaluate_bare("random() > 0.9999", highest) is True
    here = at("2019-09-20T08:30:15+07:00")
    assert evaluate_bare("random()", here) != evaluate_bare("random()", here)


def test_a_shuffle_with_the_highest_chance_stays_within_the_list() -> None:
    highest = Surroundings(random_bytes=lambda length: b"\xff" * length)
    assert evaluate_bare("count(randomize(.))", highest) == 1.0
