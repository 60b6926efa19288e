import type { TerritoryUses } from '#domain/directory/server/spaces/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { TerritorySettings } from '#domain/territory/server/spaces/setup/commands.ts';
import { enumerate, plural } from '#shared/text.ts';

/** « 12 membres, 3 structures et 1 import » ; empty when nothing uses the territory. */
export function describeUses(uses: TerritoryUses): string {
  const parts: [number, string, string][] = [
    [uses.members, 'membre', 'membres'],
    [uses.requests, 'demande d’adhésion', 'demandes d’adhésion'],
    [uses.invitations, 'invitation en attente', 'invitations en attente'],
    [uses.structures, 'structure de son annuaire', 'structures de son annuaire'],
    [uses.frontDoors, 'porte d’entrée', 'portes d’entrée'],
    [uses.suggestions, 'proposition à examiner', 'propositions à examiner'],
    [uses.withheld, 'texte retenu', 'textes retenus'],
    [uses.imports, 'import', 'imports']
  ];
  const found = parts.filter(([count]) => count > 0);
  return enumerate(found.map(([count, one, many]) => plural(count, one, many)));
}

/** What somebody else has saved, where it is not what was typed. */
export function listDifferences(theirs: Territory, mine: TerritorySettings) {
  const told = (yes: boolean) => (yes ? 'oui' : 'non');
  const compared: [string, string, string][] = [
    ['Nom', theirs.name, mine.name],
    ['Nom précédé de « de »', theirs.nameWithDe, mine.nameWithDe],
    ['Adresse', theirs.slug, mine.slug],
    ['Description', theirs.description, mine.description],
    ['Territoire inventé', told(theirs.fictional), told(mine.fictional)],
    ['Couverture publique', told(theirs.coveragePublic), told(mine.coveragePublic)]
  ];
  return compared
    .filter(([, now, typed]) => now.trim() !== typed.trim())
    .map(([label, now]) => ({ label, value: now || 'rien' }));
}
