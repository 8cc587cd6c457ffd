"""The cache of many machines: Redis while it answers, a table of the database while it does not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

TABLE = "portal_cache"


def _steady(name: str) -> Callable[..., Any]:
    in_redis = getattr(RedisCache, name)

    @wraps(in_redis)
    def ask(self: "SteadyCache", *args: Any, **kwargs: Any) -> Any:
        try:
            return in_redis(self, *args, **kwargs)
        except RedisError:
            return getattr(self.spare, name)(*args, **kwargs)

    return ask


class SteadyCache(RedisCache):
    """What counts attempts must count while Redis is away too, and nobody is kept from signing in by its absence."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        own = ("TIMEOUT", "KEY_PREFIX", "VERSION", "KEY_FUNCTION")
        self.spare = DatabaseCache(TABLE, {name: params[name] for name in own if name in params})


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
    setattr(SteadyCache, _name, _steady(_name))
