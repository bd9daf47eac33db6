"""Files written from results: lifted poses, clips, pictures and videos; all without a window."""
