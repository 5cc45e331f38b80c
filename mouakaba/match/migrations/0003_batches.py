import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("match", "0002_schools")]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("classifier", models.CharField(max_length=64)),
                ("tier", models.CharField(max_length=10)),
                ("threshold", models.FloatField(null=True)),
                ("top", models.PositiveSmallIntegerField()),
                ("parts_count", models.PositiveIntegerField()),
                ("texts_count", models.PositiveBigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField(db_index=True)),
            ],
            options={"ordering": ["made_at"]},
        ),
        migrations.CreateModel(
            name="BatchPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("job", models.BigIntegerField()),
                ("texts", models.TextField(blank=True)),
                ("answers", models.TextField(blank=True)),
                ("done", models.BooleanField(default=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="match.batch"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="batch_part_once"),
                    models.CheckConstraint(
                        condition=models.Q(("done", False), ("texts", ""), _connector="OR"),
                        name="answered_texts_are_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done", True), ("answers", ""), _connector="OR"), name="answers_come_whole"
                    ),
                ],
            },
        ),
    ]
