"""Folds batch normalisations into the convolutions before them, for faster inference."""

from __future__ import annotations

import copy
from typing import TypeVar

from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

M = TypeVar("M", bound=nn.Module)


def fold_batchnorm(model: M) -> M:
    """A copy in evaluation mode with each normalisation that follows a convolution folded into it; it computes the
    same function."""
    model = copy.deepcopy(model).eval()
    for part in model.modules():
        children = list(part.named_children())
        for (name, layer), (next_name, following) in zip(children, children[1:], strict=False):
            if isinstance(layer, nn.Conv2d) and isinstance(following, nn.BatchNorm2d):
                setattr(part, name, fuse_conv_bn_eval(layer, following))
                setattr(part, next_name, nn.Identity())
    return model
