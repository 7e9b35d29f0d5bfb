"""Microsoft.Network: a namespace that can be registered; its resource types aren't here."""

from local_azure.service import Service

SERVICE = Service(name="network", namespaces=("Microsoft.Network",))
