"""Whatever a person wrote is on a page: counted and never cut, kept when a form cannot be taken, found again."""

import html
import json
import re
import secrets
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.cache import cache
from django.test import Client

from decisions.models import Decision
from meetings.models import Meeting
from network_portal.dashboard.demo.people import PASSWORD
from network_portal.lib import clock, text
from network_portal.records.jobs import purge
from network_portal.records.models import FormDraft
from network_portal.records.web import fields, form_drafts
from network_portal.records.web.forms import PortalForm
from tests.people import actor, user
from tests.permissions.addresses import cases


@pytest.fixture(autouse=True)
def _nobody_has_tried_yet() -> None:
    cache.clear()


WORDS = "We agree with the first paragraph. " * 3


def all_forms() -> list[type[PortalForm]]:
    import workplans.forms  # noqa: F401 - they make their classes known

    found, todo = [], [PortalForm]
    while todo:
        todo += (kind := todo.pop()).__subclasses__()
        found.append(kind)
    return sorted(set(found), key=lambda kind: f"{kind.__module__}.{kind.__qualname__}")


# --- counted as the database counts, never cut


def texts_of(form: Any) -> list[tuple[str, forms.CharField]]:
    hidden = (forms.PasswordInput, forms.HiddenInput)
    return [
        (name, field)
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field.widget, hidden)
    ]


def admin_forms(rf: Any) -> list[tuple[str, Any]]:
    request = rf.get("/admin/")
    request.user = user("admin")
    request.capacities = capacities_of("admin")
    pages = admin.site._registry.items()
    return [(model._meta.label, page.get_form(request)) for model, page in pages if page.service is not None]


