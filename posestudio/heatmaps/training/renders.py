"""The project's own pictures of people: posed soft bodies, dressed and lit, in front of random scenery.

A body is a few dozen tapered capsules along the bones and between them (shoulders, ribs, hips), drawn into a depth
map; blurring that map a little inside each garment joins them to soft shapes. What is drawn is known to the pixel, so
all 17 keypoints have places, also those that the body itself hides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posestudio.body.layouts import BODY_INDEX, COCO_KEYPOINTS
from posestudio.heatmaps.training.backgrounds import any_colour, background, smooth_noise

_SKIN, _SHIRT, _TROUSERS, _SHOES, _HAIR, _SLEEVE = range(6)

_FAR = np.float32(1e6)


@dataclass(frozen=True)
class Capsule:
    """From point ``a`` to ``b`` (3,) metres in camera axes, with radii there, of ``material``."""

    a: NDArray[Any]
    b: NDArray[Any]
    radius_a: float
    radius_b: float
    material: int


@dataclass(frozen=True)
class Rendered:
    """``picture`` (size, size, 3) RGB uint8, ``points`` (17, 2) pixels, of which some may lie outside."""

    picture: NDArray[np.uint8]
    points: NDArray[Any]


class Renders:
    """Draws people in poses (N, 27, 3), metres, Y up, such as those of a poses file."""

    def __init__(self, poses: NDArray[Any], size: int = 192):
        self.poses, self.size = np.asarray(poses, dtype=np.float32), size

    def draw(self, random: np.random.Generator) -> Rendered:
        """One picture of one person, another for each state of ``random``."""
        body = self.poses[random.integers(len(self.poses))].astype(np.float64)
        seen, focal = _seen(body, self.size, random)
        wear = _Wardrobe.draw(random)
        capsules = _body(seen, wear, random)
        canvas = _Canvas(self.size, focal)
        for capsule in capsules:
            canvas.add(capsule)
        feet = canvas.project(seen[[BODY_INDEX["left_toe"], BODY_INDEX["right_toe"]]])[:, 1]
        horizon = float(np.clip(feet.max() - random.uniform(0.0, 0.5) * self.size, 0, self.size))
        picture = background(random, self.size, horizon)
        _ground_shadow(picture, canvas.project(seen), random)
        picture = canvas.shade(picture, wear, seen, random)
        return Rendered((picture * 255).astype(np.uint8), canvas.keypoints(seen))


def _seen(body: NDArray[Any], size: int, random: np.random.Generator) -> tuple[NDArray[Any], float]:
    """The body in camera axes (x right, y down, z forward), filling a good part of the picture; the focal length."""
    yaw, pitch = random.uniform(-np.pi, np.pi), random.normal(0.1, 0.2)
    roll = random.normal(0, 0.12)
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    camera_axes = np.diag([1.0, -1.0, -1.0])
    build = random.normal(1, 0.06, 3) * random.uniform(0.9, 1.1)
    turned = (body - body.mean(axis=0)) * (1, build[1], 1) @ (camera_axes @ about_z @ about_x @ about_y).T
    distance = random.uniform(2.2, 7.0)
    turned[:, 2] += distance
    flat = turned[:, :2] / turned[:, 2:]
    low, high = flat.min(axis=0), flat.max(axis=0)
    extent = max(float((high - low).max()), 1e-3)
    focal = size * random.uniform(0.6, 0.8) / extent
    middle = (low + high) / 2 * turned[:, 2:]
    turned[:, :2] -= middle  # a shift of each point on its own depth: the camera's principal point moves
    return turned, focal


@dataclass(frozen=True)
class _Wardrobe:
    """Colours (6, 3) by material, how far down sleeves and legs reach (0 ... 2, 1 at elbow and
    knee), build, length of hair, and metres from stripe to stripe (0 for none)."""

    colours: NDArray[Any]
    sleeve: float
    leg: float
    girth: float
    skirt: bool
    hair: float
    stripes: float

    @classmethod
    def draw(cls, random: np.random.Generator) -> _Wardrobe:
        dark, light = np.array([0.22, 0.13, 0.09]), np.array([0.96, 0.8, 0.7])
        skin = dark + (light - dark) * random.random() + random.normal(0, 0.03, 3)
        hair = np.array([[0.06, 0.05, 0.04], [0.25, 0.15, 0.08], [0.75, 0.6, 0.35], [0.6, 0.6, 0.6]])
        shirt, trousers = any_colour(random), any_colour(random)
        if random.random() < 0.2:
            trousers = shirt * random.uniform(0.8, 1.1)
        colours = np.array(
            [
                skin,
                shirt,
                trousers,
                any_colour(random) * 0.7,
                hair[random.integers(4)] + random.normal(0, 0.02, 3),
                shirt if random.random() < 0.8 else any_colour(random),
            ]
        )
        return cls(
            np.clip(colours, 0.02, 1).astype(np.float32),
            float(random.choice([0.0, 0.5, 0.5, 1.0, 2.0, 2.0])),
            float(random.choice([0.35, 0.6, 1.0, 2.0, 2.0, 2.0])),
            float(np.exp(random.normal(0, 0.14))),
            bool(random.random() < 0.1),
            float(random.choice([0.0, 0.6, 1.0, 1.0, 1.5])),
            float(random.choice([0.0, 0.0, 0.0, 0.06, 0.12])),
        )


def _body(seen: NDArray[Any], wear: _Wardrobe, random: np.random.Generator) -> list[Capsule]:
    """The capsules of a dressed body (27, 3) in camera axes."""
    g = wear.girth

    def at(name: str) -> NDArray[Any]:
        return seen[BODY_INDEX[name]]

    parts: list[Capsule] = []

    def limb(first: str, second: str, radii: tuple[float, float], covered: float, cloth: int) -> None:
        """A limb's segment, clothed from its first joint for the share ``covered`` of its length."""
        a, b = at(first), at(second)
        covered = min(max(covered, 0.0), 1.0)
        cut = a + (b - a) * covered
        middle = radii[0] + (radii[1] - radii[0]) * covered
        if covered < 1:
            parts.append(Capsule(cut, b, middle * g, radii[1] * g, _SKIN))
        if covered > 0:
            loose = 1.12
            parts.append(Capsule(a, cut, radii[0] * g * loose, middle * g * loose, cloth))

    belt = at("spine") + (at("hips") - at("spine")) * 0.45
    for side in ("left", "right"):
        shoulder, hip, ankle, toe = (at(f"{side}_{n}") for n in ("shoulder", "hip", "ankle", "toe"))
        limb(f"{side}_shoulder", f"{side}_elbow", (0.055, 0.043), wear.sleeve, _SLEEVE)
        limb(f"{side}_elbow", f"{side}_wrist", (0.043, 0.028), wear.sleeve - 1, _SLEEVE)
        hand = at(f"{side}_hand")
        parts.append(
            Capsule(at(f"{side}_wrist"), hand + (hand - at(f"{side}_wrist")) * 0.6, 0.03, 0.03, _SKIN)
        )
        limb(f"{side}_hip", f"{side}_knee", (0.088, 0.058), wear.leg, _TROUSERS)
        limb(f"{side}_knee", f"{side}_ankle", (0.055, 0.036), wear.leg - 1, _TROUSERS)
        heel = ankle + (ankle - toe) * 0.25 + (ankle - at(f"{side}_knee")) * 0.08
        parts.append(Capsule(heel, toe + (toe - ankle) * 0.35, 0.042, 0.036, _SHOES))
        # The trunk's side, from below the shoulder to above the hip.
        inward = at("chest") - shoulder
        chest_side = shoulder + inward * 0.42 + (at("spine") - at("chest")) * 0.25
        waist = belt + (hip - at("hips")) * 0.55
        parts.append(Capsule(chest_side, waist, 0.094 * g, 0.088 * g, _SHIRT))
        parts.append(Capsule(waist, hip, 0.085 * g, 0.095 * g, _TROUSERS))
        parts.append(
            Capsule(shoulder, at("neck") + (at("chest") - at("neck")) * 0.3, 0.062 * g, 0.065 * g, _SHIRT)
        )
        parts.append(Capsule(shoulder, chest_side, 0.06 * g, 0.085 * g, _SHIRT))
    parts.append(Capsule(at("chest"), at("spine"), 0.105 * g, 0.095 * g, _SHIRT))
    parts.append(Capsule(at("spine"), belt, 0.095 * g, 0.095 * g, _SHIRT))
    parts.append(Capsule(belt, at("hips"), 0.092 * g, 0.09 * g, _TROUSERS))
    parts.append(Capsule(at("left_hip"), at("right_hip"), 0.09 * g, 0.09 * g, _TROUSERS))
    if wear.skirt:
        for side in ("left", "right"):
            hip, knee = at(f"{side}_hip"), at(f"{side}_knee")
            parts.append(Capsule(hip, hip + (knee - hip) * 0.7, 0.1 * g, 0.15 * g, _TROUSERS))
    parts += _head(seen, wear, random)
    return parts


