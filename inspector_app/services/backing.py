"""Whether a computed value rests on anything that somebody answered."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

from inspector_app.domain.form.definition import Form, Question

_WORD: Final = re.compile(r"[\w.-]+")  # the steps of an expression's paths are names of questions


def rests_on(form: Form, asked: Question, answered: Set[str]) -> bool:
    """Whether a question is computed, over however many steps, from one of the answered ones.

    A total of nothing is 0 for an expression; for people it is not answered.
    """
    pending, seen = [asked], {asked.name}
    while pending:
        for name in _WORD.findall(pending.pop().calculate):
            found = form.questions.get(name)
            if found is None or name in seen:
                continue
            if name in answered:
                return True
            seen.add(name)
            pending.append(found)
    return False
