from django.db import migrations


class Migration(migrations.Migration):
    """The committee's requests become conclusions of a body; the record names them decisions.referralrequest as before."""

    dependencies = [("decisions", "0010_reminders_in_one_table")]

    operations = [migrations.RenameModel("ReferralRequest", "Conclusion")]
