"""The judgement of a signed document, for people and for programs."""

from __future__ import annotations

from datetime import datetime

from inspector_app.cli.tables import pairs
from inspector_app.domain.report.values import Remark, Revocation, SignatureFacts, Verdict
from inspector_app.host.i18n import N_, _
from inspector_app.host.wording import DASH, size

REVOCATIONS = {
    Revocation.CHECKED: N_("chưa bị thu hồi"),
    Revocation.UNCHECKED: N_("chưa kiểm tra"),
    Revocation.REVOKED: N_("đã bị thu hồi"),
}


def verdict_text(verdict: Verdict, path: str) -> str:
    """The verdict first, then why, then each signature."""
    parts = [f"{_(verdict.words)}: {path} ({size(verdict.size)})"]
    if verdict.problems:
        parts.append("\n".join(f"  ✗ {_remark(one)}" for one in verdict.problems))
    if verdict.notices:
        parts.append("\n".join(f"  • {_remark(one)}" for one in verdict.notices))
    if "root-unknown" in verdict.codes:
        parts.append(_("Chỉ ra chứng thư gốc của nơi cấp bằng «--root TỆP» rồi xác thực lại."))
    parts += [_signature_text(one) for one in verdict.signatures]
    return "\n\n".join(parts)


def verdict_document(verdict: Verdict, path: str) -> dict[str, object]:
    """Everything that was found."""
    return {
        "path": path,
        "verdict": str(verdict.kind),
        "is_valid": verdict.is_valid,
        "is_intact": verdict.intact,
        "is_complete": verdict.complete,
        "is_compatible": verdict.compatible,
        "size": verdict.size,
        "sha256": verdict.sha256,
        "missing": list(verdict.missing),
        "roots": list(verdict.roots),
        "problems": [_remark_document(one) for one in verdict.problems],
        "notices": [_remark_document(one) for one in verdict.notices],
        "signatures": [_signature_document(one) for one in verdict.signatures],
    }


def _remark(remark: Remark) -> str:
    return remark.text(_(remark.message))


def _remark_document(remark: Remark) -> dict[str, object]:
    return {
        "code": remark.code,
        "field": remark.field,
        "message": _remark(remark),
        "details": dict(remark.details),
    }


def _signature_text(one: SignatureFacts) -> str:
    return f"{one.order}. {one.role}\n" + "\n".join(
        f"   {line}"
        for line in pairs(
            [
                (_("Người ký"), ", ".join(text for text in (one.signer, one.organisation) if text)),
                (_("Thời điểm khai"), _time(one.claimed_time)),
                (_("Nội dung"), _("nguyên vẹn") if one.intact else _("ĐÃ BỊ THAY ĐỔI")),
                (_("Chứng thư"), _("có gốc tin cậy") if one.trusted else _("chưa rõ gốc")),
                (_("Thu hồi"), _(REVOCATIONS[one.revocation])),
                (_("Nơi cấp"), one.issuer),
                (_("Hiệu lực"), f"{_time(one.valid_from)} – {_time(one.valid_until)}"),
            ]
        ).splitlines()
    )


def _signature_document(one: SignatureFacts) -> dict[str, object]:
    return {
        "order": one.order,
        "field": one.field,
        "role": one.role,
        "signer": one.signer,
        "organisation": one.organisation,
        "issuer": one.issuer,
        "serial": one.serial,
        "certificate_sha256": one.certificate_sha256,
        "valid_from": one.valid_from.isoformat() if one.valid_from else None,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
        "claimed_time": one.claimed_time.isoformat() if one.claimed_time else None,
        "is_timestamped": one.timestamped,
        "algorithm": one.algorithm,
        "covers": one.covers,
        "is_intact": one.intact,
        "is_trusted": one.trusted,
        "revocation": str(one.revocation),
        "changes_after": str(one.changes_after),
        "is_practice": one.practice,
        "passed": one.passed,
    }


def _time(moment: datetime | None) -> str:
    return f"{moment.astimezone():%d/%m/%Y %H:%M}" if moment else DASH
