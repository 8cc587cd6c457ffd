import json

from django.db import migrations

NAMES = {"settle": "proposed_solution", "primary": "primary_contact", "ground": "basis"}


def rename(apps, schema_editor):
    """Entries that were kept under a field's former name are found under its new one."""
    drafts = apps.get_model("records", "FormDraft")
    for draft in drafts.objects.iterator():
        entries = json.loads(draft.entries)
        renamed = [[NAMES.get(name, name), value] for name, value in entries]
        if renamed != entries:
            drafts.objects.filter(pk=draft.pk).update(entries=json.dumps(renamed))


class Migration(migrations.Migration):
    dependencies = [("records", "0009_idempotency_key")]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
