// Checks a value against a JSON Schema and says what is wrong in sentences. The one file that uses ajv.
import { Ajv, type ErrorObject } from 'ajv';
import { nearest } from './nearest.ts';
import type { ConfigProblem } from './problem.ts';
import type { YamlDocument } from './yaml-document.ts';

type Path = readonly (string | number)[];

/** Every way in which the document does not fit the schema. */
export function validate(schema: object, document: YamlDocument, file: string): readonly ConfigProblem[] {
  const check = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, verbose: true }).compile(schema);
  if (check(document.value)) return [];
  return (check.errors ?? [])
    .filter((error) => error.keyword !== 'if' && error.keyword !== 'propertyNames')
    .map((error) => problemOf(error, document, file));
}

const pathOf = (error: ErrorObject): Path =>
  error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

function problemOf(error: ErrorObject, document: YamlDocument, file: string): ConfigProblem {
  const params = error.params as { readonly [name: string]: unknown };
  const extra = params['additionalProperty'];
  const path = pathOf(error);
  if (typeof extra === 'string') return unknownKey(error, [...path, extra], document, file);
  const missing = params['missingProperty'];
  const description = (error.parentSchema as { readonly description?: string } | undefined)?.description;
  return {
    code: typeof missing === 'string' ? 'HPOL6003' : 'HPOL6004',
    file,
    line: document.lineOf(path),
    path: path.join('.'),
    message: typeof missing === 'string' ? `the key \`${missing}\` is missing` : sentence(error, params),
    help: description ?? null,
  };
}

function unknownKey(error: ErrorObject, path: Path, document: YamlDocument, file: string): ConfigProblem {
  const known = Object.keys((error.parentSchema as { readonly properties?: object } | undefined)?.properties ?? {});
  const close = nearest(String(path.at(-1)), known);
  return {
    code: 'HPOL6002',
    file,
    line: document.lineOf(path),
    path: path.join('.'),
    message: 'no such key',
    help: close === null ? `the keys here are ${known.join(', ')}` : `did you mean \`${close}\`?`,
  };
}

function sentence(error: ErrorObject, params: { readonly [name: string]: unknown }): string {
  if (error.keyword === 'type') return `must be of type ${String(params['type'])}`;
  if (error.keyword === 'enum')
    return `must be one of ${(params['allowedValues'] as readonly unknown[]).map(String).join(', ')}`;
  if (error.keyword === 'pattern') return 'is not written as it must be';
  return error.message ?? 'is not allowed';
}
