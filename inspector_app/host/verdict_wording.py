"""What verifying a log found, in one sentence."""

from __future__ import annotations

from inspector_app.host.i18n import gettext
from inspector_app.host.wording import number


def verdict_text(kind: str, path: str, changes: int, chains: int, problems: int) -> str:
    """The verdict.

    Args:
        kind: ``own``, ``vault`` or ``bundle``.
        path: of what was handed over.
        changes: how many were looked at.
        chains: of how many machines.
        problems: how many were found.
    """
    what = {
        "own": gettext("Nhật ký của kho này"),
        "vault": gettext("Nhật ký của kho «{path}»"),
        "bundle": gettext("Nhật ký trong gói «{path}»"),
    }[kind].format(path=path)
    if problems:
        text = gettext("{what}: có vấn đề ({problems}). Đã xem {count} thay đổi của {chains} máy.")
    else:
        text = gettext("{what}: đúng. {count} thay đổi của {chains} máy, chuỗi và chữ ký đều khớp.")
    return text.format(
        what=what, count=number(changes), chains=number(chains), problems=number(problems)
    )
