"""The rules of consensus, lived in the browser on both databases: silence, replies by letter, referral, a meeting, methods.

ToR regional decision-making 1 and 2; global ¶7.
"""

import pytest

from tests.journeys.network import (
    BOTH_DATABASES,
    DESKTOP,
    PHONE,
    POSTGRESQL,
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
from tests.journeys.people import Person

GUIDANCE = "Guidance of the Regional Executive Committee"
GENERAL = "Other decision of the Network"
pytestmark = [pytest.mark.variants, pytest.mark.share(2)]
each_database = pytest.mark.parametrize("network", BOTH_DATABASES, indirect=True)
each_width_and_database = pytest.mark.parametrize("network", [DESKTOP, PHONE, POSTGRESQL], indirect=True)


@each_width_and_database
def test_a_round_to_adoption_in_writing(network: Network) -> None:
    matter = propose(
        network.unicef, "Guidance of the Regional Executive Committee", f"Guidance that finds consensus, {network.tag}"
    )
    consult(network, matter)
    open_round(network, matter)
    take(network.ilo, matter, "support", reason="With pleasure.")
    take(network.unicef, matter, "reservation", reason="UNICEF joins; children come first.")
    assert "children come first" in network.ilo.go(matter).text(), "positions are open to members"
    forward(network.secretary, 5)
    assert "Replies awaited from" in network.coordinator.go(matter).text()
    network.coordinator.go(f"{matter}adopt/")
    assert "Silence" not in network.coordinator.text()
    assert "Send a reminder, extend the deadline, record a reply received" in network.coordinator.text()
    replies_received(network, matter)
    forward(network.secretary, 1)
    network.coordinator.go(f"{matter}adopt/").fill(statement="All replied; nobody objects.")
    network.coordinator.press("Record the adoption by consensus")
    text = network.coordinator.text()
    assert "Adopted by consensus on" in text
    assert "No reply" not in text


@each_width_and_database
def test_an_objection_goes_to_the_principals_to_a_referral_and_back_to_a_confirming_round(network: Network) -> None:
    secretary, coordinator = network.secretary, network.coordinator
    matter = propose(
        network.ilo, "Guidance of the Regional Executive Committee", f"Guidance that is contested, {network.tag}"
    )
    consult(network, matter)
    open_round(network, matter)
    take(network.ilo, matter, "support")
    take(network.unicef, matter, "object", reason="Children are not named.", proposed_solution="Name them.")
    forward(secretary, 5)
    assert "No consensus" in secretary.go(matter).text()
    secretary.go(f"{matter}contact/").fill(note="ILO and UNICEF met; neither could move.").press("Record a contact")
    coordinator.go(f"{matter}take-to-principals/").fill(note="Both views and two ways forward.").press(
        "Refer to the Principals"
    )
    coordinator.go(f"{matter}outcome/").choose("outcome", "failed").fill(note="No way forward was found.").press(
        "Record the outcome"
    )
    refused(coordinator, f"{matter}refer/", "Record first the conclusion of the Regional Executive Committee")
    words = {"document": "Committee meeting, item 4", "words": "The matter is referred to the Secretary-General."}
    secretary.go(f"{matter}committee-conclusion/").fill(**words)
    secretary.press("Record the conclusion of the Regional Executive Committee")
    coordinator.go(f"{matter}refer/").fill(note="History, positions and options.").press(
        "Refer to the Secretary-General"
    )
    coordinator.go(f"{matter}outcome/").choose("outcome", "guidance").fill(note="Name children in the first paragraph.")
    coordinator.press("Record the outcome")
    coordinator.go(f"{matter}open-round/").fill(deadline=day_of(network.ilo, 4)).press("Call for positions")
    forward(secretary, 1)
    take(network.ilo, matter, "support")
    take(network.unicef, matter, "support")
    replies_received(network, matter)
    forward(secretary, 5)
    coordinator.go(f"{matter}adopt/").fill(statement="Members joined consensus after the guidance.").press(
        "Record the adoption by consensus"
    )
    assert "Call for positions 2" in coordinator.text()


def refused(who: Person, path: str, *words: str) -> None:
    """The page of the act says which condition is not met, and its button does nothing."""
    text = who.go(path).text()
    for word in words:
        assert word in text, text
    assert who.page.locator("main form button[disabled]").count() == 1


def whole(who: Person, path: str) -> str:
    """The words of a page, those that are folded as well."""
    return str(who.go(path).page.text_content("main"))


def notified(who: Person) -> str:
    return whole(who, "/notices/")


@each_database
def test_a_call_without_replies_cannot_be_adopted_and_a_reply_by_letter_is_corrected(network: Network) -> None:
    title = f"Guidance that nobody answers, {network.tag}"
    matter = propose(network.unicef, GUIDANCE, title)
    consult(network, matter)
    open_round(network, matter)
    forward(network.secretary, 5)
    refused(network.coordinator, f"{matter}adopt/", "Replies awaited from", "Send a reminder, extend the deadline")
    for act in ("remind", "extend", "record-reply"):
        assert network.secretary.go(matter).page.locator(f"main a[href$='{act}/']").count(), act

    network.secretary.go(f"{matter}record-reply/").pick("organization", "ILO").choose("value", "no_objection")
    network.secretary.fill(person="Arturo Vela", document="letter of the Regional Director")
    network.secretary.press("Record a reply received")
    assert "letter of the Regional Director" in whole(network.fao, matter), "the reply is shown with its source"
    assert title in notified(network.ilo), "the organization is notified at once"
    take(network.ilo, matter, "reservation", reason="ILO joins; labour standards apply.")
    text = network.fao.go(matter).text()
    assert "labour standards apply" in text

    replies_received(network, matter)
    forward(network.secretary, 1)
    network.coordinator.go(f"{matter}adopt/").fill(statement="All replied; nobody objects.")
    network.coordinator.press("Record the adoption by consensus")
    assert "Adopted by consensus on" in network.coordinator.text()


def call_under_silence(network: Network, title: str) -> str:
    matter = propose(network.fao, GENERAL, title)
    consult(network, matter)
    form = network.coordinator.go(f"{matter}open-round/").tick("silence")
    form.fill(deadline=day_of(network.ilo, 7), hour="12:00").press("Call for positions")
    forward(network.secretary, 1)
    return matter


@each_database
def test_under_the_silence_procedure_who_does_not_object_joins_the_consensus(network: Network) -> None:
    matter = call_under_silence(network, f"Adopted under the silence procedure, {network.tag}")
    assert "12:00" in network.ilo.go(matter).text(), "the deadline has its hour"
    refused(network.coordinator, f"{matter}adopt/", "The call for positions is open.")
    forward(network.secretary, 8)

    network.coordinator.go(f"{matter}adopt/").fill(statement="No member objected by the deadline.")
    network.coordinator.press("Record the adoption by consensus")
    text = network.coordinator.text()
    assert "Adopted by consensus on" in text
    assert "silence procedure" in text


@each_database
def test_one_objection_ends_the_silence_procedure_at_once(network: Network) -> None:
    title = f"Objected to under the silence procedure, {network.tag}"
    matter = call_under_silence(network, title)
    take(network.unicef, matter, "object", reason="Children are missing.", proposed_solution="Add them.",
         paragraphs="1, 2")  # fmt: skip

    text = network.ilo.go(matter).text()
    assert "No consensus" in text
    assert "Children are missing." in text
    assert "On paragraphs: 1, 2" in text
    forward(network.secretary, 1)
    assert title in notified(network.ilo), "every member is told"
    assert network.coordinator.go(f"{matter}adopt/").page.locator("main form button:enabled").count() == 0


def meeting_of_the_committee(network: Network, *matters: str) -> str:
    """In session, on the matters, with every organization of the committee but UNICEF."""
    secretary = network.secretary
    secretary.go("/meetings/plan/").pick("kind", "Meeting of the Regional Executive Committee").pick(
        "body", "Regional Executive Committee"
    )
    secretary.fill(title=f"A meeting of the committee, {network.tag}", day=day_of(network.ilo, 6), place="Bangkok")
    secretary.press("Plan a meeting")
    meeting = secretary.path().removesuffix("add-items/")
    for title in matters:
        secretary.go(f"{meeting}add-item/").fill(title=title).pick("purpose", "Decision")
        options = secretary.page.eval_on_selector_all("select[name=decision] option", "os => os.map(o => o.label)")
        secretary.pick("decision", next(o for o in options if o.endswith(title))).press("Add an item")
    secretary.go(f"{meeting}convene/").press("Convene the meeting")
    forward(secretary, 6, hour=10)
    secretary.go(f"{meeting}start/").press("Start the meeting")
    secretary.go(f"{meeting}attendance/")
    for box in secretary.page.query_selector_all("main input[type=checkbox]"):
        box.check()
    secretary.page.locator("main tr", has_text="UNICEF").locator("input[type=checkbox]").uncheck()
    secretary.press("Record attendance")
    return meeting


@each_database
def test_in_a_meeting_an_absent_member_objects_and_an_amendment_is_adopted_ad_referendum(network: Network) -> None:
    secretary, coordinator, unicef = network.secretary, network.coordinator, network.unicef
    contested, amended = (f"{what}, {network.tag}" for what in ("Contested in the room", "Amended in the room"))
    matters = {title: propose(network.ilo, GUIDANCE, title) for title in (contested, amended)}
    for path in matters.values():
        consult(network, path)
    meeting = meeting_of_the_committee(network, contested, amended)
    secretary.go(meeting)
    items = {
        title: secretary.page.get_by_role("link", name=title).first.get_attribute("href") for title in matters
    }  # fmt: skip

    secretary.go(f"{items[contested]}open-round/").press("Ask whether there is any objection")
    take(unicef, matters[contested], "object", reason="Not without us.", proposed_solution="Wait.")
    refused(coordinator, f"{matters[contested]}adopt/", "Unresolved concern: UNICEF.")
    coordinator.go(f"{items[contested]}close-round/").press("Close the call")
    assert "No consensus" in network.fao.go(matters[contested]).text()
    assert "This cannot be done now" in coordinator.go(f"{matters[contested]}adopt/").text()

    secretary.go(f"{items[amended]}open-round/").press("Ask whether there is any objection")
    secretary.go(f"{items[amended]}amend/").fill(
        source="First paragraph, amended in the room.\n\nSecond paragraph.", change_note="Paragraph 1."
    ).press("Record an amendment")
    coordinator.go(f"{items[amended]}close-round/").press("Close the call")
    assert "adopted ad referendum until" in unicef.go(matters[amended]).text()
    assert amended in notified(unicef)
    assert "amended in the room" in unicef.go(matters[amended]).text()
    refused(coordinator, f"{matters[amended]}adopt/", "ad referendum until")
    forward(secretary, 9)
    coordinator.go(f"{matters[amended]}adopt/").fill(statement="No member that was not represented objected.")
    coordinator.press("Record the adoption by consensus")
    assert "Adopted by consensus on" in coordinator.text()


@each_database
def test_the_administrator_seats_nobody_in_the_committee_without_a_decision(network: Network) -> None:
    admin = network.admin
    admin.go("/admin/members/seat/add/")
    for name, label in (("body", "Regional Executive Committee"), ("role", "Member")):
        admin.pick(name, label)
    value = admin.page.evaluate(
        "[...document.querySelector('select[name=organization]').options].find(o => o.label.startsWith('FAO')).value"
    )
    admin.page.select_option("select[name=organization]", value)
    admin.fill(starts_on=day_of(network.ilo, 0))
    admin.page.get_by_role("button", name="Save", exact=True).click()
    admin.page.wait_for_load_state()
    assert "are a closed list" in admin.text()
    assert admin.path() == "/admin/members/seat/add/"


def adopt_a_method(network: Network, title: str, *, days: str = "", replaces: str = "") -> str:
    ilo = network.ilo.go("/decisions/propose-method/").fill(
        title=title, draft_text="The Secretariat plans ahead.", mandates="None is touched."
    )
    if days:
        ilo.tick("rule-meeting_notice").fill(**{"days-meeting_notice": days})
    if replaces:
        label = ilo.page.evaluate(
            "t => [...document.querySelector('select[name=replaces]').options].find(o => o.label.includes(t)).label",
            replaces,
        )
        ilo.pick("replaces", label)
    ilo.press("Save draft")
    matter = submit(ilo, ilo.path())
    consult(network, matter)
    open_round(network, matter)
    replies_received(network, matter)
    forward(network.secretary, 5)
    network.coordinator.go(f"{matter}adopt/").fill(statement="The Network adopts this method.")
    network.coordinator.press("Record the adoption by consensus")
    return matter


@each_database
def test_a_working_method_is_adopted_applied_amended_and_ended(network: Network) -> None:
    secretary, first, second = network.secretary, f"Notice of ten days, {network.tag}", f"Notice, {network.tag}"
    adopt_a_method(network, first, days="10")
    governance = network.fao.go("/governance/").text()
    assert first in governance
    assert "at least 10 working days before it" in governance
    secretary.go("/meetings/plan/").fill(
        title=f"At short notice, {network.tag}", day=day_of(network.ilo, 5), place="Bangkok"
    )
    secretary.press("Plan a meeting")
    meeting = secretary.path().removesuffix("add-items/")
    refused(secretary, f"{meeting}convene/", "10 working days")

    adopt_a_method(network, second, days="2", replaces=first)
    governance = network.fao.go("/governance/").text()
    assert "at least 2 working days before it" in governance
    assert "at least 10 working days before it" not in governance
    secretary.go(f"{meeting}reschedule/").fill(day=day_of(network.ilo, 5), reason="The first day has passed.")
    secretary.press("Reschedule")
    secretary.go(f"{meeting}convene/").press("Convene the meeting")

    adopt_a_method(network, f"No notice is set, {network.tag}", replaces=second)
    assert "working days before it" not in network.fao.go("/governance/").text()
