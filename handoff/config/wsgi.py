"""What gunicorn serves."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handoff.config.settings.production")

application = get_wsgi_application()

from handoff.config.file_modes import make_private_files  # noqa: E402
from handoff.config.startup import check_before_serving, load_pages  # noqa: E402  (settings come first)

make_private_files()
# Also where gunicorn was started by itself, without `handoff serve`.
check_before_serving(lambda words: sys.stderr.write(f"{words}\n"))
load_pages()
