"""Clusters: made, changed, listed with their nodes, deleted; what a region's quota has of cores and sizes."""

from collections.abc import Iterator
from typing import Any

from azure.ai.ml import MLClient
from azure.ai.ml.entities import AmlCompute
from setting import Command, holds, is_gone, refuses

SIZE = "Standard_E4s_v3"


def compute_commands(client: MLClient) -> Iterator[Command]:
    """Makes the cluster that jobs run on, and another one that is changed and deleted."""
    compute = client.compute
    yield "compute.begin_create_or_update", lambda: compute.begin_create_or_update(_cluster("cpu", 1)).result()
    yield "compute.get", lambda: holds(compute.get("cpu").size.upper(), SIZE.upper())
    yield "compute.get of none", lambda: is_gone(lambda: compute.get("none"))
    yield "compute.list", lambda: holds([one.name for one in compute.list()], ["cpu"])
    yield "compute.list of instances", lambda: holds(list(compute.list(compute_type="computeinstance")), [])
    yield "compute.list_nodes", lambda: holds(list(compute.list_nodes("cpu")), [])
    yield (
        "compute.begin_create_or_update of a size that isn't",
        lambda: refuses(
            "ValidationError", lambda: compute.begin_create_or_update(_cluster("odd", 1, size="S_Z")).wait()
        ),
    )
    yield "compute.begin_create_or_update of another", lambda: compute.begin_create_or_update(_cluster("two", 1)).wait()
    yield (
        "compute.begin_update",
        lambda: holds(compute.begin_update(_cluster("two", 3)).result().max_instances, 3),
    )
    yield "compute.get of what was updated", lambda: holds(compute.get("two").max_instances, 3)
    yield "compute.begin_delete", lambda: compute.begin_delete("two").wait()
    yield "compute.list after it", lambda: holds([one.name for one in compute.list()], ["cpu"])
    yield "compute.list_usage", lambda: holds(_family(client) is not None, True)
    yield (
        "compute.list_sizes",
        lambda: holds(SIZE in [one.name for one in compute.list_sizes(compute_type="amlcompute")], True),
    )


def _cluster(name: str, most: int, *, size: str = SIZE) -> AmlCompute:
    return AmlCompute(name=name, size=size, min_instances=0, max_instances=most, location="eastus2")


def _family(client: MLClient) -> Any:
    usages = client.compute.list_usage()
    return next((one for one in usages if one.name["value"].lower() == "standardesv3family"), None)
