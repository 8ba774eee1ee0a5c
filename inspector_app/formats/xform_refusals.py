"""What a whole XForm may not ask for, and the files that it needs beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from inspector_app.domain.form.problems import Problem, warning
from inspector_app.domain.saying import said
from inspector_app.formats.external_lists import list_file
from inspector_app.formats.form_files import MAX_MEDIA_BYTES, MAX_MEDIA_FILES, is_media_name
from inspector_app.formats.xform_controls import refusal
from inspector_app.formats.xform_texts import XFORMS
from inspector_app.formats.xform_tree import Tree

MAX_ALL_MEDIA = 16 * 1024 * 1024
"""Most bytes of all files beside a form."""


def document_problems(tree: Tree) -> Iterator[Problem]:
    """Everything about the document that no single question shows."""
    yield from _meta(tree)
    yield from _submission(tree)
    yield from _sources(tree)
    yield from _unknown_paths(tree)


def take_files(tree: Tree, files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[Problem]]:
    """The files that the form names, and what is wrong with them.

    A missing list is an error, a missing picture or recording a warning.
    """
    taken: dict[str, bytes] = {}
    problems: list[Problem] = []
    total = 0
    for file, question, is_list in _named_files(tree):
        if not is_media_name(file):
            what = said("tên tệp «{file}» không được phép", file=file[:60])
            remedy = said('tên tệp không có / \\ : * ? " < > | và không bắt đầu bằng dấu chấm')
            problems.append(Problem(what, question=question, remedy=remedy, code="file-name"))
            continue
        if file in taken:
            continue
        content = files.get(file)
        if content is None:  # some systems keep names of files decomposed
            content = files.get(unicodedata.normalize("NFD", file))
        if content is None:
            problems.append(_missing(file, question, is_list=is_list))
            continue
        total += len(content)
        if len(content) > MAX_MEDIA_BYTES or total > MAX_ALL_MEDIA or len(taken) >= MAX_MEDIA_FILES:
            what = said("tệp «{file}» quá lớn hoặc biểu mẫu kèm quá nhiều tệp", file=file)
            remedy = said(
                "mỗi tệp tối đa {each} MB, tất cả {all_of_them} MB",
                each=MAX_MEDIA_BYTES >> 20,
                all_of_them=MAX_ALL_MEDIA >> 20,
            )
            problems.append(Problem(what, question=question, remedy=remedy, code="file-size"))
            continue
        taken[file] = content
    return {name: taken[name] for name in sorted(taken)}, problems


def _missing(file: str, question: str, *, is_list: bool) -> Problem:
    remedy = said(
        "đặt «{file}» cùng thư mục với biểu mẫu hoặc trong thư mục <tên tệp>-media", file=file
    )
    if is_list:
        what = said("cần tệp danh sách «{file}», nhưng không thấy tệp này cạnh biểu mẫu", file=file)
        return Problem(what, column="type", question=question, remedy=remedy, code="file-missing")
    what = said(
        "không thấy tệp «{file}» cạnh biểu mẫu; câu hỏi sẽ hiện không có tệp này", file=file
    )
    return warning(what, question=question, remedy=remedy, code="file-missing")


def _named_files(tree: Tree) -> Iterator[tuple[str, str, bool]]:
    """Name, question that uses it, and whether it is a list, of every file beside the form."""
    for instance, source in tree.sources.items():
        file = list_file(source)
        if file and not file.lower().endswith(".geojson"):
            yield file, _user_of(tree, instance), True
    seen: set[str] = set()
    # texts of questions first: a file that a choice uses, too, is placed at the question
    for key, entry in sorted(tree.texts.entries.items(), key=lambda one: one[0][:1] != "/"):
        path = key.partition(":")[0]
        name = path.rpartition("/")[2] if key.startswith("/") else ""
        for text in entry.media.values():
            for file in text.by_language.values():
                if file not in seen:
                    seen.add(file)
                    yield file, name, False


def _user_of(tree: Tree, instance: str) -> str:
    """The name of a question that uses a list; that of the list when nothing does."""
    quoted = re.compile(rf"(?:instance|pulldata)\(\s*['\"]{re.escape(instance)}['\"]")
    for path, control in tree.controls.items():
        itemset = control.find(XFORMS + "itemset")
        if itemset is not None and quoted.search(itemset.get("nodeset", "")):
            return path.rpartition("/")[2]
    for path, bind in tree.binds.items():
        if any(quoted.search(value) for value in bind.values()):
            return path.rpartition("/")[2]
    return instance


def _meta(tree: Tree) -> Iterator[Problem]:
    if "entity" in tree.meta:
        remedy = said("xóa trang entities và cột save_to")
        yield refusal("", said("thực thể (entities)"), remedy, "")
    if "audit" in tree.meta:
        yield warning(
            said("dòng «audit» không có tác dụng: phần mềm luôn ghi nhật ký thay đổi"),
            question="audit",
            remedy=said("có thể xóa dòng này"),
            code="audit-ignored",
        )


def _submission(tree: Tree) -> Iterator[Problem]:
    element = tree.submission
    if element is None:
        return
    if element.get("base64RsaPublicKey"):
        remedy = said("xóa cột public_key; kho dữ liệu và gói đồng bộ luôn được mã hóa")
        yield refusal("", said("mã hóa theo khóa riêng (public_key)"), remedy, "public_key")
    if element.get("action"):
        yield warning(
            said("địa chỉ gửi dữ liệu bị bỏ qua: phần mềm không gửi gì lên mạng"),
            sheet="settings",
            column="submission_url",
            remedy=said("có thể xóa cột submission_url"),
            code="submission-ignored",
        )


def _sources(tree: Tree) -> Iterator[Problem]:
    for instance, source in tree.sources.items():
        file = list_file(source)
        name = _user_of(tree, instance)
        if source.startswith("jr://instance/last-saved"):
            remedy = said("dùng giá trị mặc định hoặc tính từ câu trong phiếu")
            yield refusal(name, said("lấy trả lời của lần trước (last-saved)"), remedy, "")
        elif not file or file.lower().endswith(".geojson"):
            remedy = said("dùng tệp .csv hoặc .xml đặt cạnh biểu mẫu")
            yield refusal(
                name,
                said(
                    "danh sách «{instance}» từ nguồn «{source}»", instance=instance, source=source
                ),
                remedy,
                "type",
            )


def _unknown_paths(tree: Tree) -> Iterator[Problem]:
    nodes = {leaf.path for leaf in tree.leaves} | tree.known
    for path in tree.controls:
        if path not in nodes and not path.startswith(f"{tree.root}/meta/"):
            what = said(
                "phần hiện câu hỏi chỉ tới «{path}», nhưng biểu mẫu không có nút này", path=path
            )
            yield Problem(what, question=path.rpartition("/")[2], code="path-unknown")
    for path in tree.binds:
        bare = re.sub(r"/[\w.\-]+:", "/", path)  # the block of metadata may have a namespace
        if path in nodes or path == tree.root or bare.startswith(f"{tree.root}/meta/"):
            continue
        name = path.partition("/@")[0].rpartition("/")[2]
        if "@" in path:
            remedy = said("đưa giá trị vào một câu hỏi riêng")
            yield refusal(name, said("thuộc tính của nút («{path}»)", path=path), remedy, "")
        else:
            yield warning(
                said("có bind cho «{path}», nhưng biểu mẫu không có nút này", path=path),
                question=name,
                remedy=said("sửa đường dẫn (nodeset), hoặc bỏ bind này"),
                code="path-unknown",
            )
    for path in (*tree.repeats, *tree.labels):
        if path not in tree.known:
            what = said("nhóm chỉ tới «{path}», nhưng biểu mẫu không có nút này", path=path)
            yield Problem(what, question=path.rpartition("/")[2], code="path-unknown")
