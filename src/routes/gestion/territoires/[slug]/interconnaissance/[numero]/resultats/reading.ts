import type { StructureType } from '#domain/directory/model.ts';
import { drawWaves, FONT_SIZE } from '#domain/network/drawing/layout.ts';
import { composeMatrix } from '#domain/network/drawing/matrix.ts';
import { composeMiniature, composePicture } from '#domain/network/drawing/picture.ts';
import { readAround } from '#domain/network/measures/around.ts';
import { listBridges, measureStructures } from '#domain/network/measures/by-structure.ts';
import { measureDensity } from '#domain/network/measures/density.ts';
import { measureEvolution } from '#domain/network/measures/evolution.ts';
import { measureWave } from '#domain/network/measures/figures.ts';
import { describeEvolution, headlinesOf, othersOf } from '#domain/network/measures/headlines.ts';
import { writeShare } from '#domain/network/measures/words.ts';
import { ACQUAINTED, type WaveNetwork } from '#domain/network/model.ts';
import type { WaveReading } from '#domain/network/server/figures/queries.ts';
import { formatDate } from '#shared/dates.ts';
import { textWidth } from '#ui/text-width.ts';
import type { Asked } from './asked.ts';
import { sortRows } from './rows.ts';

/** The figures of a wave, with what changed since the one before. */
export function readFigures({ network, before }: WaveReading) {
  const previous = before.at(-1);
  const figures = measureWave(network);
  const earlier = previous
    ? {
        number: previous.wave.number,
        figures: measureWave(previous),
        evolution: measureEvolution(previous, network)
      }
    : null;
  return {
    headlines: headlinesOf(figures, earlier),
    others: othersOf(figures, earlier),
    evolution: earlier
      ? { number: earlier.number, text: describeEvolution(earlier.evolution) }
      : null
  };
}

/** The wave as the address asks to see it. */
export function readView(
  { network, before }: WaveReading,
  asked: Asked,
  types: readonly StructureType[]
) {
  const readings = measureStructures(network);
  const drawing = drawWaves([...before, network], (text) => textWidth(text, FONT_SIZE));
  const chosen = readings.find(({ slug }) => slug === asked.structure) ?? null;
  const present = new Set(readings.map(({ type }) => type));
  const seen = { type: asked.type, level: asked.level, chosen: chosen?.structure ?? null };
  return {
    types: types.filter(({ code }) => present.has(code)),
    chosen: chosen && { ...chosen, around: readAround(network, chosen.structure) },
    bridges: listBridges(readings),
    isolated: readings.filter(({ attachment }) => attachment === 'isolated'),
    unknown: readings.filter(({ attachment }) => attachment === 'unknown'),
    readings,
    picture: composePicture(network, readings, drawing, seen),
    matrix:
      asked.view === 'matrice'
        ? composeMatrix(
            network,
            types.map(({ code }) => code)
          )
        : [],
    rows: asked.view === 'tableau' ? sortRows(readings, asked.sort) : [],
    miniatures: [...before, network].map((one) => ({
      ...composeMiniature(one, drawing),
      ...{ number: one.wave.number, title: one.wave.title, told: tell(one) },
      isCurrent: one === network
    }))
  };
}

function tell(network: WaveNetwork): string {
  const { openedAt } = network.wave;
  const density = measureDensity(network, ACQUAINTED);
  const when = openedAt ? `${formatDate(openedAt)}\u00a0: ` : '';
  return `${when}${writeShare(density)} des réponses disent avoir échangé`;
}
