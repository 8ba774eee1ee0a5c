"""``inspector score``: points by rule, self-assessed and appraised; an optional layer of a trip."""

from __future__ import annotations

from inspector_app.cli import lookup, score_documents
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.score_tables import (
    inspection_text,
    mapping_text,
    points_text,
    settings_text,
    trip_text,
)
from inspector_app.domain.errors import AmbiguousNameError, NotFoundError, UsageError
from inspector_app.domain.form.definition import Form, Text
from inspector_app.domain.scoring.arithmetic import percentage, shown, stored, sum_of
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.sums import disagreement
from inspector_app.domain.scoring.typed_points import typed_decimal
from inspector_app.domain.text import fold
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import number
from inspector_app.services.score_mapping import HEADINGS, mapping_csv, mapping_rows
from inspector_app.services.score_views import CriterionScore

YES_NO = ("yes", "no")


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("score", _("điểm: theo quy tắc, tự đánh giá, thẩm định, xếp hạng"))
    show = group.command("show", _("điểm của một đơn vị, hoặc bảng xếp hạng cả đợt"), _show)
    show.add_argument(
        "inspection",
        nargs="?",
        default="",
        metavar=_("ĐƠN_VỊ"),
        help=_("tên đơn vị hoặc mã cuộc kiểm tra; không nêu thì cả đợt"),
    )
    show.add_argument("--section", metavar=_("PHẦN"), help=_("chỉ một phần: tên hoặc số thứ tự"))
    put = group.command("set", _("ghi điểm đơn vị tự chấm, điểm đoàn cho, lý do"), _set)
    put.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    put.add_argument("criterion", metavar=_("TIÊU_CHÍ"), help=_("tên câu hoặc số mục"))
    side = put.add_mutually_exclusive_group()
    side.add_argument(
        "--self", dest="claimed", metavar=_("ĐIỂM"), help=_("điểm đơn vị tự chấm; - để bỏ")
    )
    side.add_argument("--appraised", metavar=_("ĐIỂM"), help=_("điểm đoàn cho; - để theo quy tắc"))
    put.add_argument("--reason", metavar=_("LÝ_DO"), help=_("vì sao điểm khác nhau"))
    rules = group.command("settings", _("cách chấm điểm của đợt"), _settings)
    switch = rules.add_mutually_exclusive_group()
    switch.add_argument("--on", action="store_const", const=True, help=_("chấm điểm"))
    switch.add_argument("--off", dest="on", action="store_const", const=False, help=_("không chấm"))
    rules.add_argument("--print", choices=YES_NO, help=_("in bảng điểm trong biên bản hay không"))
    rules.add_argument(
        "--bands",
        metavar=_("MỨC"),
        help=_("mức xếp loại: «90=Xuất sắc;80=Tốt;0=Chưa đạt»; để rỗng thì lấy mức mặc định"),
    )
    codes = group.command("mapping", _("tiêu chí ứng với mã nào của Chỉ số CCHC"), _mapping)
    codes.add_argument(
        "form",
        nargs="?",
        default="",
        metavar=_("PHIẾU"),
        help=_("mã phiếu hoặc đầu mã băm; không nêu thì mọi phiếu của kho"),
    )
    codes.add_argument("--out", metavar=_("TỆP.csv"), help=_("ghi ra tệp CSV"))
    again = group.command("recount", _("cộng lại các điểm đã công bố; 1 khi tổng in sai"), _recount)
    again.add_argument("parts", nargs="+", metavar=_("ĐIỂM"), help=_("điểm từng phần"))
    again.add_argument("--total", metavar=_("TỔNG"), help=_("tổng đã in"))
    again.add_argument("--of", metavar=_("TỐI_ĐA"), help=_("điểm tối đa áp dụng, để tính chỉ số"))


def _show(context: Context) -> int:
    wanted = context.text("section")
    with context.vault() as services:
        if context.text("inspection"):
            inspection = services.inspections.find(context.text("inspection"))
            scores = services.scores.show(inspection.id)
        else:
            trip = services.scores.trip()
            parts = {one.name: one.label for unit in trip.units for one in unit.sections}
            name = _section(parts, wanted) if wanted and trip.settings.is_on else ""
            context.screen.answer(score_documents.trip_scores(trip), trip_text(trip, name))
            return 0
    sections = scores.sections
    if wanted and scores.settings.is_on:
        name = _section({one.name: one.label for one in sections}, wanted)
        sections = tuple(one for one in sections if one.name == name)
    data = score_documents.inspection_scores(scores, sections)
    context.screen.answer(data, inspection_text(scores, sections))
    return 0


def _section(labels: dict[str, Text], text: str) -> str:
    """The section meant by its name, its number or its heading.

    Raises:
        NotFoundError, AmbiguousNameError
    """
    if text in labels:
        return text
    if text.isdecimal() and 1 <= int(text) <= len(labels):
        return list(labels)[int(text) - 1]
    found = [name for name, label in labels.items() if fold(text) in fold(label.in_(language()))]
    if not found:
        raise NotFoundError(kind="phần có tiêu chí", name=text)
    if len(found) > 1:
        raise AmbiguousNameError(kind="phần có tiêu chí", name=text, matches=", ".join(found))
    return found[0]


