"""Triggers that refuse UPDATE and DELETE on the log, on both engines: what was looked at stays known."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER log_look_no_update BEFORE UPDATE ON log_look
       BEGIN SELECT RAISE(ABORT, 'la bitacora no se corrige'); END""",
    """CREATE TRIGGER log_look_no_delete BEFORE DELETE ON log_look
       BEGIN SELECT RAISE(ABORT, 'la bitacora no se borra'); END""",
]
POSTGRESQL = [
    """CREATE FUNCTION log_look_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'la bitacora no se corrige ni se borra'; END $$""",
    """CREATE TRIGGER log_look_append_only BEFORE UPDATE OR DELETE ON log_look
       FOR EACH ROW EXECUTE FUNCTION log_look_refuse()""",
    """CREATE TRIGGER log_look_no_truncate BEFORE TRUNCATE ON log_look
       FOR EACH STATEMENT EXECUTE FUNCTION log_look_refuse()""",
]


def refuse_changes(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("log", "0001_looks")]
    operations = [migrations.RunPython(refuse_changes, migrations.RunPython.noop)]
