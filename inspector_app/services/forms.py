"""The forms in a vault: pinned by hash, parsed once."""

from __future__ import annotations

from inspector_app.domain.errors import FormMissingError
from inspector_app.domain.form.definition import Form
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault


class FormService:
    """Reads the frozen forms of one vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self._parsed: dict[str, Form] = {}

    def list(self) -> tuple[Form, ...]:
        """Every form in the vault, by id and version."""
        with self._vault.store.read() as log:
            forms = [self.of(log, sha256) for sha256 in log.form_files()]
        return tuple(sorted(forms, key=lambda form: (form.form_id, form.version)))

    def show(self, sha256: str) -> Form:
        """The form with that hash. Raises: FormMissingError."""
        with self._vault.store.read() as log:
            return self.of(log, sha256)

    def xform(self, sha256: str) -> bytes:
        """The frozen XForm bytes. Raises: FormMissingError."""
        with self._vault.store.read() as log:
            return _bytes_of(log, sha256)

    def of(self, log: Log, sha256: str) -> Form:
        """The form inside a running transaction. Raises: FormMissingError."""
        if sha256 not in self._parsed:
            self._parsed[sha256] = self._vault.rooms.forms.parse(_bytes_of(log, sha256))
        return self._parsed[sha256]


def _bytes_of(log: Log, sha256: str) -> bytes:
    data = log.form_file(sha256)
    if data is None:
        raise FormMissingError(sha256=sha256[:12] or "(chưa gắn)")
    return data
