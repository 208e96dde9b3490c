"""What the commands of an installation have in common."""

READ_NO_PAGES: list[str] = []
"""No system checks before a command that runs by the clock or repairs something. They look at the program's own code,
above all its pages, and take half of the two seconds of CPU that a minute's `handoff tick` costs; `handoff serve` and
`handoff check` run them, and what depends on this machine is checked by `handoff check` alone."""
