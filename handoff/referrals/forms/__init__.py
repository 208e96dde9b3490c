"""The forms of referrals: the officer's way, staff's actions, the public page."""
