"""The Azure regions that the local Azure has: those the suite can be set to, with their display names."""

# A part of Azure's list of regions (az account list-locations, from memory of 2026-10): where fine-tuning and its
# neighbours are offered, and the usual ones around them.
REGIONS = {
    "australiaeast": "Australia East",
    "brazilsouth": "Brazil South",
    "canadaeast": "Canada East",
    "centralus": "Central US",
    "eastus": "East US",
    "eastus2": "East US 2",
    "francecentral": "France Central",
    "germanywestcentral": "Germany West Central",
    "japaneast": "Japan East",
    "koreacentral": "Korea Central",
    "northcentralus": "North Central US",
    "northeurope": "North Europe",
    "norwayeast": "Norway East",
    "polandcentral": "Poland Central",
    "southafricanorth": "South Africa North",
    "southcentralus": "South Central US",
    "southindia": "South India",
    "spaincentral": "Spain Central",
    "swedencentral": "Sweden Central",
    "switzerlandnorth": "Switzerland North",
    "uaenorth": "UAE North",
    "uksouth": "UK South",
    "westeurope": "West Europe",
    "westus": "West US",
    "westus2": "West US 2",
    "westus3": "West US 3",
}


def region(location: str) -> str:
    """Returns a location as ids and comparisons write it: ``East US 2`` and ``eastus2`` are the same."""
    return location.replace(" ", "").lower()
