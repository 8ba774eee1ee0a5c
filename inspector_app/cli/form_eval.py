"""``inspector form eval``: an expression tried out without a form."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.zones import offset, zone
from inspector_app.domain.form.expression.bare import as_document, evaluate_bare
from inspector_app.domain.form.expression.values import to_text
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.host.i18n import _


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    parser = group.command("eval", _("tính thử một biểu thức, không cần phiếu"), _eval)
    parser.add_argument("expression", metavar=_("BIỂU_THỨC"), help=_('ví dụ: "round(10 div 3, 2)"'))
    # «-(1 + 2)» is an expression, no option
    parser._negative_number_matcher = re.compile(r"-[^-]")
    parser.add_argument(
        "--tz",
        default="",
        metavar=_("MÚI_GIỜ"),
        help=_("múi giờ, ví dụ Asia/Ho_Chi_Minh; mặc định theo máy này"),
    )


def _eval(context: Context) -> int:
    where = zone(context.text("tz"), context.place)
    surroundings = Surroundings(
        now_ms=round(datetime.now(UTC).timestamp() * 1000),
        offset=lambda moment: offset(moment, where),
        random_bytes=os.urandom,
    )
    value = evaluate_bare(context.text("expression"), surroundings)
    lines = [node.text() for node in value] if isinstance(value, list) else [to_text(value)]
    context.screen.answer(as_document(value), "\n".join(lines))
    return 0
