"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.production")

application = get_wsgi_application()

from handoff.config.startup import refuse_a_wrong_database  # noqa: E402  (settings must be loaded first)

refuse_a_wrong_database()
