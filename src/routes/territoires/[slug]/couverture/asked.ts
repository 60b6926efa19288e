import { restrictTo, type CoverageFacts } from '#domain/directory/commune-coverage.ts';
import { groupByEpci, type CommuneGroup } from '#domain/directory/coverage-matrix.ts';
import type { Audience, StructureType, Theme } from '#domain/directory/model.ts';
import { getCoverageFacts } from '#domain/directory/server/matrix/queries.ts';
import { listAudiences, listThemes, listTypes } from '#domain/directory/server/queries.ts';
import type { Territory } from '#domain/territory/model.ts';
import type { Database } from '#server/db/connection.ts';
import { NO_EPCI, readQuestion, type CoverageQuestion } from './question.ts';

/** What the page and the file both start from. */
interface AskedCoverage {
  themes: Theme[];
  audiences: Audience[];
  types: StructureType[];
  question: CoverageQuestion;
  everything: CoverageFacts;
  groups: CommuneGroup[];
  /** The EPCI asked for, when the territory has it. */
  opened: CommuneGroup | null;
  /** Everything, or what concerns the communes of the EPCI opened. */
  facts: CoverageFacts;
}

export async function askCoverage(
  db: Database,
  territory: Territory,
  params: URLSearchParams
): Promise<AskedCoverage> {
  const [themes, audiences, types, everything] = await Promise.all([
    listThemes(db),
    listAudiences(db),
    listTypes(db),
    getCoverageFacts(db, territory)
  ]);
  const asked = readQuestion(params, { themes, audiences, types });
  const groups = groupByEpci(everything.communes);
  const opened = groups.find((group) => (group.code ?? NO_EPCI) === asked.epci) ?? null;
  const question = { ...asked, epci: opened ? asked.epci : undefined };
  const facts = opened ? restrictTo(everything, opened.communes) : everything;
  return { themes, audiences, types, question, everything, groups, opened, facts };
}
