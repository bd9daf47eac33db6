"""Read back by rerun's own reader: entities, timelines, places to the last bit, pictures, and the viewer's layout."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from posestudio.common.pictures import read_picture
from posestudio.detection.detected import Detected
from posestudio.errors import PoseStudioError
from posestudio.export.lifted import save_lifted
from posestudio.export.picture import save_picture
from posestudio.export.picture_frames import named_pictures
from posestudio.export.rerun_file import save_rrd
from posestudio.export.rerun_scene import with_gaps
from posestudio.lifting.sequence import gather
from tests.fakes import CAMERA, FakeLifter, lifted_frames, make_sequence, standing_keypoints

pytest.importorskip("rerun")

from rerun.chunk import RrdReader

HYPOTHESIS = "/world/people/person_{}/hypothesis_{:02d}"


class Read:
    """The columns of a recording, by the entity and the name of the column."""

    def __init__(self, path):
        self.reader = RrdReader(path)
        (store,) = self.reader.recordings()
        assert store.application_id == "posestudio"
        self.chunks = [chunk.to_record_batch() for chunk in self.reader.stream()]
        self.paths = {chunk.entity_path for chunk in self.reader.stream()}

    def rows(self, path, column, timeline=None):
        """(times, values) of a column on a timeline, or of what is there at all times."""
        times, values = [], []
        for chunk, batch in zip(self.reader.stream(), self.chunks, strict=True):
            there = batch.schema.names
            if chunk.entity_path != path or column not in there:
                continue
            if timeline is None if chunk.is_static else timeline in there:
                times += [0] * len(batch) if timeline is None else batch.column(timeline).to_pylist()
                values += batch.column(column).to_pylist()
        order = sorted(range(len(times)), key=times.__getitem__)
        return [times[at] for at in order], [values[at] for at in order]

    def places(self, path, timeline):
        times, rows = self.rows(path, "Points3D:positions", timeline)
        return times, [np.array(row, np.float32).reshape(-1, 3) for row in rows]

    def one(self, path, column):
        ((value,),) = self.rows(path, column)[1]
        return value


@pytest.fixture
def picture(tmp_path):
    path = tmp_path / "seen.png"
    save_picture(path, np.full((CAMERA.size[1], CAMERA.size[0], 3), (200, 30, 10), np.uint8))
    return path


def test_a_picture_has_its_people_keypoints_heat_and_denoising(tmp_path, picture):
    lifted = FakeLifter().lift(standing_keypoints(2), CAMERA, hypotheses=3, seed=2, trajectory=True)
    maps = np.zeros((3, 1, 17, 16, 12), np.float32)
    maps[:, 0, 4, 5, 6] = 1, 2, 4
    affine = np.array([[[10.0, 0, 20], [0, 10, 30]]])
    detected = Detected(
        np.zeros((1, 17, 2)), np.ones((1, 17)), np.zeros((1, 4)), CAMERA.size, affine, trajectory=maps
    )
    save_rrd(
        tmp_path / "p.rrd", gather([lifted]), pictures=named_pictures(picture, ["seen"]), detected=detected
    )
    read = Read(tmp_path / "p.rrd")
    shown = lifted.shown_trajectory()
    for person in (1, 2):
        for number in (1, 2, 3):
            path = HYPOTHESIS.format(person, number)
            steps, places = read.places(path, "denoising_step")
            assert steps == list(range(len(shown)))
            assert np.array_equal(places[:-1], shown[:-1, person - 1, number - 1])
            assert np.array_equal(places[-1], lifted.joints[person - 1, number - 1])
            assert np.array_equal(read.places(path, "frame")[1], [places[-1]])
            assert read.one(path, "share") == 1 and read.one(path, "score") == 1 - number
        off = read.rows(f"/plots/reprojection/person_{person}", "Scalars:scalars", "denoising_step")[1]
        assert np.shape(off) == (len(shown), 3) and np.mean(off[0]) > 3 * np.mean(off[-1])
        assert f"/world/people/person_{person}/mannequin" in read.paths
    levels = read.rows("/plots/noise_level", "Scalars:scalars", "denoising_step")[1]
    assert np.ravel(levels) == pytest.approx(lifted.sigmas)
    (points,) = read.rows("/world/camera/keypoints/person_2", "Points2D:positions")[1]
    assert np.array_equal(np.float32(points), lifted.keypoints.points[1])
    K = np.reshape(read.one("/world/camera", "Pinhole:image_from_camera"), (3, 3)).T
    assert K == pytest.approx(CAMERA.K) and read.one("/world/camera", "Pinhole:resolution") == [640, 360]
    R = np.reshape(read.one("/world/camera", "Transform3D:mat3x3"), (3, 3)).T
    assert R == pytest.approx(CAMERA.R.T, abs=1e-6)
    assert read.one("/world/camera", "Transform3D:translation") == pytest.approx(CAMERA.position, abs=1e-6)
    pixels = cv2.imdecode(
        np.array(read.one("/world/camera/picture", "EncodedImage:blob"), np.uint8), cv2.IMREAD_COLOR
    )
    assert pixels.shape == (360, 640, 3) and pixels[0, 0].tolist() == pytest.approx([10, 30, 200], abs=8)
    steps, pictures = read.rows("/world/camera/heatmaps", "EncodedImage:blob", "detection_step")
    assert steps == [0, 1, 2]
    alpha = cv2.imdecode(np.array(pictures[-1][0], np.uint8), cv2.IMREAD_UNCHANGED)[..., 3]
    assert alpha.shape == (360, 640) and alpha[85, 85] > 200 and alpha[200, 300] == 0  # (6.5, 5.5) of the map


def test_a_sequence_has_frames_and_seconds_and_a_person_is_gone_where_not_seen(tmp_path):
    sequence = make_sequence(frames=4, people=2, hypotheses=2)
    kept = ~((sequence.person == 1) & np.isin(sequence.frame, (1, 3)))
    rows = {
        name: getattr(sequence, name)[kept]
        for name in ("joints", "keypoints3d", "score", "reprojection", "frame", "person", "points")
    }
    rows |= {"visibility": sequence.visibility[kept], "cameras": tuple(np.array(sequence.cameras)[kept])}
    sequence = replace(sequence, **rows, fps=10.0, first_frame=5)
    save_rrd(tmp_path / "s.rrd", sequence)
    read = Read(tmp_path / "s.rrd")
    frames, places = read.places(HYPOTHESIS.format(2, 1), "frame")
    assert frames == [5, 6, 7, 8] and [len(row) for row in places] == [29, 0, 29, 0]
    assert np.array_equal(places[2], sequence.joints[(sequence.frame == 2) & (sequence.person == 1)][0, 0])
    times, _ = read.places(HYPOTHESIS.format(1, 2), "time")
    assert [time.total_seconds() for time in times] == pytest.approx([0, 0.1, 0.2, 0.3])
    counts = read.rows("/world/camera/keypoints/person_2", "Points2D:positions", "frame")[1]
    assert [len(row or ()) for row in counts] == [17, 0, 17, 0]
    sure = read.rows("/world/camera/keypoints/person_1", "confidence", "frame")[1]
    assert sure == [[1.0] * 17] * 4
    assert "/plots/noise_level" not in read.paths and "/world/camera/picture" not in read.paths


def test_the_viewer_opens_with_both_views_and_the_timeline_that_moves(tmp_path):
    for name, trajectory, frames, timeline in (("p", True, 1, "denoising_step"), ("s", False, 2, "frame")):
        sequence = make_sequence(frames=frames, trajectory=trajectory)
        save_rrd(tmp_path / f"{name}.rrd", sequence)
        reader = RrdReader(tmp_path / f"{name}.rrd")
        (layout,) = reader.blueprints()
        found = {}
        for chunk in reader.stream(store=layout):
            for column, values in chunk.to_record_batch().to_pydict().items():
                found.setdefault(column.split(":")[-1], []).append(values)
        assert [[timeline]] in found["timeline"]
        assert {"3D", "Picture"} <= {value[0][0] for value in found["display_name"] if value[0]}


def test_gaps_end_with_an_empty_row_but_not_after_the_end():
    frames, lengths = with_gaps(np.array([0, 1, 4, 6]), np.array([3, 3, 2, 1]), 7)
    assert frames.tolist() == [0, 1, 2, 4, 5, 6] and lengths.tolist() == [3, 3, 0, 2, 0, 1]


def test_names_lead_to_pictures_of_a_file_of_a_folder_and_beside_keypoints(tmp_path, picture):
    assert read_picture(picture).shape == named_pictures(picture, ["x"]).picture(0).shape
    assert named_pictures(tmp_path, ["other.png", "seen.png"]).picture(0) is None
    assert named_pictures(tmp_path / "keypoints.json", ["other.png", "seen.png"]).picture(1) is not None
    assert named_pictures(tmp_path / "keypoints.json", ["other.png", "frame 3"]) is None


def test_another_ending_and_a_missing_extra_are_refused(tmp_path, monkeypatch):
    with pytest.raises(PoseStudioError, match="ending in .rrd"):
        save_rrd(tmp_path / "a.mcap", make_sequence())
    monkeypatch.setitem(__import__("sys").modules, "rerun", None)
    with pytest.raises(PoseStudioError, match="extra rerun"):
        save_lifted(tmp_path / "a.rrd", lifted_frames()[0])
    assert not list(tmp_path.iterdir())
