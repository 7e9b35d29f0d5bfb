"""The server process of a local Azure: HTTPS for all services and the CONNECT proxy, on loopback, in one event loop."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import uvicorn

from local_azure.application import create_application
from local_azure.certificates import CertificateAuthority, server_context
from local_azure.clock import Clock, SystemClock, timestamp
from local_azure.clock.movable import MovableClock
from local_azure.clock.moves import SIGNAL, follow
from local_azure.connection import Connection
from local_azure.faults.injection import FaultInjection
from local_azure.faults.rules import FaultPlan
from local_azure.hosts import HostTable
from local_azure.instance import open_platform, running
from local_azure.instance_file import InstanceFile, write_instance
from local_azure.options import Options
from local_azure.platform import Platform
from local_azure.ports import listen
from local_azure.proxy import HEAD_LIMIT, ConnectProxy
from local_azure.service import Service, discover

# Ends connections that are still busy when the server stops.
GRACEFUL_SECONDS = 5


async def serve(directory: Path, *, root: Path, clock: MovableClock, options: Options) -> None:
    """Runs a local Azure until the process gets SIGTERM or SIGINT. ``instance.json`` says where.

    Its clock follows what the folder asks of it whenever the process gets the signal for that.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    async with serving(directory, root=root, clock=clock, options=options) as platform:

        def look_at_clock() -> None:
            platform.tasks.spawn("clock", follow(directory, clock))

        loop.add_signal_handler(SIGNAL, look_at_clock)
        look_at_clock()  # who was quicker than this line
        await stopping.wait()


@asynccontextmanager
async def serving(
    directory: Path, *, root: Path, clock: Clock, options: Options, services: list[Service] | None = None
) -> AsyncIterator[Platform]:
    """Runs a local Azure inside the block, in the event loop that there is.

    Args:
        directory: The instance's folder.
        root: The project's root.
        clock: The time.
        options: Its settings.
        services: The services; all that the package has by default.
    """
    chosen = discover() if services is None else services
    platform = open_platform(directory, root=root, clock=clock, options=options)
    hosts = HostTable(chosen)
    authority = CertificateAuthority(directory, hosts.domains())
    https_socket, proxy_socket = listen(directory, "https"), listen(directory, "proxy")
    https_port, proxy_port = https_socket.getsockname()[1], proxy_socket.getsockname()[1]
    async with running(platform, chosen):
        server = _https(platform, chosen, hosts, authority)
        task = asyncio.create_task(server.serve(sockets=[https_socket]))
        proxy = ConnectProxy(hosts.serves, https_port, platform.origins)
        async with await asyncio.start_server(proxy.handle, sock=proxy_socket, limit=HEAD_LIMIT) as tunnel:
            instance = write_instance(
                directory,
                InstanceFile(
                    pid=os.getpid(), https_port=https_port, proxy_port=proxy_port, started_at=timestamp(clock.now())
                ),
            )
            try:
                yield platform
            finally:
                instance.unlink(missing_ok=True)
                tunnel.close()
                proxy.close()
                server.should_exit = True
                await task


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: those of the process stop the services too."""

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield


def _https(
    platform: Platform, services: list[Service], hosts: HostTable, authority: CertificateAuthority
) -> uvicorn.Server:
    config = uvicorn.Config(
        FaultInjection(create_application(platform, services), FaultPlan(platform.directory), SystemClock()),
        ssl_context_factory=lambda _config, _default: server_context(authority, hosts.serves),
        lifespan="off",
        ws="none",
        http=Connection,
        loop="asyncio",
        server_header=False,
        date_header=False,
        proxy_headers=False,
        access_log=False,
        log_config=None,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
    )
    return _Server(config)
