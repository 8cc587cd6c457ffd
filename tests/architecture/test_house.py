"""The house is kept by imports, foreign keys, names and marks."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import models

from network_portal.records import datamap
from network_portal.records.access import marks
from network_portal.records.registry import registry

ROOT = Path(settings.BASE_DIR)
FLOORS = ["records", "members", "decisions", "workplans", "meetings", "task_teams", "dashboard"]
OURS = [m for label in settings.OUR_APPS for m in apps.get_app_config(label).get_models(include_auto_created=True)]
SOURCES = [
    p
    for app in ("network_portal", *FLOORS[1:-1])
    for p in sorted((ROOT / app).rglob("*.py"))
    if "migrations" not in p.parts
]


def _up(model: type[models.Model], field: models.Field) -> bool:
    target = field.remote_field.model._meta.app_label
    mine = model._meta.app_label
    if target not in FLOORS or target == mine:
        return False
    if {mine, target} == {"meetings", "task_teams"}:
        return True
    return FLOORS.index(target) > FLOORS.index(mine)


def test_no_foreign_key_points_up() -> None:
    up = [
        f"{m._meta.label}.{f.name}"
        for m in OURS
        for f in m._meta.get_fields()
        if isinstance(f, models.Field) and f.remote_field and f.remote_field.model
        and f.remote_field.model is not apps.get_model(settings.AUTH_USER_MODEL) and _up(m, f)
    ]  # fmt: skip

    assert up == []


def test_nothing_on_the_record_cascades() -> None:
    allowed = {"members.User_groups", "members.User_user_permissions", "meetings.MinutesUserObjectPermission"}
    cascading = {
        m._meta.label
        for m in OURS
        for f in m._meta.get_fields()
        if isinstance(f, models.ForeignKey) and f.remote_field.on_delete is models.CASCADE
    }
    through = {label for label in cascading if "_" in label.partition(".")[2]}

    assert cascading - through - allowed == set()


def test_every_view_says_who_may_reach_it() -> None:
    assert marks.every_view_says_who() == []
    assert [e for e in checks.run_checks() if e.level >= checks.ERROR] == []


def test_a_silent_view_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "addresses", lambda: iter([("silent/", "silent", lambda request: None)]))

    assert [e.id for e in marks.every_view_says_who()] == ["portal.E001"]


def test_only_the_engine_assigns_a_state() -> None:
    found = []
    for path in SOURCES:
        if path.name in ("mailer.py", "jobs.py", "engine.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign):
                names = [
                    t.attr for t in ast.walk(node) if isinstance(t, ast.Attribute) and isinstance(t.ctx, ast.Store)
                ]
                if "state" in names:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
            is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
            if is_update and any(k.arg == "state" for k in node.keywords):
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")

    assert found == []


@pytest.mark.parametrize("name", ["views", "forms", "admin", "pages", "querysets", "policies", "guards", "tasks"])
def test_these_files_write_nothing(name: str) -> None:
    writes = re.compile(r"\.save\(|objects\.create\(|bulk_create\(|\.delete\(\)|get_or_create\(")
    files = [p for p in SOURCES if p.stem == name or name in p.parent.parts]
    files = [p for p in files if p != ROOT / "network_portal/records/web/admin.py"]
    found = [str(p.relative_to(ROOT)) for p in files if writes.search(p.read_text())]

    assert files
    assert found == []


def test_the_time_comes_from_the_clock() -> None:
    bad = re.compile(r"timezone\.now\(|auto_now|datetime\.now\(|date\.today\(")
    found = [str(p.relative_to(ROOT)) for p in SOURCES if bad.search(p.read_text()) and p.name != "clock.py"]

    assert found == []


def test_templates_have_no_inline_style_script_or_handler() -> None:
    bad = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\sstyle=|\son[a-z]+=|\|safe\b")
    files = list((ROOT / "templates").rglob("*.html"))
    found = [str(p.relative_to(ROOT)) for p in files if bad.search(p.read_text())]

    assert len(files) > 60
    assert found == []


_AUDIENCES = {"members", "admin", "secretariat", "signed-in", "portal"}


def _verbs_written() -> set[str]:
    """The verbs of all workflows, and those that services write themselves, as they stand in the code."""
    found = {move.verb for workflow in registry.workflows.values() for move in workflow.transitions}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            name = getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""
            if name not in ("record_event", "append_event") or getattr(node.func.value, "id", "") not in (
                "audit",
                "chain",
            ):
                continue
            words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            found.update(w for w in words if "." not in w and w not in _AUDIENCES)
    return found


def test_every_act_on_the_record_has_words_for_people() -> None:
    from members.capacities import IN_HISTORY
    from network_portal.records.models import Event

    assert len(_verbs_written()) > 80
    transitions = {verb for workflow in registry.workflows.values() for verb in workflow.by_verb}
    assert _verbs_written() - transitions - set(registry.event_words) == set()
    assert set(Event.objects.values_list("verb", flat=True)) - transitions - set(registry.event_words) == set()
    for label, verb in Event.objects.values_list("object_label", "verb").distinct():
        assert str(registry.words_of(label, verb).done) != verb
    assert set(Event.objects.values_list("capacity", flat=True)) - set(IN_HISTORY) == set()


def test_every_field_of_free_text_says_its_class() -> None:
    """Other fields are internal, and personal where they point at a person, unless they are listed."""
    unsaid = []
    for model in OURS:
        if model._meta.model_name.startswith("historical") or model._meta.auto_created:
            continue
        found = model._meta.local_fields + model._meta.local_many_to_many
        unsaid += [str(field) for field in found if datamap.class_of(field) is None]

    assert unsaid == []


def test_the_data_map_names_nothing_that_is_not_there_and_nothing_that_goes_without_saying() -> None:
    for app, listed in registry.data_maps.items():
        for entry, said in listed.items():
            model, name = entry.split(".")
            if name == "*":
                assert apps.get_model(app, model), entry
                continue
            field = apps.get_model(app, model)._meta.get_field(name)
            assert datamap.is_free_text(field) or f"{model}.*" in listed or said != datamap.default_of(field), entry


def test_what_is_personal_or_confidential_is_known() -> None:
    classes = {
        f"{model._meta.label_lower}.{field.name}": datamap.class_of(field)
        for model in OURS
        if not model._meta.model_name.startswith("historical") and not model._meta.auto_created
        for field in model._meta.local_fields
    }
    assert {level for level, _personal in classes.values()} == set(datamap.CLASSES)
    for name, said in {
        "members.user.email": ("internal", "personal"),
        "members.user.password": ("confidential", "personal"),
        "decisions.position.value": ("confidential", "-"),
        "decisions.position.by": ("confidential", "personal"),
        "decisions.comment.by": ("internal", "personal"),
        "meetings.apology.reason": ("internal", "personal"),
        "members.body.name": ("public", "-"),
        "records.reminder.due_at": ("internal", "-"),
    }.items():
        assert classes[name] == said, name


def test_positions_have_neither_admin_nor_history() -> None:
    from django.contrib import admin

    from decisions.models import Position

    assert Position not in admin.site._registry
    assert not hasattr(Position, "history")


def test_history_leaves_out_passwords_and_sign_ins() -> None:
    from members.models import User

    names = {f.name for f in User.history.model._meta.get_fields()}

    assert not {"password", "last_login", "dashboard_seen_at"} & names


def test_the_project_names_no_registry_host_and_no_workplace() -> None:
    words = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian", "/work" + "/"]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    files = [ROOT / name for name in listed if name and not name.endswith((".ttf", ".woff2"))]
    files = [p for p in files if p.is_file()]
    assert len(files) > 300
    found = [f"{p.relative_to(ROOT)}: {w}" for p in files for w in words if w in p.read_text(errors="ignore")]

    assert found == []


def test_services_write_what_is_on_the_record_through_the_chain() -> None:
    """A row that is saved beside the chain is in no event's digests, and the verifier would name it."""
    pattern = re.compile(
        r"\.objects\.create\(|bulk_create\(|get_or_create\(|(?<!audit)(?<!chain)\.save\(|\.delete\(\)|\.update\(\w+="
    )
    allowed = {  # tables that are not on the record, and the account's own columns
        "members/services/people.py": 8, "members/services/installation.py": 2, "workplans/services/plans.py": 2,
    }  # fmt: skip
    services = {str(p.relative_to(ROOT)): p for p in [*ROOT.glob("*/services/*.py"), *ROOT.glob("*/services.py")]}
    assert set(allowed) < set(services)
    for name, path in services.items():
        assert len(pattern.findall(path.read_text())) == allowed.get(name, 0), name


def test_what_is_taken_of_bootstrap_is_what_the_templates_use() -> None:
    assert subprocess.run([sys.executable, "tools/bootstrap.py", "--check"], cwd=ROOT, check=False).returncode == 0
