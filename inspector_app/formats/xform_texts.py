"""The texts of an XForm: itext in several languages, media, and values that stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from inspector_app.domain.form.definition import OUTPUT, Text
from inspector_app.formats.xform_xml import clean, local_name

XFORMS = "{http://www.w3.org/2002/xforms}"

MEDIA = ("image", "big-image", "audio", "video")
"""Forms of an itext that name a file."""

_LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_ITEXT = re.compile(r"""\s*jr:itext\(\s*(?:'([^']*)'|"([^"]*)")\s*\)\s*""")
_MEDIA_FILE = re.compile(r"jr://(?:images|audio|video|file)/(.+)")


def language_code(name: str) -> str:
    """``Tiếng Việt (vi)`` to ``vi``; a bare name stays as it is; ``default`` is any language."""
    match = _LANGUAGE_CODE.search(name)
    if match is not None:
        return match.group(1).lower()
    return "" if name == "default" else clean(name).lower()


@dataclass(slots=True)
class Entry:
    """One itext id: its text, its guidance and its media, each in all languages."""

    text: Text = field(default_factory=Text)
    guidance: Text = field(default_factory=Text)
    media: dict[str, Text] = field(default_factory=dict)


@dataclass(slots=True)
class Texts:
    """All texts by id; ``languages`` in the order of preference."""

    entries: dict[str, Entry] = field(default_factory=dict)
    languages: tuple[str, ...] = ()

    def plain(self) -> dict[str, Text]:
        """The texts alone, by id."""
        return {key: entry.text for key, entry in self.entries.items() if entry.text}

    def of_id(self, source: str) -> Entry | None:
        """What ``jr:itext('id')`` refers to; None for anything else."""
        match = _ITEXT.fullmatch(source)
        if match is None:
            return None
        return self.entries.get(match.group(1) or match.group(2) or "", Entry())

    def of(self, source: str) -> Text:
        """A text of an attribute: itself, or what ``jr:itext('id')`` refers to."""
        entry = self.of_id(source)
        if entry is not None:
            return entry.text
        cleaned = clean(source)
        return Text({"": cleaned}) if cleaned else Text()

    def child(self, element: Element | None, part: str) -> Entry:
        """The ``label`` or ``hint`` of a control or group."""
        found = element.find(XFORMS + part) if element is not None else None
        if found is None:
            return Entry()
        if found.get("ref"):
            return self.of_id(found.get("ref", "")) or Entry()
        outputs: list[str] = []
        text = _mixed(found, outputs)
        return Entry(Text({"": text}, tuple(outputs)) if text else Text())


@dataclass(slots=True)
class _Forms:
    """One itext id while it is gathered: form to language to text, and the outputs of all."""

    by_form: dict[str, dict[str, str]] = field(default_factory=dict)
    outputs: dict[str, list[str]] = field(default_factory=dict)


def read_texts(model: Element) -> Texts:
    """The ``itext`` block of a model."""
    found: dict[str, _Forms] = {}
    languages: list[tuple[bool, str]] = []
    for translation in model.findall(f"{XFORMS}itext/{XFORMS}translation"):
        code = language_code(translation.get("lang", ""))
        languages.append((not translation.get("default"), code))
        for text in translation.findall(XFORMS + "text"):
            forms = found.setdefault(text.get("id", ""), _Forms())
            for value in text.findall(XFORMS + "value"):
                _gather(forms, value, code)
    ordered = tuple(code for _, code in sorted(languages, key=lambda pair: pair[0]))
    return Texts({key: _entry(forms) for key, forms in found.items()}, ordered)


def _gather(forms: _Forms, value: Element, code: str) -> None:
    kind = value.get("form") or ""
    kind = "" if kind == "long" else kind
    content = _mixed(value, forms.outputs.setdefault(kind, []))
    if content and content != "-":
        forms.by_form.setdefault(kind, {})[code] = content


def _entry(forms: _Forms) -> Entry:
    text = _text(forms, "")
    return Entry(
        text=text if text else _text(forms, "short"),
        guidance=_text(forms, "guidance"),
        media={
            kind: Text({code: media_file(name) for code, name in forms.by_form[kind].items()})
            for kind in MEDIA
            if kind in forms.by_form
        },
    )


def _text(forms: _Forms, kind: str) -> Text:
    texts = forms.by_form.get(kind)
    return Text(texts, tuple(forms.outputs.get(kind, ()))) if texts else Text()


def _mixed(element: Element, outputs: list[str]) -> str:
    """The text of an element; an ``output`` becomes its number between two marks."""
    parts = [(element.text or "").replace(OUTPUT, "")]
    for child in element:
        if local_name(child) == "output":
            source = clean(child.get("value") or child.get("ref") or "")
            if source not in outputs:
                outputs.append(source)
            parts.append(f"{OUTPUT}{outputs.index(source)}{OUTPUT}")
        else:
            parts.append("".join(child.itertext()).replace(OUTPUT, ""))
        parts.append((child.tail or "").replace(OUTPUT, ""))
    return clean("".join(parts))


def media_file(source: str) -> str:
    """``jr://images/a.png`` to ``a.png``."""
    match = _MEDIA_FILE.fullmatch(source.strip())
    return match.group(1) if match else source.strip()
