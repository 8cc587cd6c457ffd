"""The scripts of the region, and what is pasted from a document, on the page, in mail and on paper."""

import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from decisions.models import Decision
from meetings.models import Minutes, MinutesSection
from network_portal.dashboard.pages import PASTED, SCRIPTS
from network_portal.lib import fonts, pdf, prose
from network_portal.records.files import papers
from tests.records.test_pdf import CSS, check, page

pytestmark = pytest.mark.alike

PASTE = "•\tregistration of births\n•\taccess to services"


def drawn(words: str) -> bytes:
    return pdf.render_pdf(page(f"<h1>Scripts</h1><p>{words}</p>"), CSS).content


def glyphs_without_a_shape(source: bytes, tmp_path: Path) -> list[str]:
    """What a reader of the paper gets back as no letter: a box is glyph 0 of its font."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(source)
    text = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [letter for letter in text if letter in "\ufffd\u25a1"]


@pytest.mark.parametrize("words", SCRIPTS)
def test_every_script_of_the_region_is_drawn_with_a_font_of_ours(words: str, tmp_path: Path) -> None:
    assert fonts.missing(words) == []
    source = drawn(words)

    assert check(source, draft=False) == []
    assert glyphs_without_a_shape(source, tmp_path) == []
    with pikepdf.open(__import__("io").BytesIO(source)) as found:
        used = {str(f.BaseFont) for sheet in found.pages for f in sheet.Resources.Font.values()}
    assert used, words


def pictures(source: bytes, tmp_path: Path, name: str) -> list[bytes]:
    """The pages of a paper as pictures."""
    file = tmp_path / f"{name}.pdf"
    file.write_bytes(source)
    subprocess.run(["pdftoppm", "-r", "150", "-gray", str(file), str(tmp_path / name)], check=True)
    return [shape(path.read_bytes()) for path in sorted(tmp_path.glob(f"{name}-*.pgm"))]


def shape(picture: bytes) -> bytes:
    """What is drawn on a page (PGM, 8 bits), without the paper around it and without shades."""
    _magic, size, _most, pixels = picture.split(b"\n", 3)
    width = int(size.split()[0])
    rows = [bytes(value < 128 for value in pixels[at : at + width]) for at in range(0, len(pixels), width)]
    inked = [row for row in rows if any(row)]
    left = min(row.index(1) for row in inked)
    right = max(row.rindex(1) for row in inked)
    return b"\n".join(row[left : right + 1] for row in inked)


@pytest.mark.parametrize("words", ["移徙与发展", "移住と開発", "이주와개발"])
def test_letters_of_several_files_of_one_family_are_not_confused(words: str, tmp_path: Path) -> None:
    """Each letter on a page of its own looks as it does in a paper that has no other."""
    style = (
        CSS
        + "@page { size: 4cm; margin: 5mm } h1 { font-size: 60pt; margin: 0; break-after: page } @page { @bottom-right { content: none } }"
    )
    together = pictures(pdf.render_pdf(page("".join(f"<h1>{c}</h1>" for c in words)), style).content, tmp_path, "all")
    assert len(fonts.needed(words)) > 1
    compared = [n for n, letter in enumerate(words) if fonts.needed(letter)[0].family == fonts.needed(words)[0].family]
    assert compared
    for number, letter in enumerate(words):
        if number in compared:
            alone = pictures(pdf.render_pdf(page(f"<h1>{letter}</h1>"), style).content, tmp_path, f"one{number}")
            assert together[number] == alone[0], letter


def test_a_paper_carries_only_the_fonts_that_it_needs() -> None:
    plain, khmer, chinese = (fonts.needed(words) for words in ("Plain text", SCRIPTS[0], SCRIPTS[3]))

    assert plain == []
    assert {face.family for face in khmer} == {"Noto Sans Khmer"}
    assert {face.family for face in chinese} == {"Noto Sans SC"}
    assert len(chinese) < 10


def test_han_characters_take_the_forms_of_their_text() -> None:
    assert {f.family for f in fonts.needed("移住と開発")} == {"Noto Sans JP"}
    assert {f.family for f in fonts.needed("移徙与发展")} == {"Noto Sans SC"}


def test_a_letter_that_no_font_has_is_named_before_filing_and_never_drawn_as_a_box() -> None:
    from meetings import guards

    strange = "\U00012000"  # a cuneiform sign
    with pytest.raises(pdf.PdfError, match="U\\+12000, Cuneiform sign a"):
        drawn(f"A text with {strange}")
    minutes = Minutes.objects.filter(state="draft").first()
    section = MinutesSection.objects.filter(minutes=minutes).first()
    MinutesSection.objects.filter(pk=section.pk).update(text=f"A text with {strange}")

    unmet = guards.they_can_be_drawn(minutes, None)
    assert "U+12000" in unmet.sentence
    assert section.heading in unmet.sentence


def test_right_to_left_paragraphs_run_from_the_right() -> None:
    assert prose.html("مهاجرت در منطقه").startswith('<p dir="rtl">')
    assert prose.html("הגירה").startswith('<p dir="rtl">')
    assert prose.html("2026: الهجرة").startswith('<p dir="rtl">')
    assert prose.html("فاطمة الزهراء introduced the matter to the members.").startswith("<p>")
    assert prose.html("Migration, الهجرة").startswith("<p>")


# --- pasted from a document


@pytest.mark.parametrize(
    "source,html",
    [
        (PASTE, "<ul><li>registration of births</li><li>access to services</li></ul>"),
        ("1.\tOne\n2.\tTwo", "<ol><li>One</li><li>Two</li></ol>"),
        ("4) Four\n5) Five", '<ol start="4"><li>Four</li><li>Five</li></ol>'),
        ("One line\nof two", "<p>One line<br>of two</p>"),
        ("First\n\nSecond", "<p>First</p><p>Second</p>"),
        ("A sentence:\n- one\n- two\nand more", "<p>A sentence:</p><ul><li>one</li><li>two</li></ul><p>and more</p>"),
        ("- only a dash", "<p>- only a dash</p>"),
        ("1. only a number", "<p>1. only a number</p>"),
        ("A\tB\n1\t2", '<table class="pasted"><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
                       "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"),
        ("A\tB\n1\t2\t3", "<p>A\tB<br>1\t2\t3</p>"),
        ("non\u00a0breaking", "<p>non\u00a0breaking</p>"),
        ("<b>&\n•\t<i>x</i>\n•\ty", "<p>&lt;b&gt;&amp;</p><ul><li>&lt;i&gt;x&lt;/i&gt;</li><li>y</li></ul>"),
    ],
)  # fmt: skip
def test_what_is_pasted_stays_what_it_is(source: str, html: str) -> None:
    assert prose.html(source) == html


def test_a_pasted_list_is_a_list_on_the_page_and_on_paper(send: Any, enter: Any, tmp_path: Path) -> None:
    from meetings import minutes_document

    matter = Decision.objects.filter(state="consultation").first()
    send("fao", matter.path("comment"), {"body": PASTE.replace("\n", "\r\n")})
    assert "<li>registration of births</li>" in enter("ilo").get(matter.get_absolute_url()).content.decode()

    minutes = Minutes.objects.filter(state="draft").first()
    section = MinutesSection.objects.filter(minutes=minutes).first()
    MinutesSection.objects.filter(pk=section.pk).update(text=PASTED)
    source = minutes_document.paper(minutes, draft=True).html()
    assert "<li>registration of births</li>" in source
    assert '<th scope="col">Organization</th>' in source
    assert check(pdf.render_pdf(source, papers.stylesheet()).content, draft=True) == []


def test_the_pasted_text_of_a_mail_keeps_its_lines() -> None:
    from network_portal.lib.text import clean

    assert clean("•\tone\r\n•\ttwo") == "•\tone\n•\ttwo"
