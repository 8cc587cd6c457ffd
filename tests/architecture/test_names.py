"""The names of the code: those that were given up come back nowhere, and no two files import each other."""

import io
import keyword
import re
import subprocess
import tokenize
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parents[2]
# Stored identifiers, migrations and the changelog keep them; ``members.models`` and ``records.models`` keep three for
# the migrations of before.
GIVEN_UP = {
    "Root", "Acting", "acting", "homes", "own_organization_id", "Machine", "Move", "machine_of", "Offer", "offers",
    "Teller", "tellers", "tells", "Unmet", "IllegalMove", "NotYours", "NotReady", "wake_post", "pass_due",
    "nobody_is_woken", "OnceKey", "_once", "Unsealed", "Digest", "rehearse", "take_down", "set_up", "spelt",
    "CannotDraw", "ROOMS", "WORD", "Dated", "_in_order", "in_order", "SITTING", "TAKEN", "_OPENS", "_named", "_opened",
    "cut_short", "settle", "KindOf", "send_back", "Elector", "electors", "Share", "boxes", "apart", "presence_seen",
    "note_presence", "SteadyCache", "remembered", "of_one_page", "Prepared", "DeskLine", "desk_waiting", "desk_coming", "chain.act", "move_page",
}  # fmt: skip
KEPT = {("members/models/__init__.py", "WORD"), ("tests/records/test_pdf.py", "Root")}  # the last is pikepdf's
GONE_MODULES = (
    "states",
    "erasing",
    "verifying",
    "facts",
    "following",
    "room",
    "writing",
    "desk",
    "machine",
    "post",
    "memory",
    "prepared",
)


def _sources(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [n for n in listed.stdout.split() if "/migrations/" not in n and "vendor" not in n]
    return [ROOT / n for n in names if n != "tests/architecture/test_names.py" and (ROOT / n).exists()]


def test_no_name_that_was_given_up_is_used_in_code() -> None:
    found = []
    for path in _sources("*.py"):
        name = str(path.relative_to(ROOT))
        for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
            used = token.type == tokenize.NAME and not keyword.iskeyword(token.string) and token.string in GIVEN_UP
            if used and (name, token.string) not in KEPT:
                found.append(f"{name}:{token.start[0]} {token.string}")

    assert found == []


def test_no_template_uses_one() -> None:
    words = re.compile(rf"(?<![\w'\"-])({'|'.join(sorted(GIVEN_UP))})(?![\w'\"-])")
    found = []
    assert len(_sources("templates/*.html")) > 60
    for path in _sources("templates/*.html"):
        for tag in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", path.read_text(encoding="utf-8"), re.DOTALL):
            bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", tag)
            if not tag.startswith(("{% trans", "{% blocktrans")) and words.search(bare):
                found.append(f"{path.relative_to(ROOT)}: {tag}")

    assert found == []


def test_no_module_bears_one() -> None:
    modules = _sources("*.py")
    found = [p for p in modules if p.stem in GONE_MODULES and "tests" not in p.parts]

    assert len(modules) > 200
    assert found == []


def test_no_two_files_import_each_other() -> None:
    """Also not through others: every module stands in one order below those that import it."""
    graph = grimp.build_graph(
        "network_portal", "members", "decisions", "workplans", "meetings", "task_teams",
        exclude_type_checking_imports=True, cache_dir=None,
    )  # fmt: skip
    left = {m: set(graph.find_modules_directly_imported_by(m)) for m in graph.modules if ".migrations" not in m}
    left = {m: imported & left.keys() for m, imported in left.items()}
    while free := {m for m, imported in left.items() if not imported}:
        left = {m: imported - free for m, imported in left.items() if m not in free}

    assert len(graph.modules) > 200
    assert left == {}
