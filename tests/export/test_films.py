import av
import numpy as np
import pytest
from PIL import Image

from posestudio.body.bvh import save_bvh
from posestudio.body.posing import to_clip
from posestudio.body.standing import standing_body
from posestudio.errors import PoseStudioError
from posestudio.export.films import ClipFilm, FormingFilm, SequenceFilm, film_of_file, film_of_take, save_film
from posestudio.export.lifted import save_take
from posestudio.export.video import save_video
from tests.fakes import make_take

SIZE = (160, 90)


class ShortFilm:
    """Grey frames that get brighter."""

    fps, still = 30.0, 2

    def __init__(self, count=8, size=(64, 48)):
        self.count, self.size = count, size

    def frame(self, index):
        return np.full((self.size[1], self.size[0], 3), 20 * index, np.uint8)


def read_video(path):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        return (
            stream.codec_context.name,
            stream.pix_fmt,
            [f.to_ndarray(format="rgb24") for f in container.decode(stream)],
        )


def test_mp4_is_h264_that_every_player_knows(tmp_path):
    told = []
    save_film(tmp_path / "a.mp4", ShortFilm(), lambda done, total, text: told.append((done, total)))
    codec, pixels, frames = read_video(tmp_path / "a.mp4")
    assert (codec, pixels, len(frames)) == ("h264", "yuv420p", 8)
    assert [round(frame.mean() / 20) for frame in frames] == list(range(8))
    assert told == [(index, 8) for index in range(1, 9)]


def test_odd_sizes_are_cut_to_even_ones(tmp_path):
    save_film(tmp_path / "a.mp4", ShortFilm(size=(65, 49)))
    assert read_video(tmp_path / "a.mp4")[2][0].shape == (48, 64, 3)


def test_gif_moves(tmp_path):
    save_film(tmp_path / "a.gif", ShortFilm())
    with Image.open(tmp_path / "a.gif") as gif:
        assert gif.n_frames == 4  # 15 of 30 frames a second
        assert gif.size == (64, 48)
        assert gif.info["loop"] == 0


def test_a_picture_of_a_film_is_its_still(tmp_path):
    save_film(tmp_path / "a.png", ShortFilm())
    assert np.asarray(Image.open(tmp_path / "a.png")).mean() == 40


def test_a_failure_on_the_way_leaves_no_file(tmp_path):
    (tmp_path / "a.mp4").write_text("before")

    def frames():
        yield ShortFilm().frame(0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_video(tmp_path / "a.mp4", frames(), 2, 30)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_text() == "before"


def test_another_suffix_is_an_error(tmp_path):
    with pytest.raises(PoseStudioError, match=r"a\.avi: expected a name ending in \.png"):
        save_film(tmp_path / "a.avi", ShortFilm())


def test_poses_form_out_of_noise_and_are_walked_around():
    film = film_of_take(make_take(trajectory=True), SIZE)
    assert isinstance(film, FormingFilm)
    first, still, last = (film.frame(index).astype(int) for index in (0, film.still, film.count - 1))
    half = film.frame((film.count + film.still) // 2).astype(int)
    assert first.shape == (90, 160, 3)
    assert np.abs(first - still).mean() > 1
    assert np.abs(half - still)[:, 80:].mean() > 1  # the view goes around
    assert np.abs(half - still)[:, :80].mean() < 0.2  # the picture plane stays
    assert np.abs(last - still).mean() < 1  # once around


def test_without_a_trajectory_there_is_only_the_walk():
    film = FormingFilm(make_take(), SIZE)
    assert film.still == 0
    assert film.count < FormingFilm(make_take(trajectory=True), SIZE).count


def test_a_sequence_is_played():
    film = film_of_take(make_take(frames=3, people=2), SIZE)
    assert isinstance(film, SequenceFilm)
    assert film.count == 3
    pictures = [film.frame(index) for index in range(3)]
    assert (pictures[0] != pictures[2]).any()


def test_a_fast_clip_is_shown_thirty_times_a_second():
    joints = np.repeat(standing_body()[None], 240, axis=0)
    film = ClipFilm(joints, 120, size=SIZE)
    assert (film.count, film.fps) == (60, 30)


def test_a_walking_body_stays_in_view():
    path = np.linspace(0, 6, 60)[:, None, None] * [[[1, 0, 0]]]
    film = ClipFilm((standing_body() + path).astype(np.float32), 30, size=SIZE)
    ground = film.frame(0)[0, 0].astype(int)
    for index in (0, 30, 59):
        columns = np.nonzero((np.abs(film.frame(index)[20:60].astype(int) - ground) > 80).any(axis=(0, 2)))[0]
        assert 30 < columns.min() and columns.max() < 130


def test_films_are_made_of_files(tmp_path):
    save_take(tmp_path / "a.npz", make_take(trajectory=True))
    assert isinstance(film_of_file(tmp_path / "a.npz"), FormingFilm)
    save_bvh(tmp_path / "a.bvh", to_clip(np.repeat(standing_body()[None], 3, axis=0)))
    film = film_of_file(tmp_path / "a.bvh")
    assert isinstance(film, ClipFilm) and film.count == 3
    with pytest.raises(PoseStudioError, match=r"a\.txt: expected a lifted \.npz or a \.bvh clip"):
        film_of_file(tmp_path / "a.txt")
