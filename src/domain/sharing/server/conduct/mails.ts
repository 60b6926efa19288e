import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { DECIDED_LABELS, type ConductDecision, type ReportedText } from '../../care.ts';
import { openingOf } from '../../model.ts';

interface Addressee {
  readonly name: string;
  readonly email: string;
}

type Role = 'author' | 'reporter';

/** Tells an animator that a text waits for a decision. Neither the text nor who reported it is in the message. */
export function conductReportMail(
  to: Addressee,
  {
    territory,
    about
  }: {
    readonly territory: { readonly slug: string; readonly name: string };
    readonly about: ReportedText['about'];
  }
): Mail {
  const what = about === 'reply' ? 'Une réponse' : 'Un partage';
  return compose(to, {
    kind: 'conduct-report',
    subject: 'Un signalement attend votre décision',
    paragraphs: [
      `${what} du territoire ${territory.name} est signalé comme contraire au code de conduite. Le texte reste en ligne en attendant.`,
      'Lisez-le, puis dites ce qu’il devient et pourquoi : les deux personnes concernées le liront.'
    ],
    label: 'Lire et décider',
    page: `/gestion/territoires/${territory.slug}/moderation`
  });
}

/** Tells what was decided, and why. Who reported and who decided are not named. */
export function decisionMail(
  to: Addressee,
  {
    role,
    what,
    decision,
    reason
  }: {
    readonly role: Role;
    readonly what: ReportedText | null;
    readonly decision: ConductDecision;
    readonly reason: string;
  }
): Mail {
  const whose =
    role === 'author' ? 'Un texte que vous avez écrit' : 'Un texte que vous avez signalé';
  const isGone = decision === 'removed';
  return compose(to, {
    kind: 'conduct-decision',
    subject: role === 'author' ? 'À propos d’un de vos textes' : 'Suite donnée à votre signalement',
    paragraphs: [
      `${whose}${nameOf(what)} a été relu par une personne qui anime le réseau. Il est ${DECIDED_LABELS[decision]}.`,
      `Pourquoi : ${reason}`,
      ...(isGone && role === 'author' && what?.about === 'contribution'
        ? [
            'Votre texte n’est pas perdu : vous le lisez encore. Une question, un désaccord ? Parlez-en aux personnes qui animent le réseau.'
          ]
        : [])
    ],
    label: 'Lire le code de conduite',
    page: '/aide/code-de-conduite'
  });
}

/** Tells that a decision was gone back on. */
export function reopenedMail(
  to: Addressee,
  {
    role,
    what,
    wasRemoved
  }: { readonly role: Role; readonly what: ReportedText | null; readonly wasRemoved: boolean }
): Mail {
  const whose = role === 'author' ? 'votre texte' : 'le texte que vous avez signalé';
  return compose(to, {
    kind: 'conduct-decision',
    subject: 'Une décision est reprise',
    paragraphs: [
      `La décision prise sur ${whose}${nameOf(what)} est annulée : elle va être reprise.${
        wasRemoved ? ' En attendant, le texte est de nouveau en ligne.' : ''
      }`
    ],
    label: 'Lire le code de conduite',
    page: '/aide/code-de-conduite'
  });
}

const nameOf = (what: ReportedText | null) => (what ? ` (${what.label})` : '');

function compose(
  to: Addressee,
  {
    kind,
    subject,
    paragraphs,
    label,
    page
  }: {
    readonly kind: string;
    readonly subject: string;
    readonly paragraphs: readonly string[];
    readonly label: string;
    readonly page: string;
  }
): Mail {
  const { text, html } = renderMail({
    greeting: `Bonjour ${to.name},`,
    paragraphs: [...paragraphs],
    action: { label, url: siteAddress(openingOf(page)) }
  });
  return { kind, to: { address: to.email, name: to.name }, subject, text, html };
}
