import { siteAddress } from '#server/http/address.ts';
import type { Mail } from '#server/mail/queue.ts';
import { renderMail } from '#server/mail/template.ts';
import { unsubscribeAddress } from '#server/mail/unsubscribe.ts';
import { CONTRIBUTION_LABELS, openingOf, pageOf, type Contribution } from '../../model.ts';
import type { CoAuthorRole } from '../../people.ts';

interface Addressee {
  readonly name: string;
  readonly email: string;
}

type About = Pick<Contribution, 'kind' | 'slug' | 'title' | 'id' | 'version'>;

/** Somebody is asked to write, or to read before the others do. */
export function composeCoWriting(
  to: Addressee,
  by: string,
  role: CoAuthorRole,
  { id, kind, slug, title, version }: About
): Mail {
  const isWriter = role === 'writer';
  const page = pageOf({ kind, slug });
  const unsubscribeUrl = unsubscribeAddress(to.email, 'co-writing');
  return {
    kind: 'co-writing',
    to: { address: to.email, name: to.name },
    subject: `${isWriter ? 'À écrire ensemble' : 'À relire'} : ${title}`,
    unsubscribeUrl,
    about: `contribution:${id}`,
    // Taken off then asked again before anything was written, she reads it once.
    dedupeKey: `co-writing:${id}:${role}:${version}:${to.email}`,
    ...renderMail({
      greeting: greeting(to.name),
      paragraphs: [
        isWriter
          ? `${by} vous propose d’écrire avec elle ou lui «\u00a0${title}\u00a0» (${CONTRIBUTION_LABELS[kind].toLowerCase()}).`
          : `${by} vous propose de relire «\u00a0${title}\u00a0» (${CONTRIBUTION_LABELS[kind].toLowerCase()}) avant sa publication.`,
        isWriter
          ? 'Vous pouvez modifier tous les textes. Chaque version est gardée\u00a0: rien ne se perd, même si vous écrivez à deux au même moment.'
          : 'Vous laissez vos remarques sous chaque partie, et dites quand c’est prêt à être lu. Rien n’attend votre réponse pour être publié.'
      ],
      action: {
        label: isWriter ? 'Ouvrir le texte' : 'Relire',
        url: siteAddress(openingOf(isWriter ? page : `${page}/relecture`))
      },
      notes: ['Si ce n’est pas pour vous, vous pourrez vous retirer en un geste, sur la page.'],
      unsubscribeUrl
    })
  };
}

/** A reviewer says that it is ready: told to those who write it. */
export function composeReady(to: Addressee, by: string, about: About): Mail {
  const unsubscribeUrl = unsubscribeAddress(to.email, 'co-writing-ready');
  return {
    kind: 'co-writing-ready',
    to: { address: to.email, name: to.name },
    subject: `Prêt à être lu : ${about.title}`,
    unsubscribeUrl,
    about: `contribution:${about.id}`,
    dedupeKey: `co-writing-ready:${about.id}:${about.version}:${by}:${to.email}`,
    ...renderMail({
      greeting: greeting(to.name),
      paragraphs: [
        `${by} a relu «\u00a0${about.title}\u00a0» et le trouve prêt à être lu.`,
        'Il reste à le publier, quand vous le voulez.'
      ],
      action: {
        label: 'Voir ses remarques et publier',
        url: siteAddress(openingOf(`${pageOf(about)}/relecture`))
      },
      unsubscribeUrl
    })
  };
}

const greeting = (name: string) => (name ? `Bonjour ${name},` : 'Bonjour,');
