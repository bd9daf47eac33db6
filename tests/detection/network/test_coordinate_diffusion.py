import torch

from posestudio.detection.network.coordinate_diffusion import TIMES, ddim_step, diffuse, signal_levels


def test_the_schedule_goes_from_the_clean_to_noise():
    levels = signal_levels()
    assert len(levels) == TIMES + 1 and levels[0] == 1 and levels[-1] < 1e-4
    assert (levels.diff() <= 0).all()


def test_the_forward_process_is_the_papers():
    clean, noise = torch.rand(3, 17, 2), torch.randn(3, 17, 2)
    level = torch.tensor([1.0, 0.36, 0.0])
    noisy = diffuse(clean, level, noise, 5.0)
    assert torch.equal(noisy[0], 5 * clean[0]) and torch.equal(noisy[2], noise[2])
    assert torch.allclose(noisy[1], 0.6 * 5 * clean[1] + 0.8 * noise[1])


def test_a_ddim_step_with_the_truth_lands_on_the_process():
    clean, noise = torch.rand(2, 17, 2), torch.randn(2, 17, 2)
    level, following = torch.tensor([0.2, 0.5]), torch.tensor([0.7, 0.9])
    after = ddim_step(diffuse(clean, level, noise, 3.0), clean, level, following, 3.0)
    assert torch.allclose(after, diffuse(clean, following, noise, 3.0), atol=1e-5)
    assert torch.allclose(ddim_step(after, clean, following, torch.ones(2), 3.0), 3 * clean, atol=1e-5)
