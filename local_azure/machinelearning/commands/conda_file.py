"""The Python packages that an environment's conda file asks for; nothing in it is run, whatever it says."""

import re

import yaml

from local_azure.errors import AzureError

_REQUIREMENT = re.compile(
    r"^(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
    r"(?:\s*\[[A-Za-z0-9._,\s-]*\])?"
    r"\s*(?P<versions>(?:(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+\s*,?\s*)*)"
    r"(?:;\s*[A-Za-z0-9_.'\"<>=!~()\s-]+)?$"
)
_HASH = re.compile(r"\s+--hash=sha(?:256|384|512):[0-9a-f]+")
_CONDA_NAME = re.compile(r"^\s*(?:[A-Za-z0-9_./-]+::)?(?P<name>[A-Za-z0-9._-]+)")
_LARGEST = 200_000  # characters of a file: two thousand packages with hashes
_ARCHIVES = (".whl", ".zip", ".gz", ".bz2", ".xz", ".tar", ".tgz", ".egg")
_LONGEST = 4000  # characters of an entry: a name, versions and some hashes
_SHOWN = 100
_FROM_THE_BASE = frozenset({"python", "pip", "setuptools", "wheel"})


def pip_requirements(conda_file: str) -> tuple[str, ...]:
    """Returns the requirements in the pip part of a conda file, each with its hashes where it has some.

    The version of Python and the channels are set aside. Only names, versions and markers are taken: what would have
    pip run or read something else (``-r``, ``-e``, ``--index-url``, paths, addresses) is refused.

    Raises:
        AzureError: 400 ImageBuildFailure naming the entry.
    """
    dependencies = _dependencies(conda_file)
    found: list[str] = []
    for entry in dependencies:
        if isinstance(entry, dict) and set(entry) == {"pip"} and isinstance(entry["pip"], list):
            found += [_requirement(each) for each in entry["pip"]]
        elif not isinstance(entry, str):
            raise _refused("one of its dependencies is neither a package nor a list under 'pip'")
        else:
            _require_from_the_base(entry)
    return tuple(found)


def name_of(requirement: str) -> str:
    """Returns a requirement's package as registries compare names."""
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def _dependencies(conda_file: str) -> list[object]:
    if len(conda_file) > _LARGEST:
        raise _refused(f"it is longer than {_LARGEST} characters")
    try:
        content = yaml.safe_load(conda_file)
    except yaml.YAMLError as error:
        raise _refused(f"it isn't YAML: {str(error).splitlines()[0]}") from error
    dependencies = content.get("dependencies") if isinstance(content, dict) else None
    if not isinstance(dependencies, list):
        raise _refused("it has no list 'dependencies'")
    return dependencies


def _requirement(entry: object) -> str:
    text = entry.strip() if isinstance(entry, str) and len(entry) <= _LONGEST else ""
    found = None if "\n" in text else _REQUIREMENT.match(_HASH.sub("", text))
    if found is None or found["name"].lower().endswith(_ARCHIVES):
        shown = repr(entry[:_SHOWN]) if isinstance(entry, str) else f"of type {type(entry).__name__}"
        raise _refused(
            f"its pip entry {shown} isn't the name of a package with versions: options, files, folders and addresses "
            "aren't taken"
        )
    return text


def _require_from_the_base(entry: str) -> None:
    found = _CONDA_NAME.match(entry)
    if found is None or found["name"].lower() not in _FROM_THE_BASE:
        raise _refused(
            f"its conda package {entry[:_SHOWN]!r} can't be had here, where only pip's packages are installed: list it "
            "under 'pip'"
        )


def _refused(why: str) -> AzureError:
    return AzureError(400, "ImageBuildFailure", f"The environment's conda file can't be used: {why}.")
