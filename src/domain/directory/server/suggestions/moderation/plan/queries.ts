import type { Tx } from '#server/db/connection.ts';
import type { StructureId, SuggestionId } from '#shared/ids.ts';
import { structureInput } from '../../../../forms.ts';
import { withChanges } from '../../../../editor/proposal.ts';
import { asInput, type Structure, type StructureInput } from '../../../../model.ts';
import {
  directField,
  type FichePart,
  type NewStructureContent,
  type Suggestion
} from '../../../../suggestion.ts';
import { readStructures } from '../../../details/queries.ts';

/** What whoever accepts has chosen. */
export interface Acceptance {
  /** What to write, as the person who accepts has corrected it. */
  readonly value: string;
  /** Of a new structure. */
  readonly type: string;
  /** Of a change proposed field by field: those retained. */
  readonly fields: readonly string[];
  /** Version of the fiche these fields were compared with. */
  readonly seen: number;
}

/** What accepting writes. `leave`: nothing, the fiche was corrected by hand. */
export type Plan =
  | { kind: 'create' | 'update'; input: StructureInput }
  | { kind: 'leave' }
  | { kind: 'invalid'; message: string };

export const LEAVE: Plan = { kind: 'leave' };

/** What accepting a proposal writes, or why it cannot be accepted yet. */
export async function planOf(
  tx: Tx,
  suggestion: Suggestion,
  chosen: Acceptance,
  now: Date
): Promise<Plan> {
  const { structure, error, proposed } = suggestion;
  if (proposed) return parsed('create', await proposedFiche(tx, suggestion, proposed, chosen));
  if (!structure) return LEAVE;
  const [fiche] = await readStructures(tx, [structure.id]);
  if (suggestion.changes.length > 0) return planChanges(suggestion, chosen, fiche!);
  if (!error) return LEAVE;
  const field = directField(error.part);
  if (!field && error.part !== 'closed')
    return (await isCorrected(tx, suggestion.id, error.part, structure.id)) ? LEAVE : NOT_YET;
  return parsed('update', {
    ...asInput(fiche!),
    ...(field ? { [field]: chosen.value } : { status: 'closed' }),
    ...(error.ownLink ? { confirmedAt: now.toISOString(), confirmedBy: 'la structure' } : {})
  });
}

const NOT_YET: Plan = {
  kind: 'invalid',
  message: 'la fiche n’a pas changé depuis ce signalement : modifiez-la d’abord'
};

/** What is elsewhere than in the fiche of this structure, whose version then says nothing. */
const ELSEWHERE: readonly FichePart[] = ['duplicate', 'other'];

/** The author is thanked for what was done: somebody has changed the fiche since. */
async function isCorrected(
  tx: Tx,
  id: SuggestionId,
  part: FichePart,
  structure: StructureId
): Promise<boolean> {
  if (ELSEWHERE.includes(part)) return true;
  const row = await tx
    .selectFrom('suggestion as g')
    .innerJoin('structure as s', (join) => join.on('s.id', '=', structure))
    .select(['g.base_version as seen', 's.version'])
    .where('g.id', '=', id)
    .executeTakeFirstOrThrow();
  return row.seen === null || row.version > row.seen;
}

function planChanges({ changes }: Suggestion, chosen: Acceptance, fiche: Structure): Plan {
  const kept = changes.filter(({ field }) => chosen.fields.includes(field));
  if (kept.length === 0) return { kind: 'invalid', message: 'cochez au moins une modification' };
  if (fiche.version !== chosen.seen)
    return {
      kind: 'invalid',
      message: 'la fiche vient de changer, relisez ce qu’elle dit maintenant'
    };
  return parsed('update', { ...withChanges(asInput(fiche), kept) });
}

async function proposedFiche(
  tx: Tx,
  suggestion: Suggestion,
  proposed: NewStructureContent,
  chosen: Acceptance
) {
  const { name, communeCode, phone, website, source } = proposed;
  const territories = await tx
    .selectFrom('territory')
    .select('slug')
    .where('id', '=', suggestion.territory)
    .execute();
  return {
    name,
    type: chosen.type,
    communeCode,
    phone,
    website,
    description: suggestion.text,
    sources: [source || 'proposition reçue sur le site'],
    territories: territories.map(({ slug }) => slug)
  };
}

function parsed(kind: 'create' | 'update', given: Record<string, unknown>): Plan {
  const result = structureInput.safeParse(given);
  if (result.success) return { kind, input: result.data };
  return { kind: 'invalid', message: result.error.issues[0]?.message ?? '' };
}
