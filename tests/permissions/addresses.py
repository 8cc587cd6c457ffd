"""Every address of the portal with the objects it is asked for: one that members see, one that few see, one that is not there."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.urls import reverse

from members.models import Organization
from network_portal.records.access import marks
from tests.people import EVERYBODY

FILE = Path(__file__).with_name("matrix.txt")
# What answers with something else than a page: files, words for a script, a picture.
NO_PAGES = {"dashboard:security-txt", "records:document", "meetings:calendar", "admin:jsi18n", "mfa_download_recovery_codes",
    "records:keep-draft", "dashboard:counts"}  # fmt: skip


def names() -> list[tuple[str, str]]:
    """(full name, route) of every address, the admin's one by one."""
    return sorted({(name, route) for route, name, _view in marks.addresses() if name and not name.endswith(":")})


def arguments(name: str, route: str) -> dict[str, list[Any]]:
    """For an address with objects: arguments for a visible, an invisible and a missing one, from ``samples`` of its app.

    An address with arguments for which no sample stands there is refused (LookupError).
    """
    if "<" not in route and "(?P<" not in route:
        return {"seen": []}
    app = name.partition(":")[0] if ":" in name else "members"
    samples = import_module(f"tests.{app}.samples").SAMPLES
    for part, make in samples.items():
        if part in (name, route) or part in route:
            return dict(make(route))
    raise LookupError(f"tests/{app}/samples.py has no objects for {name} ({route}): one seen, unseen and missing.")


def admin_arguments(name: str) -> list[Any] | None:
    """Arguments of an admin address: an object of the model, where it asks for one."""
    from django.apps import apps
    from django.contrib.contenttypes.models import ContentType

    short = name.removeprefix("admin:")
    if short == "app_list":
        return ["members"]
    if short == "view_on_site":
        row = Organization.objects.first()
        return [ContentType.objects.get_for_model(Organization).pk, row.pk]
    for verb in ("simple_history", "change", "delete", "history", "error"):
        if short.endswith(f"_{verb}") and short != "password_change":
            model = apps.get_model("members", short.removeprefix("members_").removesuffix(f"_{verb}"))
            pk = model.objects.order_by("pk").values_list("pk", flat=True).first()
            return [pk, model.history.order_by("pk").first().pk] if verb == "simple_history" else [pk]
    return []


def path(name: str, args: list[Any]) -> str:
    return reverse(name, args=args)


def cases() -> list[tuple[str, str, str]]:
    """(name, which object, path) of everything that can be asked for."""
    found = []
    for name, route in names():
        if name.startswith("admin:"):
            args = admin_arguments(name)
            found.append((name, "seen", path(name, args or [])))
            continue
        for which, args in arguments(name, route).items():
            found.append((name, which, path(name, args)))
    return found


def expected() -> dict[str, dict[str, str]]:
    table = {}
    for row in FILE.read_text(encoding="utf-8").splitlines():
        if not row or row.startswith("#"):
            continue
        case, _, rest = row.partition(": ")
        pairs = dict(re.findall(r"([\w-]+)=([\w-]+)", rest))
        table[case] = {key: pairs.get(key, pairs["else"]) for key in EVERYBODY}
    return table


def tour() -> dict[str, list[str]]:
    """Every page of the portal, each under the first of the cast who reads it: for eyes, and for the scanner."""
    wanted, found = expected(), {}
    for name, which, address in cases():
        if which not in ("seen", "missing") or name in NO_PAGES:
            continue
        readers = [key for key, answer in wanted[f"{name} GET {which}"].items() if answer == "200"]
        if readers:
            found.setdefault(readers[0], []).append(address)
    return found
