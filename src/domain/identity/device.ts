/** In order: what pretends to be another comes first. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bSafari\//, 'Safari']
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'un iPhone'],
  [/\biPad\b/, 'un iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'un Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux']
];

/** A device as its owner would name it: « Firefox sur Windows ». Browsers say what they like: only a hint. */
export function nameDevice(userAgent: string): string {
  const find = (known: typeof BROWSERS) => known.find(([mark]) => mark.test(userAgent))?.[1];
  const browser = find(BROWSERS) ?? 'Navigateur inconnu';
  const system = find(SYSTEMS);
  return system ? `${browser} sur ${system}` : browser;
}
