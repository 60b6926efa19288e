import { listOutbox, OUTBOX_PAGE } from '#domain/identity/server/outbox/queries.ts';
import { environment } from '#server/env.ts';
import { readFilter } from './filter.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const { page, ...filter } = readFilter(url.searchParams);
  return {
    ...(await listOutbox(locals.db, locals.actor, filter, page)),
    ...{ filter, page, perPage: OUTBOX_PAGE },
    /** Without a mail server, messages are kept, and the page says so. */
    sends: environment().smtpUrl !== null,
    demonstration: environment().demo !== 'off'
  };
};
