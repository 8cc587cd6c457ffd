"""Messages over files: whole or not at all, in their order, each read by one reader."""

from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from network_portal.lib import broker


@pytest.fixture
def connection(tmp_path: Path) -> Any:
    broker.register()
    options = {name: str(tmp_path / name) for name in ("data_folder_in", "processed_folder", "control_folder")}
    (tmp_path / "data_folder_in").mkdir()
    options["data_folder_out"] = options["data_folder_in"]
    with Connection("atomicfs://", transport_options=options) as made:
        yield made


@pytest.fixture
def name(request: Any) -> str:
    """A queue of one's own: kombu remembers for the whole process which queues were declared."""
    return request.node.name


def test_messages_come_in_their_order_and_once(connection: Any, name: str) -> None:
    writer, reader = connection.SimpleQueue(name), connection.SimpleQueue(name)
    for number in range(5):
        writer.put({"number": number})

    read = []
    for turn in range(5):
        message = (reader if turn % 2 else writer).get_nowait()
        read.append(message.payload["number"])
        message.ack()

    assert read == [0, 1, 2, 3, 4]
    with pytest.raises(Empty):
        reader.get_nowait()


def test_a_message_that_is_not_whole_is_read_by_nobody(connection: Any, name: str, tmp_path: Path) -> None:
    queue = connection.SimpleQueue(name)
    queue.put({"number": 1})
    folder = tmp_path / "data_folder_in"
    (folder / f".9999999999999_x.{name}.msg.part").write_text('{"half')
    (folder / "0000000000001_y.others.msg").write_text("{}")

    assert queue.get_nowait().payload == {"number": 1}
    with pytest.raises(Empty):
        queue.get_nowait()
    assert {p.name for p in folder.iterdir()} == {f".9999999999999_x.{name}.msg.part", "0000000000001_y.others.msg"}


def test_a_message_is_its_owners_alone(connection: Any, name: str, tmp_path: Path) -> None:
    connection.SimpleQueue(name).put({"number": 1})

    (message,) = (tmp_path / "data_folder_in").glob("*.msg")
    assert message.stat().st_mode & 0o077 == 0


def test_one_that_another_reader_took_meanwhile_is_passed_over(
    connection: Any, name: str, tmp_path: Path, monkeypatch: Any
) -> None:
    """Two readers list the same folder; the rename decides."""
    queue = connection.SimpleQueue(name)
    for number in (1, 2):
        queue.put({"number": number})
    folder = tmp_path / "data_folder_in"
    gone, real = sorted(folder.glob("*.msg"))[0], Path.rename

    def rename(self: Path, target: Any) -> Path:
        if self == gone and gone.exists():
            gone.unlink()
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)

    assert queue.get_nowait().payload == {"number": 2}
