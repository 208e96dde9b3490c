"""How far back a shift can be read, and how long its lines stay."""

from datetime import timedelta

FURTHEST = timedelta(days=7)
USUAL = timedelta(hours=12)
"""How far back the page looks for someone who has never read it."""
CHOICES = (8, 12, 24, 72)
"""Hours to choose from."""
LINES_KEPT = timedelta(days=30)
MOST_OF_A_KIND = 3000
"""The newest of each kind that a page reads, before it leaves out what the reader may not see. Twenty workers with
twenty contacts a day stay below it for a week."""
