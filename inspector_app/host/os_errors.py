"""What the operating system said about a file, as an error of the catalogue."""

from __future__ import annotations

import errno
from typing import Final

from inspector_app.domain.errors import DiskFullError, FileAccessError, InspectorError
from inspector_app.host.i18n import N_

# EFBIG: a file-size limit or a FAT disk (4 GiB); for the person it is the same lack of room.
_FULL: Final = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})

_REASONS: Final = {
    errno.ENOENT: N_("không có tệp hoặc thư mục này"),
    errno.EACCES: N_("không có quyền truy cập"),
    errno.EPERM: N_("hệ điều hành không cho phép"),
    errno.EROFS: N_("ổ đĩa chỉ cho đọc"),
    errno.EISDIR: N_("đây là thư mục, không phải tệp"),
    errno.ENOTDIR: N_("một phần của đường dẫn không phải thư mục"),
    errno.ENAMETOOLONG: N_("tên tệp quá dài"),
    errno.EIO: N_("ổ đĩa báo lỗi đọc ghi"),
    errno.ENODEV: N_("thiết bị không còn cắm"),
    errno.ENXIO: N_("thiết bị không còn cắm"),
    errno.EBUSY: N_("tệp đang được chương trình khác dùng"),
    errno.EMFILE: N_("mở quá nhiều tệp cùng lúc"),
    errno.EINVAL: N_("tên tệp không dùng được trên ổ đĩa này"),
    errno.ELOOP: N_("liên kết vòng trong đường dẫn"),
}


def file_error(path: str, error: OSError | ValueError) -> InspectorError:
    """The catalogue's error for what happened to ``path``."""
    if not isinstance(error, OSError):  # a zero byte in the name
        return FileAccessError(path=path, reason=_REASONS[errno.EINVAL])
    if error.errno in _FULL:
        return DiskFullError(path=path)
    reason = _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
    return FileAccessError(path=path, reason=reason)
