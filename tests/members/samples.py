"""The organizations, links and accounts for which addresses are asked."""

from typing import Any

from members.models import Organization


def organization(_route: str) -> dict[str, list[Any]]:
    return {"seen": [Organization.objects.get(acronym="FAO").slug], "missing": ["nothing"]}


def no_such_link(_route: str) -> dict[str, list[Any]]:
    return {"seen": ["no-such-token"]}


def reset_link(_route: str) -> dict[str, list[Any]]:
    return {"missing": ["a", "b-c"]}


def passkey(_route: str) -> dict[str, list[Any]]:
    return {"missing": [999999]}


SAMPLES = {"account/reset/": reset_link, "<int:pk>": passkey, "token": no_such_link, "<slug:slug>": organization}
