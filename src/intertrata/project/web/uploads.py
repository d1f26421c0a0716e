"""Files that are sent to the house: refused by what they say they weigh, before a byte of them is written down.

In: the head of a request. Out: nothing, or a refusal. The API takes files, and two pages take the documents and forms of answers from an account that may
read them; any other page takes what its form may weigh, whoever sends it, since forms are read before anybody knows who fills them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from intertrata.access.permissions import Permission, allowed
from intertrata.api.deposits import LARGEST, forget_what_a_crash_left
from intertrata.transparency.queries import LARGEST_DOCUMENT
from intertrata.vocabulary.errors import Problem

API = "/api/"
DOCUMENTS = re.compile(r"/pedidos/(?:pedido/[0-9a-f]{32}/documentos|campania/[a-z0-9_-]+/formularios)/")
BESIDE = 1 << 20
"""Bytes that a request may weigh besides its file: names of fields and boundaries."""


class Weighed(FileUploadHandler):
    """Let through what is light enough; what it weighs, the handlers after this one write down."""

    def handle_raw_input(self, input_data: Any, META: dict[str, Any], content_length: int, *more: Any, **named: Any) -> None:  # noqa: N803
        """Refuse by the length that the head of the request says; the body cannot be longer than that.

        Raises:
            Problem: ``api_too_large``, ``document_upload_too_large``. RequestDataTooBig: on a page.
        """
        if self.request is not None and self.request.path.startswith(API):
            if content_length > LARGEST + BESIDE:
                raise Problem("api_too_large")
        elif self.request is not None and takes_documents(self.request):
            if content_length > LARGEST_DOCUMENT + BESIDE:
                raise Problem("document_upload_too_large", megabytes=LARGEST_DOCUMENT >> 20)
            forget_what_a_crash_left(Path(settings.FILE_UPLOAD_TEMP_DIR))
        elif content_length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what came."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def takes_documents(request: HttpRequest) -> bool:
    """Whether a request goes to a page that takes documents or forms of answers, from an account that may read them."""
    return bool(DOCUMENTS.fullmatch(request.path)) and allowed(getattr(request.user, "role", ""), Permission.CAPTURE)
