from django.db import migrations, models


class Migration(migrations.Migration):
    """The model of a chain's head is called AuditChain; the record names it records.root as before."""

    dependencies = [("records", "0006_form_drafts")]

    operations = [
        migrations.RenameModel("Root", "AuditChain"),
        migrations.RemoveConstraint("auditchain", "one_root_per_thing"),
        migrations.AddConstraint(
            "auditchain", models.UniqueConstraint(fields=["label", "object_id"], name="one_chain_per_thing")
        ),
    ]
