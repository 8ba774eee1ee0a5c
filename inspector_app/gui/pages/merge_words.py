"""What the merge page says: of one bundle that was not taken, of a batch, of what waits."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.errors import (
    BundleHeldError,
    BundlePassphraseError,
    BundleSenderError,
    CancelledError,
    InspectorError,
)
from inspector_app.gui import words
from inspector_app.gui.models.receipts import BundleEntry, Stage
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_details, error_texts, number
from inspector_app.services.exchange import ReceiptView


def not_taken(path: str, error: InspectorError) -> dict[str, object]:
    """The values of the entry of a bundle that could not be looked at or merged."""
    message, remedy = error_texts(error)
    stage = Stage.REFUSED
    if isinstance(error, CancelledError):
        stage = Stage.STOPPED
        message = _("Đã dừng theo yêu cầu; chưa có gì thay đổi.")
        remedy = _("Bấm «Gộp» để làm tiếp.")
    elif isinstance(error, BundleSenderError):
        remedy = _("Nhập thẻ nhận diện của người gửi ở mục «Đoàn và thẻ», rồi gộp lại.")
    elif isinstance(error, BundlePassphraseError):
        stage = Stage.LOCKED
        remedy = _("Hỏi người gửi mật khẩu của gói (không phải mật khẩu kho).")
    elif isinstance(error, BundleHeldError):
        stage = Stage.HELD
        remedy = _("Thêm các gói trước đó của người gửi vào danh sách; thứ tự không quan trọng.")
    message = message.replace(path, words.file_name(path))  # the detail names the folder, too
    short = str(error_details(error).get("what", "")) or message
    return {"stage": stage, "message": message, "remedy": remedy, "short": short, "share": None}


def batch_words(entries: Sequence[BundleEntry]) -> tuple[str, str, Tone, bool]:
    """What became of a batch: text, remedy, tone, and whether there are new conflicts to decide."""
    refused = [one for one in entries if one.stage is Stage.REFUSED]
    stopped = sum(one.stage is Stage.STOPPED for one in entries)
    receipts = [one.receipt for one in entries if one.receipt is not None]
    held = sum(one.status == "held" for one in receipts)
    conflicts = sum(one.conflicts_new for one in receipts)
    done = len(receipts) - held
    if stopped:
        text = _("Đã dừng: {count} gói đã gộp xong được giữ, {rest} gói chưa gộp.")
        return text.format(count=done, rest=stopped), "", Tone.WARN, False
    if conflicts:
        text = _("Đã gộp {count} gói; {conflicts} xung đột mới cần quyết định.")
        return text.format(count=done, conflicts=conflicts), "", Tone.WARN, True
    if len(refused) == 1:
        return refused[0].message, refused[0].remedy, Tone.BAD, False
    if refused:
        text = _("{count} gói bị từ chối, {done} gói đã gộp; chọn từng gói để xem lý do.")
        return text.format(count=len(refused), done=done), "", Tone.BAD, False
    if held:
        text = _("{count} gói phải chờ gói khác, {done} gói đã gộp; chọn từng gói để xem thiếu gì.")
        return text.format(count=held, done=done), "", Tone.WARN, False
    return _("Đã gộp {count} gói, không có xung đột.").format(count=done), "", Tone.GOOD, False


def waiting_words(entries: Sequence[BundleEntry]) -> str:
    """What merging what waits would bring; that nothing is written only while that is so."""
    looks = [one.look for one in entries if one.stage is Stage.READY and one.look is not None]
    ready = [one for one in looks if not one.is_known]
    if not ready:
        text = _("Kho đã có đủ mọi thay đổi của {count} gói; không cần gộp.")
        return text.format(count=len(looks)) if looks else ""
    conflicts = sum(one.conflicts_new for one in ready)
    if any(one.stage is Stage.MERGED for one in entries):
        return _("{count} gói còn lại chưa gộp.").format(count=len(ready))
    if conflicts:
        text = _("Chưa ghi gì vào kho. Gộp sẽ thấy {count} chỗ hai người ghi khác nhau.")
        return text.format(count=conflicts)
    return _("Chưa ghi gì vào kho.")


def receipt_words(receipt: ReceiptView) -> tuple[str, str, Tone]:
    """What a colleague's receipt says of the own work."""
    text = _("Đã nhập biên nhận số {number} của {name}.").format(
        number=number(receipt.number), name=receipt.giver
    )
    if receipt.agrees is False:
        remedy = _("Tám từ khác nhau: người nhận chưa giữ đủ như lần xuất đó; hãy xuất lại gói.")
        return text, remedy, Tone.WARN
    if receipt.is_up_to_date:
        return text, _("Người nhận đã có mọi thay đổi và minh chứng của máy này."), Tone.GOOD
    return text, _("Lần xuất sau chỉ mang phần người nhận chưa có."), Tone.GOOD
