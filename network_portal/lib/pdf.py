"""HTML to an archivable, tagged PDF (pdf/a-2a), drawn by a child process with limits and a closed fetcher.

Only the worker draws. The child sees no network, no file but our fonts, and dies at its limits of time and memory. It is
forked from a process that has the library loaded (``pdf_child.py``), one for each process that draws.
"""

import ctypes.util
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

from network_portal.lib import fonts

CHILD = Path(__file__).with_name("pdf_child.py")
SECONDS = 60
GRACE_SECONDS = 10
"""The child ends itself at its limit; its parent replies within this time more."""
ADDRESS_SPACE = 1024 * 1024 * 1024
LARGEST_SOURCE = 300_000
VARIANT = "pdf/a-2a"
NATIVE = {"pango-1.0": "libpango-1.0-0", "pangoft2-1.0": "libpangoft2-1.0-0"}


class PdfError(Exception):
    """The document could not be drawn; the message says why in one sentence."""


@dataclass(frozen=True)
class RenderedPdf:
    """A drawn document and the child's peak memory in KiB."""

    content: bytes
    peak_kib: int


@cache
def missing_packages() -> tuple[str, ...]:
    """The system packages that drawing needs and that this machine lacks (Debian names)."""
    return tuple(package for library, package in NATIVE.items() if ctypes.util.find_library(library) is None)


class _Drawer:
    """The process that forks a child for each paper; started when the first one is asked for, and again when it has ended.

    One that is interrupted, does not reply in time or replies to something else is ended with its child: the next paper
    never gets the reply of another.
    """

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.owner = 0
        self.asked = 0

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, int]:
        """The reply to a request within so many seconds; PdfError without one, or where the process ends twice."""
        with self.lock:
            for _attempt in range(2):
                process = self._running()
                self.asked += 1
                try:
                    reply = self._exchange(process, {**request, "number": self.asked}, seconds)
                except BaseException:
                    self._end(process)
                    raise
                if reply is not None:
                    return reply
                self._end(process)  # it had no request for a while, and ended
        raise PdfError("The process that draws ended without a reply.")

    def _exchange(
        self, process: "subprocess.Popen[bytes]", request: dict[str, Any], seconds: float
    ) -> dict[str, int] | None:
        """One request and its reply; None where the process has ended."""
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            return None
        if not select.select([process.stdout], [], [], seconds)[0]:
            raise PdfError(f"Drawing took more than {seconds:.0f} seconds.")
        line = process.stdout.readline()
        if not line:
            return None
        reply = dict(json.loads(line))
        if reply.pop("number") != request["number"]:
            raise PdfError("The process that draws replied to another request.")
        return reply

    def _end(self, process: "subprocess.Popen[bytes]") -> None:
        """End the process and its child, which are a group of their own; a child ends with the process by itself."""
        self.process = None
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def stop(self) -> None:
        """End the process if this process has started one."""
        with self.lock:
            if self.process is not None and self.owner == os.getpid():
                self._end(self.process)

    def _running(self) -> "subprocess.Popen[bytes]":
        """The process of this process: one that was forked with its lines open is not shared."""
        if self.owner != os.getpid():
            self.process = None
        if self.process is not None and self.process.poll() is not None:
            self._end(self.process)
        if self.process is None:
            self.process = subprocess.Popen(  # noqa: S603 - our own file, no shell
                [sys.executable, "-I", str(CHILD)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
            self.owner = os.getpid()
        return self.process


_drawer = _Drawer()


def stop_drawing() -> None:
    """End the process that draws, where one runs; the next paper starts another."""
    _drawer.stop()


def _fonts(folder: Path, html: str) -> list[str]:
    """Unpack the font files that a text needs beside the basic ones; returns their families, in order.

    A family that comes in parts gets a name for each: two parts of one name would lend each other their letters.
    """
    place = folder / "fonts"
    place.mkdir()
    families: dict[str, None] = {}
    for face in fonts.needed(html):
        font = TTFont(fonts.SCRIPTS / face.file, recalcTimestamp=False)
        font.flavor = None
        name = face.file.rsplit("-", 2)[0].replace("-", " ").title()  # without weight and style
        for entry in font["name"].names:
            if entry.nameID in (1, 16):
                entry.string = name
            elif entry.nameID in (3, 4, 6):
                entry.string = face.file.removesuffix(".woff2")
        font.save(place / Path(face.file).with_suffix(".ttf").name)
        font.close()
        families[name] = None
    return list(families)


def _fontconfig(folder: Path, families: list[str]) -> Path:
    """A fontconfig file that knows our fonts and no others, so that no page takes one of the machine's."""
    path = folder / "fonts.conf"
    accepted = "".join(f"<family>{name}</family>" for name in ("Noto Sans Arabic", "Noto Sans Thai", *families))
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{fonts.PRINT}</dir><dir>{folder / 'fonts'}</dir><cachedir>{folder / 'cache'}</cachedir>"
        f'<alias binding="strong"><family>Noto Sans</family><accept>{accepted}</accept></alias></fontconfig>'
    )
    return path


def render_pdf(html: str, css: str, *, seconds: int = SECONDS) -> RenderedPdf:
    """The PDF of a trusted stylesheet and an HTML source; raises PdfError, never returns a partial document."""
    if missing := missing_packages():
        raise PdfError(f"This machine lacks {', '.join(missing)}.")
    if len(html) > LARGEST_SOURCE:
        raise PdfError(f"The text has {len(html)} characters; at most {LARGEST_SOURCE} can be drawn.")
    if letters := fonts.missing(html):
        raise PdfError(f"No font of the portal has {fonts.described(letters)}.")
    with tempfile.TemporaryDirectory(prefix="portal-pdf-") as name:
        folder = Path(name)
        (folder / "in.html").write_text(html, encoding="utf-8")
        (folder / "in.css").write_text(css, encoding="utf-8")
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "FONTCONFIG_FILE": str(_fontconfig(folder, _fonts(folder, html))),
            "LC_ALL": "C.UTF-8",
            "HOME": name,
        }
        request = {
            "folder": name, "variant": VARIANT, "environment": environment, "seconds": seconds, "bytes": ADDRESS_SPACE,
        }  # fmt: skip
        reply = _drawer.ask(request, seconds + GRACE_SECONDS)
        if reply["code"] in (-signal.SIGALRM, -signal.SIGXCPU, -signal.SIGKILL):
            raise PdfError(f"Drawing took more than {seconds} seconds.")
        if reply["code"] != 0:
            messages = (folder / "err.txt").read_text("utf-8", "replace") if (folder / "err.txt").exists() else ""
            last = messages.strip().splitlines()[-1:] or ["no message"]
            raise PdfError(f"Drawing ended with code {reply['code']}: {last[0][:300]}")
        return RenderedPdf((folder / "out.pdf").read_bytes(), reply["peak_kib"])
