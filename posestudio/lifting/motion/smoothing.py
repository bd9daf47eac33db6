"""Smoothing over time by weighted least squares with a penalty on second differences."""

from __future__ import annotations

import torch
from torch import Tensor

_LEAST = 1e-6  # weight of a value that is not known


def smoother(weight: Tensor, stiffness: Tensor) -> Tensor:
    """(J, T, T) matrices that smooth J series of T values each: Whittaker 1923, with second differences.

    The smoothed values minimise the sum of ``weight`` (J, T) times the squared distance from the given ones, plus
    ``stiffness`` (J,) times the squared second differences. Values of weight 0 follow from their neighbours. The
    half-power frequency, for weights of 1, is stiffness^(-1/4) radians a value.
    """
    inverse, weight = _inverse(weight, stiffness)
    return inverse * weight[:, None]


def remaining_variance(weight: Tensor, stiffness: Tensor) -> Tensor:
    """(J, T) variance of the smoothed values, where ``weight`` (J, T) is one over the variance of the given ones and
    ``stiffness`` (J,) one over that of the second differences."""
    return _inverse(weight, stiffness)[0].diagonal(dim1=1, dim2=2)


def _inverse(weight: Tensor, stiffness: Tensor) -> tuple[Tensor, Tensor]:
    """(J, T, T) the inverse of the least squares system, and the weights (J, T), none of them 0; double precision."""
    weight = weight.double().clamp_min(_LEAST)
    count = weight.shape[1]
    system = torch.diag_embed(weight)
    if count > 2:
        second = torch.eye(count, dtype=weight.dtype, device=weight.device).diff(n=2, dim=0)
        system = system + stiffness.double()[:, None, None] * (second.T @ second)
    return torch.cholesky_inverse(torch.linalg.cholesky(system)), weight


def smoothed(values: Tensor, matrices: Tensor) -> Tensor:
    """Values (T, ..., J, A) with each of the J series smoothed over the first axis by its matrix (J, T, T)."""
    series = values.movedim(-2, 0)  # (J, T, ..., A)
    rows = series.flatten(2)
    return (matrices.to(values.dtype) @ rows).view(series.shape).movedim(0, -2)
