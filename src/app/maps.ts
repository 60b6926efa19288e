import { listContours } from '#domain/territory/server/queries.ts';
import type { Executor } from '#server/db/connection.ts';
import { drawMap, type MapDrawing } from '#ui/map-drawing.ts';

interface Kept {
  drawing: MapDrawing;
  until: number;
}

/** Drawing a territory takes a tenth of a second and changes only when contours are loaded anew. */
const kept = new Map<string, Kept>();
const MOST_KEPT = 60;
const KEPT_MS = 10 * 60 * 1000;

/**
 * The map of some communes, borders drawn between EPCI.
 *
 * @returns `null` when no contour of theirs is loaded; communes without contour are left out
 */
export async function drawCommunes(
  db: Executor,
  communes: readonly { code: string; epci: { code: string } | null }[]
): Promise<MapDrawing | null> {
  const key = communes.map((commune) => commune.code).join();
  const known = kept.get(key);
  if (known && known.until > Date.now()) return known.drawing;
  const groups = new Map(communes.map(({ code, epci }) => [code, epci?.code ?? null]));
  const { features } = await listContours(db, [...groups.keys()]);
  if (features.length === 0) return null;
  const drawing = drawMap(
    features.map(({ properties: { code }, geometry }) => ({
      code,
      group: groups.get(code) ?? null,
      geometry
    }))
  );
  kept.delete(key);
  kept.set(key, { drawing, until: Date.now() + KEPT_MS });
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
  return drawing;
}
