"""The WSGI entry: ``gunicorn mouakaba.site.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

from mouakaba.site.warming import warm

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mouakaba.site.settings")
application = get_wsgi_application()
warm()
