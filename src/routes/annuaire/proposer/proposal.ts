import { listLikelyTwins } from '#domain/directory/server/suggestions/likeness/queries.ts';
import {
  newStructureInput,
  type LikelyTwin,
  type NewStructureInput
} from '#domain/directory/suggestion.ts';
import { resolveCommune } from '#domain/territory/server/places/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { refusedFields } from '../proposal-form.ts';

/** What was typed, whether or not it can be kept. */
interface Typed {
  name: string;
  type: string;
  commune: string;
  communeCode: string;
  text: string;
  phone: string;
  website: string;
  source: string;
  authorName: string;
  authorEmail: string;
}

export type ReadProposal =
  | { ok: true; typed: Typed; input: NewStructureInput; twins: LikelyTwin[] }
  | { ok: false; typed: Typed; errors: Record<string, string | undefined> };

/** Reads the form, finds the commune meant, and the fiches that may already be this structure. */
export async function readProposal(db: Database, form: FormData): Promise<ReadProposal> {
  const field = (name: string) => String(form.get(name) ?? '').trim();
  const typed: Typed = {
    name: field('structure'),
    type: field('type'),
    commune: field('commune').slice(0, 100),
    communeCode: field('code'),
    text: field('texte'),
    phone: field('telephone'),
    website: field('site'),
    source: field('source'),
    authorName: field('nom'),
    authorEmail: field('courriel')
  };
  const place = await resolveCommune(db, typed.communeCode || typed.commune);
  const communeCode = place.kind === 'one' ? place.commune.code : '';
  const parsed = newStructureInput.safeParse({ ...typed, communeCode });
  const unknown = communeCode ? {} : { commune: communeRefusal(typed.commune, place.kind) };
  if (!parsed.success || !communeCode) {
    const errors = parsed.success ? {} : refusedFields(parsed.error);
    return { ok: false, typed, errors: { ...errors, ...unknown } };
  }
  const { name, type } = parsed.data;
  const twins = await listLikelyTwins(db, { name, type, communeCode });
  return { ok: true, typed: { ...typed, communeCode }, input: parsed.data, twins };
}

function communeRefusal(typed: string, kind: 'several' | 'none' | 'one'): string {
  if (typed === '') return 'Dites dans quelle commune elle se trouve';
  return kind === 'several'
    ? 'Plusieurs communes portent ce nom : ajoutez le code postal, ou choisissez dans la liste'
    : 'Aucune commune ne porte ce nom : vérifiez, ou donnez le code postal';
}
