"""Serverless endpoints: made by ARM, asked by chat completions, answered by one model server."""
