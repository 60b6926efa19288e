import fc from 'fast-check';
import type { Component } from 'svelte';
import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import { checkTyped } from '#domain/directory/editor/checking.ts';
import { readSection } from '#domain/directory/editor/reading.ts';
import type { Section } from '#domain/directory/editor/sections.ts';
import { structureInput } from '#domain/directory/forms.ts';
import vocabulary from '#domain/directory/defaults/vocabulary.json' with { type: 'json' };
import type { StructureInput } from '#domain/directory/model.ts';
import Contacts from './Contacts.svelte';
import Essentials from './Essentials.svelte';
import Place from './Place.svelte';
import ServiceForm from './ServiceForm.svelte';
import Sources from './Sources.svelte';

const words = {
  themes: vocabulary.themes,
  audiences: vocabulary.audiences,
  types: vocabulary.types
} as never as Record<'themes' | 'audiences' | 'types', { code: string; name: string }[]>;

/** What a browser sends of a form nobody touched. */
function sent(html: string): FormData {
  const form = new FormData();
  const decoded = (text: string) =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', '’')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attribute = (tag: string, name: string) => {
    const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
    return found ? decoded(found[1]!) : null;
  };
  for (const [, tag = ''] of html.matchAll(/<(input\b[^>]*)>/g)) {
    const name = attribute(tag, 'name');
    const isChoice = /type="(checkbox|radio)"/.test(tag);
    if (name && (!isChoice || /\schecked/.test(tag)))
      form.append(name, attribute(tag, 'value') ?? '');
  }
  for (const [, tag = '', text = ''] of html.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    form.append(attribute(tag, 'name')!, decoded(text).replaceAll('\n', '\r\n'));
  for (const [, tag = '', options = ''] of html.matchAll(
    /<select\b([^>]*)>([\s\S]*?)<\/select>/g
  )) {
    const chosen =
      /<option\b[^>]*\sselected[^>]*>/.exec(options)?.[0] ?? /<option\b[^>]*>/.exec(options)?.[0];
    form.append(attribute(tag, 'name')!, chosen ? (attribute(chosen, 'value') ?? '') : '');
  }
  return form;
}

const places = {
  offered: [
    { value: 'ici', label: 'Ici' },
    { value: 'ailleurs', label: 'Ailleurs' }
  ],
  others: [],
  runsInstance: true
};

function html(component: unknown, props: Record<string, unknown>): string {
  return render(component as Component, { props: { errors: {}, ...props } }).body;
}

/** The whole form, section by section, sent as it was shown. */
function through(fiche: StructureInput): StructureInput {
  const pages: [Section, number | null, string][] = [
    [
      'essentiel',
      null,
      html(Essentials, { typed: fiche, types: words.types, parentName: fiche.parent ?? '' })
    ],
    ['lieu', null, html(Place, { typed: fiche, communeName: 'Ici' })],
    ['contacts', null, html(Contacts, { contacts: fiche.contacts, me: 'x' })],
    ['sources', null, html(Sources, { typed: fiche, ...places })],
    ...fiche.services.map((service, at): [Section, number, string] => [
      'services',
      at,
      html(ServiceForm, { service, at, base: '/', ...words })
    ])
  ];
  // Read over an empty fiche: what the page does not show would be missing.
  const empty = structureInput.parse({
    name: 'x',
    type: 'x',
    services: fiche.services.map(() => ({ name: 'x' }))
  });
  return pages.reduce<StructureInput>(
    (typed, [section, service, page]) => readSection(typed, section, service, sent(page)),
    empty
  );
}

const line = fc
  .string({
    unit: fc.constantFrom('a', 'é', ' ', '<', '&', '"', '\n', 'b', '/', '’'),
    maxLength: 12
  })
  .map((text) => text.trim());
const oneLine = line.map((text) => text.replaceAll(/\s+/g, ' '));
const name = oneLine.map((text) => `n${text}`);
const phone = fc.constantFrom('', '0536490001', '+352621000000', '3977');
const email = fc.constantFrom('', 'contact@structure.example');
const hours = fc.constantFrom(
  '',
  'Mo-Fr 09:00-12:00,14:00-17:00; PH off',
  '24/7',
  'Apr-Sep Mo-Fr 09:00-12:00'
);
const link = fc.constantFrom('', 'https://structure.example/page?a=1&b=2');
const some = (list: readonly { code: string }[]) =>
  fc.subarray(list.map(({ code }) => code).slice(0, 5));
const service = fc.record({
  name,
  description: line,
  themes: some(words.themes),
  audiences: some(words.audiences),
  solicitedBy: fc
    .subarray(['professionnels', 'usagers', 'aidants'] as const)
    .map((all) => [...all]),
  delay: oneLine,
  fees: fc.constantFrom('' as const, 'gratuit' as const, 'payant' as const),
  feesDetail: oneLine,
  conditions: line,
  toPrepare: line,
  limits: line,
  phone,
  link,
  openingHours: hours
});
const contact = fc.record({
  name,
  role: oneLine,
  phone,
  email,
  visibility: fc.constantFrom('public' as const, 'members' as const, 'nobody' as const),
  consentAt: fc.constant('2026-01-02')
});
const fiche = fc
  .record({
    name,
    type: fc.constantFrom(...words.types.map(({ code }) => code)),
    acronym: oneLine,
    leadBody: oneLine,
    summary: line,
    description: line,
    limits: line,
    handsOverTo: line,
    toPrepare: line,
    address: oneLine,
    postalCode: fc.constantFrom('', '29000'),
    communeCode: fc.constantFrom(null, '29019'),
    phone,
    email,
    website: link,
    openingHours: hours,
    parent: fc.constantFrom(null, 'siege'),
    status: fc.constantFrom('active' as const, 'closed' as const),
    sources: fc.array(name, { maxLength: 3 }),
    reliability: fc.constantFrom('confirmed' as const, 'partial' as const, 'to_confirm' as const),
    note: line,
    externalId: fc.constantFrom(null, 'fichier-12'),
    territories: fc.constantFrom([], ['ici'], ['ailleurs', 'ici']),
    siret: fc.constantFrom(null, '12345678901234'),
    reviewEveryMonths: fc.integer({ min: 1, max: 60 }),
    services: fc.array(service, { maxLength: 2 }),
    contacts: fc.array(contact, { maxLength: 2 })
  })
  .map((given) => structureInput.parse(given));

test('any fiche comes back from its form as it was shown', () => {
  fc.assert(
    fc.property(fiche, (shown) => {
      expect(checkTyped(through(shown))).toEqual({ ok: true, fiche: shown });
    }),
    { numRuns: 60 }
  );
}, 60_000);
