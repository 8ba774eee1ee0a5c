"""The eight words survive being written without their gaps."""

from __future__ import annotations

from inspector_app.crypto.words import WORDS
from inspector_app.services.cards import same_words

EIGHT = "cuctrang ongtre aodai bonbon gialai tuyetroi vungtau cuunon"


def test_words_run_together_read_in_one_way_only() -> None:
    """Sardinas and Patterson: no rest of a word ever completes another reading."""
    words = set(WORDS)
    rests = {long[len(short) :] for short in words for long in words if is_longer(long, short)}
    seen: set[str] = set()
    while rests - seen:
        seen |= rests
        assert not seen & words
        rests = {word[len(rest) :] for rest in seen for word in words if is_longer(word, rest)}
        rests |= {rest[len(word) :] for rest in seen for word in words if is_longer(rest, word)}


def is_longer(long: str, short: str) -> bool:
    return long != short and long.startswith(short)


def test_a_fingerprint_may_be_typed_as_it_is_printed_or_spoken() -> None:
    printed = "cuctrang ongtre aodai bonbon  ·  gialai tuyetroi vungtau cuunon"
    spoken = "Cúc trắng, Ống tre, Áo dài, Bòn bon, Gia Lai, Tuyết rơi, Vũng Tàu, Cừu non"
    for heard in (printed, spoken, EIGHT.replace(" ", "-"), EIGHT.upper()):
        assert same_words(heard, EIGHT)
    assert not same_words(EIGHT.replace("aodai", "aolang"), EIGHT)
    assert not same_words("", EIGHT)
