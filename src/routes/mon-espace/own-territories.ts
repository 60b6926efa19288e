import { ROLE_MEANINGS, ROLE_NAMES } from '#domain/territory/membership.ts';
import type { listMembershipsOf } from '#domain/territory/server/memberships/queries.ts';
import type { listTerritories } from '#domain/territory/server/queries.ts';

/** The territories somebody belongs to, or has asked to join, with what she does there. */
export function territoriesOf(
  memberships: Awaited<ReturnType<typeof listMembershipsOf>>,
  territories: Awaited<ReturnType<typeof listTerritories>>
) {
  return memberships.flatMap(({ territory, role, status, reason }) => {
    const known = territories.find((one) => one.id === territory);
    if (!known || status === 'left') return [];
    const { slug, name } = known;
    const animates = role === 'animator' && status === 'active';
    const words = { role: ROLE_NAMES[role], meaning: ROLE_MEANINGS[role] };
    return [{ slug, name, status, reason, animates, welcomesOnly: role === 'reception', ...words }];
  });
}
