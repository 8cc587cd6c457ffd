"""What becomes of what points at an organization, a person or a post when its membership, post or account ends.

Each app says it for its own relations; ``docs/departures.md`` is drawn from it, and a relation without a line fails
the tests. The rule itself is where each line says: ``members.querysets.sits`` and ``is_member`` for who is counted,
asked and written to, the services for who acts instead.
"""

from dataclasses import dataclass

KINDS = {
    "said": "stays as it was said",
    "asked": "is counted, asked and written to only while it holds",
    "another": "another acts",
    "ends": "ends as well",
}


@dataclass(frozen=True)
class Departure:
    """One relation (app.model.field): the kind of what happens, the same in words, and who can act then."""

    relation: str
    kind: str
    happens: str
    acts: str


def departures(source: str) -> dict[str, Departure]:
    """Read lines ``relation | kind | what happens | who can act``; an unknown kind is a KeyError."""
    found = {}
    for line in source.strip().splitlines():
        relation, kind, happens, acts = (part.strip() for part in line.split("|"))
        found[relation] = Departure(relation, kind, f"{KINDS[kind].capitalize()}. {happens}".strip(), acts)
    return found


TABLE = departures(
    """
    records.eventbody.person | said | The history names who did it; forgetting a person removes the name. | nobody needs to
    records.notice.person | asked | Notifications not yet sent are checked again as they leave, and dropped. | nobody needs to
    records.message.person | asked | An email to a closed account is not sent. | nobody needs to
    records.formdraft.person | ends | What was not submitted is removed after 14 days. | nobody needs to
    records.grant.person | ends | A grant works through the account; it can be withdrawn at any time. | who may grant
    records.grant.giver | said | The grant was given by the office, not by the person. | who may grant
    records.idempotencykey.person | said | Kept for a time and then removed. | nobody needs to
    records.securityevent.person | said | Kept for a time and then removed. | nobody needs to
    admin.logentry.user | said | The administration's own list. | nobody needs to
    guardian.userobjectpermission.user | ends | Not used: grants have tables of their own. | nobody needs to
    account.emailaddress.user | ends | Nobody signs in with the address of a closed account. | an administrator
    mfa.authenticator.user | ends | Opens nothing once the account is closed. | an administrator
    usersessions.usersession.user | ends | Every session ends with the account. | nobody needs to
    """
)