def _head(seen: NDArray[Any], wear: _Wardrobe, random: np.random.Generator) -> list[Capsule]:
    face = _face_axes(seen)
    ears = (seen[BODY_INDEX["left_ear"]] + seen[BODY_INDEX["right_ear"]]) / 2
    neck, nose = seen[BODY_INDEX["neck"]], seen[BODY_INDEX["nose"]]
    left, up, front = face
    middle = ears + up * 0.02 + front * 0.01
    parts = [
        Capsule(neck, ears - up * 0.03, 0.056, 0.052, _SKIN),
        Capsule(middle + up * 0.035, middle - up * 0.03 + front * 0.025, 0.083, 0.066, _SKIN),
        Capsule(middle + front * 0.03, middle - up * 0.075 + front * 0.045, 0.06, 0.036, _SKIN),
        Capsule(nose - front * 0.02 + up * 0.03, nose - front * 0.008, 0.009, 0.014, _SKIN),
    ]
    for name in ("left_ear", "right_ear"):
        ear = seen[BODY_INDEX[name]]
        parts.append(Capsule(ear + up * 0.015, ear - up * 0.015, 0.016, 0.012, _SKIN))
    if wear.hair > 0:
        back = middle - front * 0.022 + up * 0.035
        parts.append(Capsule(back + front * 0.03 + up * 0.012, back - up * 0.03, 0.088, 0.08, _HAIR))
        if wear.hair > 1:
            parts.append(
                Capsule(back, back - up * random.uniform(0.12, 0.3) - front * 0.03, 0.085, 0.06, _HAIR)
            )
    return parts


