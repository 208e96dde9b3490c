"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.production")

application = get_wsgi_application()

from handoff.config.file_modes import make_private_files  # noqa: E402
from handoff.config.startup import load_pages, refuse_a_wrong_database  # noqa: E402  (settings come first)

make_private_files()
refuse_a_wrong_database()
load_pages()
