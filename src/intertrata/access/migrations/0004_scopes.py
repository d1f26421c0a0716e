"""What a token opens, and in which registers it writes: those made before open what they opened, and no more."""

from django.db import migrations, models


def asks_who(apps, schema_editor):
    apps.get_model("access", "Token").objects.update(scopes=["who"])


class Migration(migrations.Migration):
    dependencies = [("access", "0003_tokens")]

    operations = [
        migrations.AddField(
            model_name="token",
            name="registers",
            field=models.JSONField(
                default=list, help_text="Códigos de los registros en que escribe; vacío, los de la institución de la cuenta."
            ),
        ),
        migrations.AddField(
            model_name="token",
            name="scopes",
            field=models.JSONField(default=list, help_text="Qué abre: who, records, deposits."),
        ),
        migrations.RunPython(asks_who, migrations.RunPython.noop),
    ]
