"""The organizations, links and accounts for which addresses are asked."""

from typing import Any

from members.models import Officer, Organization


def organization(_route: str) -> dict[str, list[Any]]:
    return {"seen": [Organization.objects.get(acronym="FAO").slug], "missing": ["nothing"]}


def no_such_link(_route: str) -> dict[str, list[Any]]:
    return {"seen": ["no-such-token"]}


def reset_link(_route: str) -> dict[str, list[Any]]:
    return {"missing": ["a", "b-c"]}


def passkey(_route: str) -> dict[str, list[Any]]:
    return {"missing": [999999]}


def representative(_route: str) -> dict[str, list[Any]]:
    officer = Officer.objects.active().select_related("organization").filter(organization__acronym="FAO").first()
    assert officer is not None
    slug = officer.organization.slug
    return {"seen": [slug, officer.pk], "missing": [slug, 999999]}


SAMPLES = {
    "members:invite-again": representative,
    "account/reset/": reset_link,
    "<int:pk>": passkey,
    "token": no_such_link,
    "<slug:slug>": organization,
}
