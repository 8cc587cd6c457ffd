"""The record: whole, sealed to change, forgetting people, and told when it is not whole."""

import io
import json
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from decisions.models import Decision, Position, Text
from meetings.models import Minutes, SectionRevision
from members.services import people
from network_portal.lib.text import canonical, digest
from network_portal.records import audit
from network_portal.records.access.actor import SYSTEM
from network_portal.records.audit import integrity, triggers
from network_portal.records.models import AuditChain, Document, Event, EventBody, model_of
from network_portal.records.registry import registry
from tests import matters
from tests.people import actor
from workplans.models import PlanVersion


def lifted(sql: str, params: list) -> None:
    """Change a row as somebody with the owner's rights would: triggers lifted first."""
    with triggers.lifted(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_the_whole_story_left_a_whole_record() -> None:
    assert integrity.check_integrity() == []
    assert Event.objects.count() > 500


def test_the_commands_say_so() -> None:
    out = io.StringIO()
    call_command("check_integrity", stdout=out)
    assert json.loads(out.getvalue()) == {"clean": True, "findings": []}
    call_command("verify_record", stdout=out)
    assert "whole" in out.getvalue()


@pytest.mark.parametrize(
    "table,column,model",
    [
        ("records_event", "verb", Event), ("records_event", "organization", Event), ("records_event", "audience", Event),
        ("records_event", "hash", Event), ("records_event", "previous", Event), ("records_eventbody", "payload", EventBody),
        ("records_eventbody", "name", EventBody), ("decisions_position", "reason", Position),
        ("decisions_position", "value", Position), ("decisions_text", "source", Text), ("decisions_text", "checksum", Text),
    ],
)  # fmt: skip
def test_a_changed_byte_is_found_and_named(table: str, column: str, model) -> None:
    row = model.objects.order_by("pk")[model.objects.count() // 2]
    old = getattr(row, column)
    new = {"value": "abstain" if old != "abstain" else "support"}.get(
        column, (old[:-1] + ("x" if old[-1:] != "x" else "y"))
    )
    lifted(f"UPDATE {table} SET {column} = %s WHERE id = %s", [new, row.pk])

    findings = list(integrity.verify_record())

    named = {
        "records_event": str(row).rpartition(" ")[0],
        "records_eventbody": str(getattr(row, "event", "")),
        "decisions_position": f"position {row.pk}",
        "decisions_text": f"text {row.pk}",
    }
    assert re.search(rf"{re.escape(named[table])}(?!\d)", findings[0]), findings
    with pytest.raises(CommandError, match="findings"):
        call_command("verify_record", stdout=io.StringIO())


def test_a_changed_file_is_found_and_named() -> None:
    document = Document.objects.first()
    raw = document.file.open("rb").read()
    path = document.file.path
    from pathlib import Path

    Path(path).chmod(0o600)
    Path(path).write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
    try:
        assert list(integrity.verify_documents()) == [
            f"document {document.pk} ({document}): the file is missing or was changed."
        ]
    finally:
        Path(path).write_bytes(raw)


def test_a_removed_event_and_a_cut_off_tail_are_found() -> None:
    head = AuditChain.objects.filter(label="decisions.decision").order_by("-last_number").first()
    last = Event.objects.get(root_label=head.label, root_id=head.object_id, number=head.last_number)
    lifted("DELETE FROM records_eventbody WHERE event_id = %s", [last.pk])
    lifted("DELETE FROM records_event WHERE id = %s", [last.pk])

    assert list(integrity.verify_chains()) == [f"{head}: the end of the chain is missing or was changed."]


@pytest.mark.parametrize("label", sorted({"records.event", "decisions.position", "decisions.text", "records.unsealed"}))
def test_write_once_tables_refuse_update_and_delete(label: str) -> None:
    model = model_of(label)
    if label == "records.unsealed":
        matter = matters.in_call()
        with audit.lock(matter):
            audit.unseal("round:1", matter)
    pk = model.objects.values_list("pk", flat=True).first()
    column = {
        "records.event": "verb",
        "decisions.position": "reason",
        "decisions.text": "source",
        "records.unsealed": "seal",
    }[label]

    with pytest.raises(DatabaseError, match="write-once"), transaction.atomic():
        model.objects.filter(pk=pk).update(**{column: "x"})
    with pytest.raises(DatabaseError, match="write-once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE id = %s", [pk])


def test_every_write_once_table_has_its_triggers() -> None:
    assert triggers.missing() == []
    assert len(registry.write_once) >= 8


def test_an_act_without_its_lock_is_refused() -> None:
    with pytest.raises(audit.NotHeld):
        audit.record_event(Decision.objects.first(), "x", actor=actor("ilo"), audience="members")


def test_a_nested_act_on_another_root_is_refused() -> None:
    first, second = Decision.objects.all()[:2]
    with pytest.raises(audit.NotHeld), audit.lock(first), audit.lock(second):
        pass
    with audit.lock(first, second), audit.lock(second):
        pass


def dump() -> list[tuple[str, str]]:
    """Every text in every table."""
    found = []
    with connection.cursor() as cursor:
        for info in connection.introspection.get_table_list(cursor):
            if info.type == "t":
                cursor.execute(f'SELECT * FROM "{info.name}"')
                found += [(info.name, str(v)) for row in cursor.fetchall() for v in row if isinstance(v, str | dict)]
    return found


def test_forgetting_leaves_no_name_and_a_whole_chain() -> None:
    person = actor("unicef").user
    name, email = person.name, person.email
    out = io.StringIO()
    call_command("forget", email, stdout=out)

    assert [table for table, value in dump() if name in value or email in value] == []
    assert "filed document" in out.getvalue()
    assert integrity.check_integrity() == []
    assert triggers.missing() == []
    person.refresh_from_db()
    assert (person.is_active, person.name) == (False, "[name removed]")
    kept = Event.objects.filter(organization="UNICEF", body__erased_by__isnull=False)
    assert kept.exists(), "organization and capacity stay on the record"
    with pytest.raises(CommandError, match="Nobody has"):
        call_command("forget", person.email, stdout=out)


def test_forgetting_reaches_the_texts_on_the_record_and_their_digests_follow() -> None:
    """A name stands in an approved text, in minutes and in the plan; it was another's before; it is part of a word."""
    person = actor("unicef").user
    person.name = "Gran"
    people.save_user(person, actor=actor("admin"))
    name, dropped = actor("unicef").user.name, "Migrant Gran, GRAN's"
    text, revision = Text.objects.first(), SectionRevision.objects.first()
    minutes = Minutes.objects.exclude(frozen="").first()
    for row, field in ((text, "source"), (revision, "text"), (minutes, "frozen")):
        said = canonical({"x": f"{dropped} “{name}”"})
        with triggers.lifted():
            type(row)._base_manager.filter(pk=row.pk).update(**{field: said})
        if hasattr(row, "checksum"):
            with triggers.lifted():
                type(row)._base_manager.filter(pk=row.pk).update(checksum=digest(said))
        label = row._meta.label_lower
        with audit.lock(row):
            audit.append_event(
                *audit.root_of(row), label, row.pk, "x", SYSTEM, "members", {"checksum": digest(said)},
                rows=[(label, row.pk)],
            )  # fmt: skip
    assert list(integrity.verify_record()) == []

    call_command("forget", person.email, stdout=io.StringIO())

    for row, field in ((text, "source"), (revision, "text"), (minutes, "frozen")):
        row.refresh_from_db()
        assert json.loads(getattr(row, field)) == {"x": "Migrant [name removed], [name removed]'s “[name removed]”"}, (
            field
        )
    assert list(integrity.verify_record()) == []


def test_a_namesake_keeps_the_name() -> None:
    person, other = actor("unicef").user, actor("fao").user
    other.name = person.name
    people.save_user(other, actor=actor("admin"))

    call_command("forget", person.email, stdout=io.StringIO())

    other.refresh_from_db()
    assert other.name not in ("", "[name removed]")
    assert not EventBody.objects.filter(person=person).exclude(name="").exists()
    assert integrity.check_integrity() == []


@pytest.mark.parametrize("model", [Text, SectionRevision, PlanVersion, Document])
def test_a_removed_or_forged_row_is_found(model) -> None:
    row = model.objects.order_by("pk").last()
    events = Event.objects.filter(object_label=model._meta.label_lower, object_id=row.pk)
    for event in events:
        lifted("UPDATE records_event SET object_id = %s WHERE id = %s", [10**6, event.pk])
    found = list(integrity.verify_digests())

    assert found == [
        f"{model._meta.verbose_name} {row.pk} ({row}): no event speaks of it.",
        f"{model._meta.verbose_name} {10**6}: it is missing.",
    ]


@pytest.mark.parametrize(
    "model,column", [(Minutes, "frozen"), (Minutes, "checksum"), (SectionRevision, "text"), (PlanVersion, "content"),
                     (Text, "checksum"), (Document, "sha256")],
)  # fmt: skip
def test_a_changed_text_with_a_checksum_made_to_fit_is_found(model, column: str) -> None:
    row = model.objects.exclude(**{column: ""}).order_by("pk").last()
    table, word = model._meta.db_table, "a" * 64
    lifted(f"UPDATE {table} SET {column} = %s WHERE id = %s", [word, row.pk])
    if column in ("frozen", "content"):
        lifted(f"UPDATE {table} SET checksum = %s WHERE id = %s", [digest(word), row.pk])

    assert f"{model._meta.verbose_name} {row.pk} ({model.objects.get(pk=row.pk)}): it was changed." in list(
        integrity.verify_digests()
    )


def test_an_erasure_that_no_event_names_is_found() -> None:
    call_command("forget", "fao@example.org", stdout=io.StringIO())
    erasure = Event.objects.get(verb="forgot")
    body = EventBody.objects.filter(name__gt="").exclude(event=erasure).first()
    lifted(
        "UPDATE records_eventbody SET name = '', name_salt = '', erased_by_id = %s WHERE id = %s", [erasure.pk, body.pk]
    )

    assert [f for f in integrity.verify_chains() if "no erasure names it" in f] == [
        f"{body.event}: the name was erased, and no erasure names it."
    ]


def test_two_people_can_be_forgotten() -> None:
    for key in ("fao", "ilo"):
        call_command("forget", f"{key}@example.org", stdout=io.StringIO())

    assert integrity.check_integrity() == []


def test_the_read_only_views_answer() -> None:
    with connection.cursor() as cursor:
        assert len(triggers.view_names()) > 3
        for name in triggers.view_names():
            cursor.execute(f"SELECT COUNT(*) FROM {name}")
            assert cursor.fetchone()[0] > 0, name


def test_every_row_with_a_digest_names_the_chain_that_says_it() -> None:
    assert len(registry.integrity_checks) >= 3
    for label, kept in registry.integrity_checks.items():
        row = kept.rows().first()
        event = Event.objects.filter(object_label=label, object_id=row.pk).last()
        assert audit.root_of(row) == (event.root_label, event.root_id), label
