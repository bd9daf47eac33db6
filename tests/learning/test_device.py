import pytest
import torch

from posestudio.learning.device import bfloat16_helps

QUERIES = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")


@pytest.mark.parametrize("answers", [(True, False), (False, True), (False, False)])
def test_bfloat16_helps_on_processors_with_either_extension(
    monkeypatch: pytest.MonkeyPatch, answers: tuple[bool, bool]
) -> None:
    for query, answer in zip(QUERIES, answers, strict=True):
        monkeypatch.setattr(torch.cpu, query, lambda answer=answer: answer, raising=False)
    assert bfloat16_helps(torch.device("cpu")) is any(answers)


def test_without_torchs_private_queries_float32_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for query in QUERIES:
        monkeypatch.delattr(torch.cpu, query, raising=False)
    assert bfloat16_helps(torch.device("cpu")) is False
