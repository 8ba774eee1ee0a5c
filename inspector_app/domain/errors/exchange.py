"""Bundles, cards, packs and the changes in them."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class BundleDamagedError(InspectorError):
    """Not a bundle, or bytes that were cut or changed."""

    code = "bundle.damaged"
    exit_status = 30
    message = "Gói «{path}» bị hỏng hoặc không phải gói đồng bộ: {what}"
    remedy = "Đề nghị người gửi xuất lại gói và chép lại; kho của bạn chưa thay đổi."


class BundleRecipientError(InspectorError):
    """The bundle is sealed to somebody else."""

    code = "bundle.other-recipient"
    exit_status = 31
    message = "Gói «{path}» được mã hóa cho người khác, kho này không mở được."
    remedy = "Đề nghị người gửi xuất lại gói với thẻ nhận diện của bạn trong danh sách người nhận."


class BundleSenderError(InspectorError):
    """The bundle's signer is not enrolled here."""

    code = "bundle.unknown-sender"
    exit_status = 32
    message = "Gói «{path}» do máy chưa được ghi nhận ký (vân tay: {fingerprint})."
    remedy = "Đối chiếu vân tay bằng lời với người gửi rồi nhập thẻ nhận diện của họ: «inspector card import TỆP»; nếu thẻ đi trong gói (gói đợt, gói khóa bằng mật khẩu), chạy lại lệnh với «--fingerprint TÁM_TỪ»."


class BundleTripError(InspectorError):
    """The bundle belongs to a trip that this vault does not hold."""

    code = "bundle.other-trip"
    exit_status = 33
    message = "Gói «{path}» thuộc đợt kiểm tra khác, không có trong kho này."
    remedy = "Nhập gói đợt kiểm tra tương ứng trước («inspector trip import-pack»), rồi gộp lại."


class BundleVersionError(InspectorError):
    """The bundle was written by a newer program."""

    code = "bundle.newer-version"
    exit_status = 34
    message = "Gói «{path}» theo định dạng mới hơn ({found})."
    remedy = "Cài phiên bản chương trình mới rồi gộp lại."


class CardError(InspectorError):
    """A card that is not one, or whose signature does not hold."""

    code = "card.invalid"
    exit_status = 35
    message = "Thẻ nhận diện «{path}» không hợp lệ: {what}"
    remedy = "Đề nghị chủ thẻ xuất lại thẻ bằng «inspector card show --out TỆP»."


class FingerprintError(InspectorError):
    """The fingerprint words do not belong to the card or pack."""

    code = "card.fingerprint"
    exit_status = 36
    message = "Vân tay không khớp: thẻ trong tệp «{path}» có vân tay «{fingerprint}»."
    remedy = "Gọi cho chủ thẻ, đọc đối chiếu từng từ. Chỉ nhập khi trùng khớp hoàn toàn."


class ChangeRefusedError(InspectorError):
    """A change whose bytes, bounds, chain or seal do not hold; nothing of its bundle is applied."""

    code = "log.refused"
    exit_status = 37
    message = "Thay đổi bị từ chối: {what}"
    remedy = "Không áp dụng gói này. Giữ lại tệp và báo trưởng đoàn."


class ConflictError(InspectorError):
    """A conflict that is not as the person saw it."""

    code = "conflict.changed"
    exit_status = 38
    message = "Xung đột «{name}» đã thay đổi từ lúc bạn xem."
    remedy = "Mở lại danh sách xung đột và quyết định theo các giá trị hiện tại."


class DecisionPassedError(InspectorError):
    """A decision that cannot be taken back: what it wrote is no longer what stands there."""

    code = "conflict.passed"
    exit_status = 98
    message = "Không lấy lại được quyết định «{name}»: đã lấy lại rồi, hoặc ô đã được sửa sau đó."
    remedy = (
        "Xem giá trị hiện tại; nếu chưa đúng thì sửa thẳng ở ô đó, lịch sử vẫn giữ mọi giá trị."
    )


class NoRecipientError(InspectorError):
    """There is nobody yet whom a bundle or pack could be sealed to."""

    code = "bundle.no-recipient"
    exit_status = 39
    message = "Chưa có thẻ nhận diện của {whom}, không biết mã hóa gói cho ai."
    remedy = "Nhập thẻ của họ trước: «inspector card import TỆP»; nếu bạn chưa có đợt kiểm tra, nhập gói đợt; hoặc khóa gói bằng mật khẩu (--passphrase)."
