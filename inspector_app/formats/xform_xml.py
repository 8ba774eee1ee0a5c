"""XML of forms, read within bounds: no document type, no entities, nothing external, no deep nesting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]

from inspector_app.domain.saying import said

MAX_DEPTH = 64
"""Deepest nesting of elements."""
MAX_ELEMENTS = 400_000
"""Most elements of a form."""


class XFormError(Exception):
    """A document that is not read; ``what`` says why, ``remedy`` what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


class _Bounded(TreeBuilder):
    """Stops while the document is being read, before a hostile one has filled the memory."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise XFormError(said("tệp XML quá lớn hoặc lồng nhau quá sâu"))
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def read_xml(data: bytes) -> Element:
    """The root element of a document, all names and texts in NFC.

    Raises:
        XFormError: not XML, unsafe, or beyond the bounds.
    """
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise XFormError(said("tệp XML khai báo thực thể hay DTD, không được phép")) from error
    except ParseError as error:
        line, column = error.position
        raise XFormError(
            said("tệp XML bị hỏng ở dòng {line}, cột {column}", line=line, column=column + 1),
            said("xuất lại tệp từ công cụ đã tạo ra nó"),
        ) from error
    except (ValueError, LookupError) as error:
        raise XFormError(
            said("không đọc được bảng mã của tệp XML"), said("lưu lại bằng UTF-8")
        ) from error
    _compose(root)
    return root


def _compose(root: Element) -> None:
    """NFC everywhere, so that a name or literal is found however its accents were typed."""
    for one in root.iter():
        if isinstance(one.tag, str):
            one.tag = _composed(one.tag)
        one.text, one.tail = _composed(one.text or ""), _composed(one.tail or "")
        for key, value in list(one.attrib.items()):
            if not (key.isascii() and value.isascii()):
                del one.attrib[key]
                one.attrib[_composed(key)] = _composed(value)


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def clean(text: str) -> str:
    """NFC, without blanks at the ends."""
    return unicodedata.normalize("NFC", text).strip()


def local_name(element: Element) -> str:
    """The element's name without its namespace; empty for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def items_of(root: Element | None) -> Iterator[dict[str, str]]:
    """The columns of each ``item`` below a list's root element."""
    for item in root if root is not None else ():
        if local_name(item) == "item":
            yield {local_name(cell): clean(cell.text or "") for cell in item}


def is_flat(root: Element) -> bool:
    """Whether a list is nothing but items, and an item nothing but columns that hold a text."""

    def is_bare(element: Element) -> bool:
        texts = (element.text, *(child.tail for child in element))
        return not any((text or "").strip() for text in texts)

    return is_bare(root) and all(
        local_name(item) == "item" and is_bare(item) and not any(len(cell) for cell in item)
        for item in root
    )
