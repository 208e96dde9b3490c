"""How much of each worklist the home page shows."""

TASKS_SHOWN = 5
NEW_CHARGES = "new_charges"
