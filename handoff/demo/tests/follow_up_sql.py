"""What came after a referral, as SQL that knows nothing of `handoff.measures` (M6, M13)."""

from django.db import connection

SAFETY = """
SELECT s.kind, s.naloxone, s.cause, COUNT(*)
FROM enrollment_safetyevent s
WHERE s.program_id = %s AND s.happened_on >= %s AND s.happened_on <= %s AND s.removed_at IS NULL
  AND s.id NOT IN (SELECT corrects_id FROM enrollment_safetyevent WHERE corrects_id IS NOT NULL)
  AND s.person_id IN (SELECT person_id FROM enrollment_enrollment WHERE program_id = s.program_id)
GROUP BY s.kind, s.naloxone, s.cause
"""

NEW_CHARGES = """
SELECT n.id, n.person_id, n.occurred_on, r.occurred_at
FROM charges_newcharge n
JOIN enrollment_enrollment e ON e.person_id = n.person_id AND e.program_id = n.program_id
JOIN enrollment_intake i ON i.id = e.intake_id
JOIN referrals_referral r ON r.id = i.referral_id
JOIN enrollment_statusperiod s ON s.enrollment_id = e.id AND s.status = 'active'
WHERE n.program_id = %s AND n.occurred_on >= %s AND n.occurred_on <= %s
  AND n.entered_in_error_at IS NULL AND n.how <> 'warrant'
  AND s.starts_at < %s AND (s.ends_at IS NULL OR s.ends_at >= %s)
"""

LOOKED_UP = """
SELECT l.person_id, l.kind, l.first_on, l.last_on, l.days, r.occurred_at
FROM enrollment_lookback l
JOIN enrollment_enrollment e ON e.person_id = l.person_id AND e.program_id = l.program_id
JOIN enrollment_intake i ON i.id = e.intake_id
JOIN referrals_referral r ON r.id = i.referral_id
WHERE l.program_id = %s AND l.removed_at IS NULL
  AND l.person_id NOT IN (SELECT person_id FROM enrollment_safetyevent WHERE kind = 'death')
"""


def rows(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
