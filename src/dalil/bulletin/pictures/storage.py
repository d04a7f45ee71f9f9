"""Where renditions are kept. Settings name this storage, so Wagtail's models are not there yet when it is imported."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from dalil.archive.file_metadata.pictures import clean, read_particulars


class Renditions(FileSystemStorage):
    """Keeps renditions: under a name that tells neither the file's own name nor what else there is, and only without metadata."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return a name drawn by lot, in the folder and with the ending of the one that is asked for."""
        asked = PurePosixPath(name)
        return super().get_available_name(
            str(asked.with_name(f"{secrets.token_hex(16)}{asked.suffix.lower()}")), max_length
        )

    def _save(self, name: str, content: Any) -> str:
        """Write a rendition. What still tells anything, because another library made it, is cleaned first. Raises CannotClean."""
        content.seek(0)
        data = content.read()
        cleaned = clean(data) if any(read_particulars(data)) else data
        saved: str = super()._save(name, ContentFile(cleaned))  # type: ignore[misc]
        return saved
