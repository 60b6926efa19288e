/** Time zones as calendar files carry them (RFC 5545 §3.6.5): those of France, with their changes of hour. */

interface Season {
  readonly kind: 'STANDARD' | 'DAYLIGHT';
  readonly name: string;
  /** Civil time of its first beginning, before the change. */
  readonly since: string;
  /** « +0100 ». */
  readonly from: string;
  readonly to: string;
  readonly every: string;
}

/** Directive 2000/84/EC: the last Sundays of March and October, at 1 h UTC. */
const PARIS: Season[] = [
  {
    kind: 'DAYLIGHT',
    name: 'CEST',
    since: '19960331T020000',
    from: '+0100',
    to: '+0200',
    every: 'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU'
  },
  {
    kind: 'STANDARD',
    name: 'CET',
    since: '19961027T030000',
    from: '+0200',
    to: '+0100',
    every: 'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU'
  }
];

/** Follows its neighbours: the second Sunday of March, the first of November, at 2 h. */
const MIQUELON: Season[] = [
  {
    kind: 'DAYLIGHT',
    name: '-02',
    since: '20070311T020000',
    from: '-0300',
    to: '-0200',
    every: 'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU'
  },
  {
    kind: 'STANDARD',
    name: '-03',
    since: '20071104T020000',
    from: '-0200',
    to: '-0300',
    every: 'FREQ=YEARLY;BYMONTH=11;BYDAY=1SU'
  }
];

const ZONES: Readonly<Record<string, readonly Season[] | string>> = {
  'Europe/Paris': PARIS,
  'America/Miquelon': MIQUELON,
  'America/Guadeloupe': '-0400',
  'America/Martinique': '-0400',
  'America/St_Barthelemy': '-0400',
  'America/Marigot': '-0400',
  'America/Cayenne': '-0300',
  'Indian/Reunion': '+0400',
  'Indian/Mayotte': '+0300',
  'Indian/Kerguelen': '+0500',
  'Pacific/Noumea': '+1100',
  'Pacific/Wallis': '+1200',
  'Pacific/Tahiti': '-1000',
  'Pacific/Marquesas': '-0930',
  'Pacific/Gambier': '-0900'
};

export const FRENCH_ZONES = Object.keys(ZONES);

/** The lines of a VTIMEZONE; none for a zone whose rules are not held here, whose times are then written in UTC. */
export function zoneLines(zone: string): string[] {
  const rules = ZONES[zone];
  if (!rules) return [];
  const seasons = typeof rules === 'string' ? fixedLines(rules) : rules.flatMap(seasonLines);
  return ['BEGIN:VTIMEZONE', `TZID:${zone}`, ...seasons, 'END:VTIMEZONE'];
}

function fixedLines(offset: string): string[] {
  return [
    'BEGIN:STANDARD',
    'DTSTART:19700101T000000',
    `TZOFFSETFROM:${offset}`,
    `TZOFFSETTO:${offset}`,
    'END:STANDARD'
  ];
}

function seasonLines({ kind, name, since, from, to, every }: Season): string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${since}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    `RRULE:${every}`,
    `TZNAME:${name}`,
    `END:${kind}`
  ];
}