def _set(context: Context) -> int:
    claimed, appraised, reason = (context.get(one) for one in ("claimed", "appraised", "reason"))
    if claimed is None and appraised is None and reason is None:
        raise UsageError(what=_("chưa nêu điểm hay lý do"), command="score set")
    criterion = context.text("criterion")
    with context.vault() as services:
        ent = services.inspections.find(context.text("inspection")).id
        if appraised is not None:
            score = services.scores.appraise(ent, criterion, appraised, reason or "").value
        elif claimed is not None:
            score = services.scores.set_self(ent, criterion, claimed).value
        if appraised is None and reason is not None:
            score = services.scores.explain(ent, criterion, reason).value
    context.screen.done(score_documents.criterion_score(score), _confirmation(score))
    return 0


def _confirmation(score: CriterionScore) -> str:
    text = _("{name}: tự chấm {claimed}, thẩm định {appraised} trên {most} điểm.").format(
        name=score.criterion.name,
        claimed=points_text(score.self_assessed),
        appraised=points_text(score.appraised),
        most=number(score.criterion.maximum),
    )
    if score.needs_reason:
        text += "\n" + _("Hai điểm khác nhau mà chưa có lý do: thêm --reason.")
    return text


def _settings(context: Context) -> int:
    printed = context.get("print")
    is_on, bands = context.get("on"), context.get("bands")
    with context.vault() as services:
        if (is_on, printed, bands) == (None, None, None):
            settings = services.scores.settings()
        else:
            settings = services.scores.configure(
                is_on=is_on,
                is_printed=None if printed is None else printed == "yes",
                bands=bands,
            ).value
    context.screen.answer(score_documents.settings(settings), settings_text(settings))
    return 0


def _mapping(context: Context) -> int:
    out = context.text("out")
    asked = context.text("form")
    with context.vault() as services:
        forms = services.forms.list() if not (asked or out) else []
        if len(forms) < 2:
            forms = [lookup.form(services, asked)]
        found = [(form, services.scores.mapping(form.sha256)) for form in forms]
    described = [_mapping_document(form, criteria) for form, criteria in found]
    data = described[0] if len(described) == 1 else {"forms": described}
    text = "\n\n".join(_mapping_part(*one, has_title=len(found) > 1) for one in found)
    if out:
        rows = list(mapping_rows(found[0][1], language()))
        with HostFiles().create(out) as sink:
            sink.write(mapping_csv(HEADINGS, rows))
        text = _("Đã ghi {count} dòng vào «{path}».").format(count=number(len(rows)), path=out)
        data = {**data, "path": out}
    context.screen.answer(data, text)
    return 0


def _mapping_document(form: Form, criteria: tuple[Criterion, ...]) -> dict[str, object]:
    return {
        "form_id": form.form_id,
        "version": form.version,
        "sha256": form.sha256,
        "criteria": [score_documents.criterion(one) for one in criteria],
    }


def _mapping_part(form: Form, criteria: tuple[Criterion, ...], *, has_title: bool) -> str:
    """The table of one form, below its name where there are several."""
    if not criteria:
        return _("Phiếu {form} không có tiêu chí nào có điểm tối đa.").format(form=form.form_id)
    title = f"{form.title.in_(language())}  [{form.form_id}, {form.sha256[:8]}]\n"
    return (title if has_title else "") + mapping_text(criteria)


def _recount(context: Context) -> int:
    parts = [typed_decimal(text, _("Điểm")) for text in context.get("parts")]
    printed = typed_decimal(context.get("total"), _("Tổng")) if context.get("total") else None
    most = typed_decimal(context.get("of"), _("Điểm tối đa")) if context.get("of") else None
    total = sum_of(parts)
    wrong = disagreement(parts, printed) if printed is not None else None
    index = percentage(total, most) if most is not None else None
    lines = [_("Cộng lại: {total}").format(total=number(total))]
    if index is not None and most is not None:
        text = _("{total}/{most} = {index} %")
        index_shown = number(shown(index), 2)
        lines.append(text.format(total=number(total), most=number(most), index=index_shown))
    if wrong is not None:
        text = _("Tổng in {printed} không khớp với các điểm thành phần: lệch {difference}.")
        difference = number(wrong.difference)
        lines.append(text.format(printed=number(wrong.printed), difference=difference))
    data = {
        "computed": stored(total),
        "printed": score_documents.decimal(printed),
        "agrees": wrong is None,
        "difference": stored(wrong.difference) if wrong is not None else None,
        "index": score_documents.decimal(index),
        "index_rounded": score_documents.rounded(index),
    }
    context.screen.answer(data, "\n".join(lines))
    return 1 if wrong is not None else 0
