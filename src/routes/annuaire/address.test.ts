import { expect, test } from 'vitest';
import { activeFilters, listingAddress, readListing } from './address.ts';

const words = {
  types: [
    { code: 'CLIC', name: 'Centre local d’information et de coordination' },
    { code: 'MAISON-MEDICALE', name: 'Maison médicale' }
  ],
  themes: [{ code: 'addictions', name: 'Addictions' }],
  audiences: [{ code: 'jeunes', name: 'Jeunes' }],
  territories: [{ slug: 'pays-de-brest', name: 'Pays de Brest' }]
};
const read = (query: string) => readListing(new URLSearchParams(query), words);

const FULL =
  'q=aide+%C3%A0+domicile&commune=29019&territoire=pays-de-brest&role=associer&type=CLIC&type=MAISON-MEDICALE' +
  '&besoin=addictions&public=jeunes&fiche=a-verifier&fermees=oui&tri=nom&page=3';

test('an address read and written again is the same address', () => {
  const asked = read(FULL);
  expect(listingAddress(asked, { page: asked.page })).toBe(`/annuaire?${FULL}`);
});

test('changing anything goes back to the first page', () => {
  expect(listingAddress(read(FULL), { closed: false })).not.toContain('page=');
});

test('the bare list has the bare address', () => {
  expect(listingAddress(read(''))).toBe('/annuaire');
});

test('words that no vocabulary has, repeats and nonsense pages are dropped', () => {
  const asked = read(
    'type=CLIC&type=CLIC&type=VIEUX&besoin=x&territoire=y&tri=z&fiche=toString&role=constructor&page=-4'
  );
  expect(listingAddress(asked)).toBe('/annuaire?type=CLIC');
  expect(asked.page).toBe(1);
});

test('an old address leads to the word that another was merged into', () => {
  const themes = [{ code: 'addictions', name: 'Addictions', formerCodes: ['alcool', 'tabac'] }];
  const params = new URLSearchParams('besoin=alcool&besoin=tabac');
  expect(readListing(params, { ...words, themes }).themes).toEqual(['addictions']);
});

test('each filter that is on can be taken off alone', () => {
  const filters = activeFilters(read(FULL), words, 'Brest');
  expect(filters.map(({ label }) => label)).toEqual([
    '« aide à domicile »',
    'Brest',
    'Pays de Brest',
    'À associer',
    'CLIC',
    'Maison médicale',
    'Addictions',
    'Jeunes',
    'À reconfirmer',
    'Fermées comprises'
  ]);
  expect(filters.find(({ label }) => label === 'CLIC')!.without).not.toContain('type=CLIC');
});
