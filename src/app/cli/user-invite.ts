import { parseArgs } from 'node:util';
import { INVITATION_DAYS } from '#domain/directory/invitations.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { emailAddress } from '#domain/identity/forms.ts';
import { operator, ROLES } from '#domain/identity/model.ts';
import { ensurePerson, setAdministrator } from '#domain/identity/server/accounts/commands.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { siteAddress } from '#server/http/address.ts';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type Command } from './command.ts';

const OPERATOR = operator('ligne de commande');

export const command: Command = {
  name: 'user',
  summary: 'Inviter quelqu’un dans un territoire, ou à administrer l’instance',
  usage: `user invite COURRIEL --role ${ROLES.join('|')} --territory SLUG [--name NOM]\nuser invite COURRIEL --role administrator [--name NOM]`,
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        territory: { type: 'string' },
        name: { type: 'string', default: '' }
      }
    });
    const [verb, typed, ...others] = positionals;
    if (verb !== 'invite' || !typed || others.length > 0)
      throw new BadUsage('« user » attend « invite » et une adresse.');
    const email = emailAddress.safeParse(typed);
    if (!email.success) throw new BadUsage(`« ${typed} » n’est pas une adresse électronique.`);
    const role = [...ROLES, 'administrator' as const].find((known) => known === values.role);
    if (!role) throw new BadUsage(`--role attend ${[...ROLES, 'administrator'].join(', ')}`);
    if ((role === 'administrator') === (values.territory !== undefined))
      throw new BadUsage(
        role === 'administrator'
          ? '--role administrator ne va pas avec --territory'
          : `--role ${role} demande --territory`
      );
    const db = await context.database();
    const guest = { email: email.data, name: values.name };
    const link =
      role === 'administrator'
        ? await makeAdministrator(db, guest)
        : await invite(db, guest, role, values.territory!);
    context.print(
      role === 'administrator'
        ? `${guest.email} administre cette instance. Cette personne se connecte ici :\n${link}`
        : `${guest.email} est invité·e ; un message part si l’envoi est réglé. Son lien, bon ${INVITATION_DAYS} jours :\n${link}`,
      { email: guest.email, role, territory: values.territory ?? null, link }
    );
  }
};

interface Guest {
  readonly email: string;
  readonly name: string;
}

/** The account is opened at once: whoever holds the command line vouches for the address. */
async function makeAdministrator(db: Database, guest: Guest): Promise<string> {
  await inTransaction(db, async (tx) => {
    const { id, suspended } = await ensurePerson(tx, guest);
    if (suspended) throw new Refusal(`Le compte de ${guest.email} est fermé.`);
    await setAdministrator(tx, OPERATOR, { person: id, administrator: true });
  });
  return siteAddress('/connexion');
}

async function invite(
  db: Database,
  guest: Guest,
  role: (typeof ROLES)[number],
  slug: string
): Promise<string> {
  const place = await getTerritory(db, slug);
  const outcome = await invitePeople(db, OPERATOR, {
    ...{ place, role, structure: null, message: '', reread: true },
    guests: [guest]
  });
  const sent = outcome.ok ? outcome.sent[0] : undefined;
  if (!sent)
    throw new Refusal(
      `${guest.email} a déjà ce rôle dans ce réseau, ou une invitation qui attend sa réponse.`
    );
  return siteAddress(`/invitation/${sent.token}`);
}
