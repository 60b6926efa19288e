import ICAL from 'ical.js';

/** An event of a calendar file, as a strict reader understands it. */
export interface ReadEvent {
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  readonly summary: string;
  readonly description: string;
  readonly location: string;
  readonly start: Date;
  readonly end: Date;
  /** As it is written: « 2027-03-28T09:00:00 ». */
  readonly civilStart: string;
}

const REQUIRED = ['uid', 'dtstamp', 'dtstart', 'dtend', 'summary', 'sequence', 'status'];

/**
 * Reads a calendar as its standard asks (RFC 5545), with the rules of hours that the file itself carries.
 * @throws at the first thing that is not as it should be.
 */
export function readStrictly(text: string): ReadEvent[] {
  checkLines(text);
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  if (calendar.name !== 'vcalendar') throw new Error('not a calendar');
  for (const name of ['prodid', 'version', 'method'])
    if (calendar.getAllProperties(name).length !== 1) throw new Error(`${name} is not once`);
  if (calendar.getAllSubcomponents().length === 0) throw new Error('a calendar without component');
  const zones = readZones(calendar);
  const events = calendar.getAllSubcomponents('vevent').map((event) => readEvent(event, zones));
  if (new Set(events.map(({ uid }) => uid)).size !== events.length) throw new Error('a UID twice');
  const written = [...text.matchAll(/;TZID=([^:;]+)/g)].map(([, zone]) => zone!);
  const missing = written.filter((zone) => !zones.has(zone));
  if (missing.length > 0) throw new Error(`no VTIMEZONE for ${missing[0]}`);
  return events;
}

function checkLines(text: string): void {
  if (!text.endsWith('\r\n')) throw new Error('the last line has no end');
  if (/[^\r]\n|\r[^\n]/.test(text)) throw new Error('a line end that is not CRLF');
  for (const line of text.split('\r\n').slice(0, -1)) {
    if (Buffer.byteLength(line) > 75) throw new Error(`over 75 octets: ${line}`);
    if (line.includes('\ufffd')) throw new Error(`a character cut: ${line}`);
    // eslint-disable-next-line no-control-regex
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) throw new Error(`control: ${line}`);
    if (!/^( |[A-Z-]+[:;])/.test(line)) throw new Error(`neither a name nor a fold: ${line}`);
  }
}

function readZones(calendar: ICAL.Component): Map<string, ICAL.Timezone> {
  return new Map(
    calendar.getAllSubcomponents('vtimezone').map((component) => {
      const zone = new ICAL.Timezone(component);
      return [zone.tzid, zone];
    })
  );
}

function readEvent(component: ICAL.Component, zones: Map<string, ICAL.Timezone>): ReadEvent {
  for (const name of REQUIRED)
    if (component.getAllProperties(name).length !== 1) throw new Error(`${name} is not once`);
  const of = (name: string) => {
    const value = component.getFirstPropertyValue(name) as string | number | null;
    return String(value ?? '');
  };
  if (!/^DTSTAMP:\d{8}T\d{6}Z$/m.test(component.toString().replaceAll('\r', '')))
    throw new Error('DTSTAMP is not in UTC');
  const instant = (name: string) => {
    const property = component.getFirstProperty(name)!;
    const time = property.getFirstValue() as ICAL.Time;
    const zone = zones.get(String(property.getParameter('tzid')));
    if (zone) time.zone = zone;
    else if (time.zone !== ICAL.Timezone.utcTimezone) throw new Error('a floating time');
    return { time, at: new Date(time.toUnixTime() * 1000) };
  };
  const [start, end] = [instant('dtstart'), instant('dtend')];
  if (end.at <= start.at) throw new Error('an end before its start');
  return {
    uid: of('uid'),
    sequence: Number(of('sequence')),
    status: of('status'),
    summary: of('summary'),
    description: of('description'),
    location: of('location'),
    start: start.at,
    end: end.at,
    civilStart: start.time.toString()
  };
}
