"""``inspector form shipped``: the checklists that come with the program, and a workbook of one."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.naming import UNIT_KINDS
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import UsageError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.trip.editions import CHECKLISTS, shipped_names
from inspector_app.domain.trip.values import UnitKind
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import number, size

_ENDING = ".xlsx"


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    parser = group.command(
        "shipped",
        _("các phiếu kèm theo phần mềm; với --out thì ghi một phiếu ra sổ tính để sửa"),
        _shipped,
    )
    parser.add_argument(
        "name",
        nargs="?",
        default="",
        metavar=_("PHIẾU"),
        help=_("một trong: {names}").format(names=", ".join(shipped_names())),
    )
    parser.add_argument("--out", default="", metavar=_("TỆP.xlsx"), help=_("tệp .xlsx đích"))


def _shipped(context: Context) -> int:
    name, out = context.text("name"), context.text("out")
    if not out:
        return _list(context, (name,) if name else shipped_names())
    if not name:
        raise UsageError(what=_("ghi tên phiếu cần lấy ra"), command=context.place)
    if not out.lower().endswith(_ENDING):
        raise UsageError(
            what=_("tệp đích phải có đuôi .xlsx, nếu không Excel sẽ không mở"),
            command=context.place,
        )
    file = context.workshop.shipped_form(name)
    data = file.workbook
    with HostFiles().create(out) as sink:
        sink.write(data)
    text = _(
        "Đã ghi phiếu «{title}» vào «{path}» ({size}).\n"
        "Sửa xong: «inspector form check {path}», rồi dùng khi tạo đợt: --form LOẠI={path}."
    ).format(title=file.form.title.in_(language()), path=out, size=size(len(data)))
    context.screen.done({"name": name, "path": out, "size": len(data)}, text)
    return 0


def _list(context: Context, names: tuple[str, ...]) -> int:
    forms = {name: context.workshop.shipped_form(name).form for name in names}
    rows = [
        (
            name,
            form.form_id,
            form.version,
            ", ".join(_(UNIT_KINDS[kind]) for kind in _kinds(name)),
            number(_asked(form)),
            form.title.in_(language()),
        )
        for name, form in forms.items()
    ]
    headings = (_("Tên"), _("Mã phiếu"), _("Phiên bản"), _("Loại đơn vị"), _("Số câu"), _("Phiếu"))
    data = [
        {
            "name": name,
            "form_id": form.form_id,
            "version": form.version,
            "sha256": form.sha256,
            "unit_kinds": [str(kind) for kind in _kinds(name)],
            "asked": _asked(form),
            "title": dict(form.title.by_language),
        }
        for name, form in forms.items()
    ]
    context.screen.answer({"forms": data}, table(headings, rows, right=(4,)))
    return 0


def _kinds(name: str) -> list[UnitKind]:
    return [kind for known in CHECKLISTS.values() for kind, one in known.items() if one == name]


def _asked(form: Form) -> int:
    return sum(one.is_answerable for one in form.questions.values())
