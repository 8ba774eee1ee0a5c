"""Documents and their signatures."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class KeyFileError(InspectorError):
    """A .p12 file that does not open."""

    code = "sign.key-file"
    exit_status = 40
    message = "Không mở được tệp chữ ký số «{path}»: {what}"
    remedy = "Kiểm tra mật khẩu của tệp .p12 rồi thử lại; chưa có tệp nào được tạo hay thay đổi."


class CertificateError(InspectorError):
    """A certificate that must not sign this document."""

    code = "sign.certificate"
    exit_status = 41
    message = "Chứng thư số của {signer} không dùng được: {what}"
    remedy = "Dùng chứng thư còn hiệu lực của đúng người ký; chưa có gì được ký."


class SignOrderError(InspectorError):
    """A field that cannot be signed now."""

    code = "sign.order"
    exit_status = 42
    message = "Không ký được ô «{field}»: {what}"
    remedy = "{how}"


class PdfError(InspectorError):
    """A file that is not a readable PDF of this program."""

    code = "document.pdf"
    exit_status = 43
    message = "Không đọc được tệp PDF «{path}»: {what}"
    remedy = "Kiểm tra lại tệp; nếu tệp bị hỏng khi chép, chép lại từ bản gốc."


class ReportNotReadyError(InspectorError):
    """A document that must not be finished yet."""

    code = "report.not-ready"
    exit_status = 44
    message = "Biên bản chưa thể hoàn tất: {what}"
    remedy = "{how}"
