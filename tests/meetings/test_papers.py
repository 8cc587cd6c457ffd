"""Papers: minutes of a long meeting, the paper of a decision, an invitation; verified by their code, superseded by a later one."""

import datetime as dt
import subprocess
from pathlib import Path
from typing import Any

import pytest

from decisions import decision_document
from decisions.models import Action, Position, WorkingMethod
from decisions.services import outcome, positions, rounds
from meetings import invitation_document, minutes_document
from meetings.models import Meeting, Minutes
from meetings.services import agenda, planning, session
from members.models import Organization
from network_portal.lib import clock, pdf
from network_portal.records.files import papers
from network_portal.records.jobs import sweep
from network_portal.records.models import Document
from network_portal.records.workflow.refusals import IllegalTransition
from tests.builders import consulted, everybody_supports, in_round
from tests.people import actor
from tests.records.test_pdf import check

NAMES = ("สมชาย ใจดี", "فاطمة الزهراء", "Nguyễn Thị Minh Hương", "Екатерина Соколова", "Ana Lúcia Gonçalves")


def pages_of(source: bytes, folder: Path) -> list[str]:
    """The text of each page, as it stands on it."""
    file = folder / "paper.pdf"
    file.write_bytes(source)
    out = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return out.split("\f")[:-1]


def long_minutes(minutes: Minutes) -> papers.Paper:
    """Minutes of 20 items, 12 decisions, 25 action points and 45 participants, in the shape of the real ones."""
    paper = minutes_document.paper(minutes, draft=True)
    data, sections, number, action = paper.data, [], 0, 0
    for order in range(1, 21):
        paragraphs = []
        for n in range(4):
            number += 1
            words = (
                f"{NAMES[n % 5]} introduced matter {order}.{n}. " + "Members exchanged views on the progress made. " * 4
            )
            paragraphs.append({"number": number, "text": words})
        actions = []
        for _n in range(2 if order <= 5 else 1):
            action += 1
            actions.append({"number": str(action), "title": f"Send the note on matter {order} to all members",
                            "organization": "UNFPA", "person": NAMES[action % 5], "due": "12 March 2027", "state": "Open", "done": ""})  # fmt: skip
        decision = None
        if order <= 12:
            decision = {"reference": f"RUNNM-AP/DEC/2026/{order:02}", "title": f"Decision on matter {order}", "state": "Adopted",
                        "adopted": True, "text": ["The Network decides on the matter.", "It reviews the decision in a year."],
                        "reservations": [{"organization": "International Labour Organization", "acronym": "ILO", "words": f"ILO reserves paragraph {order}."}],
                        "explanations": [], "objections": [], "statement": "Consensus was reached."}  # fmt: skip
        sections.append({"heading": f"Matter {order} of the agenda", "order": order, "paragraphs": paragraphs, "no_discussion": False,
                         "outcome": "Decided" if decision else "Discussed", "conclusion": "", "decision": decision, "actions": actions})  # fmt: skip
    present = [
        {"organization": f"ORG{n}", "name": f"Organization number {n} of the United Nations system", "how": "Online", "by": f"{NAMES[n % 5]}, Focal point"}
        for n in range(45)
    ]  # fmt: skip
    data.update(sections=sections, present=present, outcomes=minutes_document._consolidated(sections),
                agenda=[{"number": s["order"], "title": s["heading"], "purpose": "Decision", "references": []} for s in sections])  # fmt: skip
    return paper


@pytest.mark.alike
def test_the_minutes_of_a_long_meeting_are_a_paper_to_sign(tmp_path: Path) -> None:
    drawn = pdf.render_pdf(long_minutes(Minutes.objects.first()).html(), papers.stylesheet()).content
    pages = pages_of(drawn, tmp_path)
    whole = "\n".join(pages)

    assert check(drawn, draft=True) == []
    assert "Decisions and action points" in pages[0]
    assert all(f"RUNNM-AP/DEC/2026/{n:02}" in whole for n in range(1, 13))
    assert all(f"Action {n}" in whole for n in range(1, 26))
    assert "ILO reserves paragraph 12." in whole
    assert "Nguyễn Thị Minh Hương" in whole
    assert "Екатерина Соколова" in whole
    heads = [page for page in pages if "Organization number" in page]
    assert len(heads) > 1, "the list of participants runs over a page"
    assert all("Name and function" in page for page in heads), "its head is repeated"
    assert all(len([line for line in page.split("\n") if line.strip()]) > 8 for page in pages), (
        "no block alone on a page"
    )


