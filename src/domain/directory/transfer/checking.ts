/** What a record says, passed through the form that every fiche passes. */
import { serviceInput, structureInput } from '../forms.ts';
import type { RecordValues, Remark } from './record.ts';

const partialStructure = structureInput.omit({ services: true }).partial();

/**
 * Keeps what the form accepts, in the form's writing (telephone numbers, trimmed texts), and only the fields
 * that were said.
 * @param place - line and column of a field, named by its dotted path.
 */
export function checkValues(
  values: RecordValues,
  place: (path: string) => Omit<Remark, 'message'>
): { values: RecordValues; problems: Remark[] } {
  const problems: Remark[] = [];
  const { services, addSources, addContacts, ...own } = values;
  const parsed = partialStructure.safeParse(own);
  const kept: RecordValues = parsed.success ? pick(parsed.data, own) : {};
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problems.push({ ...place(issue.path.join('.')), message: issue.message });
    }
  }
  if (addSources) kept.addSources = addSources;
  if (addContacts) kept.addContacts = addContacts;
  if (services) {
    kept.services = services.flatMap((service, i) => {
      const answer = serviceInput.safeParse(service);
      if (answer.success) return [pick(answer.data, service)];
      for (const issue of answer.error.issues) {
        problems.push({
          ...place(['services', i, ...issue.path].join('.')),
          message: issue.message
        });
      }
      return [];
    });
  }
  return { values: kept, problems };
}

function pick<T extends object>(data: object, said: T): T {
  const entries = Object.entries(data).filter(
    ([key]) => key in said && (said as Record<string, unknown>)[key] !== undefined
  );
  return Object.fromEntries(entries) as T;
}
