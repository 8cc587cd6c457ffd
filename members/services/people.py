"""People, their officers' posts and their one-time links."""

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from members import policies
from members.accounts import adapter, sessions, traces
from members.models import Appointment, Designation, Invitation, Officer, Organization, SecretariatPost, User
from network_portal.lib import addresses, clock, text
from network_portal.records import audit
from network_portal.records.access import security
from network_portal.records.access.actor import Actor
from network_portal.records.access.audience import ADMIN, MEMBERS, SECRETARIAT
from network_portal.records.mail.notices import queue_account_mail
from network_portal.records.models import SecurityEvent, label_of
from network_portal.records.workflow.refusals import ConditionsUnmet, PermissionRefused, UnmetCondition

OF_ADMIN = ("email", "name", "is_active", "is_staff", "zone")  # what an administrator edits; never password or epoch


def add_person(email: str, name: str, *, actor: Actor, **fields: Any) -> User:
    """The person with this address, made without a password if there is none; existing people stay as they are."""
    email = addresses.normal(email)
    found = User.objects.by_address(email).first()
    if found is not None:
        return found
    person = User(email=email, name=name, **fields)
    person.set_unusable_password()
    with transaction.atomic():
        audit.save(person, actor=actor, reason="person added")
        with audit.lock(person):
            audit.record_event(
                person, "person added", actor=actor, audience=ADMIN, payload={"name": name, "email": email}
            )
        tell_apart(person.sort_key)
    person.refresh_from_db()
    return person


def keep_apart() -> int:
    """Mark and unmark people of one name whom two acts at once have missed; says for how many names."""
    counted = (
        User.objects.exclude(sort_key="")
        .order_by()
        .values("sort_key")
        .annotate(n=Count("pk"), marked=Count("pk", filter=Q(namesake=True)))
    )
    keys = list(counted.filter(Q(n__gt=1, marked__lt=F("n")) | Q(n=1, marked=1)).values_list("sort_key", flat=True))
    tell_apart(*keys)
    return len(keys)


def tell_apart(*keys: str) -> None:
    """Mark the people whose names are alike but for case and accents: their addresses are said beside their names."""
    for key in {key for key in keys if key}:
        rows = User.objects.filter(sort_key=key)
        rows.update(namesake=rows.count() > 1)


def add_officer(
    organization: Organization,
    *,
    email: str,
    name: str,
    rank: str,
    primary_contact: bool,
    actor: Actor,
    starts_on: dt.date | None = None,
) -> Officer:
    """Let a person speak for an organization from a day on, and send a one-time link to who has no password.

    Refuses who may not (PermissionRefused), a second post in the same organization (ConditionsUnmet). A new first contact takes
    over from the old one. ToR regional coordination, bullet 4.
    """
    if not (policies.may_add_officer(actor, organization) or actor.is_system):
        raise PermissionRefused
    with transaction.atomic():
        person = add_person(email, name, actor=actor)
        with audit.lock(organization):
            officer = Officer(
                person=person,
                organization=organization,
                rank=rank,
                primary_contact=primary_contact,
                starts_on=starts_on or clock.today(),
            )
            save_officer(officer, actor=actor)
    return officer


def _tell_the_others(officer: Officer) -> None:
    """The representatives of an organization learn who else speaks for it from now on."""
    others = Officer.objects.active().filter(organization=officer.organization).exclude(person=officer.person)
    subject = _("New representative of {org}: {name}").format(org=officer.organization, name=officer.person.name)
    words = _("{name} was added as a representative of {org} ({function}) in the portal of the {network}. If this is incorrect, please write to the Secretariat.")  # fmt: skip
    body = words.format(
        name=officer.person.name, org=officer.organization.name, function=officer.get_rank_display(),
        network=settings.NETWORK_NAME,
    )  # fmt: skip
    for other in others.select_related("person"):
        queue_account_mail(other.person, subject, body)


