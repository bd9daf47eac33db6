"""A person in a USD stage: a skeleton, the mannequin as its skin, and an animation of each hypothesis as a variant.

OpenUSD, "UsdSkel Schemas", https://openusd.org/release/api/_usd_skel__schemas.html
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pxr import Gf, Sdf, Tf, Usd, UsdGeom, UsdShade, UsdSkel, Vt

from posestudio.body.layouts import BODY_INDEX
from posestudio.body.skeleton import Skeleton
from posestudio.common.colours import Palette
from posestudio.errors import PoseStudioError
from posestudio.export.body_mesh import body_mesh
from posestudio.export.bone_mesh import BoneMesh
from posestudio.export.joint_transforms import local_transforms
from posestudio.export.surfaces import ROUGHNESS, side_colours
from posestudio.export.usd_people import Hypothesis, Person
from posestudio.mocap.export_rig import EXPORT_PARENTS, EXPORT_TO_BODY
from posestudio.mocap.retargeting import to_clip
from posestudio.mocap.rig_targets import RigTarget, rig_target

VARIANTS = "hypothesis"
"""The name of the variant set of a person with several hypotheses."""

_CENTIMETRE = 0.01
_AT_ONCE = 4096  # frames whose matrices are in memory


def add_person(stage: Usd.Stage, path: Sdf.Path, person: Person, names: str, materials: Sdf.Path) -> int:
    """Define a person at ``path`` and return the number of frames.

    The skeleton has the joints of the program ``names`` (see `mocap.rig_targets`) and the bone lengths of the
    selected hypothesis. Each hypothesis has its joints exactly where it was lifted: where its bones have other
    lengths, the translations of its animation do. The hypotheses are made one after the other. Raises PoseStudioError
    as `retargeting.to_clip` does, and for hypotheses of different numbers of frames.
    """
    shown = person.hypotheses[person.selected].joints()
    skeleton = to_clip(shown, names=names).skeleton
    prim = UsdSkel.Root.Define(stage, path).GetPrim()
    prim.SetDisplayName(person.title)
    UsdSkel.BindingAPI.Apply(prim)
    body = body_mesh(skeleton, _CENTIMETRE)
    assert body is not None  # the skeleton is a program's
    tokens = _add_skeleton(stage, path, skeleton, body.rest)
    _add_body(stage, path, body, materials)
    variants = prim.GetVariantSets().AddVariantSet(VARIANTS) if len(person.hypotheses) > 1 else None
    for number, hypothesis in enumerate(person.hypotheses):
        joints = hypothesis.joints()
        if len(joints) != len(shown):
            raise PoseStudioError(
                f"{person.title}: expected {len(shown)} frames of hypothesis {number + 1}, found {len(joints)}"
            )
        if variants is None:
            _add_hypothesis(prim, hypothesis, joints, names, tokens)
            continue
        variants.AddVariant(variant_name(number))
        variants.SetVariantSelection(variant_name(number))
        with variants.GetVariantEditContext():
            _add_hypothesis(prim, hypothesis, joints, names, tokens)
    if variants is not None:
        variants.SetVariantSelection(variant_name(person.selected))
    return len(shown)


def variant_name(number: int) -> str:
    """The name of the variant of the hypothesis ``number``, counted from 0."""
    return f"{VARIANTS}_{number + 1:02d}"


def add_materials(stage: Usd.Stage, path: Sdf.Path, palette: Palette) -> None:
    """Define a matte material for each part of bodies below ``path``."""
    UsdGeom.Scope.Define(stage, path)
    for part, colour in side_colours(palette).items():
        material = UsdShade.Material.Define(stage, path.AppendChild(part))
        shader = UsdShade.Shader.Define(stage, material.GetPath().AppendChild("Surface"))
        shader.CreateIdAttr("UsdPreviewSurface")
        inputs = (
            ("diffuseColor", Sdf.ValueTypeNames.Color3f, Gf.Vec3f(*colour)),
            ("metallic", Sdf.ValueTypeNames.Float, 0.0),
            ("roughness", Sdf.ValueTypeNames.Float, ROUGHNESS),
        )
        for name, kind, value in inputs:
            shader.CreateInput(name, kind).Set(value)
        surface = shader.CreateOutput("surface", Sdf.ValueTypeNames.Token)
        material.CreateSurfaceOutput().ConnectToSource(surface)


def _add_skeleton(
    stage: Usd.Stage, path: Sdf.Path, skeleton: Skeleton, rest: NDArray[np.float64]
) -> Vt.TokenArray:
    """Define the skeleton below a person's ``path``, whose joints are at ``rest`` (J, 3); returns their tokens, which
    are paths."""
    tokens: list[str] = []
    for joint, parent in enumerate(skeleton.parents):
        # A colon, which Mixamo's names have, ends the name of a prim.
        name = Tf.MakeValidIdentifier(skeleton.joint_names[joint])
        tokens.append(f"{tokens[parent]}/{name}" if parent >= 0 else name)
    parents = np.asarray(skeleton.parents)
    from_parent = np.where(parents[:, None] >= 0, rest - rest[parents], rest)
    defined = UsdSkel.Skeleton.Define(stage, path.AppendChild("Skeleton"))
    defined.CreateJointsAttr(tokens)
    defined.CreateJointNamesAttr(list(skeleton.joint_names))
    defined.CreateBindTransformsAttr(_moved(rest))
    defined.CreateRestTransformsAttr(_moved(from_parent))
    binding = UsdSkel.BindingAPI.Apply(defined.GetPrim())
    binding.CreateAnimationSourceRel().SetTargets([path.AppendChild("Animation")])
    return Vt.TokenArray(tokens)


def _moved(places: NDArray[np.float64]) -> Vt.Matrix4dArray:
    """Matrices that move by ``places`` (J, 3); USD multiplies rows from the left."""
    matrices = np.tile(np.eye(4), (len(places), 1, 1))
    matrices[:, 3, :3] = places
    return Vt.Matrix4dArray.FromNumpy(matrices)


def _add_body(stage: Usd.Stage, path: Sdf.Path, shape: BoneMesh, materials: Sdf.Path) -> None:
    """Define the mannequin as the skin of the skeleton below a person's ``path``."""
    mesh = UsdGeom.Mesh.Define(stage, path.AppendChild("Body"))
    faces = np.concatenate(list(shape.parts.values())).astype(np.int32)
    mesh.CreatePointsAttr(Vt.Vec3fArray.FromNumpy(shape.positions))
    mesh.CreateFaceVertexIndicesAttr(Vt.IntArray.FromNumpy(np.ascontiguousarray(faces.ravel())))
    mesh.CreateFaceVertexCountsAttr([3] * len(faces))
    mesh.CreateNormalsAttr(Vt.Vec3fArray.FromNumpy(shape.normals))
    mesh.SetNormalsInterpolation(UsdGeom.Tokens.vertex)
    mesh.CreateSubdivisionSchemeAttr(UsdGeom.Tokens.none)
    lowest, highest = shape.positions.min(0), shape.positions.max(0)
    mesh.CreateExtentAttr([Gf.Vec3f(*map(float, lowest)), Gf.Vec3f(*map(float, highest))])
    binding = UsdSkel.BindingAPI.Apply(mesh.GetPrim())
    binding.CreateSkeletonRel().SetTargets([path.AppendChild("Skeleton")])
    binding.CreateGeomBindTransformAttr(Gf.Matrix4d(1))
    most = shape.joints.shape[1]
    indices, weights = shape.joints.astype(np.int32).ravel(), shape.weights.ravel()
    binding.CreateJointIndicesPrimvar(False, most).Set(Vt.IntArray.FromNumpy(indices))
    binding.CreateJointWeightsPrimvar(False, most).Set(Vt.FloatArray.FromNumpy(weights))
    begun = 0
    for part, triangles in shape.parts.items():
        numbers = Vt.IntArray.FromNumpy(np.arange(begun, begun + len(triangles), dtype=np.int32))
        begun += len(triangles)
        subset = UsdShade.MaterialBindingAPI(mesh.GetPrim()).CreateMaterialBindSubset(part, numbers)
        material = UsdShade.Material.Get(stage, materials.AppendChild(part))
        UsdShade.MaterialBindingAPI.Apply(subset.GetPrim()).Bind(material)
    UsdShade.MaterialBindingAPI(mesh.GetPrim()).SetMaterialBindSubsetsFamilyType(UsdGeom.Tokens.partition)


