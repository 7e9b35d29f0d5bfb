"""Settings of the network: open to Entra tokens from anywhere, or closed to all but private endpoints."""

import ipaddress
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from stacks.settings.values import Setting, id_of, refused

Profile = Literal["public", "private"]
Isolation = Literal["AllowInternetOutbound", "AllowOnlyApprovedOutbound"]
Runners = Literal["self-hosted", "github"]


def _range(value: str) -> str:
    try:
        network = ipaddress.IPv4Network(value)
    except ValueError as invalid:
        raise refused(f"it is no IPv4 range such as 10.20.0.0/24: {invalid}", value) from None
    if not network.is_private:
        raise refused("it is no private range; use one within 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16", value)
    return value


Range = Annotated[str, AfterValidator(_range)]
Host = Annotated[str, StringConstraints(pattern=r"^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$")]


class Network(Setting):
    """Who reaches the resources, and what compute reaches. ``private`` can't be taken back without replacement."""

    profile: Profile = Field("public", description="public, or private: reachable through private endpoints alone")
    isolation: Isolation = Field(
        "AllowOnlyApprovedOutbound",
        description="what jobs may reach: AllowInternetOutbound or AllowOnlyApprovedOutbound",
    )
    address_space: Range = Field("10.20.0.0/24", description="the virtual network's range, such as 10.20.0.0/24")
    endpoints_range: Range = Field(
        "10.20.0.0/26", description="range of the subnet that holds private endpoints, within address_space"
    )
    runner_range: Range = Field(
        "10.20.0.64/26",
        description="range of the subnet of the runner that deploys, within address_space",
    )
    runners: Runners = Field(
        "self-hosted",
        description="whose machines stand in the runner subnet: self-hosted, or github, which puts its own there",
    )
    existing_subnet: Annotated[str, id_of("Microsoft.Network/virtualNetworks/subnets")] | None = Field(
        None, description="id of a subnet of one's own to put private endpoints in, instead of a new network"
    )
    existing_zones: Annotated[str, id_of("Microsoft.Resources/resourceGroups")] | None = Field(
        None, description="id of the resource group that has the private DNS zones already, as central networks do"
    )
    approved_hosts: list[Host] = Field(
        [],
        description="hosts of the internet that jobs may reach under AllowOnlyApprovedOutbound, such as "
        "weights.example.com or *.example.com",
    )
    private_telemetry: bool = Field(
        default=False,
        description="whether logs and traces are private too, for networks with an Azure Monitor Private Link Scope: "
        "true or false",
    )
    allow_replace: bool = Field(
        default=False,
        description="whether going from private to public may replace the workspace, losing its runs: true or false",
    )

    @model_validator(mode="after")
    def _ranges_fit(self) -> Self:
        whole = ipaddress.IPv4Network(self.address_space)
        parts = {"endpoints_range": self.endpoints_range, "runner_range": self.runner_range}
        for name, text in parts.items():
            if not ipaddress.IPv4Network(text).subnet_of(whole):
                raise refused(f"it isn't within network.address_space {self.address_space}", text, f"network.{name}")
        if ipaddress.IPv4Network(self.endpoints_range).overlaps(ipaddress.IPv4Network(self.runner_range)):
            reason = f"it overlaps network.endpoints_range {self.endpoints_range}"
            raise refused(reason, self.runner_range, "network.runner_range")
        return self