def save_officer(officer: Officer, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save an officer's post, new or changed; refuses one's own, and a second post at the same time (ConditionsUnmet)."""
    with audit.lock(officer.organization):
        refuse_role_of_oneself(officer, actor)
        posts = Officer.objects.overlapping(officer).filter(organization=officer.organization)
        if posts.filter(person=officer.person).exists():
            raise ConditionsUnmet(
                UnmetCondition(
                    _("{who} speaks for {org} already.").format(who=officer.person, org=officer.organization)
                )
            )
        if officer.primary_contact:
            for other in posts.filter(primary_contact=True):
                other.primary_contact = False
                audit.save(other, actor=actor, reason="another is written to first", fields=["primary_contact"])
        new = officer.pk is None
        verb = "officer added" if new else "officer changed"
        audit.save(officer, actor=actor, reason=verb)
        if new:
            _invite_who_has_no_password(officer.person, actor)
        if new and not actor.is_system:
            _tell_the_others(officer)
        trace_role(officer, actor)
        payload = {"person": str(officer.person), "rank": officer.rank, "until": officer.ends_on}
        audit.record_event(officer, verb, actor=actor, audience=MEMBERS, payload=payload)


def refuse_role_of_oneself(row: Any, actor: Actor) -> None:
    """Not even an administrator gives or widens a role of one's own: another person does."""
    if actor.user_id is not None and row.person_id == actor.user_id:
        raise ConditionsUnmet(UnmetCondition(_("You cannot assign a role to yourself.")))


def trace_role(row: Any, actor: Actor) -> None:
    """A role given, changed or ended is a security event: who did it, and whose role it is."""
    if not actor.is_system:
        subject = f"{label_of(row)} of person {row.person_id}"
        security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=subject)


def _invite_who_has_no_password(person: User, actor: Actor) -> None:
    """A role that nobody can sign in for helps nobody; a link that is still on its way is not replaced."""
    User.objects.select_for_update().get(pk=person.pk)  # two organizations that add one person at once send one link
    under_way = Invitation.objects.filter(person=person, used_at=None, until__gt=clock.now())
    if person.is_active and not actor.is_system and not person.has_usable_password() and not under_way.exists():
        make_invitation(person, actor=actor)


def make_invitation(person: User, *, actor: Actor) -> str:
    """A one-time link valid seven days, sent to the person's address; earlier links die. Returns the link."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=person.pk)  # two links made at once: the later one is the live one
        Invitation.objects.filter(person=person, used_at=None).update(until=now)
        Invitation.objects.create(
            person=person,
            digest=text.digest("invitation", token),
            made_by=actor.user,
            made_at=now,
            until=now + dt.timedelta(days=settings.INVITATION_DAYS),
        )
        link = settings.BASE_URL + reverse("members:invitation", args=[token])
        body = _(
            "Dear {name},\n\nAn account was created for you in the portal of the {network}.\n"
            "Open this link once, within {days} days, to choose your password:\n\n{link}\n\n"
            "If you did not expect this message, ignore it; the link expires after {days} days.\n"
        ).format(name=person.name, network=settings.NETWORK_NAME, days=settings.INVITATION_DAYS, link=link)
        queue_account_mail(person, _("Your account in the network portal"), body)
    return link


def invite_again(officer: Officer, *, actor: Actor) -> None:
    """Send another one-time link to a representative who has no password yet; the earlier link ends.

    Refuses who may not (PermissionRefused) and one who has chosen a password already (ConditionsUnmet).
    """
    if not policies.may_add_officer(actor, officer.organization):
        raise PermissionRefused
    with transaction.atomic(), audit.lock(officer.organization):
        person = User.objects.get(pk=officer.person_id)
        if person.has_usable_password() or not person.is_active:
            raise ConditionsUnmet(UnmetCondition(_("{who} has an account and needs no invitation.").format(who=person)))
        make_invitation(person, actor=actor)
        payload = {"person": str(person)}
        audit.record_event(officer, "invited again", actor=actor, audience=SECRETARIAT, payload=payload)


def tell_of_grant(person: User, what: str, path: str, until: dt.datetime) -> None:
    """Write to a person who has an account already what was granted, and until when."""
    body = _("Dear {name},\n\nuntil {until} you may write: {what}\n\n{link}\n").format(
        name=person.name, until=clock.format_instant(until), what=what, link=settings.BASE_URL + path
    )
    queue_account_mail(person, _("Request to draft minutes: {what}").format(what=what), body)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link while it can still be used: it gives a first password, and replaces none."""
    rows = Invitation.objects.select_related("person").filter(used_at=None, until__gt=clock.now())
    found = rows.filter(digest=text.digest("invitation", token), person__is_active=True).first()
    return found if found is not None and not found.person.has_usable_password() else None


