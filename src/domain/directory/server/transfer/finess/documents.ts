import { UnreadableFile } from '../../../transfer/file.ts';
import type { FluxEntity } from '../../../transfer/finess.ts';

/** No legal entity of the flux comes near this; a broken file would otherwise grow without end. */
const LONGEST_ENTITY = 20_000_000;

/**
 * The legal entities of a FINESS+ flux, one at a time: the national file is 750 MB. Reads the whole document
 * (`{"pmej": [...]}`) or one entity a line.
 * @throws UnreadableFile when an entity is not JSON.
 */
export async function* fluxEntities(pieces: AsyncIterable<string>): AsyncGenerator<FluxEntity> {
  const cutter = new ObjectCutter();
  for await (const piece of pieces) {
    for (const text of cutter.push(piece)) yield parseEntity(text);
  }
}

function parseEntity(text: string): FluxEntity {
  try {
    return JSON.parse(text) as FluxEntity;
  } catch {
    throw new UnreadableFile(
      'Le fichier FINESS est coupé ou abîmé : une entité n’est pas lisible. Téléchargez-le de nouveau.'
    );
  }
}

/** Cuts the objects of the « pmej » array (or of a file of one object a line) out of a stream of text. */
class ObjectCutter {
  /** Past the opening brace of an entity whose end has not come yet. */
  private isInside = false;
  private rest = '';
  private started = false;

  *push(piece: string): Generator<string> {
    this.rest += piece;
    if (!this.started && !this.start()) return;
    for (;;) {
      if (!this.isInside) {
        const at = this.rest.search(/[{\]]/);
        if (at < 0 || this.rest[at] === ']') {
          this.rest = at < 0 ? '' : this.rest.slice(at);
          return;
        }
        this.rest = this.rest.slice(at);
      }
      const end = endOfObject(this.rest);
      if (end < 0) {
        if (this.rest.length > LONGEST_ENTITY)
          throw new UnreadableFile('Le fichier FINESS est abîmé.');
        this.isInside = true;
        return;
      }
      this.isInside = false;
      yield this.rest.slice(0, end);
      this.rest = this.rest.slice(end);
    }
  }

  /** Skips to the array of entities, or to the first object of a file of one object a line. */
  private start(): boolean {
    const array = /"pmej"\s*:\s*\[/.exec(this.rest);
    if (array) {
      this.rest = this.rest.slice(array.index + array[0].length);
      this.started = true;
    } else if (/^\s*\{\s*"(informationsGenerales|adresse|ege|contact)/i.test(this.rest)) {
      this.started = true;
    } else if (this.rest.length > 1_000_000) {
      // The arrays before « pmej » are long: only their end may hold its beginning.
      this.rest = this.rest.slice(-50);
    }
    return this.started;
  }
}

/** Where the object at the start of the text ends, or -1 when the text stops before. */
function endOfObject(text: string): number {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i++;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123) depth++;
    else if (char === 125 && --depth === 0) return i + 1;
  }
  return -1;
}
