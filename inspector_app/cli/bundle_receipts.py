"""``inspector bundle receipt|sent|received``: who holds what, who got what."""

from __future__ import annotations

from dataclasses import asdict

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import RECEIPTS, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs, table
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, moment, number, size
from inspector_app.services.exchange import ReceiptLine, ReceiptView

EVERYBODY = "all"


def add(group: Words) -> None:
    """Add the commands."""
    receipt = group.group("receipt", _("biên nhận: bên nhận đã có gì, còn thiếu gì"))
    write = receipt.command("write", _("ghi biên nhận cho những gói đã gộp"), _write)
    write.add_argument(
        "--for",
        dest="name",
        default=EVERYBODY,
        metavar=_("TÊN"),
        help=_("chỉ các gói của người này; mặc định all: của mọi người"),
    )
    write.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp hoặc thư mục đích"))
    take = receipt.command(
        "import", _("nhập biên nhận: lần xuất sau chỉ gửi tiếp phần còn thiếu"), _import
    )
    take.add_argument("file", metavar=_("TỆP"), help=_("tệp .insprcpt"))
    show = receipt.command("show", _("xem biên nhận, không nhập"), _show)
    show.add_argument("file", metavar=_("TỆP"), help=_("tệp .insprcpt"))
    group.command("sent", _("sổ các gói kho này đã gửi"), _sent)
    group.command("received", _("sổ các gói kho này đã nhận"), _received)


def _write(context: Context) -> int:
    name = context.text("name")
    with context.vault() as services:
        view = services.handovers.write_receipt(
            context.text("out"), "" if name == EVERYBODY else name
        )
    text = _("Đã ghi biên nhận «{path}».").format(path=view.path) + "\n" + receipt_view_text(view)
    context.screen.done(receipt_document(view), text)
    return 0


def _import(context: Context) -> int:
    with context.vault() as services:
        view = services.handovers.import_receipt(context.text("file"))
    context.screen.done(receipt_document(view), receipt_view_text(view))
    return 0


def _show(context: Context) -> int:
    with context.vault() as services:
        view = services.handovers.show_receipt(context.text("file"))
    context.screen.answer(receipt_document(view), receipt_view_text(view))
    return 0


def receipt_document(view: ReceiptView) -> documents.Document:
    """A receipt for programs."""
    found: documents.Document = asdict(view)
    found["holds"] = [{"device": device, "up_to": seq} for device, seq in view.holds]
    found["holes"] = [{"device": device, "before": seq} for device, seq in view.holes]
    found["lines"] = [{**asdict(one), "agrees": one.agrees} for one in view.lines]
    return {**found, "agrees": view.agrees, "is_up_to_date": view.is_up_to_date}


def receipt_view_text(view: ReceiptView) -> str:
    """A receipt for people: what is held, what is missing, the words."""
    own = next((one for one in reversed(view.lines) if one.is_own and one.words), None)
    parts = [
        pairs(
            [
                (_("Biên nhận"), view.path),
                (_("Bên nhận"), f"{view.giver} ({view.device})"),
                (_("Số biên nhận"), number(view.number)),
                (_("Ngày giờ"), moment(view.created)),
                (_("Máy ký"), "" if view.is_trusted else _stranger_text(view)),
                (_("Của máy này"), _own_text(view)),
                (_("Tám từ"), fingerprint(own.words) if own else ""),
                (_("Đối chiếu"), _agreement_text(own) if own else ""),
                (_("Còn thiếu"), _missing_text(view)),
            ]
        )
    ]
    rows = [
        (
            one.sender,
            number(one.export_number),
            moment(one.merged),
            _count(one.changes_new, one.changes_known),
            _count(one.evidence_new, one.evidence_known),
            fingerprint(one.words) if one.words else DASH,
        )
        for one in view.lines
    ]
    headings = (
        _("Người gửi"),
        _("Lần xuất"),
        _("Gộp lúc"),
        _("Thay đổi"),
        _("Minh chứng"),
        _("Tám từ"),
    )
    if rows:
        parts.append(table(headings, rows))
    return "\n\n".join(parts)


