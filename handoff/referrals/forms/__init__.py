"""Forms of the referral wizard, of program staff and of the public page."""
