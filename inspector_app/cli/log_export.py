"""``inspector log export-audit``: the history of inspections as ODK-style audit logs."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.audits import Wording

WORDING = Wording(
    lambda line: words.subject_text(line.subject), words.before_text, words.after_text
)


def add(group: Words) -> None:
    """Add the command to ``inspector log``."""
    export = group.command(
        "export-audit", _("nhật ký kiểm toán CSV kiểu ODK, mỗi cuộc kiểm tra một tệp"), _export
    )
    export.add_argument(
        "--out", required=True, metavar=_("TỆP"), help=_("thư mục đã có, hoặc tệp mới với --unit")
    )
    export.add_argument("--unit", default="", metavar=_("ĐƠN_VỊ"), help=_("chỉ của đơn vị này"))


def _export(context: Context) -> int:
    with context.vault() as services:
        unit = context.text("unit")
        inspection = services.inspections.find(unit).id if unit else None
        files = services.audits.export(
            context.text("out"), WORDING, inspection, context.screen.progress
        )
    data = {"files": [{"path": one.path, "unit": one.unit, "rows": one.rows} for one in files]}
    rows = [(one.unit, number(one.rows), one.path) for one in files]
    text = _("Đã ghi {count} tệp.").format(count=number(len(files)))
    text += "\n\n" + table((_("Đơn vị"), _("Dòng"), _("Tệp")), rows, right=(1,), last_whole=True)
    context.screen.done(data, text)
    return 0
