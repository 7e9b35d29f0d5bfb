"""A Foundry account that is there already: the stack adds children to it and removes these alone."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class ExistingAccount:
    """What FoundryAccount tells of an account, of one that another made.

    Attributes:
        id: The account's ARM id.
        name: The account's name.
        resource_group_name: The group it is in.
        endpoint: Its address.
        subdomain: The first part of its addresses.
        location: Its region, where its projects are too.
        ready: Nothing: it is there.
        is_ours: False: what others made in it is left alone.
    """

    id: pulumi.Output[str]
    name: pulumi.Output[str]
    resource_group_name: pulumi.Output[str]
    endpoint: pulumi.Output[str]
    subdomain: pulumi.Output[str]
    location: pulumi.Output[str]
    ready: pulumi.Resource | None = None
    is_ours: bool = False


def existing_account(account_id: str) -> ExistingAccount:
    """Looks an account up by its ARM id."""
    from pulumi_azure_native import cognitiveservices

    parts = account_id.split("/")
    group, name = parts[4], parts[-1]
    found = cognitiveservices.get_account_output(account_name=name, resource_group_name=group)
    return ExistingAccount(
        id=pulumi.Output.from_input(account_id),
        name=pulumi.Output.from_input(name),
        resource_group_name=pulumi.Output.from_input(group),
        endpoint=found.properties.endpoint,
        subdomain=found.properties.custom_sub_domain_name,
        location=found.location,
    )
