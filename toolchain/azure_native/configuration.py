"""The provider's configuration: stack config first, then the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolchain.azure_native.errors import ProviderError, UnsupportedError

PREFIX = "azure-native:config:"

ENVIRONMENT = {
    "auxiliaryTenantIds": "ARM_AUXILIARY_TENANT_IDS",
    "clientCertificatePath": "ARM_CLIENT_CERTIFICATE_PATH",
    "clientId": "ARM_CLIENT_ID",
    "clientSecret": "ARM_CLIENT_SECRET",
    "disablePulumiPartnerId": "ARM_DISABLE_PULUMI_PARTNER_ID",
    "environment": "ARM_ENVIRONMENT",
    "metadataHost": "ARM_METADATA_HOSTNAME",
    "oidcRequestToken": "ARM_OIDC_REQUEST_TOKEN",
    "oidcRequestUrl": "ARM_OIDC_REQUEST_URL",
    "oidcToken": "ARM_OIDC_TOKEN",
    "oidcTokenFilePath": "ARM_OIDC_TOKEN_FILE_PATH",
    "partnerId": "ARM_PARTNER_ID",
    "subscriptionId": "ARM_SUBSCRIPTION_ID",
    "tenantId": "ARM_TENANT_ID",
    "useMsi": "ARM_USE_MSI",
    "useOidc": "ARM_USE_OIDC",
}
"""The environment variable of each key that has one (arguments of pulumi_azure_native.Provider, 3.24.0)."""

PUBLIC_CLOUDS = frozenset({"", "public", "azurecloud"})


@dataclass(frozen=True)
class Configuration:
    """What the provider was configured with; a key in stack config beats its variable even when empty."""

    variables: Mapping[str, str]
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    def value(self, key: str) -> str:
        """Returns the value of a key; empty when it is given nowhere."""
        configured = self.variables.get(PREFIX + key)
        if configured is not None:
            return configured
        return self.environment.get(ENVIRONMENT[key], "") if key in ENVIRONMENT else ""

    def required(self, key: str, way: str) -> str:
        """Returns a value that a way of signing in needs.

        Raises:
            ProviderError: it is given nowhere.
        """
        value = self.value(key)
        if not value:
            named = {"clientId": "Client ID", "tenantId": "Tenant ID"}.get(key, key)
            raise ProviderError(
                f"A {named} must be configured when authenticating with {way}. "
                f"Set azure-native:{key} or {ENVIRONMENT.get(key, 'stack config')}."
            )
        return value

    @property
    def subscription_id(self) -> str:
        """The subscription that everything is in."""
        return self.value("subscriptionId")

    @property
    def location(self) -> str | None:
        """Where resources go whose program does not say."""
        return self.value("location") or None


def configuration(variables: Mapping[str, str], environment: Mapping[str, str] | None = None) -> Configuration:
    """Reads the configuration and refuses what cannot work.

    Raises:
        ProviderError: no subscription is configured, or another cloud than the public one.
    """
    read = Configuration(variables, os.environ if environment is None else environment)
    if not read.subscription_id:
        raise ProviderError(
            "A Subscription ID must be configured. Set azure-native:subscriptionId or ARM_SUBSCRIPTION_ID, or run "
            "inside `tunestack local exec -- ...`."
        )
    if read.value("metadataHost") or read.value("environment").lower() not in PUBLIC_CLOUDS:
        raise UnsupportedError(
            "this stand-in reaches the local Azure under the public cloud's names: unset azure-native:environment and "
            "azure-native:metadataHost (ARM_ENVIRONMENT, ARM_METADATA_HOSTNAME)"
        )
    return read
