import { VISITOR } from '#domain/identity/model.ts';
import { comingDays, openingStatus, zoneOfDepartement } from '#domain/directory/opening.ts';
import { visibleContacts } from '#domain/directory/rules.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { listAudiences, listThemes } from '#domain/directory/server/queries.ts';
import { listContours } from '#domain/territory/server/queries.ts';
import { civilTime } from '#shared/dates.ts';
import type { PageServerLoad } from './$types';

const DRAWN_AT_MOST = 700;

export const load: PageServerLoad = async ({ locals, params }) => {
  const { db } = locals;
  const [fiche, themes, audiences] = await Promise.all([
    getFiche(db, params.slug),
    listThemes(db),
    listAudiences(db)
  ]);
  const { structure, commune, reading } = fiche;
  const zone = zoneOfDepartement(commune?.departement.code ?? '');
  const instant = new Date();
  const communes = reading.communes.map((one) => one.code);
  return {
    ...fiche,
    // Until accounts exist, whoever reads a fiche is a visitor.
    structure: { ...structure, contacts: visibleContacts(VISITOR, structure.contacts) },
    words: { themes, audiences },
    opening: openingStatus(structure.openingHours, instant, zone),
    week: comingDays(structure.openingHours, instant, zone),
    now: civilTime(instant, zone),
    contours: communes.length <= DRAWN_AT_MOST ? await listContours(db, communes) : null
  };
};
