"""Case numbers of records, keyed, beside their events; those of what a house already keeps are written by the migration after this one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0002_entries'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseNumber',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('key', models.UUIDField(db_index=True, help_text='Vacía donde lo citado no dice nada: «12», «en trámite».', null=True)),
                ('record', models.UUIDField()),
                ('deposit', models.UUIDField(db_index=True)),
                ('register', models.CharField(max_length=40)),
                ('table', models.CharField(max_length=80)),
                ('field', models.CharField(max_length=40)),
                ('borne', models.BooleanField(help_text='Si es el número del registro mismo; si no, uno que cita.')),
                ('cut_off', models.DateField()),
                ('order', models.BigIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='deposit',
            name='waits',
            field=models.BigIntegerField(default=0, help_text='Cuántos números citó que nadie había enviado aún cuando llegó.'),
        ),
        migrations.AddField(
            model_name='deposit',
            name='closes',
            field=models.BigIntegerField(default=0, help_text='Cuántos números citados que esperaban trajo.'),
        ),
    ]
