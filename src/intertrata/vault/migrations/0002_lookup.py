"""Looking persons up: search keys lead to places, places to profiles. Keys of before go: the next linkage makes them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial")]

    operations = [
        migrations.DeleteModel("SearchKey"),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                ("pk", models.CompositePrimaryKey("run", "key", blank=True, editable=False, primary_key=True, serialize=False)),
                ("run", models.BigIntegerField()),
                ("key", models.BigIntegerField()),
                ("places", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Profile",
            fields=[
                ("pk", models.CompositePrimaryKey("run", "place", blank=True, editable=False, primary_key=True, serialize=False)),
                ("run", models.BigIntegerField()),
                ("place", models.BigIntegerField()),
                ("person", models.UUIDField(db_index=True)),
                ("key_id", models.CharField(max_length=16)),
                ("compared", models.BinaryField()),
                ("shown", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Grounds",
            fields=[
                ("run", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key_id", models.CharField(max_length=16)),
                ("blob", models.BinaryField()),
            ],
        ),
    ]
