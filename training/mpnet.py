"""The encoder of the teachers: MPNet (Song et al. 2020), twice as wide and twice as deep as the model that is shipped.

It reads the word pieces of the shipped model's tokenizer: both vocabularies are BERT's, MPNet's with four more at the
front. Shapes: b sentences, t pieces, h = 768 channels.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from training.network import FAR, SHAPES, Layer, Size, dropped

HIDDEN, LAYERS, HEADS, INNER = 768, 12, 12, 3072
PIECES, POSITIONS, FIRST_POSITION = 30527, 514, 2
BUCKETS, FARTHEST = 32, 128
_SHIFT = 4
_SPECIAL = {0: 1, 101: 0, 102: 2, 103: 30526}
"""BERT's [PAD], [CLS], [SEP] and [MASK] in MPNet's vocabulary."""


class MPNet(nn.Module):
    """Word pieces and word shapes to vectors."""

    hidden = HIDDEN

    def __init__(self, rate: float = 0.1) -> None:
        super().__init__()
        self.rate = rate
        self.word = nn.Embedding(PIECES, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.shape = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-5)
        self.distance = nn.Embedding(BUCKETS, HEADS)
        self.layers = nn.ModuleList([Layer(Size(HIDDEN, INNER, HEADS, 1e-5), rate) for _ in range(LAYERS)])
        numbers = torch.arange(PIECES - _SHIFT - 1) + _SHIFT
        numbers[list(_SPECIAL)] = torch.tensor(list(_SPECIAL.values()))
        self.numbers = nn.Buffer(numbers, persistent=False)

    def forward(self, ids: Tensor, shp: Tensor, mask: Tensor) -> list[Tensor]:
        """Map pieces of BERT's vocabulary, (b, t), to vectors (b, t, h), one tensor a layer."""
        t = ids.shape[1]
        places = self.position.weight[FIRST_POSITION : FIRST_POSITION + t]
        x = self.norm(self.word(self.numbers[ids]) + places + self.shape(shp))
        x = dropped(x, self.rate, self.training)
        padding = ((1.0 - mask.to(x.dtype)) * FAR)[:, None, None, :]
        bias = self.distance(_buckets(t, ids.device)).permute(2, 0, 1)[None] + padding
        states = []
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return states

    def load_pretrained(self, path: Path) -> None:
        """Copy the weights of a checkpoint in safetensors format."""
        weights = {name.removeprefix("mpnet."): value for name, value in load_file(path).items()}
        state = {
            "word.weight": weights["embeddings.word_embeddings.weight"],
            "position.weight": weights["embeddings.position_embeddings.weight"],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
            "shape.weight": self.shape.weight.data,
            "distance.weight": weights["encoder.relative_attention_bias.weight"],
        }
        places = {
            "mixed": "attention.attn.o",
            "norm_mixed": "attention.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "norm_narrow": "output.LayerNorm",
        }
        for number in range(LAYERS):
            theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
            for kind in ("weight", "bias"):
                qkv = [weights[f"{theirs}attention.attn.{part}.{kind}"] for part in ("q", "k", "v")]
                state[f"{ours}qkv.{kind}"] = torch.cat(qkv)
                for name, place in places.items():
                    state[f"{ours}{name}.{kind}"] = weights[f"{theirs}{place}.{kind}"]
        self.load_state_dict(state)


def _buckets(length: int, device: torch.device) -> Tensor:
    """Return (t, t): the class of the distance of two pieces, finer when near (Raffel et al. 2020)."""
    places = torch.arange(length, device=device)
    back = places[:, None] - places[None, :]
    half = BUCKETS // 2
    near = half // 2
    away = back.abs()
    coarse = near + (torch.log(away.clamp(min=1) / near) / math.log(FARTHEST / near) * (half - near)).long()
    return (back < 0) * half + torch.where(away < near, away, coarse.clamp(max=half - 1))
