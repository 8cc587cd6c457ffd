from django.db import migrations, models


class Migration(migrations.Migration):
    """An organization that takes a position is called InvitedOrganization; the record names it decisions.elector."""

    dependencies = [("decisions", "0008_proposed_solution")]

    operations = [
        migrations.RenameModel("Elector", "InvitedOrganization"),
        migrations.RemoveConstraint("invitedorganization", "elector_once"),
        migrations.AddConstraint(
            "invitedorganization",
            models.UniqueConstraint(fields=("round", "organization"), name="organization_invited_once"),
        ),
        migrations.AlterField(
            "invitedorganization",
            "round",
            models.ForeignKey(
                on_delete=models.PROTECT, related_name="invited_organizations", to="decisions.round"
            ),
        ),
    ]
