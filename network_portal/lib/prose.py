"""Text as it was pasted or typed, set for a page or a paper: paragraphs, lists and small tables, in either direction."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from network_portal.lib import text

# What Word puts before an item: a sign and a tab or blanks; letters of its symbol fonts only before a tab.
_BULLET = re.compile(r"[ \t]*(?:[•·▪◦‣●○■□➢➤✓✔\uf0b7\uf0a7\uf0d8\uf0fc–—*-][ \t]+|[o§Øüv]\t+)")
_NUMBER = re.compile(r"[ \t]*\(?(\d{1,3}|[a-z])[.)][ \t]+")


@dataclass(frozen=True)
class Block:
    """One piece of a text: kind (paragraph, bullets, numbers, table) and its lines; of a table, cells divided by tabs."""

    kind: str
    lines: tuple[str, ...]
    first: int = 1
    """The number of the first item of a numbered list."""


def _kind(line: str) -> str:
    if _BULLET.match(line):
        return "bullets"
    if _NUMBER.match(line):
        return "numbers"
    return "table" if "\t" in line.strip("\t ") else "paragraph"


def blocks(source: str) -> Iterator[Block]:
    """The pieces of a text in order. An empty line ends a piece, a single line break stays one.

    A list has several items, or one behind a tab; a table has several rows of as many cells.
    """
    for part in text.paragraphs(source):
        yield from _pieces([line for line in part.split("\n") if line])


def _pieces(lines: list[str]) -> Iterator[Block]:
    plain: list[str] = []
    for kind, found in groupby(lines, key=_kind):
        group = tuple(found)
        if kind == "paragraph" or not _SURE[kind](group):
            plain += group
            continue
        if plain:
            yield Block("paragraph", tuple(plain))
            plain = []
        yield _block(kind, group)
    if plain:
        yield Block("paragraph", tuple(plain))


_SURE: dict[str, Callable[[tuple[str, ...]], bool]] = {
    "bullets": lambda group: len(group) > 1 or "\t" in group[0],
    "numbers": lambda group: len(group) > 1 or "\t" in group[0],
    "table": lambda group: len(group) > 1 and len({line.count("\t") for line in group}) == 1,
}


def _block(kind: str, group: tuple[str, ...]) -> Block:
    if kind == "bullets":
        return Block(kind, tuple(_BULLET.sub("", line, count=1).replace("\t", " ") for line in group))
    if kind == "numbers":
        first = _NUMBER.match(group[0])
        assert first is not None
        start = int(first.group(1)) if first.group(1).isdigit() else 1
        return Block(kind, tuple(_NUMBER.sub("", line, count=1).replace("\t", " ") for line in group), start)
    return Block(kind, group)


def direction(words: str) -> str:
    """Which way a text runs, by most of its letters that have a direction: ``rtl``, or nothing for left to right.

    Not by the first one: an English sentence that begins with an Arabic name stays one.
    """
    if words.isascii():  # a long text is read letter by letter only where it can run the other way
        return ""
    of = [unicodedata.bidirectional(letter) for letter in words]
    return "rtl" if sum(one in ("R", "AL") for one in of) > of.count("L") else ""


def _open(tag: str, words: str, more: str = "") -> str:
    turned = ' dir="rtl"' if direction(words) else ""
    return f"<{tag}{more}{turned}>"


def _html(block: Block) -> str:
    whole = "\n".join(block.lines)
    if block.kind == "paragraph":
        return f"{_open('p', whole)}{'<br>'.join(escape(line.strip()) for line in block.lines)}</p>"
    if block.kind == "table":
        rows = [line.split("\t") for line in block.lines]
        head = "".join(f'<th scope="col">{escape(cell.strip())}</th>' for cell in rows[0])
        body = "".join(f"<tr>{''.join(f'<td>{escape(cell.strip())}</td>' for cell in row)}</tr>" for row in rows[1:])
        opened = _open("table", whole, ' class="pasted"')
        return f"{opened}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    tag = "ul" if block.kind == "bullets" else "ol"
    start = f' start="{block.first}"' if block.kind == "numbers" and block.first != 1 else ""
    items = "".join(f"<li>{escape(line.strip())}</li>" for line in block.lines)
    return f"{_open(tag, whole, start)}{items}</{tag}>"


def html(source: str) -> SafeString:
    """A text as HTML, every letter of it escaped."""
    return mark_safe("".join(_html(block) for block in blocks(source)))  # noqa: S308 - each part is escaped above
