import type { Territory } from '#domain/territory/model.ts';
import {
  createStructure,
  saveVocabulary,
  updateStructure
} from '#domain/directory/server/commands.ts';
import { operator, type PersonActor } from '#domain/identity/model.ts';
import { recordAudit } from '#domain/identity/server/audit/commands.ts';
import type { Database } from '#server/db/connection.ts';
import { someoneInEvents } from './event-traces.ts';
import { aTerritory, person } from './people.ts';
import { someoneInPlans } from './plan-traces.ts';
import { aStructure } from './structures.ts';
import { someoneToldNews } from './news-traces.ts';
import { someoneInSharing } from './sharing-traces.ts';
import { someoneInWaves } from './wave-traces.ts';

export const NAME = 'Zoé d’Effacée (O’Hara)';
export const EMAIL = 'zoe.effacee+test@exemple.test';
export const NOW = new Date('2026-11-22T10:00:00Z');

/** A territory, a type of structure, and whoever runs the instance. */
export async function aPlaceForTraces(db: Database) {
  const territory = await aTerritory(db);
  const boss = await person(db, {
    name: 'Alix Administre',
    email: 'alix@exemple.test',
    administrator: true
  });
  await saveVocabulary(db, operator('test'), {
    types: [
      {
        code: 'MSP',
        name: 'Maison de santé',
        mission: '',
        legalBasis: '',
        action: 'call',
        colour: 1,
        dataInclusion: null,
        synonyms: []
      }
    ],
    themes: [],
    audiences: []
  });
  return { territory, boss };
}

let seeded = 0;

