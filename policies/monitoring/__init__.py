"""Policies about logs, traces and who may send and read them."""
