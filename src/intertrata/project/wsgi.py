"""What the server calls. In: the environment. Out: Django's application for Granian."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
