"""The PDF: archivable, tagged, closed to the outside, drawn within limits."""

import http.server
import os
import signal
import threading

import pikepdf
import pytest

from meetings import minutes_document
from meetings.models import Minutes
from network_portal.lib import pdf
from network_portal.records.files import papers
from network_portal.records.models import Document

pytestmark = pytest.mark.alike

CSS = 'html { font-family: "Noto Sans"; } @page { @bottom-right { content: "Page " counter(page); } }'
SCRIPTS = "Àçéñőśțžữ Ελληνικά Кириллица العربية ภาษาไทย"


def page(body: str, title: str = "A title") -> str:
    return f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def check(source: bytes, *, draft: bool) -> list[str]:
    """Our own checker: what an archivable, tagged document must have. It is no certificate."""
    import io

    wrong = []
    with pikepdf.open(io.BytesIO(source)) as found:
        root = found.Root
        meta = found.open_metadata()
        if (meta.get("pdfaid:part"), meta.get("pdfaid:conformance")) != ("2", "A"):
            wrong.append("part and conformance")
        if str(root.get("/Lang", "")) == "":
            wrong.append("language")
        if not str(found.docinfo.get("/Title", "")):
            wrong.append("title")
        titles = meta.get("dc:title")
        if str(found.docinfo.get("/Title", "")) != str(titles):
            wrong.append("Info differs from XMP")
        if not root.MarkInfo.Marked:
            wrong.append("not marked")
        if "/OutputIntents" not in root:
            wrong.append("output intent")
        if (
            "/EmbeddedFiles" in root.get("/Names", {})
            or "/JavaScript" in root.get("/Names", {})
            or "/OpenAction" in root
            and "/JS" in str(root.OpenAction)
        ):
            wrong.append("embedded files or scripts")
        wrong += fonts(found) + structure(root)
        text = b"".join(
            p.Contents.read_bytes()
            if not isinstance(p.Contents, pikepdf.Array)
            else b"".join(c.read_bytes() for c in p.Contents)
            for p in found.pages
        )
        assert text
    return wrong


def fonts(found) -> list[str]:
    wrong = []
    for sheet in found.pages:
        for font in sheet.get("/Resources", {}).get("/Font", {}).values():
            below = font.get("/DescendantFonts", [font])[0]
            name = str(below.get("/BaseFont", ""))
            described = below.get("/FontDescriptor", {})
            if "+Noto" not in name:
                wrong.append(f"font {name}")
            if not any(k in described for k in ("/FontFile2", "/FontFile3", "/FontFile")):
                wrong.append(f"font {name} is not embedded")
    return wrong


def structure(root) -> list[str]:
    wrong, levels, headers = [], [], {"TH": 0, "Table": 0}

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            kind = str(node.get("/S", "")).lstrip("/")
            if kind[:1] == "H" and kind[1:].isdigit():
                levels.append(int(kind[1:]))
            if kind in headers:
                headers[kind] += 1
            if "/K" in node:
                walk(node.K)

    walk(root.StructTreeRoot.get("/K", pikepdf.Array()))
    for before, after in zip([0, *levels], levels, strict=False):
        if after > before + 1:
            wrong.append(f"heading {after} after {before}")
    if headers["Table"] and not headers["TH"]:
        wrong.append("table without headers")
    if 1 not in levels:
        wrong.append("no first heading")
    return wrong


def text_of(source: bytes, tmp_path) -> str:
    import subprocess

    file = tmp_path / "x.pdf"
    file.write_bytes(source)
    return subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout


def test_the_filed_minutes_pass_the_checker(tmp_path) -> None:
    for document in Document.objects.all():
        source = document.file.open("rb").read()
        assert check(source, draft=document.kind == "draft") == []
        assert ("DRAFT" in text_of(source, tmp_path)) == (document.kind == "draft")
    assert Document.objects.filter(kind="draft").exists()
    assert Document.objects.filter(kind="minutes").exists()


def test_the_minutes_say_what_was_approved(tmp_path) -> None:
    minutes = Minutes.objects.filter(state="published").latest("pk")
    document = Document.objects.get(kind="minutes", object_id=minutes.pk)
    text = text_of(document.file.open("rb").read(), tmp_path)

    assert minutes.reference in text
    assert papers.grouped(document.verification_code) in text
    assert minutes_document.paper(minutes, draft=False).code == document.verification_code
    assert "The agenda was adopted as circulated." in text


def test_scripts_are_drawn_with_our_fonts(tmp_path) -> None:
    drawn = pdf.render_pdf(page(f"<h1>Title</h1><p>{SCRIPTS}</p>"), CSS).content

    assert check(drawn, draft=False) == []
    assert "Кириллица" in text_of(drawn, tmp_path)
    assert "ภาษาไทย" in text_of(drawn, tmp_path)


def test_the_same_source_gives_the_same_bytes() -> None:
    source = page("<h1>Title</h1><p>Same.</p>")

    assert pdf.render_pdf(source, CSS).content == pdf.render_pdf(source, CSS).content


