"""Drawn photos of doors and signs: the evidence of visits. Nobody was photographed for this."""

import io
import random

from PIL import Image, ImageDraw

WALLS = ((222, 210, 186), (205, 214, 208), (231, 200, 180), (214, 214, 224))
DOORS = ((32, 92, 96), (122, 62, 46), (58, 76, 120), (92, 96, 60))
SIGNS = ("MON-FRI 9-13", "SPORTELLO 3", "2. PIANO", "APERTO", "FREE OF CHARGE", "NUMERI QUI")
SIZE = (800, 1000)


def draw_door(chance: random.Random) -> bytes:
    """Return a JPEG of a door with a public sign beside it, the same for the same state of `chance`."""
    image = Image.new("RGB", SIZE, chance.choice(WALLS))
    pen = ImageDraw.Draw(image)
    left, top = chance.randrange(120, 240), chance.randrange(160, 240)
    pen.rectangle((0, 880, SIZE[0], SIZE[1]), fill=(150, 146, 140))
    pen.rectangle((left - 16, top - 16, left + 316, 880), fill=(240, 238, 230))
    pen.rectangle((left, top, left + 300, 880), fill=chance.choice(DOORS))
    for row in range(3):
        pen.rectangle(
            (left + 40, top + 40 + row * 190, left + 260, top + 190 + row * 190), outline=(20, 30, 30), width=5
        )
    pen.ellipse((left + 258, 560, left + 286, 588), fill=(216, 186, 96))
    pen.rectangle((left + 350, 360, 780, 480), fill=(252, 252, 248), outline=(30, 60, 60), width=4)
    pen.text((left + 370, 398), chance.choice(SIGNS), fill=(20, 40, 40), font_size=36)
    held = io.BytesIO()
    image.save(held, format="JPEG", quality=82)
    return held.getvalue()
