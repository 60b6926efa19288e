import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';

import { enumerate, plural } from '#shared/text.ts';
import type { PersonId } from '#shared/ids.ts';
import type { MissingValue, Waiting } from '../../piloting.ts';
import { nameSheet } from '../../sheet.ts';
import { sayDay } from '../../wording.ts';

export const REMINDER_KIND = 'plan-reminder';

/** To whom something is recalled. */
export interface Pilot {
  readonly id: PersonId;
  readonly name: string;
  readonly email: string;
}

/** One message a person a day; its last ten characters are the day. */
export function reminderKey(person: string, today: string): string {
  return person ? `plan-reminder:${person}:${today}` : 'plan-reminder:';
}

/** All that waits for somebody on her sheets, in one message. @param today - a civil day. */
export function composePlanReminder(
  { id, name, email }: Pilot,
  all: readonly Waiting[],
  today: string
): Mail {
  const unsubscribeUrl = unsubscribeAddress(email, 'plan-reminder');
  const late = all.reduce((sum, { lateSteps }) => sum + lateSteps.length, 0);
  const missing = all.reduce((sum, one) => sum + one.missing.length, 0);
  const subject = [
    late > 0 ? plural(late, 'étape en retard', 'étapes en retard') : '',
    missing > 0 ? plural(missing, 'valeur manquante', 'valeurs manquantes') : ''
  ].filter(Boolean);
  return {
    kind: 'plan-reminder',
    to: { address: email, name },
    subject: `Vos fiches action : ${enumerate(subject)}`,
    unsubscribeUrl,
    dedupeKey: reminderKey(id, today),
    ...renderMail({
      greeting: name ? `Bonjour ${name},` : 'Bonjour,',
      paragraphs: [
        all.length === 1
          ? 'Une fiche que vous pilotez attend quelque chose de vous\u00a0:'
          : `${all.length} fiches que vous pilotez attendent quelque chose de vous\u00a0:`,
        ...all.flatMap(describe)
      ],
      action: { label: 'Voir mes fiches', url: siteAddress('/mon-espace/plans') },
      notes: ['Vous ne recevrez pas d’autre rappel de vos fiches avant un mois.'],
      unsubscribeUrl
    })
  };
}

function describe({ sheet, lateSteps, missing }: Waiting): string[] {
  const { plan, title, proposals } = sheet;
  return [
    `${plan.shortTitle}, ${nameSheet(plan.sheetWord, sheet)}\u00a0: ${title}`,
    ...lateSteps.map((step) => `• ${step.title}, prévue le ${sayDay(step.dueOn!)}`),
    ...byLabel(missing).map(
      ([label, years]) => `• « ${label} »\u00a0: ${enumerate(years)} à saisir`
    ),
    ...(proposals > 0
      ? [`• ${plural(proposals, 'proposition attend', 'propositions attendent')} votre réponse`]
      : [])
  ];
}

function byLabel(missing: readonly MissingValue[]): [string, string[]][] {
  const found = new Map<string, string[]>();
  for (const { label, year } of missing)
    found.set(label, [...(found.get(label) ?? []), String(year)]);
  return [...found];
}
