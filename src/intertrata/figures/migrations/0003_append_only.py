"""Triggers that refuse to change or delete a statement or a filing, on both engines: what was told stays told."""

from django.db import migrations

TABLES = ("figures_statement", "figures_filing")
SQLITE = [
    f"""CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE(ABORT, 'lo dicho no se corrige ni se borra'); END"""
    for table in TABLES
    for deed in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION figures_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'lo dicho no se corrige ni se borra'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION figures_refuse()"""
        for table in TABLES
    ),
]


def refuse_changes(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_statements")]
    operations = [migrations.RunPython(refuse_changes, migrations.RunPython.noop)]
