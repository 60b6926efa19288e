import { comingDays, openingStatus, zoneOfDepartement } from '#domain/directory/opening.ts';
import { qualityOf } from '#domain/directory/quality.ts';
import { canEditStructure, visibleContacts } from '#domain/directory/rules.ts';
import { hasReferent } from '#domain/directory/server/affiliations/queries.ts';
import { getFiche } from '#domain/directory/server/fiche/queries.ts';
import { listAudiences, listTerritoryIdsOf, listThemes } from '#domain/directory/server/queries.ts';
import { findFollow } from '#domain/discovery/server/follows/queries.ts';
import { isMemberOfAny } from '#domain/identity/rules.ts';
import { listSheetsOfStructures } from '#domain/plans/server/about/queries.ts';
import { listContours } from '#domain/territory/server/queries.ts';
import { civilTime } from '#shared/dates.ts';
import type { PageServerLoad } from './$types';

const DRAWN_AT_MOST = 700;

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { db } = locals;
  const [fiche, themes, audiences] = await Promise.all([
    getFiche(db, params.slug),
    listThemes(db),
    listAudiences(db)
  ]);
  const { structure, commune, reading } = fiche;
  const place = { id: structure.id, territories: await listTerritoryIdsOf(db, structure.id) };
  const zone = zoneOfDepartement(commune?.departement.code ?? '');
  const instant = new Date();
  const canEdit = canEditStructure(locals.actor, place);
  const communes = reading.communes.map((one) => one.code);
  return {
    ...fiche,
    structure: {
      ...structure,
      contacts: visibleContacts(locals.actor, structure.contacts, place)
    },
    canEdit,
    follow: await findFollow(db, locals.actor, {
      target: 'structure',
      key: String(structure.id)
    }),
    mayPropose: locals.actor.kind === 'person' && !canEdit,
    mayClaim:
      isMemberOfAny(locals.actor, place.territories) && !(await hasReferent(db, structure.id)),
    saved: url.searchParams.has('enregistre'),
    quality: canEdit ? qualityOf(structure, fiche.type.action, instant) : null,
    sheets: await listSheetsOfStructures(db, locals.actor, [structure.id]),
    words: { themes, audiences },
    opening: openingStatus(structure.openingHours, instant, zone),
    week: comingDays(structure.openingHours, instant, zone),
    now: civilTime(instant, zone),
    contours: communes.length <= DRAWN_AT_MOST ? await listContours(db, communes) : null
  };
};