def _face_axes(seen: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """Unit vectors to the head's left, up and front."""
    left_ear, right_ear = seen[BODY_INDEX["left_ear"]], seen[BODY_INDEX["right_ear"]]
    left = _unit(left_ear - right_ear)
    front = seen[BODY_INDEX["nose"]] - (left_ear + right_ear) / 2
    up = seen[BODY_INDEX["head_top"]] - (left_ear + right_ear) / 2
    front = _unit(front - left * (front @ left))
    up = _unit(up - left * (up @ left) - front * (up @ front))
    return left, up, front


def _unit(vector: NDArray[Any]) -> NDArray[Any]:
    return vector / max(float(np.linalg.norm(vector)), 1e-6)


class _Canvas:
    """Depth and material of each pixel."""

    def __init__(self, size: int, focal: float):
        self.size, self.focal = size, focal
        self.depth = np.full((size, size), _FAR, np.float32)
        self.material = np.full((size, size), -1, np.int8)
        self.cover = np.zeros((size, size), np.float32)  # of the pixel, by the body

    def project(self, points: NDArray[Any]) -> NDArray[Any]:
        """(..., 3) -> (..., 2) pixels."""
        return points[..., :2] / np.maximum(points[..., 2:], 0.1) * self.focal + self.size / 2

    def add(self, part: Capsule) -> None:
        """Draw a capsule, as seen in parallel from its distance: good while it is short beside that."""
        (ax, ay), (bx, by) = self.project(part.a), self.project(part.b)
        za, zb = float(part.a[2]), float(part.b[2])
        ra, rb = part.radius_a * self.focal / za, part.radius_b * self.focal / zb
        left, right = int(min(ax - ra, bx - rb)), int(max(ax + ra, bx + rb)) + 2
        top, bottom = int(min(ay - ra, by - rb)), int(max(ay + ra, by + rb)) + 2
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, self.size), min(bottom, self.size)
        if left >= right or top >= bottom:
            return
        x = np.arange(left, right, dtype=np.float32) + 0.5 - np.float32(ax)
        y = (np.arange(top, bottom, dtype=np.float32) + 0.5 - np.float32(ay))[:, None]
        dx, dy = bx - ax, by - ay
        length = max(float(dx * dx + dy * dy), 1e-6)
        share = np.clip((x * np.float32(dx / length)) + y * np.float32(dy / length), 0, 1)
        radius = np.float32(ra) + share * np.float32(rb - ra)
        off = np.square(x - share * np.float32(dx)) + np.square(y - share * np.float32(dy))
        within = radius - np.sqrt(off)  # pixels from the outline
        height = np.sqrt(np.maximum(np.square(radius) - off, 0))
        metres = np.float32((za + zb) / 2 / self.focal)
        depth = np.float32(za) + share * np.float32(zb - za) - height * metres
        area = (slice(top, bottom), slice(left, right))
        cover = np.clip(within + np.float32(0.5), 0, 1)
        np.maximum(self.cover[area], cover, out=self.cover[area])
        nearer = (cover > 0) & (depth < self.depth[area])
        self.depth[area][nearer] = depth[nearer]
        self.material[area][nearer] = part.material

    def shade(
        self, picture: NDArray[np.float32], wear: _Wardrobe, seen: NDArray[Any], random: np.random.Generator
    ) -> NDArray[np.float32]:
        """The picture with the body in it."""
        import cv2

        inside = self.material >= 0
        if not inside.any():
            return picture
        pixel = float(np.median(self.depth[inside])) / self.focal  # metres
        reach = max(0.02 / pixel, 0.6)
        weight = inside.astype(np.float32)
        filled = np.where(inside, self.depth, 0).astype(np.float32)
        blurred = cv2.GaussianBlur(filled, (0, 0), reach) / np.maximum(
            cv2.GaussianBlur(weight, (0, 0), reach), 1e-3
        )
        # Where parts lie one before the other the step stays a step.
        soft = np.where(np.abs(blurred - self.depth) < 0.04, blurred, self.depth)
        cloth = np.isin(self.material, (_SHIRT, _TROUSERS, _SLEEVE))
        folds = smooth_noise(random, self.size, int(random.integers(8, 30)))[..., 0] * random.uniform(
            0, 0.006
        )
        soft = soft + np.where(cloth, folds, 0)
        dy, dx = np.gradient(soft.astype(np.float32))
        slope = np.stack([dx, dy], axis=-1) / np.float32(pixel)
        normal_z = 1 / np.sqrt(1 + np.square(slope).sum(-1))
        light = _unit(random.normal(0, 1, 3) * (1, 1, 0.5) + (0, -0.8, -0.9))
        lit = (slope[..., 0] * light[0] + slope[..., 1] * light[1] - light[2]) * normal_z
        ambient = random.uniform(0.3, 0.75)
        brightness = ambient + (1 - ambient) * np.clip(lit, 0, 1) * random.uniform(1.0, 1.4)
        brightness = brightness * (0.75 + 0.25 * normal_z)
        colour = wear.colours[np.maximum(self.material, 0)].astype(np.float32)
        colour = colour * (1 + smooth_noise(random, self.size, 40) * random.uniform(0, 0.12))
        if wear.stripes:
            colour[self._bands(seen, wear.stripes) & np.isin(self.material, (_SHIRT, _SLEEVE))] *= 0.6
        colour = _face(self, colour, seen, wear)
        body = np.clip(colour * brightness[..., None] * random.uniform(0.75, 1.15), 0, 1)
        mixed = picture + (body - picture) * self.cover[..., None]
        return cv2.GaussianBlur(mixed.astype(np.float32), (0, 0), random.uniform(0.3, 0.7))

    def _bands(self, seen: NDArray[Any], width: float) -> NDArray[np.bool_]:
        """Stripes across the trunk, ``width`` metres apart along it and turned with it."""
        (x, y), top = self.project(seen[[BODY_INDEX["hips"], BODY_INDEX["neck"]]])
        dx, dy = _unit(top - (x, y))
        metres = seen[BODY_INDEX["hips"], 2] / self.focal
        rows, columns = np.mgrid[: self.size, : self.size].astype(np.float32)
        run = ((columns - x) * dx + (rows - y) * dy) * metres
        return run / width % 1 < 0.5

    def keypoints(self, seen: NDArray[Any]) -> NDArray[Any]:
        """(17, 2) pixels."""
        return self.project(seen[[BODY_INDEX[name] for name in COCO_KEYPOINTS]]).astype(np.float32)


