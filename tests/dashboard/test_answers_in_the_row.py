"""What can be done in a line of the dashboard: sent from there, it leads back there, and refuses what it would refuse."""

import datetime as dt
import re
from html import unescape
from typing import Any

from decisions import status
from decisions.models import Decision
from decisions.services import actions, rounds
from meetings.models import Invitation, Meeting
from members.models import Body, Officer
from network_portal.lib import clock
from network_portal.records.jobs import sweep
from network_portal.records.registry import registry
from tests.builders import consulted
from tests.meetings.test_guards import any_officer
from tests.people import actor
from workplans.models import Plan
from workplans.services import progress
from workplans.status import to_review, unreported

FORM = re.compile(r'<form method="post" action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
BUTTON = re.compile(r"<button[^>]*>\s*([^<]+?)\s*<")


def forms_of(page: str) -> dict[tuple[str, str], dict[str, str]]:
    """The forms of a page by address and the words of their button: what they would send."""
    return {
        (path, unescape(BUTTON.search(body)[1])): {name: unescape(value) for name, value in HIDDEN.findall(body)}
        for path, body in FORM.findall(page)
        if BUTTON.search(body)
    }


def test_a_reply_is_given_in_the_line_and_leads_back_to_it(enter: Any) -> None:
    meeting = Meeting.objects.filter(state="convened").first()
    invitation = Invitation.objects.get(meeting=meeting, organization=actor("fao").organization_id)
    Invitation.objects.filter(pk=invitation.pk).update(reply="", replied_at=None, replied_by=None)
    client = enter("fao")
    found = forms_of(client.get("/").content.decode())
    path = meeting.path("reply")
    answer = client.post(path, found[(path, "Do not attend")])
    assert (answer.status_code, answer["Location"]) == (302, "/")
    invitation.refresh_from_db()
    assert invitation.reply == "no"
    assert (path, "Attend") not in forms_of(client.get("/").content.decode())


def test_a_meeting_that_changed_after_the_line_was_shown_is_not_answered(enter: Any, secretariat: Any) -> None:
    meeting = Meeting.objects.filter(state="convened").first()
    Invitation.objects.filter(meeting=meeting).update(reply="", replied_at=None, replied_by=None)
    client = enter("fao")
    path = meeting.path("reply")
    entries = forms_of(client.get("/").content.decode())[(path, "Attend")]
    Meeting.objects.filter(pk=meeting.pk).update(place="Elsewhere")
    answer = client.post(path, entries)
    assert answer.status_code == 409
    assert "Elsewhere" in answer.content.decode()
    assert not Invitation.objects.filter(meeting=meeting, organization=actor("fao").organization_id).exclude(reply="")


def test_no_form_leads_to_another_address_than_the_portals_own(enter: Any) -> None:
    meeting = Meeting.objects.filter(state="convened").first()
    Invitation.objects.filter(meeting=meeting).update(reply="", replied_at=None, replied_by=None)
    client, path = enter("fao"), meeting.path("reply")
    for there in ("https://example.com/", "//example.com/", "/\\example.com", "javascript:alert(1)"):
        entries = forms_of(client.get("/").content.decode())[(path, "Attend")]
        answer = client.post(path, {**entries, "_back": there})
        assert answer.status_code == 302
        assert answer["Location"] == meeting.get_absolute_url(), there
        Invitation.objects.filter(meeting=meeting).update(reply="", replied_at=None, replied_by=None)


def test_reports_are_accepted_and_returned_in_the_queue(enter: Any) -> None:
    secretary = actor("secretary", "secretariat")
    queue = to_review(secretary)
    assert queue
    update = queue[0]
    path = update.activity.plan.path("review")
    client = enter("secretary", "secretariat")
    assert any(line.path == path for line in client.get("/").context["page"].waiting)
    page = client.get(path).content.decode()
    assert update.achievements[:40] in unescape(page)
    returning = forms_of(page)[(update.path("return"), "Return the update")]
    answer = client.post(update.path("return"), {**returning, "reason": "Which countries take part?"})
    assert (answer.status_code, answer["Location"]) == (302, path)
    update.refresh_from_db()
    assert update.state == "returned"

    representative = Officer.objects.active().filter(organization=update.organization).first()
    its = next(a for a in registry.current_actors(representative.person) if a.organization_id == update.organization_id)
    fields = {n: getattr(update, n) for n in ("status", "percent", "challenges", "next_steps", "version")}
    progress.log_progress(
        update.activity, update.period, actor=its, submit=True, **fields, achievements="Nepal takes part."
    )
    page = client.get(path).content.decode()
    assert "Which countries take part?" in page
    assert "Changed since it was returned" in page
    accepting = forms_of(page)[(update.path("accept-update"), "Accept the update")]
    assert client.post(update.path("accept-update"), accepting)["Location"] == path
    update.refresh_from_db()
    assert update.state == "accepted"


def test_one_line_asks_for_all_reports_of_a_period_and_each_leads_to_the_next(enter: Any) -> None:
    year = Plan.objects.get(state="adopted", year=clock.today().year).year
    sweep.move_clock(clock.at(dt.date(year + 1, 1, 5), 9))
    who = next(a for k in ("ilo", "unodc", "unicef", "fao") if len(list(unreported(a := actor(k)))) > 1)
    key = who.user.email.partition("@")[0]
    awaited = list(unreported(who))
    client = enter(key)
    lines = [line for line in client.get("/").context["page"].waiting if line.title.startswith("Report progress on")]
    assert len(lines) == len({period for _activity, period in awaited})
    (activity, period), (second, of) = awaited[0], awaited[1]
    page = client.get(activity.path("report-on", period.quarter)).content.decode()
    hidden = dict(HIDDEN.findall(page))
    answer = client.post(
        activity.path("report-on", period.quarter),
        {**hidden, "status": "ongoing", "percent": "30", "achievements": "Begun.", "_onward": "1"},
    )
    assert (answer.status_code, answer["Location"]) == (302, second.path("report-on", of.quarter))
    left = len(awaited) - 1
    said = "One more report is" if left == 1 else f"{left} more reports are"
    assert f"{said} awaited from your organization." in client.get(answer["Location"]).content.decode()


def test_replies_of_several_organizations_are_recorded_in_one_form_or_none(secretariat: Any, send: Any) -> None:
    decision: Decision = consulted(secretariat)
    sweep.sweep()
    sweep.move_clock(decision.window_closes_at + dt.timedelta(hours=1))
    deadline = clock.close_of(clock.add_working_days(clock.today(), 9))
    rounds.open_round(decision, actor=actor("coordinator"), deadline=deadline)
    sweep.sweep()
    latest = status.latest_round(decision)
    awaited = status.awaited(latest)
    assert len(awaited) > 2
    rows = {f"value-{o.pk}": "no_objection" for o in awaited[:3]} | {f"person-{o.pk}": "A. Person" for o in awaited[:2]}
    rows |= {"document": "telephone calls", "on": clock.today().isoformat()}
    path = decision.path("record-replies")
    answer = send("secretary", path, rows, capacity="secretariat")
    assert answer.status_code == 422
    assert "Enter who replied." in answer.content.decode()
    assert len(status.awaited(latest)) == len(awaited)
    third = f"person-{awaited[2].pk}"
    objection = {**rows, third: "B. Person", f"value-{awaited[2].pk}": "object"}
    assert send("secretary", path, objection, capacity="secretariat").status_code == 422
    assert send("secretary", path, {**rows, third: "B. Person"}, capacity="secretariat").status_code == 302
    assert {o.pk for o in awaited} - {o.pk for o in status.awaited(latest)} == {o.pk for o in awaited[:3]}
    said = latest.positions.get(organization=awaited[0])
    assert "A. Person, telephone calls" in said.instruction

    persons = {f"person-{o.pk}": "C. Person" for o in status.awaited(latest)}
    persons |= {"document": "telephone calls", "on": clock.today().isoformat()}
    answer = send("secretary", path, persons, capacity="secretariat")
    assert answer.status_code == 422, "a person was entered, and no reply"
    assert "Choose the reply." in answer.content.decode()
    last, other = status.awaited(latest)[0], status.awaited(latest)[1:]
    nobody = {name: value for name, value in persons.items() if name != f"person-{last.pk}"}
    words = {**nobody, "usual": "support", f"reason-{last.pk}": "With pleasure."}
    answer = send("secretary", path, words, capacity="secretariat")
    assert answer.status_code == 422, "words were entered, and nobody who said them"
    assert "With pleasure." in answer.content.decode()
    usual = {**persons, "usual": "no_objection", f"value-{last.pk}": "support"}
    assert send("secretary", path, usual, capacity="secretariat").status_code == 302
    assert latest.positions.get(organization=last).value == "support"
    assert {p.value for p in latest.positions.filter(organization__in=other)} == {"no_objection"}
    assert status.awaited(latest) == []


def test_an_action_that_is_done_is_confirmed_in_its_line(enter: Any) -> None:
    day = clock.add_working_days(clock.today(), 5)
    given = {"title": "Send the note", "officer": any_officer("ilo"), "due_on": day}
    action = actions.give(Body.objects.network(), actor=actor("secretary", "secretariat"), **given)
    actions.finish(action, actor=actor("ilo"), evidence="The note was sent to all offices.")
    client = enter("secretary", "secretariat")
    page = client.get("/").content.decode()
    assert "The note was sent to all offices." in page
    entries = forms_of(page)[(action.path("close-action"), "Confirm")]
    assert client.post(action.path("close-action"), entries)["Location"] == "/"
    action.refresh_from_db()
    assert action.state == "closed"


def test_what_is_coming_does_not_repeat_what_waits_above(enter: Any) -> None:
    page = enter("fao").get("/").context["page"]

    assert page.waiting
    assert page.coming == [line for line in page.coming if not any(w.path.startswith(line.path) for w in page.waiting)]
    page = enter("auditor").get("/").context["page"]
    assert page.coming, "who has nothing to do sees what comes"
