import { request as plainRequest, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Environment } from '#server/env.ts';
import { LARGEST_BODY } from '#server/http/bodies.ts';
import { answerTo, askQuestion, QUESTION_HEADER, type Seen } from '#server/http/questions.ts';
import { plural } from '#shared/text.ts';
import { good, type Finding } from './finding.ts';

const LABEL = 'Adresse publique';
const PATIENCE_MS = 10_000;
/** Documentation addresses (RFC 5737): nobody's. */
const FORGED = '192.0.2.66';
const DAY = 86_400_000;
const SOON_DAYS = 14;

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Of the certificate; null without encryption. */
  readonly validUntil: Date | null;
}

export interface OriginExamined {
  readonly findings: readonly Finding[];
  /** How far its clock is from ours, in milliseconds; null when it did not answer. */
  readonly clock: number | null;
}

/**
 * Asks the public address itself, as people do: does it lead here, safely, and does what stands in front pass on the
 * address of people and the files they send?
 * @param heavy - send too the heaviest body that Maillage accepts.
 */
export async function examineOrigin(
  { origin, proxies, demo }: Pick<Environment, 'origin' | 'proxies' | 'demo'>,
  { clock, heavy }: { clock: () => Date; heavy: boolean }
): Promise<OriginExamined> {
  if (!origin) return { findings: [withoutOrigin(demo !== 'off')], clock: null };
  const { number, header } = askQuestion(clock());
  const asking = { [QUESTION_HEADER]: header, 'x-forwarded-for': FORGED };
  let answer: Answer;
  try {
    answer = await ask(new URL('/sante', origin), asking, 0);
  } catch (error) {
    return { findings: [unreachable(origin, error)], clock: null };
  }
  const offset = clock().getTime() - Date.parse(answer.headers.date ?? '');
  const told = { clock: Number.isNaN(offset) ? null : offset };
  const seen = readSeen(answer, number);
  if (!seen) return { findings: [elsewhere(origin, answer.status)], ...told };
  const findings = [
    await judgeSafety(origin, answer, clock()),
    judgeProxies(seen, proxies),
    ...(heavy ? [await examineWeight(origin, asking)] : [])
  ];
  return { findings, ...told };
}

function withoutOrigin(demonstration: boolean): Finding {
  return {
    ...{ check: 'origin', label: LABEL, state: demonstration ? 'good' : 'bad' },
    value: 'Aucune',
    detail: demonstration
      ? 'En démonstration, Maillage ne répond qu’à cette machine.'
      : 'Les liens des courriels mènent à « localhost ».',
    remedy: demonstration ? null : 'Indiquez MAILLAGE_ORIGIN=https://…, puis redémarrez.'
  };
}

const TLS_ADVICE: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'Le certificat a expiré : renouvelez-le.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Le certificat est celui d’un autre nom : demandez-en un pour ce nom.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Le certificat n’est signé par personne : demandez-en un à une autorité, ou faites connaître la vôtre (NODE_EXTRA_CA_CERTS).',
  SELF_SIGNED_CERT_IN_CHAIN: 'L’autorité du certificat est inconnue d’ici (NODE_EXTRA_CA_CERTS).',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Il manque un certificat intermédiaire : donnez la chaîne complète au serveur mandataire.',
  ENOTFOUND: 'Ce nom est inconnu du DNS : créez-le, ou corrigez MAILLAGE_ORIGIN.',
  ECONNREFUSED: 'Rien n’écoute à cette adresse : démarrez Maillage et son serveur mandataire.'
};

function unreachable(origin: URL, error: unknown): Finding {
  const { code = '' } = error as { code?: string };
  return {
    ...{ check: 'origin', label: LABEL, state: 'bad', value: 'Ne répond pas' },
    detail: `${origin.origin}, demandée de cette machine : ${code || 'pas de réponse'}.`,
    remedy:
      TLS_ADVICE[code] ??
      'Vérifiez le DNS, le pare-feu et le serveur mandataire ; si cette machine ne peut pas joindre sa propre adresse publique, essayez d’une autre.'
  };
}

function elsewhere(origin: URL, status: number): Finding {
  return {
    ...{ check: 'origin', label: LABEL, state: 'bad', value: 'Mène ailleurs' },
    detail: `${origin.origin}/sante a répondu ${status}, mais ce n’est pas cette instance.`,
    remedy:
      'Corrigez MAILLAGE_ORIGIN ou le serveur mandataire (vers HOST:PORT, en-têtes compris) ; plusieurs serveurs doivent avoir le même MAILLAGE_SECRET.'
  };
}

