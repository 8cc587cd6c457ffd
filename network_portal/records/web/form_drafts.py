"""What a person wrote in a form and has not submitted: kept as one writes, and when a form cannot be taken.

A page says for whom it was made (``_owner``, signed), so that a form keeps its entries also when its session has ended.
Only that person sees them, in the same form again, in the capacity in which they were written.
"""

import json
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from network_portal.lib import clock
from network_portal.lib.text import shorten
from network_portal.records.models import FormDraft, IdempotencyKey
from network_portal.records.web import idempotency
from network_portal.records.web.requests import PortalRequest

LARGEST = 500_000  # characters of all entries of one form
MOST = 50  # drafts of a person; the oldest give way
OWNER_SECONDS = 7 * 86400  # how long after its page was made a form may still keep its entries
_signer = TimestampSigner(salt="records.form_drafts")


def owner_token(person: Any) -> str:
    """For whom a page is made; nothing for who is not signed in."""
    return _signer.sign(str(person.pk)) if person is not None and person.is_authenticated else ""


def owner_of(request: PortalRequest) -> int | None:
    """For whom the page of a form was made."""
    try:
        return int(_signer.unsign(request.POST.get("_owner", ""), max_age=OWNER_SECONDS))
    except (BadSignature, ValueError):
        return None


def keep(request: PortalRequest) -> FormDraft | None:
    """Keep the entries of a form for the person to whom its page was shown; None where there is nothing to keep.

    What was submitted already under the form's key is not kept.
    """
    person_id, key = owner_of(request), idempotency.key_of(request)
    entries = [(name, value) for name, value in idempotency.typed(request) if not name.startswith("_")]
    size = sum(len(name) + len(value) for name, value in entries)
    if person_id is None or not key or not any(value for _name, value in entries) or size > LARGEST:
        return None
    if IdempotencyKey.objects.filter(person_id=person_id, key=key, content=idempotency.content_of(request)).exists():
        return None
    draft, _made = FormDraft.objects.update_or_create(
        person_id=person_id,
        key=key,
        defaults={
            "path": path_of(request),
            "capacity": request.POST.get("_capacity", "")[:80],
            "entries": json.dumps(entries),
            "at": clock.machine_now(),
        },
    )
    rows = FormDraft.objects.filter(person_id=person_id)
    rows.exclude(pk__in=list(rows.order_by("-at").values_list("pk", flat=True)[:MOST])).delete()
    return draft


def path_of(request: PortalRequest) -> str:
    """Where the form of a request stands: at its own address, or, of one kept as somebody writes, where it says."""
    path = request.POST.get("_path", "")
    try:
        resolve(path)
    except Resolver404:
        path = request.path
    return path[:300]


def of(person: Any) -> QuerySet[FormDraft]:
    """A person's own drafts, the newest first."""
    return FormDraft.objects.filter(person=person).order_by("-at")


def latest(request: PortalRequest) -> FormDraft | None:
    """The newest draft of this form in this capacity."""
    actor = request.actor
    return of(request.user).filter(path=request.path, capacity=actor.key if actor else "").first()


def restore(request: PortalRequest) -> None:
    """Fill the form of this page (GET) with the draft that its address names, in the capacity it was written in."""
    number = request.GET.get("draft", "")
    if request.method != "GET" or not (number.isascii() and number.isdigit() and len(number) < 19):
        return
    draft = of(request.user).filter(pk=int(number), path=request.path).first()
    if draft is None:
        return
    entries = QueryDict(mutable=True)
    for name, value in json.loads(draft.entries):
        entries.appendlist(name, value)
    if IdempotencyKey.objects.filter(person_id=request.user.pk, key=draft.key).exists():
        draft.key = ""  # the page gets a new one: under this one other content was submitted
    request.restored = draft
    request.POST = entries  # type: ignore[assignment]
    _act_as(request, draft.capacity)


def _act_as(request: PortalRequest, capacity: str) -> None:
    """Act in the capacity of the draft, and say so; where it is no longer held, in the present one."""
    actor = request.actor
    wanted = next((a for a in request.capacities if a.key == capacity), None)
    if wanted is not None and wanted.key != actor.key:
        request.session["capacity"] = wanted.key
        request.actor = wanted
        messages.info(request, _("You are acting as {capacity}, as when you wrote this.").format(capacity=wanted))


def address(draft: FormDraft) -> str:
    """Where a draft is gone on with."""
    return f"{draft.path}?draft={draft.pk}"


def session_has_ended() -> str:
    """What the sign-in page says to whose form came when the session had ended."""
    return _("Your session has ended. Your entries are kept: please sign in, and you will find them in the form.")


def discard(draft: FormDraft) -> None:
    """Delete a draft: its person does not want it any more."""
    draft.delete()


def excerpt(draft: FormDraft) -> str:
    """The longest entry, shortened: by it a person knows a draft again."""
    return shorten(max((value for _name, value in json.loads(draft.entries)), key=len, default=""), 160)
