"""The Pulumi program: settings, components, exports."""
