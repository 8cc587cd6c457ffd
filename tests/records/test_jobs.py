"""Background work that is asked for while it runs: what was changed meanwhile is in its result."""

from typing import Any

import pytest

from decisions import decision_document
from decisions.models import Contact, Decision
from decisions.services import consultation
from network_portal.lib import clock
from network_portal.records import audit
from network_portal.records.files import papers
from network_portal.records.jobs import jobs
from network_portal.records.models import Document, Job
from tests.people import actor


@pytest.fixture
def decision(secretariat: Any) -> Decision:
    """An adopted decision whose paper is filed as it stands."""
    found = Decision.objects.filter(state="adopted").latest("ended_at")
    jobs.run(jobs.queue("decision_paper", found).pk)
    return found


def correct(decision: Decision, words: str) -> Job:
    with audit.lock(decision):
        consultation.write_contact(decision, actor("ilo"), Contact.Purpose.CORRECTION, words, clock.today(), None)
    return jobs.queue("decision_paper", decision)


def corrections(document: Document | None, decision: Decision) -> str:
    """The words of the corrections in the filed paper, where it is the one that would be filed now."""
    assert document is not None
    assert decision_document.paper(decision, document.version).code == document.verification_code
    return " ".join(c["words"] for c in decision_document.content(decision)["corrections"])


def test_a_change_while_the_paper_is_drawn_is_in_a_later_version(
    decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = papers.pdf.render_pdf
    again: list[Job] = []

    def changed_meanwhile(html: str, css: str) -> Any:
        if not again:
            again.append(correct(decision, "Said while the first was drawn."))
        return drawing(html, css)

    monkeypatch.setattr(papers.pdf, "render_pdf", changed_meanwhile)
    first = correct(decision, "Said before.")
    assert jobs.run(first.pk)
    assert again[0].pk == first.pk, "one job at a time"
    first.refresh_from_db()
    assert (first.state, first.again, first.attempts) == ("pending", False, 0)
    assert jobs.run_due() == 1

    first.refresh_from_db()
    assert first.state == "done"
    said = corrections(decision_document.filed(decision), decision)
    assert "Said before." in said
    assert "Said while the first was drawn." in said
    assert jobs.run_due() == 0


def test_asked_for_again_before_it_runs_it_runs_once(decision: Decision) -> None:
    job = correct(decision, "Once.")
    assert jobs.queue("decision_paper", decision).pk == job.pk
    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done"


def test_an_invitation_to_a_cancelled_meeting_is_no_longer_valid(secretariat: Any, enter: Any) -> None:
    from meetings import invitation_document
    from meetings.models import Meeting
    from network_portal.records.workflow import engine

    meeting = Meeting.objects.filter(state="convened").latest("starts_at")
    jobs.run(jobs.queue("invitation_paper", meeting).pk)
    filed = invitation_document.filed(meeting)
    assert filed is not None
    address = f"/verify/{filed.verification_code}/"
    assert "Genuine" in enter("nobody").get(address).content.decode()

    engine.apply(meeting, "cancel", actor=secretariat, reason="The room is closed.")
    page = enter("nobody").get(address).content.decode()
    assert "No longer valid" in page
    assert "The meeting was cancelled." in page
    assert "Genuine" not in page
