/**
 * What the telephone keeps, always encrypted: the list, and the gestures still to be sent. The key comes from the
 * address of the link and is kept nowhere; without the link, nobody reads it; after its day, it is erased.
 */
import type { CheckinList, Gesture } from '#domain/registrations/checkin/model.ts';

const DATABASE = 'maillage-pointage';
/** As long as the server takes what was not sent (LATE_DAYS of checkin/days.ts). */
const LATE = 3 * 86_400_000;

/** All that is kept in clear: a number drawn here, random bytes, and when to erase. */
interface Scope {
  readonly scope: string;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly device: string;
  until: number;
}

interface Sealed {
  readonly scope: string;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

/** The list as it is kept, with what the telephone learnt of the clock of the server. */
export interface Kept extends CheckinList {
  /** Of the server, less that of the telephone, in milliseconds. */
  readonly offset: number;
  readonly deviceName: string;
}

export interface Vault {
  /** The number of this telephone for this link. */
  readonly device: string;
  readList(): Promise<Kept | null>;
  writeList(list: Kept): Promise<void>;
  /** In the order they were made. */
  readGestures(): Promise<Gesture[]>;
  addGesture(gesture: Gesture): Promise<void>;
  dropGestures(nonces: readonly string[]): Promise<void>;
  /** The day is over: the list goes, what is still to be sent stays. */
  eraseList(): Promise<void>;
  /** The link is dead: nothing stays. */
  eraseAll(): Promise<void>;
}

export async function openVault(token: string, now: number): Promise<Vault> {
  const db = await openDatabase();
  await sweep(db, now);
  const name = await scopeOf(token);
  const scope = (await one<Scope>(db, 'scopes', name)) ?? (await addScope(db, name));
  const key = await keyOf(token, scope.salt);
  const seal = async (value: unknown): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const clear = new TextEncoder().encode(JSON.stringify(value));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, clear);
    return { scope: name, iv, data };
  };
  const open = async <T>({ iv, data }: Sealed): Promise<T> => {
    const clear = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, data);
    return JSON.parse(new TextDecoder().decode(clear)) as T;
  };
  return {
    device: scope.device,
    readList: async () => {
      const sealed = await one<Sealed>(db, 'lists', name);
      return sealed ? open<Kept>(sealed).catch(() => null) : null;
    },
    writeList: async (list) => {
      const sealed = await seal(list);
      // By the clock of this telephone, which is the one it will look at.
      await change(db, ['lists', 'scopes'], (lists, scopes) => {
        lists.put(sealed);
        scopes.put({ ...scope, until: list.until - list.offset });
      });
    },
    readGestures: async () => {
      const all = await every<Sealed & { order: number }>(db, 'gestures');
      const own = all.filter((each) => each.scope === name).sort((a, b) => a.order - b.order);
      return Promise.all(own.map((each) => open<Gesture>(each)));
    },
    addGesture: async (gesture) => {
      const sealed = await seal(gesture);
      await change(db, ['gestures'], (gestures) =>
        gestures.put({ ...sealed, nonce: gesture.nonce, order: Date.now() })
      );
    },
    dropGestures: (nonces) =>
      change(db, ['gestures'], (gestures) => {
        for (const nonce of nonces) gestures.delete(nonce);
      }),
    eraseList: () => change(db, ['lists'], (lists) => lists.delete(name)),
    eraseAll: () => eraseScope(db, name)
  };
}

/** Erases what is past its day, whichever link it came from: nobody needs to hold the link for that. */
async function sweep(db: IDBDatabase, now: number): Promise<void> {
  for (const { scope, until } of await every<Scope>(db, 'scopes')) {
    if (until === 0 || now < until) continue;
    if (now < until + LATE) await change(db, ['lists'], (lists) => lists.delete(scope));
    else await eraseScope(db, scope);
  }
}

/** The same, where no link is open. */
export async function sweepAll(now: number): Promise<void> {
  await sweep(await openDatabase(), now);
}

async function eraseScope(db: IDBDatabase, scope: string): Promise<void> {
  const gestures = await every<Sealed & { nonce: string }>(db, 'gestures');
  await change(db, ['lists', 'gestures', 'scopes'], (lists, queue, scopes) => {
    lists.delete(scope);
    scopes.delete(scope);
    for (const one of gestures) if (one.scope === scope) queue.delete(one.nonce);
  });
}

async function addScope(db: IDBDatabase, scope: string): Promise<Scope> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const fresh: Scope = { scope, salt, device: crypto.randomUUID(), until: 0 };
  await change(db, ['scopes'], (scopes) => scopes.put(fresh));
  return fresh;
}

/** Names what is kept for a link without saying the link. */
async function scopeOf(token: string): Promise<string> {
  return (await digest(`pointage:${token}`)).slice(0, 22);
}

/** SHA-256, in base64url. */
export async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

async function keyOf(token: string, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey('raw', encode(token), 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'HKDF', hash: 'SHA-256', salt, info: encode('maillage pointage') },
    secret,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt']
  );
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore('scopes', { keyPath: 'scope' });
    opening.result.createObjectStore('lists', { keyPath: 'scope' });
    opening.result.createObjectStore('gestures', { keyPath: 'nonce' });
  };
  return done(opening);
}

function one<T>(db: IDBDatabase, store: string, key: string): Promise<T | undefined> {
  return done(db.transaction(store).objectStore(store).get(key) as IDBRequest<T | undefined>);
}

function every<T>(db: IDBDatabase, store: string): Promise<T[]> {
  return done(db.transaction(store).objectStore(store).getAll() as IDBRequest<T[]>);
}

function change(
  db: IDBDatabase,
  names: string[],
  work: (...stores: IDBObjectStore[]) => unknown
): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(names, 'readwrite');
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () =>
      reject(transaction.error ?? new Error('nothing was kept'));
    work(...names.map((name) => transaction.objectStore(name)));
  });
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('nothing was read'));
  });
}
