from django.db import migrations


class Migration(migrations.Migration):
    """Why an organization came and went is the basis of its admission; the record knows the column as ground."""

    dependencies = [("members", "0011_primary_contact")]

    operations = [
        migrations.RenameField("admission", "ground", "basis"),
        migrations.RenameField("historicaladmission", "ground", "basis"),
    ]
