"""What a 24-hour partner does with the people an officer handed off to it (H5, ADR 0043)."""
