/** What the forms of a project add to those of all kinds. */
import { PROJECT_STAGES, type DetailsInput } from '#domain/sharing/details.ts';
import { NEED_KINDS, type NeedInput } from '#domain/sharing/needs.ts';
import { text } from '../../gestion/rencontres/reading.ts';

/** Where it stands and when; an empty day is none. */
export function readProject(form: FormData): DetailsInput['project'] {
  const stage = PROJECT_STAGES.find((one) => one === text(form, 'etape')) ?? 'idea';
  return { stage, startsOn: text(form, 'debut') || null, endsOn: text(form, 'fin') || null };
}

/** What is ticked among what may be looked for, each with a word of its own. */
export function readNeeds(form: FormData): NeedInput[] {
  const ticked = form.getAll('cherche').map(String);
  return NEED_KINDS.flatMap((kind) => {
    const said = text(form, `cherche-${kind}`);
    return ticked.includes(kind) || said !== '' ? [{ kind, text: said }] : [];
  });
}
