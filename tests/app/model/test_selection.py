from posestudio.app.model.selection import Selection
from posestudio.body.layouts import BODY_INDEX, COCO_INDEX

WRIST = COCO_INDEX["left_wrist"]


def test_a_joint_stays_selected_until_another_person_or_source_is_edited(document, clip):
    selection, told = Selection(document), []
    selection.changed.connect(lambda: told.append((selection.what, selection.joint)))
    selection.select_joint(WRIST)
    selection.select_body_joint(BODY_INDEX["left_wrist"])
    assert selection.body == BODY_INDEX["left_wrist"] and len(told) == 1
    document.joints.move(document.state.points + 1, [WRIST])
    document.set_frame(1)
    assert selection.what == "joint"
    selection.select_body_joint(BODY_INDEX["hips"])
    assert selection.joint is None and selection.body == BODY_INDEX["hips"]
    document.open_source(clip)
    assert selection.what == "nothing" and told[-1] == ("nothing", None)


def test_what_is_not_there_cannot_be_selected(document):
    selection = Selection(document)
    selection.select_picture()
    assert selection.what == "nothing"
    selection.select_person()
    assert selection.what == "person"
