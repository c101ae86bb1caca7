"""Lightness and hue of colours, so that neighbours can be told apart in colour, in grey and in print.

sRGB after IEC 61966-2-1, CIE L*a*b* (D65, 2 degrees) after CIE 15:2004, contrast ratio after WCAG 2.2.
"""

import math
from functools import cache

WHITE = (0.95047, 1.0, 1.08883)  # XYZ of D65
DARK_TEXT, LIGHT_TEXT = "#000000", "#ffffff"  # one of the two reaches 4.5 on any fill (WCAG AA)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _encoded(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def relative_luminance(colour: str) -> float:
    """Relative luminance Y (0-1) of `#rrggbb`."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE L* (0 black, 100 white) of `#rrggbb`: what is left of a colour in a grey print."""
    y = relative_luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > (6 / 29) ** 3 else y * (29 / 3) ** 3


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1-21."""
    low, high = sorted((relative_luminance(one), relative_luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def text_on(fill: str) -> str:
    """Dark or light text, whichever reads better on `fill`."""
    return max((DARK_TEXT, LIGHT_TEXT), key=lambda ink: contrast(ink, fill))


def too_close(colours: tuple[str, ...], least: float = 12.0) -> tuple[tuple[str, str], ...]:
    """Neighbours in a row of colours that grey print would hardly tell apart: less than `least` L* between them."""
    pairs = zip(colours, colours[1:], strict=False)
    return tuple((one, other) for one, other in pairs if abs(lightness(one) - lightness(other)) < least)


def _rgb(light: float, chroma: float, hue: float) -> tuple[float, float, float]:
    fy = (light + 16) / 116
    fx = fy + chroma * math.cos(math.radians(hue)) / 500
    fz = fy - chroma * math.sin(math.radians(hue)) / 200
    cubes = (f**3 if f > 6 / 29 else 3 * (6 / 29) ** 2 * (f - 4 / 29) for f in (fx, fy, fz))
    x, y, z = (cube * white for cube, white in zip(cubes, WHITE, strict=True))
    return (
        3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
        -0.9692660 * x + 1.8760108 * y + 0.0415560 * z,
        0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    )


@cache
def colour_of(light: float, chroma: float, hue: float) -> str:
    """The `#rrggbb` of a lightness (L*, 0-100), chroma and hue (degrees); chroma is lowered until sRGB holds it."""
    channels = _rgb(light, chroma, hue)
    while chroma > 0 and not all(-0.0005 <= channel <= 1.0005 for channel in channels):
        chroma = max(chroma - 1, 0)
        channels = _rgb(light, chroma, hue)
    return "#" + "".join(f"{round(255 * _encoded(min(max(channel, 0), 1))):02x}" for channel in channels)
