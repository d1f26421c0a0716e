"""What the server calls. In: the environment. Out: Django's application for Granian; WhiteNoise in it serves the style sheet."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intertrata.project.settings")
application = get_wsgi_application()
