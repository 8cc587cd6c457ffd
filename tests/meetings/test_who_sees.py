"""A page shows what its reader may open: no comment to a guest, no link or title whose page answers 404."""

import datetime as dt
import html
import re
from typing import Any

import pytest

from decisions.models import Decision
from meetings.models import Meeting, Minutes
from meetings.services import agenda, planning
from meetings.services import minutes as minutes_service
from members.models import Officer
from members.services import people
from network_portal.lib import clock
from network_portal.records.access import grants
from network_portal.records.models import Notice
from tests.people import actor, user


def test_a_guest_who_writes_minutes_reads_no_comment_and_no_objection(enter: Any) -> None:
    minutes = Minutes.objects.filter(state="draft").first()
    grants.give(
        user("stranger"), "write_minutes", minutes, actor=actor("secretary", "secretariat"), reason="To write.",
        until=clock.now() + dt.timedelta(days=9),
    )  # fmt: skip
    Minutes.objects.filter(pk=minutes.pk).update(state="circulated", comments_until=clock.now() + dt.timedelta(days=5))
    minutes.refresh_from_db()
    minutes_service.comment(minutes, actor=actor("unodc"), body="A word on section two.", is_objection=True)

    guest = enter("stranger").get(minutes.get_absolute_url())
    member = enter("unodc").get(minutes.get_absolute_url())

    assert guest.status_code == 200
    assert "A word on section two." not in guest.content.decode()

    assert "A word on section two." in member.content.decode()


def test_a_former_representative_keeps_no_title_of_what_is_closed_to_the_person(enter: Any) -> None:
    person = actor("fao").user
    told = Notice.objects.filter(person=person, object_label="decisions.decision").latest("created_at")
    before = enter("fao").get("/notices/").content.decode()
    for post in Officer.objects.filter(person=person):
        post.ends_on = clock.today()
        people.save_officer(post, actor=actor("admin", "admin"))

    assert told.title in before
    page = enter("fao").get("/notices/").content.decode()
    for notice in Notice.objects.filter(person=person):
        assert notice.title not in page
        assert enter("fao").get(notice.path.partition("#")[0]).status_code in (403, 404)


def test_each_notice_on_the_list_opens(enter: Any) -> None:
    for key in ("secretary", "ilo", "partner", "notes"):
        client = enter(key)
        answer = client.get("/notices/")
        assert bool(list(answer.context["page"])) == (key in ("secretary", "ilo")), key
        for notice in answer.context["page"]:
            opened = client.get(notice.path.partition("#")[0])
            assert opened.status_code == 200 or b"Continue as" in opened.content, (key, notice.path)


def test_draft_minutes_and_draft_proposals_are_no_links_for_members(enter: Any) -> None:
    secretary = actor("secretary", "secretariat")
    unsent = Minutes.objects.filter(state="draft").first()
    meeting = planning.plan(
        unsent.meeting.body, actor=secretary, kind=unsent.meeting.kind, title="The next one", place="Bangkok",
        starts_at=clock.now() + dt.timedelta(days=50), ends_at=clock.now() + dt.timedelta(days=50, hours=2),
        chair=user("coordinator"),
    )  # fmt: skip
    draft = Decision.objects.filter(state="draft").first()
    agenda.add_item(meeting, actor=secretary, title="A matter to come", decision=draft)
    planning.convene(meeting, actor=secretary)
    assert meeting.items.filter(approves=unsent).exists()
    links = [unsent.get_absolute_url(), draft.get_absolute_url()]

    for key in ("fao", "secretary"):
        client = enter(key)
        pages = [client.get(meeting.get_absolute_url())]
        pages += [client.get(item.path("item")) for item in meeting.items.all()]
        body = "".join(page.content.decode() for page in pages)
        for link in links:
            assert (f'href="{link}"' in body) == (client.get(link).status_code == 200), (key, link)


def test_a_link_that_opens_in_another_capacity_is_offered_there_and_the_session_stays(enter: Any) -> None:
    meeting = planning.Meeting.objects.filter(state="convened").first()
    capacities = [a.key for a in _capacities("secretary")]
    assert "secretariat" in capacities
    assert len(capacities) > 1
    client = enter("secretary", "secretariat")

    answer = client.get(meeting.path("reply"))

    assert answer.status_code == 403
    assert "Continue as IOM" in answer.content.decode()
    assert client.session["capacity"] == "secretariat"
    other = next(key for key in capacities if key.startswith("officer"))
    moved = client.post("/acting/", {"capacity": other, "next": meeting.path("reply")})
    assert moved["Location"] == meeting.path("reply")
    assert client.get(meeting.path("reply")).status_code == 200


