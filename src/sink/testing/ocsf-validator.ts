/**
 * Checks an event against the OCSF schema: required and unknown attributes, types, formats, enums
 * with their captions, constraints, profiles, and that observables point at what they say.
 */
import type { Attribute, OcsfSchema, Structure } from './ocsf-schema.ts';

type Json = Record<string, unknown>;

/** Objects of the schema that are observable themselves. */
const OBSERVABLE_OBJECTS = ['process', 'container', 'endpoint', 'file', 'user', 'url', 'fingerprint'];

/** What is wrong, each with the path of its attribute; empty when all is well. */
export function violations(event: object, schema: OcsfSchema): readonly string[] {
  const given = event as Json;
  const profiles = ((given.metadata as Json | undefined)?.profiles as string[] | undefined) ?? [];
  const found: string[] = [];
  checkObject(given, schema.detectionFinding(), '', { schema, profiles, found });
  if (given.type_uid !== Number(given.class_uid) * 100 + Number(given.activity_id))
    found.push('type_uid: not class × 100 + activity');
  if (Math.floor(Number(given.class_uid) / 1000) !== given.category_uid)
    found.push('category_uid: not that of the class');
  if ((given.metadata as Json | undefined)?.version !== schema.version)
    found.push('metadata.version: not that of the schema');
  checkObservables(given, schema, found);
  return found;
}

interface Context {
  readonly schema: OcsfSchema;
  readonly profiles: readonly string[];
  readonly found: string[];
}

function checkObject(value: Json, structure: Structure, path: string, context: Context): void {
  const { found, profiles } = context;
  const allowed = (attribute: Attribute) => attribute.profile === undefined || profiles.includes(attribute.profile);
  for (const [key, attribute] of structure.attributes) {
    if (attribute.requirement === 'required' && allowed(attribute) && value[key] === undefined)
      found.push(`${path}${key}: required`);
  }
  for (const [key, child] of Object.entries(value)) {
    if (child === undefined) continue;
    const attribute = structure.attributes.get(key);
    if (attribute === undefined) found.push(`${path}${key}: unknown to ${structure.name}`);
    else if (!allowed(attribute)) found.push(`${path}${key}: needs the profile ${attribute.profile}`);
    else checkAttribute(child, attribute, `${path}${key}`, value, context);
  }
  for (const oneOf of structure.atLeastOne) {
    if (!oneOf.some((key) => value[key] !== undefined))
      found.push(`${path || structure.name}: needs one of ${oneOf.join(', ')}`);
  }
}

function checkAttribute(value: unknown, attribute: Attribute, path: string, parent: Json, context: Context): void {
  if (attribute.isArray) {
    if (!Array.isArray(value)) context.found.push(`${path}: not an array`);
    else for (const [index, item] of value.entries()) checkValue(item, attribute.type, `${path}[${index}]`, context);
    return;
  }
  checkValue(value, attribute.type, path, context);
  // `type_id` of an observable has its values elsewhere in the schema.
  if (attribute.enum === undefined || /observables\[\d+\]\.type_id$/.test(path)) return;
  const caption = attribute.enum.get(String(value));
  if (caption === undefined)
    context.found.push(`${path}: ${String(value)} is none of ${[...attribute.enum.keys()].join(', ')}`);
  const told = attribute.sibling === undefined ? undefined : parent[attribute.sibling];
  if (told !== undefined && caption !== undefined && value !== 99 && told !== caption) {
    context.found.push(`${path}: ${String(value)} means ${caption}, not ${String(told)}`);
  }
}

function checkValue(value: unknown, type: string, path: string, context: Context): void {
  const data = context.schema.dataType(type);
  if (data === undefined) {
    checkNested(value, type, path, context);
    return;
  }
  if (!isBase(value, data.base)) context.found.push(`${path}: ${JSON.stringify(value)} is not ${data.base}`);
  if (typeof value === 'string') {
    if (data.regex !== undefined && !data.regex.test(value))
      context.found.push(`${path}: ${value} does not match ${type}`);
    if (data.maxLength !== undefined && value.length > data.maxLength)
      context.found.push(`${path}: longer than ${data.maxLength}`);
    if (!value.isWellFormed()) context.found.push(`${path}: not UTF-8`);
  }
  if (typeof value === 'number' && data.range !== undefined && (value < data.range[0] || value > data.range[1])) {
    context.found.push(`${path}: ${value} is out of range`);
  }
}

function checkNested(value: unknown, type: string, path: string, context: Context): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    context.found.push(`${path}: not an object`);
    return;
  }
  if (type === 'object') return;
  const structure = context.schema.object(type);
  if (structure === undefined) context.found.push(`${path}: the schema at hand has no object ${type} to check it by`);
  else checkObject(value as Json, structure, `${path}.`, context);
}

function isBase(value: unknown, base: string): boolean {
  switch (base) {
    case 'string_t':
      return typeof value === 'string';
    case 'boolean_t':
      return typeof value === 'boolean';
    case 'integer_t':
      return Number.isInteger(value) && Math.abs(value as number) < 2 ** 32;
    case 'long_t':
      return Number.isSafeInteger(value);
    case 'float_t':
      return typeof value === 'number';
    case 'json_t':
      return value !== undefined;
    default:
      return false;
  }
}

function checkObservables(event: Json, schema: OcsfSchema, found: string[]): void {
  const types = schema.observableTypes(OBSERVABLE_OBJECTS);
  for (const [index, entry] of ((event.observables as Json[] | undefined) ?? []).entries()) {
    const caption = types.get(entry.type_id as number);
    if (caption !== entry.type)
      found.push(`observables[${index}]: type ${entry.type_id} means ${caption}, not ${entry.type}`);
    const pointed = at(event, entry.name as string);
    if (String(pointed) !== entry.value) found.push(`observables[${index}]: ${entry.name} is not ${entry.value}`);
  }
}

function at(event: Json, path: string): unknown {
  const steps = path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
  return steps.reduce<unknown>((value, step) => (value as Json | undefined)?.[step], event);
}
