/** Saving who acts, what the sheet leans on, and what belongs with it. */
import { fail, redirect } from '@sveltejs/kit';
import { contentOf, type LinkRef } from '#domain/plans/comparison/content.ts';
import { labelOfField } from '#domain/plans/comparison/labels.ts';
import { NO_NAMES, sayField } from '#domain/plans/comparison/saying.ts';
import type { Heading } from '#domain/plans/headings.ts';
import { withTitlesFor } from '#domain/plans/server/writing/names/queries.ts';
import { setActors, setLinks, setResources } from '#domain/plans/server/writing/commands.ts';
import type { SheetWritten } from '#domain/plans/server/writing/fields/commands.ts';
import type { Issue } from '#shared/errors.ts';
import { numberOf } from '../../../../../gestion/rencontres/reading.ts';
import { askedWrittenSheet, type Asked } from '../asked.ts';
import {
  meantActors,
  meantEvent,
  meantResources,
  meantShared,
  meantStructure,
  meantZones,
  type Here
} from './meaning.ts';
import {
  linkKey,
  readActors,
  readLinks,
  readResources,
  type Answer,
  type Part,
  type TypedLinks
} from './typed.ts';

const answer = (status: number, said: Answer) => fail(status, said);

async function saveActors(asked: Asked) {
  const { plan, sheet, form, here, options } = await begin(asked);
  const [pilots, partners] = [readActors(form, 'pilote'), readActors(form, 'partenaire')];
  const outcome = await setActors(
    here.db,
    here.actor,
    sheet.id,
    {
      pilots: await meantActors(here, pilots),
      partners: await meantActors(here, partners)
    },
    options
  );
  return end(here, outcome, plan.headings, {
    part: 'actors',
    version: options.version,
    pilots,
    partners
  });
}

async function saveResources(asked: Asked) {
  const { plan, sheet, form, here, options } = await begin(asked);
  const typed = readResources(form);
  const shown = { part: 'resources' as Part, version: options.version, resources: typed };
  const { resources, unknown } = await meantResources(here, typed);
  const wrong = [
    ...unknown.map(
      (at) =>
        [
          `appui-${at}-fiche`,
          'Fiche dans Maillage\u00a0: choisissez-la dans la liste, ou donnez son numéro'
        ] as const
    ),
    ...typed.flatMap(({ plan: label }, at) =>
      label === '' ? [[`appui-${at}-plan`, 'Plan\u00a0: nommez le plan'] as const] : []
    )
  ];
  if (wrong.length > 0) return answer(400, { ...shown, errors: Object.fromEntries(wrong) });
  const outcome = await setResources(here.db, here.actor, sheet.id, resources, options);
  return end(here, outcome, plan.headings, shown);
}

async function saveLinks(asked: Asked) {
  const { plan, sheet, form, here, options } = await begin(asked);
  const links = readLinks(form);
  const shown = { part: 'links' as Part, version: options.version, links };
  const added = await meantLinks(here, links);
  const { zones, unknown } = await meantZones(here, links.where === 'zones' ? links.zones : '');
  const errors = {
    ...added.errors,
    ...(unknown.length > 0 && {
      'zone-choisie': `Zones\u00a0: «\u00a0${unknown.join(', ')}\u00a0» n’est pas reconnu, ou est le nom de plusieurs zones\u00a0: choisissez dans la liste, ou donnez son code`
    }),
    ...(links.where === 'zones' &&
      zones.length + unknown.length === 0 && {
        'zone-choisie':
          'Zones\u00a0: choisissez au moins une zone, ou « partout où le plan intervient »'
      })
  };
  if (Object.keys(errors).length > 0) return answer(400, { ...shown, errors });
  const kept = contentOf(sheet).links.filter((_, at) =>
    links.kept.includes(linkKey(sheet.links[at]!))
  );
  const except = await meantZones(here, links.except.join('\n'));
  const where = links.where === 'zones' ? { include: zones, exclude: except.zones } : null;
  const outcome = await setLinks(
    here.db,
    here.actor,
    sheet.id,
    { links: [...kept, ...added.links], themes: links.themes, where },
    options
  );
  return end(here, outcome, plan.headings, shown);
}

