import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { structureInput } from '#domain/directory/forms.ts';
import { isValidOpeningHours } from '#domain/directory/opening.ts';
import { isStale } from '#domain/directory/rules.ts';
import { EVERYONE } from '#domain/directory/model.ts';
import { defaultVocabulary, readDemonstration } from './demo-files.ts';

const NOW = new Date('2031-05-06T10:00:00Z');
const { territories, structures } = await readDemonstration(NOW);
const vocabulary = defaultVocabulary();
const codes = (list: { code: string }[]) => new Set(list.map((item) => item.code));
const fictional = structures.filter((structure) => structure.fictional);
const real = structures.filter((structure) => !structure.fictional);

describe('the default vocabulary', () => {
  test('names no code twice and has the audience that answers every search', () => {
    for (const list of [vocabulary.types, vocabulary.themes, vocabulary.audiences]) {
      expect(codes(list).size).toBe(list.length);
    }
    expect(codes(vocabulary.audiences)).toContain(EVERYONE);
  });

  test('gives each of the seven types of the Pays de Brest meeting a colour of its own', () => {
    const flagship = ['DAC', 'CPTS', 'CLIC', 'MSP', 'CLS', 'PCPE', 'C360'];
    const colours = flagship.map(
      (code) => vocabulary.types.find((type) => type.code === code)?.colour
    );
    expect(new Set(colours).size).toBe(7);
    expect(colours).not.toContain(undefined);
  });

  test('writes needs that read after « qui a besoin de »: none begins with a vowel or a mute h', () => {
    for (const { phrase } of vocabulary.themes) expect(phrase).not.toMatch(/^[aeiouyhéèê]/i);
  });

  test('writes publics that read after « pour »', () => {
    for (const { phrase, code } of vocabulary.audiences) {
      expect(phrase, code).toMatch(/^(une? |toute )/);
    }
  });
});

