"""A video that a test writes: planes that become brighter, at any times."""

from fractions import Fraction

import av
import numpy as np

SIZE = (96, 64)


def write_video(path, times, size=SIZE, options=None, step=2):
    """Frame i is a plane of brightness ``step`` i, shown at ``times[i]`` seconds."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1000)
        stream.width, stream.height = size
        stream.pix_fmt = "yuv420p"
        stream.time_base = Fraction(1, 1000)
        stream.codec_context.time_base = Fraction(1, 1000)
        stream.options = {"crf": "5", "g": "20", "bf": "2"} | (options or {})
        for index, time in enumerate(times):
            frame = av.VideoFrame.from_ndarray(
                np.full((size[1], size[0], 3), step * index, np.uint8), format="rgb24"
            )
            frame.pts, frame.time_base = round(1000 * time), Fraction(1, 1000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path
