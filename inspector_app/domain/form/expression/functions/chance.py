"""Functions that depend on chance, or on a seed: ``random``, ``uuid``, ``randomize``.

Source: ODK XForms specification. A seeded shuffle is the "inside-out" one of Fisher and Yates with
the generator of Park and Miller (multiplier 16807, modulus 2^31 - 1), so that every engine shows the
choices in the same order; a seed that is no number is the first eight bytes of the
SHA-256 of its UTF-8 text (JavaRosa, issue 800).
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from uuid import UUID

from inspector_app.domain.form.expression.functions.function import Arguments, Function, whole
from inspector_app.domain.form.expression.values import NodeSet, Scope, XValue, to_number, to_text
from inspector_app.domain.form.numbers import parse_plain_double
from inspector_app.domain.form.surroundings import Surroundings

MAX_LENGTH = 10_000
"""Longest text that ``uuid(length)`` makes."""
_MODULUS = 2_147_483_647
_MULTIPLIER = 16_807
_LONGEST = 2**63 - 1
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _fraction(surroundings: Surroundings) -> float:
    """A random number from 0 up to but not including 1, of 53 bits."""
    return (int.from_bytes(surroundings.random_bytes(7), "big") >> 3) / 2**53


def _random(scope: Scope, _arguments: Arguments) -> XValue:
    return _fraction(scope.environment.surroundings)


def _uuid(scope: Scope, arguments: Arguments) -> XValue:
    """A version 4 UUID (RFC 9562), or a random text of digits and capitals of the given length."""
    surroundings = scope.environment.surroundings
    if not arguments:
        return str(UUID(bytes=surroundings.random_bytes(16), version=4))
    length = min(max(0, whole(to_number(arguments[0](scope)))), MAX_LENGTH)
    chance = surroundings.random_bytes(4 * length)
    return "".join(
        _LETTERS[int.from_bytes(chance[at : at + 4], "big") % len(_LETTERS)]
        for at in range(0, len(chance), 4)
    )


def _randomize(scope: Scope, arguments: Arguments) -> XValue:
    nodes = arguments[0](scope)
    if not isinstance(nodes, list):
        return []
    if len(arguments) == 1:
        surroundings = scope.environment.surroundings
        return shuffled(nodes, lambda: _fraction(surroundings))
    return shuffled(nodes, seeded(arguments[1](scope)))


def shuffled(nodes: NodeSet, fraction: Callable[[], float]) -> NodeSet:
    """The nodes in an order that ``fraction`` decides; it gives numbers from 0 to 1."""
    made: NodeSet = []
    for index, node in enumerate(nodes):
        place = min(int(fraction() * (index + 1)), index)
        made.append(node)
        if place != index:
            made[index], made[place] = made[place], node
    return made


def seeded(seed: XValue) -> Callable[[], float]:
    """The numbers that follow from a seed."""
    state = int(math.fmod(float(_whole_seed(seed)), _MODULUS))
    if state <= 0:
        state += _MODULUS - 1

    def following() -> float:
        nonlocal state
        state = state * _MULTIPLIER % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return following


def _whole_seed(seed: XValue) -> int:
    # a date between quotes is a text like any other here
    number = parse_plain_double(seed) if isinstance(seed, str) else to_number(seed)
    if math.isnan(number):
        text = "" if isinstance(seed, float) else to_text(seed)
        if not text:
            return 0
        digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
        return int.from_bytes(digest[:8], "big", signed=True)
    if abs(number) > _LONGEST:
        return _LONGEST if number > 0 else -_LONGEST - 1
    return int(number)


CHANCE_FUNCTIONS: dict[str, Function] = {
    "random": Function(_random, 0, 0),
    "uuid": Function(_uuid, 0, 1),
    "randomize": Function(_randomize, 1, 2, node_arguments=(0,)),
}
"""Functions of chance by name."""
