"""Files written from results: lifted poses, clips, pictures and films; all without a window."""
