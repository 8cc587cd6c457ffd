from django.db import migrations


class Migration(migrations.Migration):
    """The model of a lifted seal is called SealRelease; the record names it records.unsealed as before."""

    dependencies = [("records", "0007_audit_chain")]

    operations = [migrations.RenameModel("Unsealed", "SealRelease")]
