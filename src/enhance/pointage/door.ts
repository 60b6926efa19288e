/** The door as this telephone knows it: the list, who is in, what is still to be sent. Everything a volunteer does goes through here. */
import { codeKey, readCode, shorten } from '#domain/registrations/checkin/codes.ts';
import {
  BATCH_SIZE,
  batchOf,
  type BatchAnswer,
  type CheckinList,
  type EntranceKey,
  type Expected,
  type Gesture,
  type GestureAnswer,
  type Seen,
  type WalkIn
} from '#domain/registrations/checkin/model.ts';
import { findable, namesakes, search } from '#domain/registrations/checkin/search.ts';
import {
  currentEntrance,
  judge,
  Standing,
  type Verdict
} from '#domain/registrations/checkin/standing.ts';
import { digest, type Kept, type Vault } from './vault.ts';

/** Somebody of the list, or somebody just registered here whom the server does not know yet. */
export interface Person extends Expected {
  /** The gesture that registered her at the door. */
  readonly door?: string;
}

export interface Met {
  readonly person: Person;
  readonly verdict: Verdict;
  /** When she came in, in milliseconds. */
  readonly since: number | null;
  readonly signed: boolean;
  /** Before the day: nothing is counted. */
  readonly rehearsal: boolean;
}

export class Door {
  entrance: EntranceKey;
  readonly #vault: Vault;
  #list: Kept;
  #standing: Standing;
  #pending: Gesture[];
  /** How many gestures are sent at once. */
  #atOnce = BATCH_SIZE;
  #findable: ReturnType<typeof findable<Person>> = [];
  #codes = new Map<string, Person>();
  /** Registered at the door, and what the server called them since. */
  readonly #known = new Map<string, number>();
  /** Told each time something changes. */
  onChange: () => void = () => undefined;
  /** Told each time there is something to send. */
  onGesture: () => void = () => undefined;

  constructor(vault: Vault, list: Kept, pending: Gesture[]) {
    this.#vault = vault;
    this.#list = list;
    this.#pending = pending;
    this.#standing = new Standing(list.seen, pending);
    this.entrance = currentEntrance(list.entrances, this.now())?.key ?? 'all';
    this.#index();
  }

  get list(): Kept {
    return this.#list;
  }

  get pending(): number {
    return this.#pending.length;
  }

  /** By the clock of the server, as well as this telephone knows it. */
  now(): number {
    return Date.now() + this.#list.offset;
  }

  isRehearsal(): boolean {
    return this.now() < this.#list.from;
  }

  isOver(): boolean {
    return this.now() >= this.#list.until;
  }

