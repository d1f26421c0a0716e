"""What the server calls. In: the environment. Out: Django's application for Granian; WhiteNoise in it serves the style sheet.

What is loaded by then is never garbage: it is taken out of what Python's collector looks through, which stopped one page in three for an
eighth of a second (``bench/matrix.py``).
"""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intertrata.project.settings")
application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - loads every page's code now, not with the first request
gc.collect()
gc.freeze()
atexit.register(gc.unfreeze)  # else libraries in C++ call it a leak when the server stops
