"""The portal takes no files: a form that carries one is refused before a byte of it is kept."""

from typing import Any, Never

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler


class NoFiles(FileUploadHandler):
    """Refuses every file part (SuspiciousOperation, answered with 400)."""

    def new_file(self, *args: Any, **kwargs: Any) -> Never:
        raise SuspiciousOperation("a file was sent")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Never:
        raise SuspiciousOperation("a file was sent")

    def file_complete(self, file_size: int) -> None:
        return None