def _stranger_text(view: ReceiptView) -> str:
    return _("chưa được ghi nhận; vân tay {words}").format(words=fingerprint(view.fingerprint))


def _own_text(view: ReceiptView) -> str:
    if view.is_own:
        return _("do chính máy này ghi")
    if view.is_up_to_date:
        return _("đã có đủ {count} thay đổi và mọi minh chứng").format(
            count=number(view.own_changes)
        )
    text = _("đã có đến thay đổi {held} trên {count}").format(
        held=number(view.own_held), count=number(view.own_changes)
    )
    if view.own_wanted:
        text += "; " + _("thiếu {count} minh chứng có ở máy này").format(
            count=number(view.own_wanted)
        )
    return text


def _agreement_text(line: ReceiptLine) -> str:
    if line.agrees is None:
        return ""
    if line.agrees:
        return _("khớp với lần xuất {number}").format(number=number(line.export_number))
    return _("KHÔNG khớp với lần xuất {number} ({words})").format(
        number=number(line.export_number), words=fingerprint(line.own_words)
    )


def _missing_text(view: ReceiptView) -> str:
    parts = [
        _("thay đổi trước số {seq} của {device}").format(seq=number(seq), device=device)
        for device, seq in view.holes
    ]
    if view.wants:
        parts.append(_("{count} minh chứng").format(count=number(view.wants)))
    return "; ".join(parts)


def _count(new: int, known: int) -> str:
    return _("{new} mới, {known} đã có").format(new=number(new), known=number(known))


def _sent(context: Context) -> int:
    with context.vault() as services:
        sent = services.handovers.sent()
    rows = [
        (
            number(one.number) + (f" ({one.part}/{one.parts})" if one.parts > 1 else ""),
            moment(one.created),
            ", ".join(one.recipients) or DASH,
            _("đầy đủ") if one.is_whole else _("tiếp theo"),
            number(one.changes),
            number(one.evidence),
            size(one.size),
            ", ".join(one.confirmed_by) or DASH,
            one.path,
        )
        for one in sent
    ]
    headings = (
        _("Lần"),
        _("Ngày giờ"),
        _("Người nhận"),
        _("Phạm vi"),
        _("Thay đổi"),
        _("Minh chứng"),
        _("Cỡ"),
        _("Đã xác nhận đủ"),
        _("Tệp"),
    )
    text = table(headings, rows, last_whole=True) if rows else _("Kho này chưa gửi gói nào.")
    if sent:
        text += "\n\n" + _("Tám từ của lần xuất mới nhất: {words}").format(
            words=fingerprint(sent[0].words)
        )
    context.screen.answer({"sent": [asdict(one) for one in sent]}, text)
    return 0


def _received(context: Context) -> int:
    with context.vault() as services:
        received = services.handovers.received()
    rows = [
        (
            one.sender,
            one.device,
            number(one.export_number),
            moment(one.merged),
            _(RECEIPTS.get(one.status, one.status)),
            _count(one.changes_new, one.changes_known),
            _count(one.evidence_new, one.evidence_known),
            ", ".join(f"{part}/{one.parts}" for part in one.missing_parts) or DASH,
            one.file_name,
        )
        for one in received
    ]
    headings = (
        _("Người gửi"),
        _("Máy"),
        _("Lần xuất"),
        _("Gộp lúc"),
        _("Kết quả"),
        _("Thay đổi"),
        _("Minh chứng"),
        _("Thiếu phần"),
        _("Tệp"),
    )
    text = table(headings, rows, last_whole=True) if rows else _("Kho này chưa nhập gói nào.")
    context.screen.answer({"received": [asdict(one) for one in received]}, text)
    return 0
