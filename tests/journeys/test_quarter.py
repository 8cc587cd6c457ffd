"""One quarter of the Network's life, lived in the browser by its people, without admin or shell."""

import re

import pytest

from tests.journeys.network import (
    BOTH_WIDTHS,
    Network,
    consult,
    day_of,
    forward,
    open_round,
    propose,
    replies_received,
    submit,
    take,
)

pytestmark = [pytest.mark.variants, pytest.mark.parametrize("network", BOTH_WIDTHS, indirect=True)]


def test_meeting_with_a_proposal_minutes_approval_and_pdf(network: Network) -> None:
    """Plan, convene, reply, agenda, hold, write, circulate, comment, approve at the deadline, publish, open the PDF."""
    secretary, coordinator = network.secretary, network.coordinator
    matter = propose(network.fao, "Other decision of the Network", f"A matter for the room, {network.tag}")
    consult(network, matter, comment=True)
    secretary.go("/meetings/plan/").fill(
        title=f"The quarter's meeting, {network.tag}", day=day_of(network.ilo, 12), place="Bangkok"
    )
    secretary.press("Plan a meeting")
    meeting = secretary.path().removesuffix("add-items/")
    secretary.go(f"{meeting}add-item/").fill(title="The matter").pick("purpose", "Decision")
    options = secretary.page.eval_on_selector_all("select[name=decision] option", "os => os.map(o => o.label)")
    secretary.pick("decision", next(o for o in options if o.endswith(f"A matter for the room, {network.tag}"))).press(
        "Add an item"
    )
    secretary.go(f"{meeting}convene/").press("Convene the meeting")
    network.ilo.go(f"{meeting}reply/").choose("answer", "yes").pick("mode", "Online").press("Reply")
    network.fao.go(f"{meeting}reply/").choose("answer", "no").press("Reply")
    forward(secretary, 12, hour=10)
    network.unicef.go("/outbox/")
    assert f"Please reply: The quarter's meeting, {network.tag}" in network.unicef.text()
    network.ilo.go("/outbox/")
    assert f"Please reply: The quarter's meeting, {network.tag}" not in network.ilo.text()

    secretary.go(f"{meeting}start/").press("Start the meeting")
    secretary.go(f"{meeting}attendance/")
    for box in secretary.page.query_selector_all("main input[type=checkbox]")[:5]:
        box.check()
    assert secretary.wrong() == []
    secretary.press("Record attendance")
    numbers = secretary.go(meeting).page.eval_on_selector_all(
        ".agenda > li .number", "es => es.map(e => e.textContent.trim())"
    )
    item = f"{meeting}items/{numbers[-1]}/"
    secretary.go(f"{item}open-round/").press("Ask whether there is any objection")
    assert secretary.go(f"{item}positions/").wrong() == []
    for row in secretary.page.query_selector_all("main tbody tr"):
        speaker = row.query_selector("select[name$=speaker]")
        speaker.select_option(index=1)
        row.query_selector("select[name$=value]").select_option(label="Support")
    secretary.press("Record the positions")
    coordinator.go(f"{item}close-round/").press("Close the call")
    coordinator.go(f"{matter}adopt/").fill(statement="I declare consensus.").press("Record the adoption by consensus")
    assert "Adopted" in coordinator.text()
    secretary.go(f"{item}give-action/").fill(title=f"Send the text to country networks, {network.tag}")
    secretary.page.locator("input[name=officers]").first.check()
    secretary.press("Assign an action")
    for number in numbers:
        outcome = "decided" if number == numbers[-1] else "noted"
        secretary.go(f"{meeting}items/{number}/").choose("outcome", outcome).press("Save")
    secretary.go(f"{meeting}close-meeting/").press("Close the meeting")

    minutes = f"{meeting}minutes/"
    assert secretary.go(f"{minutes}sections/{numbers[0]}/").wrong() == []
    for number in numbers:
        secretary.go(f"{minutes}sections/{number}/").fill(body=f"Members discussed item {number}.").press(
            "Save the section"
        )
    secretary.go(f"{minutes}circulate/").fill(comments_until=day_of(network.ilo, 3)).press("Circulate the minutes")
    network.ilo.go(f"{minutes}comment/").fill(body="Please name the country networks.").press("Comment on the minutes")
    secretary.go(minutes).page.get_by_role("link", name=re.compile("^Respond ILO")).click()
    secretary.page.wait_for_load_state()
    secretary.choose("disposition", "noted").fill(reply="They are named in the annex.").press("Respond to a comment")
    forward(secretary, 4)
    coordinator.go(f"{minutes}approve/").press("Record the approval of the minutes")
    link = coordinator.page.locator("main a", has_text="PDF")
    for _try in range(60):
        if link.count():
            break
        coordinator.page.wait_for_timeout(500)
        coordinator.go(minutes)
    secretary.go(f"{minutes}publish/").press("Publish to members")
    forward(secretary, 1)
    network.fao.go(minutes)
    address = network.fao.page.locator("main a", has_text="PDF").first.get_attribute("href")
    served = network.fao.context.request.get(network.fao.url + address)
    assert served.headers["content-type"] == "application/pdf"
    assert served.body()[:5] == b"%PDF-"
    assert f"Minutes: The quarter's meeting, {network.tag}" in network.fao.go("/outbox/").text()


