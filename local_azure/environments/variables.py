"""The environment variables that builds and jobs get: what finding packages takes, and no secret of the caller."""

from collections.abc import Mapping

# Where programs, folders and certificates are; the user's own way to the network; where uv looks for packages.
_NAMES = frozenset({
    "PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT",
    "XDG_CONFIG_HOME", "XDG_DATA_HOME", "LD_LIBRARY_PATH",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR",
    "UV_CONFIG_FILE", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_INDEX_URL", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS",
    "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_OFFLINE",
})  # fmt: skip


def passed_on(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns those of the caller's variables that a build or a job may see.

    Credentials (``AZURE_*``, ``ARM_*``, tokens, keys) aren't among them. The proxy is the caller's own: a caller whose
    variables point at the local Azure's proxy can't build, because that proxy lets nothing else through.

    Args:
        environ: The caller's environment variables.
    """
    return {name: value for name, value in environ.items() if name in _NAMES}
