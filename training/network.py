"""The network: a MiniLM encoder with heads for trees, tags, lemma rules and entities.

The encoder is BERT's (Devlin et al. 2019) in the size of MiniLM-L6 (Wang et al. 2020); the tree scores are
biaffine (Dozat and Manning 2017). Shapes: b sentences, t pieces, n words, h = 384 channels.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as functional
from safetensors.torch import load_file
from torch import Tensor, nn

from training.examples import TAG_HEADS
from training.graph import HALF_RANGE

HIDDEN, LAYERS, HEADS, INNER = 384, 6, 12, 1536
PIECES, POSITIONS, SHAPES = 30522, 512, 10
ARC, LABEL, EVENT = 256, 128, 192
FAR = -1e4


def dropped(x: Tensor, rate: float, training: bool) -> Tensor:
    """Drop whole channels of a sentence, (b, t, h): one mask a sentence is cheap to draw on a CPU."""
    if not training:
        return x
    keep = torch.empty(x.shape[0], 1, x.shape[-1], dtype=x.dtype, device=x.device).bernoulli_(1 - rate)
    return x * keep.div_(1 - rate)


class Matrix(nn.Linear):
    """A linear layer that can be trained as its int8 copy computes (Jacob et al. 2018).

    Weights have seven bits a channel, what comes in eight a sentence, as `training.graph` writes them and onnxruntime
    runs them; gradients pass through the rounding as if it were not there (Bengio et al. 2013).
    """

    rounded = False

    def forward(self, x: Tensor) -> Tensor:
        """Map (b, ..., in) to (b, ..., out)."""
        if not self.rounded:
            return super().forward(x)
        with torch.no_grad():
            scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / HALF_RANGE
            off = (self.weight / scale).round() * scale - self.weight
            each = x.float().flatten(1)
            least, most = each.amin(1).clamp(max=0), each.amax(1).clamp(min=0)
            step = ((most - least) / 255).clamp(min=1e-12).view(-1, *[1] * (x.ndim - 1))
            away = (x / step).round() * step - x
        return functional.linear(x + away, self.weight + off, self.bias)


@dataclass(frozen=True, slots=True)
class Size:
    """Channels, channels inside a layer, heads of attention, and the epsilon of the norms."""

    hidden: int
    inner: int
    heads: int
    epsilon: float


class Layer(nn.Module):
    """One transformer layer; plain matrix products are the fastest attention for short sentences on a CPU."""

    def __init__(self, size: Size, rate: float = 0.1) -> None:
        super().__init__()
        self.rate, self.heads = rate, size.heads
        self.qkv = Matrix(size.hidden, 3 * size.hidden)
        self.mixed = Matrix(size.hidden, size.hidden)
        self.norm_mixed = nn.LayerNorm(size.hidden, eps=size.epsilon)
        self.wide = Matrix(size.hidden, size.inner)
        self.narrow = Matrix(size.inner, size.hidden)
        self.norm_narrow = nn.LayerNorm(size.hidden, eps=size.epsilon)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map (b, t, h) to (b, t, h); bias, (b, 1 or heads, 1 or t, t), is low where there is padding."""
        b, t, hidden = x.shape
        width = hidden // self.heads
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, width).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(torch.matmul(q, k.transpose(2, 3)) * (1 / math.sqrt(width)) + bias, -1)
        y = torch.matmul(weights, v).transpose(1, 2).reshape(b, t, hidden)
        x = self.norm_mixed(x + dropped(self.mixed(y), self.rate, self.training))
        y = self.narrow(functional.gelu(self.wide(x)))
        out: Tensor = self.norm_narrow(x + dropped(y, self.rate, self.training))
        return out


