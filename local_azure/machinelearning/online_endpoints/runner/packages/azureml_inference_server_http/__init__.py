"""Stands in for azureml-inference-server-http where an environment lacks it: what scoring scripts import of it."""
