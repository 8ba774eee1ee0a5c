"""The files beside an authored form: lists and pictures, read when the form names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.errors import FileAccessError
from inspector_app.services.ports.host import Files

MAX_SIBLING_BYTES = 8 * 1024 * 1024
"""Largest file beside a form."""


class Siblings(Mapping[str, bytes]):
    """Files by name: from the folder ``<form>-media`` first, then from beside the form.

    Iterating gives only the files that were asked for so far: nobody lists a folder.
    """

    def __init__(self, files: Files, path: str) -> None:
        folder, _, name = path.replace("\\", "/").rpartition("/")
        beside = f"{folder}/" if folder or path.startswith("/") else ""
        stem = name.rpartition(".")[0] or name
        self._files = files
        self._places = (f"{beside}{stem}-media/", beside)
        self._read: dict[str, bytes | None] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self._look_for(name)
        content = self._read[name]
        if content is None:
            raise KeyError(name)
        return content

    def __iter__(self) -> Iterator[str]:
        return (name for name, content in self._read.items() if content is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _look_for(self, name: str) -> bytes | None:
        """The file's bytes; one byte more than allowed where it is too large."""
        if "/" in name or "\\" in name or name.startswith("."):
            return None
        for place in self._places:
            try:
                size = self._files.size(place + name)
                if size > MAX_SIBLING_BYTES:
                    return b"\0" * (MAX_SIBLING_BYTES + 1)
                return self._files.read(place + name, limit=MAX_SIBLING_BYTES)
            except FileAccessError:
                continue
        return None
