"""A service that is away is asked once, briefly, and then not for a minute: nobody waits for it again and again."""

import time
from threading import Lock

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

SECONDS = 0.25  # for one question to Redis
REST = 60.0  # seconds without a question after one that was not answered


class Breaker:
    """Whether to ask a service at all; one for each service and process."""

    def __init__(self) -> None:
        self._resting_until = 0.0
        self._lock = Lock()

    @property
    def rests(self) -> bool:
        return time.monotonic() < self._resting_until

    def rest(self) -> None:
        """Do not ask for a minute."""
        with self._lock:
            self._resting_until = time.monotonic() + REST

    def reset(self) -> None:
        self._resting_until = 0.0


def answers(url: str) -> bool:
    """Whether a Redis answers within a quarter of a second; asked once."""
    client = redis.Redis.from_url(
        url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS, retry=Retry(NoBackoff(), 0)
    )
    try:
        return bool(client.ping())
    finally:
        client.close()
