"""The ports of the jobs, spoken to Azure."""