async function judgeSafety(origin: URL, { validUntil }: Answer, now: Date): Promise<Finding> {
  if (origin.protocol !== 'https:')
    return {
      ...{ check: 'origin', label: LABEL, state: 'bad', value: 'Sans chiffrement' },
      detail: `${origin.origin} mène bien ici, mais tout ce qui passe peut être lu en chemin.`,
      remedy: 'Mettez un serveur mandataire en https devant, et MAILLAGE_ORIGIN=https://…'
    };
  const days = validUntil ? Math.floor((validUntil.getTime() - now.getTime()) / DAY) : null;
  const page = await ask(new URL('/accessibilite', origin), {}, 0).catch(() => null);
  const hsts = page?.headers['strict-transport-security'] !== undefined;
  const soon = days !== null && days < SOON_DAYS;
  return {
    ...{ check: 'origin', label: LABEL, state: soon || !hsts ? 'watch' : 'good' },
    value: soon ? `Certificat : ${plural(days, 'jour')}` : 'Mène bien ici',
    detail: `${origin.origin}${days === null ? '' : `, certificat bon ${plural(days, 'jour')}`}${hsts ? ', chiffrement imposé (HSTS)' : ''}.`,
    remedy: soon
      ? 'Le certificat n’a pas été renouvelé : vérifiez ce qui le renouvelle.'
      : hsts
        ? null
        : 'L’en-tête Strict-Transport-Security se perd en chemin : que le serveur mandataire le laisse passer.'
  };
}

/** Whether the address of people is the one that reaches us: limits of sign-in count by it. */
export function judgeProxies(seen: Seen, proxies: number): Finding {
  const check = { check: 'proxy', label: 'Serveur mandataire' } as const;
  // One that writes the header anew has thrown away what we forged, as it should.
  const through = seen.forwarded.filter((address) => address !== FORGED).length;
  if (seen.address === FORGED)
    return {
      ...check,
      ...{ state: 'bad', value: 'Adresses falsifiables' },
      detail: `MAILLAGE_PROXY=${proxies}, mais ${plural(through, 'serveur mandataire', 'serveurs mandataires')} en chemin : chacun peut se donner l’adresse qu’il veut.`,
      remedy: `Indiquez MAILLAGE_PROXY=${through}, puis redémarrez.`
    };
  if (through > proxies)
    return {
      ...check,
      ...{ state: 'bad', value: 'Tous à la même adresse' },
      detail: `${plural(through, 'serveur mandataire', 'serveurs mandataires')} en chemin, MAILLAGE_PROXY=${proxies} : tout le monde semble venir du mandataire, et les essais de chacun freinent ceux de tous.`,
      remedy: `Indiquez MAILLAGE_PROXY=${through}, puis redémarrez.`
    };
  return good(
    check.check,
    check.label,
    through === 0 ? 'Aucun' : plural(through, 'serveur'),
    'L’adresse des personnes arrive, et ne peut pas être falsifiée.'
  );
}

/** Imports and documents are heavier than what proxies let pass by default. */
async function examineWeight(origin: URL, asking: Record<string, string>): Promise<Finding> {
  const check = { check: 'weight', label: 'Poids des envois' } as const;
  const megabytes = LARGEST_BODY / 1_000_000;
  const answer = await ask(new URL('/sante', origin), asking, LARGEST_BODY).catch(() => null);
  const received = answer ? (parse(answer.body)?.received ?? 0) : 0;
  if (received === LARGEST_BODY)
    return good(
      check.check,
      check.label,
      `${megabytes} Mo`,
      'Imports et documents arrivent entiers.'
    );
  return {
    ...check,
    ...{ state: 'watch', value: `Moins de ${megabytes} Mo` },
    detail: answer
      ? `Un envoi de ${megabytes} Mo est refusé en chemin (réponse ${answer.status}).`
      : `Un envoi de ${megabytes} Mo est coupé en chemin.`,
    remedy: `Que le serveur mandataire laisse passer ${megabytes} Mo (nginx : client_max_body_size ${megabytes}m).`
  };
}

function readSeen(answer: Answer, number: string): Seen | null {
  const seen = parse(answer.body);
  return seen?.answer === answerTo(number) ? seen : null;
}

function parse(body: string): Seen | null {
  try {
    return (JSON.parse(body) as { seen?: Seen }).seen ?? null;
  } catch {
    // A page of something else: it leads elsewhere.
    return null;
  }
}

const PIECE = Buffer.alloc(1_000_000);

/** @throws when nothing answers, with the code of why. */
function ask(url: URL, headers: Record<string, string>, bytes: number): Promise<Answer> {
  const request = url.protocol === 'https:' ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: bytes > 0 ? 'POST' : 'GET',
      headers: { ...headers, ...(bytes > 0 ? { 'content-length': bytes } : {}) },
      agent: false,
      signal: AbortSignal.timeout(bytes > 0 ? 6 * PATIENCE_MS : PATIENCE_MS)
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const validUntil = expiryOf(response);
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text.slice(0, 100_000 - body.length)));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body, validUntil })
      );
    });
    send(outgoing, bytes);
  });
}

function send(outgoing: ReturnType<typeof plainRequest>, bytes: number): void {
  if (bytes <= 0) return void outgoing.end();
  const piece = PIECE.subarray(0, Math.min(bytes, PIECE.length));
  const next = () => send(outgoing, bytes - piece.length);
  if (outgoing.write(piece)) setImmediate(next);
  else outgoing.once('drain', next);
}

function expiryOf({ socket }: IncomingMessage): Date | null {
  if (!('getPeerCertificate' in socket)) return null;
  const until = new Date((socket as TLSSocket).getPeerCertificate().valid_to);
  return Number.isNaN(until.getTime()) ? null : until;
}
