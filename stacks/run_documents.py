"""Where the job modules keep what they note of runs that no workspace holds: a container in the stack's storage."""

from typing import Final

import pulumi

from infra.blob_container import BlobContainer, BlobContainerInputs
from infra.existing import Existing, Identified
from stacks.foundation import Foundation

CONTAINER: Final = "tunestack"


def declare_run_documents(foundation: Foundation, account: Identified) -> tuple[pulumi.Resource, ...]:
    """Declares the container in an account of the stack's own, and gives what comes before a lock on that account.

    In an account that was there the job modules make it when they first write: stacks that share the account share the
    container, and destroy doesn't take away what another stack has noted.
    """
    if isinstance(account, Existing):
        return ()
    inputs = BlobContainerInputs(CONTAINER, account.name, foundation.group.name)
    return BlobContainer("run-documents", inputs).ready
