"""The first-run guide: what a program still needs until it can take its first referral."""