def use_invitation(token: str, password: str) -> User:
    """Set the password that the invited person chose; the link works once (ConditionsUnmet afterwards)."""
    with transaction.atomic():
        invitation = find_invitation(token)
        taken = invitation and Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=clock.now())
        if not invitation or not taken:
            raise ConditionsUnmet(
                UnmetCondition(_("This link was used or is out of date. Ask the Secretariat for a new one."))
            )
        person = invitation.person
        person.set_password(password)
        person.save(update_fields=["password"])
        traces.verify_address(person)
        return person


def save_user(person: User, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save a person from the admin; a password is never set here.

    A new address is told to the old one and to itself, stands on the record for the Secretariat, and ends what was
    opened or sent under the old one: sessions, one-time links, the package's own list of addresses.
    """
    person.email = addresses.normal(person.email)
    before = User.objects.filter(pk=person.pk).values_list("email", flat=True).first()
    key = User.objects.filter(pk=person.pk).values_list("sort_key", flat=True).first()
    new = not person.pk
    if new:
        person.set_unusable_password()
        audit.save(person, actor=actor, reason="admin")
    with audit.lock(person):
        if not new:
            audit.save(person, actor=actor, reason="admin", fields=list(OF_ADMIN))
        audit.record_event(person, "person changed", actor=actor, audience=ADMIN, payload={"fields": fields or []})
        if {"is_staff", "is_active"} & set(fields or ()):
            security.note(SecurityEvent.Kind.ROLE_CHANGED, person_id=actor.user_id, subject=f"person {person.pk}")
            _tell_of_rights(person)
        if before is not None and before != person.email:
            _move_address(person, before, actor)
        if not person.is_active:
            sessions.end_all(person)
        tell_apart(person.sort_key, key or "")


def _tell_of_rights(person: User) -> None:
    """Write to the person, also to one whose account was closed, what an administrator has changed."""
    active = (
        _("The account is active.")
        if person.is_active
        else _("The account is closed and can no longer be used to sign in.")
    )
    staff = _("It may open the administration.") if person.is_staff else _("It may not open the administration.")
    body = _(
        "Dear {name},\n\nan administrator has changed the rights of your account in the portal of the {network}. {active} "
        "{staff}\n\nIf you did not expect this message, please write to the Secretariat.\n\nNetwork Secretariat, IOM\n"
    ).format(name=person.name, network=settings.NETWORK_NAME, active=active, staff=staff)
    queue_account_mail(person, _("The rights of your account were changed"), body, to=person.email)


def _move_address(person: User, before: str, actor: Actor) -> None:
    payload = {"from": before, "to": person.email}
    audit.record_event(person, "address changed", actor=actor, audience=SECRETARIAT, payload=payload)
    security.note(SecurityEvent.Kind.ADDRESS_CHANGED, person_id=actor.user_id, subject=f"person {person.pk}")
    Invitation.objects.filter(person=person, used_at=None).update(until=clock.now())
    adapter.forget_address(person, before)
    body = _(
        "Dear {name},\n\nAn administrator of the portal has changed the address of your account from {before} to {now}. "
        "Every session was ended.\n\nIf you did not ask for this, tell the Secretariat at once.\n"
    ).format(name=person.name, before=before, now=person.email)
    for address in (before, person.email):
        queue_account_mail(person, _("The address of your account was changed"), body, to=address)
    if not person.has_usable_password():
        make_invitation(person, actor=actor)


def save_preferences(person: User, *, actor: Actor, zone: str, density: str) -> None:
    """One's own time zone and row height."""
    if (person.zone, person.density) == (zone, density):
        return
    with audit.lock(person):
        person.zone, person.density = zone, density
        audit.save(person, actor=actor, reason="own preferences", fields=["zone", "density"])


def save_post(post: SecretariatPost, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Save a post in the Secretariat; refuses a second one at the same time (ConditionsUnmet)."""
    with audit.lock(post.person):
        if SecretariatPost.objects.overlapping(post).filter(person=post.person).exists():
            raise ConditionsUnmet(UnmetCondition(_("This person already has a post in the Secretariat.")))
        _save_role(post, "secretariat post", actor)


def save_appointment(appointment: Appointment, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Let a person read the whole record; refuses a second appointment at the same time (ConditionsUnmet)."""
    with audit.lock(appointment.person):
        if Appointment.objects.overlapping(appointment).filter(person=appointment.person).exists():
            raise ConditionsUnmet(UnmetCondition(_("This person already has audit access.")))
        _save_role(appointment, "auditor's appointment", actor)


def save_designation(designation: Designation, *, actor: Actor, fields: list[str] | None = None) -> None:
    """Designate the Coordinator: a person of IOM, and only one at a time (ConditionsUnmet). ToR global ¶8.

    A designation can always be ended, also of a person who has left IOM or has no account any more.
    """
    with audit.lock(designation.person, audit.portal_root()):
        speaks = Officer.objects.active().filter(person=designation.person, organization__slug="iom")
        if not _only_ends(designation) and not speaks.exists():
            raise ConditionsUnmet(UnmetCondition(_("The Coordinator is always an official of IOM."), "", "global ¶8"))
        if Designation.objects.overlapping(designation).exists():
            raise ConditionsUnmet(UnmetCondition(_("End the present designation first: one Coordinator at a time.")))
        _save_role(designation, "designation", actor)


def _only_ends(designation: Designation) -> bool:
    """Whether nothing changes but that a designation gets an end, or an earlier one."""
    before = Designation.objects.filter(pk=designation.pk or 0).first()
    if before is None or designation.ends_on is None or designation.person_id != before.person_id:
        return False
    return before.ends_on is None or designation.ends_on <= before.ends_on


def _save_role(row: Any, what: str, actor: Actor) -> None:
    refuse_role_of_oneself(row, actor)
    new = row.pk is None
    with audit.lock(row.person):
        audit.save(row, actor=actor, reason=what)
        if new:
            _invite_who_has_no_password(row.person, actor)
        trace_role(row, actor)
        payload = {"from": row.starts_on, "until": row.ends_on}
        audit.record_event(row, f"{what} saved", actor=actor, audience=SECRETARIAT, payload=payload)


def note_notices_seen(person: User, newest: dt.datetime) -> None:
    """Remember the newest notification (its instant) that was listed: later ones are counted and marked as new."""
    User.objects.filter(pk=person.pk).update(notices_seen_at=newest)


def note_visit(person: User, now: dt.datetime) -> None:
    """Remember when the desk was last opened, so that it can say what changed since; a visit lasts half an hour."""
    if person.dashboard_seen_at is None or now - person.dashboard_seen_at > dt.timedelta(minutes=30):
        User.objects.filter(pk=person.pk).update(dashboard_before_at=person.dashboard_seen_at, dashboard_seen_at=now)
