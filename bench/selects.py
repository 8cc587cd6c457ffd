"""How many SELECTs each page asks, in process, on the bench's database: {path: n} as JSON."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network_portal.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

session, *paths = sys.argv[1:]
found = {}
for path in paths:
    client = Client(SERVER_NAME="localhost")
    if not path.startswith("/account/"):
        client.cookies["portal"] = session
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        response.getvalue() if response.streaming else None
    assert response.status_code == 200, (path, response.status_code)
    found[path] = sum(q["sql"].lstrip("( ").startswith("SELECT") for q in asked)
print(json.dumps(found))
