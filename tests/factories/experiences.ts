import type { ExperienceForm } from '#domain/sharing/details.ts';
import type { Contribution, ContributionStatus, Texts } from '#domain/sharing/model.ts';
import type { ContributionId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';

interface Traits {
  readonly title?: string;
  readonly texts?: Texts;
  readonly form?: ExperienceForm;
  readonly status?: ContributionStatus;
  readonly contact?: string;
}

const AUTHOR = { id: '00000000-0000-4000-8000-00000000000a' as PersonId, name: 'Camille Exemple' };
const DAY = new Date('2026-10-02T08:00:00Z');

/** An experience in memory, published for members unless told otherwise. */
export function anExperience({
  title = 'Une date pour tous',
  texts = { context: 'Les réunions se croisaient.', done: 'Un seul calendrier.' },
  form = 'express',
  status = 'published',
  contact = ''
}: Traits = {}): Contribution<'experience'> {
  const id = 7 as ContributionId;
  const territory = {
    ...{ id: 1 as TerritoryId, slug: 'essai', name: 'Territoire d’essai' },
    ...{ nameWithDe: 'du Territoire d’essai', fictional: false }
  };
  return {
    ...{ id, kind: 'experience', slug: 'une-date-pour-tous', title, status, visibility: 'members' },
    summary: 'Un calendrier partagé entre dix-sept coordinations, en trois mois.',
    place: {
      ...{ id, territory: territory.id, status, visibility: 'members', removed: false },
      ...{ hidden: false, writers: [AUTHOR.id], reviewers: [], carriers: [] }
    },
    ...{ territory, texts, author: AUTHOR, writers: [], reviewers: [] },
    themes: [{ code: 'coordination', name: 'Coordination' }],
    audiences: [{ code: 'older', name: 'Personnes âgées' }],
    carriers: [
      {
        label: 'CPTS d’essai',
        structure: { id: 2 as StructureId, slug: 'cpts-essai', name: 'CPTS d’essai' }
      }
    ],
    partners: [{ label: 'CLIC d’à côté', structure: null }],
    ...{ events: [], related: [], perimeter: null, where: null, replyCount: 0 },
    ...{ createdAt: DAY, updatedAt: DAY, publishedAt: status === 'published' ? DAY : null },
    ...{ removedAt: null, removalReason: '', version: 3 },
    details: { form, startsOn: '2026-01-12', endsOn: '2026-04-30', contact }
  };
}
