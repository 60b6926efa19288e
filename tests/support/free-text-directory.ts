import { reportBarrier } from '#domain/confidentiality/server/barriers/commands.ts';
import type { StructureInput } from '#domain/directory/model.ts';
import { saveDraft } from '#domain/directory/server/editing/commands.ts';
import { setFrontDoorOrder } from '#domain/directory/server/front-doors/commands.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { refuseRequest, requestToJoin } from '#domain/directory/server/joining/commands.ts';
import { startJoining } from '#domain/directory/server/joining/confirmation/commands.ts';
import { relayMessage } from '#domain/directory/server/relay/commands.ts';
import { findStructureRoute } from '#domain/directory/server/relay/queries.ts';
import { suggestChange } from '#domain/directory/server/suggestions/changes/commands.ts';
import { suggestError, suggestStructure } from '#domain/directory/server/suggestions/commands.ts';
import { decideSuggestion } from '#domain/directory/server/suggestions/moderation/commands.ts';
import { operator, VISITOR } from '#domain/identity/model.ts';
import { openTerritory } from '#domain/territory/server/spaces/setup/commands.ts';
import type { CommuneCode, MembershipId } from '#shared/ids.ts';
import { person } from '../factories/people.ts';
import { aFiche, NOW, WHOLE, type Here, type Senders } from './free-text.ts';

/** How each form of the directory is sent, with a text that names somebody. */
export function sendersOfTheDirectory(here: Here): Senders {
  return { ...ofFiches(here), ...ofSuggestions(here), ...ofJoining(here), ...ofBarriers(here) };
}

function ofBarriers({ db, text }: Here): Senders {
  const said = { page: '', happened: 'La liste ne se lit pas.', used: '', email: '' };
  return {
    barrierInput: async (field) => (reread) =>
      reportBarrier(db, { ...said, [field]: text }, { address: '192.0.2.9', reread })
  };
}

function ofFiches(here: Here): Senders {
  const { db, actor, territory, text } = here;
  return {
    structureInput: async (field) => {
      const { id, input } = await aFiche(here);
      await db
        .insertInto('structure_draft')
        .values({
          structure_id: id,
          person_id: actor.id,
          base_version: 1,
          content: JSON.stringify(put(text, field, input))
        })
        .execute();
      return (reread) => saveDraft(db, actor, id, { reread });
    },
    territoryInput: async (field) => (reread) =>
      field === 'frontDoorReason'
        ? setFrontDoorOrder(db, actor, territory.slug, { doors: [], reason: text, reread })
        : openTerritory(db, operator('test'), {
            input: { ...territory, slug: 'relu', description: text, perimeter: WHOLE },
            reread
          }),
    relayInput: async (field) => {
      const route = await findStructureRoute(db, (await aFiche(here)).slug);
      const message = {
        name: 'Paul',
        email: 'paul@exemple.test',
        subject: 'Bonjour',
        message: 'Une question.'
      };
      return (reread) =>
        relayMessage(
          db,
          VISITOR,
          route,
          { ...message, [field]: text },
          { reread, copy: false, address: '192.0.2.1' }
        );
    }
  };
}

/** The fiche with a text at a path: « services.perimeter.note » is the note of the perimeter of each service. */
function put(text: string, at: string, fiche: StructureInput): StructureInput {
  const copy = structuredClone(fiche);
  const parts = at.split('.');
  const last = parts.pop()!;
  let holders: Record<string, unknown>[] = [copy as unknown as Record<string, unknown>];
  for (const part of parts)
    holders = holders.flatMap((holder) => [holder[part]].flat() as Record<string, unknown>[]);
  for (const holder of holders) holder[last] = text;
  return copy;
}

function ofSuggestions(here: Here): Senders {
  const { db, actor, territory, text } = here;
  return {
    errorInput: async () => {
      const { id } = await aFiche(here);
      const input = {
        part: 'other',
        text,
        source: '',
        authorName: '',
        authorEmail: '',
        structure: id
      } as const;
      return (reread) => suggestError(db, VISITOR, input, { address: '192.0.2.2', reread }, NOW);
    },
    newStructureInput: async () => {
      const input = {
        name: 'Nouvelle',
        type: 'MSP',
        communeCode: 'A' as CommuneCode,
        text,
        phone: '',
        website: '',
        source: '',
        authorName: '',
        authorEmail: ''
      };
      return (reread) =>
        suggestStructure(db, VISITOR, input, { address: '192.0.2.3', reread }, NOW);
    },
    changeInput: async (field) => {
      const { id, input, number } = await aFiche(here);
      const member = await person(db, { roles: [{ territory: territory.id, role: 'member' }] });
      const proposed = { ...input, text: '', phone: '0536490022', [field]: text, structure: id };
      const sender = { address: `192.0.2.${100 + number}` };
      return (reread) => suggestChange(db, member, proposed, { ...sender, reread }, NOW);
    },
    refusalInput: async () => {
      const { id } = await aFiche(here);
      const said = { text: '05 36 49 00 09', source: '', authorName: '', authorEmail: '' };
      const sent = await suggestError(
        db,
        VISITOR,
        { ...said, part: 'phone', structure: id },
        { address: '192.0.2.5', reread: false },
        NOW
      );
      if (!sent.ok) throw new Error(sent.reason);
      const refusal = { accept: false, refusal: 'other', more: text } as const;
      return (reread) => decideSuggestion(db, actor, sent.id, { ...refusal, reread }, NOW);
    }
  };
}

function ofJoining({ db, actor, territory, text }: Here): Senders {
  return {
    joinRequestInput: async () => {
      const someone = await person(db);
      const input = {
        profession: 'IDE',
        motive: text,
        structure: null,
        referent: false,
        territory
      };
      return (reread) => requestToJoin(db, someone, { ...input, reread });
    },
    newcomerInput: async () => {
      const input = {
        name: 'Nora',
        email: 'nora@exemple.test',
        profession: 'IDE',
        motive: text,
        structure: null,
        referent: false,
        territory,
        from: '192.0.2.4'
      };
      return (reread) => startJoining(db, { ...input, reread });
    },
    wordsInput: async () => {
      const someone = await person(db);
      await requestToJoin(db, someone, {
        profession: 'IDE',
        motive: 'Rejoindre',
        structure: null,
        referent: false,
        territory,
        reread: false
      });
      const membership = await db
        .selectFrom('membership')
        .select('id')
        .where('person_id', '=', someone.id)
        .executeTakeFirstOrThrow();
      const input = {
        territory: territory.id,
        membership: membership.id as MembershipId,
        place: territory,
        reason: 'other',
        words: text
      } as const;
      return (reread) => refuseRequest(db, actor, { ...input, reread });
    },
    invitationInput: async () => {
      const input = {
        role: 'member',
        structure: null,
        message: text,
        place: territory,
        guests: [{ email: 'g@exemple.test', name: 'G' }]
      } as const;
      return (reread) => invitePeople(db, actor, { ...input, reread });
    }
  };
}
