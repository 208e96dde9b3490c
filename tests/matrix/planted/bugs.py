"""All planted bugs. Those of the leak table name who is asked first, and where; the whole table would find it too."""

from tests.matrix.planted.answers import ANSWERS
from tests.matrix.planted.apps import IN_APPS
from tests.matrix.planted.consent import CONSENT
from tests.matrix.planted.duties import DUTIES
from tests.matrix.planted.memberships import MEMBERSHIPS
from tests.matrix.planted.naming import NAMING
from tests.matrix.planted.programs import PROGRAMS
from tests.matrix.planted.roles import ROLES
from tests.matrix.planted.safety import SAFETY

__all__ = ["IN_APPS", "MUTANTS"]
MUTANTS = (*CONSENT, *PROGRAMS, *ROLES, *MEMBERSHIPS, *ANSWERS, *DUTIES, *SAFETY, *NAMING)
