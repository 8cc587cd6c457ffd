"""How many SELECTs each page asks, in process, on the bench's database: {page: n} as JSON; sessions and facts as arguments."""

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "network_portal.settings"
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.limits import PAGES  # noqa: E402

facts = json.loads(sys.argv[1])
found = {}
for page in PAGES:
    path = facts.get(page.path, page.path)
    client = Client(SERVER_NAME="localhost")
    if page.reader:
        client.cookies["portal"] = facts["sessions"][page.reader]
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = client.get(path)
        response.getvalue() if response.streaming else None
    assert response.status_code == 200, (path, response.status_code)
    found[page.name] = sum(q["sql"].lstrip("( ").startswith("SELECT") for q in asked)
print(json.dumps(found))
