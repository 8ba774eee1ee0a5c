"""``inspector conflict``: what people answered differently; a leader decides, nothing is lost."""

from __future__ import annotations

from typing import Final

from inspector_app.cli import conflict_documents, documents
from inspector_app.cli.conflict_texts import (
    KINDS,
    decided_text,
    described,
    name,
    plan_text,
    side_text,
)
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.conflict_views import (
    ConflictFilter,
    ConflictSide,
    ConflictState,
    ConflictView,
)
from inspector_app.services.workshop import Services

_BOTH: Final = "both"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_STATES: Final = {
    "open": (ConflictState.OPEN, ConflictState.REOPENED),
    "reopened": (ConflictState.REOPENED,),
    "decided": (ConflictState.DECIDED,),
    "all": tuple(ConflictState),
}
"""A reopened conflict is open, too."""


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("conflict", _("xung đột: các giá trị khác nhau của cùng một ô"))
    listed = group.command("list", _("các xung đột; trạng thái 1 khi còn xung đột mở"), _list)
    _add_filters(listed)
    listed.add_argument(
        "--state",
        choices=tuple(_STATES),
        default="open",
        help=_("đang mở (mặc định), đã quyết định, mở lại, hoặc tất cả"),
    )
    listed.add_argument(
        "--mine", action="store_true", help=_("chỉ những xung đột thuộc quyền quyết định của tôi")
    )
    resolve = group.command("resolve", _("quyết định xung đột (trưởng đoàn)"), _resolve)
    resolve.add_argument(
        "conflict", nargs="?", metavar=_("XUNG_ĐỘT"), help=_("mã xung đột hoặc đầu mã")
    )
    choice = resolve.add_mutually_exclusive_group()
    choice.add_argument(
        "--take",
        metavar="A|B|…|both",
        help=_("lấy một bên theo chữ trong danh sách; both: lấy cả hai, nơi có nghĩa"),
    )
    choice.add_argument(
        "--choose",
        metavar=_("SỐ"),
        help=_("giữ giá trị thứ mấy trong danh sách, hoặc đầu mã thay đổi"),
    )
    choice.add_argument("--value", metavar=_("GIÁ_TRỊ"), help=_("ghi một giá trị khác"))
    choice.add_argument(
        "--all",
        action="store_true",
        help=_("mọi xung đột khớp bộ lọc: lấy giá trị của một người (--person)"),
    )
    _add_filters(resolve)
    resolve.add_argument(
        "--yes", action="store_true", help=_("với --all: làm thật, không chỉ liệt kê")
    )
    resolve.add_argument(
        "--reason", required=True, metavar=_("LÝ_DO"), help=_("vì sao; lưu cùng quyết định")
    )
    undo = group.command("undo", _("lấy lại một quyết định: các giá trị lại đứng cạnh nhau"), _undo)
    undo.add_argument("conflict", metavar=_("XUNG_ĐỘT"), help=_("mã xung đột đã quyết định"))
    undo.add_argument("--reason", metavar=_("LÝ_DO"), help=_("vì sao lấy lại"))

    reasons = group.command(
        "reasons", _("các lý do để chọn nhanh, dùng gần nhất đứng trước"), _reasons
    )
    reasons.add_argument(
        "--set", nargs="+", metavar=_("LÝ_DO"), help=_("thay cả danh sách bằng các lý do này")
    )


def _add_filters(command: object) -> None:
    add_argument = command.add_argument  # type: ignore[attr-defined]
    add_argument("--unit", metavar=_("ĐƠN_VỊ"), help=_("chỉ của đơn vị này"))
    add_argument(
        "--section", metavar=_("PHẦN"), help=_("chỉ trong phần này: tên hoặc chữ trong tiêu đề")
    )
    add_argument("--kind", choices=tuple(KINDS), help=_("chỉ loại này"))
    add_argument("--person", metavar=_("NGƯỜI"), help=_("chỉ nơi người này có ghi"))


def _filter(context: Context, services: Services, state: str = "open") -> ConflictFilter:
    unit = context.get("unit")
    return ConflictFilter(
        inspection=services.inspections.find(unit).id if unit else b"",
        section=context.get("section") or "",
        kind=context.get("kind") or "",
        person=context.get("person") or "",
        states=frozenset(_STATES[state]),
        is_mine=bool(context.get("mine")),
    )


def _list(context: Context) -> int:
    with context.vault() as services:
        wanted = _filter(context, services, context.text("state"))
        services.conflicts.check(wanted)
        conflicts = services.conflicts.list(wanted)
        every = services.conflicts.list(ConflictFilter().of_state())
    waiting = [one for one in conflicts if one.state is not ConflictState.DECIDED]
    decided = sum(one.state is ConflictState.DECIDED for one in every)
    counts = {"open": len(every) - decided, "decided": decided}
    if not conflicts:
        text = _("Không có xung đột nào.")
    else:
        parts = [_("Có {count} xung đột:").format(count=number(len(conflicts)))]
        parts += [described(one) for one in conflicts]
        if any(one.may_decide for one in waiting):
            parts.append(_("Quyết định: «inspector conflict resolve MÃ --take A --reason LÝ_DO»."))
        elif waiting:
            parts.append(_("Trưởng đoàn quyết định; ai cũng xem được."))
        text = "\n\n".join(parts)
    data = {"conflicts": [conflict_documents.conflict(one) for one in conflicts], "counts": counts}
    context.screen.answer(data, text)
    return 1 if waiting else 0


