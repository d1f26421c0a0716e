"""The case numbers of what a house already keeps are written: none of a reserved identity, also where they were written once before."""

from django.db import migrations


def number_what_stands(apps, schema_editor):
    from intertrata.registers.actions.numbering import number_what_stands

    number_what_stands()


class Migration(migrations.Migration):

    dependencies = [
        ('registers', '0003_case_numbers'),
    ]

    operations = [
        migrations.RunPython(number_what_stands, migrations.RunPython.noop, elidable=True),
    ]