def _face(
    canvas: _Canvas, colour: NDArray[np.float32], seen: NDArray[Any], wear: _Wardrobe
) -> NDArray[np.float32]:
    """Eyes, brows and mouth, where the face looks our way and nothing is before it."""
    import cv2

    left, up, front = _face_axes(seen)
    towards = -_unit(seen[BODY_INDEX["nose"]])
    if front @ towards < 0.05:
        return colour
    skin = wear.colours[_SKIN]
    marks = np.ascontiguousarray(colour)
    nose = seen[BODY_INDEX["nose"]]
    unit = canvas.focal / float(nose[2])  # pixels a metre

    def blob(point: NDArray[Any], width: float, height: float, paint: Any) -> None:
        x, y = canvas.project(point)
        column, row = int(x), int(y)
        if not (0 <= column < canvas.size and 0 <= row < canvas.size):
            return
        if canvas.depth[row, column] < point[2] - 0.035 or canvas.material[row, column] == _HAIR:
            return
        axis = canvas.project(point + left * 0.01) - (x, y)
        angle = float(np.degrees(np.arctan2(axis[1], axis[0])))
        narrow = max(abs(float(front @ towards)), 0.35)
        radii = (max(int(width * unit * narrow * 16), 8), max(int(height * unit * 16), 7))
        cv2.ellipse(
            marks,
            (int((x - 0.5) * 16), int((y - 0.5) * 16)),  # OpenCV's pixels have their centres at whole numbers
            radii,
            angle,
            0,
            360,
            tuple(float(c) for c in paint),
            -1,
            cv2.LINE_AA,
            4,
        )

    for name in ("left_eye", "right_eye"):
        eye = seen[BODY_INDEX[name]]
        blob(eye, 0.017, 0.009, (0.9, 0.88, 0.85))
        blob(eye, 0.008, 0.009, (0.1, 0.07, 0.05))
        blob(eye + up * 0.02, 0.02, 0.005, wear.colours[_HAIR] * 0.8)
    blob(nose - up * 0.04 - front * 0.015, 0.024, 0.007, skin * (0.8, 0.5, 0.5))
    return marks


def _ground_shadow(picture: NDArray[np.float32], points: NDArray[Any], random: np.random.Generator) -> None:
    import cv2

    if random.random() < 0.4:
        return
    feet = points[[BODY_INDEX[n] for n in ("left_ankle", "right_ankle", "left_toe", "right_toe")]]
    size = len(picture)
    middle = feet.mean(axis=0)
    width = float(np.ptp(feet[:, 0])) / 2 + size * 0.06
    shade: Any = np.zeros((size, size), np.float32)
    cv2.ellipse(
        shade,
        (int(middle[0] + random.normal(0, 0.05) * size), int(feet[:, 1].max())),
        (int(width), max(int(width * random.uniform(0.1, 0.35)), 1)),
        0, 0, 360, 1.0, -1,
    )  # fmt: skip
    shade = cv2.GaussianBlur(shade, (0, 0), size * 0.02)
    picture *= 1 - shade[..., None] * np.float32(random.uniform(0.2, 0.6))
