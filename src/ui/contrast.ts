/** Colour arithmetic used to prove that the tokens are readable: sRGB in, ratios and distances out. */

export type Rgb = readonly [number, number, number];

export type ColourVision = 'deuteranopia' | 'protanopia' | 'tritanopia';

/** `#0F5C63` → linear-light red, green, blue, each 0–1. Throws on anything but six hexadecimal digits. */
export function linear(hex: string): Rgb {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1];
  if (!digits) throw new Error(`Not a six-digit colour: ${hex}`);
  const [red, green, blue] = [0, 2, 4].map((at) =>
    toLinear(parseInt(digits.slice(at, at + 2), 16))
  );
  return [red ?? 0, green ?? 0, blue ?? 0];
}

/** Contrast ratio of two opaque colours, 1–21 (WCAG 2.2, « contrast ratio »). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** `share` (0–1) of `top` painted over `under`, as `color-mix(in srgb, top share, under)` does. */
export function mix(top: string, share: number, under: string): string {
  const channel = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16);
  const mixed = [1, 3, 5].map((at) =>
    Math.round(channel(top, at) * share + channel(under, at) * (1 - share))
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/**
 * Distance between two colours as a person with this vision sees them: Euclidean in OKLab, × 100
 * (2 is the least one notices side by side). Simulation: Machado, Oliveira and Fernandes, 2009,
 * severity 1; OKLab: Ottosson, 2020.
 */
export function perceivedDistance(one: string, other: string, vision?: ColourVision): number {
  const [a, b] = [one, other].map((hex) =>
    oklab(vision ? simulate(linear(hex), vision) : linear(hex))
  );
  return 100 * Math.hypot(...[0, 1, 2].map((at) => (a?.[at] ?? 0) - (b?.[at] ?? 0)));
}

const MACHADO: Record<ColourVision, readonly [Rgb, Rgb, Rgb]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

function simulate(colour: Rgb, vision: ColourVision): Rgb {
  const [red, green, blue] = MACHADO[vision].map((row) => clamp(dot(row, colour)));
  return [red ?? 0, green ?? 0, blue ?? 0];
}

function oklab(colour: Rgb): Rgb {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], colour));
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], colour));
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], colour));
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}

function luminance(hex: string): number {
  return dot([0.2126, 0.7152, 0.0722], linear(hex));
}

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function dot(one: Rgb, other: Rgb): number {
  return one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
