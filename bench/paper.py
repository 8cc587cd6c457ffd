"""Minutes to PDF: from claim to filed, against the ``weasyprint`` command on the same HTML, style and fonts.

Run in turns; the medians of time and of the child's peak memory, for 12 and for 50 items, as JSON.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network_portal.settings"
django.setup()


from bench.network import meeting  # noqa: E402
from meetings import minutes_document  # noqa: E402
from members.models import Organization, User  # noqa: E402
from network_portal.lib import pdf  # noqa: E402
from network_portal.records.files import documents, papers  # noqa: E402
from network_portal.records.jobs import jobs, wake  # noqa: E402


def filed(minutes: Any) -> tuple[float, int]:
    """Seconds from claim to filed, and the child's peak in KiB."""
    peaks = []
    render = pdf.render_pdf

    def watched(*args: Any, **kwargs: Any) -> pdf.RenderedPdf:
        drawn = render(*args, **kwargs)
        peaks.append(drawn.peak_kib)
        return drawn

    with wake.without_publishing():
        job = jobs.queue("minutes_pdf", minutes)
    pdf.render_pdf = watched
    started = time.perf_counter()
    done = jobs.run(job.pk)
    spent = time.perf_counter() - started
    pdf.render_pdf = render
    assert done
    assert documents.of(minutes, "minutes") is not None
    return spent, peaks[0]


def command(minutes: Any) -> tuple[float, int]:
    """The same by the library's own command."""
    html = minutes_document.paper(minutes, draft=False).html()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in.html").write_text(html, encoding="utf-8")
        (folder / "in.css").write_text(papers.stylesheet(), encoding="utf-8")
        env = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": name,
               "FONTCONFIG_FILE": str(pdf._fontconfig(folder, []))}  # fmt: skip
        words = [str(Path(sys.executable).with_name("weasyprint")), "--pdf-variant", pdf.VARIANT, "-s",
                 str(folder / "in.css"), str(folder / "in.html"), str(folder / "out.pdf")]  # fmt: skip
        started = time.perf_counter()
        process = subprocess.Popen(words, env=env, stderr=subprocess.DEVNULL)
        _pid, status, usage = os.wait4(process.pid, 0)
        spent = time.perf_counter() - started
        process.returncode = status
        assert status == 0
    return spent, usage.ru_maxrss


def main(rounds: int) -> None:
    organizations = list(Organization.objects.members())
    chair = User.objects.get(email="coordinator@example.org")
    out = {}
    for items in (12, 50):
        ours: list[Any] = []
        theirs: list[Any] = []
        for n in range(rounds):
            minutes = meeting(20000 + items * 1000 + n, items, organizations, chair)
            for turn, column in ((filed, ours), (command, theirs)) if n % 2 else ((command, theirs), (filed, ours)):
                column.append(turn(minutes))
        out[items] = [statistics.median(column) for pair in (ours, theirs) for column in zip(*pair, strict=True)]
    print(json.dumps(out))


if __name__ == "__main__":
    main(int(sys.argv[1]))
