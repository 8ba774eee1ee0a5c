"""``inspector form template``: the workbook that an author starts from."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import UsageError
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _
from inspector_app.host.wording import size

_ENDING = ".xlsx"


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    parser = group.command("template", _("ghi sổ tính mẫu để soạn phiếu mới"), _template)
    parser.add_argument("--out", required=True, metavar=_("TỆP.xlsx"), help=_("tệp .xlsx đích"))


def _template(context: Context) -> int:
    out = context.text("out")
    if not out.lower().endswith(_ENDING):
        raise UsageError(
            what=_("tệp đích phải có đuôi .xlsx, nếu không Excel sẽ không mở"),
            command=context.place,
        )
    data = context.workshop.form_template()
    with HostFiles().create(out) as sink:
        sink.write(data)
    text = _(
        "Đã ghi sổ tính mẫu vào «{path}» ({size}).\n"
        "Sửa các trang survey, choices, settings; trang «Hướng dẫn» có mẫu công thức để chép.\n"
        "Tiếp theo: «inspector form check {path}»."
    ).format(path=out, size=size(len(data)))
    context.screen.done({"path": out, "size": len(data)}, text)
    return 0
