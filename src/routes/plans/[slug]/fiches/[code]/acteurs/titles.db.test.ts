/** The page of who acts names nothing that its pilot may not read, and what she saves stays tied. */
import { isActionFailure } from '@sveltejs/kit';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { loadDefaultVocabulary } from '#app/demo.ts';
import type { Actor, PersonActor } from '#domain/identity/model.ts';
import { findSheet } from '#domain/plans/server/sheets/queries.ts';
import { setLinks, setResources } from '#domain/plans/server/writing/commands.ts';
import type { ActionSheetId, EventId, PlanId, TerritoryId } from '#shared/ids.ts';
import { anEvent } from '../../../../../../../tests/factories/events.ts';
import { aTerritory, person } from '../../../../../../../tests/factories/people.ts';
import { aPlan, aSheet } from '../../../../../../../tests/factories/plans.ts';
import { testDatabase } from '../../../../../../../tests/support/database.ts';
import { actions, load } from './+page.server.ts';

const db = await testDatabase();
const SECRET = 'Ce qui ne se dit pas encore';
let territory: TerritoryId;
let plan: PlanId;
let animator: PersonActor;
let pilot: PersonActor;
let sheet: ActionSheetId;
let [first, second]: ActionSheetId[] = [];
let draft: EventId;
let count = 0;

const params = () => ({ slug: 'titres', code: String(count) });

/** What the page shows of what the sheet leans on and of what belongs with it. */
interface Shown {
  readonly version: number;
  readonly resources: readonly Readonly<
    Record<'plan' | 'part' | 'action' | 'sheet' | 'sheetId', string>
  >[];
  readonly links: readonly { readonly label: string; readonly value: string }[];
}

async function shownTo(actor: Actor): Promise<Shown> {
  const event = { locals: { db, actor }, params: params(), url: new URL('http://ici.invalid/') };
  return (await load({ ...event, setHeaders: () => undefined } as never)) as unknown as Shown;
}

async function send(actor: Actor, action: 'appuis' | 'liens', fields: [string, string][]) {
  const form = new FormData();
  for (const [name, value] of fields) form.append(name, value);
  const request = new Request('http://ici.invalid/', { method: 'POST', body: form });
  const event = { locals: { db, actor }, params: params(), request };
  return Promise.resolve(actions[action]!(event as never)).catch((thrown: unknown) => thrown);
}

/** The form of resources as it was shown, and sent back with other words in its rows. */
async function resourcesForm(change: Record<string, string>, withScript: boolean) {
  const { version, resources } = await shownTo(pilot);
  const fields: [string, string][] = [
    ['version', String(version)],
    ['appui-lignes', String(resources.length)]
  ];
  for (const [at, one] of resources.entries())
    fields.push(
      [`appui-${at}-plan`, one.plan],
      [`appui-${at}-volet`, one.part],
      [`appui-${at}-action`, one.action],
      [`appui-${at}-fiche`, one.sheet],
      ...(withScript ? [[`appui-${at}-fiche-choisie`, one.sheetId] as [string, string]] : [])
    );
  return fields.map(([name, value]): [string, string] => [name, change[name] ?? value]);
}

const tied = async () =>
  (await findSheet(db, { id: sheet }))!.resources.map(({ targetSheet }) => targetSheet?.id);

beforeAll(async () => {
  await loadDefaultVocabulary(db);
  territory = (await aTerritory(db, 'ici')).id;
  ({ plan } = await aPlan(db, { territory, slug: 'titres' }));
  animator = await person(db, { roles: [{ territory, role: 'animator' }] });
  pilot = await person(db, { roles: [{ territory, role: 'member' }] });
  const hidden = { plan, visibility: 'pilots', title: SECRET } as const;
  first = await aSheet(db, { ...hidden, number: 'A' });
  second = await aSheet(db, { ...hidden, number: 'B' });
  draft = (await anEvent(db, territory, { status: 'draft', title: SECRET })).id;
});
beforeEach(async () => {
  sheet = await aSheet(db, { plan, number: String((count += 1)), pilots: [{ person: pilot.id }] });
  const words = { planLabel: 'PTS', part: '', acronym: null, targetPlan: null };
  await setResources(db, animator, sheet, [
    { ...words, action: 'Une', targetSheet: first! },
    { ...words, action: 'Deux', targetSheet: second! }
  ]);
  await setLinks(db, animator, sheet, { links: [{ kind: 'event', id: draft }] });
});

describe('the page of who acts', () => {
  test('names to a pilot neither a sheet nor a draft that she may not read', async () => {
    const shown = await shownTo(pilot);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(shown.resources.map((one) => one.sheet)).toEqual(['fiche reliée', 'fiche reliée']);
    expect(shown.links.map(({ label }) => label)).toEqual(['Rencontre reliée']);
    const led = await shownTo(animator);
    expect(led.resources.map((one) => one.sheet)).toEqual([SECRET, SECRET]);
    expect(led.links[0]?.label).toContain(SECRET);
  });

  test.each([true, false])('keeps the ties when she saves, with JavaScript: %s', async (script) => {
    const fields = await resourcesForm({ 'appui-1-volet': '' }, script);
    expect(await send(pilot, 'appuis', fields)).toMatchObject({ status: 303 });
    expect(await tied()).toEqual([first, second]);
    const change = { 'appui-0-volet': 'Axe 3' };
    const said = await send(pilot, 'appuis', await resourcesForm(change, script));
    // Two rows are called the same, and one says something else: without an identifier, she is asked.
    expect(isActionFailure(said)).toBe(!script);
    expect(await tied()).toEqual([first, second]);
    const { version, links } = await shownTo(pilot);
    const kept: [string, string] = ['garde', links[0]!.value];
    await send(pilot, 'liens', [['version', String(version)], kept, ['lieu', 'plan']]);
    expect((await findSheet(db, { id: sheet }))!.links).toMatchObject([{ id: draft }]);
  });

  test('tells her of a dispute without naming them', async () => {
    const { version, links } = await shownTo(pilot);
    const link = { kind: 'document', title: 'Bilan', url: 'https://exemple.test' } as const;
    await setLinks(db, animator, sheet, { links: [{ kind: 'event', id: draft }, link] });
    const said = await send(pilot, 'liens', [
      ['version', String(version)],
      ['garde', links[0]!.value],
      ['nature', 'document'],
      ['intitule', 'Autre'],
      ['adresse', 'https://exemple.test/autre'],
      ['lieu', 'plan']
    ]);
    expect(said).toMatchObject({ status: 409 });
    expect(JSON.stringify(said)).toContain('Bilan');
    expect(JSON.stringify(said)).not.toContain(SECRET);
  });
});