async function meantLinks(here: Here, { event, shared, structure, kind, title, url }: TypedLinks) {
  const errors: Record<string, string> = {};
  const links: LinkRef[] = [];
  if (event) {
    const [what, id] = ((await meantEvent(here, event)) ?? '').split(':');
    if (id) links.push({ kind: what, id: Number(id) } as LinkRef);
    else errors['rencontre'] = 'Rencontre\u00a0: choisissez-la dans la liste';
  }
  if (shared) {
    const id = await meantShared(here, shared);
    if (id) links.push({ kind: 'contribution', id });
    else errors['partage'] = 'Partage\u00a0: choisissez-le dans la liste';
  }
  if (structure) {
    const id = (await meantStructure(here, structure))?.split(':')[1];
    if (id) links.push({ kind: 'structure', structure: Number(id) } as LinkRef);
    else errors['structure'] = 'Structure\u00a0: choisissez-la dans la liste';
  }
  if (title || url) links.push({ kind, title, url } as LinkRef);
  return { links, errors };
}

async function begin(asked: Asked) {
  const { plan, sheet } = await askedWrittenSheet(asked);
  const form = await asked.request.formData();
  const { db, actor } = asked.locals;
  const options = { version: numberOf(form.get('version')), reread: form.has('relu') };
  return { plan, sheet, form, here: { db, actor, sheet }, options };
}

const ANCHORS: Record<Part, string> = { actors: 'qui', resources: 'appuis', links: 'liens' };

async function end(
  { db, actor }: Here,
  outcome: SheetWritten,
  headings: readonly Heading[],
  shown: Answer
) {
  if (outcome.ok)
    redirect(303, `?fait=${outcome.isChanged ? shown.part : 'rien'}#${ANCHORS[shown.part]}`);
  if (outcome.reason === 'second-reading')
    return answer(400, { ...shown, readings: outcome.readings });
  if (outcome.reason === 'invalid')
    return answer(400, { ...shown, errors: errorsByField(outcome.issues) });
  if (outcome.reason === 'loop') {
    const said = outcome.chain.map(({ number, title }) =>
      number ? `la fiche ${number} («\u00a0${title}\u00a0»)` : 'une fiche que vous ne lisez pas'
    );
    return answer(400, {
      ...shown,
      loop: `${said[0]} s’appuierait sur ${said.slice(1).join(', qui s’appuie sur ')}`
    });
  }
  const { version, conflicts, by } = outcome;
  const sheet = await withTitlesFor(db, actor, outcome.sheet);
  const disputed = conflicts.map(({ path, mine }) => ({
    label: labelOfField(path, headings),
    theirs: sayField(path, sheet, NO_NAMES),
    mine: Array.isArray(mine) ? mine.map(sayRef) : ['Des zones choisies']
  }));
  return answer(409, { ...shown, version, disputed, by });
}

/** A row as it was typed, without what it is tied to. */
function sayRef(row: unknown): string {
  if (typeof row === 'string') return row;
  const one = row as Readonly<Record<string, unknown>>;
  const words = [one['label'], one['planLabel'], one['part'], one['action'], one['title']];
  return words.filter(Boolean).join('\u00a0: ') || 'Un lien';
}

const FIELDS: readonly (readonly [RegExp, string, string])[] = [
  [/^pilots\.(\d+).*/, 'pilote-$1', 'Pilotes'],
  [/^partners\.(\d+).*/, 'partenaire-$1', 'Partenaires'],
  [/^resources\.(\d+)\.part.*/, 'appui-$1-volet', 'Volet ou axe'],
  [/^resources\.(\d+)\.action.*/, 'appui-$1-action', 'Action'],
  [/^resources\.(\d+)\.target.*/, 'appui-$1-fiche', 'Fiche dans Maillage'],
  [/^resources\.(\d+).*/, 'appui-$1-plan', 'Plan'],
  [/^links\.\d+\.title.*/, 'intitule', 'Intitulé'],
  [/^links\.\d+\.url.*/, 'adresse', 'Adresse'],
  [/^links.*/, 'rencontre', 'Liens'],
  [/^where.*/, 'zone-choisie', 'Zones'],
  [/^themes.*/, 'theme', 'Thèmes']
];

function errorsByField(issues: readonly Issue[]): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) {
    const known = FIELDS.find(([pattern]) => pattern.test(path));
    const name = known ? path.replace(known[0], known[1]) : path;
    errors[name] ??= `${known?.[2] ?? 'Ce champ'}\u00a0: ${message}`;
  }
  return errors;
}

export const actorsActions = { acteurs: saveActors, appuis: saveResources, liens: saveLinks };
