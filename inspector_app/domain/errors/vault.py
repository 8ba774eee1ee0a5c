"""The vault: opening, locking, damage."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class NotAVaultError(InspectorError):
    """The folder holds no vault."""

    code = "vault.not-a-vault"
    exit_status = 3
    message = "Thư mục «{path}» không phải là kho dữ liệu."
    remedy = (
        "Chọn đúng thư mục kho (có tệp vault.db), hoặc tạo kho mới bằng «inspector vault create»."
    )


class WrongPassphraseError(InspectorError):
    """No key slot opens with what was typed."""

    code = "vault.wrong-passphrase"
    exit_status = 4
    message = "Mật khẩu hoặc mã khôi phục không đúng."
    remedy = "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại; nếu quên mật khẩu, dùng mã khôi phục đã in."


class VaultLockedError(InspectorError):
    """Another process has the vault open."""

    code = "vault.locked"
    exit_status = 5
    message = "Kho đang được mở bởi chương trình khác (tiến trình {pid}, máy {host})."
    remedy = "Đóng cửa sổ đang mở kho này rồi thử lại."


class VaultExistsError(InspectorError):
    """A new vault was asked for where something already stands."""

    code = "vault.exists"
    exit_status = 6
    message = "Thư mục «{path}» đã có dữ liệu, không tạo kho mới ở đây."
    remedy = "Chọn một thư mục trống hoặc chưa có."


class VaultDamagedError(InspectorError):
    """The vault opens but its content is not what was sealed."""

    code = "vault.damaged"
    exit_status = 7
    message = "Kho dữ liệu bị hỏng: {what}"
    remedy = "Không ghi thêm vào kho này. Giữ nguyên thư mục kho và khôi phục từ bản sao lưu hoặc từ gói đồng bộ đã gửi."


class WeakPassphraseError(InspectorError):
    """The passphrase is too short to protect anything."""

    code = "vault.weak-passphrase"
    exit_status = 8
    message = "Mật khẩu quá ngắn ({length} ký tự)."
    remedy = "Dùng ít nhất {minimum} ký tự; nên ghép bốn từ không liên quan đến nhau."


class VaultVersionError(InspectorError):
    """The vault was written by a newer program."""

    code = "vault.newer-version"
    exit_status = 9
    message = "Kho này do phiên bản chương trình mới hơn tạo ra (lược đồ {found}, chương trình này đọc đến {known})."
    remedy = "Cài phiên bản chương trình mới rồi mở lại kho."
