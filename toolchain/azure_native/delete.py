"""Deletes a resource; one that is gone already counts as deleted."""

from toolchain.azure_native.errors import ArmError
from toolchain.azure_native.tracked import Tracked


def delete(resource: Tracked, timeout: float) -> None:
    """Deletes a resource and waits until it is gone; a singleton gets its default state back instead.

    Raises:
        ArmError: Azure refused.
    """
    if resource.row.default_state is not None:
        _restore_default(resource, timeout)
        return
    try:
        resource.finish("DELETE", resource.send("DELETE"), timeout)
    except ArmError as error:
        if error.status != 404:
            raise


def _restore_default(resource: Tracked, timeout: float) -> None:
    try:
        resource.finish("PUT", resource.send("PUT", dict(resource.row.default_state or {})), timeout)
    except ArmError as error:
        if error.status != 404:  # its parent is gone, and it with it
            raise
