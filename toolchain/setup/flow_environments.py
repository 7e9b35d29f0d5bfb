"""Prompt flow's environment and its successor's, made when first needed: their pins exclude each other."""

from toolchain.setup.locked_environment import locked_environment

PROMPT_FLOW = locked_environment(
    "Prompt flow",
    lock="jobs/promptflow/requirements.lock",
    folder=".tunestack/promptflow",
    holds=("bin/python", "bin/pf"),
)
AGENT_FRAMEWORK = locked_environment(
    "Agent Framework", lock="jobs/agent_framework/requirements.lock", folder=".tunestack/agent-framework"
)
