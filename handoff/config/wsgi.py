"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.production")

application = get_wsgi_application()

from handoff.config.file_modes import make_private_files  # noqa: E402
from handoff.config.startup import refuse_a_wrong_database  # noqa: E402  (settings must be loaded first)

make_private_files()
refuse_a_wrong_database()
