"""What came after a referral, as SQL that knows nothing of `handoff.measures` (M6, M13)."""

from datetime import date

from django.db import connection

SAFETY = """
SELECT s.kind, s.naloxone, s.cause, COUNT(*)
FROM enrollment_safetyevent s
WHERE s.program_id = %s AND s.happened_on >= %s AND s.happened_on <= %s AND s.removed_at IS NULL
  AND s.id NOT IN (SELECT corrects_id FROM enrollment_safetyevent WHERE corrects_id IS NOT NULL)
  AND s.person_id IN (SELECT person_id FROM enrollment_enrollment WHERE program_id = s.program_id)
GROUP BY s.kind, s.naloxone, s.cause
"""


def rows(sql: str, program: int, first: date, last: date) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [program, first, last])
        return cursor.fetchall()
