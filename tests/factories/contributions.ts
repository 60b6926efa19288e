import type { ContributionId, PersonId, StructureId, TerritoryId } from '#shared/ids.ts';
import type {
  ContributionKind,
  ContributionStatus,
  ContributionVisibility
} from '#domain/sharing/model.ts';
import type { DetailsInput } from '#domain/sharing/details.ts';
import { writeRows } from '#domain/sharing/server/writing/rows/commands.ts';
import type { Database } from '#server/db/connection.ts';

const DETAILS: DetailsInput = {
  project: { stage: 'ongoing', startsOn: null, endsOn: null },
  experience: { form: 'express', startsOn: null, endsOn: null, contact: '' },
  question: { askedTo: 'network', theme: null, structureType: null },
  opportunity: {
    ...{
      type: 'internship',
      profession: '',
      place: '',
      commune: null,
      startsOn: null,
      endsOn: null
    },
    ...{ expiresOn: '2099-12-31', contact: '', url: '' }
  },
  document: { tags: [], expiresOn: null }
} as const;

interface Traits<Kind extends ContributionKind> {
  readonly territory: TerritoryId;
  readonly kind?: Kind;
  readonly title?: string;
  readonly summary?: string;
  readonly slug?: string;
  readonly texts?: Readonly<Record<string, string>>;
  readonly status?: ContributionStatus;
  readonly visibility?: ContributionVisibility;
  readonly author?: PersonId;
  readonly carriers?: readonly StructureId[];
  readonly themes?: readonly string[];
  readonly publishedAt?: Date;
  readonly details?: Partial<DetailsInput[Kind]>;
}

let number = 0;

/** A project, published and read by members unless told otherwise. */
export async function aContribution<Kind extends ContributionKind = 'project'>(
  db: Database,
  { territory, status = 'published', ...traits }: Traits<Kind>
): Promise<{ id: ContributionId; slug: string }> {
  const kind = traits.kind ?? 'project';
  const slug = traits.slug ?? `${kind}-${(number += 1)}`;
  const row = await db
    .insertInto('contribution')
    .values({
      ...{
        territory_id: territory,
        kind,
        slug,
        status,
        title: traits.title ?? 'Une maison des aidants'
      },
      ...{ summary: traits.summary ?? '', texts: JSON.stringify(traits.texts ?? {}) },
      ...{ visibility: traits.visibility ?? 'members', author_id: traits.author ?? null },
      published_at: status === 'published' ? (traits.publishedAt ?? new Date()) : null
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const id = row.id as ContributionId;
  const details: Readonly<Record<string, unknown>> = { ...DETAILS[kind], ...traits.details };
  await db.transaction().execute((tx) =>
    writeRows(
      tx,
      { id, kind, perimeter: null },
      {
        ...Object.fromEntries(
          Object.entries(details).map(([key, value]) => [`details.${key}`, value])
        ),
        themes: traits.themes ?? [],
        carriers: (traits.carriers ?? []).map((structure) => ({ label: 'Structure', structure }))
      }
    )
  );
  return { id, slug };
}
