"""Celery over files, for the embedded portal: kombu's filesystem transport with whole messages only.

The stock transport creates a file and then writes it, so a reader can meet half a message and the worker dies of it
(kombu issue 1551). Here a message gets a hidden name until it is whole.
"""

import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps, loads


class Channel(filesystem.Channel):
    """A channel whose sender renames a finished file into the queue, readable by its owner alone."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override] # kombu's two bases differ
        folder = Path(self.data_folder_out)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{time.time_ns()}_{uuid.uuid4()}.{queue}.msg"
        hidden = folder / f".{name}.part"
        with os.fdopen(os.open(hidden, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(str_to_bytes(dumps(payload)))
            file.flush()
            os.fsync(file.fileno())
        hidden.rename(folder / name)

    def _get(self, queue: Any, timeout: Any = None) -> Any:
        """The oldest whole message of a queue; the rename decides between two readers. Raises Empty."""
        folder = Path(self.data_folder_in)
        taken_folder = Path(self.processed_folder)
        taken_folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for name in sorted(entry.name for entry in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = taken_folder / name
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue
            payload = taken.read_bytes()
            taken.unlink()
            return loads(payload.decode())
        raise Empty


class Transport(filesystem.Transport):
    """The transport behind ``atomicfs://``."""

    Channel = Channel


def register() -> None:
    """Teach kombu the scheme (it refuses a dotted path as a URL scheme)."""
    TRANSPORT_ALIASES["atomicfs"] = "network_portal.lib.broker:Transport"
