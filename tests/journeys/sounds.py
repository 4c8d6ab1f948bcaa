"""Sounds that are made, not recorded."""

import io
import math
import wave


def tone(hertz: int, *, seconds: int) -> bytes:
    """A sound that is not like the others."""
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(128 + round(60 * math.sin(i * hertz / 8000 * 6.283)) for i in range(8000 * seconds)))
    return target.getvalue()
