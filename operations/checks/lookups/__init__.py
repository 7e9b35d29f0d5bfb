"""How each fact is looked up in Resource Manager: one lookup a file. Each raises ArmError where Azure refuses."""
