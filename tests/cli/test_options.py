import typing

from posestudio.cli import options
from posestudio.common.colours import Theme
from posestudio.detection.network.model import BACKBONES, VARIANTS
from posestudio.diffusion.networks import NETWORKS, SIZES
from posestudio.diffusion.parameterizations import PARAMETERIZATIONS
from posestudio.diffusion.samplers import SAMPLERS
from posestudio.diffusion.schedules import SCHEDULES
from posestudio.mocap.rig_targets import TARGETS


def test_the_choices_are_those_that_exist():
    assert {str(name) for name in options.SamplerName} == set(SAMPLERS)
    assert {str(name) for name in options.ScheduleName} == set(SCHEDULES)
    assert {str(name) for name in options.Parameterization} == set(PARAMETERIZATIONS) - {
        "follower"
    }  # a student's, which `distil` makes
    assert {str(name) for name in options.Model} == set(NETWORKS) == set(SIZES)
    assert all({str(name) for name in options.Size} == set(sizes) for sizes in SIZES.values())
    assert {str(name) for name in options.Backbone} == set(BACKBONES)
    assert {str(name) for name in options.Variant} == set(VARIANTS)
    assert [str(name) for name in options.RigNames] == list(TARGETS)
    assert {str(name) for name in options.Theme} == set(typing.get_args(Theme))


def test_every_verb_has_help_and_a_quiet_option(run):
    for command in options.app.registered_commands:
        assert command.callback.__doc__
        given = typing.get_type_hints(command.callback, include_extras=True)
        assert command.callback.__name__ == "studio" or given["quiet"] == options.Quiet
