"""``inspector log``: who wrote what, when, on which machine; the log verified and exported."""

from __future__ import annotations

from datetime import datetime, timedelta

from inspector_app.cli import log_export, log_return, log_verify
from inspector_app.cli.context import Context
from inspector_app.cli.documents import plain
from inspector_app.cli.lookup import SHORTEST
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.history import Former, HistoryLine
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import N_, _
from inspector_app.host.wording import number
from inspector_app.services.history import Focus, HistoryFilter, HistoryPage
from inspector_app.services.workshop import Services

LONGEST = 48
MOST = 1_000_000


def add(group_words: Words) -> None:
    """Add the commands."""
    group = group_words.group("log", _("nhật ký thay đổi"))
    show = group.command("show", _("những thay đổi mới nhất, mới trước"), _show)
    show.add_argument("--unit", default="", metavar=_("ĐƠN_VỊ"), help=_("chỉ của đơn vị này"))
    show.add_argument("--question", default="", metavar=_("CÂU"), help=_("chỉ câu hỏi này"))
    show.add_argument(
        "--entity",
        default="",
        metavar=_("MÃ"),
        help=_("chỉ tồn tại, yêu cầu, minh chứng, dòng … này, và mọi thứ thuộc về nó"),
    )
    show.add_argument("--person", default="", metavar=_("TÊN"), help=_("chỉ của người này"))
    show.add_argument("--device", default="", metavar=_("TÊN"), help=_("chỉ ghi trên máy này"))
    show.add_argument("--since", default="", metavar=_("NGÀY"), help=_("từ ngày (giờ máy khai)"))
    show.add_argument("--until", default="", metavar=_("NGÀY"), help=_("đến hết ngày"))
    show.add_argument("--find", default="", metavar=_("CHỮ"), help=_("có những chữ này"))
    show.add_argument(
        "--only",
        choices=[str(one) for one in Focus],
        default=str(Focus.ALL),
        help=_("chỉ: thay giá trị của người khác, quyết định, đang xung đột"),
    )
    show.add_argument("--limit", type=int, default=50, metavar=_("SỐ"), help=_("bao nhiêu dòng"))
    show.add_argument("--offset", type=int, default=0, metavar=_("SỐ"), help=_("bỏ qua bao nhiêu"))
    log_return.add(group)
    log_export.add(group)
    log_verify.add(group)


def _show(context: Context) -> int:
    limit, offset = int(context.get("limit")), int(context.get("offset"))
    if not 1 <= limit <= MOST:
        raise UsageError(
            what=_("số dòng phải từ 1 đến {most}").format(most=number(MOST)), command="log show"
        )
    if offset < 0:
        raise UsageError(what=_("số dòng bỏ qua không được âm"), command="log show")
    with context.vault() as services:
        page = services.log.lines(_filter(context, services, limit, offset), words.line_text)
    data = {"total": page.total, "changes": [document(one) for one in page.lines]}
    context.screen.answer(data, _text(page, offset))
    return 0


def _filter(context: Context, services: Services, limit: int, offset: int) -> HistoryFilter:
    unit, entity = context.text("unit"), context.text("entity")
    return HistoryFilter(
        inspection=services.inspections.find(unit).id if unit else None,
        entity=_entity(services, entity) if entity else None,
        question=context.text("question"),
        person=context.text("person"),
        device=context.text("device"),
        since=_midnight(context.text("since")),
        until=_midnight(context.text("until"), days=1),
        text=context.text("find"),
        focus=Focus(context.text("only")),
        limit=limit,
        offset=offset,
    )


def _entity(services: Services, text: str) -> EntityId:
    wanted = text.strip().lower()
    found = services.log.entities_beginning(wanted) if len(wanted) >= SHORTEST else ()
    if len(found) != 1:
        raise NotFoundError(kind=N_("mục"), name=text)
    return found[0]


def _midnight(text: str, days: int = 0) -> int | None:
    """A typed day as milliseconds, local time; None for nothing. Raises: UsageError."""
    if not text:
        return None
    for pattern in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            day = datetime.strptime(text.strip(), pattern).astimezone()
        except ValueError:
            continue
        return int((day + timedelta(days=days)).timestamp() * 1000)
    raise UsageError(
        what=_("«{text}» không phải ngày (dd/MM/yyyy)").format(text=text), command="log show"
    )


def _text(page: HistoryPage, offset: int) -> str:
    if not page.lines:
        return _("Không có thay đổi nào như vậy.")
    headings = (
        _("Lúc"),
        _("Người ghi"),
        _("Máy"),
        _("Việc"),
        _("Mục"),
        _("Nội dung"),
        _("Tình trạng"),
        _("Mã"),
    )
    units = {one.subject.unit for one in page.lines}
    is_one = len(units) == 1
    parts = [*(units if is_one else ()), table(headings, [_row(one, is_one) for one in page.lines])]
    warned = [one for one in page.lines if one.is_breach]
    parts += [f"⚠ {one.change[:8]}: {words.warning_text(one)}." for one in warned]
    shown = offset + len(page.lines)
    if shown < page.total:
        rest = _("Còn {count} thay đổi cũ hơn: thêm --offset {shown}.")
        parts.append(rest.format(count=number(page.total - shown), shown=shown))
    return "\n\n".join(parts)


def _row(one: HistoryLine, is_one_unit: bool) -> tuple[str, ...]:
    return (
        words.when_text(one),
        one.author,
        one.device,
        words.deed_text(one),
        short(words.subject_text(one.subject, with_unit=not is_one_unit), LONGEST + 24),
        _content(one),
        words.standing_text(one.standing),
        one.change[:8],
    )


def _content(one: HistoryLine) -> str:
    before, after = short(words.before_text(one)), short(words.after_text(one))
    text = " → ".join(filter(None, (before, after)))
    if one.reason:
        return _("{value} (lý do: {reason})").format(value=text, reason=one.reason)
    return text


def document(one: HistoryLine) -> dict[str, object]:
    """A line as it stands in JSON: codes and values, and the words beside them."""
    subject = one.subject
    return {
        "change": one.change,
        "kind": one.kind,
        "deed": str(one.deed),
        "standing": str(one.standing),
        "entity": one.register.ent.hex(),
        "path": one.register.path,
        "subject": words.subject_text(subject),
        "inspection": subject.inspection.hex() if subject.inspection else None,
        "unit": subject.unit,
        "question": subject.question or None,
        "side": str(subject.side) if subject.side else None,
        "value": plain(one.value),
        "before": [_former(one, former) for former in one.before],
        "after_text": words.after_text(one),
        "author": one.author,
        "device": one.device,
        "device_id": one.device_id,
        "seq": one.seq,
        "wall": one.wall,
        "clock_ahead_ms": one.ahead_ms,
        "took_over": list(one.took_over),
        "is_breach": one.is_breach,
        "reason": one.reason,
        "can_return": one.can_return,
    }


def _former(line: HistoryLine, one: Former) -> dict[str, object]:
    return {
        "change": one.change,
        "value": plain(one.value),
        "text": words.former_text(line, one),
        "is_deletion": one.is_deletion,
        "author": one.author,
        "is_anothers": one.is_anothers,
    }


def short(text: str, most: int = LONGEST) -> str:
    """One line of at most so many letters."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
