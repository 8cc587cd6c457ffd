"""Each rule in force says of which kind it is and where it comes from; the governance page and docs/rules.md show it."""

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings

from network_portal.lib import tor
from network_portal.records.registry import registry
from network_portal.records.web.acts import Act
from network_portal.records.workflow.engine import Rule, Transition

ROWS = [(title, row) for title, rows in registry.rules().items() for row in rows]


def _name(row: Any) -> str:
    return str(getattr(row, "verb", "") or row.name)


def test_every_table_of_acts_is_registered() -> None:
    """A row that is not registered would stand on no list of rules."""
    listed = {id(row) for rows in registry.rules().values() for row in rows}
    for app in ("decisions", "meetings", "task_teams", "workplans"):
        module = import_module(f"{app}.acts")
        tables = [value for name, value in vars(module).items() if name.startswith("OF_")]
        assert tables
        rows = [row for table in tables for row in table if not row.transition]
        assert {row.name for row in rows if id(row) not in listed} == set(), app


def test_an_act_without_its_kind_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="of which kind"):
        Act("x", "X", who=lambda a, o: True)
    with pytest.raises(TypeError, match="has no reason"):
        Act("x", "X", who=lambda a, o: True, rule=Rule.SETTING)


def test_a_row_without_a_source_or_a_reason_cannot_be_written() -> None:
    row: dict[str, Any] = {
        "verb": "x",
        "sources": ("a",),
        "target": "b",
        "who": lambda a, o: True,
        "label": "X",
        "done": "X",
    }
    for kind in (Rule.TOR, Rule.BY_ANALOGY):
        with pytest.raises(TypeError, match="cites no paragraph"):
            Transition(**row, rule=kind)
    with pytest.raises(TypeError, match="has no reason"):
        Transition(**row, rule=Rule.SETTING)
    with pytest.raises(TypeError):
        Transition(**row)


@pytest.mark.parametrize("label,row", ROWS, ids=[f"{label} {_name(row)}" for label, row in ROWS])
def test_every_row_is_of_its_kind(label: str, row: Any) -> None:
    if row.rule == Rule.SETTING:
        assert len(str(row.why)) > 20
    for citation in row.cites:
        assert tor.address(citation)
        assert tor.spelled(citation).startswith("Regional ToR" if row.rule == Rule.TOR else "Annex I (global ToR)")


@pytest.mark.parametrize(
    "citation,words",
    [("regional decision-making 1", "Regional ToR, Decision-making, para. 1"),
     ("regional coordination b3", "Regional ToR, Coordination, third bullet"),
     ("global ¶7", "Annex I (global ToR), para. 7"), ("global ¶27 b9", "Annex I (global ToR), para. 27, ninth bullet")],
)  # fmt: skip
def test_a_citation_is_read_by_an_outsider(citation: str, words: str) -> None:
    assert tor.spelled(citation) == words


def test_the_governance_page_lists_every_portal_setting_and_the_document_every_rule(enter: Any) -> None:
    page = enter("nobody").get("/governance/").content.decode()
    document = (settings.BASE_DIR / "docs" / "rules.md").read_text(encoding="utf-8")
    for _label, row in ROWS:
        label = getattr(row, "title", "") or row.label
        assert f"| {label} | {row.rule.label} |" in document
        if row.rule == Rule.SETTING:
            assert str(row.why) in page.replace("&#x27;", "'"), _name(row)


def test_no_page_shows_the_sign_of_a_paragraph(enter: Any) -> None:
    from tests import matters

    for path in ("/decisions/", matters.disputed().get_absolute_url(), matters.running_plan().get_absolute_url()):
        assert "¶" not in enter("secretary", "secretariat").get(path).content.decode(), path
