"""Handing bundles over: receipts, passphrases, parts, what has to come first."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class ReceiptError(InspectorError):
    """A receipt that is not one, whose signature does not hold, or that is not for this vault."""

    code = "receipt.invalid"
    exit_status = 80
    message = "Biên nhận «{path}» không dùng được: {what}"
    remedy = (
        "Đề nghị người nhận ghi lại biên nhận («inspector bundle receipt write»); "
        "không có biên nhận thì lần xuất sau chỉ lớn hơn, không mất gì."
    )


class BundlePassphraseError(InspectorError):
    """The bundle is locked by a passphrase that nobody said, or by another one."""

    code = "bundle.passphrase"
    exit_status = 81
    message = "Gói «{path}» khóa bằng mật khẩu: {what}"
    remedy = "Hỏi người gửi mật khẩu của gói (không phải mật khẩu kho) rồi mở lại với --passphrase."


class PartSizeError(InspectorError):
    """Something does not fit into one part of a split export."""

    code = "bundle.part-size"
    exit_status = 82
    message = "«{name}» ({size} byte) không vừa một phần tối đa {limit} byte."
    remedy = "Chọn cỡ phần lớn hơn (--max-size), hoặc chép cả gói bằng USB."


class BundleHeldError(InspectorError):
    """The bundle goes on from changes that this vault does not hold yet."""

    code = "bundle.held"
    exit_status = 83
    message = "Gói «{path}» phải chờ: cần có trước {missing}."
    remedy = (
        "Nhập các gói trước đó của người gửi rồi nhập lại gói này, "
        "hoặc xin gói đầy đủ («inspector bundle export --whole»). Tệp này vẫn nguyên."
    )
