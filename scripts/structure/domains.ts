/** The domains, in order: each may import only those before it (docs/architecture.md). */
export const DOMAINS = [
  'identity',
  'confidentiality',
  'territory',
  'directory',
  'events',
  'registrations',
  'surveys',
  'minutes',
  'network',
  'seating',
  'sharing',
  'plans',
  'discovery'
] as const;

export type Domain = (typeof DOMAINS)[number];
