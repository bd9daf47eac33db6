"""What is shown of the document over time and in space: scenes, timeline, playback."""
