"""Facts with source and date: resource types, models, role ids; read through typed doors."""
