/** Kit's policy, and the one foreign origin that an installation may have chosen: that of its base map. */
export function withBasemap(policy: string, basemap: URL | null): string {
  return basemap
    ? policy.replace("connect-src 'self'", `connect-src 'self' ${basemap.origin}`)
    : policy;
}

/** The page of volunteers reads codes; no other page may open a camera. */
const CAMERA = /^\/pointage(\/|$)/;

/**
 * What every page says to the browser besides Kit's content security policy.
 * @param path - of the page.
 */
export function securityHeaders(https: boolean, path: string): Record<string, string> {
  const camera = CAMERA.test(path) ? 'camera=(self)' : 'camera=()';
  return {
    'x-content-type-options': 'nosniff',
    // The address of a link for volunteers is what opens it: it goes nowhere else.
    'referrer-policy': CAMERA.test(path) ? 'no-referrer' : 'strict-origin-when-cross-origin',
    'permissions-policy': `${camera}, microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()`,
    'cross-origin-opener-policy': 'same-origin',
    ...(https ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {})
  };
}
