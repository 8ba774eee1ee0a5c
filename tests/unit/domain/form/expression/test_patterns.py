"""The patterns of ``regex()``: what matches, what is refused, and that nothing hangs."""

from __future__ import annotations

import time

import pytest

from inspector_app.domain.form.expression.functions.matching import MAX_MATCHED, matcher
from inspector_app.domain.form.expression.functions.pattern_tree import PatternError

MATCHES = [
    ("", "", "a"),
    ("abc", "abc", "abcd"),
    ("[0-9]{3}", "123", "1234"),
    ("[0-9]{2,}", "1234", "1"),
    ("[0-9]{1,3}", "12", "1234"),
    ("a{0}b", "b", "ab"),
    ("(ab)*", "abab", "aba"),
    ("(?:ab|cd)+", "abcdab", "abc"),
    ("(?<tên>x)y?", "xy", "y"),
    ("a|b|", "", "c"),
    ("a.c", "aữc", "a\nc"),
    ("(?s)a.c", "a\nc", "ac"),
    (r"\d+", "123", "١٢٣"),
    (r"\D+", "abc", "a1"),
    (r"\w+", "a_1", "ữ"),
    (r"\W", "ữ", "a"),
    (r"a\sb", "a b", "a\u00a0b"),
    (r"\S+", "ab", "a b"),
    (r"a\hb", "a\u00a0b", "a\nb"),
    (r"\p{L}+", "Đỗ", "Đỗ 1"),
    (r"\p{Lu}\p{Ll}+", "Đỗ", "đỗ"),
    (r"\pL\pN", "a1", "1a"),
    (r"\p{N}+", "12²", "a"),
    (r"\P{L}+", "12 ", "1a"),
    (r"\p{IsLatin}+", "Đỗ", "Жa"),
    (r"\p{IsAlphabetic}+", "Đỗ", "1"),
    (r"\p{Alpha}+", "abc", "ă"),
    (r"\p{Punct}", "-", "a"),
    (r"[\p{L}\s'-]+", "Nguyễn Văn-A", "Nguyễn_A"),
    ("[^abc]", "d", "a"),
    ("[a-]", "-", "b"),
    ("[-a]", "-", "b"),
    ("[]a]", "]", "b"),
    (r"[\]\[]+", "[]", "a"),
    (r"[a\-z]", "-", "b"),
    (r"[\d.,]+", "1.234,5", "1 234"),
    ("[.]", ".", "a"),
    ("^abc$", "abc", "xabc"),
    (r"\Aab\z", "ab", "b"),
    (r"\bab\b.*", "ab c", "abc"),
    (r"a\Bb", "ab", "a b"),
    ("(?i)abc", "AbC", "abd"),
    ("(?i)đ", "đ", "Đ"),
    ("(?iu)đ", "Đ", "d"),
    ("(?i:a)b", "Ab", "AB"),
    ("(?i)[a-c]+", "AbC", "d"),
    (r"\Qa.b*\E+", "a.b**", "axb*"),
    (r"\Q(x", "(x", "x"),
    (r"\x41\x{1EEF}A", "AữA", "A"),
    (r"\t\n\r\f\e\a", "\t\n\r\f\x1b\x07", "t"),
    (r"\.\*\\", ".*\\", "aa\\"),
    ("^(?!0)[0-9]+$", "102", "012"),
    ("(?=.*[0-9])(?=.*[a-z]).{4,}", "ab1c", "abcd"),
    ("a*?b", "aab", "aa"),
    ("}", "}", "{"),
    (r"[0-9]+/[A-ZĐ]{2,}-[A-ZĐ]+", "12/QĐ-UBND", "QĐ-UBND"),
    (r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}", "16/09/2019", "32/09/2019"),
    (r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "van.a@phubinh.gov.vn", "van.a@phubinh"),
    ("[😀-😂]", "😁", "😃"),
]


@pytest.mark.parametrize(("pattern", "yes", "no"), MATCHES)
def test_matches(pattern: str, yes: str, no: str) -> None:
    found = matcher(pattern)
    assert found.matches(yes)
    assert not found.matches(no)


def test_a_beginning_in_the_middle_matches_nothing() -> None:
    assert not matcher("a^b").matches("ab")
    assert not matcher("a$b").matches("ab")


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("(a", "«(» không được đóng"),
        ("a)", "thừa dấu «)»"),
        ("[a", "thiếu dấu «]»"),
        ("[", "thiếu dấu «]»"),
        ("[z-a]", "khoảng «z-…»"),
        (r"[a-\d]", "khoảng «a-…»"),
        ("[a[b]]", "«\\[»"),
        ("[a&&b]", "phép giao"),
        ("*a", "không có gì để lặp"),
        ("{2}", "không có gì để lặp"),
        ("a**", "hai phép lặp liền nhau"),
        ("a++", "«++»"),
        ("a{2", "phép lặp «{2»"),
        ("a{x}", "phép lặp «{x»"),
        ("a{3,2}", "số lần lặp «{3,2}»"),
        ("a{5000}", "số lần lặp «{5000}»"),
        ("\\", "ký tự sau «\\»"),
        (r"(a)\1", "tham chiếu nhóm"),
        (r"\k<a>", "ký hiệu «\\k»"),
        (r"\y", "ký hiệu «\\y»"),
        (r"\p{Foo}", "không có lớp ký tự «\\p{Foo}»"),
        (r"\p{L", "«\\p{» không được đóng"),
        (r"\p", "tên lớp"),
        (r"\x4", "mã ký tự"),
        (r"\x{110000}", "mã ký tự"),
        (r"\u12", "mã ký tự"),
        ("(?<=a)b", "phép nhìn lại"),
        ("(?<!a)b", "phép nhìn lại"),
        ("(?>a)", "nhóm «(?>…)»"),
        ("a(?!b)", "ở đầu mẫu"),
        ("(a(?=b))", "ở đầu mẫu"),
        ("(?=a)b|c", "ở ngoài cùng"),
        ("a(?i)b", "ở đầu mẫu"),
        ("(?m)a", "«(?m…)»"),
        ("(?<a b>c)", "tên nhóm"),
        ("(" * 40 + ")" * 40, "lồng nhau"),
        ("(a{999}){999}", "quá lớn"),
        ("((((){1000}){1000}){1000}){1000}", "quá lớn"),
    ],
)
def test_what_is_refused_and_why(pattern: str, part: str) -> None:
    with pytest.raises(PatternError) as caught:
        matcher(pattern)
    assert part in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+b", "(a|a)*b", "(a|aa)+b", "a*a*a*a*a*b", "(.*)*x", "(a?){50}a{50}b", "((a*)*)*b"],
)
def test_no_pattern_makes_the_program_hang(pattern: str) -> None:
    before = time.process_time()
    assert not matcher(pattern).matches("a" * MAX_MATCHED)
    assert time.process_time() - before < 2


def test_a_text_of_ever_new_letters_is_still_matched() -> None:
    text = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 6_000))
    assert matcher(r"\p{L}+").matches(text)
    assert not matcher(r"\p{L}+").matches(text + "1")


def test_too_long_a_text_does_not_match() -> None:
    assert matcher("a*").matches("a" * MAX_MATCHED)
    assert not matcher("a*").matches("a" * (MAX_MATCHED + 1))
