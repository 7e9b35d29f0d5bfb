"""The Pulumi provider of our own resources: what azure-native lacks, in a plugin that plain `pulumi destroy` runs."""
