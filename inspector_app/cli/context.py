"""What a command works with: its words, its screen, the workshop, the open vault."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from inspector_app.cli.passphrases import read_secret
from inspector_app.cli.screen import Screen
from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import _
from inspector_app.services.device_words import renewal_told

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services, Workshop

VAULT_VARIABLE: Final = "INSPECTOR_VAULT"
PASSPHRASE_VARIABLE: Final = "INSPECTOR_PASSPHRASE"  # noqa: S105 (a name, no secret)


class Context:
    """One command being run."""

    def __init__(self, words: argparse.Namespace, screen: Screen) -> None:
        self.words = words
        self.screen = screen

    @cached_property
    def workshop(self) -> Workshop:
        """Everything that needs no open vault; loaded when first used."""
        from inspector_app.bootstrap import make_workshop

        return make_workshop()

    @property
    def place(self) -> str:
        """The words of the command, for advice: ``vault info``."""
        return self.text("place")

    @property
    def vault_path(self) -> str:
        """The folder of the vault. Raises: UsageError when nobody said which."""
        path = getattr(self.words, "vault", None) or os.environ.get(VAULT_VARIABLE, "")
        if not path:
            raise UsageError(
                what=_("chưa chỉ ra kho: thêm --vault THƯ_MỤC hoặc đặt biến {name}").format(
                    name=VAULT_VARIABLE
                ),
                command=self.place,
            )
        return str(path)

    def passphrase(self, *, is_new: bool = False) -> str:
        """The vault's passphrase, from a file, the environment or the keyboard.

        Args:
            is_new: ask twice at the keyboard.

        Raises:
            UsageError, FileAccessError, CancelledError
        """
        return read_secret(
            _("Mật khẩu kho mới: ") if is_new else _("Mật khẩu kho (hoặc mã khôi phục): "),
            getattr(self.words, "passphrase_file", None),
            PASSPHRASE_VARIABLE,
            "--passphrase-file",
            self.place,
            is_new=is_new,
        )

    @contextmanager
    def vault(self) -> Iterator[Services]:
        """The open vault, closed at the end. Raises: as ``Workshop.open_vault``."""
        services = self.workshop.open_vault(self.vault_path, self.passphrase())
        try:
            self._tell_renewal(services)
            yield services
        finally:
            services.close()

    def _tell_renewal(self, services: Services) -> None:
        """Say that a copied or restored vault got a new identity, until somebody can have read it."""
        view = services.devices.renewed()
        if view is None or self.screen.is_json or self.screen.is_quiet:
            return
        self.screen.remark("\n".join(_(sentence) for sentence in renewal_told(view)) + "\n")
        services.devices.dismiss()

    def get(self, name: str, default: Any = None) -> Any:
        """An option or argument of the command."""
        return getattr(self.words, name, default)

    def text(self, name: str) -> str:
        """A text argument; empty when it was not given."""
        value = getattr(self.words, name, None)
        return "" if value is None else str(value)