  counts(): { here: number; expected: number } {
    const expected = this.#list.people.filter((one) => judge(one, this.entrance, null) === 'ok');
    return { here: this.#standing.count(this.entrance), expected: expected.length };
  }

  search(typed: string, most: number): Person[] {
    return search(this.#findable, typed, most);
  }

  namesakes(first: string, last: string): Person[] {
    return namesakes(this.#findable, { first, last });
  }

  seen(person: Person): Seen | null {
    return this.#standing.find(this.#key(person), this.entrance);
  }

  /** Whose code this is; null when it is nobody's of the list. */
  async recognise(text: string): Promise<Person | null> {
    const code = readCode(text);
    if (!code) return null;
    return this.#codes.get(shorten(await digest(codeKey(code)))) ?? null;
  }

  /** Somebody of the list comes in. Who is not expected here comes in once a volunteer has said so. */
  async enter(person: Person, means: 'code' | 'name', anyway = false): Promise<Met> {
    const before = this.seen(person);
    const judged = judge(person, this.entrance, before);
    const verdict = anyway && judged !== 'already' ? 'ok' : judged;
    if (verdict === 'ok' || verdict === 'already') {
      const about = this.#about(person);
      const said = { type: 'in', means, ...about, ...(anyway && { anyway }) } as const;
      await this.#do({ ...this.#stamp(), ...said });
    }
    return {
      person,
      verdict,
      since: before?.isIn ? before.at : null,
      signed: before?.signed ?? false,
      rehearsal: this.isRehearsal()
    };
  }

  /** A code that nobody of the list has: the server may know more. */
  async report(code: string): Promise<string> {
    const stamp = this.#stamp();
    await this.#do({ ...stamp, type: 'in', means: 'code', code: code.slice(0, 500) });
    return stamp.nonce;
  }

  async takeBack(person: Person): Promise<void> {
    await this.#do({ ...this.#stamp(), type: 'out', means: 'name', ...this.#about(person) });
  }

  async register(person: WalkIn): Promise<Person> {
    const stamp = this.#stamp();
    await this.#do({ ...stamp, type: 'walk-in', person });
    this.#index();
    return asPerson(stamp.nonce, person);
  }

  async sign(person: Person, strokes: string): Promise<void> {
    await this.#do({ ...this.#stamp(), type: 'sign', strokes, ...this.#about(person) });
  }

  async rename(deviceName: string): Promise<void> {
    this.#list = { ...this.#list, deviceName };
    await this.#vault.writeList(this.#list);
    this.onChange();
  }

  /** The oldest gestures, as many as are sent at once. */
  batch(): readonly Gesture[] {
    return batchOf(this.#pending, this.#atOnce);
  }

  /** The server could not answer to a batch: one by one, then the one it stumbles on waits behind the others. */
  stumble(): void {
    const [first, ...others] = this.#pending;
    if (this.#atOnce === 1 && first) this.#pending = [...others, first];
    this.#atOnce = 1;
  }

  /** What the server answered: what it knows is kept no longer. */
  async hear(answer: BatchAnswer, sent: readonly Gesture[]): Promise<void> {
    const nonces = answer.answers.map(({ nonce }) => nonce);
    this.#adopt(answer.answers, sent);
    this.#pending = this.#pending.filter(({ nonce }) => !nonces.includes(nonce));
    if (nonces.length > 0) this.#atOnce = BATCH_SIZE;
    // Kept as the server says it: what is still to be sent is added each time it is read.
    const said = new Standing(this.#list.seen);
    said.hear(answer.seen);
    const offset = answer.now - Date.now();
    this.#list = { ...this.#list, seen: said.all(), cursor: answer.cursor, offset };
    this.#rebuild();
    await this.#vault.writeList(this.#list);
    await this.#vault.dropGestures(nonces);
    this.onChange();
  }

  /** The list again: somebody registered, or cancelled. */
  async replace(list: CheckinList): Promise<void> {
    const { deviceName } = this.#list;
    this.#list = { ...list, offset: list.now - Date.now(), deviceName };
    this.#rebuild();
    await this.#vault.writeList(this.#list);
    this.onChange();
  }

  #rebuild(): void {
    this.#standing = new Standing(this.#list.seen, this.#pending);
    this.#index();
  }

  async #do(gesture: Gesture): Promise<void> {
    if (this.isRehearsal()) return;
    await this.#vault.addGesture(gesture);
    this.#pending.push(gesture);
    this.#standing.add(gesture);
    this.onChange();
    this.onGesture();
  }

  #stamp(): { nonce: string; entrance: EntranceKey; at: number } {
    return { nonce: crypto.randomUUID(), entrance: this.entrance, at: Date.now() };
  }

  #about(person: Person): { registration: number } | { door: string } {
    const id = this.#idOf(person);
    return id > 0 ? { registration: id } : { door: person.door ?? '' };
  }

  #key(person: Person): number | string {
    const id = this.#idOf(person);
    return id > 0 ? id : (person.door ?? '');
  }

  #idOf(person: Person): number {
    return person.id > 0 ? person.id : (this.#known.get(person.door ?? '') ?? 0);
  }

  /** Who was registered here has a number now, before the list comes again. */
  #adopt(answers: readonly GestureAnswer[], sent: readonly Gesture[]): void {
    for (const gesture of sent) {
      if (gesture.type !== 'walk-in') continue;
      const id = answers.find(({ nonce }) => nonce === gesture.nonce)?.registration;
      if (!id) continue;
      this.#known.set(gesture.nonce, id);
      if (this.#list.people.some((one) => one.id === id)) continue;
      const person = { ...asPerson(gesture.nonce, gesture.person), id, door: undefined };
      this.#list = { ...this.#list, people: [...this.#list.people, person] };
    }
    // What is still to be sent about them names them as the server does.
    this.#pending = this.#pending.map((gesture) => {
      const id = gesture.type === 'walk-in' ? undefined : this.#known.get(gesture.door ?? '');
      return id ? { ...gesture, registration: id, door: undefined } : gesture;
    });
  }

  #index(): void {
    const atDoor = this.#pending.flatMap((one) =>
      one.type === 'walk-in' ? [asPerson(one.nonce, one.person)] : []
    );
    const people: Person[] = [...this.#list.people, ...atDoor];
    this.#findable = findable(people);
    this.#codes = new Map(people.flatMap((one) => one.codes.map((code) => [code, one])));
  }
}

function asPerson(nonce: string, { firstName, lastName, profession, structure }: WalkIn): Person {
  return {
    ...{ id: 0, door: nonce, first: firstName, last: lastName, structure, profession },
    ...{ category: '', halfDays: [], sessions: [], waiting: false, codes: [] }
  };
}