/** Somebody who has left a trace everywhere that a feature writes one. */
export async function someoneEverywhere(
  db: Database,
  { territory, boss }: { territory: Territory; boss: PersonActor }
): Promise<PersonActor> {
  const turn = ++seeded;
  const zoe = await person(db, {
    name: NAME,
    email: EMAIL,
    roles: [{ territory: territory.id, role: 'animator' }]
  });
  const input = aStructure({
    name: 'Maison des traces',
    territories: [territory.slug],
    confirmedBy: NAME,
    confirmedAt: '2026-10-01T08:00:00.000Z',
    contacts: [
      {
        name: NAME,
        email: EMAIL,
        phone: '0639981234',
        visibility: 'public',
        consentAt: '2026-01-01',
        person: zoe.id
      },
      { name: 'Autre Contact', visibility: 'public', consentAt: '2026-01-01' }
    ]
  });
  const id = await createStructure(db, zoe, input);
  await updateStructure(db, zoe, id, { ...input, leadBody: 'Mairie' });
  const [mail] = await db
    .insertInto('mail_message')
    .values([
      {
        kind: 'sign-in',
        recipient: EMAIL,
        recipient_name: NAME,
        subject: 'Votre code',
        text_body: 'x',
        html_body: 'x'
      },
      {
        kind: 'join',
        recipient: 'alix@exemple.test',
        subject: `${NAME} demande à rejoindre`,
        text_body: `${NAME} <${EMAIL}>`,
        html_body: `<b>${EMAIL}</b>`
      },
      {
        kind: 'relay',
        recipient: 'autre@exemple.test',
        reply_to: EMAIL,
        subject: 'Bonjour',
        status: 'sent'
      }
    ])
    .returning('id')
    .execute();
  await db.insertInto('mail_refusal').values({ address: EMAIL, kind: 'all' }).execute();
  await db
    .insertInto('affiliation')
    .values({ structure_id: id, person_id: zoe.id, referent: true, note: NAME })
    .execute();
  await db
    .insertInto('structure_draft')
    .values([
      { structure_id: id, person_id: zoe.id, base_version: 1, content: JSON.stringify(input) },
      { structure_id: id, person_id: boss.id, base_version: 1, content: JSON.stringify(input) }
    ])
    .execute();
  await db
    .insertInto('suggestion')
    .values([
      {
        kind: 'change',
        structure_id: id,
        person_id: zoe.id,
        author_name: NAME,
        author_email: EMAIL,
        text: 'Le téléphone a changé.',
        content: JSON.stringify(input),
        assigned_to: 'animator'
      },
      {
        kind: 'error',
        structure_id: id,
        text: `Demandez à ${NAME.toUpperCase()}.`,
        assigned_to: 'animator',
        status: 'refused',
        decided_by: zoe.id,
        decided_label: NAME,
        reason: `Vu avec ${EMAIL}`
      }
    ])
    .execute();
  await db
    .insertInto('invitation')
    .values([
      {
        territory_id: territory.id,
        email: EMAIL,
        name: NAME,
        token_hash: `a${turn}`,
        expires_at: NOW
      },
      {
        territory_id: territory.id,
        email: `b${turn}@exemple.test`,
        message: `De la part de ${NAME}`,
        token_hash: `b${turn}`,
        expires_at: NOW,
        invited_by: zoe.id
      }
    ])
    .execute();
  await db
    .insertInto('join_request')
    .values({
      territory_id: territory.id,
      email: EMAIL,
      name: NAME,
      token_hash: `j${turn}`,
      expires_at: NOW
    })
    .execute();
  await db
    .insertInto('confirmation_request')
    .values({
      structure_id: id,
      recipient: EMAIL,
      person_id: zoe.id,
      token_hash: `c${turn}`,
      answered_at: NOW,
      answer: 'confirmed',
      answered_by: NAME
    })
    .execute();
  await db
    .insertInto('relay_message')
    .values([
      {
        structure_id: id,
        sender_id: zoe.id,
        sender_name: NAME,
        subject: `De ${NAME}`,
        mail_id: mail!.id
      },
      { person_id: zoe.id, sender_name: 'Autre', subject: 'Pour Zoé' }
    ])
    .execute();
  await db
    .insertInto('import_batch')
    .values({
      file_name: 'a.csv',
      format: 'csv',
      records: JSON.stringify([{ contact: NAME, email: EMAIL }]),
      report: JSON.stringify({ rows: [EMAIL] })
    })
    .execute();
  await db
    .insertInto('withholding')
    .values({ content_kind: 'structure', content_id: `999${turn}`, reported_by: zoe.id })
    .execute();
  await db
    .insertInto('access_barrier')
    .values({ happened: 'Rien ne se lit', used: `Dit ${NAME}`, author_email: EMAIL })
    .execute();
  await db
    .insertInto('retention_rule')
    .values({ kind: `essai-${turn}`, days: 9, updated_by: NAME })
    .execute();
  await db
    .insertInto('sign_in_session')
    .values({
      token: `t${turn}`,
      person_id: zoe.id,
      expires_at: NOW,
      ip_address: '192.0.2.1',
      user_agent: 'Firefox'
    })
    .execute();
  await db
    .insertInto('sign_in_verification')
    .values({
      identifier: `sign-in-otp-${EMAIL}`,
      value: JSON.stringify({ email: EMAIL }),
      expires_at: NOW
    })
    .execute();
  await db
    .insertInto('sign_in_account')
    .values({ account_id: EMAIL, provider_id: 'oidc', person_id: zoe.id })
    .execute();
  const who = { id: zoe.id, name: NAME, email: EMAIL };
  const { past } = await someoneInEvents(db, territory.id, { actor: zoe, ...who });
  await someoneInPlans(db, { territory: territory.id, event: past }, who);
  await someoneInSharing(db, { territory: territory.id }, who);
  await someoneInWaves(db, { territory: territory.id, structure: id }, who);
  await someoneToldNews(db, territory.id, who);
  await recordAudit(db, boss, {
    action: 'person.update',
    target: { kind: 'person', id: zoe.id, label: NAME },
    detail: { to: EMAIL }
  });
  return zoe;
}
