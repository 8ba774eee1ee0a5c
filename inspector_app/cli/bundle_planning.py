"""``inspector bundle plan``: what an export would carry, who could open it, what speaks against."""

from __future__ import annotations

from dataclasses import asdict, replace

from inspector_app.cli.context import Context
from inspector_app.cli.naming import ROLES, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs, table
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, number, size
from inspector_app.services.exchange import ExportOptions
from inspector_app.services.export_plans import ExportPlan, Receiver, Weight

_MARKS = {Weight.MUST: "✗", Weight.MAY: "!", Weight.FINE: "✓"}


def add(group: Words) -> None:
    """Add the command."""
    plan = group.command(
        "plan", _("xem trước lần xuất: ai mở được, gồm gì, điều gì cần biết; không ghi gì"), _plan
    )
    plan.add_argument(
        "--whole", action="store_true", help=_("như khi xuất toàn bộ, bỏ qua biên nhận")
    )


def _plan(context: Context) -> int:
    """Exit status 1 when something must be mended first."""
    with context.vault() as services:
        options = ExportOptions(is_whole=bool(context.get("whole")))
        plan = services.export_plans.plan(options=options)
    context.screen.answer(document(plan), _text(plan))
    return 0 if plan.may_go else 1


def document(plan: ExportPlan) -> dict[str, object]:
    """A plan as it stands in JSON."""
    return {
        # a sentence with values in it cannot be copied by ``asdict``
        **asdict(replace(plan, checks=())),
        "receivers": [
            {**asdict(one), "role": str(one.role) if one.role else None} for one in plan.receivers
        ],
        "lacking": list(plan.lacking),
        "checks": [{"weight": str(one.weight), "text": _(one.text)} for one in plan.checks],
        "may_go": plan.may_go,
    }


def since_words(receiver: Receiver) -> str:
    """Where a bundle for this receiver begins."""
    if receiver.receipt_number:
        return _("từ biên nhận số {number}").format(number=number(receiver.receipt_number))
    if receiver.export_number:
        return _("từ gói số {number} của họ").format(number=number(receiver.export_number))
    return _("chưa có biên nhận")


def _text(plan: ExportPlan) -> str:
    checks = "\n".join(f"{_MARKS[one.weight]} {_(one.text)}" for one in plan.checks)
    content = pairs(
        [
            (_("Phạm vi"), _("toàn bộ") if plan.is_whole else _("phần người nhận chưa có")),
            (_("Thay đổi"), number(plan.changes)),
            (_("Minh chứng"), number(plan.evidence)),
            (_("Cỡ gói"), _("khoảng {size}").format(size=size(plan.size))),
        ]
    )
    rows = [
        (
            one.name,
            _("cơ quan cấp trên") if one.is_office else _(ROLES[one.role]) if one.role else DASH,
            one.device,
            since_words(one),
            fingerprint(one.fingerprint),
        )
        for one in plan.receivers
    ]
    headings = (_("Người nhận"), _("Vai trò"), _("Máy"), _("Phần mới"), _("Vân tay"))
    parts = [checks, content]
    if rows:
        parts.append(table(headings, rows))
    return "\n\n".join(parts)
