"""One local Azure in one folder: opens its state and runs its services from start to stop."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

from local_azure.clock import Clock
from local_azure.credentials import credentials
from local_azure.groups import Groups
from local_azure.identity import DEPLOYER_CLIENT_ID, DEPLOYER_OBJECT_ID
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.resources import Resources
from local_azure.role_authorizer import RoleAuthorizer
from local_azure.role_definitions import RoleDefinitions
from local_azure.secret_files import make_private
from local_azure.service import Service
from local_azure.store import Store
from local_azure.tasks import Tasks
from local_azure.tokens import Principal, TokenAuthority


def open_platform(directory: Path, *, root: Path, clock: Clock, options: Options) -> Platform:
    """Opens (or makes) the state of a local Azure and its deployer.

    Args:
        directory: The instance's folder.
        root: The project's root.
        clock: The time.
        options: Its settings.
    """
    make_private(directory)
    store = Store(directory / "state.sqlite")
    tokens = TokenAuthority(directory, store, clock)
    deployer = Principal(DEPLOYER_OBJECT_ID, DEPLOYER_CLIENT_ID, "deployer")
    tokens.register(deployer, secret=credentials(directory).client_secret)
    resources = Resources(store)
    delay = timedelta(seconds=options.role_assignment_delay_seconds)
    return Platform(
        directory=directory,
        root=root,
        store=store,
        clock=clock,
        tokens=tokens,
        resources=resources,
        authorizer=RoleAuthorizer(resources, RoleDefinitions(store), Groups(store, tokens), clock, delay),
        options=options,
        tasks=Tasks(),
    )


@asynccontextmanager
async def running(platform: Platform, services: Sequence[Service]) -> AsyncIterator[None]:
    """Starts the services; on leaving ends background work, stops them in the reverse order and closes the state.

    The services themselves are the port ``services`` from then on.
    """
    platform.provide("services", tuple(services))
    async with AsyncExitStack() as stack:
        stack.callback(platform.store.close)
        stack.push_async_callback(platform.tasks.cancel)
        for service in services:
            if service.stop is not None:
                stack.push_async_callback(service.stop, platform)
            if service.start is not None:
                await service.start(platform)
        for service in services:
            if service.ready is not None:
                await service.ready(platform)
        # First of all on leaving: jobs in the background must not ask services that are already stopped.
        stack.push_async_callback(platform.tasks.cancel)
        yield
