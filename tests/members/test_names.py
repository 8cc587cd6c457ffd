"""Names and addresses: two people of one name, order, comparison, and domains as they are registered today."""

from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from members.models import Officer, Organization, User, deliverable_address
from members.services import people
from members.services.seats import save_organization
from network_portal.lib import addresses, text
from network_portal.records.jobs import sweep
from network_portal.records.mail.notices import queue_account_mail
from tests.people import actor, user


def add(email: str, name: str, organization: str = "FAO") -> User:
    return people.add_officer(
        Organization.objects.get(acronym=organization), email=email, name=name, rank="focal_point", primary_contact=False,
        actor=actor("admin", "admin"),
    ).person  # fmt: skip


# --- two people of one name ------------------------------------------------------------------------------------------


def test_two_people_of_one_name_are_told_apart_wherever_they_are_named(enter: Any, secretariat: Any) -> None:
    first = add("maria@example.org", "María Silva")
    assert str(first) == "María Silva"
    second = add("silva@example.org", "Maria SILVA", "WHO")
    first.refresh_from_db()
    second.refresh_from_db()
    assert {str(first), str(second)} == {"María Silva (maria@example.org)", "Maria SILVA (silva@example.org)"}

    client = enter("secretary", "secretariat")
    for path in ("/meetings/plan/", first.officers.get().organization.get_absolute_url(), "/decisions/actions/"):
        assert client.get(path).status_code == 200
    plan = client.get("/meetings/plan/").content.decode()  # where one chooses a chair
    assert "María Silva (maria@example.org)" in plan
    assert "Maria SILVA (silva@example.org)" in plan
    page = client.get(first.officers.get().organization.get_absolute_url()).content.decode()  # where one reads
    assert "María Silva (maria@example.org)" in page
    administration = enter("admin", "admin").get("/admin/members/officer/add/").content.decode()
    assert "Maria SILVA (silva@example.org)" in administration


def test_a_name_that_changes_tells_its_former_namesake(enter: Any) -> None:
    first, second = add("one@example.org", "Lee Wong"), add("two@example.org", "Lee Wong", "WHO")
    second.refresh_from_db()
    second.name = "Lee K. Wong"
    people.save_user(second, actor=actor("admin", "admin"), fields=["name"])
    first.refresh_from_db()
    second.refresh_from_db()

    assert (str(first), str(second)) == ("Lee Wong", "Lee K. Wong")
    assert first.get_full_name() == "Lee Wong"


def test_a_greeting_says_the_name_alone(mailoutbox: list[Any]) -> None:
    first = add("one@example.org", "Lee Wong")
    add("two@example.org", "Lee Wong", "WHO")
    from tests.members.test_departures import convened

    mailoutbox.clear()
    convened(actor("secretary", "secretariat"))
    sweep.sweep()
    to_first = next(m for m in mailoutbox if m.to == [first.email] and "Invitation" in m.subject)
    assert "Dear Lee Wong,\n" in to_first.body


# --- order and comparison --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one,other", [
    ("Đặng Thị Ánh", "dang thi anh"), ("Şükrü Çelik", "sukru celik"), ("Øystein Łukasz", "Oystein Lukasz"),
    ("Faʻafetai", "Fa'afetai"), ("O’Brien", "obrien"), ("STRASSE", "Straße"), ("ｆｕｌｌ", "full"), ("Ma\u0301ria", "mária"),
    ("김민준", "김민준"), ("Nguyễn", "NGUYEN"),
])  # fmt: skip
def test_names_are_compared_without_case_accents_and_apostrophes(one: str, other: str) -> None:
    assert text.folded(one) == text.folded(other)


@pytest.mark.parametrize("one,other", [("กา", "กิ"), ("कि", "का"), ("ကို", "ကာ"), ("Anna", "Anne"), ("김", "긤")])
def test_the_vowels_of_a_script_are_letters(one: str, other: str) -> None:
    assert text.folded(one) != text.folded(other)


def test_people_and_organizations_stand_in_the_order_of_their_letters(enter: Any) -> None:
    for n, name in enumerate(["Zoe Adams", "Émile Okafor", "eric Bell", "Ángel Ruiz", "Đặng Anh"]):
        add(f"p{n}@example.org", name)
    names = [p.name for p in User.objects.filter(email__startswith="p", email__regex=r"^p\d@")]
    assert names == ["Ángel Ruiz", "Đặng Anh", "Émile Okafor", "eric Bell", "Zoe Adams"]

    organization = Organization(kind="un_entity", acronym="ésope", name="Organisation d’essai")
    save_organization(organization, actor=actor("admin", "admin"))
    found = list(Organization.objects.values_list("acronym", flat=True))
    assert found.index("ESCAP") < found.index("ésope") < found.index("FAO")
    page = enter("fao").get("/members/?q=d'ESSAI").content.decode()
    assert "ésope" in page
    assert "No organization" not in page