class Encoder(nn.Module):
    """Word pieces and word shapes to vectors."""

    hidden = HIDDEN

    def __init__(self, rate: float = 0.1) -> None:
        super().__init__()
        self.rate = rate
        self.word = nn.Embedding(PIECES, HIDDEN)
        self.position = nn.Embedding(POSITIONS, HIDDEN)
        self.shape = nn.Embedding(SHAPES, HIDDEN)
        nn.init.zeros_(self.shape.weight)
        self.segment = nn.Parameter(torch.zeros(HIDDEN))
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer(Size(HIDDEN, INNER, HEADS, 1e-12), rate) for _ in range(LAYERS)])

    def forward(self, ids: Tensor, shp: Tensor, mask: Tensor) -> list[Tensor]:
        """Map pieces (b, t) to vectors (b, t, h), one tensor a layer."""
        x: Tensor = self.word(ids) + self.position.weight[: ids.shape[1]] + self.segment + self.shape(shp)
        x = dropped(self.norm(x), self.rate, self.training)
        bias = ((1.0 - mask.to(x.dtype)) * FAR)[:, None, None, :]
        states = []
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return states

    def cut(self, layers: int) -> None:
        """Keep so many layers: the first ones and the last."""
        kept = [*range(layers - 1), len(self.layers) - 1]
        self.layers = nn.ModuleList([self.layers[number] for number in kept])

    def load_pretrained(self, path: Path) -> None:
        """Copy the weights of a BERT checkpoint in safetensors format."""
        weights = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
        state = {
            "word.weight": weights["embeddings.word_embeddings.weight"],
            "position.weight": weights["embeddings.position_embeddings.weight"],
            "segment": weights["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": weights["embeddings.LayerNorm.weight"],
            "norm.bias": weights["embeddings.LayerNorm.bias"],
            "shape.weight": self.shape.weight.data,
        }
        places = {
            "mixed": "attention.output.dense",
            "norm_mixed": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "norm_narrow": "output.LayerNorm",
        }
        for number in range(LAYERS):
            theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
            for kind in ("weight", "bias"):
                qkv = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
                state[f"{ours}qkv.{kind}"] = torch.cat(qkv)
                for name, place in places.items():
                    state[f"{ours}{name}.{kind}"] = weights[f"{theirs}{place}.{kind}"]
        self.load_state_dict(state)


class Projection(nn.Module):
    """A linear layer with GELU and channel dropout, (..., h) to (..., size)."""

    def __init__(self, hidden: int, size: int, rate: float = 0.33) -> None:
        super().__init__()
        self.rate = rate
        self.linear = Matrix(hidden, size)

    def forward(self, x: Tensor) -> Tensor:
        """Project."""
        return dropped(functional.gelu(self.linear(x)), self.rate, self.training)


def of_words(x: Tensor, first: Tensor, last: Tensor) -> Tensor:
    """Return the means (b, n+1, h) of each word's first and last piece of (b, t, h)."""
    begin = torch.gather(x, 1, first[:, :, None].expand(-1, -1, x.shape[-1]))
    end = torch.gather(x, 1, last[:, :, None].expand(-1, -1, x.shape[-1]))
    return (begin + end) * 0.5


class Happenings(nn.Module):
    """What a word tells (`event`), how real that is (`status`), and which part another word has in it (`part`)."""

    def __init__(self, vocabulary: dict[str, list[str]], hidden: int) -> None:
        super().__init__()
        self.telling, self.told, self.party = (Projection(hidden, EVENT) for _ in range(3))
        self.event = nn.Linear(EVENT, len(vocabulary["event"]))
        self.status = nn.Linear(EVENT, len(vocabulary["status"]))
        self.parts = len(vocabulary["part"])
        self.part = nn.Linear(EVENT, self.parts, bias=False)
        self.prior = nn.Linear(2 * EVENT, self.parts)

    def vectors(self, words: Tensor) -> Tensor:
        """Return (b, n, 3 EVENT) of words (b, n, h): of each as telling, as what is told, and as a party to it."""
        return torch.cat([self.telling(words), self.told(words), self.party(words)], -1)

    def forward(self, words: Tensor) -> dict[str, Tensor]:
        """Return scores: event, status (b, n, labels), and part (b, n, labels, n) of every word in what each tells."""
        telling, told, party = self.telling(words), self.told(words), self.party(words)
        b, n, _ = words.shape
        pairs = (told[:, :, None] * self.part.weight).reshape(b, n * self.parts, EVENT)
        by_told = torch.matmul(told, self.prior.weight[:, :EVENT].t()) + self.prior.bias
        by_party = torch.matmul(party, self.prior.weight[:, EVENT:].t()).transpose(1, 2)
        part = torch.matmul(pairs, party.transpose(1, 2)).view(b, n, self.parts, n)
        return {
            "event": self.event(telling),
            "status": self.status(telling),
            "part": part + by_told[..., None] + by_party[:, None],
        }


class Analyser(nn.Module):
    """An encoder with its heads; `vocabulary` gives the label lists by head."""

    def __init__(self, vocabulary: dict[str, list[str]], encoder: nn.Module | None = None) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.encoder = encoder or Encoder()
        h = self.encoder.hidden
        self.arc_child, self.arc_head = Projection(h, ARC), Projection(h, ARC)
        self.label_child, self.label_head = Projection(h, LABEL), Projection(h, LABEL)
        self.arc = Matrix(ARC, ARC, bias=False)
        self.arc_prior = nn.Linear(ARC, 1, bias=False)
        self.labels = len(vocabulary["dep"])
        self.label = Matrix(LABEL, self.labels * LABEL, bias=False)
        self.label_prior = nn.Linear(2 * LABEL, self.labels)
        nn.init.zeros_(self.label.weight)
        nn.init.eye_(self.arc.weight)
        self.arc.weight.data *= 1 / math.sqrt(ARC)
        self.tag = nn.ModuleDict({name: Matrix(h, len(vocabulary[name])) for name in TAG_HEADS})
        self.ner = nn.Sequential(Matrix(h, h), nn.GELU(), nn.Dropout(0.1), Matrix(h, len(vocabulary["ner"])))
        self.happenings = Happenings(vocabulary, h)
        self.drop = nn.Dropout(0.2)

    def word_vectors(self, ids: Tensor, shp: Tensor, mask: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Return (b, n+1, h): the mean of each word's first and last piece, the root being [CLS]."""
        return of_words(self.encoder(ids, shp, mask)[-1], first, last)

    def arc_scores(self, words: Tensor, wmask: Tensor) -> Tensor:
        """Return (b, n, n+1): the score of each head, 0 the root, for each word."""
        child, head = self.arc_child(words[:, 1:]), self.arc_head(words)
        scores: Tensor = torch.matmul(self.arc(child), head.transpose(1, 2))
        prior: Tensor = self.arc_prior(head)
        padding = (1.0 - wmask.to(scores.dtype)) * FAR
        return scores + prior.transpose(1, 2) + padding[:, None, :]

    def pair_labels(self, child: Tensor, head: Tensor) -> Tensor:
        """Return (..., labels) of pairs of projected words (..., LABEL)."""
        product = self.label(child).view(*child.shape[:-1], self.labels, LABEL) * head[..., None, :]
        scores: Tensor = product.sum(-1) + self.label_prior(torch.cat([child, head], -1))
        return scores

    def tags(self, words: Tensor) -> dict[str, Tensor]:
        """Return the scores, (b, n, labels), by tag head, and those of the entity tags as 'ner'."""
        x = self.drop(words[:, 1:])
        return {**{name: head(x) for name, head in self.tag.items()}, "ner": self.ner(x)}
