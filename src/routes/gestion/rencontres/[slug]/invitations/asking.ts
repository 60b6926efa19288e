import type { SecondReading } from '#domain/confidentiality/rules.ts';
import { readPastedList, type PastedList } from '#domain/directory/invitations.ts';
import type { Event } from '#domain/events/model.ts';
import {
  audienceInput,
  SOURCES,
  type Audience,
  type Source
} from '#domain/registrations/audience.ts';
import type { InvitationPreview } from '#domain/registrations/server/invitations/queries.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import { listTerritoryCommunes } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import type { Commune } from '#domain/territory/model.ts';

/** Whom to invite, as typed; goes back into the form as it was. */
export interface Typed {
  readonly source: Source;
  readonly types: readonly string[];
  readonly themes: readonly string[];
  readonly profession: string;
  readonly commune: string;
  /** Code chosen in the list. */
  readonly communeCode: string;
  /** commune, or its whole intercommunalité. */
  readonly reach: 'commune' | 'epci';
  readonly list: string;
  readonly subject: string;
  readonly body: string;
}

export interface Answer {
  readonly form: 'invite' | 'remind';
  readonly typed: Typed;
  readonly errors: Readonly<Record<string, string>>;
  readonly readings: SecondReading | null;
  readonly preview: InvitationPreview | null;
  /** Of a pasted list: what is not understood, and what is there twice. */
  readonly pasted: Pick<PastedList, 'unread' | 'repeated'> | null;
  /** Why nobody is invited. */
  readonly refused: string;
}

export function readTyped(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '');
  const all = (name: string) => form.getAll(name).map(String).filter(Boolean);
  return {
    source: SOURCES.find((known) => known === text('source')) ?? 'members',
    types: all('types'),
    themes: all('themes'),
    profession: text('profession'),
    commune: text('commune'),
    communeCode: text('communeCode'),
    reach: text('reach') === 'epci' ? 'epci' : 'commune',
    list: text('list').slice(0, 200_000),
    subject: text('subject'),
    body: text('body')
  };
}

export function answer(typed: Typed, rest: Partial<Answer> = {}): Answer {
  const nothing = { errors: {}, readings: null, preview: null, pasted: null, refused: '' };
  return { form: 'invite', typed, ...nothing, ...rest };
}

type Read =
  | { ok: true; audience: Audience; pasted: Answer['pasted'] }
  | { ok: false; errors: Record<string, string> };

/** The audience that was typed, its places resolved. */
export async function readAudience(db: Database, event: Event, typed: Typed): Promise<Read> {
  const parsed = audienceInput.safeParse(typed);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, errors: { [String(issue!.path[0])]: issue!.message } };
  }
  const list = typed.source === 'pasted' ? readPastedList(typed.list) : null;
  if (list?.guests.length === 0)
    return { ok: false, errors: { list: 'aucune adresse reconnue dans cette liste' } };
  const place = await readPlace(db, event, typed);
  if (typeof place === 'string') return { ok: false, errors: { commune: place } };
  const audience = { ...parsed.data, communes: place, pasted: list?.guests ?? [] };
  return { ok: true, audience, pasted: list };
}

/** The communes meant; null when none is; a sentence when it is not clear. */
async function readPlace(db: Database, event: Event, typed: Typed) {
  if (typed.source !== 'structures' || typed.commune.trim() === '') return null;
  const meant = await resolveCommune(db, typed.communeCode || typed.commune.trim());
  if (meant.kind === 'none') return 'aucune commune ne porte ce nom';
  if (meant.kind === 'several') return `plusieurs communes répondent : ${choices(meant.communes)}`;
  const { code, epci } = meant.commune;
  if (typed.reach === 'commune' || !epci) return [code];
  const around = await listTerritoryCommunes(db, event.territory.id);
  return [code, ...around.filter((one) => one.epci?.code === epci.code).map((one) => one.code)];
}

function choices(communes: readonly Pick<Commune, 'code' | 'name'>[]): string {
  return communes
    .slice(0, 4)
    .map(({ code, name }) => `${name} (${code})`)
    .join(', ');
}
