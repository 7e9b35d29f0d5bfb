"""Names as Pulumi's Python packages have them: snake_case members, modules and aliases of packages."""

import keyword
import re

WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def python_name(name: str) -> str:
    """Turns a property's name or a label into Python's: `isHnsEnabled` into `is_hns_enabled`, `a-b` into `a_b`."""
    made = re.sub(r"\W", "_", WORD_START.sub("_", name)).lower()
    made = f"_{made}" if made[:1].isdigit() else made
    return f"{made}_" if keyword.iskeyword(made) else made


def package_of(token: str) -> str:
    """Names the package that a type is of; for a provider, the one that it provides."""
    package, module, kind = token.split(":")
    return kind if (package, module) == ("pulumi", "providers") else package


def class_of(token: str) -> str:
    """Names a type's class as programs write it: `azure_native.storage.StorageAccount`."""
    package, module, kind = token.split(":")
    alias = package_of(token).replace("-", "_")
    if package == "pulumi":
        return f"{alias}.Provider"
    module = module.partition("/")[0]
    return ".".join(part for part in (alias, "" if module == "index" else python_name(module), kind) if part)
