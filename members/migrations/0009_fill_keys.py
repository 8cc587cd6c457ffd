from collections import Counter

from django.db import migrations

from network_portal.lib import text


def fill(apps, schema_editor):
    """The keys of the names that are there, and who shares one with somebody else."""
    Organization, User = apps.get_model("members", "Organization"), apps.get_model("members", "User")
    for row in Organization.objects.all():
        names = [row.acronym, row.name, row.acronym_in_tor, row.name_in_tor]
        keys = {"sort_key": text.folded(row.acronym)[:60], "search_key": text.folded(" ".join(names))[:600]}
        Organization.objects.filter(pk=row.pk).update(**keys)
    keys = {pk: text.folded(name)[:300] for pk, name in User.objects.values_list("pk", "name")}
    shared = Counter(keys.values())
    for pk, key in keys.items():
        User.objects.filter(pk=pk).update(sort_key=key, namesake=shared[key] > 1)


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0008_names_in_order"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
