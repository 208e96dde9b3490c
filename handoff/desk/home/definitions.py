"""How much of each worklist the home page shows."""

SHOWN = 5
NEW_CHARGES = "new_charges"
