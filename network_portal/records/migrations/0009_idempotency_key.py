from django.db import migrations


class Migration(migrations.Migration):
    """The model of a form already sent is called IdempotencyKey; it is not on the record."""

    dependencies = [("records", "0008_seal_release")]

    operations = [migrations.RenameModel("OnceKey", "IdempotencyKey")]
