"""Functions whose value depends on nothing but their arguments and looks random: guid and uniqueString."""

import uuid
from collections.abc import Mapping
from typing import Any

from local_azure.deployments.language.functions.conversions import as_text
from local_azure.deployments.language.functions.function import Function, text
from local_azure.deployments.language.scope import Scope

GUIDS = uuid.UUID("11fb06fb-712d-4ddd-98c7-e71bbd588830")
"""The namespace of ``guid``: version 5 of the arguments joined with hyphens (Bicep documentation of guid, 2026-10)."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_MASK = 0xFFFF_FFFF
# MurmurHash3 for x86 with 128 bits, of which uniqueString uses the first two lanes. Microsoft documents that it is a
# hash of 13 letters, not which one; that it is this one is what the provider azapi computes (2025).
_FIRST, _SECOND = 0x239B961B, 0xAB0E9789
_FIRST_ADDEND, _SECOND_ADDEND = 0x561CCD1B, 0x0BCAA747


def _guid(_: Scope, arguments: list[Any]) -> str:
    return str(uuid.uuid5(GUIDS, "-".join(as_text(each) for each in arguments)))


def _unique_string(_: Scope, arguments: list[Any]) -> str:
    value = _hash("-".join(text("uniqueString", each) for each in arguments).encode())
    letters = []
    for _each in range(13):
        letters.append(_LETTERS[value >> 59])
        value = value << 5 & 0xFFFF_FFFF_FFFF_FFFF
    return "".join(letters)


def _hash(data: bytes) -> int:
    first = second = 0
    whole = len(data) - len(data) % 8
    for at in range(0, whole, 8):
        first ^= _mixed(data[at : at + 4], _FIRST, 15, _SECOND)
        first = (_rotated(first, 19) + second) * 5 + _FIRST_ADDEND & _MASK
        second ^= _mixed(data[at + 4 : at + 8], _SECOND, 17, _FIRST)
        second = (_rotated(second, 13) + first) * 5 + _SECOND_ADDEND & _MASK
    first ^= _mixed(data[whole : whole + 4], _FIRST, 15, _SECOND) ^ len(data)
    second ^= _mixed(data[whole + 4 :], _SECOND, 17, _FIRST) ^ len(data)
    first = first + second & _MASK
    second = first + second & _MASK
    first, second = _finished(first), _finished(second)
    first = first + second & _MASK
    second = first + second & _MASK
    return second << 32 | first


def _mixed(part: bytes, before: int, turn: int, after: int) -> int:
    return _rotated(int.from_bytes(part, "little") * before & _MASK, turn) * after & _MASK


def _rotated(value: int, by: int) -> int:
    return (value << by | value >> (32 - by)) & _MASK


def _finished(value: int) -> int:
    value = (value ^ value >> 16) * 0x85EBCA6B & _MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & _MASK
    return value ^ value >> 16


UNIQUE: Mapping[str, Function] = {
    "guid": Function(_guid, 1, None),
    "uniquestring": Function(_unique_string, 1, None),
}
