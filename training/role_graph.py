"""``network.Roles`` as a graph written by hand, which ONNX Runtime runs in half the time of the exported one.

Only words near a cue are read. Convolutions along the text are written in two dimensions, for which there are fast
kernels; biases are part of the products; means over the window are taken before ``value`` is applied, and ``back`` is
multiplied into ``out`` when a session starts. Every tensor keeps its name and form in ``network.Roles``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import checker, numpy_helper, parser

from dragoman.reader.network import ROLE_LABELS
from training import base
from training.network import BIO, BUCKETS, HEADS, NARROW

HEAD = """
<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
roles (float[1,t,384] states, float[k,384] cues, int64[k] starts, int64[k,n] near) => (float[k,n,10] logits)
{
  flat = Reshape(states, ::states)
  words = Gemm<transB=1>(flat, piece.weight, piece.bias)
  add_all, times_all = Split<axis=1>(words)
  add = Gather<axis=0>(add_all, near)
  times = Gather<axis=0>(times_all, near)
  cue = Gemm<transB=1>(cues, cue.weight, cue.bias)
  cue_row = Unsqueeze(cue, ::one)
  add_cue, times_cue = Split<axis=2>(cue_row)
  start = Unsqueeze(starts, ::one)
  away = Sub(near, start)
  place = Add(away, ::middle)
  by_place = Gather<axis=0>(distance.weight, ::buckets)
  distance = Gather<axis=0>(by_place, place)
  met = Mul(times, times_cue)
  word_told = Add(add, met)
  cue_told = Add(distance, add_cue)
  all = Add(word_told, cue_told)
  x0 = com.microsoft.Gelu(all)
  shape = Shape(x0)
  kn = Slice(shape, ::zero, ::two)
"""
ALONG = """
  wide@ = Unsqueeze(x@, ::one)
  turned@ = Transpose<perm=[0,3,1,2]>(wide@)
  kernel@ = Unsqueeze(along.@.weight, ::two)
  along@ = Conv<group=128, kernel_shape=[1,9], pads=[0,4,0,4]>(turned@, kernel@, along.@.bias)
  back@ = Transpose<perm=[0,2,3,1]>(along@)
  rows@ = Reshape(back@, ::rows)
  mix@ = Gemm<transB=1>(rows@, mix.@.weight)
  agreed@ = com.microsoft.BiasGelu(mix@, mix.@.bias)
  agreed_row@ = Reshape(agreed@, shape)
  sum@ = Add(x@, agreed_row@)
  x# = LayerNormalization<axis=-1>(sum@, norm.@.weight, norm.@.bias)
"""
OVERVIEW = """
  h = LayerNormalization<axis=-1>(x2, overview.norm.weight, overview.norm.bias)
  h_rows = Reshape(h, ::rows)
  scores = Gemm<transB=1>(h_rows, overview.look.weight, overview.look.bias)
  by_head = Concat<axis=0>(kn, ::heads)
  scores_by_cue = Reshape(scores, by_head)
  scores_along = Transpose<perm=[0,2,1]>(scores_by_cue)
  shares = Softmax<axis=-1>(scores_along)
  means = MatMul(shares, h)
  means_rows = Reshape(means, ::rows)
  values = Gemm<transB=1>(means_rows, overview.value.weight, overview.value.bias)
  glances = Reshape(values, ::glances)
  quarters = Mul(glances, ::quarters)
  seen = ReduceSum<keepdims=0>(quarters, ::one)
  tell = Gemm<transB=1>(seen, overview.tell.weight, overview.mix.bias)
  tell_row = Unsqueeze(tell, ::one)
  own = Gemm<transB=1>(scores, overview.own.weight)
  wide = Unsqueeze(h, ::one)
  turned = Transpose<perm=[0,3,1,2]>(wide)
  kernel = Unsqueeze(overview.far.weight, ::two)
  far = Conv<group=128, kernel_shape=[1,9], pads=[0,16,0,16], dilations=[1,4]>(turned, kernel, overview.far.bias)
  back = Transpose<perm=[0,2,3,1]>(far)
  far_rows = Reshape(back, ::rows)
  mixed_rows = Gemm<transB=1>(far_rows, overview.mix.weight, own)
  mixed = Reshape(mixed_rows, shape)
  told = Add(mixed, tell_row)
  g = com.microsoft.Gelu(told)
  g_rows = Reshape(g, ::rows)
  x_rows = Reshape(x2, ::rows)
  out_back = MatMul(out.weight, overview.back.weight)
  column = Unsqueeze(overview.back.bias, ::one)
  column_out = MatMul(out.weight, column)
  bias_out = Squeeze(column_out, ::one)
  bias = Add(out.bias, bias_out)
  without = Gemm<transB=1>(x_rows, out.weight, bias)
  logit_rows = Gemm<transB=1>(g_rows, out_back, without)
  by_label = Concat<axis=0>(kn, ::labels)
  logits = Reshape(logit_rows, by_label)
}
"""
_DOT, _OURS = "_DOT_", "OURS_"


def buckets() -> NDArray[np.int64]:
    """``network.bucket`` of the distances from -511 to 511."""
    away = np.arange(1 - base.POSITIONS, base.POSITIONS)
    size = np.abs(away)
    far = 8 + np.minimum((np.log2(np.maximum(size, 8).astype(np.float32) / 8) * np.float32(1.5)).astype(np.int64), 7)
    near = np.where(size < 8, size, far)
    return np.where(away < 0, near + BUCKETS // 2, near)


def constants() -> dict[str, NDArray[Any]]:
    """The graph's own tensors; no parameter of the network has colons in its name."""
    share = NARROW // HEADS
    quarters = np.kron(np.eye(HEADS, dtype=np.float32), np.ones(share, np.float32))[None]
    shapes = {"states": [-1, base.HIDDEN], "rows": [-1, NARROW], "glances": [-1, HEADS, NARROW], "heads": [HEADS]}
    shapes |= {"labels": [ROLE_LABELS + BIO], "zero": [0], "one": [1], "two": [2], "middle": [base.POSITIONS - 1]}
    out: dict[str, NDArray[Any]] = {f"::{name}": np.array(shape, np.int64) for name, shape in shapes.items()}
    return out | {"::buckets": buckets(), "::quarters": quarters}


def graph(weights: Mapping[str, NDArray[np.float32]]) -> Any:
    """The graph of all weights of ``Roles``, in which ``near`` (k, n) are the places that are read for each cue."""
    layers = "".join(ALONG.replace("@", str(i)).replace("#", str(i + 1)) for i in (0, 1))
    text = (HEAD + layers + OVERVIEW).replace("::", _OURS)
    # The parser takes no dots in names.
    model = parser.parse_model(re.sub(r"(?<=[a-z0-9])\.(?=[a-z0-9])(?!microsoft|Gelu|BiasGelu)", _DOT, text))
    tensors = constants() | dict(weights)
    used = set()
    for node in model.graph.node:
        for i, name in enumerate(node.input):
            node.input[i] = name.replace(_DOT, ".").replace(_OURS, "::")
        used |= set(node.input)
    model.graph.initializer.extend(numpy_helper.from_array(a, name) for name, a in tensors.items() if name in used)
    checker.check_model(model)
    return model


def linear() -> Any:
    """A product with weights that are given with each call."""
    return parser.parse_model(
        '<ir_version: 8, opset_import: ["" : 17]>'
        "linear (float[n,i] x, float[o,i] weight, float[o] bias) => (float[n,o] y)"
        "{y = Gemm<transB=1>(x, weight, bias)}"
    )
