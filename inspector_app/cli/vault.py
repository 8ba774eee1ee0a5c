"""``inspector vault``: made, described, checked, rebuilt, given another passphrase."""

from __future__ import annotations

import platform

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.passphrases import read_secret
from inspector_app.cli.tables import pairs
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.vaults import Person

NEW_PASSPHRASE_VARIABLE = "INSPECTOR_NEW_PASSPHRASE"  # noqa: S105 (a name, no secret)


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("vault", _("kho dữ liệu mã hóa của một người trên một máy"))
    create = group.command("create", _("tạo kho mới và in mã khôi phục (chỉ một lần)"), _create)
    create.add_argument("--name", required=True, metavar=_("HỌ_TÊN"), help=_("chủ kho"))
    create.add_argument("--post", default="", metavar=_("CHỨC_VỤ"), help=_("chức vụ"))
    create.add_argument("--agency", default="", metavar=_("CƠ_QUAN"), help=_("cơ quan"))
    create.add_argument("--device", default="", metavar=_("TÊN"), help=_("tên gọi của máy này"))
    group.command("info", _("chủ kho, đợt kiểm tra, số thay đổi, mã trạng thái"), _info)
    group.command("check", _("kiểm tra chuỗi thay đổi, dấu niêm, minh chứng; 1 khi có lỗi"), _check)
    group.command("rebuild", _("dựng lại các bảng trạng thái từ nhật ký"), _rebuild)
    change = group.command("passphrase", _("đổi mật khẩu; mã khôi phục giữ nguyên"), _passphrase)
    change.add_argument(
        "--new-passphrase-file",
        metavar=_("TỆP"),
        help=_("tệp có mật khẩu mới ở dòng đầu (hoặc biến INSPECTOR_NEW_PASSPHRASE)"),
    )


def _create(context: Context) -> int:
    path = context.vault_path
    person = Person(
        name=context.text("name"),
        post=context.text("post"),
        agency=context.text("agency"),
        device=context.text("device") or platform.node(),
    )
    made = context.workshop.create_vault(path, context.passphrase(is_new=True), person)
    data = {
        "path": made.path,
        "name": person.name,
        "device_id": made.device_id,
        "fingerprint": made.fingerprint,
        "recovery_code": made.recovery_code,
    }
    text = "\n".join(
        (
            _("Đã tạo kho «{path}».").format(path=made.path),
            "",
            pairs(
                [
                    (_("Chủ kho"), person.name),
                    (_("Máy"), person.device),
                    (_("Vân tay thẻ"), fingerprint(made.fingerprint)),
                    (_("Mã khôi phục"), made.recovery_code),
                ]
            ),
            "",
            _(
                "Chép mã khôi phục ra giấy và cất nơi an toàn: mã chỉ hiện lần này và là cách duy nhất"
                " để mở kho khi quên mật khẩu."
            ),
            _("Tiếp theo: xuất thẻ nhận diện gửi trưởng đoàn («inspector card show --out TỆP»)."),
        )
    )
    context.screen.answer(data, text)
    return 0


def _info(context: Context) -> int:
    with context.vault() as services:
        view = services.vault.info()
    data = {
        "path": view.path,
        "card": documents.card(view.card),
        "changes": view.changes,
        "devices": view.devices,
        "conflicts": view.conflicts,
        "gaps": [_(one) for one in view.gaps],
        "forks": [_(one) for one in view.forks],
        "trip": view.trip,
        "state_digest": view.state_digest,
        "forms": list(view.forms),
    }
    owner = ", ".join(one for one in (view.card.name, view.card.post, view.card.agency) if one)
    rows = [
        (_("Kho"), view.path),
        (_("Chủ kho"), owner),
        (_("Máy"), f"{view.card.device} ({view.card.device_id[:8]})"),
        (_("Vân tay thẻ"), fingerprint(view.card.fingerprint)),
        (_("Đợt kiểm tra"), view.trip or _("chưa có; nhập gói của trưởng đoàn hoặc tạo từ Excel")),
        (
            _("Thay đổi"),
            _("{changes} của {devices} máy").format(
                changes=number(view.changes), devices=number(view.devices)
            ),
        ),
        (_("Xung đột"), number(view.conflicts)),
        (_("Phần còn thiếu"), "; ".join(_(one) for one in view.gaps)),
        (_("Chuỗi rẽ nhánh"), "\n".join(_(one) for one in view.forks)),
        (_("Mã trạng thái"), view.state_digest),
    ]
    context.screen.answer(data, pairs(rows))
    return 0


def _check(context: Context) -> int:
    with context.vault() as services:
        report = services.vault.check(context.screen.progress)
    data = {
        "is_sound": not report.problems,
        "changes": report.changes,
        "devices": report.devices,
        "problems": [_(problem) for problem in report.problems],
    }
    head = _("Đã kiểm tra {changes} thay đổi của {devices} máy.").format(
        changes=number(report.changes), devices=number(report.devices)
    )
    if not report.problems:
        context.screen.answer(data, head + "\n" + _("Kho nguyên vẹn."))
        return 0
    lines = [head, _("Có {count} vấn đề:").format(count=len(report.problems))]
    lines += [f"  • {_(problem)}" for problem in report.problems]
    lines.append(_("Giữ nguyên thư mục kho, đừng ghi thêm; báo người phụ trách kỹ thuật."))
    context.screen.answer(data, "\n".join(lines))
    return 1


def _rebuild(context: Context) -> int:
    with context.vault() as services:
        count = services.vault.rebuild()
        digest = services.vault.info().state_digest
    text = _("Đã dựng lại {count} ô từ nhật ký.").format(count=number(count))
    context.screen.done({"registers": count, "state_digest": digest}, text)
    return 0


def _passphrase(context: Context) -> int:
    old = context.passphrase()
    services = context.workshop.open_vault(context.vault_path, old)
    try:
        new = read_secret(
            _("Mật khẩu kho mới: "),
            context.get("new_passphrase_file"),
            NEW_PASSPHRASE_VARIABLE,
            "--new-passphrase-file",
            context.place,
            is_new=True,
        )
        services.vault.change_passphrase(old, new)
    finally:
        services.close()
    context.screen.done(
        {"is_changed": True}, _("Đã đổi mật khẩu. Mã khôi phục đã in vẫn dùng được.")
    )
    return 0
