"""Who leaves, who takes over, and what is left to do (P9)."""
