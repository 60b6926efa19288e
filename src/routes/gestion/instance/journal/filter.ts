import type { AuditFilter } from '#domain/identity/server/audit/queries.ts';

const CIVIL = /^\d{4}-\d{2}-\d{2}$/;

/** What the address asks of the log; what cannot be read is as if not asked. */
export function readFilter(params: URLSearchParams): Required<AuditFilter> {
  const text = (name: string) => (params.get(name) ?? '').trim().slice(0, 100);
  const day = (name: string) => {
    const civil = text(name);
    return CIVIL.test(civil) && !Number.isNaN(Date.parse(civil)) ? civil : '';
  };
  return {
    by: text('qui'),
    action: text('acte'),
    target: text('objet'),
    from: day('du'),
    to: day('au')
  };
}

/** The same, as an address. */
export function asQuery(filter: Required<AuditFilter>, page = 1): string {
  const params = new URLSearchParams();
  const said = {
    qui: filter.by,
    acte: filter.action,
    objet: filter.target,
    du: filter.from,
    au: filter.to
  };
  for (const [name, value] of Object.entries(said)) if (value) params.set(name, value);
  if (page > 1) params.set('page', String(page));
  return params.toString();
}
