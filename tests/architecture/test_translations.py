"""Every text that a person sees exists in English, and the compiled catalogue is fresh."""

from __future__ import annotations

from build_scripts import translations


def test_every_text_is_translated() -> None:
    assert translations.problems() == []
