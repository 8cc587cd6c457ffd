"""Every table that holds record: each column changed, a row deleted, a row inserted by SQL is found and named.

What is not on the record is listed with its reason; with every hash computed again, the anchor finds it.
"""

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from network_portal.lib import clock
from network_portal.records.audit import baseline, chain, coverage, integrity, triggers
from network_portal.records.models import AuditChain, Event, EventBody, Grant, SealRelease, label_of
from network_portal.records.registry import registry
from tests.people import actor
from workplans.models import Update


def labels() -> list[str]:
    return sorted(coverage.tables())


def test_every_table_is_on_the_record_or_says_why_it_is_not() -> None:
    tables = {label_of(m) for m in apps.get_models(include_auto_created=True) if m._meta.managed}
    known = set(coverage.tables()) | set(registry.uncovered)

    assert tables - known == set(), "neither on the record nor listed with a reason"
    assert set(registry.uncovered) & set(coverage.tables()) == set()
    assert set(registry.uncovered) - tables == set(), "listed, and not there"
    assert all(len(reason) > 20 for reason in registry.uncovered.values())


def test_every_column_left_out_says_why() -> None:
    for label, covered in coverage.tables().items():
        columns = {f.attname for f in covered.model._meta.concrete_fields}
        assert set(covered.without) <= columns, label
        assert all(len(reason) > 20 for reason in covered.without.values())


def test_the_story_is_whole() -> None:
    assert list(integrity.verify_record()) == []


