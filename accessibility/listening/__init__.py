"""Listening: what somebody said aloud becomes words on their screen, on this machine alone; the sound is never kept."""