def test_no_field_of_any_form_is_cut_by_the_browser_and_each_says_what_is_too_long(rf: Any) -> None:
    looked = refusals = 0
    forms_there = [(kind.__qualname__, kind) for kind in all_forms()] + admin_forms(rf)
    for name, form in forms_there:
        for field_name, field in texts_of(form):
            where = f"{name}.{field_name}"
            assert isinstance(field, fields.CharField), where
            assert "maxlength" not in {**field.widget.attrs, **field.widget_attrs(field.widget)}, where
            looked += 1
            if field.max_length is None or isinstance(field, forms.EmailField | forms.URLField):
                continue
            with pytest.raises(forms.ValidationError) as refused:
                field.clean("é" * (field.max_length + 7))
            said = str(refused.value.messages)
            assert f"{field.max_length + 7:,} characters" in said, where
            assert "7 characters more" in said, where
            if not isinstance(field.widget, forms.Textarea):
                continue
            lines = "\r\n".join(["word"] * (field.max_length // 5))
            assert len(field.clean(lines)) <= field.max_length, where
            refusals += 1
    assert looked > 60
    assert refusals > 30


def test_forms_take_their_fields_for_text_from_one_place() -> None:
    sources = sorted([*settings.BASE_DIR.glob("*/forms.py"), *settings.BASE_DIR.glob("*/forms/*.py")])
    apps = {source: source.relative_to(settings.BASE_DIR).parts[0] for source in sources}
    assert {"decisions", "meetings", "members", "task_teams", "workplans"} <= set(apps.values())
    for source in sources:
        found = re.findall(r"forms\.(CharField|URLField|EmailField)\(", source.read_text())
        assert found.count("CharField") <= (2 if apps[source] == "members" else 0), source  # two passwords
        assert set(found) <= {"CharField"}, source


def test_a_long_link_is_stored_whole_and_a_longer_one_is_refused_beside_its_field(send: Any) -> None:
    meeting = Meeting.objects.filter(state="planned").first() or Meeting.objects.filter(state="convened").first()
    from tests.people import actor as as_

    secretary = as_("secretary", "secretariat")
    typed = {
        "title": meeting.title,
        "place": meeting.place,
        "chair": meeting.chair_id or "",
        "version": meeting.version,
    }
    long, longer = "https://example.org/" + "a" * 1500, "https://example.org/" + "a" * 2000
    refused = send("secretary", meeting.path("edit"), {**typed, "link": longer}, capacity=secretary.key)
    taken = send("secretary", meeting.path("edit"), {**typed, "link": long}, capacity=secretary.key)

    assert refused.status_code == 422
    assert "20 characters more than the 2,000" in refused.content.decode()
    assert longer in refused.content.decode()
    assert taken.status_code == 302, taken.content.decode()[-3000:]
    meeting.refresh_from_db()
    assert meeting.link == long


@pytest.mark.parametrize(
    "title,most,short",
    [("Minutes of the uNHCR–IOM technical consultation", 40, "Minutes of the uNHCR–IOM technical…"), ("Short", 9, "Short"),
     ("Onewordthatisfartoolong", 10, "Onewordth…"), ("One two three", 8, "One two…")],
)  # fmt: skip
def test_a_title_that_is_cut_ends_at_a_word(title: str, most: int, short: str) -> None:
    assert text.shorten(title, most) == short
    assert len(text.shorten(title, most)) <= most


def test_a_tab_in_a_title_is_a_blank_and_other_blanks_stay() -> None:
    assert fields.CharField().clean("One\ttwo\u00a0three") == "One two\u00a0three"
    assert fields.CharField(widget=forms.Textarea).clean("One\ttwo\r\nthree") == "One\ttwo\nthree"


# --- kept when a form cannot be taken


class Writer:
    """Somebody at a form, who signs in by password as a person does."""

    def __init__(self, key: str, path: str, capacity: str = "") -> None:
        person = user(key)
        person.set_password(PASSWORD)
        person.save(update_fields=["password"])
        self.key, self.path = key, path
        self.client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
        self.sign_in()
        if capacity:
            self.act_as(actor(key, capacity).key)
        self.open()

    def sign_in(self, next_page: str = "") -> Any:
        self.client.get("/account/sign-in/")
        typed = {"login": f"{self.key}@example.org", "password": PASSWORD, "next": next_page}
        token = self.client.cookies["portal-csrf"].value
        return self.client.post("/account/sign-in/", {**typed, "csrfmiddlewaretoken": token})

    def act_as(self, capacity: str) -> None:
        token = self.client.cookies["portal-csrf"].value
        self.client.post("/acting/", {"capacity": capacity, "csrfmiddlewaretoken": token})

    def open(self) -> None:
        page = self.client.get(self.path).content.decode()
        self.hidden = {
            n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        }
        assert self.hidden.get("_owner"), page[-2000:]

    def send(self, **typed: str) -> Any:
        return self.client.post(self.path, {**self.hidden, **typed})

    def signed_out(self) -> None:
        del self.client.cookies["portal"]


@pytest.fixture
def matter(db: None) -> Decision:
    return Decision.objects.filter(state="consultation").first()


def is_in_the_form(page: str, name: str, value: str) -> bool:
    field = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    return field is not None and html.unescape(field.group(1)).strip() == value.strip()


def test_entries_are_in_the_form_again_after_the_session_ended(matter: Decision) -> None:
    writer = Writer("fao", matter.path("comment"))
    writer.signed_out()
    answer = writer.send(body=WORDS)
    assert answer.status_code == 302
    back = re.search(r"next=([^&]+)", answer["Location"]).group(1)
    from urllib.parse import unquote

    sign_in_page = writer.client.get(answer["Location"]).content.decode()
    assert "Your entries are kept" in sign_in_page
    landed = writer.sign_in(unquote(back))
    page = writer.client.get(landed["Location"]).content.decode()

    assert is_in_the_form(page, "body", WORDS)
    assert "not yet submitted" in page
    assert 'class="error"' not in page
    assert not matter.comments.filter(body__startswith="We agree with the first").exists()
    writer.path = landed["Location"].partition("?")[0]
    hidden = {n: html.unescape(v) for n, v in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)}
    writer.hidden = hidden
    assert writer.send(body=WORDS).status_code == 302
    assert matter.comments.filter(body__startswith="We agree with the first").count() == 1
    assert not FormDraft.objects.filter(person=user("fao")).exists(), "what was submitted is no draft"


def test_another_person_at_the_same_browser_does_not_see_them(matter: Decision, enter: Any) -> None:
    writer = Writer("fao", matter.path("comment"))
    writer.signed_out()
    writer.send(body=WORDS)
    draft = FormDraft.objects.get(person=user("fao"))

    page = enter("ilo").get(form_drafts.address(draft)).content.decode()
    assert WORDS[:30] not in page
    assert WORDS[:30] not in enter("ilo").get("/drafts/").content.decode()
    assert enter("ilo").post(f"/drafts/{draft.pk}/delete/").status_code == 404
    assert enter("admin").get("/drafts/").content.decode().count(WORDS[:30]) == 0


def test_a_form_whose_token_was_renewed_by_another_tab_leads_back_to_its_entries(matter: Decision) -> None:
    writer = Writer("fao", matter.path("comment"))
    writer.signed_out()
    writer.sign_in()  # in another tab: the token of forms is another one now
    answer = writer.send(body=WORDS)

    assert answer.status_code == 302
    page = writer.client.get(answer["Location"]).content.decode()
    assert is_in_the_form(page, "body", WORDS)
    assert "This form had expired. Your entries are kept" in page


def test_a_form_of_another_capacity_keeps_its_entries_and_is_gone_on_with_in_that_one() -> None:
    writer = Writer("secretary", "/meetings/plan/", "secretariat")
    first = actor("secretary", "secretariat").key
    other = next(a.key for a in capacities_of("secretary") if a.key != first)
    writer.act_as(other)
    answer = writer.send(title="A meeting about housing", deviation="The room is being painted.")

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Continue as" in page
    address = html.unescape(re.search(r'name="next" value="(/meetings/plan/\?draft=\d+)"', page).group(1))
    writer.act_as(first)
    again = writer.client.get(address).content.decode()
    assert "A meeting about housing" in again
    assert "The room is being painted." in again


def capacities_of(key: str) -> list[Any]:
    from network_portal.records.registry import registry

    return registry.current_actors(user(key))


def test_what_was_written_to_a_form_that_is_refused_stands_on_the_page(send: Any) -> None:
    """A closed round, a page that is not there, a thing that is not one's own: the words are shown with the refusal."""
    closed = Decision.objects.filter(state="adopted").first()
    for path, code in ((closed.path("position"), 409), ("/decisions/no-such-thing/comment/", 404)):
        answer = send("unicef", path, {"value": "reservation", "reason": WORDS, "body": WORDS})
        assert answer.status_code == code, path
        assert html.escape(WORDS.strip()) in answer.content.decode(), path


@pytest.mark.alike
def test_every_page_with_a_form_shows_the_entries_of_a_draft(enter: Any) -> None:
    """Over all addresses: a draft with a text in each field for text is in that page's form, and nothing is called wrong."""
    looked = set()
    for key in ("secretary", "coordinator", "ilo", "unicef"):
        client, who = enter(key, actor(key).key), actor(key)
        for name, which, path in cases():
            if which == "unseen" or name.startswith("admin:") or name in looked:
                continue
            page = client.get(path)
            source = page.content.decode() if page.status_code == 200 and "html" in page["Content-Type"] else ""
            # A form that is sent to the page of another act is kept and shown there.
            source = re.sub(r"<form[^>]* action=.*?</form>", "", source, flags=re.DOTALL)
            names = re.findall(r'<(?:textarea|input type="text")[^>]* name="([^"]+)"', source)
            if 'name="_owner"' not in source or not names:
                continue
            looked.add(name)
            entries = [(field, f"Words for {field}.") for field in names]
            draft = FormDraft.objects.create(
                person=user(key), key=secrets.token_urlsafe(18), path=path, capacity=who.key,
                entries=json.dumps(entries), at=clock.machine_now(),
            )  # fmt: skip
            restored = client.get(form_drafts.address(draft)).content.decode()
            for field, value in entries:
                assert value in restored, (name, field)
            assert 'class="error"' not in restored, name
            assert f'name="_key" value="{draft.key}"' in restored, name
            offered = client.get(path).content.decode()
            assert f"?draft={draft.pk}" in offered, name
    assert len(looked) >= 24, sorted(looked)


# --- kept as one writes


def test_entries_are_kept_as_one_writes_also_when_the_session_has_ended(matter: Decision) -> None:
    writer = Writer("fao", matter.path("comment"))
    keep = {**writer.hidden, "_path": writer.path}
    assert writer.client.post("/drafts/keep/", {**keep, "body": "First words"}).status_code == 204
    writer.signed_out()
    assert writer.client.post("/drafts/keep/", {**keep, "body": "First words and more"}).status_code == 204

    draft = FormDraft.objects.get(person=user("fao"))
    assert (draft.path, json.loads(draft.entries)) == (writer.path, [["body", "First words and more"]])


@pytest.mark.parametrize("change", [{"_owner": ""}, {"_owner": "1:forged:token"}, {"_key": "x"}, {"body": ""}])
def test_nothing_is_kept_for_nobody_without_a_key_or_without_words(change: dict, matter: Decision) -> None:
    writer = Writer("fao", matter.path("comment"))
    answer = writer.client.post("/drafts/keep/", {**writer.hidden, "_path": writer.path, "body": "Words", **change})

    assert answer.status_code == 400
    assert not FormDraft.objects.exists()


def test_a_draft_is_deleted_by_its_person_and_purged_after_its_days(matter: Decision, enter: Any) -> None:
    import datetime as dt

    rows = [
        FormDraft.objects.create(person=user("fao"), key=f"{n}" * 20, path=matter.path("comment"), capacity="",
                                 entries='[["body", "Words"]]', at=clock.machine_now() - dt.timedelta(days=days))
        for n, days in enumerate((0, 13, 15))
    ]  # fmt: skip
    assert enter("fao").post(f"/drafts/{rows[0].pk}/delete/").status_code == 302
    purge.purge()

    assert list(FormDraft.objects.all()) == [rows[1]]


def test_the_newest_fifty_drafts_of_a_person_are_kept(matter: Decision) -> None:
    writer = Writer("fao", matter.path("comment"))
    for _n in range(form_drafts.MOST + 5):
        typed = {**writer.hidden, "_key": secrets.token_urlsafe(18), "_path": writer.path, "body": "Words"}
        assert writer.client.post("/drafts/keep/", typed).status_code == 204

    assert FormDraft.objects.filter(person=user("fao")).count() == form_drafts.MOST


def test_a_form_of_the_administration_keeps_its_entries_too() -> None:
    from members.models import Organization

    path = f"/admin/members/organization/{Organization.objects.get(acronym='FAO').pk}/change/"
    writer = Writer("admin", path)
    writer.hidden["once"] = secrets.token_urlsafe(18)
    writer.signed_out()
    answer = writer.send(kind="un_entity", acronym="FAO", name="Food", note="A note that took a while.")
    from urllib.parse import unquote

    landed = writer.sign_in(unquote(re.search(r"next=([^&]+)", answer["Location"]).group(1)))
    page = writer.client.get(landed["Location"]).content.decode()

    assert "A note that took a while." in page
    assert "errornote" not in page


def test_the_drafts_of_a_person_who_is_forgotten_are_deleted(matter: Decision) -> None:
    from network_portal.records.audit import erasure

    for key in ("fao", "ilo"):
        FormDraft.objects.create(person=user(key), key="k" * 20, path=matter.path("comment"), capacity="",
                                 entries='[["body", "Words"]]', at=clock.machine_now())  # fmt: skip
    erasure.forget(user("fao"))

    assert list(FormDraft.objects.values_list("person__email", flat=True)) == ["ilo@example.org"]