describe('the demonstration files', () => {
  test('every file of the folder is loaded', () => {
    const folder = new URL('../../demo/structures/', import.meta.url);
    const written = readdirSync(folder).flatMap(
      (file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as unknown[]
    );
    expect(structures).toHaveLength(written.length);
    for (const structure of structures) expect(structureInput.parse(structure)).toEqual(structure);
  });

  test('every fiche uses words of the vocabulary and belongs to a territory of the demonstration', () => {
    const types = codes(vocabulary.types);
    const themes = codes(vocabulary.themes);
    const audiences = codes(vocabulary.audiences);
    const slugs = new Set(territories.map((territory) => territory.slug));
    for (const structure of structures) {
      expect(types).toContain(structure.type);
      expect(structure.territories.length).toBeGreaterThan(0);
      for (const slug of structure.territories) expect(slugs).toContain(slug);
      for (const service of structure.services) {
        for (const theme of service.themes) expect(themes).toContain(theme);
        for (const audience of service.audiences) expect(audiences).toContain(audience);
      }
    }
  });

  test('every opening hours can be read', () => {
    for (const { openingHours, services } of structures) {
      expect(isValidOpeningHours(openingHours), openingHours).toBe(true);
      for (const service of services) expect(isValidOpeningHours(service.openingHours)).toBe(true);
    }
  });

  test('every front door and every parent exists', () => {
    const slugs = new Set(structures.map((structure) => structure.slug));
    const types = codes(vocabulary.types);
    for (const { structure, type } of territories.flatMap((territory) => territory.frontDoors)) {
      if (structure) expect(slugs).toContain(structure);
      if (type) expect(types).toContain(type);
    }
    for (const { parent } of structures) if (parent) expect(slugs).toContain(parent);
  });
});

describe('the real organisations', () => {
  test('are the 45 of the sources, each with its source', () => {
    expect(real).toHaveLength(45);
    for (const structure of real) expect(structure.sources.length).toBeGreaterThan(0);
  });

  test('carry no person, no e-mail, and no telephone but the national number of the Communautés 360', () => {
    for (const structure of real) {
      expect(structure.contacts).toEqual([]);
      expect([structure.email, structure.mssante]).toEqual(['', '']);
      const numbers = [structure.phone, ...structure.services.map((service) => service.phone)];
      const expected = structure.type === 'C360' ? ['0800360360', ''] : ['', ''];
      expect(numbers).toEqual(expected);
    }
  });

  test('claim no confirmation, since none was asked of them', () => {
    for (const structure of real) expect(structure.confirmedAt).toBeNull();
  });

  test('belong to real territories, and the invented ones to the fictional one only', () => {
    const invented = territories.filter((territory) => territory.fictional).map((t) => t.slug);
    for (const structure of structures) {
      for (const slug of structure.territories) {
        expect(invented.includes(slug)).toBe(structure.fictional);
      }
    }
  });
});

describe('the fictional network', () => {
  test('uses telephone numbers reserved for fiction, never twice', () => {
    const numbers = fictional.flatMap((structure) => [
      structure.phone,
      ...structure.services.map((service) => service.phone),
      ...structure.contacts.map((contact) => contact.phone)
    ]);
    const given = numbers.filter((number) => number !== '');
    for (const number of given) expect(number).toMatch(/^053649\d{4}$/);
    expect(new Set(given).size).toBe(given.length);
  });

  test('uses addresses that can reach nobody', () => {
    for (const structure of fictional) {
      const addresses = [structure, ...structure.contacts].map((one) => one.email);
      for (const address of [...addresses, structure.mssante]) {
        expect(address).toMatch(/^$|@[a-z0-9.-]+\.example$/);
      }
      expect(structure.website).toMatch(/^$|^https:\/\/[a-z0-9-]+\.example$/);
    }
  });

  test('says of every fiche that it is demonstration data, and of every person that she is invented', () => {
    for (const structure of fictional) {
      expect(structure.sources).toEqual(['données de démonstration']);
      for (const contact of structure.contacts) expect(contact.role).toContain('personne fictive');
    }
  });

  test('never grows old: some fiches are fresh and some are stale, whenever it is loaded', () => {
    const stale = (one: (typeof fictional)[number]) =>
      isStale(
        {
          confirmedAt: one.confirmedAt ? new Date(one.confirmedAt) : null,
          reviewEveryMonths: one.reviewEveryMonths
        },
        NOW
      );
    expect(fictional.filter(stale).length).toBeGreaterThan(8);
    expect(fictional.filter((one) => !stale(one)).length).toBeGreaterThan(20);
  });

  test('has perimeters of every shape', () => {
    const shapes = fictional.map(({ perimeter }) => perimeter);
    const levels = (include: { level: string }[]) => new Set(include.map((zone) => zone.level));
    expect(shapes.filter((p) => p.certainty === 'unknown').length).toBeGreaterThanOrEqual(4);
    expect(shapes.some((p) => p.certainty === 'everywhere')).toBe(true);
    expect(shapes.some((p) => levels(p.include).has('departement'))).toBe(true);
    expect(shapes.some((p) => levels(p.include).size === 2)).toBe(true);
    expect(shapes.some((p) => p.exclude.length > 0)).toBe(true);
    expect(fictional.some((one) => one.services.some((service) => service.perimeter))).toBe(true);
  });
});

test('an age is told in civil months, at the end of a long month too', async () => {
  const { structures } = await readDemonstration(new Date('2027-03-31T10:00:00Z'));
  const confirmed = (slug: string) => structures.find((one) => one.slug === slug)!.confirmedAt;
  expect(confirmed('dac-des-trois-confluents')).toBe('2027-02-27T09:30:00Z');
  expect(confirmed('clic-de-la-belle-ecluse')).toBe('2027-01-30T09:30:00Z');
  expect(confirmed('msp-chante-loriot')).toBe('2027-03-18T09:30:00Z');
});
