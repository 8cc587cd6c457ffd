"""The id of the request that is being served: it stands in the log and in the record."""

import contextvars

request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")
