"""A form that says yes to something says it to what it showed; a newer content is refused with both."""

import datetime as dt
import re
import secrets
from typing import Any

import pytest

from decisions.models import Decision
from decisions.services import consultation
from meetings.models import Meeting
from meetings.services import planning
from network_portal.lib import clock
from network_portal.records.models import Event, Message, label_of
from network_portal.records.registry import registry
from network_portal.records.workflow import engine
from network_portal.records.workflow.refusals import ConditionsUnmet
from tests.people import EVERYBODY, actor, officer, user
from workplans.models import Contribution, Update
from workplans.services import plans, progress


class Page:
    """A form opened by a person, sent later."""

    def __init__(self, enter: Any, key: str, path: str, capacity: str = "") -> None:
        self.who = actor(key, capacity)
        self.client, self.path = enter(key, self.who.key), path
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        self.read(answer)

    def read(self, answer: Any) -> None:
        self.seen = re.search(r'name="_seen" value="([^"]*)"', answer.content.decode()).group(1)

    def send(self, **typed: Any) -> Any:
        carried = {"_key": secrets.token_urlsafe(18), "_capacity": self.who.key, "_seen": self.seen}
        answer = self.client.post(self.path, {**carried, **typed})
        if answer.status_code != 302:
            self.read(answer)
        return answer


def test_a_report_rewritten_meanwhile_is_not_accepted(enter: Any) -> None:
    row = Update.objects.filter(state="submitted").select_related("organization").first()
    by = next(key for key in EVERYBODY[:10] if _may_accept(key, row))
    page = Page(enter, by, row.path("accept-update"))
    Update.objects.filter(pk=row.pk).update(version=row.version + 1)
    author = officer(str(row.organization))
    progress.review(row, actor=actor(by), accepted=False, reason="Say more.")
    row.refresh_from_db()
    progress.log_progress(
        row.activity, row.period, actor=author, version=row.version, submit=True, status=row.status,
        percent=row.percent, achievements="Quite another text.", challenges="", next_steps="",
    )  # fmt: skip

    answer = page.send()

    assert answer.status_code == 409
    body = answer.content.decode()
    assert "Quite another text." in body
    assert row.achievements[:30] in body
    row.refresh_from_db()
    assert row.state == "submitted"
    assert page.send().status_code == 302
    row.refresh_from_db()
    assert row.state == "accepted"


def _may_accept(key: str, row: Update) -> bool:
    return engine.workflow_of(row).transition("accept_update").who(actor(key), row)


@pytest.fixture
def convened(db: None) -> Meeting:
    return Meeting.objects.filter(state="convened").first()


def move(meeting: Meeting, days: int) -> None:
    planning.reschedule(
        meeting, actor=actor("secretary", "secretariat"), starts_at=meeting.starts_at + dt.timedelta(days=days),
        ends_at=meeting.ends_at + dt.timedelta(days=days), reason="The room.",
    )  # fmt: skip


def test_a_reply_to_a_meeting_that_was_moved_is_refused(enter: Any, convened: Meeting) -> None:
    page = Page(enter, "fao", convened.path("reply"))
    move(convened, 1)

    answer = page.send(answer="yes", mode="online")

    assert answer.status_code == 409
    assert "What you had seen" in answer.content.decode()
    assert page.send(answer="yes", mode="online").status_code == 302


def test_of_two_moves_of_one_date_the_second_is_refused_and_each_person_gets_one_mail(
    enter: Any, convened: Meeting
) -> None:
    first, second = (Page(enter, "secretary", convened.path("reschedule"), "secretariat") for _n in range(2))
    before = Message.objects.filter(kind="meeting_moved").count()
    day = clock.today() + dt.timedelta(days=40)
    typed = {"day": day.isoformat(), "start": "10:00", "end": "12:00", "zone": convened.zone, "reason": "The room."}
    assert first.send(**typed).status_code == 302
    once = Message.objects.filter(kind="meeting_moved").count() - before

    answer = second.send(**{**typed, "day": (day + dt.timedelta(days=1)).isoformat()})

    assert answer.status_code == 409
    assert once > 20
    assert Message.objects.filter(kind="meeting_moved").count() - before == once


def test_a_part_is_not_confirmed_in_an_activity_that_was_rewritten(enter: Any) -> None:
    secretary = actor("secretary", "secretariat")
    plan = plans.begin(clock.today().year + 5, actor=secretary)
    from members.models import Organization
    from workplans.models import StrategicObjective

    output = plans.add_output(plan, actor=secretary, objective=StrategicObjective.objects.first(), title="An output")
    ilo, fao = (Organization.objects.get(acronym=a) for a in ("ILO", "FAO"))
    row = plans.save_activity(
        plan, actor=secretary, output=output, title="A short course", lead=ilo, contributing=[fao], quarters="12"
    )
    page = Page(enter, "fao", row.path("confirm"))
    plans.save_activity(
        plan, actor=secretary, activity=row, output=output, title="A long course", lead=ilo, contributing=[fao],
        quarters="1234",
    )  # fmt: skip

    answer = page.send()

    assert answer.status_code == 409
    assert "A short course" in answer.content.decode()
    assert "A long course" in answer.content.decode()
    assert Contribution.objects.get(activity=row).consent == "proposed"


