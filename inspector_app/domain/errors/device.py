"""Devices: revoked, or given a new identity."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class DeviceRevokedError(InspectorError):
    """This vault's own device was revoked: what it writes would count nowhere."""

    code = "device.revoked"
    exit_status = 110
    message = (
        "Máy này đã bị thu hồi trong đợt kiểm tra, chỉ được tin đến thay đổi {seq}. Lý do: {reason}"
    )
    remedy = (
        "Đổi định danh máy («inspector device renew») rồi đưa thẻ mới cho trưởng đoàn ghi nhận."
        " Những gì đã ghi vẫn còn trong kho; trưởng đoàn có thể nhận lại từng thay đổi."
    )


class DeviceRenewedError(InspectorError):
    """The identity of the vault was renewed while it was open."""

    code = "device.renewed"
    exit_status = 111
    message = "Kho này vừa được đổi định danh máy."
    remedy = "Đóng kho và mở lại rồi ghi tiếp; chưa có gì bị mất."
