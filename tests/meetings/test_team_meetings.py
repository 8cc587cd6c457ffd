"""The co-chairs of a task team plan its meetings and set their agenda; the Secretariat convenes them."""

import datetime as dt
from typing import Any

import pytest

from meetings import policies
from meetings.models import Meeting
from meetings.services import agenda, planning
from members.models import Body, Seat
from network_portal.lib import clock
from network_portal.records.workflow.refusals import PermissionRefused
from tests.people import KEYS, actor

CO_CHAIR = "unodc"


def team() -> Body:
    organization = actor(CO_CHAIR).organization_id
    seat = Seat.objects.chairing().filter(organization=organization).exclude(body__un_entities_only=True)
    return seat.select_related("body").get().body


def typed(body: Body, **changes: str) -> dict[str, Any]:
    day = clock.add_working_days(clock.today(), 15)
    return {
        "kind": "team", "body": body.pk, "title": "The first meeting", "day": day.isoformat(), "start": "10:00", "end": "12:00",
        "zone": "Asia/Bangkok", "place": "Online", "chair": actor(CO_CHAIR).user_id, **changes,
    }  # fmt: skip


def plan(key: str = "secretary", capacity: str = "secretariat", **changes: Any) -> Meeting:
    start = clock.at(clock.add_working_days(clock.today(), 15), 10)
    given = {"kind": "team", "title": "A meeting", "place": "Online", "chair": actor(CO_CHAIR).user, **changes}
    body = given.pop("body", None) or team()
    return planning.plan(
        body, actor=actor(key, capacity), starts_at=start, ends_at=start + dt.timedelta(hours=2), **given
    )


def test_a_co_chair_plans_a_meeting_sets_its_agenda_and_the_secretariat_convenes_it(enter: Any, send: Any) -> None:
    body = team()
    page = enter(CO_CHAIR).get("/meetings/plan/").content.decode()
    assert f'value="Meeting of the task team “{body.name}”"' in page
    assert "Technical-level meeting</option>" not in page
    answer = send(CO_CHAIR, "/meetings/plan/", typed(body))
    meeting = Meeting.objects.get(title="The first meeting")
    assert answer["Location"] == meeting.path("add-items")
    answer = send(CO_CHAIR, meeting.path("add-items"), {"title-1": "Work of the quarter", "purpose-1": "discussion"})
    assert answer.status_code == 302
    assert meeting.items.filter(title="Work of the quarter").exists()

    assert send(CO_CHAIR, meeting.path("convene")).status_code == 403
    waiting = enter("secretary").get("/").content.decode()
    assert meeting.path("convene") in waiting
    assert send("secretary", meeting.path("convene"), capacity="secretariat").status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == "convened"
    assert not meeting.invitations.exclude(organization__seats__body=body).exists()


@pytest.mark.parametrize("slug", ["network", "committee"])
def test_a_co_chair_plans_no_meeting_of_another_body(slug: str, send: Any) -> None:
    body = Body.objects.get(slug=slug)
    before = Meeting.objects.count()
    answer = send(CO_CHAIR, "/meetings/plan/", typed(body))

    assert answer.status_code == 422
    assert "body" in answer.context["form"].errors
    with pytest.raises(PermissionRefused):
        plan(CO_CHAIR, "", body=body)
    assert Meeting.objects.count() == before


def test_who_plans_for_a_team() -> None:
    body, network = team(), Body.objects.network()
    chairs = set(Seat.objects.chairing().filter(body=body).values_list("organization", flat=True))
    wanted = {k for k in KEYS if actor(k).organization_id in chairs and actor(k).is_representative} | {"secretary"}

    assert CO_CHAIR in wanted
    assert {k for k in KEYS if any(policies.plans_for(a, body) for a in names(k))} == wanted
    assert {k for k in KEYS if any(policies.plans_for(a, network) for a in names(k))} == {"secretary"}


def names(key: str) -> list[Any]:
    from members.capacities import capacities

    return capacities(actor(key).user)


def test_the_agenda_is_the_chairs_and_the_secretariats() -> None:
    meeting, other = plan(), plan(chair=actor("ilo").user)
    agenda.add_item(meeting, actor=actor(CO_CHAIR), title="By the co-chair", purpose="discussion", note="")
    with pytest.raises(PermissionRefused):
        agenda.add_item(other, actor=actor(CO_CHAIR), title="Of another chair", purpose="discussion", note="")
    with pytest.raises(PermissionRefused):
        agenda.add_item(other, actor=actor("ilo"), title="No chair of the team", purpose="discussion", note="")
    item = meeting.items.get(title="By the co-chair")
    agenda.edit_item(item, actor=actor(CO_CHAIR), version=item.version, title="Edited")
    agenda.remove_item(item, actor=actor(CO_CHAIR))
    assert not meeting.items.filter(title="Edited").exists()


def test_the_page_of_a_team_leads_its_co_chair_to_the_meeting(enter: Any) -> None:
    body = team()
    address = f"/task-teams/{body.slug}/"
    begin = f"/meetings/plan/?body={body.slug}"
    page = enter(CO_CHAIR).get(address).content.decode()
    assert begin in page
    assert page.index("Deliverables") < page.index("Meetings</h2>") < page.index("Terms of reference")
    assert begin not in enter("fao").get(address).content.decode()
    secretariat = enter("secretary").get(begin).content.decode()
    assert f'value="Meeting of the task team “{body.name}”"' in secretariat
    meeting = plan()
    page = enter(CO_CHAIR).get(address).content.decode()
    assert "Next meeting" in page
    assert meeting.get_absolute_url() in page
