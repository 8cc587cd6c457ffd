"""What each kind of reader sees is written once in ``readers.py``: pages, lists and the record are held to it."""

from typing import Any

import pytest
from django.apps import apps

from network_portal.records.access.readers import EVERYTHING, KINDS, NOTHING, kind_of
from network_portal.records.models import model_of
from network_portal.records.registry import registry
from tests.people import EVERYBODY, actor

PEOPLE = [key for key in EVERYBODY if key not in ("nobody", "deactivated")]
PAGES = ("decisions.decision", "decisions.action", "meetings.meeting", "meetings.minutes", "workplans.plan",
         "workplans.activity", "task_teams.taskteam", "members.organization")  # fmt: skip


def test_the_cast_has_every_kind_of_reader() -> None:
    assert {kind_of(actor(key)) for key in PEOPLE} == set(KINDS)


def test_every_table_that_is_shown_says_who_sees_it() -> None:
    with_rule = {
        model._meta.label_lower for model in apps.get_models() if hasattr(model._default_manager, "visible_to")
    }

    assert with_rule - {"records.event"} <= set(registry.readers), "events are read by their audience"


@pytest.mark.parametrize("label", sorted(registry.readers))
def test_nothing_is_nothing_and_everything_is_all(label: str) -> None:
    model, row = model_of(label), registry.readers[label]
    every = model._default_manager.count()
    assert every > 0
    for key in PEOPLE:
        who = actor(key)
        seen = model._default_manager.filter(row.rows(who)).count()
        if row.part(kind_of(who)) is NOTHING:
            assert seen == 0, key
        elif row.part(kind_of(who)) is EVERYTHING:
            assert seen == every, key


@pytest.mark.parametrize("label", PAGES)
@pytest.mark.parametrize("key", sorted(PEOPLE))
def test_a_page_opens_for_whom_the_row_is_visible_and_is_not_there_for_others(label: str, key: str, enter: Any) -> None:
    who, model = actor(key), model_of(label)
    visible = set(model._default_manager.filter(registry.readers[label].rows(who)).values_list("pk", flat=True))
    client = enter(key, who.key)
    for row in model._default_manager.all()[:12]:
        answer = client.get(row.get_absolute_url())
        assert answer.status_code == (200 if row.pk in visible else 404), (row, answer.status_code)
