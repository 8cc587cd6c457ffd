"""Every address of the portal with the objects it is asked for: one that members see, one that few see, one that is not there."""

import re
from pathlib import Path
from typing import Any

from django.urls import reverse

from decisions.models import Action, Concern, Decision
from meetings.models import ItemAction, Meeting, Minutes
from members.models import Organization
from network_portal.records.access import marks
from network_portal.records.mail import outbox
from network_portal.records.models import Document
from task_teams.models import TaskTeam
from tests import matters
from tests.people import EVERYBODY
from workplans.models import Plan, Update

FILE = Path(__file__).with_name("matrix.txt")
# What answers with something else than a page: files, words for a script, a picture.
NO_PAGES = {"dashboard:security-txt", "records:document", "meetings:calendar", "admin:jsi18n", "mfa_download_recovery_codes",
    "records:keep-draft"}  # fmt: skip


def names() -> list[tuple[str, str]]:
    """(full name, route) of every address, the admin's one by one."""
    return sorted({(name, route) for route, name, _view in marks.addresses() if name and not name.endswith(":")})


def arguments(name: str, route: str) -> dict[str, list[Any]]:
    """For an address with objects: arguments for a visible, an invisible and a missing one."""
    if name.startswith("decisions:"):
        return _decisions(name, route)
    if name.startswith("meetings:"):
        return _meetings(name, route)
    if name.startswith("workplans:"):
        return _workplans(route)
    if name.startswith("task_teams:") and "<" in route:
        slug = TaskTeam.objects.get(body__code="TT-ATD").body.slug
        tail = [1] if "<int:number>" in route else []
        return {"seen": [slug, *tail], "missing": ["nothing", *tail]}
    if name in ("members:organization", "members:add-officer"):
        return {"seen": [Organization.objects.get(acronym="FAO").slug], "missing": ["nothing"]}
    if name == "records:document":
        filed = Document.objects.get(kind="minutes")
        draft = Document.objects.filter(title="A draft that was taken back").first()
        hidden = {"unseen": [draft.sha256]} if draft else {}
        return {"seen": [filed.sha256], **hidden, "missing": ["0" * 64]}
    if name == "members:invitation":
        return {"seen": ["no-such-token"]}
    if name == "dashboard:mail":
        anothers = next(outbox.mails_of("ohchr@example.org"), ("nothing", None))[0]
        return {"unseen": [anothers], "missing": ["nothing"]}
    if name == "account_reset_password_from_key":
        return {"missing": ["a", "b-c"]}
    if "<int:pk>" in route and (name.startswith("mfa_") or name == "records:delete-draft"):
        return {"missing": [999999]}
    return {"seen": []}


def _decisions(name: str, route: str) -> dict[str, list[Any]]:
    if "actions/<int:number>" in route:
        action = Action.objects.get(organization__acronym="ILO")
        return {"seen": [action.number], "missing": [999999]}
    dispute = matters.disputed()
    draft = Decision.objects.get(state="draft", sponsor__acronym="ILO")
    if "comments/<int:number>" in route:
        consulted = matters.in_consultation()
        return {"seen": [consulted.slug, 1], "sibling": [dispute.slug, 1], "missing": [consulted.slug, 999]}
    if "concerns/<int:number>" in route:
        concern = Concern.objects.get(decision=dispute)
        open_round = matters.in_call()
        sealed = Concern.objects.filter(decision=open_round).first()
        hidden = {"unseen": [open_round.slug, sealed.number]} if sealed else {}
        return {"seen": [dispute.slug, concern.number], **hidden, "missing": [open_round.slug, 999]}
    if "<slug:slug>" in route:
        return {"seen": [dispute.slug], "unseen": [draft.slug], "missing": ["2026-99"]}
    return {"seen": []}


def _meetings(name: str, route: str) -> dict[str, list[Any]]:
    convened = Meeting.objects.get(state="convened")
    planned = Meeting.objects.filter(state="planned").first()
    team = Minutes.objects.get(meeting__kind="team")
    out = Minutes.objects.get(state="circulated")
    if "/minutes/" in route:
        tail = [1] if route.count("<int") else []
        return {"seen": [out.meeting.slug, *tail], "unseen": [team.meeting.slug, *tail], "missing": ["nothing", *tail]}
    if "<int:action>" in route:
        given = ItemAction.objects.select_related("item__meeting", "action").first()
        where = [given.item.meeting.slug, given.item.number, given.action.number]
        return {"seen": where, "sibling": [*where[:2], 999999], "missing": ["nothing", *where[1:]]}
    if "<slug:slug>" in route:
        tail = [1] if route.count("<int") else []
        hidden = {"unseen": [planned.slug, *tail]} if planned else {}
        return {"seen": [convened.slug, *tail], **hidden, "missing": ["nothing", *tail]}
    return {"seen": []}


def _workplans(route: str) -> dict[str, list[Any]]:
    year = Plan.objects.filter(state="adopted").latest("year").year
    if "<code:code>" in route:
        activity = matters.activity("ILO", "IOM")
        if "updates/" in route:
            submitted = Update.objects.filter(state="submitted").first()
            row = submitted.activity
            draft = Update.objects.filter(state="draft", organization__acronym="ILO").first()
            hidden = {"unseen": [year, draft.activity.code, draft.period.quarter, "ilo"]} if draft else {}
            return {
                "seen": [row.plan.year, row.code, submitted.period.quarter, submitted.organization.slug],
                **hidden,
                "missing": [year, row.code, 1, "nothing"],
            }
        tail = [4] if "<int:quarter>" in route else []
        return {"seen": [year, activity.code, *tail], "missing": [year, "9.9.9", *tail]}
    if "<int:year>" in route:
        return {"seen": [year], "missing": [2099]}
    return {"seen": []}


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
    for verb in ("simple_history", "change", "delete", "history"):
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
