"""What an inspection holds beside its answers, as text: leftovers, findings, requirements, last trip."""

from __future__ import annotations

from inspector_app.cli.follow_up import followed, followed_table, previous_text, today
from inspector_app.cli.leftovers import leftovers_text
from inspector_app.cli.naming import SEVERITIES
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH
from inspector_app.services.views import InspectionView


def records_text(view: InspectionView) -> list[str]:
    """Each kind as a titled part; what there is none of is left out."""
    parts = list(filter(None, [leftovers_text(view.leftovers)]))
    names = {one.id: one.name for one in view.evidence}
    if view.findings:
        lines = []
        for one in view.findings:
            about = [f"[{_(SEVERITIES[one.severity])}]"]
            asked = view.form.questions.get(one.question)
            if one.question:
                about.append(asked.clause if asked and asked.clause else one.question)
            files = ", ".join(names[ent] for ent in one.evidence if ent in names)
            lines.append(f"  • {' '.join(about)} {one.text}" + (f" ({files})" if files else ""))
        parts.append("\n".join([_("Tồn tại, hạn chế"), *lines]))
    requirements = list(followed(view, today()))
    if requirements:
        parts.append(_("Yêu cầu") + "\n" + followed_table(requirements))
    parts += previous_text(view)
    if view.evidence:
        lines = [f"  • {one.name}: {one.caption or DASH}" for one in view.evidence]
        parts.append("\n".join([_("Minh chứng"), *lines]))
    for title, text in (
        (_("Ý kiến của đơn vị"), view.session.unit_opinion),
        (_("Kết luận của trưởng đoàn"), view.session.conclusion),
    ):
        if text:
            parts.append(f"{title}\n  {text}")
    return parts
