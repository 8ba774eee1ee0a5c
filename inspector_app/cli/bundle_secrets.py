"""The passphrase of a bundle: never among the words of a command."""

from __future__ import annotations

from typing import Final

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Parser
from inspector_app.cli.passphrases import read_secret
from inspector_app.host.i18n import _

BUNDLE_PASSPHRASE_VARIABLE: Final = "INSPECTOR_BUNDLE_PASSPHRASE"  # noqa: S105 (a name)


def add_options(command: Parser) -> None:
    """Options of commands that write or read bundles."""
    command.add_argument(
        "--passphrase",
        dest="is_locked",
        action="store_true",
        help=_("gói khóa bằng mật khẩu riêng (hỏi, hoặc biến {name})").format(
            name=BUNDLE_PASSPHRASE_VARIABLE
        ),
    )
    command.add_argument(
        "--bundle-passphrase-file",
        metavar=_("TỆP"),
        help=_("tệp có mật khẩu của gói ở dòng đầu"),
    )


def passphrase(context: Context, *, is_new: bool = False) -> str:
    """The bundle's passphrase, or empty when none was asked for.

    Raises: UsageError, FileAccessError, CancelledError
    """
    path = context.get("bundle_passphrase_file")
    if not path and not context.get("is_locked"):
        return ""
    return read_secret(
        _("Mật khẩu của gói: "),
        path,
        BUNDLE_PASSPHRASE_VARIABLE,
        "--bundle-passphrase-file",
        context.place,
        is_new=is_new,
    )
