"""A trigger that refuses REPLACE on SQLite: there it deletes the row of before without asking the trigger on DELETE.

PostgreSQL has no such statement: what comes nearest, ON CONFLICT DO UPDATE, asks the trigger on UPDATE.
"""

from django.db import migrations

NO_REPLACE = """
    CREATE TRIGGER log_look_no_replace BEFORE INSERT ON log_look WHEN EXISTS (SELECT 1 FROM log_look WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'la bitacora no se corrige'); END
"""


def refuse_replacing(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute(NO_REPLACE)


class Migration(migrations.Migration):
    dependencies = [("log", "0002_append_only")]
    operations = [migrations.RunPython(refuse_replacing, migrations.RunPython.noop)]
