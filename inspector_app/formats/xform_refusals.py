"""What a whole XForm may not ask for, and the files that it needs beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.form.problems import Problem, warning
from inspector_app.formats.external_lists import list_file
from inspector_app.formats.xform_controls import refusal
from inspector_app.formats.xform_tree import Tree


def document_problems(tree: Tree, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Everything about the document that no single question shows."""
    yield from _meta(tree)
    yield from _submission(tree)
    yield from _lists(tree, files)
    yield from _missing_media(tree, files)
    yield from _unknown_paths(tree)


def _meta(tree: Tree) -> Iterator[Problem]:
    if "entity" in tree.meta:
        remedy = "xoá trang entities và cột save_to"
        yield refusal("", "thực thể (entities)", remedy, "")
    if "audit" in tree.meta:
        yield warning(
            "dòng «audit» không có tác dụng: phần mềm luôn ghi nhật ký thay đổi",
            question="audit",
            remedy="có thể xoá dòng này",
            code="audit-ignored",
        )


def _submission(tree: Tree) -> Iterator[Problem]:
    element = tree.submission
    if element is None:
        return
    if element.get("base64RsaPublicKey"):
        remedy = "xoá cột public_key; kho dữ liệu và gói đồng bộ luôn được mã hoá"
        yield refusal("", "mã hoá theo khoá riêng (public_key)", remedy, "public_key")
    if element.get("action"):
        yield warning(
            "địa chỉ gửi dữ liệu bị bỏ qua: phần mềm không gửi gì lên mạng",
            sheet="settings",
            column="submission_url",
            remedy="có thể xoá cột submission_url",
            code="submission-ignored",
        )


def _lists(tree: Tree, files: Mapping[str, bytes]) -> Iterator[Problem]:
    for instance, source in tree.sources.items():
        file = list_file(source)
        if source.startswith("jr://instance/last-saved"):
            remedy = "dùng giá trị mặc định hoặc tính từ câu trong phiếu"
            yield refusal("", "lấy trả lời của lần trước (last-saved)", remedy, "")
        elif not file or file.lower().endswith(".geojson"):
            remedy = "dùng tệp .csv hoặc .xml đặt cạnh biểu mẫu"
            yield refusal("", f"danh sách «{instance}» từ nguồn «{source}»", remedy, "")
        elif file not in files:
            yield Problem(
                f"danh sách «{instance}» cần tệp «{file}», nhưng không thấy tệp này cạnh biểu mẫu",
                remedy=f"đặt «{file}» cùng thư mục với biểu mẫu hoặc trong thư mục <tên tệp>-media",
                code="file-missing",
            )


def _missing_media(tree: Tree, files: Mapping[str, bytes]) -> Iterator[Problem]:
    users: dict[str, str] = {}
    for key, entry in tree.texts.entries.items():
        path, _, _ = key.partition(":")
        name = path.rpartition("/")[2] if key.startswith("/") else ""
        for text in entry.media.values():
            for file in text.by_language.values():
                users.setdefault(file, name)
    for file, name in users.items():
        if file not in files:
            yield warning(
                f"không thấy tệp «{file}» cạnh biểu mẫu; câu hỏi sẽ hiện không có tệp này",
                question=name,
                remedy=f"đặt «{file}» cùng thư mục với biểu mẫu hoặc trong thư mục <tên tệp>-media",
                code="media-missing",
            )


def _unknown_paths(tree: Tree) -> Iterator[Problem]:
    nodes = {leaf.path for leaf in tree.leaves} | tree.known
    for path in tree.controls:
        if path not in nodes and not path.startswith(f"{tree.root}/meta/"):
            what = f"phần hiện câu hỏi chỉ tới «{path}», nhưng biểu mẫu không có nút này"
            yield Problem(what, question=path.rpartition("/")[2], code="path-unknown")
    for path in (*tree.repeats, *tree.labels):
        if path not in tree.known:
            what = f"nhóm chỉ tới «{path}», nhưng biểu mẫu không có nút này"
            yield Problem(what, question=path.rpartition("/")[2], code="path-unknown")
