"""The page of a decision shows first what its state asks for; comments stand beside their paragraphs; versions show what changed."""

import datetime as dt
import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions import next_step
from decisions.models import Comment, Decision
from decisions.services import consultation, positions, rounds
from network_portal.lib import clock, text
from network_portal.records.jobs import sweep
from tests import matters
from tests.builders import everybody_supports, in_round
from tests.people import actor, officer

WORDS = st.lists(st.sampled_from(["one", "two", "three", "four"]), min_size=1, max_size=6).map(" ".join)
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map("\n\n".join)


def sections(page: str) -> list[str]:
    """The anchors of the parts of the page, in their order."""
    return re.findall(r'<section class="part" id="([\w-]+)"', page)


@pytest.mark.parametrize(
    "state,first",
    [
        ("consultation", ["text", "consultation"]),
        ("round", ["text", "positions"]),
        ("no_consensus", ["concerns", "text", "positions"]),
        ("with_principals", ["concerns", "escalation", "text"]),
        ("adopted", ["outcome", "text"]),
        ("submitted", ["text"]),
    ],
)
def test_each_state_shows_first_what_it_is_about(state: str, first: list[str], enter: Any) -> None:
    decision = Decision.objects.filter(state=state).exclude(statement="" if state == "adopted" else "-").first()
    page = enter("secretary").get(decision.get_absolute_url()).content.decode()

    assert sections(page)[: len(first)] == first
    assert sections(page)[-1] == "record"
    links = re.findall(r'<a href="#([\w-]+)">', page[page.index("section-nav") :].partition("</nav>")[0])
    assert links == ["all", *sections(page)], "the navigation of the page names its parts in their order"


def test_without_consensus_the_page_begins_with_who_is_concerned_and_what_would_resolve_it(enter: Any) -> None:
    decision = matters.disputed()
    concern = decision.concerns.first()
    concern.__class__.objects.filter(pk=concern.pk).update(paragraphs="2")
    page = enter("unicef").get(decision.get_absolute_url()).content.decode()

    assert f"Unresolved concerns: {concern.organization}." in page
    shown = page[page.index(f'id="concern-{concern.pk}"') :].partition("</article>")[0]
    paragraph = decision.texts.latest("version").paragraphs[1]
    assert paragraph in re.sub(r"<[^>]+>", "", shown), "the paragraph is quoted"
    assert concern.proposed_solution.split()[0] in shown
    assert "Response pending" in shown
    beside = page[page.index('id="paragraph-2"') :].partition('id="paragraph-3"')[0]
    assert f'href="#concern-{concern.pk}"' in beside


def test_comments_on_several_paragraphs_are_sent_together(enter: Any, send: Any) -> None:
    decision = matters.in_consultation()
    before = decision.comments.count()
    answer = send(
        "fao", decision.path("comment"), {"body-1": "On the first.", "body-2": "On the second.", "body": "On all."}
    )

    assert answer.status_code == 302
    made = list(decision.comments.filter(organization__acronym="FAO").order_by("number"))
    assert [(c.paragraph, c.body) for c in made] == [(1, "On the first."), (2, "On the second."), (None, "On all.")]
    assert [c.number for c in made] == [before + 1, before + 2, before + 3]
    page = enter("ilo").get(decision.get_absolute_url()).content.decode()
    beside = page[page.index('id="paragraph-2"') :].partition("</section>")[0]
    assert "On the second." in beside
    assert "On the first." not in beside.partition('class="sheet"')[0]


@pytest.mark.parametrize("typed", [{}, {"body-1": "Words.", "nothing": "on"}, {"body": "Words.", "nothing": "on"}])
def test_comments_and_no_comments_exclude_each_other(typed: dict[str, str], send: Any) -> None:
    decision = matters.in_consultation()
    before = Comment.objects.count()
    answer = send("fao", decision.path("comment"), typed)

    assert answer.status_code == 422
    assert "Either write a comment or tick" in answer.content.decode()
    assert all(words in answer.content.decode() for words in typed.values() if words != "on"), "what was typed is kept"
    assert Comment.objects.count() == before


def test_who_commented_who_had_none_and_who_is_silent_are_three_lists(enter: Any, send: Any) -> None:
    decision = matters.in_consultation()
    send("fao", decision.path("comment"), {"nothing": "on"})
    send("ilo", decision.path("comment"), {"body": "A word."})
    page = enter("secretary").get(decision.get_absolute_url()).content.decode()
    lists = [
        re.sub(r"\s+", " ", d).strip()
        for d in re.findall(r"<dd>(.*?)</dd>", page[page.index('class="facts three"') :], re.DOTALL)
    ]

    assert "ILO" in lists[0].split(", ")
    assert lists[1] == "FAO"
    assert {"WHO", "UNDP"} <= set(lists[2].split(", "))
    assert not {"ILO", "FAO", "UNICEF"} & set(lists[2].split(", "))


