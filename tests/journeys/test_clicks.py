"""What the most frequent tasks cost in clicks, fields and pages; ``make clicks`` prints them."""

import pytest

from tests.journeys.counted import Cost, Counted
from tests.journeys.network import Network, consult, day_of, forward, open_round, propose

DESKTOP = pytest.param((1280, "untouched_portal", "counted"), id="desktop", marks=pytest.mark.browser)
PHONE = pytest.param((390, "untouched_portal", "counted on a phone"), id="phone", marks=pytest.mark.browser)
ITEMS = 12


def told(task: str, cost: Cost, clicks: int, pages: int) -> None:
    """Print what a task cost, and refuse more than it may."""
    print(f"\n{task}: {cost} (at most {clicks} clicks, {pages} pages)")
    assert cost.clicks <= clicks, (task, cost)
    assert cost.pages <= pages, (task, cost)


@pytest.mark.parametrize("network", [DESKTOP], indirect=True)
def test_a_meeting_from_its_plan_to_published_minutes(network: Network) -> None:
    """Twelve items, two action points, a reply of each kind, a comment and its response: by all who take part."""
    cost, title = Cost(), f"A meeting that is {network.tag}"
    day, later = day_of(network.ilo, 12), day_of(network.ilo, 16)
    with Counted(network.secretary, cost) as who:
        who.link("Plan a meeting").type(title=title, day=day).button("Plan a meeting")
        standing = network.secretary.page.locator(".agenda > li").count()
        for n in range(1, ITEMS - standing + 1):
            who.type(**{f"title-{n}": f"Item of the counted meeting, {n}"})
        who.button("Add the items and convene the meeting").button("Convene the meeting")
    for person, answer in ((network.ilo, "Attend"), (network.fao, "Do not attend")):
        with Counted(person, cost) as who:
            who.line(title, answer)
    forward(network.secretary, 12, hour=10)
    with Counted(network.secretary, cost) as who:
        who.line(title, "Start the meeting").button("Start the meeting").button("Record attendance")
        for n in range(1, ITEMS + 1):
            first = n == 1
            approval = "Approval of the minutes" in network.secretary.page.inner_text("h1")
            who.type(body=f"Members discussed item {n}.")
            who.choose("outcome", "decided" if first else "deferred" if approval else "noted")
            if n in (3, 4):
                who.fold("Assign an action point").type(action_title=f"Send the note, {n}").tick("action_officers")
            who.button("Save and")
        who.button("Close the meeting").type(comments_until=later).button("Circulate the minutes")
    with Counted(network.ilo, cost) as who:
        who.line(title, "Read and comment").type(body="Please name the country networks.")
        who.button("Comment on the minutes")
    with Counted(network.secretary, cost) as who:
        who.line(title, "Respond").choose("disposition", "noted").type(reply="They are named in the annex.")
        who.button("Respond to a comment")
    forward(network.secretary, 5)
    assert "Record the approval of the minutes: " + title not in network.secretary.go("/").text(), "she drafted them"
    with Counted(network.coordinator, cost) as who:
        who.line(title, "Record the approval").button("Record the approval of the minutes")
    for _try in range(60):  # the paper is made by the worker; nobody clicks for it
        if network.coordinator.page.locator("main a", has_text="PDF").count():
            break
        network.coordinator.page.wait_for_timeout(500)
        network.coordinator.page.reload()
    with Counted(network.secretary, cost) as who:
        who.line(title, "Publish").button("Publish to members")
    assert "Published" in network.secretary.text()
    told("Meeting from its plan to published minutes", cost, 55, 31)


@pytest.mark.parametrize("network", [DESKTOP], indirect=True)
def test_two_reports_one_of_them_returned_and_their_review(network: Network) -> None:
    network.secretary.go("/workplans/2026/review/")
    while (accept := network.secretary.page.get_by_role("button", name="Accept the update")).count():
        accept.first.click()
        network.secretary.page.wait_for_load_state()
    reporting, review = Cost(), Cost()
    with Counted(network.ilo, reporting) as who:
        who.line("Report progress on", "Report progress").report("Begun.")
        who.button("Submit and report on the next activity")
        who.report("Two countries.").button("Submit the update")
    with Counted(network.secretary, review) as who:
        who.line("progress report", "Review").fold("Return the update").type(reason="Which countries?")
        who.button("Return the update")
        who.button("Accept the update")
    with Counted(network.ilo, reporting) as who:
        who.line("Returned to you", "Edit and submit").type(achievements="Nepal and Sri Lanka.")
        who.button("Submit the update")
    told("Two reports with one return", reporting, 8, 6)
    told("Their review", review, 4, 3)


def _replies(network: Network, cost: Cost, title: str, **object_to: str) -> None:
    """Two members state their positions, one of them perhaps objects; the others reply to the Secretariat."""
    for person in (network.ilo, network.unicef):
        with Counted(person, cost) as who:
            who.line(title, "Submit position")
            objects = object_to and person is network.unicef
            who.choose("value", "object" if objects else "support")
            who.type(**(object_to if objects else {})).button("Submit position")


