"""Tokens by every credential of azure-identity that a program without a browser can use."""

import os
from collections.abc import Iterator

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential, DefaultAzureCredential, EnvironmentCredential
from setting import TENANT, Command, claims, holds

ARM = "https://management.azure.com/.default"


def commands() -> Iterator[Command]:
    """Asks for tokens of every audience that the suite works with, and is refused with a wrong secret."""
    client, secret = os.environ["AZURE_CLIENT_ID"], os.environ["AZURE_CLIENT_SECRET"]
    yield "EnvironmentCredential", lambda: holds(claims(EnvironmentCredential().get_token(ARM).token)["tid"], TENANT)
    yield "DefaultAzureCredential", lambda: holds(claims(DefaultAzureCredential().get_token(ARM).token)["tid"], TENANT)
    explicit = ClientSecretCredential(TENANT, client, secret)
    for audience in (
        *("https://management.azure.com", "https://storage.azure.com", "https://vault.azure.net"),
        *("https://ml.azure.com", "https://cognitiveservices.azure.com", "https://graph.microsoft.com"),
    ):
        yield (
            f"ClientSecretCredential for {audience}",
            lambda audience=audience: holds(
                claims(explicit.get_token(f"{audience}/.default").token)["aud"].rstrip("/"), audience
            ),
        )
    wrong = ClientSecretCredential(TENANT, client, "wrong")  # pragma: allowlist secret
    yield "ClientSecretCredential with a wrong secret", lambda: _refused(wrong, "AADSTS7000215")
    elsewhere = ClientSecretCredential("00000000-0000-4000-8000-000000000000", client, secret)
    yield (
        "ClientSecretCredential of another tenant",
        lambda: _refused(elsewhere, "00000000-0000-4000-8000-000000000000"),
    )


def _refused(credential: ClientSecretCredential, code: str) -> None:
    try:
        credential.get_token(ARM)
    except ClientAuthenticationError as error:
        holds(code in str(error), True)
        return
    raise AssertionError("a token was given")
