"""What the home page and the disclosure log must agree on."""

TASKS_SHOWN = 5
NEW_CHARGES = "new_charges"