def test_the_paper_of_a_decision_says_how_consensus_was_reached(
    secretariat: Any, coordinator: Any, tmp_path: Path
) -> None:
    decision = in_round(secretariat, coordinator)
    unhcr = Organization.objects.get(acronym="UNHCR")
    positions.record_reply(
        decision, unhcr, actor=secretariat, value="no_objection", person="Hana Park", on=clock.today(), document="a letter",
    )  # fmt: skip
    positions.take_position(decision, actor=actor("unicef"), value="reservation", reason="Children come first.")
    positions.take_position(decision, actor=actor("ilo"), value="support", reason="Our mandate is met.")
    everybody_supports(decision, but=("UNHCR", "UNICEF", "ILO"))
    rounds.close_round(decision, actor=coordinator)
    outcome.adopt(decision, actor=coordinator, statement="The Network has reached consensus.")
    sweep.sweep()
    decision.refresh_from_db()

    filed = decision_document.filed(decision)
    assert filed is not None
    assert (filed.reference, filed.title, filed.version) == (decision.reference, decision.title, 1)
    source = filed.file.open("rb").read()
    said = " ".join("\n".join(pages_of(source, tmp_path)).split())
    assert check(source, draft=False) == []
    for words in (
        "International Organization for Migration (IOM)", "Children come first.", "Our mandate is met.",
        "The Network has reached consensus.", f"By consensus on {clock.format_day(clock.today())}", "1. One.", "2. Two.",
        papers.grouped(filed.verification_code),
    ):  # fmt: skip
        assert words in said, words
    assert Position.objects.filter(round__decision=decision, value="support").count() > 2
    assert "OHCHR" not in said, "who supports without a statement is not listed: no roll call"

    positions.record_late_correction(decision, actor=actor("unhcr"), note="We had asked for a footnote.")
    sweep.sweep()
    second = decision_document.filed(decision)
    assert second is not None
    assert second.version == 2
    assert "We had asked for a footnote." in "\n".join(pages_of(second.file.open("rb").read(), tmp_path))
    outcome.issue_paper(decision, actor=secretariat)
    sweep.sweep()
    assert decision_document.filed(decision) == second, "asked for again it says nothing new"


def test_only_an_adopted_decision_has_a_paper(secretariat: Any) -> None:
    with pytest.raises(IllegalTransition):
        outcome.issue_paper(consulted(secretariat), actor=secretariat)


def test_an_invitation_is_filed_when_a_meeting_is_convened_and_anew_when_it_moves(
    secretariat: Any, enter: Any, tmp_path: Path
) -> None:
    meeting = Meeting.objects.filter(state="convened").latest("starts_at")
    first = invitation_document.filed(meeting)
    assert first is not None
    said = "\n".join(pages_of(first.file.open("rb").read(), tmp_path))
    assert "The Secretariat invites" in said
    assert meeting.link not in said, "the link to join stays off paper"
    assert "Invitation (PDF)" in enter("fao").get(meeting.get_absolute_url()).content.decode()

    start = meeting.starts_at + dt.timedelta(days=7)
    planning.reschedule(
        meeting, actor=secretariat, starts_at=start, ends_at=start + dt.timedelta(hours=2), reason="A holiday."
    )
    sweep.sweep()
    second = invitation_document.filed(meeting)
    assert second is not None
    assert second.version == 2

    agenda.add_item(meeting, actor=secretariat, title="Another matter", purpose="discussion")
    planning.issue_invitation(meeting, actor=secretariat)
    sweep.sweep()
    third = invitation_document.filed(meeting)
    assert third is not None
    assert third.version == 3
    page = enter("nobody").get(f"/verify/{papers.grouped(first.verification_code)}/").content.decode()
    assert "Superseded" in page
    assert first.reference in page


