"""One effect for each key: a form sent twice has one effect and one answer; a key sent with other words has none."""

import re
import secrets
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from network_portal.lib import clock, text
from network_portal.records.models import FormDraft, IdempotencyKey
from network_portal.records.web.requests import PortalRequest
from network_portal.records.workflow.refusals import Refusal

KEY = re.compile(r"[\w-]{16,64}")
NOT_CONTENT = {"csrfmiddlewaretoken", "_key", "once", "confirmation", "_owner", "_path"}
RETRIES = 2  # how often an act is tried again that lost a race; then it is refused
_LOST = {"40P01", "40001", "23505", "23P01"}  # PostgreSQL: deadlock, serialization, unique, exclusion


class MadeMeanwhile(Refusal):
    """Somebody else made the same thing in the same instant, also when asked again (409)."""

    def __init__(self) -> None:
        super().__init__(_("Another user has just saved the same entry. Reload the page to see it."))


def typed(request: PortalRequest) -> list[tuple[str, str]]:
    """What a form carries, but for what every form carries: names and values in order."""
    return [(n, v) for n in request.POST if n not in NOT_CONTENT for v in request.POST.getlist(n)]


def written(request: PortalRequest) -> list[tuple[str, str]]:
    """What a person wrote in a form that was not taken: shown on the page that says so, and so not lost."""
    if request.method != "POST":
        return []
    try:
        entries = typed(request)
    except Exception:  # a request that cannot be read has no words; the page that says what went wrong is shown
        return []
    return [(n, v) for n, v in entries if v.strip() and not n.startswith("_") and n not in ("version", "seen")]


def content_of(request: PortalRequest) -> str:
    """The digest of where a form was sent and of what it says."""
    return text.digest(request.path, *(part for pair in sorted(typed(request)) for part in pair))


def first_sending(request: PortalRequest, key: str) -> IdempotencyKey | None:
    """The key's first sending by this person; none for what is no key."""
    return IdempotencyKey.objects.filter(person_id=request.user.pk, key=key).first() if KEY.fullmatch(key) else None


def answer_again(request: PortalRequest, first: IdempotencyKey) -> HttpResponse:
    """The answer of the first sending; where other words came with its key, both are shown and nothing is done."""
    if first.content in ("", content_of(request)):
        return HttpResponseRedirect(first.location)
    context = {"first": first, "typed": typed(request), "key": secrets.token_urlsafe(18)}
    return render(request, "errors/sent_before.html", context, status=409)


def key_of(request: PortalRequest) -> str:
    """The key that a form carries, in the portal or in the administration; empty for what is none."""
    key = request.POST.get("_key", "") or request.POST.get("once", "")
    return key if KEY.fullmatch(key) else ""


def remember(request: PortalRequest, key: str, location: str = "") -> IdempotencyKey:
    """Note that a form was submitted under its key: its draft has done its service."""
    FormDraft.objects.filter(person_id=request.user.pk or 0, key=key).delete()
    return IdempotencyKey.objects.create(
        person_id=request.user.pk or 0,  # only who is signed in sends a key
        key=key,
        path=request.path.replace("\0", "")[:300],
        content=content_of(request),
        location=location[:500],
        at=clock.machine_now(),
    )


def once(request: PortalRequest, key: str, view: Any, args: Any, kwargs: Any) -> HttpResponse:
    """Run a view for a key: its effect and the key in one transaction; a lost race is run again.

    Who makes the same thing as another in the same instant gets the refusal that would come in sequence.
    """
    for _turn in range(RETRIES + 1):
        if first := first_sending(request, key):
            return answer_again(request, first)
        try:
            with transaction.atomic():
                row = remember(request, key)
                response: HttpResponse = view(request, *args, **kwargs)
                if 300 <= response.status_code < 400:
                    row.location = response["Location"][:500]
                    row.save(update_fields=["location"])
                else:
                    transaction.set_rollback(True)
                return response
        except (IntegrityError, OperationalError) as error:
            if not lost_a_race(error):
                raise
            list(messages.get_messages(request))  # what the undone attempt said is not shown
    if first := first_sending(request, key):
        return answer_again(request, first)
    raise MadeMeanwhile


def lost_a_race(error: DatabaseError) -> bool:
    """Whether somebody else was first. Any other broken rule of the database is a fault, and stays one."""
    code = getattr(error.__cause__, "pgcode", None)
    return code in _LOST or (code is None and isinstance(error, IntegrityError) and "UNIQUE" in str(error))
