import itertools

import pytest

from posestudio.app.display.frame_player import FramePlayer


@pytest.fixture
def player(qtbot, document):
    made = FramePlayer(document)
    yield made
    made.pause()


def test_a_clip_plays_to_its_end_without_an_entry(qtbot, player, document):
    before = document.history.count()
    player.speed, player.loop = 2.0, False
    player.toggle()
    assert player.playing and document.gesturing
    qtbot.waitUntil(lambda: not player.playing, timeout=5000)
    assert document.state.frame == 5 and not document.gesturing
    assert document.history.count() == before


def test_it_starts_again_from_the_last_frame_and_loops(qtbot, player, document):
    document.set_frame(5)
    player.speed = 4.0
    player.toggle()
    assert document.state.frame == 0
    frames = []
    document.changed.connect(lambda names: frames.append(document.state.frame))
    qtbot.waitUntil(lambda: any(now < before for before, now in itertools.pairwise(frames)))
    assert player.playing
    player.toggle()
    assert not player.playing and not document.gesturing


def test_another_edit_ends_playing(qtbot, player, document):
    player.speed = 0.25
    player.toggle()
    document.joints.mirror()
    assert not player.playing


def test_nothing_plays_where_there_is_one_frame(qtbot, qapp):
    from posestudio.app.model.document import Document

    player = FramePlayer(Document())
    player.toggle()
    assert not player.playing
