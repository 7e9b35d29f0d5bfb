"""checkov, the outside scanner of `make secure`, in an environment of its own, made when it is first needed."""

from toolchain.setup.locked_environment import locked_environment

CHECKOV = locked_environment(
    "checkov", lock="toolchain/secure/requirements.lock", folder=".tunestack/checkov", holds=("bin/checkov",)
)
