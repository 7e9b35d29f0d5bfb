"""Reads the engine's configuration language as far as `pulumi import` writes it: resources with values and options."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*|//[^\n]*)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<name>[A-Za-z_][\w-]*)
    |(?P<mark>[{}\[\]()=,.])""",
    re.VERBOSE,
)
ESCAPE = re.compile(r'\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])|\$\$\{|%%\{|\$\{([^}"]*)\}|%\{')
PLAIN = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\", "$${": "${", "%%{": "%{"}
WORDS = {"true": True, "false": False, "null": None}


class DeclarationError(Exception):
    """Something that `pulumi import` isn't known to write."""


@dataclass(frozen=True)
class Reference:
    """Another resource, or a property of one: its label and the names after it."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """A function of the language, such as secret(...)."""

    name: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Template:
    """A string with references inside."""

    parts: tuple[str | Reference, ...]


@dataclass(frozen=True)
class Declaration:
    """A resource.

    Attributes:
        label: what the program calls it.
        token: its type, such as azure-native:storage:StorageAccount.
        name: its name for the engine.
        inputs: its inputs by name.
        options: its options by name, as the language spells them.
    """

    label: str
    token: str
    name: str
    inputs: dict[str, Any]
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Imported:
    """What one file of the engine's tells.

    Attributes:
        declarations: the resources.
        versions: the version of each package that they are of, as far as it says one.
    """

    declarations: tuple[Declaration, ...]
    versions: Mapping[str, str]


def read_imported(text: str) -> Imported:
    """Reads a file.

    Raises:
        DeclarationError: it has what `pulumi import` isn't known to write.
    """
    reader = _Reader(text)
    declarations, versions = [], {}
    while not reader.at_end:
        kind = reader.name()
        label = reader.name()
        if kind == "resource":
            declarations.append(_declaration(label, reader.value(), reader.block()))
        elif kind == "package":
            package = reader.block()
            versions[str(package.get("baseProviderName", label))] = str(package.get("baseProviderVersion", ""))
        else:
            raise DeclarationError(f"a block '{kind}' is not known here: code is generated for `pulumi import` only")
    return Imported(tuple(declarations), versions)


def _declaration(label: str, token: str, members: dict[str, Any]) -> Declaration:
    options = members.pop("options", {})
    name = members.pop("__logicalName", label)
    return Declaration(label, token, name, members, options)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = list(_tokens(text))
        self._at = 0

    @property
    def at_end(self) -> bool:
        return self._at == len(self._tokens)

    def name(self) -> str:
        kind, text = self._next()
        if kind not in ("name", "string"):
            raise DeclarationError(f"a name was expected, not {text}")
        return text if kind == "name" else str(_string(text))

    def block(self) -> dict[str, Any]:
        members: dict[str, Any] = {}
        self._expect("{")
        while not self._skip("}"):
            name = self.name()
            members[name] = self.value() if self._skip("=") else self.block()
            self._skip(",")
        return members

    def value(self) -> Any:  # noqa: ANN401 - any value of the language
        kind, text = self._next()
        if kind == "string":
            return _string(text)
        if kind == "number":
            return float(text) if re.search(r"[.eE]", text) else int(text)
        if text == "[":
            return list(self._until("]"))
        if text == "{":
            self._at -= 1
            return self.block()
        if kind != "name":
            raise DeclarationError(f"a value was expected, not {text}")
        if text in WORDS:
            return WORDS[text]
        if self._skip("("):
            return Call(text, tuple(self._until(")")))
        names = [text]
        while self._skip("."):
            names.append(self.name())
        return Reference(tuple(names))

    def _until(self, mark: str) -> list[Any]:
        values = []
        while not self._skip(mark):
            values.append(self.value())
            self._skip(",")
        return values

    def _next(self) -> tuple[str, str]:
        if self.at_end:
            raise DeclarationError("the text ends in the middle of something")
        self._at += 1
        return self._tokens[self._at - 1]

    def _skip(self, mark: str) -> bool:
        found = not self.at_end and self._tokens[self._at] == ("mark", mark)
        self._at += found
        return found

    def _expect(self, mark: str) -> None:
        if not self._skip(mark):
            raise DeclarationError(f"'{mark}' was expected, not {self._next()[1]}")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        matched = TOKEN.match(text, at)
        if matched is None:
            raise DeclarationError(f"not understood: {text[at : at + 40]!r}")
        at = matched.end()
        if matched.lastgroup != "space":
            found.append((str(matched.lastgroup), matched.group()))
    return found


def _string(quoted: str) -> str | Template:
    parts: list[str | Reference] = []
    text, at, inner = "", 0, quoted[1:-1]
    for matched in ESCAPE.finditer(inner):
        text += inner[at : matched.start()]
        at, found = matched.end(), matched.group()
        if found in PLAIN:
            text += PLAIN[found]
        elif found[:2] in ("\\u", "\\U"):
            text += chr(int(found[2:], 16))
        elif re.fullmatch(r"\w[\w-]*(\.\w+)*", matched.group(1) or ""):
            parts += [*([text] if text else []), Reference(tuple(matched.group(1).split(".")))]
            text = ""
        else:
            raise DeclarationError(f"not understood in a string: {found}")
    text += inner[at:]
    return Template((*parts, *([text] if text else []))) if parts else text
