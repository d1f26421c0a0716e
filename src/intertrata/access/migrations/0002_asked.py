"""How often an account asks: counted, so that nobody tries names by the thousand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0001_accounts")]

    operations = [
        migrations.CreateModel(
            name="Asked",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("account", models.CharField(max_length=150)),
                ("deed", models.CharField(max_length=40)),
                ("seconds", models.IntegerField()),
                ("stretch", models.BigIntegerField()),
                ("times", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "deed", "seconds", "stretch"), name="access_asked_once")],
            },
        ),
    ]
