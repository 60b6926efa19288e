const WEEKDAYS = ['dimanche', 'lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi'];
const DAY_MS = 86_400_000;

/** « 17 h », « 12 h 30 » from a civil time `YYYY-MM-DDTHH:mm`. */
export function formatHour(civil: string): string {
  const hour = Number(civil.slice(11, 13));
  const minutes = civil.slice(14, 16);
  return minutes === '00' ? `${hour}\u00a0h` : `${hour}\u00a0h\u00a0${minutes}`;
}

/** How a person names a near day: « aujourd’hui », « demain », « lundi », « lundi 14 décembre ». */
export function nameDay(civil: string, today: string): string {
  const date = new Date(`${civil.slice(0, 10)}T00:00:00Z`);
  const distance = Math.round(
    (date.getTime() - Date.parse(`${today.slice(0, 10)}T00:00:00Z`)) / DAY_MS
  );
  if (distance === 0) return 'aujourd’hui';
  if (distance === 1) return 'demain';
  const weekday = WEEKDAYS[date.getUTCDay()]!;
  if (distance < 7) return weekday;
  return `${weekday} ${date.getUTCDate()} ${date.toLocaleDateString('fr-FR', { month: 'long', timeZone: 'UTC' })}`;
}

const CIVIL = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a hundred times longer than using it. */
function civilFormat(zone: string): Intl.DateTimeFormat {
  let format = CIVIL.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit'
    });
    CIVIL.set(zone, format);
  }
  return format;
}

/** The civil time of an instant in a zone: `YYYY-MM-DDTHH:mm`. */
export function civilTime(instant: Date, zone: string): string {
  const parts = civilFormat(zone).formatToParts(instant);
  const field = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${field('year')}-${field('month')}-${field('day')}T${field('hour')}:${field('minute')}`;
}

/** « 21 novembre 2026 », in the zone of Paris unless told otherwise. */
export function formatDate(instant: Date, zone = 'Europe/Paris'): string {
  return instant.toLocaleDateString('fr-FR', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: zone
  });
}

const RELATIVE = new Intl.RelativeTimeFormat('fr', { numeric: 'auto' });

/** The age of an instant in the largest whole unit: « aujourd’hui », « il y a 3 jours », « il y a 14 mois ». */
export function formatAge(instant: Date, now: Date): string {
  const days = Math.floor((now.getTime() - instant.getTime()) / DAY_MS);
  if (days < 1) return 'aujourd’hui';
  if (days < 31) return RELATIVE.format(-days, 'day');
  const months = Math.floor(days / 30.44);
  return months < 24 ? `il y a ${months}\u00a0mois` : `il y a ${Math.floor(months / 12)}\u00a0ans`;
}
