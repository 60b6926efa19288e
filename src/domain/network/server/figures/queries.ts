/** What a wave tells: everything to who animates, aggregates to members, to a référent what her structure has said. */
import { isReferentOf } from '#domain/identity/rules.ts';
import type { Actor } from '#domain/identity/model.ts';
import type { Executor } from '#server/db/connection.ts';
import { Forbidden, NotFound } from '#shared/errors.ts';
import type { TerritoryId, WaveId } from '#shared/ids.ts';
import { measureByType, type TypeMatrix } from '../../measures/by-type.ts';
import { measureEvolution, type Evolution } from '../../measures/evolution.ts';
import {
  isReadableByMembers,
  LEAST_STRUCTURES,
  measureWave,
  type WaveFigures
} from '../../measures/figures.ts';
import { NETWORK_MEASURES, type MeasuredWave } from '../../measures/indicators.ts';
import { readOwn, type OwnReading } from '../../measures/own.ts';
import { measureResponse } from '../../measures/density.ts';
import type { Estimate } from '../../measures/asked.ts';
import type { Wave, WaveNetwork } from '../../model.ts';
import { canLeadWaves, canReadFigures } from '../../rules.ts';
import { findWaveById, listWaves, readWaveNetwork, readWaveNetworks } from '../waves/queries.ts';

/** A closed wave as members read it. No structure is named in it, and nothing in it is of fewer than three. */
export interface PublishedWave {
  readonly wave: Wave;
  /** Null: too few have answered for their answers to be shown together. */
  readonly told: { readonly figures: WaveFigures; readonly byType: TypeMatrix } | null;
  /** Since the last wave that is told; null when there is none, or when too few answered both. */
  readonly since: { readonly number: number; readonly evolution: Evolution } | null;
}

/** What members read of how their structures know each other. */
export interface NetworkFigures {
  /** Closed waves, the first first. */
  readonly waves: readonly PublishedWave[];
  /** A wave that is being answered: only how many have. */
  readonly ongoing: { readonly wave: Wave; readonly response: Estimate } | null;
  /** What the structures of the actor have said, in the last closed wave. */
  readonly own: readonly OwnReading[];
}

/**
 * What members may read. An open wave tells nothing but how many have answered: figures that move with each answer would
 * say what the last one was.
 * @throws Forbidden to whoever is not a member.
 */
export async function getNetworkFigures(
  db: Executor,
  actor: Actor,
  territory: TerritoryId
): Promise<NetworkFigures> {
  if (!canReadFigures(actor, territory))
    throw new Forbidden('Ces chiffres sont ceux des membres du réseau.');
  const networks = await readNetworks(db, territory);
  const closed = networks.filter(({ wave }) => wave.status === 'closed');
  const open = networks.find(({ wave }) => wave.status === 'open');
  return {
    waves: closed.map((network, at) => publish(network, closed.slice(0, at))),
    ongoing: open ? { wave: open.wave, response: measureResponse(open) } : null,
    own: closed
      .slice(-1)
      .flatMap((network) =>
        network.structures
          .filter(({ structure }) => isReferentOf(actor, structure))
          .map(({ structure }) => readOwn(network, structure))
      )
  };
}

/** All that a wave says, and those before it: for who animates. */
export interface WaveReading {
  readonly wave: Wave;
  readonly network: WaveNetwork;
  /** The waves before it, the first first, drafts left out. */
  readonly before: readonly WaveNetwork[];
}

/**
 * Every answer of a wave. @throws Forbidden unless the actor animates the territory; NotFound when it has no such wave, or
 * when nothing was asked in it yet.
 */
export async function getWaveReading(
  db: Executor,
  actor: Actor,
  territory: TerritoryId,
  number: number
): Promise<WaveReading> {
  if (!canLeadWaves(actor, territory))
    throw new Forbidden('Les réponses se lisent par les personnes qui animent le territoire.');
  const networks = await readNetworks(db, territory);
  const at = networks.findIndex(({ wave }) => wave.number === number);
  const network = networks[at];
  if (!network) throw new NotFound('Cette vague n’existe pas, ou n’est pas encore ouverte.');
  return { wave: network.wave, network, before: networks.slice(0, at) };
}

/**
 * What a wave may be followed by, each with where it comes from: for the indicators of plans, and the effect of a
 * rencontre. Aggregates; the caller decides who may.
 * @throws NotFound when there is no such wave.
 */
export async function readWaveMeasures(db: Executor, wave: WaveId) {
  const measured = await readMeasuredWave(db, wave);
  return NETWORK_MEASURES.map(({ read, ...measure }) => ({ ...measure, ...read(measured) }));
}

/** A wave and its figures, as `NETWORK_MEASURES` reads them. @throws NotFound when there is no such wave. */
async function readMeasuredWave(db: Executor, id: WaveId): Promise<MeasuredWave> {
  const wave = await findWaveById(db, id);
  if (!wave) throw new NotFound('Cette vague n’existe plus.');
  return { wave, figures: measureWave(await readWaveNetwork(db, id)) };
}

/**
 * The waves of a territory that were opened, and what each tells by code of measure, for the indicators of its plans:
 * null where members may not read it. As many statements for one wave as for ten; the caller decides who may.
 */
export async function listWaveMeasures(db: Executor, territory: TerritoryId) {
  return (await readNetworks(db, territory)).map((network) => {
    const { wave } = network;
    if (!isReadableByMembers(network)) return { wave, measures: null };
    const measured = { wave, figures: measureWave(network) };
    const measures = NETWORK_MEASURES.map(({ code, read }) => [code, read(measured)] as const);
    return { wave, measures: new Map(measures) };
  });
}

/** The waves of a territory that were opened, with all they hold. */
async function readNetworks(db: Executor, territory: TerritoryId): Promise<WaveNetwork[]> {
  const opened = (await listWaves(db, territory)).filter(({ status }) => status !== 'draft');
  return readWaveNetworks(
    db,
    opened.map(({ id }) => id)
  );
}

function publish(network: WaveNetwork, before: readonly WaveNetwork[]): PublishedWave {
  const { wave } = network;
  if (!isReadableByMembers(network)) return { wave, told: null, since: null };
  const earlier = before.findLast(isReadableByMembers);
  const evolution = earlier && measureEvolution(earlier, network);
  return {
    wave,
    told: { figures: measureWave(network), byType: measureByType(network) },
    since:
      evolution && evolution.authors >= LEAST_STRUCTURES
        ? { number: earlier.wave.number, evolution }
        : null
  };
}
