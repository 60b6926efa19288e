import { parseArgs } from 'node:util';
import { INVITATION_DAYS } from '#domain/directory/invitations.ts';
import { invitePeople } from '#domain/directory/server/invitations/commands.ts';
import { emailAddress } from '#domain/identity/forms.ts';
import { operator, ROLES } from '#domain/identity/model.ts';
import { ensurePerson, setAdministrator } from '#domain/identity/server/accounts/commands.ts';
import { makeSignInLink } from '#domain/identity/server/sign-in/by-hand/commands.ts';
import { SIGN_IN_WITHIN } from '#domain/identity/session.ts';
import { getTerritory } from '#domain/territory/server/queries.ts';
import type { Database } from '#server/db/connection.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { siteAddress } from '#server/http/address.ts';
import { Refusal } from '#server/refusal.ts';
import { BadUsage, type Command, type CommandContext } from './command.ts';

const OPERATOR = operator('ligne de commande');

export const command: Command = {
  name: 'user',
  summary: 'Inviter quelqu’un, ou lui donner un lien pour se connecter',
  usage: `user invite COURRIEL --role ${ROLES.join('|')} --territory SLUG [--name NOM]\nuser invite COURRIEL --role administrator [--name NOM]\nuser link COURRIEL`,
  async run(context, args) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        territory: { type: 'string' },
        name: { type: 'string' }
      }
    });
    const [verb, typed, ...others] = positionals;
    if ((verb !== 'invite' && verb !== 'link') || !typed || others.length > 0)
      throw new BadUsage('« user » attend « invite » ou « link », et une adresse.');
    const email = emailAddress.safeParse(typed);
    if (!email.success) throw new BadUsage(`« ${typed} » n’est pas une adresse électronique.`);
    if (verb === 'invite') return inviteGuest(context, { ...values, email: email.data });
    if (Object.keys(values).length > 0)
      throw new BadUsage('« user link » ne prend qu’une adresse.');
    const link = await signInAddress(await context.database(), email.data);
    context.print(`Le lien de ${email.data}, ${SERVES_ONCE} :\n${link}`, {
      email: email.data,
      link
    });
  }
};

const SERVES_ONCE = `à ouvrir dans les ${SIGN_IN_WITHIN / 60} minutes, une seule fois`;

interface Guest {
  readonly email: string;
  readonly name: string;
}

interface Asked {
  readonly email: string;
  readonly role?: string | undefined;
  readonly territory?: string | undefined;
  readonly name?: string | undefined;
}

async function inviteGuest(context: CommandContext, asked: Asked): Promise<void> {
  const role = [...ROLES, 'administrator' as const].find((known) => known === asked.role);
  if (!role) throw new BadUsage(`--role attend ${[...ROLES, 'administrator'].join(', ')}`);
  if ((role === 'administrator') === (asked.territory !== undefined))
    throw new BadUsage(
      role === 'administrator'
        ? '--role administrator ne va pas avec --territory'
        : `--role ${role} demande --territory`
    );
  const db = await context.database();
  const guest = { email: asked.email, name: asked.name ?? '' };
  const link =
    role === 'administrator'
      ? await makeAdministrator(db, guest)
      : await invite(db, guest, role, asked.territory!);
  context.print(
    role === 'administrator'
      ? `${guest.email} administre cette instance. Son lien pour se connecter, ${SERVES_ONCE} :\n${link}\nPassé ce délai : maillage user link ${guest.email}`
      : `${guest.email} est invité·e ; un message part si l’envoi est réglé. Son lien, bon ${INVITATION_DAYS} jours :\n${link}`,
    { email: guest.email, role, territory: asked.territory ?? null, link }
  );
}

/** The account is opened at once: whoever holds the command line vouches for the address. */
async function makeAdministrator(db: Database, guest: Guest): Promise<string> {
  await inTransaction(db, async (tx) => {
    const { id, suspended } = await ensurePerson(tx, guest);
    if (suspended) throw new Refusal(`Le compte de ${guest.email} est fermé.`);
    await setAdministrator(tx, OPERATOR, { person: id, administrator: true });
  });
  return signInAddress(db, guest.email);
}

/** A link that signs in, for whoever holds the command line to hand over: the first people come before any mail server. */
async function signInAddress(db: Database, email: string): Promise<string> {
  const token = await makeSignInLink(db, OPERATOR, email);
  if (!token)
    throw new Refusal(
      `Aucun compte ouvert n’est rattaché à ${email}. Invitez d’abord cette personne : maillage user invite ${email} --role …`
    );
  return siteAddress(`/connexion/lien?jeton=${token}`);
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
