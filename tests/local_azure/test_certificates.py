"""The certificate authority: trusted for the services' domains alone, kept from start to start."""

import ssl
from pathlib import Path

import pytest
import trustme

from local_azure.certificates import CertificateAuthority

DOMAINS = ["management.azure.com", "blob.core.windows.net"]


def handshake(directory: Path, server: ssl.SSLContext, host: str) -> None:
    """Lets a client that trusts the authority meet a server, in memory."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    trusting = ssl.create_default_context(cafile=str(directory / "ca.pem"))
    client = trusting.wrap_bio(to_client, to_server, server_hostname=host)
    other = server.wrap_bio(to_server, to_client, server_side=True)
    waiting = [client, other]
    for _ in range(10):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                continue
    assert not waiting


def served_by_whoever_has_the_key(directory: Path, host: str) -> ssl.SSLContext:
    stolen = trustme.CA.from_pem((directory / "ca.pem").read_bytes(), (directory / "ca.key").read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stolen.issue_cert(host).configure_cert(context)
    return context


@pytest.mark.parametrize("host", ["management.azure.com", "account.blob.core.windows.net", "localhost"])
def test_a_client_that_trusts_it_meets_the_services(tmp_path: Path, host: str) -> None:
    authority = CertificateAuthority(tmp_path, DOMAINS)
    handshake(tmp_path, authority.context_for(host), host)


@pytest.mark.parametrize("host", ["bank.example", "portal.azure.com", "core.windows.net", "xmanagement.azure.com"])
def test_its_key_makes_no_other_site_trusted(tmp_path: Path, host: str) -> None:
    CertificateAuthority(tmp_path, DOMAINS)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, served_by_whoever_has_the_key(tmp_path, host), host)


def test_its_key_makes_no_further_authority(tmp_path: Path) -> None:
    CertificateAuthority(tmp_path, DOMAINS)
    stolen = trustme.CA.from_pem((tmp_path / "ca.pem").read_bytes(), (tmp_path / "ca.key").read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    stolen.create_child_ca().issue_cert("management.azure.com").configure_cert(context)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(tmp_path, context, "management.azure.com")


def test_it_is_kept_while_it_has_all_domains(tmp_path: Path) -> None:
    CertificateAuthority(tmp_path, DOMAINS)
    kept = (tmp_path / "ca.pem").read_bytes()
    CertificateAuthority(tmp_path, DOMAINS[:1])
    assert (tmp_path / "ca.pem").read_bytes() == kept
    CertificateAuthority(tmp_path, [*DOMAINS, "vault.azure.net"])
    assert (tmp_path / "ca.pem").read_bytes() != kept
    assert (tmp_path / "ca.key").stat().st_mode & 0o777 == 0o600
