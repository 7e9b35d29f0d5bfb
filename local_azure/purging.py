"""Purging soft-deleted resources as a long-running operation: the port ``purger``, provided by the ARM core."""

from typing import Protocol

from starlette.responses import Response

from local_azure.resources import Resource


class Purger(Protocol):
    """Frees the name of a soft-deleted resource."""

    def begin_purge(self, resource: Resource, api_version: str) -> Response:
        """Begins to purge and returns the 202 that says where to ask how it goes."""
