"""How far the feed looks, and how often it may be read."""

from datetime import timedelta

DAYS_BACK, DAYS_AHEAD = 7, 90
"""The days around today that a feed holds."""

MOST_READS, COUNTED_FOR = 30, timedelta(hours=1)
"""A phone reads a feed a few times an hour; whoever asks more often is sent away for a while."""
