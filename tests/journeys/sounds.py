"""Sounds that are made, not recorded."""

import io
import math
import re
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


def at_least(seconds: int) -> re.Pattern[str]:
    """What a recorder's clock shows from this second on, below ten minutes; whoever looks seldom misses single ones."""
    return re.compile("^(" + "|".join(f"{at // 60}:{at % 60:02}" for at in range(seconds, 600)) + ")$")
