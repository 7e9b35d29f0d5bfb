"""The Pulumi program of all stacks: settings, then the journey that they name, then its outputs."""

import pulumi
from pulumi.runtime.config import get_config_env

from stacks.caller import WrongSubscriptionError, identify_caller
from stacks.configuration import SettingsError, read_settings
from stacks.journeys import JOURNEYS
from stacks.protection import protect_everything


def main() -> None:
    """Declares the selected stack."""
    try:
        settings = read_settings(get_config_env())
        caller = identify_caller(settings)
    except (SettingsError, WrongSubscriptionError) as refusal:
        raise pulumi.RunError(str(refusal)) from None  # shown without a traceback
    if settings.protect:
        pulumi.runtime.register_stack_transformation(protect_everything)
    outputs = JOURNEYS[settings.journey](settings, caller, pulumi.get_stack())
    for name, value in outputs.items():
        pulumi.export(name, value)


main()
