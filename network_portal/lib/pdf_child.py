"""The child that draws one PDF. Started by path with ``-I``: it must not import the project."""

import resource
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher


class ClosedFetcher(URLFetcher):
    """Knows data: addresses and nothing else: no file, no host, no redirect."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


def main(folder: Path, variant: str) -> None:
    document = HTML(string=(folder / "in.html").read_text(encoding="utf-8"), url_fetcher=ClosedFetcher(), base_url=None)
    css = CSS(string=(folder / "in.css").read_text(encoding="utf-8"), url_fetcher=ClosedFetcher())
    document.write_pdf(folder / "out.pdf", stylesheets=[css], pdf_variant=variant, presentational_hints=False)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
