"""The forms in a vault: published once, pinned by hash, parsed once."""

from __future__ import annotations

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.form.definition import Form
from inspector_app.services.form_siblings import Siblings
from inspector_app.services.ports.formats import FormFile, FormParts
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault

MAX_FORM_BYTES = 32 * 1024 * 1024
"""Largest form file or workbook that is read."""


class FormService:
    """The published forms of one vault."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault
        self._parsed: dict[str, Form] = {}

    def add(self, path: str) -> FormFile:
        """Check an authored form, publish it and keep it; nothing pins it yet.

        A form that is here already is kept as it is.

        Raises:
            FormError: with every problem; nothing is kept.
            FileAccessError
        """
        return self._keep(self.read(path))

    def add_shipped(self, name: str) -> FormFile:
        """Keep a checklist that comes with the program (``domain.trip.editions``).

        Raises:
            PlatformError: the program was installed in part.
        """
        return self._keep(self._vault.rooms.forms.shipped(name))

    def _keep(self, file: FormFile) -> FormFile:
        with self._vault.store.write() as log:
            log.put_form_file(file.sha256, file.data)
        return file

    def read(self, path: str) -> FormFile:
        """Check an authored form with the files beside it. Raises: FormError, FileAccessError."""
        rooms = self._vault.rooms
        data = rooms.files.read(path, limit=MAX_FORM_BYTES)
        return rooms.forms.read(data, file_name(path), Siblings(rooms.files, path))

    def list(self) -> tuple[Form, ...]:
        """Every form in the vault, by id and version; one that cannot be read is left out."""
        with self._vault.store.read() as log:
            found = [self._readable(log, sha256) for sha256 in log.form_files()]
        forms = [one for one in found if one is not None]
        return tuple(sorted(forms, key=lambda form: (form.form_id, form.version)))

    def show(self, sha256: str) -> Form:
        """The form with that hash. Raises: FormMissingError."""
        with self._vault.store.read() as log:
            return self.of(log, sha256)

    def file(self, sha256: str) -> bytes:
        """The bytes that the hash names: a form file, or a bare XForm. Raises: FormMissingError."""
        with self._vault.store.read() as log:
            return _bytes_of(log, sha256)

    def parts(self, sha256: str) -> FormParts:
        """XForm, workbook and media of a published form. Raises: FormMissingError, FormError."""
        return self._vault.rooms.forms.parts(self.file(sha256))

    def _readable(self, log: Log, sha256: str) -> Form | None:
        try:
            return self.of(log, sha256)
        except FormError:
            return None

    def of(self, log: Log, sha256: str) -> Form:
        """The form inside a running transaction. Raises: FormMissingError."""
        if sha256 not in self._parsed:
            self._parsed[sha256] = self._vault.rooms.forms.parse(_bytes_of(log, sha256))
        return self._parsed[sha256]


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _bytes_of(log: Log, sha256: str) -> bytes:
    data = log.form_file(sha256)
    if data is None:
        raise FormMissingError(sha256=sha256[:12] or "(chưa gắn)")
    return data
