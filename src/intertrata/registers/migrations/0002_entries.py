"""Records entered one by one: which way a deposit came, and the receipt of each entry."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='deposit',
            name='way',
            field=models.CharField(choices=[('file', 'archivo'), ('form', 'formulario'), ('api', 'API')], default='file', help_text='Por dónde llegó.', max_length=8),
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=32, unique=True)),
                ('account', models.CharField(max_length=150)),
                ('key', models.CharField(max_length=64)),
                ('content', models.CharField(max_length=64)),
                ('deposit', models.UUIDField()),
                ('record', models.UUIDField(db_index=True)),
                ('version', models.UUIDField()),
                ('verdict', models.CharField(max_length=12)),
                ('register', models.CharField(max_length=40)),
                ('table', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='registers_entry_once')],
            },
        ),
    ]