def _resolve(context: Context) -> int:
    if context.get("all"):
        return _resolve_all(context)
    wishes = [context.get(one) for one in ("take", "choose", "value")]
    if context.get("conflict") is None or all(one is None for one in wishes):
        raise UsageError(
            what=_("cần mã xung đột với --take, --choose hoặc --value; hoặc --all"),
            command="conflict resolve",
        )
    with context.vault() as services:
        found = services.conflicts.find(context.text("conflict"))
        chosen, both = _chosen(context, found)
        outcome = services.conflicts.resolve(
            found.id,
            choose=chosen,
            text=context.get("value"),
            reason=context.text("reason"),
            both=both,
        )
        left = len(services.conflicts.list())
    view = outcome.value
    data = {
        "conflict": found.id,
        "value": documents.plain(view.value),
        "is_conflict": view.is_conflict,
        "conflicts_open": left,
    }
    text = decided_text(found, view.value, chosen)
    text += "\n" + _("Lấy lại được bằng «inspector conflict undo {id}».").format(id=found.id[:8])
    text += "\n" + _left(left)
    context.screen.done(data, text)
    return 0


def _chosen(context: Context, found: ConflictView) -> tuple[str | None, bool]:
    """The change to keep (None without), and whether both are taken."""
    take, choose = context.get("take"), context.get("choose")
    if choose is not None:
        return _by_number(found, choose), False
    if take is None:
        return None, False
    if take.strip().casefold() == _BOTH:
        return None, True
    return _by_letter(found, take.strip().upper()).change, False


def _by_letter(conflict: ConflictView, letter: str) -> ConflictSide:
    place = _LETTERS.find(letter) if len(letter) == 1 else -1
    if not 0 <= place < len(conflict.sides):
        raise NotFoundError(kind="giá trị trong xung đột", name=letter)
    return conflict.sides[place]


def _by_number(conflict: ConflictView, choose: str) -> str:
    heads = conflict.heads
    if choose.isdecimal() and 1 <= int(choose) <= len(heads):
        return heads[int(choose) - 1].change
    found = [one for one in heads if len(choose) >= 4 and one.change.startswith(choose)]
    if len(found) != 1:
        raise NotFoundError(kind="giá trị trong xung đột", name=choose)
    return found[0].change


def _resolve_all(context: Context) -> int:
    if context.get("person") is None:
        raise UsageError(
            what=_("--all cần --person: lấy giá trị của ai"), command="conflict resolve"
        )
    if context.get("conflict") is not None:
        raise UsageError(what=_("--all không đi với một mã xung đột"), command="conflict resolve")
    is_done = bool(context.get("yes"))
    with context.vault() as services:
        person = context.text("person")
        wanted = _filter(context, services)
        services.conflicts.check(wanted)
        wanted = ConflictFilter(wanted.inspection, wanted.section, wanted.kind)
        plan = services.conflicts.plan(person, wanted)
        if is_done and plan.taken:
            ids = [one.id for one, _side in plan.taken] + [one.conflict.id for one in plan.left]
            reason = context.text("reason")
            plan = services.conflicts.resolve_all(ids, plan.person, reason).value
        left = len(services.conflicts.list())
    data = {**conflict_documents.batch(plan, is_done=is_done), "conflicts_open": left}
    text = plan_text(plan, is_done=is_done)
    if is_done:
        text += "\n\n" + _left(left)
    context.screen.answer(data, text)
    return 0 if is_done and not plan.left else 1


def _undo(context: Context) -> int:
    with context.vault() as services:
        reason = context.get("reason") or ""
        view = services.conflicts.undo(context.text("conflict"), reason).value
        left = len(services.conflicts.list())
    sides = "; ".join(side_text(view, one) for one in view.sides)
    text = _("Đã lấy lại quyết định. {what} lại là xung đột [{id}]: {sides}.").format(
        what=name(view), id=view.id[:8], sides=sides
    )
    data = {**conflict_documents.conflict(view), "conflicts_open": left}
    context.screen.done(data, text + "\n" + _left(left))
    return 0


def _reasons(context: Context) -> int:
    given = context.get("set")
    with context.vault() as services:
        if given:
            services.conflicts.set_reasons(given)
        found = services.conflicts.reasons()
    context.screen.answer({"reasons": list(found)}, "\n".join(found))
    return 0


def _left(count: int) -> str:
    if not count:
        return _("Không còn xung đột.")
    return _("Còn {count} xung đột.").format(count=number(count))
