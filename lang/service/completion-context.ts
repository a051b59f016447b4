// What completion knows of the policy around the cursor.
import type { SchemaRelation } from '../check/schema.ts';
import type { NameIndex } from './name-index.ts';

export interface CompletionContext {
  readonly names: NameIndex;
  readonly relations: readonly SchemaRelation[];
}
