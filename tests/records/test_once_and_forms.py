"""One effect for each sent form, in the name it was opened in, and only with its own fields."""

from typing import Any

import pytest

from decisions.models import Comment, Decision
from members.models import User
from network_portal.records import audit
from tests import matters
from tests.people import actor


def consultation() -> Decision:
    return matters.in_consultation()


def test_a_form_sent_twice_has_one_effect_and_the_same_answer(send) -> None:
    path = consultation().path("comment")
    first = send("fao", path, {"body": "Once."}, once="k" * 24)
    second = send("fao", path, {"body": "Once."}, once="k" * 24)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Comment.objects.filter(body="Once.").count() == 1


def test_a_refused_form_may_be_sent_again_with_its_key(send) -> None:
    path = consultation().path("comment")

    assert send("fao", path, {"body": ""}, once="r" * 24).status_code == 422
    assert send("fao", path, {"body": "Now with words."}, once="r" * 24).status_code == 302


def test_a_form_without_its_key_is_not_read(enter) -> None:
    response = enter("fao").post(consultation().path("comment"), {"body": "x", "_capacity": actor("fao").key})

    assert response.status_code == 400
    assert not Comment.objects.filter(body="x").exists()


def test_a_form_opened_in_another_name_is_refused_with_both_named(enter) -> None:
    client = enter("secretary", "secretariat")
    focal = actor("secretary", "focal_point")
    response = client.post(consultation().path("comment"), {"body": "x", "_key": "z" * 24, "_capacity": focal.key})

    assert response.status_code == 409
    text = response.content.decode()
    assert "IOM, focal point" in text
    assert "Secretariat" in text
    assert not Comment.objects.filter(body="x").exists()


def test_one_cannot_act_for_an_organization_one_does_not_speak_for(enter) -> None:
    client = enter("fao")
    other = actor("unicef")

    assert client.post("/acting/", {"capacity": other.key}).status_code == 422
    session = client.session
    session["capacity"] = other.key
    session.save()
    page = client.get("/").content.decode()
    assert "FAO, focal point" in page
    assert "UNICEF, focal point" not in page
    response = client.post(consultation().path("comment"), {"body": "x", "_key": "q" * 24, "_capacity": other.key})
    assert response.status_code == 409


def test_switching_the_name_changes_what_may_be_done(enter) -> None:
    client = enter("secretary")
    assert client.get("/members/register/").status_code == 200
    client.post("/acting/", {"capacity": actor("secretary", "focal_point").key})

    assert client.get("/members/register/").status_code == 403


def test_extra_fields_change_nothing(send) -> None:
    decision = consultation()
    before = Decision.objects.filter(pk=decision.pk).values().get()
    send(
        "fao",
        decision.path("comment"),
        {"body": "y", "state": "adopted", "title": "Mine", "sponsor": "1", "reference": "X"},
    )

    assert Decision.objects.filter(pk=decision.pk).values().get() == before
    made = Comment.objects.get(body="y")
    assert (made.organization.acronym, made.disposition) == ("FAO", "")


def test_a_draft_with_two_editors_loses_nothing(send) -> None:
    draft = Decision.objects.get(state="draft", sponsor__acronym="ILO")
    data = {"version": draft.version, "title": draft.title, "mandates": "None."}
    assert send("ilo", draft.path("edit"), {**data, "draft_text": "First hand."}).status_code == 302
    second = send("ilo-alternate", draft.path("edit"), {**data, "draft_text": "Second hand."})

    assert second.status_code == 409
    assert "First hand." in second.content.decode()
    assert "Second hand." in second.content.decode()


def test_a_get_changes_nothing(enter) -> None:
    from django.apps import apps

    def counts() -> dict:
        skip = {"sessions.session", "members.user", "usersessions.usersession", "records.securityevent"}
        return {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.label_lower not in skip}

    clients = [enter("secretary"), enter("ilo")]
    before = counts()
    for client in clients:
        decision = consultation()
        for path in ("/", "/decisions/", decision.get_absolute_url(), decision.path("comment"), decision.path("withdraw"),
                     decision.path("open-round"), "/meetings/plan/", "/workplans/2026/"):  # fmt: skip
            client.get(path)

    assert counts() == before


@pytest.mark.parametrize("path", ["/decisions/2026-99/", "/decisions/%00/", "/workplans/99999999999999999999/",
                                  "/decisions/?page=9999999999999999999999", "/meetings/x/items/0/",
                                  "/members/?q=" + "x" * 5000, "/decisions/actions/999999999999999999999999/",
                                  "/files/" + "0" * 64 + "/", "/outbox/..%2f..%2fsecret/"])  # fmt: skip
