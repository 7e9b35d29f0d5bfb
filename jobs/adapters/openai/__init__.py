"""The ports of the jobs, spoken to Azure OpenAI on a Foundry account."""
