"""Pages for intakes and for a participant's status."""