def test_odd_addresses_crash_nothing(path: str, enter) -> None:
    assert enter("secretary").get(path).status_code in (200, 302, 404)


@pytest.mark.parametrize("path", ["/decisions/?state=%00&q=%00", "/admin/members/organization/?kind__exact=%00"])
def test_a_query_with_nul_is_refused(path: str, enter) -> None:
    assert enter("admin").get(path).status_code == 400


@pytest.mark.parametrize("body", ["\u200b", "\u2060 \u200b", "\u2800", "Pay \u202eton\u202c now", "\u2067to pay\u2069"])
def test_a_text_that_cannot_be_seen_or_turns_its_letters_is_refused_beside_its_field(body: str, send) -> None:
    matter = consultation()
    answer = send("fao", matter.path("comment"), {"body": body})

    assert answer.status_code == 422
    assert 'id="id_body_error"' in answer.content.decode()
    assert not matter.comments.filter(body=body).exists()


def test_an_objection_needs_a_reason_that_can_be_seen(send) -> None:
    matter = Decision.objects.filter(state="round").first()
    answer = send(
        "unicef", matter.path("position"), {"value": "object", "reason": "\u200b", "proposed_solution": "\u2060"}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "typed,kept",
    [("one\r\ntwo", "one\ntwo"), ("a\x07b\x0bc", "ab\nc"), ("می\u200cخواهم", "می\u200cخواهم"),
     ("ខ្មែរ\u200bអង់គ្លេស", "ខ្មែរ\u200bអង់គ្លេស")],
)  # fmt: skip
def test_a_long_text_is_kept_in_every_script_and_without_control_characters(typed: str, kept: str, send) -> None:
    matter = consultation()
    assert send("fao", matter.path("comment"), {"body": typed}).status_code == 302
    assert matter.comments.filter(body=kept).exists()


def test_hostile_text_is_shown_as_text(send, enter) -> None:
    decision = consultation()
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(1)>"
    send("fao", decision.path("comment"), {"body": attack})
    page = enter("ilo").get(decision.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_nul_and_huge_input_get_a_clear_error(send) -> None:
    decision = consultation()

    assert send("fao", decision.path("comment"), {"body": "a\x00b"}).status_code == 422
    assert send("fao", decision.path("comment"), {"body": "x" * 5000}).status_code == 422


def test_event_capacity_and_request_id_are_recorded(send) -> None:
    decision = consultation()
    send("fao", decision.path("comment"), {"body": "z"})
    from network_portal.records.models import Event

    event = Event.objects.filter(root_label="decisions.decision", root_id=decision.pk).order_by("-number").first()
    assert (event.verb, event.organization, event.capacity) == ("commented", "FAO", "focal_point")
    assert len(event.request_id) >= 8
    assert event.body.name == User.objects.get(email="fao@example.org").name
    assert audit.event_hash(event) == event.hash


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_out_of_reach_is_told_beside_its_field(day: str, send) -> None:
    decision = matters.submitted()
    response = send("secretary", decision.path("open-consultation"), {"closes_at": day}, capacity="secretariat")

    assert response.status_code == 422
    assert response.context["form"].errors["closes_at"] == ["Check the year."]


def test_a_choice_that_no_database_can_hold_is_no_choice(send) -> None:
    response = send("unicef", "/task-teams/propose/", {"name": "X", "composition": ["9" * 40], "chairs": [2**63]})

    assert response.status_code == 422
    assert {"composition", "chairs"} <= set(response.context["form"].errors)


@pytest.mark.parametrize("path", ["/decisions/propose/", "/account/sign-in/", "/acting/"])
def test_a_file_is_refused_before_a_byte_is_kept(path: str, enter) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    response = enter("fao").post(path, {"title": "x", "file": SimpleUploadedFile("x.svg", b"<svg/>")})

    assert response.status_code == 400


@pytest.mark.parametrize(
    "asked,number", [("", 1), ("1", 1), ("2", 2), ("999", 2), ("0", 1), ("-1", 1), ("x", 1), ("٣", 1)]
)
def test_a_register_opens_at_the_page_asked_for_and_counts_its_rows(asked: str, number: int, rf: Any) -> None:
    from members.models import Organization
    from network_portal.lib.pages import page_of

    rows = Organization.objects.order_by("pk")[:39].values_list("pk", flat=True)
    rows = Organization.objects.filter(pk__in=list(rows)).order_by("pk")
    page = page_of(rf.get("/", {"page": asked} if asked else {}), rows)

    assert (page.number, page.paginator.count, page.paginator.num_pages) == (number, 39, 2)
    assert [row.pk for row in page] == [row.pk for row in rows[(number - 1) * 20 : number * 20]]
