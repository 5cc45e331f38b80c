import csv
from pathlib import Path

from django.db import migrations, models

from mouakaba.base import places

DEGREES = {"max_digits": 6, "decimal_places": 3, "null": True, "blank": True}


def fill(apps, schema_editor):
    """Places loaded before have no coordinates; those loaded later bring theirs."""
    with (Path(places.__file__).parent / "coordinates.csv").open(encoding="utf-8", newline="") as file:
        known = {row["code"]: row for row in csv.DictReader(file)}
    for name in ("Province", "Commune"):
        rows = list(apps.get_model("base", name).objects.filter(code__in=known).only("code"))
        for row in rows:
            row.latitude, row.longitude = known[row.code]["latitude"], known[row.code]["longitude"]
        apps.get_model("base", name).objects.bulk_update(rows, ["latitude", "longitude"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ('base', '0004_helping'),
    ]

    operations = [
        migrations.AddField(model_name='province', name='latitude', field=models.DecimalField(**DEGREES)),
        migrations.AddField(model_name='province', name='longitude', field=models.DecimalField(**DEGREES)),
        migrations.AddField(model_name='commune', name='latitude', field=models.DecimalField(**DEGREES)),
        migrations.AddField(model_name='commune', name='longitude', field=models.DecimalField(**DEGREES)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
