/**
 * Reads the OCSF schema's own files (events/, objects/, profiles/, dictionary.json) and resolves
 * `extends` and `$include`, so that events can be checked against the schema itself. The files are
 * not ours and not part of the repository: `schemaDirectory` says where they are, if anywhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface Attribute {
  readonly type: string;
  readonly isArray: boolean;
  readonly requirement: 'required' | 'recommended' | 'optional';
  /** Captions by value. */
  readonly enum: ReadonlyMap<string, string> | undefined;
  /** The attribute that holds the caption. */
  readonly sibling: string | undefined;
  /** Only there when the event names this profile. */
  readonly profile: string | undefined;
}

export interface Structure {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** Of each level of inheritance: one of these attributes at least. */
  readonly atLeastOne: readonly (readonly string[])[];
}

export interface DataType {
  readonly base: string;
  readonly regex: RegExp | undefined;
  readonly maxLength: number | undefined;
  readonly range: readonly [number, number] | undefined;
}

type Json = Record<string, unknown>;

/** The directory with the schema, from CIPHERWATCH_OCSF_SCHEMA or `../shared/ocsf` beside the repository. */
export function schemaDirectory(): string | undefined {
  const repository = resolve(import.meta.dirname, '../../..');
  const candidates = [process.env.CIPHERWATCH_OCSF_SCHEMA, resolve(repository, '../shared/ocsf')];
  return candidates.find((path) => path !== undefined && existsSync(join(path, 'dictionary.json')));
}

export class OcsfSchema {
  readonly #directory: string;
  readonly #dictionary: Json;
  readonly #types: Json;
  readonly #objects = new Map<string, Structure | undefined>();

  constructor(directory: string) {
    this.#directory = directory;
    const dictionary = this.#read('dictionary.json');
    this.#dictionary = dictionary.attributes as Json;
    this.#types = (dictionary.types as Json).attributes as Json;
  }

  get version(): string {
    return this.#read('version.json').version as string;
  }

  /** The class, with the numbers that follow from its place: `category × 1000 + uid`. */
  detectionFinding(): Structure {
    const folders = ['events/findings', 'events'];
    const structure = this.#resolve('detection_finding', folders);
    const categories = this.#read('categories.json').attributes as Record<string, { uid: number; caption: string }>;
    const category = categories.findings;
    const own = this.#readFrom(folders, 'detection_finding.json');
    if (category === undefined) throw new Error('the schema has no category findings');
    const attributes = new Map(structure.attributes);
    const fix = (key: string, id: number, caption: string) => {
      const attribute = attributes.get(key);
      if (attribute !== undefined) attributes.set(key, { ...attribute, enum: new Map([[String(id), caption]]) });
    };
    fix('category_uid', category.uid, category.caption);
    fix('class_uid', category.uid * 1000 + (own.uid as number), own.caption as string);
    return { ...structure, attributes };
  }

  /** Undefined when the schema has no file for it. */
  object(name: string): Structure | undefined {
    if (!this.#objects.has(name)) {
      const known = existsSync(join(this.#directory, 'objects', `${name}.json`));
      this.#objects.set(name, known ? this.#resolve(name, ['objects']) : undefined);
    }
    return this.#objects.get(name);
  }

  dataType(name: string): DataType | undefined {
    const found = this.#types[name] as Json | undefined;
    if (found === undefined) return undefined;
    return {
      base: (found.type as string | undefined) ?? name,
      regex: typeof found.regex === 'string' ? new RegExp(found.regex) : undefined,
      maxLength: found.max_len as number | undefined,
      range: found.range as [number, number] | undefined,
    };
  }

  /** Every `type_id` that an observable may have: types, dictionary attributes and objects that are observable. */
  observableTypes(objects: readonly string[]): ReadonlyMap<number, string> {
    const found = new Map<number, string>();
    const add = (entry: Json) => {
      if (typeof entry.observable === 'number') found.set(entry.observable, entry.caption as string);
    };
    for (const entry of [...Object.values(this.#types), ...Object.values(this.#dictionary)]) add(entry as Json);
    for (const name of objects) add(this.#read(`objects/${name}.json`));
    return found;
  }

  #resolve(name: string, folders: readonly string[]): Structure {
    const merged = new Map<string, Json>();
    const atLeastOne: string[][] = [];
    for (const level of this.#levels(name, folders)) {
      for (const [attribute, given] of this.#attributesOf(level)) {
        const before = merged.get(attribute) ?? {};
        const values = { ...(before.enum as Json), ...(given.enum as Json) };
        const union = Object.keys(values).length > 0 ? { enum: values } : {};
        merged.set(attribute, { ...before, ...given, ...union });
      }
      const constraint = (level.constraints as Json | undefined)?.at_least_one as string[] | undefined;
      if (constraint !== undefined) atLeastOne.push(constraint);
    }
    return {
      name,
      attributes: new Map([...merged].map(([key, given]) => [key, this.#attribute(key, given)])),
      atLeastOne,
    };
  }

  /** From the oldest ancestor down. */
  #levels(name: string, folders: readonly string[]): Json[] {
    const levels: Json[] = [];
    let next: string | undefined = name;
    while (next !== undefined) {
      const level: Json = this.#readFrom(folders, `${next}.json`);
      levels.unshift(level);
      next = level.extends as string | undefined;
    }
    return levels;
  }

  #attributesOf(level: Json): [string, Json][] {
    const own = level.attributes as Record<string, Json>;
    const { $include: include, ...attributes } = own as Record<string, Json> & { $include?: string[] };
    const included = (include ?? []).flatMap((path) => {
      const profile = this.#read(path);
      return Object.entries(profile.attributes as Record<string, Json>).map(([key, given]): [string, Json] => [
        key,
        { profile: profile.name, ...given },
      ]);
    });
    return [...included, ...Object.entries(attributes)];
  }

  #attribute(key: string, given: Json): Attribute {
    const entry = { ...(this.#dictionary[key] as Json | undefined), ...given };
    const values = { ...((this.#dictionary[key] as Json | undefined)?.enum as Json), ...(given.enum as Json) };
    const captions = Object.entries(values).map(([id, value]): [string, string] => [
      id,
      (value as Json).caption as string,
    ]);
    return {
      type: entry.type as string,
      isArray: entry.is_array === true,
      requirement: (entry.requirement as Attribute['requirement'] | undefined) ?? 'optional',
      enum: captions.length > 0 ? new Map(captions) : undefined,
      sibling: entry.sibling as string | undefined,
      profile: typeof entry.profile === 'string' ? entry.profile : undefined,
    };
  }

  #readFrom(folders: readonly string[], file: string): Json {
    const folder = folders.find((candidate) => existsSync(join(this.#directory, candidate, file)));
    if (folder === undefined) throw new Error(`${file} is in none of ${folders.join(', ')}`);
    return this.#read(join(folder, file));
  }

  #read(path: string): Json {
    return JSON.parse(readFileSync(join(this.#directory, path), 'utf8'));
  }
}
