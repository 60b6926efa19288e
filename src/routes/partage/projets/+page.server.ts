import { listVocabulary } from '#domain/directory/server/vocabularies/queries.ts';
import { readListing } from './listing.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals: { db, actor }, url, setHeaders }) => {
  setHeaders({ 'cache-control': 'private, no-store' });
  const [listing, themes, audiences] = await Promise.all([
    readListing(db, actor, url.searchParams),
    listVocabulary(db, 'theme'),
    listVocabulary(db, 'audience')
  ]);
  const choice = ({ code, name }: { code: string; name: string }) => ({ value: code, label: name });
  return {
    ...listing,
    themes: themes.map(choice),
    audiences: audiences.map(choice),
    done: url.searchParams.get('fait') ?? ''
  };
};
