"""The question to a supervising officer and their answer, which alone meets the criterion (E10)."""
