"""What a recording is and how long it lasts, read from its container: nothing is decoded."""

from mouakaba.kernel.sounds.reading import Sound, SoundError, measure

__all__ = ["Sound", "SoundError", "measure"]
