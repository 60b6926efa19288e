import { expect, test } from 'vitest';
import { operator } from '#domain/identity/model.ts';
import { connect } from '#server/db/connection.ts';
import type { StructureId } from '#shared/ids.ts';
import { testDatabaseUrl } from '../../../../../../tests/support/database.ts';
import { structureInput } from '../../../forms.ts';
import { createStructure, saveVocabulary, updateStructure } from '../../commands.ts';
import { zoneKey, type Offer, type OfferIndex } from '../../../offers.ts';
import { getOffers } from './queries.ts';

const actor = operator('essai');
const url = await testDatabaseUrl({ geography: true });

const fiche = (name: string, more: object = {}) =>
  structureInput.parse({ slug: name, name, type: 'T', communeCode: '29019', ...more });
const everywhere = { perimeter: { certainty: 'everywhere' } };

function seen(index: OfferIndex, id: StructureId) {
  const { structures, including, everywhere, unknownIn } = index;
  const own = structures.get(id)?.offers ?? [];
  const reached = (offer: Offer) =>
    offer.include.every((zone) => including.get(zoneKey(zone))?.includes(offer));
  return {
    offers: own.length,
    reachable: own.every(reached),
    everywhere: [...everywhere].filter((offer) => offer.structure.id === id).length,
    unknown: [...(unknownIn.get('29') ?? [])].filter((offer) => offer.structure.id === id).length
  };
}

test('what one server writes, another that has the offers in memory answers at once', async () => {
  const [writer, reader] = [connect(url), connect(url)];
  try {
    await saveVocabulary(writer, actor, {
      types: [
        {
          code: 'T',
          name: 'T',
          mission: '',
          legalBasis: '',
          action: 'call',
          colour: 1,
          dataInclusion: null,
          synonyms: [],
          position: 0
        }
      ],
      themes: [],
      audiences: []
    });
    const other = await createStructure(writer, actor, fiche('autre'));
    const before = await getOffers(reader);
    const id = await createStructure(writer, actor, fiche('une'));
    expect(seen(await getOffers(reader), id)).toEqual({
      offers: 1,
      reachable: true,
      everywhere: 0,
      unknown: 1
    });

    const services = [{ name: 'A' }, { name: 'B', ...everywhere }];
    await updateStructure(writer, actor, id, fiche('une', { services }));
    expect(seen(await getOffers(reader), id)).toEqual({
      offers: 2,
      reachable: true,
      everywhere: 1,
      unknown: 1
    });

    await updateStructure(writer, actor, id, fiche('une', { services, status: 'closed' }));
    expect(seen(await getOffers(reader), id)).toEqual({
      offers: 0,
      reachable: true,
      everywhere: 0,
      unknown: 0
    });

    const after = await getOffers(reader);
    expect(after).toBe(before);
    expect(seen(after, other).offers).toBe(1);
  } finally {
    await Promise.all([writer.destroy(), reader.destroy()]);
  }
});

test('a change that is undone leaves memory as it was', async () => {
  const db = connect(url);
  try {
    const before = (await getOffers(db)).structures.size;
    await expect(
      db.transaction().execute(async (tx) => {
        await createStructure(tx, actor, fiche('annulee'));
        throw new Error('undone');
      })
    ).rejects.toThrow('undone');
    expect((await getOffers(db)).structures.size).toBe(before);
  } finally {
    await db.destroy();
  }
});
