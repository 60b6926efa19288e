/** Two clicks, or a network that answers badly, send the same form twice: what tells it from two forms. */
import { createHash } from 'node:crypto';
import { text } from '../gestion/rencontres/reading.ts';

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Which button, and that it was read again: the same page all the same. */
const APART = new Set(['envoi', 'geste', 'relu']);

/**
 * A uuid of what a new form sends, from the one drawn with it (`envoi`) and all that was typed: given back by the browser
 * and sent again with other words, it is another page. Null of a form that has none drawn.
 */
export async function nonceOf(form: FormData, kind: string): Promise<string | null> {
  const drawn = text(form, 'envoi');
  if (!UUID.test(drawn)) return null;
  const typed = [...form].filter(([name]) => !APART.has(name));
  const said = await Promise.all(
    typed.map(async ([name, value]) => [name, typeof value === 'string' ? value : await sum(value)])
  );
  const hash = digest(JSON.stringify([kind, drawn.toLowerCase(), said]));
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

const sum = async (file: File) =>
  `${file.name} ${digest(new Uint8Array(await file.arrayBuffer()))}`;

const digest = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
