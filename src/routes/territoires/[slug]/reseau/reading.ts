import { densityAt } from '#domain/network/measures/figures.ts';
import { describeEvolution, headlinesOf, othersOf } from '#domain/network/measures/headlines.ts';
import { describeAnswers } from '#domain/network/measures/words.ts';
import { ACQUAINTED } from '#domain/network/model.ts';
import type { NetworkFigures, PublishedWave } from '#domain/network/server/figures/queries.ts';

type Told = PublishedWave & { readonly told: NonNullable<PublishedWave['told']> };

/** The figures of the network as its members read them: the last wave, then what came before. */
export function readNetwork({ waves, ongoing, own }: NetworkFigures) {
  const told = waves.filter(isTold);
  const last = told.at(-1);
  return {
    ongoing,
    own,
    /** Closed since, but too few have answered for it to be told. */
    untold: waves.at(-1) === last ? null : (waves.at(-1)?.wave ?? null),
    current: last ? readCurrent(last, told) : null,
    earlier: told
      .slice(0, -1)
      .toReversed()
      .map(({ wave, told: { byType } }) => ({ wave, byType })),
    chart: chartOf(told)
  };
}

function readCurrent({ wave, told: { figures, byType }, since }: Told, all: readonly Told[]) {
  const before = all.find((one) => one.wave.number === since?.number);
  const earlier =
    since && before
      ? { number: since.number, figures: before.told.figures, evolution: since.evolution }
      : null;
  return {
    ...{ wave, byType },
    answers: describeAnswers(figures.response, densityAt(figures, ACQUAINTED)),
    headlines: headlinesOf(figures, earlier),
    others: othersOf(figures, earlier),
    evolution: earlier && {
      number: earlier.number,
      text: describeEvolution(earlier.evolution)
    }
  };
}

/** Shares in hundredths, wave after wave; null while there is one wave only. */
function chartOf(told: readonly Told[]) {
  if (told.length < 2) return null;
  const scaled = (value: number | null) => (value === null ? null : Math.round(100 * value));
  const figures = told.map((one) => one.told.figures);
  return {
    points: told.map(({ wave }) => `Vague ${wave.number}`),
    series: [
      { label: 'Ont répondu', values: figures.map(({ response }) => scaled(response.value)) },
      {
        label: 'Se sont déjà parlé',
        values: figures.map((one) => scaled(densityAt(one, ACQUAINTED).value))
      },
      {
        label: 'Le disent toutes les deux',
        values: figures.map(({ reciprocity }) => scaled(reciprocity.value))
      }
    ]
  };
}

const isTold = (wave: PublishedWave): wave is Told => wave.told !== null;
