"""Reading aloud: a text becomes sound and the times of its words, on this machine, with nothing left on disk."""
