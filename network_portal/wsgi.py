import os

from django.core.wsgi import get_wsgi_application

from network_portal.lib.encoding import only_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network_portal.settings")
application = only_utf8(get_wsgi_application())
