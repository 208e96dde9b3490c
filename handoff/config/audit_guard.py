"""A trigger that lets the head of an audit chain move only to the row that was just added (finding-S14).

The server's role must update the head with each row, so it holds that right; without this it could set back a chain's
length, or its head, and hide rows that it can't delete. On PostgreSQL only: whoever can open SQLite's file can change
anything in it, which the published anchors show (ADR 0032).
"""

from django.db import connection
from django.db.backends.utils import CursorWrapper

from handoff.audit.models import AuditChain, AuditEvent
from handoff.config.row_level_security import quote_name

TRIGGER = "handoff_audit_head"

FUNCTION = """
CREATE OR REPLACE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The owner restores and repairs; it could drop this trigger anyway.
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'USAGE') THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.length <> 0 OR NEW.head <> '' THEN
            RAISE EXCEPTION 'an audit chain starts empty' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END IF;
    IF NEW.program_id <> OLD.program_id OR NEW.length <> OLD.length + 1 OR NOT EXISTS (
        SELECT 1 FROM {event} WHERE program_id = NEW.program_id AND number = NEW.length
            AND hash = NEW.head AND previous = OLD.head
    ) THEN
        RAISE EXCEPTION 'an audit chain moves only to its newest row' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""


def audit_heads_are_guarded(cursor: CursorWrapper) -> bool:
    cursor.execute(
        "SELECT EXISTS (SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgenabled = 'O')", [TRIGGER]
    )
    return bool(cursor.fetchone()[0])


def guard_audit_heads() -> None:
    """Create the trigger. It fires when the statement ends, so it sees the row that the same statement added."""
    chain = quote_name(AuditChain._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION.format(trigger=TRIGGER, event=quote_name(AuditEvent._meta.db_table)))
        cursor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER} ON {chain}")
        cursor.execute(
            f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE ON {chain}"
            f" FOR EACH ROW EXECUTE FUNCTION {TRIGGER}()"
        )
