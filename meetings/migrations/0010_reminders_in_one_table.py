"""Reminders of meetings move to the table of all reminders."""

from django.db import migrations


def move(apps, schema_editor) -> None:
    old, new = apps.get_model("meetings", "Reminder"), apps.get_model("records", "Reminder")
    new.objects.bulk_create(
        new(
            kind="meeting_reminder",
            object_label="meetings.meeting",
            object_id=row.meeting_id,
            occasion=f"{row.sequence}, {row.working_days} working days before",
            due_at=row.due_at,
            done_at=row.done_at,
            result=row.result,
        )
        for row in old.objects.order_by("pk")
    )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_apologies"), ("records", "0011_reminders")]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="Reminder"),
    ]
