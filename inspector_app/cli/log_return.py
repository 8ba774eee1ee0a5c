"""``inspector log return``: a former value comes back as one more change."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import _
from inspector_app.services.returning import Return


def add(group: Words) -> None:
    """Add the command to ``inspector log``."""
    back = group.command(
        "return", _("lấy lại một giá trị cũ; giá trị hiện nay ở lại nhật ký"), _return
    )
    back.add_argument("change", metavar=_("MÃ"), help=_("mã thay đổi trong «log show»"))
    back.add_argument("--dry-run", action="store_true", help=_("chỉ xem sẽ đổi gì"))


def _return(context: Context) -> int:
    with context.vault() as services:
        view = services.returns.preview(context.text("change"))
        is_dry = bool(context.get("dry_run"))
        made = None if is_dry else services.returns.bring_back(view.former.change).value
    data = {
        "subject": words.subject_text(view.former.subject),
        "from": words.after_text(view.current) if view.current else None,
        "to": words.after_text(view.former),
        "replaces_author": view.current.author if view.current else None,
        "change": made.change if made else None,
    }
    text = pairs(_rows(view))
    if made is not None:
        text += "\n\n" + _("Đã lấy lại; giá trị trước đó vẫn còn trong nhật ký.")
    context.screen.done(data, text) if made else context.screen.answer(data, text)
    return 0


def _rows(view: Return) -> list[tuple[str, str]]:
    rows = [(_("Mục"), words.subject_text(view.former.subject))]
    if view.current is not None:
        now = f"{words.after_text(view.current)} ({view.current.author})"
        rows.append((_("Hiện nay"), now))
    rows.append((_("Lấy lại"), f"{words.after_text(view.former)} ({view.former.author})"))
    return rows