def test_every_list_of_organizations_takes_the_one_order() -> None:
    from django.apps import apps

    wrong = []
    for model in apps.get_models():
        if not model._meta.label.startswith(("guardian", "account", "auth")):
            wrong += [
                f"{model.__name__}: {o}" for o in model._meta.ordering if o.endswith("acronym") or o == "person__name"
            ]
    assert wrong == []
    assert Officer._meta.ordering[0] == "organization__sort_key"


def test_the_administration_finds_a_name_however_it_is_typed(enter: Any) -> None:
    add("nguyen@example.org", "Nguyễn Văn Đức")
    page = enter("admin", "admin").get("/admin/members/user/?q=nguyen van duc").content.decode()
    assert "nguyen@example.org" in page
    page = enter("admin", "admin").get("/admin/members/officer/?q=NGUYEN").content.decode()
    assert "Nguyễn Văn Đức" in page


# --- addresses -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed,kept,mailed", [
    ("A.B@Example.ORG", "a.b@example.org", "a.b@example.org"),
    ("a@straße.example", "a@straße.example", "a@xn--strae-oqa.example"),
    ("a@xn--strae-oqa.example", "a@straße.example", "a@xn--strae-oqa.example"),
    ("a@STRASSE.example", "a@strasse.example", "a@strasse.example"),
    ("a@münchen.example", "a@münchen.example", "a@xn--mnchen-3ya.example"),
    ("a@ไทย.example", "a@ไทย.example", "a@xn--o3cw4h.example"),
])  # fmt: skip
def test_an_address_has_one_spelling_and_goes_where_its_domain_is_registered(
    typed: str, kept: str, mailed: str
) -> None:
    assert addresses.normal(typed) == kept
    assert addresses.for_mail(kept) == mailed
    deliverable_address(kept)
    person = people.add_person(typed, "A Person", actor=actor("admin", "admin"))
    assert person.email == kept
    assert people.add_person(typed.replace("a@", "A@"), "Another", actor=actor("admin", "admin")) == person
    mail.outbox.clear()
    queue_account_mail(person, "Words", "More words.")
    sweep.sweep()
    assert mail.outbox[0].to == [mailed]
    assert mail.outbox[0].message()["To"] == mailed


@pytest.mark.parametrize(
    "address", ["a@x..example", "a@-x.example", "a@😀.example", "ä@example.org", "a@ex\u200bample.org"]
)
def test_an_address_that_could_not_be_registered_is_refused(address: str) -> None:
    with pytest.raises(ValidationError):
        deliverable_address(address)


def test_one_signs_in_under_either_spelling_of_the_domain(client: Any) -> None:
    person = people.add_person("a@straße.example", "A Person", actor=actor("admin", "admin"))
    person.set_password("quiet-river-lantern-42")
    person.save(update_fields=["password"])
    for typed in ("a@xn--strae-oqa.example", "A@Straße.example"):
        client.logout()
        page = client.post("/account/sign-in/", {"login": typed, "password": "quiet-river-lantern-42"})
        assert page.status_code == 302, typed


def test_a_forgotten_person_shares_no_name_with_another() -> None:
    from members import privacy

    first, second = add("one@example.org", "Lee Wong"), add("two@example.org", "Lee Wong", "WHO")
    first.refresh_from_db()
    privacy.erase(first, "name removed")
    second.refresh_from_db()
    first.refresh_from_db()
    assert (second.namesake, first.namesake, first.sort_key) == (False, False, "")
    assert user("fao").namesake is False


def test_an_account_kept_under_the_registered_spelling_is_still_found(client: Any) -> None:
    person = people.add_person("b@example.org", "B Person", actor=actor("admin", "admin"))
    User.objects.filter(pk=person.pk).update(email="b@xn--strae-oqa.example")
    person.refresh_from_db()
    person.set_password("quiet-river-lantern-42")
    person.save(update_fields=["password"])
    for typed in ("b@straße.example", "b@xn--strae-oqa.example"):
        client.logout()
        page = client.post("/account/sign-in/", {"login": typed, "password": "quiet-river-lantern-42"})
        assert page.status_code == 302, typed
    assert people.add_person("b@Straße.example", "Another", actor=actor("admin", "admin")) == person


def test_a_stale_save_and_two_at_once_keep_namesakes_apart(enter: Any) -> None:
    first = add("one@example.org", "Lee Wong")
    stale = User.objects.get(pk=first.pk)
    second = add("two@example.org", "Lee Wong", "WHO")
    stale.save()
    first.refresh_from_db()
    assert first.namesake
    User.objects.filter(pk__in=[first.pk, second.pk]).update(namesake=False)  # as after two acts at once
    sweep.sweep()
    first.refresh_from_db()
    assert first.namesake
    assert people.keep_apart() == 0


def test_the_administration_finds_an_address_with_an_apostrophe(enter: Any) -> None:
    add("o'brien@example.org", "Pat O’Brien")
    for term in ("o'brien@example.org", "OBRIEN"):
        assert (
            "o&#x27;brien@example.org"
            in enter("admin", "admin").get("/admin/members/user/", {"q": term}).content.decode()
        )
