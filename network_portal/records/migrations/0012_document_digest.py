"""Documents are found by their digest, and none has anything else in its place."""

from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import Exact


class Migration(migrations.Migration):
    dependencies = [("records", "0011_reminders")]

    operations = [
        migrations.AddIndex("document", models.Index(fields=["sha256"], name="documents_by_digest")),
        migrations.AddConstraint(
            "document",
            models.CheckConstraint(condition=Exact(Length("sha256"), 64), name="document_has_its_digest"),
        ),
    ]
