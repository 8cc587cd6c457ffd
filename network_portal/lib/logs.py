"""Logs: one line of JSON an event, with the request's id; control characters cannot forge a line."""

import datetime as dt
import json
import logging
import re

from network_portal.lib.trace import request_id

deliverable_address = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


class JsonFormatter(logging.Formatter):
    """Level, logger, message, request id, and the exception as one field; mail addresses are left out."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
        }
        line.update(getattr(record, "facts", {}))
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return deliverable_address.sub("[address]", json.dumps(line, ensure_ascii=True))
