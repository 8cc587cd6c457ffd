"""What a new transition, page or notification needs, and what a person would miss where it was forgotten."""

from typing import Any

import pytest
from django.apps import apps
from django.urls import NoReverseMatch

from decisions.models import Action, Concern, Decision, Position
from meetings.models import Meeting, Minutes
from network_portal.dashboard.templatetags.portal import transition_path
from network_portal.lib import clock
from network_portal.records.mail import notices
from network_portal.records.models import Notice, label_of
from network_portal.records.registry import registry
from network_portal.records.workflow import engine
from tests.people import actor, user
from workplans.models import Activity

PEOPLE = ("secretary", "coordinator", "ilo", "unicef", "fao", "unodc")


@pytest.mark.parametrize("label", sorted(registry.workflows))
def test_every_transition_of_a_person_has_an_address_and_words(label: str) -> None:
    """The buttons find the address by the verb; those of the clock have none."""
    workflow = registry.workflows[label]
    row = apps.get_model(label)._base_manager.first()
    assert row is not None
    for transition in workflow.transitions:
        assert str(transition.done).strip(), transition.verb
        assert str(transition.label).strip(), transition.verb
        with_address = True
        try:
            transition_path(row, transition.verb)
        except (NoReverseMatch, AttributeError):
            with_address = False
        assert with_address != (transition.verb in CLOCKS.get(label, ())), transition.verb


CLOCKS = {  # made by the portal itself
    "decisions.decision": {"no_consensus"},
    "decisions.concern": {"renew"},
    "workplans.plan": {"adopt_plan"},
    "task_teams.taskteam": {"establish", "drop", "close_team"},
}


def objects() -> dict[str, Any]:
    """What the kinds are about of which the story tells nobody."""
    return {
        "decision_": Decision.objects.exclude(reference="").first(),
        "text_changed": Decision.objects.filter(state="consultation").first(),
        "position_stated": Position.objects.first(),
        "round_extended": Decision.objects.filter(state="round").first(),
        "round_ad_referendum": Decision.objects.filter(state="round").first(),
        "replies_awaited": Decision.objects.filter(state="round").first(),
        "position_entered": Decision.objects.filter(state="round").first(),
        "consent_given": Decision.objects.filter(state="no_consensus").first(),
        "concern_": Concern.objects.first(),
        "action_": Action.objects.first(),
        "meeting_": Meeting.objects.filter(state="convened").first(),
        "pdf_failed": Minutes.objects.first(),
        "paper_failed": Decision.objects.filter(state="adopted").first(),
        "invitation_failed": Meeting.objects.filter(state="convened").first(),
        "activity_lead": Activity.objects.first(),
    }


@pytest.mark.parametrize("kind", sorted(registry.notice_kinds))
def test_every_kind_of_notification_makes_a_mail_and_stands_on_the_list(kind: str) -> None:
    told = Notice.objects.filter(kind=kind).first()
    if told is None:
        about = next(obj for start, obj in objects().items() if kind.startswith(start))
        told = Notice.objects.create(
            kind=kind, object_label=label_of(about), object_id=about.pk, person=user("ilo"), occasion="tried",
            title="A title", path="/", created_at=clock.now(),
        )  # fmt: skip
    about = notices.object_of(told)

    assert registry.notice_kinds[kind].still_wanted(told, about) in (True, False)
    subject, body = notices.render(told, about)
    assert subject
    assert len(body) > 20
    assert told.object_label in registry.readers, "what nobody may see by its label is on nobody's list"


def test_what_a_transition_offers_is_found_on_its_page(enter: Any) -> None:
    """A button of a record leads to a page that answers: for everybody of whom the workflow asks something now."""
    pressed = 0
    for label in registry.workflows:
        for row in apps.get_model(label)._base_manager.order_by("-pk")[:8]:
            for key in PEOPLE:
                for offered in engine.available_transitions(row, actor(key)):
                    path = transition_path(row, offered.verb)
                    assert enter(key, actor(key).key).get(path).status_code in (200, 409), path
                    pressed += 1

    assert pressed > 30
