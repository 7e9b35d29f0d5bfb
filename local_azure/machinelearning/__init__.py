"""Azure ML: workspaces, data, fine-tuning jobs that really train, models, endpoints that really answer."""

from local_azure.machinelearning.service import machine_learning_service

SERVICE = machine_learning_service()
