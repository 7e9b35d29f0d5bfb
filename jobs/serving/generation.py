"""Answers a batch of chats with one model: one padded sequence of steps, each chat ending by itself."""

import torch
from job import Job, Piece
from sampling import Sampler
from transcript import Transcript
from transformers import DynamicCache


class _Row:
    """A chat's place in a batch: how it chooses tokens and what it has said."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.sampler = Sampler(job.request)
        self.transcript = Transcript(job.model.tokenizer, job.request.stop)

    def take(self, logits: torch.Tensor) -> int | None:
        """Chooses the next token and tells the caller; returns None when the answer ends.

        Args:
            logits: A score for each token of the vocabulary.
        """
        if self.job.abandoned:
            return None
        token = self.sampler.choose(logits)
        ended = token in self.job.model.ends
        text = self.transcript.finish() if ended else self.transcript.add(token)
        ended = ended or self.transcript.stopped
        full = not ended and self.transcript.tokens >= self.job.limit
        if full:
            text += self.transcript.finish()
        reason = "stop" if ended else "length" if full else None
        if text or reason:
            self.job.pieces.put(Piece(text, reason, self.transcript.tokens))
        return token if reason is None else None


@torch.inference_mode()
def generate(jobs: list[Job]) -> None:
    """Answers jobs of one model; each gets its pieces as they are made.

    Args:
        jobs: Requests for the same model.
    """
    network, tokenizer, device = jobs[0].model.network, jobs[0].model.tokenizer, jobs[0].model.device
    rows = [_Row(job) for job in jobs]
    longest = max(len(job.prompt) for job in jobs)
    # Padded on the left, so that every chat goes on at the same place.
    padded = [[tokenizer.pad_token_id] * (longest - len(job.prompt)) + job.prompt for job in jobs]
    tokens = torch.tensor(padded, device=device)
    mask = torch.tensor([[0] * (longest - len(job.prompt)) + [1] * len(job.prompt) for job in jobs], device=device)
    positions = (mask.cumsum(1) - 1).clamp(min=0)
    cache = DynamicCache(config=network.config)
    while rows:
        output = network(
            input_ids=tokens, attention_mask=mask, position_ids=positions, past_key_values=cache, logits_to_keep=1
        )
        # Chosen on the CPU, where a seed chooses the same whatever the weights are on.
        scores = output.logits[:, -1].float().cpu()
        chosen = [row.take(logits) for row, logits in zip(rows, scores, strict=True)]
        going_on = [at for at, token in enumerate(chosen) if token is not None]
        if len(going_on) < len(rows):
            rows = [rows[at] for at in going_on]
            kept = torch.tensor(going_on, dtype=torch.long, device=device)
            mask, positions = mask[kept], positions[kept]
            cache.batch_select_indices(kept)
        tokens = torch.tensor([[token] for token in chosen if token is not None], device=device)
        mask = torch.cat([mask, mask.new_ones((len(rows), 1))], dim=1)
        positions = positions[:, -1:] + 1
