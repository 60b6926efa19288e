import { readFileSync } from 'node:fs';
import { siteAddress } from '#server/http/address.ts';
import { composePdf } from '#server/pdf/compose.ts';
import { formatDate } from '#shared/dates.ts';
import { enumerate } from '#shared/text.ts';
import { readHeadings, sayPeriod } from '../../experiences.ts';
import { pageOf, type Contribution } from '../../model.ts';
import { countReuses, nameOfReuse, REUSE_LABELS, sayReuses, type Reuse } from '../../reuse.ts';

const SOURCE = readFileSync(new URL('./documents.typ', import.meta.url), 'utf8');

const KINDS = { express: 'Retour d’expérience express', full: 'Retour d’expérience' };

/** What its reader may read beside its texts. */
export interface Around {
  /** « dans la CC Terres des Confluences »; empty: the whole territory. */
  readonly where: string;
  readonly reuses: readonly Reuse[];
  /** Documents and projects that go with it. */
  readonly related: readonly { readonly title: string; readonly address: string }[];
}

/**
 * An experience on paper: one page when it is express and can hold there, as many as it needs otherwise.
 * @throws PdfFailure.
 */
export function composeExperience(
  experience: Contribution<'experience'>,
  around: Around
): Promise<Uint8Array> {
  return composePdf({
    source: SOURCE,
    data: documentData(experience, around),
    at: experience.updatedAt
  });
}

function documentData(experience: Contribution<'experience'>, { where, reuses, related }: Around) {
  const { title, summary, details, status, territory, publishedAt, updatedAt } = experience;
  const kind = KINDS[details.form];
  const dated = publishedAt ? `Publié le ${formatDate(publishedAt)}` : 'Brouillon';
  return {
    ...{ title, summary, kind: `${kind} — ${territory.name}`, express: details.form === 'express' },
    heading: `${kind}\u00a0: ${title}`,
    foot: `${title} · version du ${formatDate(updatedAt)}`,
    state: [
      status === 'draft' ? 'Brouillon : à ne pas diffuser.' : '',
      experience.visibility === 'members' ? 'Réservé aux membres du réseau.' : '',
      territory.fictional ? 'Exemple de démonstration\u00a0: cette expérience est inventée.' : ''
    ].filter(Boolean),
    facts: factsOf(experience, where).filter(([, value]) => value !== ''),
    parts: readHeadings(experience).map(({ label, text, key }) => ({ label, text, key })),
    related: related.map((one) => ({ ...one, address: siteAddress(one.address) })),
    reuse: reuseData(reuses),
    end: `${dated}. Ce texte n’engage que les personnes qui l’ont écrit\u00a0; il ne se réclame d’aucun label.`,
    address: siteAddress(pageOf(experience))
  };
}

type Fact = readonly [label: string, value: string];

function factsOf(experience: Contribution<'experience'>, where: string): readonly Fact[] {
  const { carriers, partners, themes, audiences, author, writers, details, territory } = experience;
  const names = (all: readonly { label: string }[]) => all.map(({ label }) => label).join(', ');
  const words = (all: readonly { name: string }[]) => all.map(({ name }) => name).join(', ');
  return [
    ['Porté par', names(carriers)],
    ['Avec', names(partners)],
    ['Où', where || territory.name],
    ['Quand', sayPeriod(details.startsOn, details.endsOn)],
    ['Thèmes', words(themes)],
    ['Publics', words(audiences)],
    ['Écrit par', enumerate([author, ...writers].flatMap((one) => (one ? [one.name] : [])))],
    ['À qui demander', details.contact]
  ];
}

function reuseData(reuses: readonly Reuse[]) {
  const told = reuses.filter(({ outcome, status }) => outcome !== '' || status !== 'planned');
  return {
    said: sayReuses(countReuses(reuses)),
    told: told.slice(0, 12).map((reuse) => ({
      who: nameOfReuse(reuse),
      state: REUSE_LABELS[reuse.status],
      outcome: reuse.outcome
    }))
  };
}
