"""The mails of the demonstration for which addresses are asked."""

from typing import Any

from network_portal.records.mail import outbox


def mail(_route: str) -> dict[str, list[Any]]:
    """Somebody else's, and one that is not there."""
    anothers = next(outbox.mails_of("ohchr@example.org"), ("nothing", None))[0]
    return {"unseen": [anothers], "missing": ["nothing"]}


SAMPLES = {"outbox/": mail}
