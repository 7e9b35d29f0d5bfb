"""The weights that really run behind every model of the local Azure, made once into ordinary Hugging Face folders."""

from local_azure.weights.catalogue import label_of
from local_azure.weights.weights import WeightsError, ensure_weights

__all__ = ["WeightsError", "ensure_weights", "label_of"]
