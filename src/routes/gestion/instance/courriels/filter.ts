import { MAIL_STATUSES, type OutboxFilter } from '#domain/identity/outbox.ts';

/** What is asked of the list, as its address holds it. */
export function readFilter(parameters: URLSearchParams): OutboxFilter & { page: number } {
  const asked = (name: string) => parameters.get(name)?.trim() || null;
  const page = Number(asked('page') ?? 1);
  return {
    status: MAIL_STATUSES.find((status) => status === asked('etat')) ?? null,
    kind: asked('sorte'),
    recipient: asked('pour')?.toLowerCase() ?? null,
    page: Number.isInteger(page) && page > 0 && page < 100_000 ? page : 1
  };
}

/** The address of the list so filtered. */
export function outboxAddress({ status, kind, recipient }: OutboxFilter, page = 1): string {
  const said = new URLSearchParams();
  if (status) said.set('etat', status);
  if (kind) said.set('sorte', kind);
  if (recipient) said.set('pour', recipient);
  if (page > 1) said.set('page', String(page));
  return `/gestion/instance/courriels${said.size > 0 ? `?${said}` : ''}`;
}
