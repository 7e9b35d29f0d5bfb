"""The program of each journey, by the journey's name."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from stacks.caller import Caller
from stacks.gpt4o import gpt4o
from stacks.phi3 import phi3
from stacks.phi3_custom import phi3_custom
from stacks.platform_stack import platform
from stacks.settings import Journey, Settings

JOURNEYS: Final[Mapping[Journey, Callable[[Settings, Caller, str], dict[str, Any]]]] = MappingProxyType(
    {"phi3": phi3, "gpt4o": gpt4o, "phi3-custom": phi3_custom, "platform": platform}
)