@given(TEXTS, TEXTS)
def test_marked_texts_hold_both_versions_word_for_word(before: str, after: str) -> None:
    found = text.marked(before, after)

    def words(kinds: tuple[str, str]) -> list[str]:
        return [w for paragraph in found for kind, run in paragraph for w in run.split() if kind in kinds]

    assert words(("same", "ins")) == after.split()
    assert words(("same", "del")) == before.split()
    if before == after:
        assert [" ".join(run for _kind, run in p) for p in found] == text.paragraphs(after)


def test_a_later_version_shows_what_changed(enter: Any, secretariat: Any) -> None:
    decision = matters.in_consultation()
    new = decision.texts.latest("version").source.replace("shows age and sex", "shows age, sex and disability")
    window = decision.consultations.latest("number")
    consultation.put_new_text(
        decision, source=new, actor=secretariat, change_note="Disability", closes_at=window.closes_at
    )
    page = enter("ilo").get(decision.get_absolute_url()).content.decode()

    assert "From version 1 to version 2" in page
    assert "deleted: </span>age</del> <ins>" in " ".join(page.split())
    assert "added: </span>age, sex</ins>" in page


def test_the_path_is_in_order_of_time_and_shows_a_second_call_after_a_first(secretariat: Any, coordinator: Any) -> None:
    decision = in_round(secretariat, coordinator)
    positions.take_position(
        decision, actor=officer("UNICEF"), value="object", reason="No.", proposed_solution="A word."
    )
    everybody_supports(decision, but=("UNICEF",))
    sweep.move_clock(decision.rounds.latest("number").deadline + dt.timedelta(hours=1))
    decision.refresh_from_db()
    assert decision.state == "no_consensus"
    labels = [str(step.label) for step in next_step.steps(decision)]
    assert labels[-4:] == ["No consensus", "Before the Principals", "Referred to the Secretary-General", "Adopted"]
    deadline = clock.close_of(clock.add_working_days(clock.today(), 5))
    rounds.open_round(decision, actor=coordinator, deadline=deadline)
    decision.refresh_from_db()

    path = next_step.steps(decision)
    assert [str(step.label) for step in path[-4:]] == [
        "Positions invited",
        "No consensus",
        "Positions invited",
        "Adopted",
    ]
    dates = [step.at for step in path if step.at is not None]
    assert dates == sorted(dates)
    assert [step.now for step in path].count(True) == 1
    assert path[-2].now
    assert path[-1].at is None


@pytest.mark.parametrize("verb,key", [("position", "fao"), ("record-reply", "secretary"), ("comment", "fao")])
def test_what_is_said_yes_to_stands_on_the_page_of_the_act(verb: str, key: str, enter: Any) -> None:
    decision = matters.in_consultation() if verb == "comment" else matters.in_call()
    page = enter(key, actor(key, "secretariat").key if key == "secretary" else "").get(decision.path(verb))

    assert page.status_code == 200
    for paragraph in decision.texts.latest("version").paragraphs:
        assert paragraph.split(";")[0][:40] in html.unescape(page.content.decode())


def test_a_concern_quotes_the_version_that_it_was_raised_on(enter: Any, secretariat: Any, coordinator: Any) -> None:
    decision = matters.disputed()
    concern = decision.concerns.first()
    old = decision.texts.latest("version")
    concern.__class__.objects.filter(pk=concern.pk).update(paragraphs="2")
    closes = clock.close_of(clock.add_working_days(clock.today(), 5))
    consultation.open_consultation(decision, actor=secretariat, closes_at=closes)
    consultation.put_new_text(
        decision, source=f"Quite another beginning.\n\nQuite another second.\n\n{old.paragraphs[2]}", actor=secretariat,
        change_note="New", closes_at=closes,
    )  # fmt: skip
    page = html.unescape(enter("unicef").get(decision.get_absolute_url()).content.decode())

    shown = page[page.index(f'id="concern-{concern.pk}"') :].partition("</article>")[0]
    assert old.paragraphs[1] in shown
    assert "Quite another second." not in shown
    assert f'href="#concern-{concern.pk}"' not in page, "it is not about the paragraph that has this number now"


def test_a_comment_on_a_paragraph_that_is_gone_is_kept_and_told(send: Any) -> None:
    decision = matters.in_consultation()
    answer = send("fao", decision.path("comment"), {"body-1": "On the first.", "body-9": "Words that took an hour."})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The text has no paragraph 9 any more" in page
    assert "Words that took an hour." in page
    assert "On the first." in page
    assert not decision.comments.filter(body="On the first.").exists()
