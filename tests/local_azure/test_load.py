"""A thousand resources and two hundred clients at once: every request is answered, and the memory doesn't grow."""

import asyncio
import gc
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path

import httpx
import pytest

from tests.local_azure.running import ARM, LocalAzure, group_id, usual_version

CLIENTS, RESOURCES = 200, 1000
GROUP = group_id("rg-load")
REGISTRIES = f"{GROUP}/providers/Microsoft.ContainerRegistry/registries"
IDENTITIES = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
BODY = {"location": "eastus2", "sku": {"name": "Basic"}, "properties": {}, "tags": {"stage": "load"}}


@pytest.fixture(scope="module")
def azure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAzure]:
    """A local Azure of its own: what it holds in memory is this test's alone."""
    with LocalAzure(tmp_path_factory.mktemp("load")) as running:
        running.register_all()
        running.put(GROUP, {"location": "eastus2"})
        yield running


Ask = Callable[[httpx.AsyncClient, int], Awaitable[int]]


def test_two_hundred_clients_make_list_and_read_a_thousand_resources_in_a_steady_memory(azure: LocalAzure) -> None:
    held = asyncio.run(objects_after_rounds(azure))
    assert len(azure.call("GET", f"{GROUP}/resources").json()["value"]) == RESOURCES
    # Four rounds, all alike, once caches are full: an object that each write or each read left would be 800 more.
    assert held[-1] - held[0] < 2 * CLIENTS


async def objects_after_rounds(azure: LocalAzure) -> list[int]:
    """Lets the clients make and read all, then work in rounds; returns how many objects there are after each."""
    held = []
    async with connected(azure) as clients:
        idle = azure.tasks()
        await all_at_once(clients, write, RESOURCES // CLIENTS)
        await all_at_once(clients, read, RESOURCES // CLIENTS)
        for _ in range(6):
            await all_at_once(clients, write, 1)
            await all_at_once(clients, read, 1)
            await all_at_once(clients[::20], list_group, 1)
            while azure.tasks() > idle:  # noqa: ASYNC110 -- the tasks are another loop's
                await asyncio.sleep(0.01)
            held.append(objects())
    return held[1:]


async def all_at_once(clients: Sequence[httpx.AsyncClient], ask: Ask, times: int) -> None:
    """Lets each client ask for its share, one after the other, and holds that all of it is answered."""

    async def work(client: httpx.AsyncClient, number: int) -> Counter[int]:
        return Counter([await ask(client, number + time * CLIENTS) for time in range(times)])

    asked = [work(client, number) for number, client in enumerate(clients)]
    statuses = sum(await asyncio.gather(*asked), Counter[int]())
    assert set(statuses) <= {200, 201}, statuses


def objects() -> int:
    """Returns how many objects there are, without those of asyncio: it keeps timers that are over for a while."""
    gc.collect()
    return sum(not str(type(each).__module__).startswith("asyncio") for each in gc.get_objects())


async def write(client: httpx.AsyncClient, number: int) -> int:
    path = resource(number)
    return (await client.put(path, params=version(path), json=BODY)).status_code


async def read(client: httpx.AsyncClient, number: int) -> int:
    path = resource(number)
    return (await client.get(path, params=version(path))).status_code


async def list_group(client: httpx.AsyncClient, number: int) -> int:
    path = f"{GROUP}/resources"
    return (await client.get(path, params={"$top": 100, **version(path)})).status_code


@cache
def version(path: str) -> dict[str, str]:
    """Returns the query with the api-version that a path is asked by."""
    return {"api-version": usual_version(path)}


def resource(number: int) -> str:
    """Returns the id of a resource: every second one is of a type whose writes go on in the background."""
    return f"{REGISTRIES}/load{number:05}" if number % 2 else f"{IDENTITIES}/load{number:05}"


@asynccontextmanager
async def connected(azure: LocalAzure) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Yields clients with a connection through the proxy each, all open at the same time."""
    trust = ssl.create_default_context(cafile=str(Path(azure.directory) / "ca.pem"))
    headers = {"Authorization": f"Bearer {azure.token()}"}
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=ARM,
                    headers=headers,
                    proxy=azure.proxy,
                    verify=trust,
                    timeout=120,
                    trust_env=False,
                )
            )
            for _ in range(CLIENTS)
        ]
        first = await asyncio.gather(*(client.get(GROUP, params=version(GROUP)) for client in clients))
        assert {answer.status_code for answer in first} == {200}
        yield clients
