"""Of whom each interview is, keyed, beside its events. What a house already keeps says it when its register sends it again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0004_numbers_of_what_stands'),
    ]

    operations = [
        migrations.CreateModel(
            name='Interviewed',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('deposit', models.UUIDField(db_index=True)),
                ('record', models.UUIDField(db_index=True)),
                ('version', models.UUIDField()),
                ('person', models.UUIDField(db_index=True)),
            ],
        ),
    ]
