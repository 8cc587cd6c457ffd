from django.db import migrations


class Migration(migrations.Migration):
    """When a person last opened the dashboard; the columns are not on the record."""

    dependencies = [("members", "0012_basis")]

    operations = [
        migrations.RenameField("user", "desk_seen_at", "dashboard_seen_at"),
        migrations.RenameField("user", "desk_before_at", "dashboard_before_at"),
    ]
