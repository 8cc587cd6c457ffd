"""Where a working method seals positions nobody reads another organization's before the close; without one, all members do."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.urls import reverse

from decisions import method_rules
from decisions.models import Concern, Decision, Position
from decisions.services import concerns, consultation, positions, rounds
from network_portal.lib import clock
from network_portal.records.access import marks
from network_portal.records.jobs import sweep
from network_portal.records.models import Event
from tests import matters
from tests.builders import everybody_supports, in_round, method_in_force
from tests.people import KEYS, actor, officer

CANARY = "canary-7f3a-reason"
WAY_OUT = "canary-7f3a-settle"


@pytest.fixture
def in_sealed_call() -> Decision:
    """A matter of the Network with an open call for positions, opened while a working method seals them."""
    method_in_force({method_rules.SEALED_POSITIONS: {}})
    decision = matters.in_call()
    until = clock.close_of(clock.add_working_days(clock.today(), 3))
    secretariat = actor("secretary", "secretariat")
    rounds.replace_text(decision, actor=secretariat, source="New.", reason="Revised.", closes_at=until)
    sweep.sweep()
    sweep.move_clock(until + dt.timedelta(hours=1))
    deadline = clock.close_of(clock.add_working_days(clock.today(), 9))
    rounds.open_round(decision, actor=actor("coordinator"), deadline=deadline)
    sweep.sweep()
    mail.outbox.clear()
    return decision


@pytest.fixture
def sealed(in_sealed_call: Decision) -> Decision:
    """In the sealed call OHCHR has objected, with words that stand nowhere else."""
    decision = in_sealed_call
    positions.take_position(decision, actor=officer("OHCHR"), value="object", reason=CANARY, proposed_solution=WAY_OUT)
    sweep.sweep()
    return decision


def addresses_of(decision: Decision) -> list[str]:
    found = []
    for route, name, _view in marks.addresses():
        if name.startswith("decisions:") and "<slug:slug>" in route and "<int" not in route:
            found.append(reverse(name, args=[decision.slug]))
    return found


@pytest.mark.parametrize("key", [k for k in KEYS if k not in ("secretary", "coordinator")])
def test_no_page_of_the_portal_tells_it(key, enter, sealed) -> None:
    client = enter(key)
    pages = [*addresses_of(sealed), "/", "/decisions/", "/notices/", "/members/ohchr/", "/outbox/", "/meetings/"]
    statuses = (200, 403, 404, 409)
    assert len(addresses_of(sealed)) > 15
    assert client.get(sealed.get_absolute_url()).status_code == (404 if key in ("partner", "admin", "notes") else 200)

    for path in pages:
        answer = client.get(path)
        assert answer.status_code in statuses, path
        assert "canary" not in answer.content.decode(), path


@pytest.mark.parametrize("key,capacity", [("secretary", "secretariat"), ("coordinator", "coordinator")])
def test_those_who_run_it_see_who_answered_and_why_there_is_a_concern(key, capacity, enter, sealed) -> None:
    text = enter(key, capacity).get(sealed.get_absolute_url()).content.decode()
    answered = re.search(r"Replied:</b>([^<]*)", text).group(1)

    assert "OHCHR" in answered
    assert CANARY in text  # the concern
    assert not Position.objects.visible_to(actor(key, capacity)).filter(round=sealed.rounds.latest("number")).exists()


def test_the_own_organization_reads_its_own(enter, sealed) -> None:
    assert Position.objects.visible_to(officer("OHCHR")).filter(round=sealed.rounds.latest("number")).count() == 1
    assert Position.objects.visible_to(actor("unicef")).filter(round=sealed.rounds.latest("number")).count() == 0


def test_its_events_are_sealed_to_everyone_and_unsealed_at_closing(sealed) -> None:
    events = Event.objects.filter(root_id=sealed.pk, root_label="decisions.decision", verb="position")
    newest = events.order_by("-number").first()
    for key in KEYS:
        assert newest not in Event.objects.visible_to(actor(key)), key

    sweep.move_clock(sealed.rounds.latest("number").deadline)

    assert newest in Event.objects.visible_to(actor("unicef"))
    assert newest in Event.objects.visible_to(actor("fao"))
    assert newest in Event.objects.visible_to(actor("auditor"))
    assert newest not in Event.objects.visible_to(actor("partner"))


def _read(client, decision: Decision) -> dict[str, str]:
    """What a person reads on every page of a decision and around it, without what changes from one visit to the next."""
    pages = [*addresses_of(decision), "/", "/decisions/", "/notices/", "/members/ohchr/", "/meetings/"]
    changing = r'name="(csrfmiddlewaretoken|_key|_owner)"[^>]*|\d\d:\d\d, Bangkok time'
    return {path: re.sub(changing, "", client.get(path).content.decode()) for path in pages}


@pytest.mark.parametrize("key", [k for k in KEYS if k not in ("secretary", "coordinator")])
def test_support_and_objection_read_the_same_from_outside(key, enter, in_sealed_call) -> None:
    """Not only the words of an objection: that there is one, or any position at all, changes no page of anybody else,
    but that the organization has replied, which all members see.
    """
    decision = in_sealed_call
    positions.take_position(decision, actor=officer("OHCHR"), value="abstain")
    client = enter(key)
    _read(client, decision)
    before = _read(client, decision)
    positions.take_position(decision, actor=officer("OHCHR"), value="support")
    supported = _read(client, decision)
    positions.take_position(decision, actor=officer("OHCHR"), value="object", reason=CANARY, proposed_solution=WAY_OUT)
    sweep.sweep()
    objected = _read(client, decision)

    for path, text in before.items():
        assert text == supported[path] == objected[path], path


def test_no_event_number_is_shown_that_would_count_positions(enter, sealed) -> None:
    """The history of the page counts what the reader may see: one position more or less changes nothing in it."""
    page = enter("fao").get(sealed.get_absolute_url()).context["page"].events
    shown = Event.objects.filter(root_label="decisions.decision", root_id=sealed.pk).visible_to(actor("fao"))
    every = Event.objects.filter(root_label="decisions.decision", root_id=sealed.pk)

    assert 0 < shown.count() < every.count()
    assert 0 < len(page) <= shown.count()
    assert not {"number", "event"} & set(page[0]._fields)


def test_no_mail_carries_it(sealed) -> None:
    sweep.sweep()

    assert len(mail.outbox) > 1, "who answers concerns was written to"
    assert {to for m in mail.outbox for to in m.to} <= {"secretary@example.org", "coordinator@example.org"}
    for message in mail.outbox:
        assert "canary" not in message.body
        assert "canary" not in message.subject


def test_no_admin_page_shows_it(enter, sealed) -> None:
    client = enter("admin")
    index = client.get("/admin/").content.decode()

    assert "position" not in index.lower()
    assert client.get("/admin/decisions/position/").status_code == 404
    assert client.get("/admin/decisions/decision/").status_code == 404


def test_a_concern_from_an_open_round_is_its_organizations_and_the_secretariats(sealed) -> None:
    concern = Concern.objects.get(decision=sealed)
    readers = {key for key in KEYS if concern in Concern.objects.visible_to(actor(key))}

    assert readers == {"secretary", "coordinator"}


def test_at_closing_members_of_the_body_read_all_and_partners_never(enter, sealed) -> None:
    sweep.move_clock(sealed.rounds.latest("number").deadline)

    assert CANARY in enter("unicef").get(sealed.get_absolute_url()).content.decode()
    assert CANARY in enter("fao").get(sealed.get_absolute_url()).content.decode()  # the Network decides here
    assert enter("partner").get(sealed.get_absolute_url()).status_code == 404


def test_positions_are_open_to_all_members_when_they_are_given_whatever_body_decides(
    enter, secretariat, coordinator
) -> None:
    """Without a method that seals them: members of the Network, not only of the committee; partners never."""
    decision = in_round(secretariat, coordinator)
    positions.take_position(decision, actor=actor("unicef"), value="object", reason=CANARY, proposed_solution=WAY_OUT)
    sweep.sweep()
    event = Event.objects.get(root_label="decisions.decision", root_id=decision.pk, verb="position")

    for key in ("fao", "ilo", "auditor", "secretary"):
        assert CANARY in enter(key).get(decision.get_absolute_url()).content.decode(), key
        assert event in Event.objects.visible_to(actor(key)), key
    assert enter("partner").get(decision.get_absolute_url()).status_code == 404
    assert event not in Event.objects.visible_to(actor("partner"))


def test_the_page_shows_no_count_percentage_or_ranking(enter) -> None:
    dispute = matters.disputed()
    text = re.sub(r"<[^>]+>", " ", enter("unicef").get(dispute.get_absolute_url()).content.decode())
    section = text[text.index("Call for positions 1, on version 1") : text.index("members were notified or contacted")]

    assert not re.search(r"\d+\s*%|\d+ (support|object|abstain)", section)
    assert "No reply: UNAIDS" in " ".join(section.split())


def test_turning_from_an_objection_is_read_by_nobody_before_closing(enter, sealed) -> None:
    """Withdrawing the objection, and what others say of it, is sealed as the position is."""
    concern = Concern.objects.get(decision=sealed, organization__acronym="OHCHR", round__isnull=False)
    concerns.address(concern, actor=actor("secretary", "secretariat"), response=CANARY)
    positions.take_position(sealed, actor=officer("OHCHR"), value="support")

    told = Event.objects.filter(object_label="decisions.concern", object_id=concern.pk)
    assert sorted(told.values_list("verb", flat=True)) == ["address", "concern raised", "withdraw_concern"]
    for key in KEYS:
        assert not set(told) & set(Event.objects.visible_to(actor(key))), key

    everybody_supports(sealed, but=("OHCHR",))
    sweep.move_clock(sealed.rounds.latest("number").deadline)
    assert set(told) <= set(Event.objects.visible_to(actor("unicef")))


def test_a_concern_from_consultation_stands_until_the_round_closes(sealed) -> None:
    """A position that is no objection withdraws it, but at closing: before, that would tell the position."""
    before = Concern.objects.create(
        decision=sealed, number=90, organization=officer("WHO").user.officers.get().organization, kind="mandate",
        reason="Ours.", basis="Constitution", proposed_solution="A word.", raised_by=officer("WHO").user, raised_at=sealed.created_at,
    )  # fmt: skip
    positions.take_position(sealed, actor=officer("WHO"), value="support")
    before.refresh_from_db()
    assert before.state == "open"

    sweep.move_clock(sealed.rounds.latest("number").deadline)
    before.refresh_from_db()
    assert before.state == "withdrawn"


def test_an_effort_logged_in_an_open_round_is_for_who_runs_it(enter, sealed) -> None:
    ohchr = officer("OHCHR").user.officers.get().organization
    consultation.log_contact(
        sealed, actor=actor("secretary", "secretariat"), purpose="reconcile", note=CANARY, on=clock.today(), organization=ohchr
    )  # fmt: skip

    for key in ("ilo", "unicef", "fao", "auditor"):
        assert "canary" not in enter(key).get(sealed.get_absolute_url()).content.decode(), key
    assert CANARY in enter("coordinator").get(sealed.get_absolute_url()).content.decode()
    sweep.move_clock(sealed.rounds.latest("number").deadline)
    assert CANARY in enter("unicef").get(sealed.get_absolute_url()).content.decode()


def test_the_number_of_a_concern_does_not_count_the_sealed_ones(sealed) -> None:
    before = {c.number for c in sealed.concerns.all()}
    positions.take_position(sealed, actor=actor("unicef"), value="object", reason="No.", proposed_solution="A word.")
    own = sealed.concerns.get(organization__acronym="UNICEF")

    assert own.number not in before
    assert own.number > 999, "a count would say how many objected before"
