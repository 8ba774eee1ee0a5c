"""The language of the edge: Vietnamese texts are the message ids, English is a catalogue.

``_("…")`` and ``ngettext`` translate; ``N_("…")`` only marks a text that is translated later. The
core carries texts and values and translates nothing; a sentence with values in it comes as a
``Saying``, which ``_`` says anew in the language spoken.
"""

from __future__ import annotations

import gettext as _stdlib
from typing import Final, Literal

from inspector_app.domain.saying import Saying
from inspector_app.host import resources

Language = Literal["vi", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")
DOMAIN: Final = "inspector"


class _Speaker:
    """What the program speaks now; one per process, like the person in front of it."""

    language: Language = "vi"
    catalogue: _stdlib.NullTranslations = _stdlib.NullTranslations()


def set_language(language: str) -> None:
    """Speak ``vi`` or ``en`` from now on; anything else is Vietnamese."""
    if language != "en":
        _Speaker.language, _Speaker.catalogue = "vi", _stdlib.NullTranslations()
        return
    folder = resources.root() / "resources" / "locale"
    _Speaker.language = "en"
    _Speaker.catalogue = _stdlib.translation(DOMAIN, folder, ["en"], fallback=True)


def language() -> Language:
    """The language spoken now."""
    return _Speaker.language


def gettext(text: str) -> str:
    """A text in the language spoken now; a saying with the sayings in it, names as they are."""
    if isinstance(text, Saying):
        values = {
            name: gettext(value) if isinstance(value, Saying) else value
            for name, value in text.values.items()
        }
        return gettext(text.template).format_map(values)
    return _Speaker.catalogue.gettext(text) if text else ""


_ = gettext


def ngettext(one: str, many: str, count: int) -> str:
    """One of two texts, by number; Vietnamese has no plural and both say the same."""
    return _Speaker.catalogue.ngettext(one, many, count)


def N_(text: str) -> str:  # noqa: N802 (the usual name)
    """Mark a text that is translated where it is shown."""
    return text
