"""TLS of a local Azure: its own certificate authority, and a certificate for each public host name on demand."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import trustme

from local_azure.secret_files import write_secret

# How long a host's certificate holds. Made anew at every start; Apple's clients refuse more than 825 days.
LEAF_LIFETIME = timedelta(days=365)


class CertificateAuthority:
    """The certificate authority of one local Azure, kept in its folder so that trust survives restarts.

    ``ca.pem`` is its certificate, ``ca.key`` its key (readable by the owner alone) and ``bundle.pem`` the public
    authorities plus this one, for clients that take a whole bundle.

    Args:
        directory: The instance's folder.
    """

    def __init__(self, directory: Path) -> None:
        self.certificate = directory / "ca.pem"
        self.bundle = directory / "bundle.pem"
        self._authority = _authority(self.certificate, directory / "ca.key")
        self.bundle.write_bytes(Path(certifi.where()).read_bytes() + b"\n" + self.certificate.read_bytes())

    def context_for(self, host: str) -> ssl.SSLContext:
        """Returns a server context with a fresh certificate for a host name."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        until = datetime.now(UTC) + LEAF_LIFETIME
        self._authority.issue_cert(host, not_after=until.replace(tzinfo=None)).configure_cert(context)
        context.set_alpn_protocols(["http/1.1"])
        return context


def server_context(authority: CertificateAuthority, serves: Callable[[str], bool]) -> ssl.SSLContext:
    """Returns the context of the server: it shows each client the certificate of the host that the client names (SNI).

    Args:
        authority: Signs the certificates.
        serves: Whether a host name is one of the services'. The handshake for any other is refused.
    """
    contexts: dict[str, ssl.SSLContext] = {}

    def choose(connection: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> int | None:
        host = (name or "localhost").lower()
        if host != "localhost" and not serves(host):
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        if host not in contexts:
            contexts[host] = authority.context_for(host)
        connection.context = contexts[host]
        return None

    context = authority.context_for("localhost")
    context.sni_callback = choose
    return context


def _authority(certificate: Path, key: Path) -> trustme.CA:
    if certificate.exists() and key.exists():
        return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())
    authority = trustme.CA(organization_name="Tunestack", organization_unit_name="local Azure")
    write_secret(key, authority.private_key_pem.bytes())
    certificate.write_bytes(authority.cert_pem.bytes())
    return authority
