"""Settings of compute for one's own script: clusters, GPU quota, and what to do without GPUs."""

from pydantic import Field

from stacks.settings.values import Setting

_SKU = r"^Standard_[A-Za-z0-9_]+$"


class Compute(Setting):
    """Clusters that scale from no node to those given, and the machine that serves."""

    gpu_sku: str = Field(
        "Standard_NC24ads_A100_v4", pattern=_SKU, description="a GPU machine, such as Standard_NC24ads_A100_v4"
    )
    gpu_nodes: int = Field(1, ge=0, le=100, description="most GPU nodes at once, 0 to 100; 0 makes no GPU cluster")
    cpu_sku: str = Field("Standard_E16s_v3", pattern=_SKU, description="a CPU machine, such as Standard_E16s_v3")
    cpu_nodes: int = Field(1, ge=0, le=100, description="most CPU nodes at once, 0 to 100; 0 makes no CPU cluster")
    cpu_fallback: bool = Field(
        default=False,
        description="whether training may run, slowly, on CPU where GPUs can't be had: true or false",
    )
    idle_minutes: int = Field(15, ge=2, le=120, description="minutes without work before a node is freed, 2 to 120")
    serving_sku: str = Field(
        "Standard_E4s_v3", pattern=_SKU, description="the machine of online deployments, such as Standard_E4s_v3"
    )
    request_quota: bool = Field(
        default=True, description="whether GPU quota is asked for when there is too little: true or false"
    )
