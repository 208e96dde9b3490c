"""The six measures by month as SQL that knows nothing of `handoff.measures`: what a careful analyst would write.

Months are pairs of instants, so that the same text runs on SQLite and PostgreSQL.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection

Month = tuple[str, datetime, datetime]

OFFERS = """
WITH months(code, starts, ends) AS (VALUES {months}),
first AS (
    SELECT referral_id, what,
           ROW_NUMBER() OVER (PARTITION BY referral_id ORDER BY occurred_at, id) AS place
    FROM referrals_referralevent WHERE what IN ('accepted', 'declined')
),
offers AS (
    SELECT m.code, r.id, r.person_id, r.pathway, r.agency_id, r.decline_reason, r.services_wanted,
           COALESCE(f.what, CASE WHEN r.state IN ('accepted', 'handed_off') THEN 'accepted'
                                 WHEN r.state = 'declined' THEN 'declined' ELSE r.state END) AS answer
    FROM months m
    JOIN referrals_referral r ON r.occurred_at >= m.starts AND r.occurred_at < m.ends
    LEFT JOIN first f ON f.referral_id = r.id AND f.place = 1
    WHERE r.program_id = %s AND r.state <> 'withdrawn'
      AND NOT EXISTS (
        SELECT 1 FROM enrollment_enrollment e JOIN enrollment_intake i ON i.id = e.intake_id
        WHERE e.person_id = r.person_id AND i.referral_id <> r.id AND e.enrolled_at <= r.occurred_at)
)
"""
M1 = (
    OFFERS
    + "SELECT code, SUM(CASE WHEN answer = 'accepted' THEN 1 ELSE 0 END), COUNT(*) FROM offers GROUP BY code"
)
M2 = (
    OFFERS
    + "SELECT code, decline_reason, COUNT(*) FROM offers WHERE answer = 'declined' GROUP BY code, decline_reason"
)
M3 = (
    OFFERS
    + """
SELECT o.code, SUM(CASE WHEN i.referral_id = o.id THEN 1 ELSE 0 END), COUNT(*)
FROM offers o
LEFT JOIN enrollment_enrollment e ON e.person_id = o.person_id
LEFT JOIN enrollment_intake i ON i.id = e.intake_id
WHERE o.answer = 'accepted' AND (i.referral_id IS NULL OR i.referral_id = o.id)
  AND (o.pathway = 'arrest_diversion' OR CAST(o.services_wanted AS text) <> '[]'
       OR EXISTS (SELECT 1 FROM referrals_referralevent v WHERE v.referral_id = o.id AND v.what = 'screened'))
GROUP BY o.code
"""
)
M4 = (
    OFFERS
    + """
SELECT o.code, CAST(p.race_ethnicity AS text), p.gender,
       COUNT(DISTINCT CASE WHEN o.person_id IS NULL THEN -o.id ELSE o.person_id END)
FROM offers o LEFT JOIN participants_person p ON p.id = o.person_id
GROUP BY o.code, CAST(p.race_ethnicity AS text), p.gender
"""
)
M5 = """
WITH months(code, starts, ends) AS (VALUES {months})
SELECT m.code, r.agency_id, COUNT(DISTINCT r.referrer_user_id)
FROM months m JOIN referrals_referral r ON r.occurred_at >= m.starts AND r.occurred_at < m.ends
WHERE r.program_id = %s AND r.state <> 'withdrawn' AND r.referrer_kind = 'officer'
GROUP BY m.code, r.agency_id
"""
M6 = """
WITH months(code, starts, ends) AS (VALUES {months}),
active AS (
    SELECT DISTINCT m.code, m.ends, e.person_id
    FROM months m
    JOIN enrollment_statusperiod s ON s.starts_at < m.ends AND (s.ends_at IS NULL OR s.ends_at >= m.ends)
    JOIN enrollment_enrollment e ON e.id = s.enrollment_id
    WHERE e.program_id = %s AND s.status = 'active'
)
SELECT a.code, c.offense_key, COUNT(DISTINCT a.person_id), COUNT(c.id)
FROM active a
LEFT JOIN charges_encounter n ON n.person_id = a.person_id
LEFT JOIN charges_setasidecharge c ON c.encounter_id = n.id AND c.set_aside_at < a.ends
GROUP BY a.code, c.offense_key
"""
ALL = {"M1": M1, "M2": M2, "M3": M3, "M4": M4, "M5": M5, "M6": M6}


def months_from(first: date, last: date, zone: ZoneInfo) -> list[Month]:
    """Each month between two days, from its first instant in the program's time zone to the next month's."""
    found, day = [], first.replace(day=1)
    while day <= last:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        starts, ends = (datetime.combine(each, time(), zone) for each in (day, after))
        found.append((f"{day:%Y-%m}", starts, ends))
        day = after
    return found


def run(name: str, program_id: int, months: Sequence[Month]) -> list[tuple]:
    """The rows of one measure."""
    stamp = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    text = ALL[name].format(months=", ".join([f"(%s, {stamp}, {stamp})"] * len(months)))
    adapt = connection.ops.adapt_datetimefield_value
    values = [each for code, starts, ends in months for each in (code, adapt(starts), adapt(ends))]
    with connection.cursor() as cursor:
        cursor.execute(text, [*values, program_id])
        return cursor.fetchall()
