"""The environment in which ordinary Azure clients and Pulumi reach a local Azure, and nothing else."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from local_azure.credentials import credentials
from local_azure.instance_file import InstanceFile
from local_azure.passphrase import config_passphrase
from local_azure.provider_plugin import offer_stand_in

# Inherited variables that could lead a client past the local Azure, or sign it in as somebody else.
CLEARED_PREFIXES = ("AZURE_", "ARM_", "AZUREML_", "IDENTITY_", "MSI_")
CLEARED = ("ALL_PROXY", "all_proxy", "PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE_FILE")

POLICY_PACKS = "PULUMI_OPTION_POLICY_PACK"
"""Pulumi's flag --policy-pack for every command: folders with commas between. Without it no policy is asked."""


@dataclass(frozen=True)
class Environment:
    """Changes to an environment.

    Attributes:
        sets: Variables to set.
        clears: Variables to take away.
    """

    sets: Mapping[str, str]
    clears: tuple[str, ...]

    def applied_to(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Returns an environment with the changes made."""
        kept = {name: value for name, value in environment.items() if name not in self.clears}
        return {**kept, **self.sets}


def client_environment(
    directory: Path,
    *,
    root: Path,
    instance: InstanceFile,
    inherited: Mapping[str, str],
    subnet_id: str | None = None,
    policy_pack: Path | None = None,
) -> Environment:
    """Returns what must change for clients to reach a running local Azure. Makes the folders that they need.

    Args:
        directory: The instance's folder.
        root: The project's root.
        instance: The running instance.
        inherited: The environment so far.
        subnet_id: The subnet that the clients are to run in; None for outside.
        policy_pack: The policies that Pulumi judges stacks by, beside those that the environment names already.
    """
    # A user name says where the clients run; the empty password is there since some clients drop a name without one.
    user = "" if subnet_id is None else f"{quote(subnet_id, safe='')}:@"
    proxy, bundle = f"http://{user}127.0.0.1:{instance.proxy_port}", str(directory / "bundle.pem")
    pulumi_home, state = directory / "pulumi-home", directory / "pulumi-state"
    azure_config = directory / "azure-config"
    for folder in (pulumi_home, state, azure_config):
        folder.mkdir(parents=True, exist_ok=True)
    offer_stand_in(root, pulumi_home)
    secrets = credentials(directory)
    sets = {
        **dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"), proxy),
        **dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost"),
        **dict.fromkeys(("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"), bundle),
        **dict.fromkeys(("AZURE_TENANT_ID", "ARM_TENANT_ID"), secrets.tenant_id),
        **dict.fromkeys(("AZURE_CLIENT_ID", "ARM_CLIENT_ID"), secrets.client_id),
        **dict.fromkeys(("AZURE_CLIENT_SECRET", "ARM_CLIENT_SECRET"), secrets.client_secret),
        **dict.fromkeys(("AZURE_SUBSCRIPTION_ID", "ARM_SUBSCRIPTION_ID"), secrets.subscription_id),
        "AZURE_CONFIG_DIR": str(azure_config),
        "PULUMI_HOME": str(pulumi_home),
        "PULUMI_BACKEND_URL": f"file://{state}",
        "PULUMI_CONFIG_PASSPHRASE": config_passphrase(root),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PATH": os.pathsep.join([*_program_folders(root), inherited.get("PATH", os.defpath)]),
    }
    if policy_pack is not None:
        sets[POLICY_PACKS] = _with_pack(inherited.get(POLICY_PACKS, ""), policy_pack)
    cleared = [name for name in inherited if name in CLEARED or name.startswith(CLEARED_PREFIXES)]
    return Environment(sets, tuple(sorted(set(cleared) | set(CLEARED))))


def _with_pack(named: str, pack: Path) -> str:
    others = [each for each in named.split(",") if each and each != str(pack)]
    return ",".join([*others, str(pack)])


def _program_folders(root: Path) -> list[str]:
    return [str(folder) for folder in (root / ".venv" / "bin", root / ".tunestack" / "bin")]
