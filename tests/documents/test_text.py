"""Text comes out of the PDF as it went in; fonts are embedded; bytes repeat."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.documents import fonts as faces
from inspector_app.documents.pdf import MinutesRenderer
from inspector_app.domain.errors import FontError
from inspector_app.domain.report.blocks import Document, Paragraph, Run, iter_text
from inspector_app.domain.report.facts import CriterionFacts, FindingFacts, SectionFacts
from inspector_app.domain.report.values import RenderedPdf
from tests.documents.measure import fonts, squeeze, text
from tests.documents.sample import minutes


def _lost(document: Document, data: bytes) -> list[str]:
    """Strings of the document that the extracted text does not contain."""
    page_text = squeeze(text(data))
    return [piece for piece in iter_text(document) if squeeze(piece) not in page_text]


def _words_lost(document: Document, data: bytes) -> set[str]:
    """Cells of tables may be interleaved with their neighbours or split over pages: by words."""
    extracted = set(unicodedata.normalize("NFC", text(data)).split())
    return {word for piece in iter_text(document) for word in piece.split()} - extracted


def test_every_string_is_extracted_exactly(rendered: RenderedPdf) -> None:
    document = minutes()
    assert _words_lost(document, rendered.data) == set()
    assert _lost(document, rendered.data) == []


def test_extracted_text_is_nfc_without_ligatures_or_loose_marks(rendered: RenderedPdf) -> None:
    extracted = text(rendered.data)
    assert unicodedata.is_normalized("NFC", extracted)
    assert not [c for c in extracted if unicodedata.combining(c) or 0xFB00 <= ord(c) <= 0xFB06]


def test_decomposed_input_is_composed(renderer: MinutesRenderer) -> None:
    opinion = "Đề nghị hỗ trợ đường truyền, thiết bị số hóa."
    document = minutes(opinion=unicodedata.normalize("NFD", opinion))
    assert squeeze(opinion) in squeeze(text(renderer.render(document).data))


def test_markup_and_controls_in_typed_text_are_only_text(renderer: MinutesRenderer) -> None:
    opinion = "Mức < 5 & > 3; <b>không đậm</b> &#x202E; \u202eđảo\u202c\x07\u200b <para/>"
    extracted = text(renderer.render(minutes(opinion=opinion)).data)
    assert squeeze("Mức < 5 & > 3; <b>không đậm</b> &#x202E; đảo <para/>") in squeeze(extracted)
    assert not any(c in extracted for c in "\u202e\u202c\x07\u200b")


def test_all_fonts_are_embedded_subsets(rendered: RenderedPdf, signed: bytes) -> None:
    for data in (rendered.data, signed):
        rows = fonts(data)
        assert rows
        for row in rows:
            assert row[-5:-2] == ["yes", "yes", "yes"], row
            assert "LiberationSerif" in row[0]


def test_a_finding_of_3000_characters_and_a_token_of_400(renderer: MinutesRenderer) -> None:
    long = "Hồ sơ đất đai giải quyết quá hạn, chưa có thư xin lỗi. " * 55
    token = "x" * 400
    section = SectionFacts("Thử", (CriterionFacts("1.1", long, "Có", "Không", long), CriterionFacts("1.2", token, token, None, token)))  # fmt: skip
    document = minutes(
        sections=(section,), findings=(FindingFacts(long + token), FindingFacts(token))
    )
    rendered = renderer.render(document)
    assert rendered.pages >= 4
    assert squeeze(text(rendered.data)).count("x") >= 400 * 5


def test_same_document_gives_same_bytes(renderer: MinutesRenderer, rendered: RenderedPdf) -> None:
    assert renderer.render(minutes()).data == rendered.data


def test_same_bytes_in_another_process_locale_and_folder(
    rendered: RenderedPdf, tmp_path: Path
) -> None:
    program = (
        "import hashlib; from tests.documents.sample import minutes;"
        "from inspector_app.documents.pdf import MinutesRenderer;"
        "data = MinutesRenderer(prefer_times=False).render(minutes()).data;"
        "print(hashlib.sha256(data).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root), "LC_ALL": "C", "TZ": "America/Lima"}
    environment["PYTHONHASHSEED"] = "7"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, check=True, cwd=tmp_path, env=environment, text=True,
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(rendered.data).hexdigest()


def test_a_character_without_glyph_is_named(renderer: MinutesRenderer) -> None:
    document = replace(minutes(), blocks=(Paragraph((Run("Đã nộp ☑ và 漢"),)),))
    with pytest.raises(FontError) as caught:
        renderer.render(document)
    assert "U+2611" in str(caught.value)
    assert "U+6F22" in str(caught.value)


def test_no_font_names_the_package_to_install(tmp_path: Path) -> None:
    with pytest.raises(FontError) as caught:
        MinutesRenderer(prefer_times=False, font_folder=str(tmp_path)).render(minutes())
    assert "fonts-liberation2" in str(caught.value.details["how"])


def test_an_incomplete_family_is_refused(tmp_path: Path) -> None:
    family = faces.load_family(prefer_times=False)
    known = [name for name, _ in family.digests]
    for name in known[:3]:
        (tmp_path / name).write_bytes(b"not a font")
    with pytest.raises(FontError):
        faces.load_family(prefer_times=False, folder=str(tmp_path))
    (tmp_path / known[3]).write_bytes(b"not a font")
    faces.load_family.cache_clear()
    with pytest.raises(FontError):
        faces.load_family(prefer_times=False, folder=str(tmp_path))


def test_the_font_folder_of_the_environment_is_searched_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = next(
        folder
        for folder in map(Path, ("/usr/share/fonts", str(Path.home() / ".fonts"), "/usr/share"))
        if any(folder.rglob("LiberationSerif-Regular.ttf"))
    )
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        name = f"LiberationSerif-{style}.ttf"
        (deep / name).write_bytes(next(source.rglob(name)).read_bytes())
    monkeypatch.setenv("INSPECTOR_FONT_DIR", str(tmp_path))
    faces.load_family.cache_clear()
    assert next(iter(faces._liberation_folders())) == tmp_path
    assert faces.load_family(prefer_times=False).name == "Liberation Serif"