def test_a_comment_on_an_older_version_is_refused_with_both_and_keeps_what_was_typed(enter: Any) -> None:
    matter = Decision.objects.filter(state="consultation").first()
    page = Page(enter, "fao", matter.path("comment"))
    consultation.put_new_text(
        matter, actor=actor("secretary", "secretariat"), source="A wholly new first paragraph.",
        change_note="Rewritten.", closes_at=clock.now() + dt.timedelta(days=20),
    )  # fmt: skip

    answer = page.send(body="We agree with paragraph one.")

    assert answer.status_code == 409
    for words in ("A wholly new first paragraph.", "We agree with paragraph one.", "What you had seen"):
        assert words in answer.content.decode()
    assert not matter.comments.filter(body__startswith="We agree with paragraph one").exists()


def test_every_page_of_a_transition_carries_what_it_showed(enter: Any) -> None:
    """Whoever may make a transition of anything now: its page shows the thing and carries its digest."""
    from django.apps import apps
    from django.urls import NoReverseMatch

    from network_portal.dashboard.templatetags.portal import transition_path

    asked: dict[str, int] = {}
    people = {key: actor(key) for key in ("secretary", "coordinator", "ilo", "unicef", "fao", "unodc")}
    clients = {key: enter(key, who.key) for key, who in people.items()}
    for label in registry.workflows:
        assert label in registry.shown, label
        for row in apps.get_model(label)._base_manager.all()[:40]:
            for key, who in people.items():
                for available in engine.available_transitions(row, who):
                    try:
                        path = transition_path(row, available.verb)
                    except NoReverseMatch:
                        continue
                    except AttributeError:  # an action point has one address, and a verb after it
                        path = f"{row.get_absolute_url()}{available.verb.replace('close_action', 'close-action')}/"
                    answer = clients[key].get(path)
                    if answer.status_code != 200 or b'name="_key"' not in answer.content:
                        continue
                    token = re.search(r'name="_seen" value="([^"]*)"', answer.content.decode()).group(1)
                    assert re.fullmatch(r"[0-9a-f]{40}", token), (path, key)
                    asked[label_of(row)] = asked.get(label_of(row), 0) + 1

    assert set(asked) >= {"decisions.decision", "workplans.update", "meetings.meeting", "decisions.action"}, asked
    assert sum(asked.values()) > 30


def test_a_form_that_carries_no_digest_of_what_it_showed_is_refused(enter: Any) -> None:
    matter = Decision.objects.filter(state="round").first()
    page = Page(enter, "unicef", matter.path("position"))
    for forged in ("", "0" * 40):
        page.seen = forged
        assert page.send(value="support").status_code == 409
    assert page.send(value="support").status_code == 302, "the page that follows carries the digest"


def test_minutes_are_not_approved_on_a_list_of_participants_that_changed(enter: Any) -> None:
    from meetings.models import Attendance, Minutes
    from network_portal.records.audit import shown

    row = Minutes.objects.select_related("meeting").get(state="circulated")
    before = shown.show(row)
    page = Page(enter, "coordinator", row.path("approve"))
    changed = Attendance.objects.filter(meeting=row.meeting, present=False)
    assert changed.update(present=True, delegates="Somebody new") > 0

    assert page.send().status_code == 409
    row.refresh_from_db()
    assert row.state == "circulated"
    assert shown.token_of(shown.of(row)) != shown.token_of(before)
    assert registry.shown["meetings.minutes"].before(row, shown.token_of(before)) == before


def test_acts_that_change_nothing_leave_no_event(convened: Meeting) -> None:
    secretary = actor("secretary", "secretariat")
    row = Update.objects.filter(state="submitted").select_related("organization").first()
    reviewer = next(key for key in EVERYBODY[:10] if _may_accept(key, row))
    progress.review(row, actor=actor(reviewer), accepted=False, reason="Say more.")
    row.refresh_from_db()
    author = officer(str(row.organization))
    names = ("status", "percent", "achievements", "challenges", "next_steps")
    said = {name: getattr(row, name) for name in names}
    events = Event.objects.count()
    progress.log_progress(row.activity, row.period, actor=author, version=row.version, **said)
    with pytest.raises(ConditionsUnmet):
        planning.reschedule(
            convened, actor=secretary, starts_at=convened.starts_at, ends_at=convened.ends_at, reason="None."
        )

    assert Event.objects.count() == events


def test_without_a_change_nothing_is_refused(enter: Any) -> None:
    matter = Decision.objects.filter(state="consultation").first()
    page = Page(enter, "fao", matter.path("comment"))

    assert page.send(body="We agree.").status_code == 302
    assert Event.objects.filter(verb="commented", body__person=user("fao")).exists()
