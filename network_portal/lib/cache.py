"""The cache of many machines: Redis while it answers, a table of the database while it does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from network_portal.lib.breaker import SECONDS, Breaker

TABLE = "portal_cache"


def _with_fallback(name: str) -> Callable[..., Any]:
    in_redis = getattr(RedisCache, name)

    @wraps(in_redis)
    def ask(self: "FallbackCache", *args: Any, **kwargs: Any) -> Any:
        if not self.breaker.rests:
            try:
                return in_redis(self, *args, **kwargs)
            except RedisError:
                self.breaker.rest()
        return getattr(self.fallback, name)(*args, **kwargs)

    return ask


class FallbackCache(RedisCache):
    """Rate limits fall back to a table of the database while Redis is unreachable, and nobody is kept from signing in.

    Redis is asked once, for a quarter of a second; where it does not answer, not again for a minute.
    """

    breaker = Breaker()  # one for the process: each request may have a cache object of its own

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        brief = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
        super().__init__(server, {**params, "OPTIONS": {**brief, **params.get("OPTIONS", {})}})
        own = ("TIMEOUT", "KEY_PREFIX", "VERSION", "KEY_FUNCTION")
        self.fallback = DatabaseCache(TABLE, {name: params[name] for name in own if name in params})


for _name in (
    "add",
    "get",
    "set",
    "touch",
    "delete",
    "get_many",
    "has_key",
    "incr",
    "set_many",
    "delete_many",
    "clear",
):
    setattr(FallbackCache, _name, _with_fallback(_name))
