/** Codes of places that a JSON file gives, brought to those of today. */
import type { PerimeterInput, ZoneRef } from '#domain/territory/model.ts';
import type { ImportRecord, RecordValues, Remark } from './record.ts';
import { LEVEL_NAMES, type Gazetteer } from './zones.ts';

/** Every code of a commune or zone in the values of a record. */
export function placeCodes(values: RecordValues): string[] {
  const perimeters = [
    values.perimeter,
    ...(values.services ?? []).map((service) => service.perimeter)
  ];
  const zones = perimeters.flatMap((perimeter) =>
    perimeter ? [...perimeter.include, ...perimeter.exclude] : []
  );
  return [...zones.map((zone) => zone.code), ...(values.communeCode ? [values.communeCode] : [])];
}

/** The record with current codes; a code that is none is a problem. */
export function settlePlaces(record: ImportRecord, gazetteer: Gazetteer): ImportRecord {
  const problems: Remark[] = [];
  const line = record.lines[0]!;
  const settle = (perimeter: PerimeterInput, column: string): PerimeterInput => ({
    ...perimeter,
    include: settleZones(perimeter.include, gazetteer, (message) =>
      problems.push({ line, column, message })
    ),
    exclude: settleZones(perimeter.exclude, gazetteer, (message) =>
      problems.push({ line, column, message })
    )
  });
  const values = { ...record.values };
  if (values.perimeter) values.perimeter = settle(values.perimeter, 'perimeter');
  if (values.services) {
    values.services = values.services.map((service) =>
      service.perimeter
        ? { ...service, perimeter: settle(service.perimeter, `${service.name} : périmètre`) }
        : service
    );
  }
  if (values.communeCode) {
    const current = gazetteer.byCode.get('commune')?.get(values.communeCode);
    if (current) values.communeCode = current.code;
    else
      problems.push({
        line,
        column: 'Code INSEE',
        message: `code INSEE inconnu : « ${values.communeCode} »`
      });
  }
  return { ...record, values, problems: [...record.problems, ...problems] };
}

function settleZones(
  zones: readonly ZoneRef[],
  gazetteer: Gazetteer,
  refuse: (message: string) => void
): ZoneRef[] {
  const settled = new Map<string, ZoneRef>();
  for (const { level, code } of zones) {
    const current = gazetteer.byCode.get(level)?.get(code);
    if (current) settled.set(`${level} ${current.code}`, { level, code: current.code });
    else refuse(`code inconnu : ${LEVEL_NAMES[level]} ${code}`);
  }
  return [...settled.values()];
}