def _add_hypothesis(
    prim: Usd.Prim, hypothesis: Hypothesis, joints: NDArray[np.floating], names: str, tokens: Vt.TokenArray
) -> None:
    """Define the animation of a hypothesis, whose ``joints`` are (F, 29, 3), below a person, with its facts."""
    for name, value in hypothesis.facts.items():
        prim.SetCustomDataByKey(f"posestudio:{name}", value)
    animation = UsdSkel.Animation.Define(prim.GetStage(), prim.GetPath().AppendChild("Animation"))
    animation.CreateJointsAttr(tokens)
    animation.CreateScalesAttr([Gf.Vec3h(1, 1, 1)] * len(tokens))
    translations, rotations = animation.CreateTranslationsAttr(), animation.CreateRotationsAttr()
    clip, target = to_clip(joints, names=names), rig_target(names)
    before = None
    for first in range(0, len(joints), _AT_ONCE):
        block = slice(first, first + _AT_ONCE)
        world = clip.select(block).rotations()
        places = _places(target, joints[block])
        for joint, one in enumerate(target.joints):
            if one.end:  # no body joint is there
                above = clip.skeleton.parents[joint]
                offset = world[:, above] @ (clip.skeleton.offsets[joint] * _CENTIMETRE)
                places[:, joint] = places[:, above] + offset
        moved, turned = local_transforms(clip.skeleton.parents, places, world)
        if before is not None:  # no quaternion changes its sign between blocks either
            turned *= np.where((turned[0] * before).sum(-1) < 0, -1, 1)[:, None]
        before = turned[-1]
        for frame in range(len(moved)):
            place, turn = Vt.Vec3fArray.FromNumpy(moved[frame]), Vt.QuatfArray.FromNumpy(turned[frame])
            # A single pose is a sample as well, since Blender passes over animations without any.
            times = [Usd.TimeCode.Default()] if len(joints) == 1 else []
            for time in (*times, Usd.TimeCode(first + frame)):
                translations.Set(place, time)
                rotations.Set(turn, time)


def _places(target: RigTarget, joints: NDArray[np.floating]) -> NDArray[np.floating]:
    """(F, J, 3) metres, where the target's joints are of body joints (F, 29, 3); not those at the ends of bones."""
    places = np.zeros((len(joints), len(target.joints), 3))
    for number, joint in enumerate(target.joints):
        if not joint.at or joint.end:
            continue
        end = joints[:, BODY_INDEX[EXPORT_TO_BODY[joint.at]]]
        above = EXPORT_PARENTS[joint.at]
        begin = joints[:, BODY_INDEX[EXPORT_TO_BODY[above]]] if above else end
        places[:, number] = begin + joint.share * (end - begin)
    return places