class Listener:
    """Counts whatever asks it for anything."""

    def __enter__(self):
        hits = self.hits = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                hits.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        return self

    def __exit__(self, *args):
        self.server.shutdown()
        self.server.server_close()


def test_nothing_is_fetched_and_no_file_is_read(tmp_path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-5b1c")
    with Listener() as listener:
        u, f = listener.url, canary.as_uri()
        constructs = "".join(
            f"<img src='{a}' alt='x'><link rel='attachment' href='{a}'><link rel='stylesheet' href='{a}'>"
            f"<object data='{a}'></object><embed src='{a}'><p style=\"background:url('{a}')\">x</p>"
            f"<style>@import url('{a}'); @font-face {{ font-family: q; src: url('{a}') }} p {{ font-family: q }} li {{ list-style: url('{a}') }} h1::before {{ content: url('{a}') }}</style>"
            f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{a}'/><use href='{a}#x'/></svg>"
            f"<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{a}'/></svg>\" alt='y'>"
            for a in (u, f, f"{u}/redirect", "file:///etc/passwd", "ftp://127.0.0.1/x")
        )
        drawn = pdf.render_pdf(page(f"<h1>T</h1>{constructs}"), CSS).content

        assert listener.hits == []
    assert b"canary" not in drawn
    assert "canary" not in text_of(drawn, tmp_path)
    assert "root:" not in text_of(drawn, tmp_path)
    import io

    with pikepdf.open(io.BytesIO(drawn)) as found:
        assert len(found.attachments) == 0


def test_bombs_end_with_a_clear_error() -> None:
    with pytest.raises(pdf.PdfError, match="characters"):
        pdf.render_pdf(page("x" * (pdf.LARGEST_SOURCE + 1)), CSS)
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(page("<h1>T</h1><table><tr><td colspan=100000>x</td></tr></table>"), CSS, seconds=3)
    with pytest.raises(pdf.PdfError):
        pdf.render_pdf(page("<div>" * 2000 + "x"), CSS)


def test_hostile_minutes_are_drawn_as_text(tmp_path) -> None:
    minutes = Minutes.objects.filter(state="draft").first()
    paper = minutes_document.paper(minutes, draft=True)
    hostile = "<script>x</script><img src='file:///etc/passwd'>"
    paper.data["sections"][0]["paragraphs"] = [{"number": 1, "text": hostile}]
    drawn = pdf.render_pdf(paper.html(), papers.stylesheet()).content

    assert "<script>x</script>" in text_of(drawn, tmp_path)


def test_a_filed_document_is_served_to_those_who_may_see_it_and_to_nobody_else(enter) -> None:
    minutes = Minutes.objects.filter(state="published").latest("pk")
    document = Document.objects.get(kind="minutes", object_id=minutes.pk)
    path = f"/files/{document.sha256}/"
    served = enter("fao").get(path)

    assert served.status_code == 200
    assert b"".join(served.streaming_content) == document.file.open("rb").read()
    assert served["X-Content-Type-Options"] == "nosniff"
    for key in ("partner", "stranger", "notes", "admin"):
        assert enter(key).get(path).status_code == 404, key
    assert enter("nobody").get(path).status_code == 302


def test_without_the_libraries_the_page_says_so(monkeypatch, enter) -> None:
    monkeypatch.setattr(pdf, "missing_packages", lambda: ("libpango-1.0-0",))

    assert "libpango-1.0-0" in enter("secretary").get("/").content.decode()
    with pytest.raises(pdf.PdfError, match="libpango"):
        pdf.render_pdf(page("x"), CSS)


def test_the_process_that_draws_is_kept_and_started_again_when_it_has_ended() -> None:
    first = pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content
    kept = pdf._drawer.process
    assert kept is not None
    assert pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content == first
    assert pdf._drawer.process is kept, "the library is loaded once"

    kept.kill()
    kept.wait()
    assert pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content == first
    assert pdf._drawer.process is not kept


def test_a_reply_that_came_too_late_is_never_that_of_the_next_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content
    kept = pdf._drawer.process
    assert kept is not None
    os.kill(kept.pid, signal.SIGSTOP)  # as a machine that has no time for it
    monkeypatch.setattr(pdf, "GRACE_SECONDS", 0)
    with pytest.raises(pdf.PdfError, match="more than 1 seconds"):
        pdf.render_pdf(page("<h1>Late</h1><p>y</p>"), CSS, seconds=1)
    assert kept.poll() is not None, "it was ended, and its child with it"

    monkeypatch.undo()
    assert pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content == first


def test_an_interruption_leaves_no_reply_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    first = pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content

    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pdf.select, "select", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pdf.render_pdf(page("<h1>Other</h1><p>y</p>"), CSS)
    monkeypatch.undo()
    assert pdf.render_pdf(page("<h1>T</h1><p>x</p>"), CSS).content == first
