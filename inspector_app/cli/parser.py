"""The grammar of the command line: nouns, verbs, and options that stand before or after them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, NoReturn

from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import LANGUAGES, N_, _

if TYPE_CHECKING:
    from inspector_app.cli.context import Context

Run = Callable[["Context"], int]

# What argparse says in English, in our words; the groups fill {0}, {1}.
_ARGPARSE_SAYS: Final = (
    (r"the following arguments are required: (.*)", N_("thiếu {0}")),
    (r"unrecognized arguments: (.*)", N_("không hiểu «{0}»")),
    (r"argument (.*): expected one argument", N_("{0} cần một giá trị")),
    (r"argument (.*): expected at least one argument", N_("{0} cần ít nhất một giá trị")),
    (r"argument (.*): expected (\d+) arguments?", N_("{0} cần {1} giá trị")),
    (
        r"argument (.*): invalid choice: '?(.*?)'? \((?:choose from|maybe you meant) (.*)\)",
        N_("{0}: không có «{1}»; chọn một trong {2}"),
    ),
    (r"argument (.*): invalid int value: '(.*)'", N_("{0}: «{1}» không phải số nguyên")),
    (r"argument (.*): not allowed with argument (.*)", N_("không dùng {0} cùng với {1}")),
    (r"one of the arguments (.*) is required", N_("cần một trong {0}")),
    (r"argument (.*): ignored explicit argument '(.*)'", N_("{0} không nhận giá trị «{1}»")),
)


class Parser(argparse.ArgumentParser):
    """argparse that raises ``UsageError`` and speaks our languages."""

    _is_passing = False

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        # a value such as -1,5 or -1.234 is a number, not an option
        self._negative_number_matcher = re.compile(r"^-\d[\d.,]*$")
        self._positionals.title = _("Đối số")
        self._optionals.title = _("Tùy chọn")
        self.add_argument("-h", "--help", action="help", help=_("xem hướng dẫn này"))

    def error(self, message: str) -> NoReturn:
        """Raises: UsageError."""
        raise UsageError(what=_translated(message), command=self.prog.partition(" ")[2])

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Also finds arguments that stand after an option, where their number is open.

        argparse gives an argument of open number (``CÂU GIÁ_TRỊ …``) what stands before the first
        option, perhaps nothing, and does not understand the rest.
        """
        if self._is_passing or not self._is_open():
            return super().parse_known_args(args, namespace)
        whole, said = self.format_usage(), self.usage
        if said is None:  # argparse cuts off the English heading by its length
            self.usage = whole.removeprefix(_("Cách dùng: ")).strip().replace("%", "%%")
        self._is_passing = True  # the intermixed way calls this very method, once for each kind
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._is_passing, self.usage = False, said

    def _is_open(self) -> bool:
        """Whether an argument that may be missing follows one that stands before the options."""
        return any(one.nargs in ("*", "?") for one in self._get_positional_actions()[1:])


class Words:
    """A level of the grammar: words that lead to commands or to further words."""

    def __init__(self, parser: Parser, depth: int) -> None:
        self._depth = depth
        self._below: Any = parser.add_subparsers(
            title=_("Lệnh"), metavar=_("LỆNH"), dest=f"word_{depth}", parser_class=Parser
        )
        parser.set_defaults(run=self._ask_for_word)
        self._place = parser.prog.partition(" ")[2]

    def _ask_for_word(self, _context: Context) -> int:
        what = _("còn thiếu từ tiếp theo: {words}").format(words=", ".join(self._below.choices))
        raise UsageError(what=what, command=self._place)

    def command(self, word: str, help_: str, run: Run) -> Parser:
        """A command that runs."""
        parser: Parser = self._below.add_parser(word, help=help_, description=_sentence(help_))
        add_global_options(parser)
        parser.set_defaults(run=run, place=parser.prog.partition(" ")[2])
        return parser

    def group(self, word: str, help_: str) -> Words:
        """A word that needs another word."""
        parser: Parser = self._below.add_parser(word, help=help_, description=_sentence(help_))
        add_global_options(parser)
        return Words(parser, self._depth + 1)


def add_global_options(parser: Parser) -> None:
    """Options that every command takes, before or after its words."""
    group = parser.add_argument_group(_("Tùy chọn chung"))
    hidden = argparse.SUPPRESS  # absent unless said, so that a place further left is not undone
    group.add_argument(
        "--vault",
        metavar=_("THƯ_MỤC"),
        default=hidden,
        help=_("thư mục kho dữ liệu (hoặc biến INSPECTOR_VAULT)"),
    )
    group.add_argument(
        "--passphrase-file",
        metavar=_("TỆP"),
        default=hidden,
        help=_("tệp có mật khẩu kho ở dòng đầu (hoặc biến INSPECTOR_PASSPHRASE)"),
    )
    group.add_argument(
        "--json",
        action="store_true",
        default=hidden,
        help=_("trả lời bằng đúng một văn bản JSON"),
    )
    group.add_argument("--lang", choices=LANGUAGES, default=hidden, help=_("ngôn ngữ: vi hoặc en"))
    group.add_argument(
        "--quiet", action="store_true", default=hidden, help=_("không in lời xác nhận và tiến độ")
    )


def early_option(arguments: Iterable[str], name: str) -> str | None:
    """The value of ``--name VALUE`` or ``--name=VALUE`` before anything is parsed."""
    words = list(arguments)
    found = None
    for index, word in enumerate(words):
        if word == f"--{name}" and index + 1 < len(words):
            found = words[index + 1]
        elif word.startswith(f"--{name}="):
            found = word.partition("=")[2]
    return found


class _Formatter(argparse.HelpFormatter):
    """Help with room for Vietnamese words."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, max_help_position=34, **options)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The usage with its heading in our words."""
        super().add_usage(usage, actions, groups, _("Cách dùng: ") if prefix is None else prefix)


def _translated(message: str) -> str:
    for pattern, text in _ARGPARSE_SAYS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match is not None:
            return _(text).format(*match.groups())
    return message


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
