"""Chooses the next token of one chat: the likeliest, or at random among the likelier ones."""

import torch
from chat_request import ChatRequest


class Sampler:
    """Chooses as one request asks; the same seed chooses the same.

    Args:
        request: Temperature, top_p and seed.
    """

    def __init__(self, request: ChatRequest) -> None:
        self._temperature = request.temperature
        self._top_p = request.top_p
        self._random = torch.Generator()
        if request.seed is None:
            self._random.seed()
        else:
            self._random.manual_seed(request.seed)

    def choose(self, logits: torch.Tensor) -> int:
        """Returns a token.

        Args:
            logits: A score for each token of the vocabulary.
        """
        if self._temperature == 0:
            return int(logits.argmax())
        shares, order = torch.softmax(logits.double() / self._temperature, dim=-1).sort(descending=True)
        if self._top_p < 1:
            before = shares.cumsum(0) - shares
            shares = torch.where((before < self._top_p) | (before == 0), shares, 0.0)
        return int(order[torch.multinomial(shares, 1, generator=self._random)])
