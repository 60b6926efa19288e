import { sql } from 'kysely';
import { createTransport } from 'nodemailer';
import type { Executor } from '#server/db/connection.ts';
import type { Environment } from '#server/env.ts';
import { bareAddress } from '#server/mail/composition.ts';
import { formatAge } from '#shared/dates.ts';
import { plural } from '#shared/text.ts';
import type { Finding } from './finding.ts';

const LABEL = 'Serveur de messagerie';
const PATIENCE_MS = 15_000;
const MINUTE = 60_000;

type Settings = Pick<Environment, 'smtpUrl' | 'mailFrom' | 'demo'>;

/**
 * Connects to the mail server as a message does (greeting, encryption, sign-in), and hands it a real message when an
 * address is given.
 */
export async function examineMailServer(settings: Settings, to: string | null): Promise<Finding> {
  const { smtpUrl, mailFrom, demo } = settings;
  if (!smtpUrl) return withoutServer(demo !== 'off');
  const transport = createTransport({
    ...{ url: smtpUrl, dnsTimeout: PATIENCE_MS, connectionTimeout: PATIENCE_MS },
    ...{ greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true }
  });
  const server = new URL(smtpUrl).host;
  try {
    await transport.verify();
    if (to) await transport.sendMail(trial(mailFrom, to));
  } catch (error) {
    return refused(error, server);
  } finally {
    transport.close();
  }
  const domain = bareAddress(mailFrom).split('@')[1] ?? '';
  return {
    ...{ check: 'mail', label: LABEL, state: 'good' },
    value: to ? 'Message accepté' : 'Répond',
    detail: to
      ? `${server} a pris le message d’essai pour ${to}. Regardez s’il arrive, et s’il n’est pas classé indésirable.`
      : `${server} accepte la connexion de Maillage. Un vrai message : « maillage doctor --mail ADRESSE ».`,
    remedy: to
      ? `S’il n’arrive pas, dans le DNS de ${domain} : SPF doit autoriser ce serveur, DKIM signer, DMARC exister.`
      : null,
    href: '/gestion/instance/courriels'
  };
}

function withoutServer(demonstration: boolean): Finding {
  return {
    ...{ check: 'mail', label: LABEL, state: demonstration ? 'good' : 'bad' },
    value: 'Aucun',
    detail: demonstration
      ? 'En démonstration, les courriels se lisent sur /courriels.'
      : 'Les courriels sont gardés dans la base et ne partent pas : personne ne peut se connecter.',
    remedy: demonstration ? null : 'Indiquez SMTP_URL et MAIL_FROM, puis redémarrez.'
  };
}

/** Its subject says what it is, to whoever finds it months later. */
function trial(from: string, to: string) {
  return {
    from,
    to,
    subject: 'Essai d’envoi de Maillage',
    text: 'Ce message a été demandé par « maillage doctor ».\n\nS’il vous parvient, l’envoi des courriels est bien réglé. Il n’appelle pas de réponse.\n',
    headers: { 'Auto-Submitted': 'auto-generated' }
  };
}

const ADVICE: Readonly<Record<string, string>> = {
  EAUTH: 'L’utilisateur ou le mot de passe de SMTP_URL est refusé : corrigez-les.',
  EDNS: 'Ce nom de serveur est inconnu : corrigez SMTP_URL.',
  ETLS: 'Le chiffrement échoue : vérifiez le certificat du serveur, et smtps:// (465) ou smtp:// (587).',
  EENVELOPE: 'L’expéditeur (MAIL_FROM) ou le destinataire est refusé : déclarez cet expéditeur.',
  EMESSAGE: 'Le message est refusé : lisez ce que dit le serveur, ci-dessus.'
};
const UNREACHABLE =
  'Le serveur ne répond pas : vérifiez le nom et le port de SMTP_URL, et que le pare-feu laisse sortir.';

function refused(error: unknown, server: string): Finding {
  const { code = '', response = '' } = error as { code?: string; response?: string };
  // What the server said, never what we sent it.
  const said = response.split('\n')[0]!.trim().slice(0, 160);
  return {
    ...{ check: 'mail', label: LABEL, state: 'bad' },
    value: code === 'EAUTH' ? 'Refuse Maillage' : said ? 'Refuse' : 'Ne répond pas',
    detail: `${server}${said ? ` a dit : ${said}` : ` : ${code || 'pas de réponse'}`}`,
    remedy: ADVICE[code] ?? UNREACHABLE
  };
}

/** What should have left and has not, what waits for a decision. */
export async function examineMailQueue(db: Executor, now: Date): Promise<Finding> {
  const { rows } = await sql<{ since: Date | null; failed: number; uncertain: number }>`
    select min(not_before) filter (where status = 'queued' and not_before <= ${now}) as since,
      count(*) filter (where status = 'failed') as failed,
      count(*) filter (where status = 'uncertain') as uncertain
    from mail_message`.execute(db);
  const { since, failed, uncertain } = rows[0]!;
  const late = since ? now.getTime() - since.getTime() : 0;
  const undecided = failed + uncertain;
  const state = late > 60 * MINUTE ? 'bad' : late > 10 * MINUTE || undecided > 0 ? 'watch' : 'good';
  return {
    ...{ check: 'mail-queue', label: 'File des courriels', state },
    value:
      late > MINUTE
        ? `${plural(Math.round(late / MINUTE), 'minute')} de retard`
        : undecided > 0
          ? `${plural(undecided, 'courriel')} à décider`
          : 'À jour',
    detail: `${plural(failed, 'échec')}, ${plural(uncertain, 'envoi incertain', 'envois incertains')}${since ? ` ; le plus ancien attend depuis ${formatAge(since, now).replace(/^il y a /, '')}` : ''}.`,
    remedy:
      state === 'good'
        ? null
        : late > 10 * MINUTE
          ? 'Vérifiez que le serveur de messagerie répond et qu’un serveur fait les tâches de fond.'
          : 'Décidez de chacun dans Courriels : renvoyer, ou laisser.',
    href: `/gestion/instance/courriels${undecided > 0 ? `?etat=${uncertain > 0 ? 'uncertain' : 'failed'}` : ''}`
  };
}
