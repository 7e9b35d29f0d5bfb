"""Policies about Foundry accounts and the models deployed on them."""
