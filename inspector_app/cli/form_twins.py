"""Forms that say they are the same and are not: one form id and version, different contents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from inspector_app.cli.context import Context
from inspector_app.domain.form.definition import Form
from inspector_app.host.i18n import _


def twins_of(forms: Sequence[Form]) -> list[Form]:
    """The forms whose id and version another form of the vault has too."""
    counted = Counter((one.form_id, one.version) for one in forms)
    return [one for one in forms if counted[one.form_id, one.version] > 1]


def warn_of_twins(context: Context, forms: Sequence[Form], new: Collection[str]) -> None:
    """Say of which new forms (by hash) the vault holds another of the same id and version."""
    twins = twins_of(forms)
    for form in twins:
        others = [
            one.sha256[:8]
            for one in twins
            if (one.form_id, one.version) == (form.form_id, form.version) and one is not form
        ]
        if form.sha256 in new:
            text = _(
                "Cảnh báo: đã có bản khác cùng mã và phiên bản: {form}, phiên bản {version}"
                " ({others}). Nội dung đã sửa thì tăng version ở trang settings."
            )
            context.screen.remark(
                text.format(form=form.form_id, version=form.version, others=", ".join(others))
            )