def test_a_paper_is_verified_by_its_code_without_its_content(enter: Any, client: Any) -> None:
    minutes = Minutes.objects.filter(state="published").latest("pk")
    paper = Document.objects.get(kind="minutes", object_id=minutes.pk)
    draft = Document.objects.get(kind="draft", object_id=minutes.pk)
    words = next(s for s in minutes.content()["sections"] if s["paragraphs"])["paragraphs"][0]["text"]

    genuine = client.get(f"/verify/{paper.verification_code}/")
    assert genuine.status_code == 200
    page = genuine.content.decode()
    assert "Genuine" in page
    assert all(said in page for said in (paper.reference, paper.title, "Minutes, version 1"))
    assert words not in page
    assert paper.sha256 not in page
    typed = client.get("/verify/", {"code": papers.grouped(paper.verification_code).upper()}).content.decode()
    assert "Genuine" in typed
    assert "Genuine" in client.get(f"/verify/{paper.sha256}/").content.decode(), "a file is verified by its own digest"
    assert "Superseded" in client.get(f"/verify/{draft.verification_code}/").content.decode()
    unknown = client.get("/verify/0000-0000-0000-0000-0000/")
    assert unknown.status_code == 404
    assert "Unknown" in unknown.content.decode()
    assert paper.sha256 in enter("fao").get(f"/verify/{paper.verification_code}/").content.decode()
    assert paper.sha256 not in enter("partner").get(f"/verify/{paper.verification_code}/").content.decode()


def test_people_from_outside_are_listed_with_function_and_organization(secretariat: Any, send: Any) -> None:
    meeting = Meeting.objects.filter(state="held", minutes__state="draft").first()
    assert meeting is not None
    typed = {
        "role": "constituency",
        "name": "Lan Pham",
        "function": "Secretary",
        "organization": "A network",
        "mode": "online",
    }
    sent = send("secretary", meeting.path("participant"), typed, capacity="secretariat")
    assert sent.status_code == 302
    row = meeting.participants.get(name="Lan Pham", organization="A network")
    session.note_participant(meeting, actor=secretariat, **{**typed, "function": "Regional secretary"})
    row.refresh_from_db()
    assert row.function == "Regional secretary"
    assert "Regional secretary" in minutes_document.paper(meeting.minutes, draft=True).html()
    send("secretary", f"{meeting.get_absolute_url()}participants/{row.pk}/remove/", {}, capacity="secretariat")
    assert not meeting.participants.filter(pk=row.pk).exists()


def test_minutes_review_earlier_action_points_and_say_how_they_were_approved() -> None:
    minutes = Minutes.objects.get(state="circulated")
    data = minutes_document.content(minutes)
    given = {row.action.number for item in minutes.meeting.items.all() for row in item.actions.all()}
    before = {
        row.number
        for row in Action.objects.filter(created_at__lt=minutes.meeting.started_at, body=minutes.meeting.body)
    }
    assert {int(row["number"]) for row in data["review"]} <= before - given
    assert data["review"], "an action point of a meeting before is open"
    assert {row["number"] for row in data["outcomes"] if row["deadline"]} == {f"Action {n}" for n in given}

    approved = Minutes.objects.filter(state="published").latest("pk").content()
    method = WorkingMethod.objects.in_force().carrying("minutes_after_deadline").get()
    assert approved["approved_under"] == f"{method} ({method.adopted_by.reference})"
    assert {"acronym": "UNFPA", "name": "United Nations Population Fund"} in data["acronyms"]


def test_the_digest_that_minutes_printed_before_there_were_codes_is_known(enter: Any) -> None:
    minutes = Minutes.objects.filter(state="published").latest("pk")
    page = enter("nobody").get(f"/verify/{minutes.checksum}/")
    assert page.status_code == 200
    assert minutes.reference in page.content.decode()
    assert enter("nobody").get(f"/verify/{'0' * 64}/").status_code == 404
