import type { Presence } from '#domain/directory/editor/draft.ts';
import { civilTime, formatHour } from '#shared/dates.ts';
import { enumerate, plural } from '#shared/text.ts';

/** Who else is at this fiche, in a sentence; empty when nobody is. */
export function presenceText({ others, changed }: Presence, now: Date): string {
  const sentences: string[] = [];
  if (changed) {
    sentences.push(
      `${changed.by} a enregistré des changements ${whenText(changed.at, now)}. Ce que vous avez saisi reste : les deux seront réunis, et on vous demandera de choisir là où vous différez.`
    );
  }
  if (others.length > 0) {
    const names = enumerate(others.map(({ by, at }) => `${by} (${agoText(at, now)})`));
    sentences.push(
      `${names} ${others.length > 1 ? 'modifient' : 'modifie'} aussi cette fiche en ce moment.`
    );
  }
  return sentences.join(' ');
}

function agoText(at: Date, now: Date): string {
  const minutes = Math.round((now.getTime() - at.getTime()) / 60_000);
  return minutes < 1 ? 'à l’instant' : `il y a ${plural(minutes, 'minute')}`;
}

function whenText(at: Date, now: Date): string {
  const [day, today] = [at, now].map((one) => civilTime(one, 'Europe/Paris').slice(0, 10));
  if (day === today) return `à ${hourText(at)}`;
  return `le ${at.toLocaleDateString('fr-FR', { day: 'numeric', month: 'long', timeZone: 'Europe/Paris' })}`;
}

/** « 14 h 02 ». */
export function hourText(at: Date): string {
  return formatHour(civilTime(at, 'Europe/Paris'));
}
