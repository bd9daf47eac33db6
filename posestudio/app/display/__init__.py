"""Views of the document: the drawn scene, the timeline and playback."""
