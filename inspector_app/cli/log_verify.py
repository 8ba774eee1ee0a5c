"""``inspector log verify``: proves the log, offline; also that of a copy somebody hands over."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from inspector_app.cli.context import VAULT_VARIABLE, Context
from inspector_app.cli.parser import Words
from inspector_app.cli.passphrases import read_secret
from inspector_app.cli.tables import table
from inspector_app.host.i18n import _
from inspector_app.host.verdict_wording import verdict_text
from inspector_app.host.wording import DASH, number
from inspector_app.services.verdicts import ChainView, LogVerdict, VerdictLine

PASSPHRASE_VARIABLE: Final = "INSPECTOR_FROM_PASSPHRASE"  # noqa: S105 (a name, no secret)
SHOWN: Final = 50


def add(group: Words) -> None:
    """Add the command to ``inspector log``."""
    verify = group.command(
        "verify",
        _("kiểm chứng chuỗi, niêm phong, chữ ký mở phiên, không cần mạng; 1 khi có vấn đề"),
        _verify,
    )
    verify.add_argument(
        "paths",
        nargs="*",
        metavar=_("TỆP"),
        help=_("thư mục kho hoặc gói .inspb người khác đưa; không ghi gì: kho đang mở"),
    )
    verify.add_argument(
        "--from-passphrase-file",
        metavar=_("TỆP"),
        help=_("tệp có mật khẩu của kho được đưa ở dòng đầu (hoặc biến INSPECTOR_FROM_PASSPHRASE)"),
    )


def _verify(context: Context) -> int:
    paths = [str(one) for one in context.get("paths") or ()]
    progress = context.screen.progress
    are_vaults = bool(paths) and all(Path(one).is_dir() for one in paths)
    if are_vaults and not _has_vault(context):  # an auditor's look, with nothing to compare
        verdicts = [
            context.workshop.verify_vault(one, _secret(context, one), progress) for one in paths
        ]
    else:
        with context.vault() as services:
            check = services.verification
            verdicts = [check.of(one, _secret(context, one), progress) for one in paths]
            verdicts = verdicts or [check.own(progress)]
    is_sound = all(one.is_sound for one in verdicts)
    data = {"is_sound": is_sound, "logs": [_document(one) for one in verdicts]}
    context.screen.answer(data, "\n\n".join(_text(one) for one in verdicts))
    return 0 if is_sound else 1


def _has_vault(context: Context) -> bool:
    return bool(context.get("vault") or os.environ.get(VAULT_VARIABLE))


def _secret(context: Context, path: str) -> str:
    if not Path(path).is_dir():
        return ""
    return read_secret(
        _("Mật khẩu của kho «{path}»: ").format(path=path),
        context.get("from_passphrase_file"),
        PASSPHRASE_VARIABLE,
        "--from-passphrase-file",
        context.place,
    )


def _head(one: LogVerdict) -> str:
    counts = (one.changes, len(one.chains), len(one.problems))
    return verdict_text(one.kind, one.path, *counts)


def _text(verdict: LogVerdict) -> str:
    parts = [_head(verdict)]
    if verdict.problems:
        parts.append(_lines(_("Vấn đề"), verdict.problems))
        parts.append(
            _("Giữ nguyên kho này làm bằng chứng; làm tiếp từ bản sao hoặc gói của người khác.")
        )
    if verdict.remarks:
        parts.append(_lines(_("Lưu ý"), verdict.remarks))
    if verdict.is_compared and not verdict.problems and not verdict.remarks:
        parts.append(_("Không khác gì kho đang mở ở phần được đưa."))
    headings = (
        _("Máy"),
        _("Người mở phiên"),
        _("Thay đổi"),
        _("Phiên có chữ ký"),
        _("Ai ghi nhận thẻ"),
        _("Kết quả"),
    )
    parts.append(table(headings, [_row(one) for one in verdict.chains], right=(2, 3)))
    return "\n\n".join(parts)


def _lines(title: str, lines: tuple[VerdictLine, ...]) -> str:
    shown = [
        _("  • «{device}»: {text}.").format(device=one.device, text=_(one.text))
        for one in lines[:SHOWN]
    ]
    if len(lines) > SHOWN:
        shown.append(_("  … và {count} dòng nữa").format(count=number(len(lines) - SHOWN)))
    return "\n".join([title, *shown])


def _row(one: ChainView) -> tuple[str, ...]:
    own = _("kho này") if one.is_own else DASH
    return (
        f"{one.device} ({one.device_id[:8]})",
        one.person or DASH,
        number(one.changes),
        number(one.sessions),
        own if one.is_own else one.enrolled_by or DASH,
        _("đúng") if one.is_sound else _("có vấn đề"),
    )


def _document(verdict: LogVerdict) -> dict[str, object]:
    return {
        "path": verdict.path,
        "kind": verdict.kind,
        "owner": verdict.owner,
        "is_sound": verdict.is_sound,
        "is_compared": verdict.is_compared,
        "changes": verdict.changes,
        "problems": [_line(one) for one in verdict.problems],
        "remarks": [_line(one) for one in verdict.remarks],
        "devices": [
            {
                "device": one.device,
                "device_id": one.device_id,
                "person": one.person,
                "enrolled_by": one.enrolled_by,
                "is_own": one.is_own,
                "changes": one.changes,
                "first": one.first,
                "last": one.last,
                "sessions": one.sessions,
                "is_sound": one.is_sound,
            }
            for one in verdict.chains
        ],
    }


def _line(one: VerdictLine) -> dict[str, object]:
    return {
        "code": one.code,
        "device": one.device,
        "device_id": one.device_id,
        "first": one.first,
        "last": one.last,
        "text": _(one.text),
    }
