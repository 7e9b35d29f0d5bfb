"""RSA keys: made, shown by their public part, used to encrypt and to wrap."""

import base64

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from local_azure.errors import bad_request
from local_azure.json_types import Json

SIZES = (2048, 3072, 4096)
_HASHES: dict[str, type[hashes.HashAlgorithm]] = {"RSA-OAEP": hashes.SHA1, "RSA-OAEP-256": hashes.SHA256}


def make_key(bits: int) -> Json:
    """Makes an RSA key and returns what is kept of it; takes up to seconds for the larger sizes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    numbers = key.public_key().public_numbers()
    return {"pem": pem.decode(), "n": _encoded(numbers.n), "e": _encoded(numbers.e)}


def encrypt(material: Json, algorithm: str, value: str) -> str:
    """Returns a base64url value encrypted under a key.

    Raises:
        AzureError: 400 BadParameter for another algorithm, or a value that doesn't fit.
    """
    try:
        made = _private(material).public_key().encrypt(_decoded(value), _padding(algorithm))
    except ValueError as error:
        raise bad_request(f"The value can't be encrypted: {error}", code="BadParameter") from error
    return _base64(made)


def decrypt(material: Json, algorithm: str, value: str) -> str:
    """Returns the base64url value that was encrypted under a key.

    Raises:
        AzureError: 400 BadParameter for another algorithm, or a value that wasn't encrypted under it.
    """
    try:
        found = _private(material).decrypt(_decoded(value), _padding(algorithm))
    except ValueError as error:
        raise bad_request(f"The value can't be decrypted: {error}", code="BadParameter") from error
    return _base64(found)


def _private(material: Json) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(material["pem"].encode(), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("the vault holds a key that isn't an RSA key")
    return key


def _padding(algorithm: str) -> padding.OAEP:
    chosen = _HASHES.get(algorithm)
    if chosen is None:
        raise bad_request(f"The algorithm '{algorithm}' isn't one of {', '.join(_HASHES)}.", code="BadParameter")
    return padding.OAEP(padding.MGF1(chosen()), chosen(), None)


def _encoded(number: int) -> str:
    return _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
