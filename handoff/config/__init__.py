"""Settings, root addresses and the `handoff` command.

The newer SQLite is put in place here, before Django can import the machine's own.
"""

from handoff.config.sqlite import use_newest_sqlite

use_newest_sqlite()
