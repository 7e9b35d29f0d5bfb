"""Files of Azure OpenAI: uploaded, checked in the background, listed, read and deleted."""
