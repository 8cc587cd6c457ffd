"""Rounds that are open, and whose deadline has not come, have a row among all reminders."""

from django.db import migrations


def plan(apps, schema_editor) -> None:
    rounds, reminders = apps.get_model("decisions", "Round"), apps.get_model("records", "Reminder")
    reminders.objects.bulk_create(
        reminders(
            kind="round_reminder",
            object_label="decisions.round",
            object_id=row.pk,
            occasion="half of the time",
            due_at=row.remind_at,
        )
        for row in rounds.objects.filter(closed_at=None, remind_at__isnull=False)
    )


class Migration(migrations.Migration):
    dependencies = [("decisions", "0009_invited_organization"), ("records", "0011_reminders")]

    operations = [migrations.RunPython(plan, migrations.RunPython.noop)]
