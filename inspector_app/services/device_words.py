"""What people are told of copied and restored vaults, in whole sentences."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.saying import Saying, said
from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Log
from inspector_app.services.renewal import RenewalView, Why


def renewal_told(view: RenewalView) -> tuple[Saying, Saying, Saying]:
    """A renewal at an opening: what happened, what was kept, what to do."""
    if view.why is Why.COPIED:
        what = said("Kho này được chép từ một máy tính khác.")
    elif view.marked > view.seq:
        what = said(
            "Kho này là bản cũ hơn kho đã dùng trên máy tính này: ở đây có đến thay đổi {seq},"
            " máy tính còn nhớ đến thay đổi {marked}.",
            seq=view.seq,
            marked=view.marked,
        )
    else:
        what = said("Trên máy tính này, một bản sao khác của kho đã được ghi tiếp.")
    kept = said(
        "Để hai bản không lẫn vào nhau, kho được cấp định danh máy mới «{device}». Mọi việc đã ghi"
        " trong kho còn nguyên và vẫn là của bạn; gói gửi cho bạn vẫn mở được.",
        device=view.device,
    )
    return what, kept, _to_do(view)


def _to_do(view: RenewalView) -> Saying:
    if view.why is Why.COPIED:
        return said(
            "Bạn không phải làm gì: gói gửi đi lần tới tự giới thiệu máy mới. Nếu trưởng đoàn đã thu"
            " hồi máy cũ, hãy đưa thẻ mới của bạn cho trưởng đoàn ghi nhận."
        )
    return said(
        "Bạn không phải làm gì: phần đã gửi đi sẽ trở về khi gộp gói của trưởng đoàn, và gói gửi đi lần"
        " tới tự giới thiệu máy mới. Nếu trưởng đoàn đã thu hồi máy cũ, hãy đưa thẻ mới của bạn cho"
        " trưởng đoàn ghi nhận."
    )


def fork_alarms(
    log: Log, directory: Directory, only: Iterable[DeviceId] | None = None
) -> tuple[Saying, ...]:
    """A sentence for each device whose chain has two branches, and what to do about it.

    Args:
        log: the running transaction.
        directory: who is who.
        only: these devices; all by default.
    """
    first: dict[DeviceId, int] = {}
    for dev, seq in log.forks():
        first[dev] = min(seq, first.get(dev, seq))
    wanted = first.keys() if only is None else first.keys() & set(only)
    return tuple(
        said(
            "Máy «{device}» có hai nhánh từ thay đổi {seq}: kho của máy này đã được sao chép hay khôi"
            " phục rồi cả hai bản cùng ghi. Không mất gì, giá trị khác nhau hiện thành xung đột. Để"
            " hết rẽ nhánh, hãy đổi định danh máy trên một trong hai bản («inspector device renew»).",
            device=directory.device(dev),
            seq=first[dev],
        )
        for dev in sorted(wanted)
    )