@pytest.mark.parametrize("network", [DESKTOP], indirect=True)
def test_a_proposal_from_its_draft_through_the_principals_to_its_adoption(network: Network) -> None:
    """A comment with its response, an objection, the Principals, a second call with every reply: by all who take part."""
    cost, title = Cost(), f"Guidance {network.tag}"
    secretary, coordinator = network.secretary, network.coordinator
    with Counted(network.ilo, cost) as who:
        who.link("Propose a decision").pick("kind", "Guidance of the Regional Executive Committee")
        who.type(title=title, draft_text="First paragraph.\n\nSecond paragraph.", mandates="None is touched.")
        who.button("Save and go on to submit").button("Submit the proposal")
    with Counted(secretary, cost) as who:
        who.line(title, "Open the consultation").button("Open the consultation")
    forward(secretary, 1)
    with Counted(network.fao, cost) as who:
        who.line(title, "Comment").type(body="Rural areas deserve a word.").button("Comment on the proposal")
    with Counted(secretary, cost) as who:
        who.line(title, "Respond").pick("disposition", "Noted").type(reply="The text allows for it.")
        who.button("Respond to a comment")
    forward(secretary, 12)
    with Counted(coordinator, cost) as who:
        who.line(title, "Call for positions").button("Call for positions")
    forward(secretary, 1)
    _replies(network, cost, title, reason="Children are not named.", proposed_solution="Name them.")
    forward(secretary, 12)
    with Counted(secretary, cost) as who:
        who.line(title, "Record a contact").type(note="ILO and UNICEF met; neither could move.")
        who.button("Record a contact")
    with Counted(coordinator, cost) as who:
        who.line(title, "View").link("Refer to the Principals").type(note="Both views and two ways forward.")
        who.button("Refer to the Principals")
        who.link("Record the outcome").choose("outcome", "agreed").type(note="Name children in paragraph one.")
        who.button("Record the outcome")
        who.link("Open the consultation").button("Open the consultation")
    forward(secretary, 12)
    with Counted(coordinator, cost) as who:
        who.line(title, "Call for positions").button("Call for positions")
    forward(secretary, 1)
    _replies(network, cost, title)
    forward(secretary, 12)
    with Counted(secretary, cost) as who:
        who.line(title, "Record replies").type(document="Letters of this week").pick("usual", "No objection recorded")
        for row in secretary.page.locator("main [name^=person-]").all():
            who.cost.fields += 1
            row.fill("The focal point")
        who.button("Record replies received")
    forward(secretary, 1)
    with Counted(coordinator, cost) as who:
        who.line(title, "Record the adoption").type(statement="Members joined the consensus.")
        who.button("Record the adoption by consensus")
    assert "Adopted by consensus on" in coordinator.text()
    told("Proposal through the Principals to adoption", cost, 42, 34)


@pytest.mark.parametrize("network", [PHONE], indirect=True)
def test_on_a_phone_a_reply_a_position_and_a_report(network: Network) -> None:
    title = f"A meeting {network.tag}"
    network.secretary.go("/meetings/plan/").fill(title=title, day=day_of(network.ilo, 30)).press("Plan a meeting")
    meeting = network.secretary.path().removesuffix("add-items/")
    network.secretary.go(f"{meeting}convene/").press("Convene the meeting")
    matter = propose(network.fao, "Other decision of the Network", f"A matter {network.tag}")
    consult(network, matter)
    open_round(network, matter)
    cost = Cost()
    with Counted(network.unodc, cost) as who:
        who.line(title, "Attend")
    with Counted(network.unodc, cost) as who:
        who.line(f"A matter {network.tag}", "Submit position").choose("value", "support").button("Submit position")
    with Counted(network.unodc, cost) as who:
        who.line("Report progress on", "Report progress").report("Begun.")
        who.button("Submit the update")
    told("On a phone: a reply, a position and a report", cost, 8, 5)


@pytest.mark.parametrize("network", [DESKTOP], indirect=True)
def test_a_new_organization_with_its_focal_point(network: Network) -> None:
    cost = Cost()
    with Counted(network.secretary, cost) as who:
        who.menu("Members").link("Register an organization")
        who.type(acronym="NEWORG", name="A new organization", basis="Letter of 9 November 2026")
        who.type(person="Nia Test", email="nia@example.org").button("Register the organization")
    assert "is a member of the Network from" in network.secretary.text()
    assert "Nia Test has an invitation by email." in network.secretary.text()
    told("A new organization with its focal point", cost, 3, 3)


@pytest.mark.parametrize("network", [DESKTOP], indirect=True)
def test_a_task_team_to_its_planned_first_meeting(network: Network) -> None:
    """Its co-chair records two deliverables and plans the meeting with two items; the Secretariat convenes it."""
    cost, day = Cost(), day_of(network.ilo, 15)
    with Counted(network.unodc, cost) as who:
        who.menu("Task teams").link("Alternatives to detention").link("Add a deliverable")
        for n, again in ((1, "Save and enter another"), (2, "Add a deliverable")):
            who.type(title=f"Deliverable {n} of the counted team", due_on=day).button(again)
        who.link("Plan a meeting").type(day=day).button("Plan a meeting")
        who.type(**{"title-1": "Work of the quarter", "title-2": "Next steps"}).button("Add several items")
    title = network.unodc.page.inner_text("h1")
    with Counted(network.secretary, cost) as who:
        who.line(title, "Convene").button("Convene the meeting")
    told("A task team to its planned first meeting", cost, 14, 10)