def test_who_has_no_other_capacity_is_offered_none(enter: Any) -> None:
    meeting = planning.Meeting.objects.filter(state="convened").first()
    refused = enter("fao").get(meeting.path("edit"))

    assert refused.status_code == 403
    assert "Continue as" not in refused.content.decode()
    assert (
        "Continue as"
        in enter("secretary", actor("secretary", "focal_point").key).get(meeting.path("edit")).content.decode()
    )


def _capacities(key: str) -> Any:
    from members.capacities import capacities

    return capacities(user(key))


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_a_method_that_no_page_knows_is_405(method: str, enter: Any) -> None:
    client = enter("secretary")
    for path in ("/", "/decisions/", "/meetings/plan/", "/governance/", "/account/sign-in/"):
        assert getattr(client, method)(path).status_code == 405, path


def test_a_page_that_is_only_read_takes_no_post(enter: Any) -> None:
    assert enter("secretary").post("/decisions/").status_code == 405
    assert enter("secretary").post("/governance/").status_code == 405


UNSEEN = [
    "A\u202eB title",
    "A\u200bB title",
    "\u2066Title\u2069",
    "A\ufeffB",
    "A\u00adB title",
    "2026–2027",
    "---",
    "\u3164",
]


@pytest.mark.parametrize("title", UNSEEN)
def test_a_title_with_unseen_characters_or_no_letter_is_refused(title: str, send: Any) -> None:
    answer = send(
        "ilo", "/decisions/propose/", {"kind": "general", "title": title, "draft_text": "A text.", "mandates": "None."}
    )

    assert answer.status_code == 422
    assert not Decision.objects.filter(title=title).exists()


def test_names_are_stored_in_one_form(send: Any) -> None:
    send(
        "ilo",
        "/decisions/propose/",
        {"kind": "general", "title": "E\u0301cole", "draft_text": "A text.", "mandates": "None."},
    )

    assert Decision.objects.filter(title="\u00c9cole").exists()


@pytest.mark.parametrize("name", ["สมชาย ใจดี", "නිමල් පෙරේරා", "نویسنده‌ها", "ប៊ុន រ៉ានី", "O'Brien-Łukasz"])
def test_names_of_the_regions_scripts_are_taken(name: str) -> None:
    from members.models import no_control_characters

    no_control_characters(name)


def test_security_txt_says_where_a_weakness_is_reported(client: Any) -> None:
    said = client.get("/.well-known/security.txt").content.decode()

    assert "Contact: mailto:" in said
    assert "Expires: " in said


def test_the_desk_of_a_former_representative_shows_no_title_of_what_is_closed(enter: Any) -> None:
    person = actor("unicef").user
    for post in Officer.objects.filter(person=person):
        post.ends_on = clock.today()
        people.save_officer(post, actor=actor("admin", "admin"))

    page = enter("unicef").get("/").content.decode()
    assert Notice.objects.filter(person=person).count() > 10
    for notice in Notice.objects.filter(person=person):
        assert notice.title not in page


def links_of(answer: Any) -> set[str]:
    found = re.findall(r'(?:href|action)="(/[^"#]*)', answer.content.decode())
    return {html.unescape(link) for link in found if not link.startswith(("/static/", "/account/sign-out", "/live"))}


@pytest.mark.parametrize("key", ["secretary", "coordinator", "ilo", "fao", "partner", "notes", "auditor"])
def test_every_link_that_a_page_shows_opens(key: str, enter: Any) -> None:
    """From the desk on, three links deep; with a returned proposal and draft minutes on an agenda, and a plan's draft."""
    from workplans.models import Plan

    secretary = actor("secretary", "secretariat")
    returned = Decision.objects.exclude(reference="").first()
    Decision.objects.filter(pk=returned.pk).update(state="draft")
    Plan.objects.filter(pk=Plan.objects.first().pk).update(decision=returned)
    meeting = Meeting.objects.filter(state="planned").first() or Meeting.objects.filter(state="convened").first()
    agenda.add_item(meeting, actor=secretary, title="What was returned", decision=returned)
    client, seen, todo, dead = enter(key), {"/"}, ["/"], []
    for _depth in range(3):
        found: set[str] = set()
        for path in todo:
            answer = client.get(path)
            if answer.status_code >= 400:
                dead.append((path, answer.status_code))
            elif "text/html" in answer["Content-Type"]:
                found |= links_of(answer)
        todo = sorted(found - seen)
        seen |= found

    assert dead == []
    assert len(seen) > (12 if key in ("partner", "notes") else 60)
