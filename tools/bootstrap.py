"""Take out of Bootstrap what our pages use: its reset, its variables, and the classes that a template names.

    .venv/bin/python tools/bootstrap.py

Writes static/css/bootstrap.css and bootstrap.rtl.css from the whole files under tools/vendor.
"""

import re
import sys
from pathlib import Path

import tinycss2

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "tools" / "vendor" / "bootstrap-5.3.9"
OUT = ROOT / "static" / "css"


def classes() -> set[str]:
    """The class names that the templates of the project write."""
    found: set[str] = set()
    for path in (ROOT / "templates").rglob("*.html"):
        for value in re.findall(r"class=\"([^\"]*)\"", path.read_text(encoding="utf-8"), re.DOTALL):
            found.update(re.findall(r"[A-Za-z][\w-]*", re.sub(r"\{[{%].*?[%}]\}", " ", value, flags=re.DOTALL)))
    return found


def _kept(rules: list[tinycss2.ast.Node], used: set[str]) -> str:
    out = []
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s.strip() for s in tinycss2.serialize(rule.prelude).split(",")]
            keep = [s for s in selectors if set(re.findall(r"\.([A-Za-z][\w-]*)", s)) <= used]
            if keep:
                out.append(f"{','.join(keep)}{{{tinycss2.serialize(rule.content)}}}")
        elif rule.type == "at-rule" and rule.at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if body := _kept(inner, used):
                out.append(f"@media{tinycss2.serialize(rule.prelude)}{{\n{body}\n}}")
    return "\n".join(out)


def taken(name: str) -> str:
    """The part of one of the vendor's files that is used, one rule a line, under the vendor's own notice."""
    source = (VENDOR / name).read_text(encoding="utf-8")
    notice = source[source.index("/*!") : source.index("*/") + 2] + "\n"
    rules = tinycss2.parse_stylesheet(source, skip_comments=True, skip_whitespace=True)
    return notice + _kept(rules, classes()) + "\n"


FILES = {"bootstrap.css": "bootstrap.min.css", "bootstrap.rtl.css": "bootstrap.rtl.min.css"}

if __name__ == "__main__":
    for name, source in FILES.items():
        wanted, path = taken(source), OUT / name
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != wanted:
                sys.exit(f"{path.relative_to(ROOT)} is not what tools/bootstrap.py writes")
        else:
            path.write_text(wanted, encoding="utf-8")
