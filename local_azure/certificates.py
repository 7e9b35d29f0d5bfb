"""TLS of a local Azure: its own certificate authority, and a certificate for each public host name on demand."""

import ssl
from collections.abc import Callable, Sequence, Set
from datetime import UTC, datetime, timedelta
from pathlib import Path

import certifi
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from local_azure.secret_files import write_secret

# How long a host's certificate holds. Made anew at every start; Apple's clients refuse more than 825 days.
LEAF_LIFETIME = timedelta(days=365)
AUTHORITY_LIFETIME = timedelta(days=3650)


class CertificateAuthority:
    """The certificate authority of one local Azure, kept in its folder so that trust survives restarts.

    ``ca.pem`` is its certificate, ``ca.key`` its key (readable by the owner alone) and ``bundle.pem`` the public
    authorities plus this one, for clients that take a whole bundle. Whoever trusts it trusts it for the domains alone:
    the certificate names them, and one that lacks any of them is replaced.

    Args:
        directory: The instance's folder.
        domains: The domains of the services' hosts, such as ``blob.core.windows.net``.
    """

    def __init__(self, directory: Path, domains: Sequence[str]) -> None:
        self.certificate = directory / "ca.pem"
        self.bundle = directory / "bundle.pem"
        self._authority = _authority(self.certificate, directory / "ca.key", {*domains, "localhost"})
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


def _authority(certificate: Path, key: Path, domains: Set[str]) -> trustme.CA:
    if not (certificate.exists() and key.exists() and domains <= _permitted(certificate.read_bytes())):
        private = ec.generate_private_key(ec.SECP256R1())
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_secret(key, pem)
        certificate.write_bytes(_signed(private, domains).public_bytes(serialization.Encoding.PEM))
    return trustme.CA.from_pem(certificate.read_bytes(), key.read_bytes())


def _signed(private: ec.EllipticCurvePrivateKey, domains: Set[str]) -> x509.Certificate:
    now = datetime.now(UTC)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tunestack"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "local Azure"),
        ]
    )
    permitted = [x509.DNSName(domain) for domain in sorted(domains)]
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    usage |= dict.fromkeys(("encipher_only", "decipher_only", "digital_signature", "crl_sign"), False)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + AUTHORITY_LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.KeyUsage(key_cert_sign=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(private, hashes.SHA256())
    )


def _permitted(certificate: bytes) -> set[str]:
    extensions = x509.load_pem_x509_certificate(certificate).extensions
    try:
        found = extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees
    except x509.ExtensionNotFound:
        return set()
    return {str(each.value) for each in found or ()}
