"""Triggers that refuse to change or delete what a person ruled, on both engines: what was decided before stays beside what stands."""

from django.db import migrations

TABLES = ("figures_ruling", "figures_contradictionruling")
SQLITE = [
    f"""CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table}
        BEGIN SELECT RAISE(ABORT, 'lo decidido no se corrige ni se borra'); END"""
    for table in TABLES
    for deed in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION figures_refuse_ruling() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'lo decidido no se corrige ni se borra'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION figures_refuse_ruling()"""
        for table in TABLES
    ),
]


def refuse_changes(apps, editor):
    for statement in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("figures", "0005_contradictions")]
    operations = [migrations.RunPython(refuse_changes, migrations.RunPython.noop)]