def other_value(column: models.Field, value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(column, models.BooleanField):
        return not value
    if isinstance(column, models.DateTimeField):
        return (value or clock.now()) + dt.timedelta(microseconds=1)
    if isinstance(column, models.DateField):
        return (value or clock.today()) + dt.timedelta(days=1)
    if isinstance(column, models.IntegerField | models.ForeignKey | models.AutoField):
        return (value or 0) + 1
    word = str(value or "")
    return word[:-1] + ("x" if not word.endswith("x") else "y") if word else "x"


def empty_value(column: models.Field, value: Any) -> Any:
    """NULL where the column is empty, and empty where it is NULL; None where it can hold only one of the two."""
    empty = "" if isinstance(column, models.CharField | models.TextField) else 0
    if isinstance(column, models.DateField | models.ForeignKey | models.BooleanField) or not column.null:
        return value
    return None if value == empty else empty if value is None else value


class Sql:
    """The database as somebody who is not the portal changes it: no trigger, no constraint in the way."""

    def __enter__(self) -> "Sql":
        self.cursor = connection.cursor()
        self.lifted = triggers.lifted()
        self.lifted.__enter__()
        if connection.vendor == "sqlite":
            self.cursor.execute("PRAGMA ignore_check_constraints=ON")
            self.cursor.execute("PRAGMA defer_foreign_keys=ON")
        else:
            self.cursor.execute("SET session_replication_role = replica")
        return self

    def __exit__(self, *args: Any) -> None:
        if connection.vendor == "sqlite":
            self.cursor.execute("PRAGMA ignore_check_constraints=OFF")
        else:
            self.cursor.execute("SET session_replication_role = DEFAULT")

    def change(self, table: str, column: str, value: Any, key: str, pk: int) -> None:
        self.cursor.execute(f'UPDATE "{table}" SET "{column}" = %s WHERE "{key}" = %s', [value, pk])


def found_for(label: str, pk: int) -> list[integrity.Wrong]:
    return [wrong for wrong in integrity.wrong_rows(tables=[label]) if (wrong.label, wrong.pk) == (label, pk)]


@pytest.fixture
def complete(db: None) -> None:
    """A row in every table of the record that the story leaves empty."""
    from decisions.models import AdReferendum, Conclusion, Consent, Decision, Round
    from meetings.models import Minutes
    from members.models import Organization, User
    from network_portal.records.access import grants

    matter = Decision.objects.filter(state__in=["with_principals", "consultation"]).first()
    coordinator = actor("coordinator")
    with chain.lock(matter):
        now = clock.now()
        given = Consent(decision=matter, to="withdrawal", state=matter.state, by=coordinator.user, at=now)
        chain.record_event(chain.create(given), "consent given", actor=coordinator, audience="members")
        asked = Conclusion(
            decision=matter, on=clock.today(), document="A letter", recorded_by=coordinator.user, recorded_at=now
        )
        chain.create(asked)
        asked.organizations.set(Organization.objects.all()[:3])
        chain.record_event(asked, "committee's request", actor=coordinator, audience="members")
        chain.unseal(matter.rounds.latest("number").seal if matter.rounds.exists() else "round:0", matter)
    call = Round.objects.latest("pk")
    with chain.lock(call.decision):
        amended = AdReferendum(round=call, until=clock.now(), by=coordinator.user, at=clock.now())
        chain.create(amended)
        amended.organizations.set(Organization.objects.all()[:2])
        chain.record_event(amended, "adopted ad referendum", actor=coordinator, audience="members")
    if not Grant.objects.exists():
        minutes = Minutes.objects.filter(state="draft").first()
        grants.give(
            User.objects.get(email="fao@example.org"), "write_minutes", minutes,
            actor=actor("secretary", "secretariat"), reason="To write.", until=clock.now() + dt.timedelta(days=3),
        )  # fmt: skip


@pytest.mark.parametrize("label", labels())
def test_each_column_changed_a_row_removed_and_a_row_inserted_are_found(label: str, complete: None) -> None:
    covered = coverage.tables()[label]
    meta, key = covered.model._meta, covered.model._meta.pk.attname
    row = covered.model._base_manager.order_by("-pk").values().first()
    if row is None:
        pytest.fail(f"{label}: the story has no row")
    pk = row[key]
    changes = 0
    for column in meta.concrete_fields:
        if column.attname in covered.without or column.primary_key:
            continue
        before = row[column.attname]
        others = [other_value(column, before), empty_value(column, before)]
        for changed in [value for n, value in enumerate(others) if value != before and value not in others[:n]]:
            point = transaction.savepoint()
            with Sql() as sql:
                try:
                    with transaction.atomic():
                        sql.change(meta.db_table, column.column, changed, meta.pk.column, pk)
                        done = True
                except DatabaseError:  # a unique value, or a type that holds no other: the database itself refuses
                    done = False
            if done:
                changes += 1
                hows = [w.how for w in found_for(label, pk)]
                assert hows == ["it was changed."], f"{label}.{column.attname}: {before!r} to {changed!r}"
            transaction.savepoint_rollback(point)
            transaction.savepoint_commit(point)
    assert changes > 0, f"{label}: no column could be changed"

    point = transaction.savepoint()
    with Sql() as sql:
        sql.cursor.execute(f'DELETE FROM "{meta.db_table}" WHERE "{meta.pk.column}" = %s', [pk])
    assert [w.how for w in found_for(label, pk)] == ["it is missing."]
    transaction.savepoint_rollback(point)

    point = transaction.savepoint()
    with Sql() as sql:
        inserted = _copy(sql, covered.model, pk)
    assert [w.how for w in found_for(label, inserted)] == [integrity.UNSPOKEN]
    transaction.savepoint_rollback(point)


def _copy(sql: Sql, model: type[models.Model], pk: int) -> int:
    """A second row like one that is there, with what must be unique made so."""
    meta = model._meta
    new = (model._base_manager.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1000
    names, values = [], []
    for column in meta.concrete_fields:
        names.append(f'"{column.column}"')
        if column.primary_key:
            values.append(str(new))
        elif isinstance(column, models.CharField | models.TextField | models.FileField) and not column.choices:
            values.append(f"substr('q7' || \"{column.column}\", 1, {getattr(column, 'max_length', None) or 900})")
        elif column.attname == "percent":  # at most 100, says a constraint
            values.append('"percent"')
        elif isinstance(column, models.PositiveSmallIntegerField | models.PositiveIntegerField):
            values.append(f'COALESCE("{column.column}", 0) + 900')
        elif column.attname == "ends_on" and any(f.attname == "starts_on" for f in meta.concrete_fields):
            values.append('COALESCE("ends_on", "starts_on")')
        elif isinstance(column, models.ForeignKey | models.BigIntegerField):
            values.append(f'"{column.column}" + 100000')
        else:
            values.append(f'"{column.column}"')
    key = meta.pk.column
    sql.cursor.execute(
        f'INSERT INTO "{meta.db_table}" ({", ".join(names)}) SELECT {", ".join(values)} FROM "{meta.db_table}" WHERE "{key}" = %s',
        [pk],
    )
    return new


def test_a_row_that_was_said_under_version_2_is_read_as_it_was_said_then() -> None:
    """Up to version 2 of the hash, 0 and NULL were one."""
    update = Update.objects.filter(percent=None).first()
    with triggers.lifted():
        for body in EventBody.objects.exclude(rows="").select_related("event"):
            keys = [(label, int(pk)) for label, rows in json.loads(body.rows).items() for pk in rows]
            body.rows, body.event.hash_version = coverage.say(keys, body.rows_salt, 2), 2
            body.save()
            body.event.save()
    assert list(integrity.wrong_rows()) == []

    with Sql() as sql:
        sql.change("workplans_update", "percent", 0, "id", update.pk)
    assert found_for("workplans.update", update.pk) == []


def test_what_was_removed_and_its_history_are_on_the_record() -> None:
    from members.models import Organization
    from workplans.models import Contribution, StrategicObjective
    from workplans.services import plans

    secretary = actor("secretary", "secretariat")
    plan = plans.begin(clock.today().year + 5, actor=secretary)
    output = plans.add_output(plan, actor=secretary, objective=StrategicObjective.objects.first(), title="An output")
    ilo, fao, who = (Organization.objects.get(acronym=a) for a in ("ILO", "FAO", "WHO"))
    said = {"output": output, "title": "A course", "lead": ilo, "quarters": "12"}
    row = plans.save_activity(plan, actor=secretary, contributing=[fao, who], **said)
    plans.save_activity(plan, actor=secretary, activity=row, contributing=[fao], **said)

    assert not Contribution.objects.filter(activity=row, organization=who).exists()
    assert list(integrity.verify_record()) == []


def test_a_changed_set_of_organizations_is_found(complete: None) -> None:
    from decisions.models import Conclusion

    request = Conclusion.objects.first()
    with Sql() as sql:
        sql.cursor.execute("DELETE FROM decisions_conclusion_organizations WHERE conclusion_id = %s", [request.pk])

    assert found_for("decisions.referralrequest", request.pk)


def test_a_seal_lifted_by_sql_is_found() -> None:
    with Sql() as sql:
        sql.cursor.execute("INSERT INTO records_sealrelease (seal, at) VALUES ('round:999', %s)", [clock.now()])

    assert found_for("records.unsealed", SealRelease.objects.get(seal="round:999").pk)


# --- the baseline of what was written before


def as_written_before() -> None:
    """The database as the version before left it: no event says the digest of a row."""
    with triggers.lifted():
        for event in Event.objects.order_by("root_label", "root_id", "number"):
            event.rows_digest, event.hash_version = "", 1
            before = Event.objects.filter(root_label=event.root_label, root_id=event.root_id, number=event.number - 1)
            event.previous = before.values_list("hash", flat=True).first() or ""
            event.hash = chain.event_hash(event)
            event.save()
            AuditChain.objects.filter(label=event.root_label, object_id=event.root_id, last_number=event.number).update(
                last_hash=event.hash
            )
        EventBody.objects.update(rows="", rows_salt="")


def test_a_database_of_the_version_before_verifies_after_its_baseline_and_is_covered_then() -> None:
    from decisions.models import Decision

    with transaction.atomic():
        as_written_before()
    findings = list(integrity.verify_record())
    assert len(findings) > 100
    assert all("no event speaks of it" in finding for finding in findings)
    call_command("baseline_record", stdout=io.StringIO())

    assert list(integrity.verify_record()) == []
    decision = Decision.objects.filter(state="adopted").first()
    Decision.objects.filter(pk=decision.pk).update(title="Another title")
    assert [w.how for w in integrity.wrong_rows()] == ["it was changed."]


def test_a_baseline_is_taken_once_and_covers_no_row_that_came_beside_the_record() -> None:
    with transaction.atomic():
        as_written_before()
    baseline.take()
    comments = coverage.tables()["decisions.comment"].model
    point = transaction.savepoint()
    with Sql() as sql:
        _copy(sql, comments, comments._base_manager.first().pk)

    assert baseline.take() == 0
    assert [w.how for w in integrity.wrong_rows()] == [integrity.UNSPOKEN]
    transaction.savepoint_rollback(point)


def test_a_change_before_the_baseline_of_what_an_event_said_is_still_found() -> None:
    from decisions.models import Comment

    comment = Comment.objects.exclude(body="").first()
    Comment.objects.filter(pk=comment.pk).update(body="Never said")
    baseline.take()

    assert [(w.label, w.how) for w in integrity.wrong_rows()] == [("decisions.comment", "it was changed.")]


def test_an_event_that_says_digests_only_is_read_by_nobody() -> None:
    assert Event.objects.filter(verb=chain.REST).exists()
    for key in ("secretary", "coordinator", "admin", "auditor", "ilo", "partner"):
        assert not Event.objects.visible_to(actor(key)).filter(verb=chain.REST).exists()


def test_a_body_whose_digests_were_changed_is_found() -> None:
    event = Event.objects.exclude(rows_digest="").first()
    with triggers.lifted():
        EventBody.objects.filter(event=event).update(rows=json.dumps({}))

    assert any("the rows was changed" in finding for finding in integrity.verify_record())
