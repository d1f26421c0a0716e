"""What somebody was typing when she stopped, encrypted, until the record is kept or some days have passed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_lookup'),
    ]

    operations = [
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('form', models.UUIDField(primary_key=True, serialize=False)),
                ('account', models.CharField(db_index=True, max_length=150)),
                ('saved_at', models.DateTimeField(db_index=True)),
                ('key_id', models.CharField(max_length=16)),
                ('blob', models.BinaryField()),
            ],
        ),
    ]
