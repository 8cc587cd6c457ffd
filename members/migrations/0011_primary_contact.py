from django.db import migrations, models


class Migration(migrations.Migration):
    """The first contact of an organization is the primary_contact; the record knows the column as primary."""

    dependencies = [("members", "0010_names_of_constraints")]

    operations = [
        migrations.RemoveConstraint("officer", "one_primary_officer"),
        migrations.RenameField("officer", "primary", "primary_contact"),
        migrations.RenameField("historicalofficer", "primary", "primary_contact"),
        migrations.AlterModelOptions(
            "officer", options={"ordering": ["organization__sort_key", "-primary_contact", "rank"]}
        ),
        migrations.AddConstraint(
            "officer",
            models.UniqueConstraint(
                condition=models.Q(("ends_on", None), ("primary_contact", True)),
                fields=("organization",),
                name="one_primary_officer",
                violation_error_message="This organization already has a primary focal point.",
            ),
        ),
    ]
