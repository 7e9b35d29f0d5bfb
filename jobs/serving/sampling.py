"""Chooses the next token of one chat: the likeliest, or at random among the likelier ones."""

from collections import Counter

import torch
from chat_request import ChatRequest


class Sampler:
    """Chooses as one request asks; the same seed chooses the same.

    Args:
        request: Temperature, top_p, seed and penalties.
    """

    def __init__(self, request: ChatRequest) -> None:
        self._temperature = request.temperature
        self._top_p = request.top_p
        self._presence = request.presence_penalty
        self._frequency = request.frequency_penalty
        self._said: Counter[int] = Counter()
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
        token = self._chosen(self._penalised(logits))
        self._said[token] += 1
        return token

    def _penalised(self, logits: torch.Tensor) -> torch.Tensor:
        if not self._said or not (self._presence or self._frequency):
            return logits
        tokens = torch.tensor(list(self._said))
        counts = torch.tensor(list(self._said.values()), dtype=logits.dtype)
        return logits.index_add(0, tokens, -(self._presence + self._frequency * counts).to(logits.dtype))

    def _chosen(self, logits: torch.Tensor) -> int:
        if self._temperature == 0:
            return int(logits.argmax())
        shares, order = torch.softmax(logits.double() / self._temperature, dim=-1).sort(descending=True)
        if self._top_p < 1:
            before = shares.cumsum(0) - shares
            shares = torch.where((before < self._top_p) | (before == 0), shares, 0.0)
        return int(order[torch.multinomial(shares, 1, generator=self._random)])
