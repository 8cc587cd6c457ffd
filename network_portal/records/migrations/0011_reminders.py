"""One table for reminders of every kind."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("records", "0010_names_of_entries")]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("object_label", models.CharField(max_length=60)),
                ("object_id", models.BigIntegerField()),
                ("occasion", models.CharField(max_length=60)),
                ("due_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sent", "Sent"),
                            ("nobody", "Not sent: every organization had replied"),
                            ("no_address", "Not sent: no representative could be written to"),
                            ("begun", "Not sent: the meeting had begun"),
                            ("moved", "Not sent: the meeting was rescheduled"),
                            ("cancelled", "Not sent: the meeting was cancelled"),
                            ("closed", "The round has closed"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["due_at"],
                "indexes": [
                    models.Index(condition=Q(("done_at", None)), fields=["due_at"], name="reminders_due"),
                    models.Index(fields=["object_label", "object_id"], name="reminders_by_object"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "object_label", "object_id", "occasion"), name="one_reminder_an_occasion"
                    )
                ],
            },
        )
    ]
