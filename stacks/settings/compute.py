"""Settings of compute for one's own script: clusters, GPU quota, and what to do without GPUs."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from catalogue.compute_skus import ComputeSku, UnknownComputeSkuError, compute_sku, compute_skus
from stacks.settings.values import Setting, refused

_SKU = r"^Standard_[A-Za-z0-9_]+$"


def _known(name: str) -> ComputeSku:
    try:
        return compute_sku(name)
    except UnknownComputeSkuError as unknown:
        raise refused(f"it is no machine that the catalogue knows; {_offered(gpu=None)}", name) from unknown


def _with_gpu(name: str) -> str:
    if not _known(name).gpus:
        raise refused(f"it has no GPU; {_offered(gpu=True)}", name)
    return name


def _without_gpu(name: str) -> str:
    if _known(name).gpus:
        raise refused(f"it has a GPU, which nothing asked for here; {_offered(gpu=False)}", name)
    return name


def _offered(*, gpu: bool | None) -> str:
    names = [name for name, sku in compute_skus().items() if gpu in (None, bool(sku.gpus))]
    return f"allowed are {', '.join(names)}"


GpuSku = Annotated[str, AfterValidator(_with_gpu)]
CpuSku = Annotated[str, AfterValidator(_without_gpu)]
Sku = Annotated[str, AfterValidator(lambda name: _known(name).name)]


class Compute(Setting):
    """Clusters that scale from no node to those given, and the machine that serves."""

    gpu_sku: GpuSku = Field(
        "Standard_NC24ads_A100_v4", pattern=_SKU, description="a GPU machine, such as Standard_NC24ads_A100_v4"
    )
    gpu_nodes: int = Field(1, ge=0, le=100, description="most GPU nodes at once, 0 to 100; 0 makes no GPU cluster")
    cpu_sku: CpuSku = Field("Standard_E16s_v3", pattern=_SKU, description="a CPU machine, such as Standard_E16s_v3")
    cpu_nodes: int = Field(1, ge=0, le=100, description="most CPU nodes at once, 0 to 100; 0 makes no CPU cluster")
    cpu_fallback: bool = Field(
        default=False,
        description="whether training may run, slowly, on CPU where GPUs can't be had: true or false",
    )
    idle_minutes: int = Field(15, ge=2, le=120, description="minutes without work before a node is freed, 2 to 120")
    serving_sku: Sku = Field(
        "Standard_E4s_v3", pattern=_SKU, description="the machine of online deployments, such as Standard_E4s_v3"
    )
    request_quota: bool = Field(
        default=True, description="whether GPU quota is asked for when there is too little: true or false"
    )

    @model_validator(mode="after")
    def _jobs_have_a_cluster(self) -> Self:
        if self.gpu_nodes:
            return self
        if not self.cpu_fallback:
            reason = (
                "without GPU nodes jobs run on CPU alone, slowly and with worse results; set compute.cpu_fallback to "
                "true to accept that, or compute.gpu_nodes to 1 or more"
            )
            raise refused(reason, self.gpu_nodes, "compute.gpu_nodes")
        if not self.cpu_nodes:
            raise refused("there would be no cluster at all; set it to 1 or more", self.cpu_nodes, "compute.cpu_nodes")
        return self
