"""Case numbers of records, keyed and packed, beside their events; those of what a house already keeps are written by the migration after this one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0002_entries'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseNumbers',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('bucket', models.SmallIntegerField(db_index=True, help_text='Vacía donde lo citado no dice nada: «12», «en trámite».', null=True)),
                ('deposit', models.UUIDField(db_index=True)),
                ('field', models.CharField(max_length=40)),
                ('borne', models.BooleanField(help_text='Si es el número del registro mismo; si no, uno que cita.')),
                ('cut_off', models.DateField()),
                ('order', models.BigIntegerField()),
                ('keys', models.BinaryField(help_text='Ocho bytes por número.')),
                ('records', models.BinaryField(help_text='Dieciséis bytes por número: el registro que lo dice.')),
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
