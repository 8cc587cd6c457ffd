"""Copy the Noto fonts of the region's scripts out of their packages, and write what each file can show.

    python tools/fonts.py FOLDER      (FOLDER holds the unpacked packages: npm pack @fontsource/noto-sans-khmer …)

Writes ``static/fonts/scripts/*.woff2``, ``static/fonts/faces.json`` (file, family, weight and the letters it has, read
from the file itself) and the style sheets that name them to browsers.
"""

import json
import re
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ROOT / "static" / "fonts" / "scripts"
# Package, the subsets that are its own, and the weights that are taken. In the order in which a letter is looked for.
PACKAGES = [
    *((f"noto-sans-{name}", [name], (400, 600)) for name in (
        "armenian", "bengali", "devanagari", "georgian", "gujarati", "gurmukhi", "hebrew", "kannada", "khmer", "lao",
        "malayalam", "myanmar", "oriya", "sinhala", "tamil", "telugu", "thaana")),
    ("noto-serif-tibetan", ["tibetan"], (400, 600)),
    ("noto-sans-symbols", ["symbols"], (400, 600)),
    ("noto-sans-math", ["latin"], (400,)),
    ("noto-sans-symbols-2", ["symbols", "braille"], (400,)),
    ("noto-emoji", None, (400,)),
    ("noto-sans-jp", None, (400,)),
    ("noto-sans-sc", None, (400,)),
    ("noto-sans-kr", None, (400,)),
]  # fmt: skip
# Joiners, the dotted circle and the dandas: a browser must find them in the script's own font to join its letters.
SHARED = {0x200C, 0x200D, 0x25CC, 0x0964, 0x0965}
EAST_ASIAN = {"noto-sans-jp", "noto-sans-sc", "noto-sans-kr"}
# The fonts that the portal had before, whole or by subset: looked at first.
OWN = {
    "NotoSans": "Noto Sans", "NotoSansArabic": "Noto Sans Arabic", "NotoSansThai": "Noto Sans Thai",
}  # fmt: skip


def letters(path: Path) -> set[int]:
    font = TTFont(path, lazy=True)
    try:
        return set(font.getBestCmap())
    finally:
        font.close()


def ranges(found: Iterable[int]) -> list[list[int]]:
    """Numbers as inclusive ranges."""
    spans: list[list[int]] = []
    for number in sorted(found):
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return spans


def name_of(package: str) -> str:
    tail = package.rsplit("-", 1)[-1]
    if tail in ("jp", "sc", "kr"):
        return f"Noto Sans {tail.upper()}"
    return package.replace("-", " ").title()


def css(family: str, weight: int, file: str, spans: list[list[int]]) -> str:
    codes = ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in spans)
    return (
        f'@font-face {{ font-family: "Noto Sans"; font-weight: {weight}; font-display: swap; '
        f'src: url("../fonts/scripts/{file}") format("woff2"); unicode-range: {codes}; }}\n'
    )


def main(folder: Path) -> None:
    shutil.rmtree(SCRIPTS, ignore_errors=True)
    SCRIPTS.mkdir(parents=True)
    faces = []
    for path in sorted((ROOT / "static" / "fonts" / "print").glob("*-Regular.ttf")):
        faces.append({"file": path.name, "family": OWN[path.stem.split("-")[0]], "has": ranges(letters(path))})
    known = {n for face in faces for a, b in face["has"] for n in range(a, b + 1)}
    sheets: dict[str, list[str]] = {"fonts": [], "fonts-east-asia": []}
    for package, subsets, weights in PACKAGES:
        mine: set[int] = set()
        for weight in weights:
            files = sorted(folder.joinpath(package, "files").glob(f"{package}-*-{weight}-normal.woff2"))
            for path in files:
                subset = re.sub(rf"^{package}-(.*)-{weight}-normal\.woff2$", r"\1", path.name)
                if (subsets is not None and subset not in subsets) or (subsets is None and not subset.isdigit()):
                    continue
                there = letters(path)
                new = there - known
                if not new:
                    continue
                shutil.copy(path, SCRIPTS / path.name)
                face = {"file": path.name, "family": name_of(package), "weight": weight, "has": ranges(new)}
                faces.append(face)
                mine |= new
                sheet = "fonts-east-asia" if package in EAST_ASIAN else "fonts"
                sheets[sheet].append(css(name_of(package), weight, path.name, ranges(new | (there & SHARED))))
        if package not in EAST_ASIAN:
            known |= mine
    text = json.dumps(faces, separators=(",", ":"))
    (ROOT / "static" / "fonts" / "faces.json").write_text(text + "\n", encoding="utf-8")
    for name, rules in sheets.items():
        (ROOT / "static" / "css" / f"{name}.css").write_text("".join(rules), encoding="utf-8")
    size = sum(path.stat().st_size for path in SCRIPTS.iterdir())
    sys.stdout.write(f"{len(faces)} faces, {size // 1024} KiB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
