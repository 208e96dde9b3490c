"""All planted bugs. Each names who is asked first, and where; the whole table would find it too."""

from tests.matrix.planted.answers import ANSWERS
from tests.matrix.planted.consent import CONSENT
from tests.matrix.planted.duties import DUTIES
from tests.matrix.planted.memberships import MEMBERSHIPS
from tests.matrix.planted.programs import PROGRAMS
from tests.matrix.planted.roles import ROLES
from tests.matrix.planted.safety import SAFETY

MUTANTS = (*CONSENT, *PROGRAMS, *ROLES, *MEMBERSHIPS, *ANSWERS, *DUTIES, *SAFETY)
