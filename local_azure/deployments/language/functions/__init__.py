"""The functions of template expressions, by their names in lower case."""

from collections.abc import Mapping

from local_azure.deployments.language.functions.addresses import ADDRESSES
from local_azure.deployments.language.functions.collections import COLLECTIONS
from local_azure.deployments.language.functions.conversions import CONVERSIONS
from local_azure.deployments.language.functions.deployment import DEPLOYMENT
from local_azure.deployments.language.functions.function import Function
from local_azure.deployments.language.functions.known import KNOWN
from local_azure.deployments.language.functions.lambdas import LAMBDAS
from local_azure.deployments.language.functions.logic import LOGIC
from local_azure.deployments.language.functions.numbers import NUMBERS
from local_azure.deployments.language.functions.resource_ids import RESOURCE_IDS
from local_azure.deployments.language.functions.strings import STRINGS
from local_azure.deployments.language.functions.unique import UNIQUE

FUNCTIONS: Mapping[str, Function] = {
    **ADDRESSES,
    **COLLECTIONS,
    **CONVERSIONS,
    **DEPLOYMENT,
    **KNOWN,
    **LAMBDAS,
    **LOGIC,
    **NUMBERS,
    **RESOURCE_IDS,
    **STRINGS,
    **UNIQUE,
}

NOT_HERE = frozenset(
    {
        "datetimeadd",
        "datetimefromepoch",
        "datetimetoepoch",
        "datauritostring",
        "externalinput",
        "fail",
        "groupby",
        "managementgroup",
        "managementgroupresourceid",
        "mapvalues",
        "pickzones",
        "providers",
        "references",
        "tologicalzone",
        "tologicalzones",
        "tophysicalzone",
        "tophysicalzones",
    }
)
"""Functions that ARM has and the local Azure hasn't, so that they aren't taken for misspelt ones."""
