"""``inspector form blank``: a checklist on paper, to fill in by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from inspector_app.cli import lookup
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import UsageError
from inspector_app.domain.trip.editions import shipped_names
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _
from inspector_app.host.wording import number, size

if TYPE_CHECKING:
    from inspector_app.domain.report.values import RenderedPdf

_FILES: Final = (".xlsx", ".xls", ".csv", ".md", ".xml", ".inspform")
_ENDING: Final = ".pdf"


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    parser = group.command("blank", _("in phiếu trắng (PDF) để ghi bằng bút tại đơn vị"), _blank)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "form",
        nargs="?",
        default="",
        metavar=_("PHIẾU"),
        help=_(
            "mã phiếu hoặc đầu mã băm trong kho, tên phiếu kèm theo phần mềm, hoặc tệp phiếu; không"
            " cần khi kho chỉ có một"
        ),
    )
    what.add_argument(
        "--unit",
        default="",
        metavar=_("ĐƠN_VỊ"),
        help=_("phiếu của đơn vị này, ghi sẵn tên đơn vị, đợt, thời kỳ và ngày"),
    )
    parser.add_argument("--out", required=True, metavar=_("TỆP.pdf"), help=_("tệp đích"))
    parser.add_argument("--replace", action="store_true", help=_("ghi đè tệp đã có"))


def _blank(context: Context) -> int:
    out = context.text("out")
    if not out.lower().endswith(_ENDING):
        raise UsageError(what=_("tệp đích phải có đuôi .pdf"), command=context.place)
    named, rendered = _made(context, out)
    data = {
        "path": out,
        **named,
        "pages": rendered.pages,
        "size": len(rendered.data),
        "font_family": rendered.font_family,
    }
    text = _("Đã ghi phiếu trắng vào «{path}»: {pages} trang, {size}.").format(
        path=out, pages=number(rendered.pages), size=size(len(rendered.data))
    )
    context.screen.done(data, text)
    return 0


def _made(context: Context, out: str) -> tuple[dict[str, object], RenderedPdf]:
    """What was printed, by name, and its PDF, which stands in its file already."""
    replace = bool(context.get("replace"))
    asked, unit = context.text("form"), context.text("unit")
    is_file = asked.lower().endswith(_FILES)
    if is_file or asked in shipped_names():
        shop = context.workshop
        form = shop.read_form(asked) if is_file else shop.shipped_form(asked).form
        rendered = shop.blank_checklist(form)
        with HostFiles().create(out, replace=replace) as sink:
            sink.write(rendered.data)
        return {"form": form.form_id, "unit": None}, rendered
    with context.vault() as services:
        if unit:
            inspection = services.inspections.find(unit)
            outcome = services.checklists.build(inspection.id, out, replace=replace)
            form = services.inspections.show(inspection.id).form
            return {"form": form.form_id, "unit": inspection.unit.name}, outcome.value
        form = lookup.form(services, asked)
        outcome = services.checklists.build_form(form.sha256, out, replace=replace)
        return {"form": form.form_id, "unit": None}, outcome.value