def test_progress_is_logged_returned_and_accepted(network: Network) -> None:
    quarter = "4" if network.tag == "wide" else "3"
    network.ilo.go("/workplans/2026/")
    network.ilo.page.get_by_role("link", name="Guidance for recruiters and labour inspectors").click()
    network.ilo.page.wait_for_load_state()
    activity = network.ilo.path()
    if network.tag == "narrow":
        network.unodc.go("/workplans/2026/").page.get_by_role(
            "link", name="Mapping of cyber-enabled trafficking"
        ).click()
        network.unodc.page.wait_for_load_state()
        who, activity, quarter = network.unodc, network.unodc.path(), "4"
    else:
        who = network.ilo
    assert who.go(f"{activity}report/{quarter}/").wrong() == []
    who.choose("status", "ongoing")
    if who.page.locator("[name=percent]").count():
        who.fill(percent="70")
    who.fill(achievements="Two more countries take part.").press("Submit the update")
    update = who.path()
    network.secretary.go(f"{update}return/").fill(reason="Which countries?").press("Return the update")
    who.go(f"{activity}report/{quarter}/")
    assert "Which countries?" in who.text()
    who.fill(achievements="Nepal and Sri Lanka take part.").press("Submit the update")
    network.secretary.go(f"{update}accept-update/").press("Accept the update")
    assert "Accepted" in network.fao.go(update).text()


def test_a_task_team_is_set_up_by_decision(network: Network) -> None:
    code = "RET" if network.tag == "wide" else "SKL"
    unicef = network.unicef.go("/task-teams/propose/")
    unicef.fill(
        name=f"A team of the journey, {network.tag}",
        code=code,
        need="Asked for by offices.",
        focus="Advice to offices.",
    )
    for name in ("FAO", "UNICEF"):
        unicef.page.get_by_label(name, exact=True).check()
    unicef.pick("chairs", "UNICEF").tick("no_terms_needed").tick("standing").press("Propose a task team")
    team = unicef.path()
    assert "Proposed" in unicef.text()
    unicef.page.locator("aside a").first.click()
    unicef.page.wait_for_load_state()
    decision = submit(unicef, unicef.path())
    consult(network, decision)
    open_round(network, decision)
    take(network.fao, decision, "support")
    replies_received(network, decision)
    forward(network.secretary, 5)
    network.coordinator.go(f"{decision}adopt/").fill(statement="The Network establishes the team.").press(
        "Record the adoption by consensus"
    )
    unicef.go(team)
    assert "Active" in unicef.text()
    unicef.go(f"{team}add-deliverable/").fill(title="A note of advice", due_on="2028-06-01").pick("organization", "FAO")
    unicef.press("Add a deliverable")
    assert "A note of advice" in unicef.text()
