import {
  listMembersAmong,
  type FoundMember
} from '#domain/directory/server/members/among/queries.ts';
import type { MembershipId } from '#shared/ids.ts';
import { enumerate } from '#shared/text.ts';
import type { Found } from '../../../../search.ts';
import type { Show } from '../slices/queries.ts';

/** The members of one's own networks, where one reads the list of its members. */
export const showMembers: Show = async (db, actor, ids, { page, size }) => {
  const members = await listMembersAmong(db, actor, ids as readonly MembershipId[]);
  return {
    total: members.length,
    items: members.slice((page - 1) * size, page * size).map(asFound)
  };
};

function asFound({ name, profession, territory, structures }: FoundMember): Found {
  return {
    kind: 'person',
    id: null,
    href: `/territoires/${territory.slug}/membres?q=${encodeURIComponent(name)}`,
    title: name,
    detail: [profession, enumerate(structures.slice(0, 3))].filter(Boolean).join(' · '),
    text: '',
    where: territory.name,
    fictional: territory.fictional,
    isDraft: false,
    passage: null
  };
}
